"""A workspace whose findings depend on nothing but the words in its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from stackproof.analysis.files import Disk, Overlay, walk
from stackproof.analysis.report import FileEdits, Note, Problem, Repair, Report, Statistics
from stackproof.analysis.settings import Settings
from stackproof.model.finding import Severity
from stackproof.model.values import Origin
from stackproof.text import Document, Edit, Span

# What each word is reported as, by what it is replaced, whether that is safe.
WORDS = {
    b"BAD": ("bad-word", Severity.ERROR, "GOOD", True),
    b"RISKY": ("risky-word", Severity.WARNING, "SAFE", False),
    b"FIRST": ("first-word", Severity.ERROR, "BAD", True),
    b"BREAK": ("break-word", Severity.ERROR, "SYNTAX-ERROR", True),
    b"HINT": ("hint-word", Severity.HINT, "", False),
    b"LINE": ("line-word", Severity.INFORMATION, "one\ntwo", True),
    b"CRASH": ("crash-word", Severity.ERROR, "", True),
}


class WordWorkspace:
    """Stands in for the real workspace: same methods, findings by `WORDS`."""

    during_check: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, roots: Iterable[str], settings: Settings | None = None, news: object = None) -> None:
        self.roots = list(roots)
        self.settings = settings or Settings()
        self.documents: dict[str, Document] = {}

    def open(self, document: Document) -> None:
        self.documents[document.path] = document

    def close(self, path: str) -> None:
        self.documents.pop(path, None)

    def touch(self, paths: Iterable[str]) -> None:
        pass

    def snapshot(self) -> WordWorkspace:
        return self

    def check(self, progress: Callable[[str, int, int], None]) -> Report:
        overlay = Overlay(Disk(), self.documents)
        files = [p for root in self.roots for p in walk(root, self.settings.exclude or (), overlay)]
        documents = {p: d for p in files if (d := overlay.document(p)) is not None}
        problems = []
        for number, (path, document) in enumerate(documents.items()):
            progress(path, number, len(files))
            for match in re.finditer(b"|".join(WORDS), document.data):
                problems.append(self._problem(path, match))
        type(self).during_check()
        return Report(
            problems=[p for p in problems if self.settings.rules.get(p.rule) != "off"],
            documents=documents,
            broken=frozenset(p for p, d in documents.items() if b"SYNTAX-ERROR" in d.data),
            skipped=overlay.skipped(),
            statistics=Statistics(programs=1 if documents else 0, resources=3, constructions=4, unresolved=1),
        )

    def _problem(self, path: str, match: re.Match[bytes]) -> Problem:
        rule, severity, better, safe = WORDS[match[0]]

        def edits() -> FileEdits | None:
            if rule == "crash-word":
                raise RuntimeError("no way")
            return {path: (Edit(span, better),)} if better else None

        span = Span(match.start(), match.end())
        repair = Repair(f"Write '{better}'", safe, True, "" if safe else "it may matter", edits)
        note = Note(Origin(path, Span(0, 1)), "the file begins here")
        return Problem(
            rule, severity, f"the word '{match[0].decode()}' is here", Origin(path, span),
            (note,) if rule == "bad-word" else (), (repair,), (f"https://docs.aws.amazon.com/{rule}",),
        )  # fmt: skip
