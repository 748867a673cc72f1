"""Small changes that several types of CloudFormation's need on their way to Terraform."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stackproof.frameworks.cdk.cfn_kind import Finish, Kind
from stackproof.frameworks.cdk.conversions import Conversion, boolean, each
from stackproof.frameworks.cdk.fitting import NOTHING, UP, WHOLE, Change, Fit
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def fitted(
    cloudformation: str,
    type_: str,
    names: Mapping[str, str] | None = None,
    changes: Mapping[str, Change] | None = None,
    *,
    conversions: Mapping[str, Conversion] | None = None,
    ref: str = "id",
    attributes: Mapping[str, str] | None = None,
    finish: Finish | None = None,
) -> Kind:
    """A type whose arguments fit into Terraform's by their names, but for the names and changes that are given.

    Both are by paths of names in snake case (``rules.destination.bucket``).
    """
    given = dict(names or {})
    return Kind(
        cloudformation,
        type_,
        {k: v for k, v in given.items() if "." not in k and v not in (UP, WHOLE, NOTHING)},
        conversions or {},
        ref,
        attributes or {},
        Fit(type_, given, changes),
        finish,
    )


def number(value: Value) -> Value:
    """A number, which CloudFormation has as text."""

    def change(single: Value) -> Value:
        text = single.text()
        if text is None or not text.strip().removeprefix("-").isdigit():
            return single
        return Scalar(int(text), origin=single.origin, certainty=single.certainty)

    return each(value, change)


def text(value: Value) -> Value:
    """Text, which may be given as a number."""

    def change(single: Value) -> Value:
        found = single.number()
        return (
            single if found is None else Scalar(str(found), origin=single.origin, certainty=single.certainty)
        )

    return each(value, change)


def switch(value: Value) -> Value:
    """A boolean, which CloudFormation has as text."""
    return boolean(value)


def keyed(name: str = "key", content: str = "value") -> Change:
    """A map from a list of keys and values."""

    def change(value: Value) -> Value:
        if not isinstance(value, Sequence):
            return value
        found: dict[str, MapEntry] = {}
        is_open = value.open
        for element in value.elements:
            key = element.get(name).text()
            if key is None:
                is_open = True
            else:
                found[key] = MapEntry(element.get(content), None, element.origin)
        return MappingValue(found, open=is_open, origin=value.origin)

    return change


def named(key: str = "name") -> Change:
    """A list of names from a list of objects with one each."""

    def change(value: Value) -> Value:
        if not isinstance(value, Sequence):
            return value
        names = [e.get(key) if isinstance(e, MappingValue) else e for e in value.elements]
        return Sequence(names, open=value.open, origin=value.origin)

    return change


def settings(value: Value, place: Callable[[str, Value], tuple[str, Value] | None]) -> dict[str, Value]:
    """Arguments from a list of keys and values; ``place`` gives the path (``a.b``) and value of each that is known.

    Nothing is said of the others when some keys are not known: ask `unclear`.
    """
    found: dict[str, Value] = {}
    for element in value.items():
        key = element.get("key").text()
        made = None if key is None else place(key, element.get("value"))
        if made is None:
            continue
        path, held = made
        name, _, inner = path.partition(".")
        if not inner:
            found[name] = held
            continue
        block = found.setdefault(name, MappingValue({}, origin=value.origin))
        assert isinstance(block, MappingValue)
        block.entries[inner] = MapEntry(held, None, element.origin)
    return found


def unclear(value: Value) -> bool:
    """Whether a list of keys and values may have more than can be read."""
    is_list = isinstance(value, Sequence) and not value.open
    return not is_list or any(e.get("key").text() is None for e in value.items())


def take(resource: Resource, name: str) -> Value | None:
    """An argument that is taken away."""
    entry = resource.properties.entries.pop(name, None)
    return None if entry is None else entry.value


def listed(value: Value, what: str) -> list[Value]:
    """The elements of a list, one unknown element more where there may be others."""
    found = list(value.items())
    if not value.is_closed() and not value.is_absent():
        found.append(Unknown(what, (value,), origin=value.origin))
    return found
