"""Runs many Python infrastructure programs in one process; this is run by the toolchains' own Python.

The process that the CDK and CDKTF libraries start takes seconds, so that one serves all programs. Its output folder
is fixed when it starts: what each program leaves there is moved to a folder of its own.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import sys
import traceback
from pathlib import Path


def run_plainly(entry: Path) -> None:
    """Runs a program as if it were called."""
    runpy.run_path(str(entry), run_name="__main__")


def run_with_mocks(entry: Path) -> None:
    """Runs a Pulumi program against an engine that makes up what a cloud would answer, and notes what it is told."""
    import pulumi

    registered: list[dict[str, str]] = []

    class Mocks(pulumi.runtime.Mocks):
        def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict]:
            registered.append({"type": args.typ, "name": args.name})
            record = dict.fromkeys(("resourceRecordName", "resourceRecordType", "resourceRecordValue"), "x")
            made_up = {"arn": f"arn:aws:{args.name}", "name": args.name, "bucket": args.name}
            made_up["domainValidationOptions"] = [record]
            return f"{args.name}-id", {**made_up, **args.inputs}

        def call(self, args: pulumi.runtime.MockCallArgs) -> dict:
            return {
                "accountId": "123456789012",
                "zoneId": "Z1",
                "id": "eu-west-1",
                "region": "eu-west-1",
                "arn": "arn:aws:call",
                "json": "{}",
            }

    pulumi.runtime.set_mocks(Mocks(), project="project", stack="dev", preview=False)
    # What programs ask whoever deploys them for.
    pulumi.runtime.set_all_config({"project:image": "ghcr.io/example/given:1.0", "project:version": "1"})

    @pulumi.runtime.test
    def program() -> None:
        run_plainly(entry)

    program()
    Path("registered.json").write_text(json.dumps({"registered": registered}), encoding="utf-8")


def main(framework: str, jobs: str, results: str, scratch: str) -> None:
    run = run_with_mocks if framework == "pulumi" else run_plainly
    outcomes: dict[str, str] = {}
    known = set(sys.modules)
    for job in json.loads(Path(jobs).read_text(encoding="utf-8")):
        folder = Path(job["folder"])
        shutil.rmtree(scratch, ignore_errors=True)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        try:
            run(folder / job["entry"])
            outcomes[job["name"]] = ""
        except BaseException:
            outcomes[job["name"]] = traceback.format_exc(limit=-4)
        sys.path.remove(str(folder))
        # The next program's modules may have the same names.
        for name, module in list(sys.modules.items()):
            if name not in known and str(getattr(module, "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]
        if Path(scratch).exists():
            shutil.copytree(scratch, job["out"], dirs_exist_ok=True)
        if Path("registered.json").exists():
            Path(job["out"]).mkdir(parents=True, exist_ok=True)
            shutil.move("registered.json", job["out"])
    Path(results).write_text(json.dumps(outcomes), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
