"""Small changes of values on their way from CloudFormation's blocks to Terraform's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stackproof.frameworks.cdk.conversions import each
from stackproof.model.values import Absent, MapEntry, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import Sequence as SequenceValue

Change = Callable[[Value], Value]


def worded(words: Mapping[str, str | bool | int]) -> Change:
    """One word for another; texts that are not among them are unknown."""

    def change(value: Value) -> Value:
        text = value.text()
        if text is None:
            return value
        known = words.get(text)
        return (
            Unknown(f"'{text}'", origin=value.origin) if known is None else Scalar(known, origin=value.origin)
        )

    return lambda value: each(value, change)


def inside(key: str) -> Change:
    """A block that holds the value under a key."""
    return lambda value: each(value, lambda v: MappingValue({key: MapEntry(v)}, origin=v.origin))


def out_of(key: str) -> Change:
    """What a block holds under a key."""
    return lambda value: each(value, lambda v: v.get(key))


def elements(change: Callable[[MappingValue], Value]) -> Change:
    """A change to every block that is known."""
    return lambda value: each(value, lambda v: change(v) if isinstance(v, MappingValue) else v)


def taken(block: MappingValue, names: Mapping[str, str]) -> dict[str, MapEntry]:
    """The entries of a block that are among the names, under the other names; they are taken out of it."""
    return {target: block.entries.pop(name) for name, target in names.items() if name in block.entries}


def copied(block: MappingValue) -> MappingValue:
    """The same block with a dictionary of its own."""
    return MappingValue(dict(block.entries), open=block.open, origin=block.origin, certainty=block.certainty)


def pairs(value: Value, key: str = "key", content: str = "value") -> Value:
    """A map from a list of blocks with a key and a value each."""
    if not isinstance(value, SequenceValue):
        return (
            value
            if isinstance(value, MappingValue | Absent)
            else Unknown("pairs", (value,), origin=value.origin)
        )
    found: dict[str, MapEntry] = {}
    is_open = value.open
    for element in value.elements:
        text = element.get(key).text()
        if text is None:
            is_open = True
        else:
            found[text] = MapEntry(element.get(content), None, element.origin)
    return MappingValue(found, open=is_open, origin=value.origin)
