"""Which events are meant: patterns of rules and archives."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Node
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import JsonText, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Fields of an event whose names are not data, with their names in the pattern.
_FIELDS = {
    "account": "account", "detail": "detail", "detail_type": "detail-type", "id": "id", "region": "region",
    "resources": "resources", "source": "source", "time": "time", "version": "version",
}  # fmt: skip


def event_pattern(props: Arguments | None, whole: Value) -> Value:
    """A pattern as JSON text; ``whole`` is what stands there when its fields are not known."""
    if props is None:
        return whole if whole.is_absent() else Unknown("an event pattern", (whole,), origin=whole.origin)
    found: dict[str, MapEntry] = {}
    for name, field in _FIELDS.items():
        value, entry = props.get(name, VERBATIM), props.entry(name)
        if not value.is_absent():
            found[field] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    return JsonText(MappingValue(found, open=props.open, origin=props.origin), origin=props.origin)


def extended(held: Value, more: Value) -> Value:
    """A pattern with the fields of another one."""
    mine = held.content if isinstance(held, JsonText) else None
    theirs = more.content if isinstance(more, JsonText) else None
    if held.is_absent():
        return more
    if not isinstance(mine, MappingValue) or not isinstance(theirs, MappingValue):
        return Unknown("an event pattern", (held, more))
    entries = dict(mine.entries)
    for name, entry in theirs.entries.items():
        known = entries.get(name)
        entries[name] = entry if known is None else MapEntry(_joined(known.value, entry.value))
    return JsonText(MappingValue(entries, open=mine.open or theirs.open), origin=held.origin)


def _joined(mine: Value, theirs: Value) -> Value:
    if isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        return Sequence([*mine.elements, *theirs.elements], open=mine.open or theirs.open)
    return Unknown("a part of a pattern", (mine, theirs))


def _match(key: str) -> Recipe:
    """``Match.prefix('x')`` and its like."""

    def recipe(call: Call) -> Node:
        value = call.positional[0] if call.positional else None
        if value is None:
            return Unknown("a match", call.world.folder.mentions(call.construction))
        matched = MappingValue({key: MapEntry(call.world.fold(value, VERBATIM))})
        return Sequence([matched], origin=call.construction.origin)

    return recipe


def _exists(there: bool) -> Recipe:
    def recipe(call: Call) -> Node:
        return Sequence([MappingValue({"exists": MapEntry(Scalar(there))})], origin=call.construction.origin)

    return recipe


def _exact(call: Call) -> Node:
    values = call.rest(0)
    return Sequence(values or [], open=values is None, origin=call.construction.origin)


def _unclear(call: Call) -> Node:
    return Unknown("a match", call.world.folder.mentions(call.construction), origin=call.construction.origin)


_GROUP = "aws-events.Match"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_GROUP}.prefix": _match("prefix"),
        f"{_GROUP}.suffix": _match("suffix"),
        f"{_GROUP}.wildcard": _match("wildcard"),
        f"{_GROUP}.cidr": _match("cidr"),
        f"{_GROUP}.equals_ignore_case": _match("equals-ignore-case"),
        f"{_GROUP}.exists": _exists(True),
        f"{_GROUP}.does_not_exist": _exists(False),
        f"{_GROUP}.exact_string": _exact,
        f"{_GROUP}.null_value": _unclear,
        **{
            f"{_GROUP}.{name}": _unclear
            for name in (
                "all_of", "any_of", "anything_but", "anything_but_prefix", "anything_but_suffix", "anything_but_wildcard",
                "equal", "greater_than", "greater_than_or_equal", "interval", "less_than", "less_than_or_equal",
                "ip_address_range", "prefix_equals_ignore_case", "suffix_equals_ignore_case",
            )
        },
    }
)  # fmt: skip
