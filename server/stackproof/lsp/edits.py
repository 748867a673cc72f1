"""Edits of files as the editor's workspace edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lsprotocol import types

from stackproof.analysis.report import FileEdits
from stackproof.lsp import positions
from stackproof.lsp.client import Client
from stackproof.lsp.documents import Documents
from stackproof.text import Document, Edit, Span


def workspace_edit(
    edits: FileEdits, texts: Mapping[str, Document], documents: Documents, client: Client
) -> types.WorkspaceEdit | None:
    """The edits with versions where the editor takes them; None when a text is unknown or has changed meanwhile.

    ``texts`` are those on which the spans rely.
    """
    changes: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for path, file_edits in edits.items():
        text = texts.get(path)
        opened = documents.at(path)
        if text is None or (opened is not None and opened.document.data != text.data):
            return None
        uri = documents.uri(path)
        pairs = [(edit.span, edit.new_text) for edit in file_edits]
        changes[uri] = positions.to_text_edits(text, pairs, client.encoding)
        versions[uri] = opened.document.version if opened else None
    if not any(changes.values()):
        return None
    if not client.takes_document_changes:
        return types.WorkspaceEdit(changes=changes)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), edits)
            for uri, edits in changes.items()
        ]
    )


def merge(repairs: Iterable[FileEdits]) -> FileEdits:
    """As many of the repairs as fit together, each wholly or not at all; earlier ones come first.

    The same edit asked for twice (an import) is made once. Different insertions at one place do not fit together:
    their order would be a guess.
    """
    taken: dict[str, dict[tuple[Span, str], Edit]] = {}
    for repair in repairs:
        if all(_fits(edit, taken.get(path, {}).values()) for path, edits in repair.items() for edit in edits):
            for path, edits in repair.items():
                taken.setdefault(path, {}).update({(edit.span, edit.new_text): edit for edit in edits})
    return {path: tuple(sorted(edits.values())) for path, edits in taken.items()}


def _fits(edit: Edit, others: Iterable[Edit]) -> bool:
    return all(edit == other or not edit.span.overlaps(other.span) for other in others)
