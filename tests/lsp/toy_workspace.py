"""A workspace with rules so simple that a protocol test can say what must come out."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial

from stackproof.analysis.report import Note, Problem, ProgramReport, Repair, Report, Statistics
from stackproof.analysis.settings import Settings
from stackproof.model.construction import Construction, Site
from stackproof.model.finding import Severity, Tag
from stackproof.model.graph import Graph, Resource
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import MapEntry, Mapping, Origin, ResourceReference
from stackproof.text import Document, Edit, Span

RULE = "left-undone"
_RESOURCE = re.compile(rb'new (\w+)\("([^"]*)"(?:, (\w+))?\)')


class Cancelled(Exception):
    """Like the analysis' own, without everything that comes with it."""


class ToyWorkspace:
    """Every ``TODO`` is a problem, every line ``FAR`` one in the next file; unbalanced parentheses break a file.

    ``SLOW`` makes a check take long, ``BOOM`` makes it crash. ``new Kind("name", other)`` is a resource. A compiler
    tells of every ``TYPO``, which can be put right, and ``CRIME``, which cannot. ``LEARN`` has a package read.
    """

    def __init__(
        self,
        roots: Iterable[str],
        settings: Settings | None = None,
        news: Callable[[], None] = lambda: None,
        reading: Callable[[str, int, int], None] = lambda what, done, total: None,
    ) -> None:
        self.news = news
        self.reading = reading
        self.python: str | None = None
        self.roots = tuple(roots)
        self.settings = settings or Settings()
        self.texts: dict[str, Document] = {}

    def open(self, document: Document) -> None:
        self.texts[document.path] = document

    def close(self, path: str) -> None:
        self.texts.pop(path, None)

    def touch(self, paths: Iterable[str]) -> None:
        pass

    def set_roots(self, roots: Iterable[str]) -> None:
        self.roots = tuple(roots)

    def configure(self, settings: Settings) -> None:
        self.settings = settings

    def use_python(self, python: str | None) -> None:
        self.python = python

    def _learn(self, reading: Callable[[str, int, int], None]) -> None:
        for step in range(10):
            reading("toys 1.0", step, 10)
            time.sleep(0.15)
        self.news()

    def lookup(self) -> None:
        return None

    def snapshot(self) -> ToySnapshot:
        documents: dict[str, Document] = {}
        for root in self.roots:
            paths = (
                [root]
                if os.path.isfile(root)
                else [os.path.join(d, f) for d, _, fs in os.walk(root) for f in fs]
            )
            for path in sorted(paths):
                if path.endswith((".ts", ".py")) and os.path.isfile(path):
                    with open(path, "rb") as file:
                        documents[path] = Document(path, file.read())
        documents.update((p, d) for p, d in self.texts.items() if any(p.startswith(r) for r in self.roots))
        if any(b"LEARN" in d.data for d in documents.values()):
            threading.Thread(target=self._learn, args=(self.reading,), daemon=True).start()
            self.reading = lambda what, done, total: None
        return ToySnapshot(documents, self.settings, self.python)


class ToySnapshot:
    """The texts of one moment."""

    def __init__(self, documents: dict[str, Document], settings: Settings, python: str | None) -> None:
        self.documents = documents
        self.settings = settings
        self.python = python

    def check(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[str, int, int], None] = lambda message, done, total: None,
    ) -> Report:
        everything = b"".join(d.data for d in self.documents.values())
        if b"BOOM" in everything:
            raise RuntimeError("the toy went boom")
        for step in range(10 if b"SLOW" in everything else 0):
            progress("slow files", step, 10)
            time.sleep(0.1)
            if cancelled():
                raise Cancelled
        progress("files", 1, 1)
        broken = {p for p, d in self.documents.items() if d.data.count(b"(") != d.data.count(b")")}
        problems = []
        if not broken:
            for document in self.documents.values():
                problems.extend(self._problems(document))
        graph = _graph(self.documents)
        program = ProgramReport(next(iter(self.documents), ""), graph)
        return Report(
            problems,
            self.documents,
            [program] if self.documents else [],
            frozenset(broken),
            statistics=Statistics(programs=1, resources=len(graph.resources)),
        )

    def _problems(self, document: Document) -> Iterable[Problem]:
        off = self.settings.rules.get(RULE) == "off"
        for match in () if off else re.finditer(rb"TODO", document.data):
            at = Origin(document.path, Span(*match.span()))
            yield Problem(
                RULE,
                Severity.WARNING if self.settings.environment == "dev" else Severity.ERROR,
                "this is left undone",
                at,
                notes=(Note(Origin(document.path, Span(0, 1)), "the file begins here"),),
                repairs=(
                    Repair("Do it", True, True, "", partial(_replace, at, "DONE")),
                    Repair("Drop it", False, False, "loses the reminder", partial(_replace, at, "")),
                    Repair("Impossible", True, False, "", lambda: None),
                ),
                references=("https://docs.aws.amazon.com/toy", "https://example.com/more"),
                tags=frozenset({Tag.UNNECESSARY}),
            )
        for match in re.finditer(rb"TYPO|CRIME|PYTHON", document.data):
            at = Origin(document.path, Span(*match.span()))
            told = match[0] != b"PYTHON"
            repair = Repair(
                "Mend it", True, True, "", partial(_replace, at, "x") if match[0] == b"TYPO" else lambda: None
            )
            message = f"'{match[0].decode()}' is wrong" if told else f"programs run with {self.python}"
            yield Problem("wrong", Severity.ERROR, message, at, repairs=(repair,), told_by_compiler=told)
        if b"FAR" in document.data:
            for other in self.documents.values():
                if other is not document:
                    yield Problem(
                        "far-away", Severity.HINT, "somebody far away", Origin(other.path, Span(0, 1))
                    )


def _replace(at: Origin, text: str) -> dict[str, tuple[Edit, ...]]:
    return {at.file: (Edit(at.span, text),)}


def _graph(documents: dict[str, Document]) -> Graph:
    resources: dict[str, Resource] = {}
    for path, document in documents.items():
        for number, match in enumerate(_RESOURCE.finditer(document.data)):
            origin = Origin(path, Span(*match.span()))
            line = document.lines.line_of(match.start())
            statement = Origin(path, Span(document.lines.start(line), match.end() + 1))
            kind, name, other = (m.decode() if m is not None else "" for m in match.groups())
            site = Site(statement, Scope(path), "typescript")
            construction = Construction(
                number, origin, Origin(path, Span(*match.span(1))), Passed(), site, new=True
            )
            entries = {}
            if other in resources:
                entries["other"] = MapEntry(ResourceReference(resources[other], "id"))
            resources[name] = Resource(
                f"aws_{kind.lower()}", name, Mapping(entries), origin, construction, framework="cdktf"
            )
    return Graph(list(resources.values()), files=tuple(documents))
