"""Schedules of what scales: cron expressions, rates and single times."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Node
from stackproof.model.values import Scalar, Unknown, Value

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def _field(props: Arguments, name: str, otherwise: str) -> str | None:
    """A field of a cron expression; None when it is not known."""
    value = props.get(name)
    return otherwise if value.is_absent() else value.text()


def _made(fields: list[str | None], call: Call) -> Value:
    known = [f for f in fields if f is not None]
    if len(known) != len(fields):
        return Unknown("a schedule", call.world.folder.mentions(call.construction))
    return Scalar(" ".join(known), origin=call.construction.origin)


def _five_fields(call: Call) -> Node:
    """``autoscaling.Schedule.cron({ hour: '8', minute: '0' })``."""
    props = call.props(0)
    if props.open:
        return Unknown("a schedule")
    return _made([_field(props, n, "*") for n in ("minute", "hour", "day", "month", "week_day")], call)


def _six_fields(call: Call) -> Node:
    """``applicationautoscaling.Schedule.cron(...)``: one of the two days is left open, and there is a year."""
    props = call.props(0)
    if props.open:
        return Unknown("a schedule")
    day = _field(props, "day", "*" if props.raw("week_day") is None else "?")
    fields = [_field(props, "minute", "*"), _field(props, "hour", "*"), day, _field(props, "month", "*")]
    found = _made([*fields, _field(props, "week_day", "?"), _field(props, "year", "*")], call)
    text = found.text()
    return found if text is None else Scalar(f"cron({text})", origin=found.origin)


def _rate(call: Call) -> Node:
    """``Schedule.rate(Duration.hours(1))``, in the largest unit that is whole."""
    value = call.argument(0, "duration")
    node = call.world.node(value) if value is not None else None
    seconds = node.seconds if isinstance(node, Duration) else None
    if seconds is None:
        return Unknown("a rate")
    unit, length = next(((u, s) for u, s in _UNITS if seconds % s == 0), ("", 0))
    if not length:
        return Unknown("a rate")
    count = int(seconds // length)
    return Scalar(f"rate({count} {unit}{'' if count == 1 else 's'})", origin=call.construction.origin)


def _expression(call: Call) -> Node:
    value = call.folded(0, "expression")
    return value if value is not None else Unknown("a schedule")


def _at(call: Call) -> Node:
    return Unknown("a time", call.world.folder.mentions(call.construction))


_APPLICATION, _GROUPS = "aws-applicationautoscaling.Schedule", "aws-autoscaling.Schedule"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_GROUPS}.cron": _five_fields,
        f"{_GROUPS}.expression": _expression,
        f"{_APPLICATION}.cron": _six_fields,
        f"{_APPLICATION}.rate": _rate,
        f"{_APPLICATION}.expression": _expression,
        f"{_APPLICATION}.at": _at,
    }
)
