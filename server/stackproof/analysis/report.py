"""The outcome of a check, in terms of files and bytes, ready for an editor or a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stackproof.model.finding import Severity, Tag
from stackproof.model.graph import Graph
from stackproof.model.values import Origin
from stackproof.text import Document, Edit

FileEdits = Mapping[str, tuple[Edit, ...]]


@dataclass(eq=False)
class Repair:
    """A fix that can be applied: its edits are computed when asked for, against the texts of the report.

    ``edits()`` is None when the fix turns out not to be possible here; such a repair is not shown.
    """

    title: str
    safe: bool
    preferred: bool
    why_unsafe: str
    edits: Callable[[], FileEdits | None]


@dataclass(eq=False)
class Note:
    """A related place."""

    at: Origin
    message: str


@dataclass(eq=False)
class Problem:
    """One finding at one place of one file. ``references`` are addresses, the primary AWS page first.

    ``told_by_compiler`` when an editor's own compiler says the same at this place.
    """

    rule: str
    severity: Severity
    message: str
    at: Origin
    notes: tuple[Note, ...] = ()
    repairs: tuple[Repair, ...] = ()
    references: tuple[str, ...] = ()
    tags: frozenset[Tag] = frozenset()
    told_by_compiler: bool = False


@dataclass(eq=False)
class Statistics:
    """Counts over all programs of a report; time in milliseconds."""

    programs: int = 0
    resources: int = 0
    constructions: int = 0
    unresolved: int = 0
    milliseconds: int = 0


@dataclass(eq=False)
class ProgramReport:
    """One program: its entry file, its graph as understood, and the language of its entry."""

    entry: str
    graph: Graph


@dataclass(eq=False)
class Report:
    """Everything a check found.

    ``documents`` are the texts on which all spans rely, by absolute path. ``broken`` are files with syntax errors.
    ``skipped`` maps files that were left out to the reason (too large, binary, unreadable).
    """

    problems: list[Problem] = field(default_factory=list)
    documents: Mapping[str, Document] = field(default_factory=dict)
    programs: list[ProgramReport] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    skipped: Mapping[str, str] = field(default_factory=dict)
    statistics: Statistics = field(default_factory=Statistics)
