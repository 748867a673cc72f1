"""When something happens: rates and cron expressions of the CDK's three kinds of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.serverless.filling import plainly
from stackproof.frameworks.cdk.thing import Node, Opaque, given
from stackproof.model.values import Scalar, Template, Unknown, Value

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


class Timing(Opaque):
    """An expression, and the time zone it is meant in; None when none is given."""

    def __init__(self, expression: Value, zone: Value | None = None) -> None:
        super().__init__((expression,), "a schedule")
        self.expression = expression
        self.zone = zone

    def value(self) -> Value:
        return self.expression

    def attribute(self, name: str) -> Node | None:
        return self.expression if name == "expression_string" else self


def _rate(call: Call) -> Node:
    """``rate(5 minutes)`` in the largest unit that fits."""
    amount = call.thing(0, "duration")
    seconds = amount.seconds if isinstance(amount, Duration) else None
    origin = call.construction.origin
    for length, unit in _UNITS:
        if seconds is not None and seconds and seconds % length == 0:
            number = int(seconds // length)
            return Timing(Scalar(f"rate({number} {unit}{'' if number == 1 else 's'})", origin=origin))
    return Timing(Unknown("a rate", call.world.folder.mentions(call.construction), origin=origin))


def _cron(call: Call) -> Node:
    props = call.props(0)
    week = props.get("week_day")
    if props.open:
        unclear = Unknown("a schedule", call.world.folder.mentions(call.construction))
        zone = props.raw("time_zone")
        return Timing(unclear, unclear if zone is None else _zone(call, zone))
    fields: list[Value] = []
    for name, otherwise in (
        ("minute", "*"),
        ("hour", "*"),
        ("day", "*" if week.is_absent() else "?"),
        ("month", "*"),
        ("week_day", "?"),
        ("year", "*"),
    ):
        value = props.get(name)
        fields.append(Scalar(otherwise) if value.is_absent() else value)
    parts: list[str | Value] = ["cron("]
    for number, value in enumerate(fields):
        parts += [" ", value] if number else [value]
    expression = plainly(Template((*parts, ")"), origin=call.construction.origin))
    return Timing(expression, _zone(call, props.raw("time_zone")))


def _five_fields(call: Call) -> Node:
    """Groups of machines take the fields alone, with both days and without a year."""
    props = call.props(0)
    if props.open:
        return Timing(Unknown("a schedule", call.world.folder.mentions(call.construction)))
    parts: list[str | Value] = []
    for name in ("minute", "hour", "day", "month", "week_day"):
        value = props.get(name)
        parts += [" "] if parts else []
        parts.append(Scalar("*") if value.is_absent() else value)
    return Timing(plainly(Template(tuple(parts), origin=call.construction.origin)))


def _zone(call: Call, value: Value | None) -> Value | None:
    if value is None:
        return None
    folded = call.world.fold(value)
    return folded if folded.text() is not None else Unknown("a time zone", (folded,))


def _expression(call: Call) -> Node:
    written = call.argument(1, "time_zone")
    return Timing(given(call.folded(0, "expression"), "a schedule"), _zone(call, written))


def _at(call: Call) -> Node:
    return Timing(
        Unknown("a time", call.world.folder.mentions(call.construction)),
        _zone(call, call.argument(1, "time_zone")),
    )


def _time_zone(call: Call) -> Node:
    return given(call.folded(0, "timezone_name"), "a time zone")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{
            f"{group}.{name}": recipe
            for group in (
                "aws-events.Schedule",
                "aws-scheduler.ScheduleExpression",
                "aws-applicationautoscaling.Schedule",
                "aws-autoscaling.Schedule",
                "aws-backup.Schedule",
                "aws-synthetics.Schedule",
            )
            for name, recipe in (("rate", _rate), ("cron", _cron), ("expression", _expression), ("at", _at))
        },
        "aws-autoscaling.Schedule.cron": _five_fields,
        "core.TimeZone.of": _time_zone,
    }
)
