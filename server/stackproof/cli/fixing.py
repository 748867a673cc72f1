"""Applies repairs to the texts of a workspace until nothing applicable is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stackproof.analysis.fixing import combine
from stackproof.analysis.report import FileEdits, Problem, Repair, Report
from stackproof.analysis.workspace import Workspace
from stackproof.cli.view import possible_repairs
from stackproof.text import Document, Edit, apply_edits

_MAX_ROUNDS = 10


@dataclass(eq=False)
class Fixed:
    """What repairs made of the texts.

    ``before`` and ``after`` hold the bytes of each changed file by path, ``report`` is of the texts after,
    ``count`` says how many problems were repaired. ``notes`` are about files whose repairs were taken back.
    """

    report: Report
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    count: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)


def fix_all(
    workspace: Workspace, report: Report, unsafe: bool, check: Callable[[Workspace], Report]
) -> Fixed:
    """Repairs in rounds, each on the texts of the one before, all in memory.

    Repairs whose edits meet wait for the next round. A round that leaves a file with a syntax error it did not have is
    taken back: a repair must never break a program.
    """
    fixed = Fixed(report)
    version = 1
    for _ in range(_MAX_ROUNDS):
        edits, count = select(fixed.report, unsafe)
        changed = _apply(edits, fixed.report)
        if not changed:
            break
        earlier = fixed.report
        for path, data in changed.items():
            workspace.open(Document(path, data, version))
        version += 1
        report = check(workspace)
        broken = (report.broken - earlier.broken) & set(changed)
        if broken:
            for path in changed:
                workspace.open(Document(path, earlier.documents[path].data, version))
            fixed.notes += [
                (path, "a fix would have broken the syntax and was not applied") for path in sorted(broken)
            ]
            break
        for path, data in changed.items():
            fixed.before.setdefault(path, earlier.documents[path].data)
            fixed.after[path] = data
        fixed.report = report
        fixed.count += count
    return fixed


def select(report: Report, unsafe: bool) -> tuple[FileEdits, int]:
    """The edits of all repairs that go together, and how many problems they repair.

    Of each problem the best allowed repair is taken, wholly or not at all.
    """
    chosen = []
    for problem in sorted(report.problems, key=lambda p: (p.at, p.rule)):
        best = _best(problem, unsafe)
        if best is not None and all(path in report.documents for path in best[1]):
            chosen.append(best)
    together = combine(repair for repair, _ in chosen)
    count = sum(
        all(edit in together.get(path, ()) for path, own in edits.items() for edit in own)
        for _, edits in chosen
    )
    return together, count


def _best(problem: Problem, unsafe: bool) -> tuple[Repair, FileEdits] | None:
    allowed = [(repair, edits) for repair, edits in possible_repairs(problem) if repair.safe or unsafe]
    return min(allowed, key=lambda pair: not pair[0].safe, default=None)


def _apply(edits: FileEdits, report: Report) -> dict[str, bytes]:
    changed: dict[str, bytes] = {}
    for path, changes in edits.items():
        document = report.documents[path]
        try:
            data = apply_edits(document.data, [_with_line_ends(e, document) for e in changes])
        except ValueError:
            # The edits of one repair contradict each other: nothing of this file is touched.
            continue
        if data != document.data:
            changed[path] = data
    return changed


def _with_line_ends(edit: Edit, document: Document) -> Edit:
    """The edit with the line ends of its file, where that uses Windows' own throughout."""
    data = document.data
    windows = data.count(b"\r\n")
    if not windows or windows != data.count(b"\n") or "\r" in edit.new_text:
        return edit
    return Edit(edit.span, edit.new_text.replace("\n", "\r\n"))
