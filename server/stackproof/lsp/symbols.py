"""The outline of a file: its classes with the resources that they make."""

from __future__ import annotations

from lsprotocol import types

from stackproof.analysis.report import Report
from stackproof.lsp import positions, understanding
from stackproof.lsp.client import Client
from stackproof.lsp.understanding import Creation
from stackproof.text import Document, Span


class Symbols:
    """Makes outlines for one editor."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def of(
        self, document: Document, uri: str, report: Report
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        """The outline of a file whose text in the report is ``document``."""
        outer: dict[Span, types.DocumentSymbol] = {}
        top: list[types.DocumentSymbol] = []
        for creation in understanding.creations(report, document.path):
            symbol = self._creation(document, creation)
            around = self._class(document, creation, outer)
            if around is None:
                top.append(symbol)
            else:
                around.children = [*(around.children or ()), symbol]
        symbols = sorted([*top, *outer.values()], key=lambda s: (s.range.start.line, s.range.start.character))
        return symbols if self._client.hierarchical_symbols else _flat(symbols, uri)

    def _creation(self, document: Document, creation: Creation) -> types.DocumentSymbol:
        first = creation.first
        callee = creation.callee.span
        statement = first.construction.site.statement
        whole = statement.span if statement.file == document.path else first.construction.origin.span
        # The protocol wants the selection inside of the range, whatever the spans say.
        whole = Span(min(whole.start, callee.start), max(whole.end, callee.end))
        kinds = list(dict.fromkeys(r.type for r in creation.resources))
        detail = kinds[0] if len(kinds) == 1 else f"{kinds[0]} and {len(kinds) - 1} more"
        return types.DocumentSymbol(
            # An empty name makes some editors throw the whole outline away.
            name=first.name or first.type,
            detail=detail,
            kind=types.SymbolKind.Object,
            range=positions.to_range(document, whole, self._client.encoding),
            selection_range=positions.to_range(document, callee, self._client.encoding),
        )

    def _class(
        self, document: Document, creation: Creation, outer: dict[Span, types.DocumentSymbol]
    ) -> types.DocumentSymbol | None:
        owner = understanding.owner(creation.first)
        if owner is None or owner.module.path != document.path:
            return None
        span = owner.node.span.shift(owner.base)
        name = owner.node.name_span.shift(owner.base)
        if not span.encloses(creation.callee.span):
            return None
        if not span.encloses(name):
            name = span
        if span not in outer:
            outer[span] = types.DocumentSymbol(
                name=owner.node.name or "class",
                kind=types.SymbolKind.Class,
                range=positions.to_range(document, span, self._client.encoding),
                selection_range=positions.to_range(document, name, self._client.encoding),
                children=[],
            )
        return outer[span]


def _flat(symbols: list[types.DocumentSymbol], uri: str) -> list[types.SymbolInformation]:
    found: list[types.SymbolInformation] = []
    for symbol in symbols:
        found.append(types.SymbolInformation(types.Location(uri, symbol.range), symbol.name, symbol.kind))
        for child in symbol.children or ():
            found.append(
                types.SymbolInformation(
                    types.Location(uri, child.range), child.name, child.kind, container_name=symbol.name
                )
            )
    return found
