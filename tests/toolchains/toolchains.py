"""The real libraries, when they are installed, and ways to run many programs against them at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".cache" / "toolchains"
NODE_MODULES = HOME / "node" / "node_modules"
PYTHON = HOME / "python" / ("Scripts" if os.name == "nt" else "bin") / "python"

_ERROR = re.compile(r"^(?P<file>[^\s(][^(]*)\(\d+,\d+\): error (?P<text>TS\d+: .*)$")
_TIMEOUT = 800


def need(*paths: Path) -> None:
    """Skips the test without the toolchains; fails it on the machine that must have them."""
    missing = [path for path in paths if not path.exists()]
    if not missing:
        return
    reason = f"{missing[0]} is not there: run tests/toolchains/install.sh"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class Program:
    """A program to try: its files, the first one the entry, or ``entry``."""

    name: str
    framework: str
    files: Mapping[str, str]
    entry: str = ""

    @property
    def main(self) -> str:
        return self.entry or next(iter(self.files))


@dataclass
class Outcome:
    """What came of a program: the compiler's errors, the error with which it ended, and what it synthesised.

    ``names`` are the files of the templates, in the same order.
    """

    errors: list[str] = field(default_factory=list)
    failure: str = ""
    templates: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def typescript(programs: list[Program], work: Path, run: bool = True) -> dict[str, Outcome]:
    """Type-checks all programs in one run of the compiler, and runs them in one process for each framework."""
    need(NODE_MODULES / "typescript", NODE_MODULES / "aws-cdk-lib", NODE_MODULES / "@pulumi" / "aws")
    outcomes = {program.name: Outcome() for program in programs}
    _write(programs, work / "source")
    (work / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    options = {
        "strict": True,
        "skipLibCheck": True,
        "target": "es2022",
        "module": "commonjs",
        "moduleResolution": "node",
        "moduleDetection": "force",
        "esModuleInterop": True,
        "rootDir": "source",
        "outDir": "built",
        "types": ["node"],
    }
    (work / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "include": ["source/**/*.ts"]})
    )
    compiler = NODE_MODULES / "typescript" / "lib" / "tsc.js"
    done = _process(
        ["node", "--max-old-space-size=3000", str(compiler), "-p", ".", "--pretty", "false"], work
    )
    current: list[str] | None = None
    for line in done.stdout.splitlines():
        match = _ERROR.match(line)
        if match is not None:
            current = outcomes[Path(match["file"]).parts[1]].errors
            current.append(match["text"])
        else:
            # Messages go on in indented lines; anything else is about the whole run.
            assert line.startswith(" "), done.stdout
            assert current is not None, done.stdout
    if run:
        runnable = [p for p in programs if not outcomes[p.name].errors]
        for framework in sorted({p.framework for p in runnable}):
            own = [p for p in runnable if p.framework == framework]
            jobs = [_job(p, work / "built", Path(p.main).with_suffix(".js").as_posix(), work) for p in own]
            _run(["node", str(HERE / "run_programs.js")], framework, jobs, work, outcomes)
    return outcomes


def python(programs: list[Program], work: Path) -> dict[str, Outcome]:
    """Runs all programs, in one process for each framework."""
    need(PYTHON)
    outcomes = {program.name: Outcome() for program in programs}
    _write(programs, work / "source")
    for framework in sorted({p.framework for p in programs}):
        own = [p for p in programs if p.framework == framework]
        jobs = [_job(p, work / "source", p.main, work) for p in own]
        _run([str(PYTHON), str(HERE / "run_programs.py")], framework, jobs, work, outcomes)
    return outcomes


def _write(programs: list[Program], folder: Path) -> None:
    for program in programs:
        for name, text in program.files.items():
            file = folder / program.name / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def _job(program: Program, folder: Path, entry: str, work: Path) -> dict[str, str]:
    return {
        "name": program.name,
        "folder": str(folder / program.name),
        "entry": entry,
        "out": str(work / "out" / program.name),
    }


def _run(
    command: list[str], framework: str, jobs: list[dict[str, str]], work: Path, outcomes: dict[str, Outcome]
) -> None:
    todo, results = work / f"{framework}-jobs.json", work / f"{framework}-results.json"
    todo.write_text(json.dumps(jobs), encoding="utf-8")
    scratch = work / f"{framework}-scratch"
    surroundings = {
        "CDK_OUTDIR": str(scratch),
        "CDKTF_OUTDIR": str(scratch),
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        "CDK_DISABLE_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NODE_PATH": str(NODE_MODULES),
        "PULUMI_CONFIG": json.dumps({"project:version": "1"}),
    }
    done = _process([*command, framework, str(todo), str(results), str(scratch)], work, surroundings)
    assert results.exists(), done.stdout[-2000:] + done.stderr[-4000:]
    for name, failure in json.loads(results.read_text(encoding="utf-8")).items():
        outcome = outcomes[name]
        outcome.failure = "" if _only_lacks_provider(failure) else failure
        for file in sorted((work / "out" / name).rglob("*.json")):
            if file.name.endswith(".template.json") or file.name in ("cdk.tf.json", "registered.json"):
                outcome.templates.append(json.loads(file.read_text(encoding="utf-8")))
                outcome.names.append(file.name)
    assert {job["name"] for job in jobs} == set(json.loads(results.read_text(encoding="utf-8")))


def _only_lacks_provider(failure: str) -> bool:
    """Whether a CDKTF program's one fault is that, as in short examples, no provider is declared."""
    found = re.findall(r"^\s*\[[^\]]+\] (.*)$", failure, re.MULTILINE)
    return bool(found) and all(
        text.startswith("Found resources without a matching provider") for text in found
    )


def _process(
    command: list[str], folder: Path, surroundings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **(surroundings or {})}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=_TIMEOUT
    )
