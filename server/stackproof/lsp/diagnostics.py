"""Problems as the editor's diagnostics, told each time they change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lsprotocol import types

from stackproof.lsp import positions
from stackproof.lsp.client import Client
from stackproof.lsp.documents import Documents
from stackproof.lsp.sticky import FileProblems, Shown
from stackproof.model.finding import Tag
from stackproof.text import Document

SOURCE = "stackproof"
_TAGS = {Tag.DEPRECATED: types.DiagnosticTag.Deprecated, Tag.UNNECESSARY: types.DiagnosticTag.Unnecessary}


@dataclass
class Translator:
    """Makes diagnostics for one editor. ``texts`` are those on which the newest report relies."""

    client: Client
    documents: Documents
    texts: Mapping[str, Document] = field(default_factory=dict)

    def all(self, file: FileProblems) -> list[types.Diagnostic]:
        """The diagnostics of one file."""
        return [self.one(file.document, shown) for shown in file.shown]

    def one(self, document: Document, shown: Shown) -> types.Diagnostic:
        """One problem at its place in ``document``."""
        problem, client = shown.problem, self.client
        tags = [_TAGS[tag] for tag in Tag if tag in problem.tags and _TAGS[tag] in client.tags]
        # The places which a kept problem mentions were those of an older text.
        related = [] if shown.kept or not client.takes_related_information else self._related(shown)
        link = problem.references[0] if problem.references and client.takes_code_description else None
        return types.Diagnostic(
            range=positions.to_range(document, shown.span, client.encoding),
            message=problem.message,
            severity=types.DiagnosticSeverity(problem.severity.rank),
            code=problem.rule,
            code_description=types.CodeDescription(link) if link else None,
            source=SOURCE,
            tags=tags or None,
            related_information=related or None,
            data={"key": shown.key} if client.takes_data else None,
        )

    def _related(self, shown: Shown) -> list[types.DiagnosticRelatedInformation]:
        found = []
        for note in shown.problem.notes:
            document = self.texts.get(note.at.file)
            if document is not None:
                place = positions.to_range(document, note.at.span, self.client.encoding)
                location = types.Location(self.documents.uri(note.at.file), place)
                found.append(types.DiagnosticRelatedInformation(location, note.message))
        return found


def result_id(diagnostics: Iterable[types.Diagnostic]) -> str:
    """The same for the same diagnostics, across restarts of the server too."""
    return hashlib.sha1(repr(list(diagnostics)).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


class Publisher:
    """Pushes the diagnostics of every file when they change, and empties those of files that have none left."""

    def __init__(self, client: Client, documents: Documents, send: Callable[..., None]) -> None:
        self._client = client
        self._documents = documents
        self._send = send
        self._told: dict[str, tuple[str, str, int | None]] = {}

    def publish(self, current: Mapping[str, list[types.Diagnostic]]) -> None:
        """Tell what is new: ``current`` are the diagnostics of all files that have any."""
        for path in {*self._told, *current}:
            diagnostics = current.get(path, [])
            opened = self._documents.at(path)
            version = opened.document.version if opened and self._client.takes_versions else None
            uri = self._documents.uri(path)
            news = (uri, result_id(diagnostics), version)
            if not diagnostics and path not in self._told:
                continue
            if self._told.get(path) != news:
                self._send(types.PublishDiagnosticsParams(uri, diagnostics, version=version))
            if diagnostics:
                self._told[path] = news
            else:
                del self._told[path]


class Puller:
    """Answers questions for diagnostics, and notices which answers have become old."""

    def __init__(self, client: Client, documents: Documents) -> None:
        self._client = client
        self._documents = documents
        self._current: Mapping[str, list[types.Diagnostic]] = {}
        self._told: dict[str, str] = {}
        # The news for which the editor was asked to ask.
        self._called: dict[str, str] = {}
        # Files for which an answer is under way; they will hear the news anyway.
        self.asking: dict[str, int] = {}

    def update(self, current: Mapping[str, list[types.Diagnostic]]) -> bool:
        """Take over new diagnostics; True when the editor should ask again for files it knows old ones of."""
        self._current = current
        if self._client.takes_related_documents and any(self.asking.values()):
            # The answer that is under way brings the news along.
            return False
        stale = {
            path: self._id(path)
            for path, told in self._told.items()
            if not self.asking.get(path) and self._id(path) not in (told, self._called.get(path))
        }
        # Once is enough: an editor that does not ask again for a file is not interested in it.
        self._called.update(stale)
        return bool(stale)

    def closed(self, path: str) -> None:
        """The editor closed a file: what it was told no longer matters."""
        self._told.pop(path, None)
        self._called.pop(path, None)

    def document(self, path: str, previous: str | None) -> types.DocumentDiagnosticReport:
        """The answer for one file, with those of other files of which it knows old ones where it takes them."""
        related: dict[str, types.FullDocumentDiagnosticReport | types.UnchangedDocumentDiagnosticReport] = {}
        if self._client.takes_related_documents:
            for other in {*self._current, *self._told} - {path}:
                if self._told.get(other, self._nothing) != self._id(other):
                    self._told[other] = self._id(other)
                    related[self._documents.uri(other)] = types.FullDocumentDiagnosticReport(
                        self._current.get(other, []), result_id=self._id(other)
                    )
        self._told[path] = self._id(path)
        if previous is not None and previous == self._id(path):
            return types.RelatedUnchangedDocumentDiagnosticReport(previous, related_documents=related or None)
        return types.RelatedFullDocumentDiagnosticReport(
            self._current.get(path, []), result_id=self._id(path), related_documents=related or None
        )

    def workspace(
        self, previous: Mapping[str, str]
    ) -> list[types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport]:
        """The answer for all files: only those whose ids differ from the ``previous`` ones (by path)."""
        reports: list[
            types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport
        ] = []
        for path in sorted({*self._current, *previous}):
            if previous.get(path, self._nothing) != self._id(path):
                opened = self._documents.at(path)
                reports.append(
                    types.WorkspaceFullDocumentDiagnosticReport(
                        uri=self._documents.uri(path),
                        items=self._current.get(path, []),
                        version=opened.document.version if opened else None,
                        result_id=self._id(path),
                    )
                )
        return reports

    @property
    def _nothing(self) -> str:
        return result_id([])

    def _id(self, path: str) -> str:
        return result_id(self._current.get(path, []))
