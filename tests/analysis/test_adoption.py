"""Classes that no program uses are read once, wherever many programs share them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stackproof.analysis.adoption import adopt
from stackproof.analysis.pipeline import Run
from stackproof.analysis.report import Report
from stackproof.analysis.workspace import Workspace
from stackproof.model.values import Origin
from stackproof.text import Document, Span

SHARED = """import { Construct } from 'constructs';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
export class First extends Construct {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    new S3Bucket(this, 'first', { bucket: name });
  }
}
export class Second extends Construct {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    new First(this, 'inner', 'inner');
    new S3Bucket(this, 'second', { bucket: name });
  }
}
"""
MAIN = """import { App, TerraformStack } from 'cdktf';
import { First, Second } from '../shared/lib';
const stack = new TerraformStack(new App(), 'main');
// more
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "lib.ts").write_text(SHARED)
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "main.ts").write_text(MAIN)
        (tmp_path / folder / "cdktf.json").write_text(
            '{"language": "typescript", "app": "npx ts-node main.ts"}'
        )
    return tmp_path


def made(report: Report) -> dict[str, list[str]]:
    return {
        os.path.basename(os.path.dirname(p.entry)): [r.name for r in p.graph.resources]
        for p in report.programs
    }


def test_what_nobody_uses_is_read_with_the_first_program(programs: Path) -> None:
    report = Workspace([str(programs)]).snapshot().check()
    # `First` stands before `Second`, so nobody had used it when its turn came.
    assert made(report) == {"a": ["first", "first", "second"], "b": [], "c": []}


def test_using_a_class_anywhere_takes_it_from_the_program_that_adopted_it(programs: Path) -> None:
    space = Workspace([str(programs)])
    space.snapshot().check()
    path = str(programs / "c" / "main.ts")
    space.open(Document.from_text(path, MAIN.replace("// more", "new Second(stack, 's', 'x');")))
    assert made(space.snapshot().check()) == {"a": [], "b": [], "c": ["first", "second"]}
    space.open(Document.from_text(path, MAIN.replace("// more", "new First(stack, 's', 'x');")))
    assert made(space.snapshot().check()) == {"a": ["first", "second"], "b": [], "c": ["first"]}
    space.open(Document.from_text(path, MAIN))
    assert made(space.snapshot().check()) == {"a": ["first", "first", "second"], "b": [], "c": []}


def test_a_program_that_is_not_affected_keeps_its_graph(programs: Path) -> None:
    space = Workspace([str(programs)])
    before = {p.entry: p.graph for p in space.snapshot().check().programs}
    path = str(programs / "c" / "main.ts")
    space.open(Document.from_text(path, MAIN.replace("// more", "new Second(stack, 's', 'x');")))
    after = {p.entry: p.graph for p in space.snapshot().check().programs}
    kept = [os.path.basename(os.path.dirname(e)) for e in before if before[e] is after[e]]
    assert kept == ["b"]


def test_shares_are_given_in_order() -> None:
    places = [Origin("f", Span(n, n + 1)) for n in range(4)]

    def party(used: list[int], unused: list[int]) -> Run:
        run = object.__new__(Run)
        run.used = frozenset(places[n] for n in used)
        run.unused = tuple(places[n] for n in unused)
        return run

    shares = adopt([party([0], [1, 2]), party([2], [1, 3]), party([], [0, 3])])
    assert shares == [frozenset({places[1]}), frozenset({places[3]}), frozenset()]
