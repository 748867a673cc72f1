"""Amounts of time and storage: ``Duration`` and ``Size``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.model.values import Scalar, Unknown, Value

Number: TypeAlias = float | int

# How many seconds and mebibytes the units hold, by the names of the static methods.
SECONDS: Mapping[str, Number] = MappingProxyType(
    {"millis": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
)
MEBIBYTES: Mapping[str, Number] = MappingProxyType(
    {
        "bytes": 1 / 2**20,
        "kibibytes": 1 / 2**10,
        "mebibytes": 1,
        "gibibytes": 2**10,
        "tebibytes": 2**20,
        "pebibytes": 2**30,
    }
)
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


class Amount(Opaque):
    """A number of some unit; None when it is not known."""

    what = "an amount"
    units: Mapping[str, Number] = MappingProxyType({})

    def __init__(self, number: Number | None) -> None:
        super().__init__()
        self.number = number

    def value(self) -> Value:
        return Unknown(self.what)

    def attribute(self, name: str) -> Node | None:
        return None

    def call(self, method: str, call: Call) -> Node | None:
        unit = self.units.get(method.removeprefix("to_").replace("milliseconds", "millis"))
        if self.number is None or unit is None or not method.startswith("to_"):
            return Unknown(self.what)
        return Scalar(_whole(self.number / unit), origin=call.construction.origin)


class Duration(Amount):
    """An amount of time; as a value it is in seconds."""

    what = "a duration"
    units = SECONDS

    @property
    def seconds(self) -> Number | None:
        """The same, in seconds."""
        return self.number

    def value(self) -> Value:
        return Unknown(self.what) if self.number is None else Scalar(self.number)

    def call(self, method: str, call: Call) -> Node | None:
        if method not in ("plus", "minus"):
            return super().call(method, call)
        other = call.thing(0, "rhs")
        if self.number is None or not isinstance(other, Duration) or other.number is None:
            return Duration(None)
        return Duration(
            _whole(self.number + other.number if method == "plus" else self.number - other.number)
        )


class Size(Amount):
    """An amount of storage. As a value it is not known, since Terraform's arguments differ in their units."""

    what = "an amount of storage"
    units = MEBIBYTES

    @property
    def mebibytes(self) -> Number | None:
        """The same, in MiB."""
        return self.number

    @property
    def gibibytes(self) -> Number | None:
        """The same, in GiB."""
        return None if self.number is None else _whole(self.number / 2**10)


def in_days(value: Value) -> Value:
    """A duration, which as a value is in seconds, in days."""
    seconds = value.number()
    if seconds is not None:
        return Scalar(_whole(seconds / 86400), origin=value.origin)
    return value if value.is_absent() else Unknown("a duration", (value,), origin=value.origin)


def _whole(number: Number) -> Number:
    nearest = round(number, 9)
    return int(nearest) if float(nearest).is_integer() else nearest


def _amount(make: Callable[[Number | None], Node], unit: Number) -> Recipe:
    def recipe(call: Call) -> Node:
        amount = call.folded(0, "amount")
        number = amount.number() if amount is not None else None
        return make(None if number is None else _whole(number * unit))

    return recipe


def iso_seconds(text: str) -> Number | None:
    """The seconds of ``PT1H30M``; None for what is no such text."""
    match = _ISO.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    parts = [float(g or 0) for g in match.groups()]
    return _whole(sum(p * u for p, u in zip(parts, (86400, 3600, 60, 1), strict=True)))


def _parsed(call: Call) -> Node:
    given = call.folded(0, "duration")
    text = given.text() if given is not None else None
    return Duration(None if text is None else iso_seconds(text))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"core.Duration.{unit}": _amount(Duration, seconds) for unit, seconds in SECONDS.items()},
        **{f"core.Size.{unit}": _amount(Size, mebibytes) for unit, mebibytes in MEBIBYTES.items()},
        "core.Duration.parse": _parsed,
    }
)
