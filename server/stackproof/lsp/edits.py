"""Edits of files as the editor's workspace edits."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from stackproof.analysis.report import FileEdits
from stackproof.lsp import positions
from stackproof.lsp.client import Client
from stackproof.lsp.documents import Documents
from stackproof.text import Document


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
