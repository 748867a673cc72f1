"""Problems that stay in place while the text around them is half typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stackproof.analysis.report import Problem, Report
from stackproof.lsp.documents import Splice
from stackproof.text import Document, Span


@dataclass(frozen=True)
class Shown:
    """A problem as the editor shows it now; ``kept`` when it comes from an earlier, unbroken text."""

    problem: Problem
    span: Span
    kept: bool = False

    @property
    def key(self) -> str:
        """What tells it from the other problems of its file."""
        return f"{self.problem.rule}:{self.span.start}:{self.span.end}:{self.problem.message}"


@dataclass(frozen=True)
class FileProblems:
    """The problems of one file on one text of it."""

    document: Document
    shown: tuple[Shown, ...]


class Display:
    """What is shown for each file, from report to report.

    While a file of a program is broken, all files of that program keep what the last unbroken text had, because a
    cause in one file shows in another. Every edit moves what is kept; an edit inside of it ends it.
    """

    def __init__(self) -> None:
        self.files: dict[str, FileProblems] = {}
        self._programs: set[frozenset[str]] = set()

    def edited(self, path: str, splices: Iterable[Splice], document: Document) -> None:
        """The text of a file changed: move its problems along."""
        current = self.files.get(path)
        if current is None:
            return
        shown = list(current.shown)
        for splice in splices:
            shown = [replace(s, span=span) for s in shown if (span := _moved(s.span, splice)) is not None]
        self.files[path] = FileProblems(document, tuple(shown))

    def forget(self, path: str) -> None:
        """A file changed or went behind the editor's back: nothing old is true of it."""
        self.files.pop(path, None)

    def clear(self) -> None:
        """The rules of the game changed (settings, folders): keep nothing."""
        self.files.clear()
        self._programs.clear()

    def update(self, report: Report) -> None:
        """Show a new report."""
        fresh = _by_file(report)
        programs = [frozenset((p.entry, *p.graph.files)) for p in report.programs]
        affected = _affected(report.broken, [*programs, *self._programs])
        files: dict[str, FileProblems] = {}
        for path in {*fresh, *(affected & self.files.keys())}:
            document = report.documents.get(path)
            shown = [Shown(p, p.at.span) for p in fresh.get(path, ())]
            if path in affected and path in self.files:
                old = self.files[path]
                if document is None:
                    document = old.document
                if document.data == old.document.data:
                    shown.extend(replace(s, kept=True) for s in old.shown if not _among(s, shown))
            if document is not None and shown:
                files[path] = FileProblems(document, tuple(sorted(shown, key=lambda s: s.span)))
        self.files = files
        # A broken entry file may hide its whole program, so what belonged together is remembered until it is whole again.
        self._programs = {p for p in self._programs if p & report.broken}.union(programs)


def _by_file(report: Report) -> Mapping[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in report.problems:
        found.setdefault(problem.at.file, []).append(problem)
    return found


def _affected(broken: frozenset[str], programs: Iterable[frozenset[str]]) -> frozenset[str]:
    return broken.union(*(p for p in programs if p & broken))


def _among(old: Shown, fresh: Iterable[Shown]) -> bool:
    """Whether a fresh problem says the same about the same place, perhaps in other words."""
    return any(f.problem.rule == old.problem.rule and f.span.overlaps(old.span) for f in fresh)


def _moved(span: Span, splice: Splice) -> Span | None:
    """Where a span is after an edit; None when the edit touched what is inside of it."""
    by = splice.inserted - (splice.removed.end - splice.removed.start)
    if splice.removed.start >= span.end:
        return span
    if splice.removed.end <= span.start:
        return span.shift(by)
    return None
