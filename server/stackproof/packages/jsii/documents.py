"""Takes the prose about types and members out of a jsii assembly."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.packages.jsii.assembly import Assembly, Docs
from stackproof.packages.records import DocumentRecord, DocumentsRecord


def documents(assembly: Assembly) -> Iterator[tuple[str, DocumentsRecord]]:
    """What is written about each type, where anything is."""
    for fqn, declared in assembly.types.items():
        members = {
            member.name: document
            for group in (declared.properties, declared.methods, declared.members)
            for member in group
            if (document := _document(member.docs)) is not None
        }
        own = _document(declared.docs)
        if own is not None or members:
            yield fqn, DocumentsRecord(own or DocumentRecord(), members)


def _document(docs: Docs) -> DocumentRecord | None:
    text = docs.summary
    if docs.remarks:
        text = f"{text}\n\n{docs.remarks}" if text else docs.remarks
    if not (text or docs.default or docs.deprecated or docs.see):
        return None
    return DocumentRecord(text, docs.default, docs.deprecated or "", docs.see)
