"""A live workspace reports after every edit what a new one would."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from editing import Editing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import programs

from stackproof.analysis import renewal
from stackproof.analysis.report import Report
from stackproof.analysis.workspace import Cancelled, Workspace
from stackproof.evaluation import history
from stackproof.text import Document

PROGRAMS = programs()


def seen(report: Report) -> list[object]:
    """Everything that a report says: problems with their repairs, resources with their arguments, gaps, files."""
    problems = [
        (
            p.rule, p.severity, p.message, p.at, p.tags, [(n.at, n.message) for n in p.notes],
            [(r.title, r.safe, r.edits()) for r in p.repairs],
        )
        for p in report.problems
    ]  # fmt: skip
    graphs = [
        (
            p.entry, p.graph.complete, p.graph.files, [(g.kind, g.detail, g.origin) for g in p.graph.gaps],
            [(r.type, r.name, r.origin, r.conditional, r.many, len(r.escapes), r.properties.keys(),
              [e.value.origin for e in r.properties.entries.values()]) for r in p.graph.resources],
        )
        for p in report.programs
    ]  # fmt: skip
    texts = {path: document.data for path, document in report.documents.items()}
    return [problems, graphs, texts, report.broken]


@pytest.mark.parametrize("name", PROGRAMS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_every_report_is_that_of_a_new_workspace(
    name: str, random: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("live")
    files, _ = PROGRAMS[name]
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    texts = {str(folder / path): text for path, text in files.items() if path.endswith((".ts", ".py"))}
    editing = Editing(texts, list(texts), random)
    live = Workspace([str(folder)], live=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "_SPACING", 1)
        live.snapshot().check()
        for version in range(6):
            path, text = editing.next()
            live.open(Document.from_text(path, text, version))
            if random.random() < 0.2:
                left = [random.randrange(1, 12)]

                def late(left: list[int] = left) -> bool:
                    left[0] -= 1
                    return left[0] < 0

                try:
                    live.snapshot().check(late)
                except Cancelled:
                    continue
            fresh = Workspace([str(folder)])
            for other in texts:
                fresh.open(Document.from_text(other, editing.texts[other]))
            assert seen(live.snapshot().check()) == seen(fresh.snapshot().check())


MAIN = """import { App, TerraformStack } from 'cdktf';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
const stack = new TerraformStack(new App(), 'main');
new LbListener(stack, 'https', { loadBalancerArn: 'x', port: 443, protocol: 'HTTPS', defaultAction: [] });
"""


def workspace(folder: Path, live: bool) -> tuple[Workspace, str]:
    (folder / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    (folder / "main.ts").write_text(MAIN)
    return Workspace([str(folder)], live=live), str(folder / "main.ts")


@pytest.mark.parametrize("live", [False, True])
def test_repairs_of_an_earlier_report_have_no_edits_of_a_later_text(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_SPACING", 1)
    space, path = workspace(tmp_path, live)
    space.open(Document.from_text(path, MAIN))
    space.snapshot().check()
    space.open(Document.from_text(path, MAIN + "// more\n"))
    earlier = space.snapshot().check()
    space.open(Document.from_text(path, MAIN.replace("port: 443", "port: 8443")))
    space.snapshot().check()
    edits = [repair.edits() for problem in earlier.problems for repair in problem.repairs]
    assert edits
    assert all((edit is None) == live for edit in edits)


def test_few_programs_remember_how_they_were_evaluated(tmp_path: Path) -> None:
    (tmp_path / "shared.ts").write_text("export const port = 443;\n")
    text = MAIN.replace("const stack", "import { port } from '../shared';\nconst stack").replace(
        "443", "port"
    )
    for number in range(renewal._MOST_REMEMBERED + 4):
        folder = tmp_path / str(number)
        folder.mkdir()
        workspace(folder, True)
        (folder / "main.ts").write_text(text)
    space = Workspace([str(tmp_path)], live=True)
    space.snapshot().check()
    assert sum(r.machine.history is not None for r in space._store.runs.values()) == 0
    space.open(Document.from_text(str(tmp_path / "shared.ts"), "export const port = 444;\n"))
    space.snapshot().check()
    remembering = sum(r.machine.history is not None for r in space._store.runs.values())
    assert remembering == renewal._MOST_REMEMBERED
    assert len({os.path.dirname(r.entry.path) for r in space._store.runs.values()}) > remembering
