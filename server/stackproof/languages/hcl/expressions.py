"""Reads the Terraform expressions that programs write into strings (``"${aws_vpc.main.id}"``)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from stackproof.model.ports import Interpolated

_log = logging.getLogger(__name__)
# Longer strings are scripts and documents; their interpolations are left unread.
_LONGEST = 20_000


class HclExpressions:
    """The `TerraformText` that reads with python-hcl2, loaded when the first such string is met."""

    def pieces(self, text: str) -> tuple[str | Interpolated, ...] | None:
        """The literal pieces of a string and what its interpolations mention; None when it cannot be read."""
        if "${" not in text:
            return (text,)
        if len(text) > _LONGEST:
            return None
        # Imported late: the grammar takes a while to load, and most programs have no such string.
        import hcl2

        quoted = text.replace("\n", "\\n").replace("\r", "\\r")
        try:
            tree: Any = hcl2.parses_to_tree(f'x = "{quoted}"\n')
        except Exception as error:
            # python-hcl2 raises whatever its parser raises; to us they all mean the same.
            _log.debug("not a Terraform expression: %s", error)
            return None
        string = next((t for t in tree.iter_subtrees_topdown() if t.data == "string"), None)
        return tuple(_pieces(string)) if string is not None else None


def _pieces(string: Any) -> Iterator[str | Interpolated]:
    for part in string.children:
        if getattr(part, "data", None) != "string_part":
            continue
        for piece in part.children:
            if getattr(piece, "data", None) == "interpolation":
                yield _interpolated(piece)
            else:
                yield str(piece)


def _interpolated(node: Any) -> Interpolated:
    expressions = [c for c in node.children if hasattr(c, "data")]
    if len(expressions) == 1 and (path := _path(expressions[0])) is not None:
        return Interpolated((path,), plain=True)
    found: list[tuple[str, ...]] = []
    for inner in expressions:
        for tree in inner.iter_subtrees_topdown():
            path = _path(tree)
            # A longer path was seen before its own beginning.
            if path is not None and len(path) > 1 and not any(known[: len(path)] == path for known in found):
                found.append(path)
    return Interpolated(tuple(found), plain=False)


def _path(tree: Any) -> tuple[str, ...] | None:
    """``a.b.c`` as its names, indexes left out; None for any other expression."""
    names: list[str] = []
    while True:
        children = [c for c in tree.children if hasattr(c, "data")]
        match tree.data:
            case "expr_term" if len(children) == 1 and len(tree.children) == 1:
                tree = children[0]
            case "identifier":
                names.append(str(tree.children[0]))
                return tuple(reversed(names))
            case "get_attr_expr_term":
                attribute = next(
                    (c for c in children[1].children if getattr(c, "data", None) == "identifier"), None
                )
                if attribute is None:
                    return None
                names.append(str(attribute.children[0]))
                tree = children[0]
            case "index_expr_term":
                tree = children[0]
            case _:
                return None
