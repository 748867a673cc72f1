"""CloudFormation's functions on values that are known: ``Fn.join``, ``Fn.sub``, ``Fn.select`` and their like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.elements import exported, mapping_named
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.frameworks.common.strings import string
from stackproof.model.values import (
    JsonText,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)
from stackproof.model.values import Mapping as MappingValue

_HOLE = re.compile(r"\$\{([^}]*)\}")
_PSEUDO = {"Region": "region", "AccountId": "account_id", "Partition": "partition", "URLSuffix": "url_suffix"}
# What has no separator inside, whatever it is.
_SIMPLE = frozenset({"data.aws_region", "data.aws_caller_identity", "data.aws_partition"})
# The function takes at most this many blocks.
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


def _known(function: Callable[[Call], Node | None]) -> Recipe:
    """The function's outcome; where it has none, something unknown that mentions all that was given."""

    def recipe(call: Call) -> Node:
        outcome = function(call)
        if outcome is not None:
            return outcome
        return Opaque(call.world.folder.mentions(call.construction), "computed at deployment")

    return recipe


def _listed(value: Value | None) -> list[Value] | None:
    return value.elements if isinstance(value, Sequence) and not value.open else None


def _join(call: Call) -> Node | None:
    delimiter, values = call.folded(0, "delimiter"), _listed(call.folded(1, "list_of_values"))
    separator = delimiter.text() if delimiter is not None else None
    if values is None or separator is None:
        return None
    parts: list[str | Value] = []
    for number, element in enumerate(values):
        parts += [separator] if number and separator else []
        parts += element.pieces() or (element,)
    return string(parts, call.construction.origin)


def _sub(call: Call) -> Node | None:
    body, variables = call.folded(0, "body"), call.folded(1, "variables")
    text = body.text() if body is not None else None
    if text is None or (variables is not None and not isinstance(variables, MappingValue)):
        return None
    parts: list[str | Value] = []
    done = 0
    for hole in _HOLE.finditer(text):
        parts.append(text[done : hole.start()])
        done = hole.end()
        filled = _filled(call, hole.group(1), variables)
        if filled is None:
            return None
        parts += filled.pieces() or (filled,)
    parts.append(text[done:])
    return string([p for p in parts if p != ""], call.construction.origin)


def _filled(call: Call, name: str, variables: MappingValue | None) -> Value | None:
    if name.startswith("!"):
        return Scalar("${" + name[1:] + "}")
    if variables is not None and name in variables.entries:
        return variables.entries[name].value
    return _pseudo(call, name)


def _pseudo(call: Call, name: str) -> Value | None:
    word = _PSEUDO.get(name.removeprefix("AWS::"))
    return call.world.pseudo(word) if name.startswith("AWS::") and word is not None else None


def _ref(call: Call) -> Node | None:
    name = call.folded(0, "logical_name")
    text = name.text() if name is not None else None
    return None if text is None else _pseudo(call, text)


def _select(call: Call) -> Node | None:
    index, values = call.folded(0, "index"), _listed(call.folded(1, "array"))
    number = index.number() if index is not None else None
    if values is None or not isinstance(number, int) or not 0 <= number < len(values):
        return None
    return values[number]


def _split(call: Call) -> Node | None:
    delimiter, source = call.folded(0, "delimiter"), call.folded(1, "source")
    separator = delimiter.text() if delimiter is not None else None
    if not separator or source is None or not source.pieces():
        return None
    fields: list[list[str | Value]] = [[]]
    for piece in source.pieces():
        if isinstance(piece, str):
            first, *more = piece.split(separator)
            fields[-1].append(first)
            fields += [[part] for part in more]
        elif isinstance(piece, ResourceReference) and piece.resource.type in _SIMPLE:
            fields[-1].append(piece)
        else:
            # What stands here may have the separator inside.
            return None
    origin = call.construction.origin
    return Sequence([_field([p for p in f if p != ""], origin) for f in fields], origin=origin)


def _field(parts: list[str | Value], origin: Origin) -> Value:
    """A part of a text; one that is nothing but a value is that value."""
    only = parts[0] if len(parts) == 1 else None
    return only if isinstance(only, Value) else string(parts, origin)


def _cidr(call: Call) -> Node | None:
    block, count, bits = (
        call.folded(0, "ip_block"),
        call.folded(1, "count"),
        call.folded(2, "size_mask"),
    )
    number = count.number() if count is not None else None
    host_bits = None if bits is None else bits.text() or str(bits.number())
    if block is None or not isinstance(number, int) or not 0 < number <= _MOST_BLOCKS:
        return None
    text = _block_text(block)
    if text is None or host_bits is None or not host_bits.isdigit():
        return None
    return _blocks(text, number, int(host_bits), call.construction.origin)


def _block_text(block: Value) -> str | None:
    """A range of addresses as written, or as it was given to the network that it is read from."""
    if isinstance(block, ResourceReference) and block.attribute == "cidr_block":
        return block.resource["cidr_block"].text()
    return block.text()


def _blocks(text: str, count: int, host_bits: int, origin: Origin) -> Value | None:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    length = network.max_prefixlen - host_bits
    if not network.prefixlen <= length <= network.max_prefixlen or count > 1 << (length - network.prefixlen):
        return None
    first = int(network.network_address)
    return Sequence(
        [Scalar(str(type(network)((first + (n << host_bits), length))), origin=origin) for n in range(count)],
        origin=origin,
    )


def _import_value(call: Call) -> Node | None:
    name = call.folded(0, "shared_value_to_import")
    text = name.text() if name is not None else None
    found = None if text is None else exported(call.world, text)
    if found is not None:
        return found
    origin = call.construction.origin
    return Unknown("a value that another stack exports", () if name is None else (name,), True, origin=origin)


def _find_in_map(call: Call) -> Node | None:
    name = call.folded(0, "map_name")
    text = name.text() if name is not None else None
    found = None if text is None else mapping_named(call.world, text)
    keys = (call.folded(1, "top_level_key"), call.folded(2, "second_level_key"))
    return None if found is None else found.look_up(*keys)


def _either(call: Call) -> Node | None:
    """``Fn.conditionIf``: which of the two, only the deployment knows."""
    options = [call.folded(1, "value_if_true"), call.folded(2, "value_if_false")]
    given = [o for o in options if o is not None]
    return choice(given, call.construction.origin) if len(given) == 2 else None


def _json(call: Call) -> Node | None:
    value = call.folded(0, "object")
    return None if value is None else JsonText(value, origin=call.construction.origin)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"core.Fn.{name}": _known(function)
        for name, function in {
            "base64": _base64,
            "cidr": _cidr,
            "condition_if": _either,
            "find_in_map": _find_in_map,
            "import_value": _import_value,
            "join": _join,
            "ref": _ref,
            "select": _select,
            "split": _split,
            "sub": _sub,
            "to_json_string": _json,
        }.items()
    }
)
