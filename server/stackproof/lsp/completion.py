"""Offers arguments and values while they are typed, in the editor's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from stackproof.lsp import configuration, positions
from stackproof.lsp.asker import Asker
from stackproof.lsp.client import Client
from stackproof.lsp.documents import Documents
from stackproof.lsp.hover import plain
from stackproof.text import Document

if TYPE_CHECKING:
    from stackproof.analysis.pointing.lookup import Lookup
    from stackproof.analysis.pointing.offers import Offer
    from stackproof.model.facts import Facts

TRIGGERS: Final = ("(", ",", "=", "{", '"', "'")
_KINDS: Final = {
    "argument": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "member": types.CompletionItemKind.EnumMember,
    "struct": types.CompletionItemKind.Struct,
}


class Completion:
    """Answers one editor by the text as it is now, without waiting for its check."""

    def __init__(self, client: Client, documents: Documents, asker: Asker) -> None:
        self._client = client
        self._documents = documents
        self._asker = asker

    async def complete(self, params: types.CompletionParams) -> types.CompletionList:
        """What could be typed at the cursor; the editor is to ask again while nobody knows yet."""
        opened = self._documents.get(params.text_document.uri)
        if opened is None or opened.path is None:
            return types.CompletionList(is_incomplete=False, items=[])
        document = opened.document
        offset = positions.to_offset(document, params.position, self._client.encoding)
        items = await self._asker.ask(lambda lookup: self._items(lookup, document, offset))
        return types.CompletionList(is_incomplete=items is None, items=items or [])

    async def explain(self, item: types.CompletionItem) -> types.CompletionItem:
        """The item with what its package says of it."""
        data = configuration.plain(item.data)
        if isinstance(data, dict) and all(isinstance(data.get(k), str) for k in ("path", "owner", "member")):
            text = await self._asker.ask(lambda lookup: _told(lookup, **data))
            if text and self._client.completes_markdown:
                item.documentation = types.MarkupContent(types.MarkupKind.Markdown, text)
            elif text:
                item.documentation = plain(text)
        return item

    def _items(self, lookup: Lookup, document: Document, offset: int) -> list[types.CompletionItem]:
        found = lookup.offers(document, offset)
        facts = lookup.facts(document.path) if found else None
        return [self._item(document, offer, place, facts) for place, offer in enumerate(found)]

    def _item(
        self, document: Document, offer: Offer, place: int, facts: Facts | None
    ) -> types.CompletionItem:
        from stackproof.lsp.cards import words_of

        detail = offer.why
        if offer.type is not None and facts is not None:
            detail = words_of(offer.type, facts) + (", required" if offer.rank == "required" else "")
        text, snippet = offer.text, offer.kind == "struct" and self._client.completes_snippets
        item = types.CompletionItem(
            label=offer.text if offer.kind == "argument" and offer.text.endswith("=") else offer.label,
            kind=_KINDS[offer.kind],
            detail=detail or None,
            # Editors sort by this text alone.
            sort_text=f"{place:04}",
            filter_text=offer.label,
            text_edit=types.TextEdit(
                positions.to_range(document, offer.span, self._client.encoding),
                f"{text}$0)" if snippet else text,
            ),
            insert_text_format=types.InsertTextFormat.Snippet if snippet else None,
        )
        if offer.owner:
            item.data = {"path": document.path, "owner": offer.owner, "member": offer.member}
        if offer.rank == "deprecated":
            if self._client.completes_tags:
                item.tags = [types.CompletionItemTag.Deprecated]
            elif self._client.completes_deprecated:
                item.deprecated = True
            elif not offer.why:
                item.detail = f"{detail}, deprecated".removeprefix(", ")
        return item


def _told(lookup: Lookup, path: str, owner: str, member: str, **more: object) -> str:
    from stackproof.lsp.cards import about

    facts = lookup.facts(path)
    return "" if facts is None else about(facts, owner, member)


def options() -> types.CompletionOptions:
    """What is announced to editors that complete."""
    return types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True)
