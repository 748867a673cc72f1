"""CloudFormation's functions that compute with text, lists and addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.values import Scalar, Sequence, Unknown, Value

# Programs ask for a few blocks; what asks for more made them up.
_MOST_BLOCKS = 256


class Encoded(Thing):
    """``Fn.base64(text)``: its resource takes the text, or its encoding."""

    def __init__(self, text: Value) -> None:
        self.text = text

    def value(self) -> Value:
        return Unknown("encoded in base 64", (self.text,), origin=self.text.origin)


def _base64(call: Call) -> Node:
    text = call.folded(0, "data")
    return Encoded(text if text is not None else Unknown("a text"))


def _select(call: Call) -> Node:
    """``Fn.select(1, list)``."""
    index, listed = call.folded(0, "index"), call.folded(1, "array")
    number = index.number() if index is not None else None
    if isinstance(listed, Sequence) and isinstance(number, int) and 0 <= number < len(listed.elements):
        return listed.elements[number]
    return Opaque(call.world.folder.mentions(call.construction))


def _cidr(call: Call) -> Node:
    """``Fn.cidr(block, count, bits)``: the first blocks with that many bits of their own."""
    block, count, bits = call.folded(0, "ip_block"), call.folded(1, "count"), call.folded(2, "size_mask")
    found = _blocks(block, count, bits)
    if found is None:
        return Opaque(call.world.folder.mentions(call.construction))
    origin = call.construction.origin
    return Sequence([Scalar(text, origin=origin) for text in found], origin=origin)


def _blocks(block: Value | None, count: Value | None, bits: Value | None) -> list[str] | None:
    text = block.text() if block is not None else None
    number = count.number() if count is not None else None
    own = _bits(bits)
    if text is None or not isinstance(number, int) or own is None or not 0 < number <= _MOST_BLOCKS:
        return None
    try:
        network = ipaddress.ip_network(text)
        found = network.subnets(new_prefix=network.max_prefixlen - own)
        return [str(part) for part, _ in zip(found, range(number), strict=False)]
    except ValueError:
        return None


def _bits(value: Value | None) -> int | None:
    if value is None:
        return None
    number, text = value.number(), value.text()
    if isinstance(number, int):
        return number
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _split(call: Call) -> Node:
    """``Fn.split('.', text)`` of a known text."""
    delimiter, source = call.folded(0, "delimiter"), call.folded(1, "source")
    separator = delimiter.text() if delimiter is not None else None
    text = source.text() if source is not None else None
    if not separator or text is None:
        return Opaque(call.world.folder.mentions(call.construction))
    origin = call.construction.origin
    return Sequence([Scalar(part, origin=origin) for part in text.split(separator)], origin=origin)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "core.Fn.base64": _base64,
        "core.Fn.cidr": _cidr,
        "core.Fn.select": _select,
        "core.Fn.split": _split,
    }
)
