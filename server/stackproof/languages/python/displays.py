"""Bracketed lists: arguments of calls, list, tuple, set and dict displays."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from stackproof.languages.python.context import Context, parts, tokens
from stackproof.model.program import (
    Argument,
    Call,
    Entry,
    Expression,
    Item,
    ListDisplay,
    Member,
    ObjectDisplay,
    Super,
    Unparsed,
)

_OPENING = frozenset({"(", "[", "{"})
_CLOSING = frozenset({")", "]", "}"})
_SPREADS = frozenset({"list_splat", "parenthesized_list_splat", "list_splat_pattern"})
_TYPING = frozenset({"typing", "t", "typing_extensions"})


def elements(context: Context, node: Node) -> Iterator[Node | Unparsed]:
    """The elements between the brackets; what lies broken between two commas comes as one `Unparsed`.

    A missing closing bracket ends the list with an `Unparsed` too: nobody knows what would have followed.
    """
    if not (context.broken and node.has_error):
        yield from parts(node)
        return
    chunk: list[Node] = []
    for child in tokens(node):
        if child.is_error and context.data[child.start_byte : child.start_byte + 1] == b",":
            # An element is missing between two commas.
            yield from _element(context, chunk)
            chunk = [child]
        elif child.is_error or child.is_named:
            chunk.append(child)
        elif child.type == "," or child.type in _CLOSING:
            yield from _element(context, chunk)
            chunk = []
            if child.is_missing:
                yield context.syntax_error(child)
        elif child.type not in _OPENING:
            chunk.append(child)
    yield from _element(context, chunk)


def _element(context: Context, chunk: list[Node]) -> Iterator[Node | Unparsed]:
    if len(chunk) == 1 and not chunk[0].is_error:
        yield chunk[0]
    elif chunk:
        start, end = chunk[0].start_byte, chunk[-1].end_byte
        yield context.unparsed_range(start, end, "syntax error", broken=True)


def arguments(context: Context, node: Node) -> tuple[Argument, ...]:
    """The arguments of a call; a broken one leaves the call open, as ``*unknown`` would."""
    lowered: list[Argument] = []
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            lowered.append(Argument(span=child.span, value=child, spread="*"))
            continue
        kind = child.type
        span = context.span(child)
        if kind == "keyword_argument":
            inner = parts(child)
            if len(inner) != 2 or (context.broken and any(each.is_error for each in inner)):
                lowered.append(Argument(span=span, value=context.syntax_error(child), spread="*"))
                continue
            name, value = inner
            lowered.append(
                Argument(
                    span=span,
                    value=context.expression(value),
                    name=context.text(name),
                    name_span=context.span(name),
                )
            )
        elif kind in _SPREADS:
            lowered.append(Argument(span=span, value=_inner(context, child), spread="*"))
        elif kind == "dictionary_splat":
            lowered.append(Argument(span=span, value=_inner(context, child), spread="**"))
        else:
            lowered.append(Argument(span=span, value=context.expression(child)))
    return tuple(lowered)


def _inner(context: Context, splat: Node) -> Expression:
    inner = parts(splat)
    while len(inner) == 1 and inner[0].type in _SPREADS:
        inner = parts(inner[0])
    return context.expression(inner[0]) if len(inner) == 1 else context.syntax_error(splat)


def call(context: Context, node: Node) -> Expression:
    """A call; ``super()`` is `Super`, ``super().__init__(x)`` calls it, casts leave no trace."""
    inner = parts(node)
    if len(inner) != 2 or (context.broken and any(each.is_error or each.is_missing for each in inner)):
        return context.syntax_error(node)
    function, listed = inner
    span = context.span(node)
    if function.type == "identifier" and context.text(function) == "super":
        return Super(span=span)
    callee = context.expression(function)
    if isinstance(callee, Member) and isinstance(callee.object, Super) and callee.name == "constructor":
        callee = Super(span=callee.span)
    given: tuple[Argument, ...]
    if listed.type == "argument_list":
        given = arguments(context, listed)
    else:
        given = (Argument(span=context.span(listed), value=context.expression(listed)),)
    if (
        len(given) == 2
        and _is_cast(context, function)
        and not any(each.name or each.spread for each in given)
    ):
        return given[1].value
    return Call(span=span, callee=callee, arguments=given, arguments_span=context.span(listed))


def _is_cast(context: Context, function: Node) -> bool:
    text = context.text(function)
    if not text.endswith("cast"):
        return False
    return text == "cast" or text in {f"{module}.cast" for module in _TYPING}


def _items(context: Context, node: Node) -> tuple[Item, ...]:
    lowered: list[Item] = []
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            # As a spread, for it may stand for any number of items.
            lowered.append(Item(span=child.span, value=child, spread=True))
        elif child.type in _SPREADS:
            lowered.append(Item(span=context.span(child), value=_inner(context, child), spread=True))
        else:
            value = context.expression(child)
            lowered.append(Item(span=value.span, value=value, spread=_begins_with_splat(child)))
    return tuple(lowered)


def _begins_with_splat(node: Node) -> bool:
    """Whether the grammar hung the star of ``[*f(x)]`` on the innermost name instead of on the whole item."""
    while node.type in ("call", "attribute", "subscript"):
        inner = node.named_child(0)
        if inner is None:
            return False
        node = inner
    return node.type == "list_splat"


def splat(context: Context, node: Node) -> Expression:
    """A starred expression where only a plain one can stand: the star was seen further out."""
    return _inner(context, node)


def list_display(context: Context, node: Node) -> Expression:
    """``[a, *b]``."""
    return ListDisplay(span=context.span(node), items=_items(context, node))


def tuple_display(context: Context, node: Node) -> Expression:
    """``(a, b)`` and ``a, b``."""
    return ListDisplay(span=context.span(node), items=_items(context, node), kind="tuple")


def set_display(context: Context, node: Node) -> Expression:
    """``{a, b}``; a broken one may be a dict that is being typed."""
    if context.broken and node.has_error:
        return context.syntax_error(node)
    return ListDisplay(span=context.span(node), items=_items(context, node), kind="set")


def dictionary(context: Context, node: Node) -> Expression:
    """``{"a": 1, **b}``."""
    entries: list[Entry] = []
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            entries.append(Entry(span=child.span, key=None, value=child))
            continue
        span = context.span(child)
        inner = parts(child)
        if child.type == "pair" and len(inner) == 2 and not any(each.is_error for each in inner):
            key, value = inner
            entries.append(Entry(span=span, key=context.expression(key), value=context.expression(value)))
        elif child.type == "dictionary_splat":
            entries.append(Entry(span=span, key=None, value=_inner(context, child)))
        else:
            entries.append(Entry(span=span, key=None, value=context.syntax_error(child)))
    return ObjectDisplay(span=context.span(node), entries=tuple(entries))
