"""``python tests/benchmarks/many.py`` measures programs of many files, and repositories of many programs.

An edit is made in one file of a workspace that was checked before; the time is that of the next check, in this process.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from stackproof.analysis.workspace import Workspace
from stackproof.text import Document

_FILES, _RESOURCES, _PROGRAMS, _TIMES = 20, 48, 200, 7

_HEAD = """import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';

export class Part%(part)d extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'vpc', { cidrBlock: '10.%(part)d.0.0/16' });
"""
_SUBNET = """    new Subnet(this, 'subnet-%(number)d', {
      vpcId: vpc.id,
      cidrBlock: '10.%(part)d.%(number)d.0/24',
      mapPublicIpOnLaunch: false,
      tags: { Name: `subnet-%(number)d-${id}` },
    });

"""


def _part(part: int) -> str:
    subnets = "".join(_SUBNET % {"part": part, "number": n} for n in range(_RESOURCES))
    return _HEAD % {"part": part} + subnets + "  }\n}\n"


def many_files(folder: Path) -> list[Path]:
    """One program of twenty files; the files in the order in which they are evaluated."""
    parts = [folder / f"part{n}.ts" for n in range(_FILES)]
    for number, path in enumerate(parts):
        path.write_text(_part(number))
    imports = "".join(f"import {{ Part{n} }} from './part{n}';\n" for n in range(_FILES))
    made = "".join(f"new Part{n}(app, 'part{n}');\n" for n in range(_FILES))
    (folder / "main.ts").write_text(
        f"import {{ App }} from 'cdktf';\n{imports}const app = new App();\n{made}"
    )
    (folder / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    return parts


def many_programs(folder: Path) -> list[Path]:
    """Two hundred programs that share one file; that file, then a file of one program."""
    (folder / "shared.ts").write_text(_part(0))
    for number in range(_PROGRAMS):
        own = folder / f"app{number}"
        own.mkdir()
        (own / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
        (own / "main.ts").write_text(
            "import { App } from 'cdktf';\nimport { Part0 } from '../shared';\n"
            f"new Part0(new App(), 'app{number}');\n"
        )
    return [folder / "shared.ts", folder / "app0" / "main.ts"]


def _edits(workspace: Workspace, path: Path) -> float:
    """The median time of a check after a small edit of one file, in milliseconds."""
    text, times = path.read_text(), []
    for number in range(_TIMES):
        changed = (
            text.replace("false", f"false /* {number} */", 1) if "false" in text else f"{text}// {number}\n"
        )
        workspace.open(Document.from_text(str(path), changed))
        started = time.perf_counter()
        workspace.snapshot().check()
        times.append((time.perf_counter() - started) * 1000)
    workspace.close(str(path))
    workspace.snapshot().check()
    return statistics.median(times)


def _measure(name: str, folder: Path, files: dict[str, Path]) -> str:
    started = time.perf_counter()
    workspace = Workspace([str(folder)])
    workspace.snapshot().check()
    cold = (time.perf_counter() - started) * 1000
    lines = sum(p.read_text().count("\n") for p in folder.rglob("*.ts"))
    edits = "; ".join(f"{where} {_edits(workspace, path):.0f} ms" for where, path in files.items())
    return f"| {name} | {lines:,} | {cold:.0f} ms | {edits} |"


def main() -> None:
    """Print the table."""
    print("| what | lines | cold check | check after an edit in one file |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        parts = many_files(folder)
        places = {"in the first": parts[0], "in the middle": parts[_FILES // 2], "in the last": parts[-1]}
        print(_measure(f"one program of {_FILES} files", folder, places))
    with tempfile.TemporaryDirectory() as made:
        shared, own = many_programs(Path(made))
        places = {"of one program": own, "that all share": shared}
        print(_measure(f"{_PROGRAMS} programs that share a file", Path(made), places))


if __name__ == "__main__":
    main()
