"""A report as all output formats see it: problems in order, paths relative to one root, positions."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stackproof.analysis.report import FileEdits, Problem, Repair, Report
from stackproof.model.finding import Severity
from stackproof.model.values import Origin
from stackproof.text import Document, Encoding, Position, Span

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class View:
    """One report, shown from ``root`` (an absolute folder).

    ``roots`` are the absolute paths that were asked for; ``notes`` is what there is to say besides findings, each
    with the file it is about (empty when it is about no file).
    """

    report: Report
    root: str
    roots: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    fixed: int = 0
    _documents: dict[str, Document] = field(default_factory=dict)
    _repairs: dict[int, list[tuple[Repair, FileEdits]]] = field(default_factory=dict)

    @cached_property
    def problems(self) -> list[Problem]:
        """The problems by place, each once even when several programs share its file."""
        unique: dict[tuple[object, ...], Problem] = {}
        for problem in self.report.problems:
            unique.setdefault((problem.at, problem.rule, problem.message), problem)
        return sorted(
            unique.values(), key=lambda p: (self.shown(p.at.file), p.at.span, p.severity.rank, p.rule)
        )

    def count(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(1 for p in self.problems if p.severity is severity)

    def fails(self, worst_allowed: Severity | None) -> bool:
        """Whether any problem is at or above a severity; never for None."""
        return worst_allowed is not None and any(p.severity.rank <= worst_allowed.rank for p in self.problems)

    def shown(self, path: str) -> str:
        """The path relative to the root with forward slashes; absolute when it has no way there."""
        try:
            return os.path.relpath(path, self.root).replace(os.sep, "/")
        except ValueError:
            # Another drive.
            return path.replace(os.sep, "/")

    def document(self, path: str) -> Document:
        """The text on which the report's spans rely; empty for a file which the report does not hold."""
        document = self.report.documents.get(path) or self._documents.get(path)
        if document is None:
            try:
                with open(path, "rb") as file:
                    document = Document(path, file.read())
            except (OSError, ValueError):
                document = Document(path, b"")
            self._documents[path] = document
        return document

    def repairs(self, problem: Problem) -> list[tuple[Repair, FileEdits]]:
        """The repairs that are possible, with their edits, best first; computed once."""
        if id(problem) not in self._repairs:
            self._repairs[id(problem)] = possible_repairs(problem)
        return self._repairs[id(problem)]

    def positions(self, at: Origin, encoding: Encoding) -> tuple[Position, Position]:
        """Where a place begins, where it ends."""
        return self.span_positions(at.file, at.span, encoding)

    def span_positions(self, path: str, span: Span, encoding: Encoding) -> tuple[Position, Position]:
        """Where a span of a file begins, where it ends."""
        document = self.document(path)
        return document.position(span.start, encoding), document.position(max(span.start, span.end), encoding)


def possible_repairs(problem: Problem) -> list[tuple[Repair, FileEdits]]:
    """The repairs that turn out to be possible, with their edits, best first."""
    found = []
    for repair in sorted(problem.repairs, key=lambda r: not r.preferred):
        try:
            edits = repair.edits()
        except Exception:
            # A repair that cannot be computed costs only itself.
            logger.exception("the fix '%s' of %s crashed", repair.title, problem.rule)
            continue
        if edits:
            found.append((repair, edits))
    return found


def common_root(paths: Sequence[str], cwd: str) -> str:
    """The folder from which paths are shown: the current one when it holds all of them, else their common one."""
    inside = os.path.join(cwd, "")
    if all(path == cwd or path.startswith(inside) for path in paths):
        return cwd
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]
    try:
        return os.path.commonpath(folders)
    except ValueError:
        return cwd
