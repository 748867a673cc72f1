"""The core module: scopes, durations, intrinsic functions, aspects."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.scopes import SCOPES, StackThing
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.construction import Gap
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import JsonText, Scalar, Sequence, Template, Unknown, Value

_SECONDS = {"millis": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def _scope(call: Call) -> Node:
    return StackThing(call.world)


class Duration(Opaque):
    """An amount of time; as a value it is in seconds."""

    def __init__(self, seconds: float | int | None) -> None:
        super().__init__()
        self.seconds = seconds

    def value(self) -> Value:
        return Unknown("a duration") if self.seconds is None else Scalar(self.seconds)

    def attribute(self, name: str) -> Node | None:
        return None

    def call(self, method: str, call: Call) -> Node | None:
        unit = _SECONDS.get(method.removeprefix("to_"))
        if self.seconds is None or unit is None or not method.startswith("to_"):
            return Unknown("a duration")
        return Scalar(_whole(self.seconds / unit))


def in_days(value: Value) -> Value:
    """A duration, which as a value is in seconds, in days."""
    seconds = value.number()
    if seconds is not None:
        return Scalar(_whole(seconds / 86400), origin=value.origin)
    return value if value.is_absent() else Unknown("a duration", (value,), origin=value.origin)


def _whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def _duration(unit: float) -> Recipe:
    def recipe(call: Call) -> Node:
        amount = call.folded(0, "amount")
        number = amount.number() if amount is not None else None
        return Duration(None if number is None else _whole(number * unit))

    return recipe


class AspectsOf(Thing):
    """``Aspects.of(scope)``."""

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        if method != "add":
            return Opaque()
        aspect = call.argument(0, "aspect")
        if isinstance(aspect, Reference) or aspect is None:
            # Aspects of libraries tag, check or set removal policies.
            return Opaque()
        name = aspect.cls.node.name if isinstance(aspect, Instance) else None
        what = (
            f"the aspect '{name}' may change every resource"
            if name
            else "an aspect may change every resource"
        )
        gap = Gap("aspect", what, call.construction.origin)
        call.world.recognition.gaps.append(gap)
        call.world.aspects.append(gap)
        return Opaque()


def _join(call: Call) -> Node:
    """``Fn.join(delimiter, values)`` of a known list is a string with holes."""
    delimiter, values = call.folded(0, "delimiter"), call.folded(1, "list_of_values")
    separator = delimiter.text() if delimiter is not None else None
    if values is None or separator is None or not isinstance(values, Sequence) or values.open:
        return Opaque(call.world.folder.mentions(call.construction))
    parts: list[str | Value] = []
    for number, element in enumerate(values.elements):
        for piece in ([separator] if number and separator else []) + list(element.pieces() or (element,)):
            if isinstance(piece, str) and parts and isinstance(parts[-1], str):
                parts[-1] += piece
            else:
                parts.append(piece)
    if len(parts) == 1 and isinstance(parts[0], str):
        return Scalar(parts[0], origin=call.construction.origin)
    return Template(tuple(parts), origin=call.construction.origin)


def _same(call: Call) -> Node | None:
    """The argument itself: conversions that only change its type."""
    if not call.positional:
        return Opaque(call.world.folder.mentions(call.construction))
    node = call.world.node(call.positional[0])
    return node if node is not None else call.world.fold(call.positional[0])


def _json(call: Call) -> Node:
    """``stack.toJsonString`` and ``Fn.toJsonString``."""
    value = call.positional[0] if call.positional else None
    return (
        Unknown("JSON")
        if value is None
        else JsonText(call.world.fold(value), origin=call.construction.origin)
    )


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **dict.fromkeys(SCOPES, _scope),
        "core.Stack.of": _scope,
        "core.Stage.of": _scope,
        "core.Aspects.of": lambda call: AspectsOf(),
        "core.Fn.join": _join,
        "core.Fn.to_json_string": _json,
        "core.Token.as_string": _same,
        "core.Token.as_number": _same,
        "core.Token.as_list": _same,
        "core.Lazy.string": lambda call: Opaque(
            call.world.folder.mentions(call.construction), "a lazy value"
        ),
        **{f"core.Duration.{unit}": _duration(seconds) for unit, seconds in _SECONDS.items()},
    }
)
