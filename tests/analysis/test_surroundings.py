"""Programs see what the files of their project say besides their code."""

from __future__ import annotations

import json
from pathlib import Path

from stackproof.analysis import surroundings
from stackproof.analysis.workspace import Workspace
from stackproof.model.surroundings import NO_SURROUNDINGS

_PROGRAM = """import * as cdk from 'aws-cdk-lib';
import { aws_s3 as s3 } from 'aws-cdk-lib';
const stack = new cdk.Stack(new cdk.App(), 's');
for (const name of stack.node.tryGetContext('names')) {
  new s3.Bucket(stack, name);
}
"""


def _read(path: str) -> bytes | None:
    file = Path(path)
    return file.read_bytes() if file.exists() else None


def test_what_people_wrote_goes_before_what_the_tool_remembers(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"app": "x", "context": {"a": 1, "b": {"c": true}}}')
    (tmp_path / "cdk.context.json").write_text('{"a": 2, "vpc-provider:account=1": {}}')
    assert surroundings.read(str(tmp_path), _read).context == {
        "a": 1,
        "b": {"c": True},
        "vpc-provider:account=1": {},
    }


def test_without_a_manifest_nothing_is_known(tmp_path: Path) -> None:
    assert surroundings.read(str(tmp_path), _read) == NO_SURROUNDINGS
    (tmp_path / "cdk.json").write_text("{ broken")
    assert surroundings.read(str(tmp_path), _read).context is None
    (tmp_path / "cdk.json").write_text('{"context": "nonsense"}')
    assert surroundings.read(str(tmp_path), _read).context == {}


def test_a_change_of_the_context_is_seen(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(_PROGRAM)
    workspace = Workspace([str(tmp_path)])

    def names(context: list[str]) -> list[str]:
        manifest = {"app": "npx ts-node main.ts", "context": {"names": context}}
        (tmp_path / "cdk.json").write_text(json.dumps(manifest))
        workspace.touch([str(tmp_path / "cdk.json")])
        [program] = workspace.snapshot().check().programs
        return [r.name for r in program.graph.of("aws_s3_bucket")]

    assert names(["a"]) == ["a"]
    assert names(["a", "b"]) == ["a", "b"]
