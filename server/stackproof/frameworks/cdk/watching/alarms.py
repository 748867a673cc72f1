"""Alarms of CloudWatch, alone and put together, with what they set off."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, put
from stackproof.frameworks.cdk.watching.actions import action_arn
from stackproof.frameworks.cdk.watching.metrics import (
    Expression,
    Metric,
    MetricThing,
    statistic_of,
)
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_COPIED = (
    "alarm_name", "alarm_description", "threshold", "datapoints_to_alarm", "evaluate_low_sample_count_percentile",
    "evaluation_periods", "treat_missing_data", "actions_enabled",
)  # fmt: skip
_SIMPLE = frozenset({"Average", "Minimum", "Maximum", "SampleCount", "Sum"})
_WHEN = {
    "add_alarm_action": "alarm_actions",
    "add_insufficient_data_action": "insufficient_data_actions",
    "add_ok_action": "ok_actions",
}
_BAND = "LessThanLowerOrGreaterThanUpperThreshold"
_ANOMALIES = frozenset({_BAND, "LessThanLowerThreshold", "GreaterThanUpperThreshold"})


class AlarmThing(Made):
    """An alarm, to which actions are added."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"alarm_arn": "arn", "alarm_name": "alarm_name"})
        self.world = world

    def call(self, method: str, call: Call) -> Node | None:
        argument = _WHEN.get(method)
        if argument is not None:
            for value in call.positional:
                arn = action_arn(call, value, self.resource)
                append(self.resource, argument, arn, certain=call.certain)
            if call.construction.arguments.open or call.construction.arguments.keywords:
                append(self.resource, argument, Unknown("an action"), certain=False)
            return Opaque()
        if method in ("to_annotation", "render_alarm_rule"):
            return Opaque((self.value(),))
        return super().call(method, call)


def make_alarm(
    call: Call, props: Arguments, name: str, metric: MetricThing | None, *, implied: bool = False
) -> AlarmThing:
    """An alarm on a metric, which may not be known."""
    made = Arranged(props)
    made.copy(*_COPIED, comparison_operator="comparison_operator")
    made.otherwise("comparison_operator", "GreaterThanOrEqualToThreshold")
    for read in ("metric", "period", "statistic"):
        props.entry(read)
    if metric is None:
        _unclear(made)
    else:
        _watch(call.world, made, metric, props)
    resource = describe(call.world, "AWS::CloudWatch::Alarm", name, made, implied=implied).resource
    return AlarmThing(call.world, resource)


def _unclear(made: Arranged) -> None:
    """Any metric may be meant."""
    for target in (
        "metric_name",
        "namespace",
        "period",
        "statistic",
        "extended_statistic",
        "dimensions",
        "metric_query",
    ):
        made.keep(target, Unknown("follows from a metric that is not known"), "metric")


def _watch(world: World, made: Arranged, metric: MetricThing, props: Arguments) -> None:
    what = metric.what
    if isinstance(what, Metric) and what.label.is_absent() and what.account.is_absent():
        _put_one(made, what, props)
        return
    entries: dict[str, Value] = {}
    seen: dict[str, Value] = {}
    banded = props.get("comparison_operator").text() in _ANOMALIES
    if isinstance(what, Metric):
        entries["m1"] = _block("m1", what, returned=True)
    else:
        _add(seen, metric, None, 1, 2 if banded else 1, [0])
        entries = seen
    is_open = isinstance(what, Expression) and _is_open(what)
    made.keep("metric_query", Sequence(list(entries.values()), open=is_open), "metric")
    if banded:
        made.put("threshold_metric_id", next(iter(entries)))
        made.entries.pop("threshold", None)


def _put_one(made: Arranged, what: Metric, props: Arguments) -> None:
    period, statistic = props.get("period"), props.get("statistic")
    said = what.statistic if statistic.is_absent() else statistic_of(statistic)
    made.put("metric_name", what.name, "metric")
    made.put("namespace", what.namespace, "metric")
    made.put("period", what.period if period.is_absent() else period, "metric")
    text = said.text()
    if text is None:
        for target in ("statistic", "extended_statistic"):
            made.put(target, Unknown("a statistic", (said,)), "metric")
    else:
        made.put("statistic" if text in _SIMPLE else "extended_statistic", said, "metric")
    if not what.unit.is_absent():
        made.put("unit", what.unit, "metric")
    if not what.dimensions.is_absent():
        made.keep("dimensions", what.dimensions, "metric")


def _add(
    seen: dict[str, Value],
    metric: MetricThing | None,
    name: str | None,
    level: int,
    shown: int,
    count: list[int],
) -> None:
    """A metric of an expression and those below it, the expression first."""
    if name is not None and name in seen:
        return
    if name is None:
        count[0] += 1
        name = f"expr_{count[0]}"
    if metric is None:
        seen[name] = MappingValue({"id": MapEntry(Scalar(name))}, open=True)
        return
    what = metric.what
    if isinstance(what, Metric):
        seen[name] = _block(name, what, returned=level <= shown)
        return
    entries: dict[str, Value] = {
        "id": Scalar(name),
        "expression": what.expression,
        "return_data": default(level <= shown),
    }
    if not what.using and not what.open:
        entries["period"] = what.period
    if not what.label.is_absent():
        entries["label"] = what.label
    seen[name] = MappingValue({k: MapEntry(v) for k, v in entries.items()})
    for inner, used in what.using.items():
        _add(seen, used, inner, level + 1, shown, count)


def _is_open(what: Expression) -> bool:
    inner = [m.what for m in what.using.values() if m is not None]
    return what.open or any(isinstance(w, Expression) and _is_open(w) for w in inner)


def _block(name: str, what: Metric, *, returned: bool) -> Value:
    inner = {
        "metric_name": what.name,
        "namespace": what.namespace,
        "dimensions": what.dimensions,
        "period": what.period,
        "stat": what.statistic,
        "unit": what.unit,
    }
    metric = MappingValue({k: MapEntry(v) for k, v in inner.items() if not v.is_absent()})
    entries: dict[str, Value] = {"id": Scalar(name), "metric": metric, "return_data": default(returned)}
    for key, value in (("label", what.label), ("account_id", what.account)):
        if not value.is_absent():
            entries[key] = value
    return MappingValue({k: MapEntry(v) for k, v in entries.items()})


def _alarm(call: Call) -> Node:
    props = call.props()
    metric = props.node("metric")
    known = metric if isinstance(metric, MetricThing) else None
    return make_alarm(call, props, call.world.name(call), known)


def _anomaly(call: Call) -> Node:
    """``new AnomalyDetectionAlarm(this, 'id', { metric, stdDevs })``."""
    props, world = call.props(), call.world
    metric, deviations = props.node("metric"), props.get("std_devs")
    if not isinstance(metric, MetricThing):
        return make_alarm(call, props, world.name(call), None)
    number = 2 if deviations.is_absent() else deviations.number()
    said: Value = Scalar(f"ANOMALY_DETECTION_BAND(m0, {number})")
    if number is None:
        said = Unknown("a band", (deviations,))
    period = metric.what.period
    label = Scalar("Anomaly Detection Band")
    band = MetricThing(world, Expression(said, {"m0": metric.at(period)}, period, label))
    if props.raw("comparison_operator") is None:
        props.entries["comparison_operator"] = MapEntry(default(_BAND))
    return make_alarm(call, props, world.name(call), band)


class Rule(Opaque):
    """When a composite alarm goes off, in words."""

    def __init__(self, text: Value) -> None:
        super().__init__((text,))
        self.text = text


def _joined(*parts: str | Value) -> Value:
    flat: list[str | Value] = []
    for part in parts:
        pieces = (part,) if isinstance(part, str) else part.pieces() or (part,)
        for piece in pieces:
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            else:
                flat.append(piece)
    return Scalar(flat[0]) if len(flat) == 1 and isinstance(flat[0], str) else Template(tuple(flat))


def _rule_of(call: Call, value: Value | None) -> Value:
    node = call.world.node(value) if value is not None else None
    if isinstance(node, Rule):
        return node.text
    if isinstance(node, AlarmThing):
        return _joined('ALARM("', ResourceReference(node.resource, "arn"), '")')
    return Unknown("a rule")


def _several(word: str) -> Recipe:
    def recipe(call: Call) -> Node:
        if call.construction.arguments.open or not call.positional:
            return Rule(Unknown("rules"))
        parts: list[str | Value] = ["("]
        for number, value in enumerate(call.positional):
            parts += [f" {word} "] if number else []
            parts.append(_rule_of(call, value))
        return Rule(_joined(*parts, ")"))

    return recipe


def _not(call: Call) -> Node:
    return Rule(_joined("(NOT (", _rule_of(call, call.argument(0, "operand")), "))"))


def _from_alarm(call: Call) -> Node:
    alarm, state = call.thing(0, "alarm"), call.folded(1, "alarm_state")
    if not isinstance(alarm, Made) or state is None:
        return Rule(Unknown("an alarm"))
    return Rule(_joined(state, '("', ResourceReference(alarm.resource, "arn"), '")'))


def _from_boolean(call: Call) -> Node:
    value = call.folded(0, "value")
    known = value is not None and (value.is_(True) or value.is_(False))
    word = Scalar("TRUE" if value is not None and value.is_(True) else "FALSE")
    return Rule(word if known else Unknown("a switch"))


def _from_string(call: Call) -> Node:
    value = call.folded(0, "alarm_rule")
    return Rule(value if value is not None else Unknown("a rule"))


def _composite(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("alarm_description", "actions_enabled", composite_alarm_name="alarm_name")
    made.otherwise("alarm_name", "")
    if props.raw("composite_alarm_name") is None:
        made.put("alarm_name", Unknown("a name from the path of the alarm"))
    rule = props.node("alarm_rule")
    made.put(
        "alarm_rule",
        _rule_of(call, props.raw("alarm_rule")) if rule is not None else Unknown("a rule"),
        "alarm_rule",
    )
    resource = describe(call.world, "AWS::CloudWatch::CompositeAlarm", call.world.name(call), made).resource
    _suppress(props, resource)
    resource.properties.open = props.open or bool(props.unread())
    return AlarmThing(call.world, resource)


def _suppress(props: Arguments, resource: Resource) -> None:
    alarm = props.thing("actions_suppressor")
    entry = props.entry("actions_suppressor")
    if props.raw("actions_suppressor") is None:
        return
    entries: dict[str, Value] = {
        "alarm": ResourceReference(alarm.resource, "arn") if isinstance(alarm, Made) else Unknown("an alarm")
    }
    for name in ("extension_period", "wait_period"):
        value = props.get(f"actions_suppressor_{name}")
        entries[name] = default(60) if isinstance(value, Absent) and value.closed else value
    put(resource, "actions_suppressor", MappingValue({k: MapEntry(v) for k, v in entries.items()}), entry)


def _external(call: Call) -> Node:
    thing = AlarmThing(call.world, call.world.external("aws_cloudwatch_metric_alarm", call))
    thing.fragile = False
    return thing


_C = "aws-cloudwatch"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.Alarm": _alarm,
        f"{_C}.Alarm.from_alarm_arn": _external,
        f"{_C}.Alarm.from_alarm_name": _external,
        f"{_C}.AnomalyDetectionAlarm": _anomaly,
        f"{_C}.CompositeAlarm": _composite,
        f"{_C}.CompositeAlarm.from_composite_alarm_arn": _external,
        f"{_C}.CompositeAlarm.from_composite_alarm_name": _external,
        f"{_C}.AlarmRule.all_of": _several("AND"),
        f"{_C}.AlarmRule.any_of": _several("OR"),
        f"{_C}.AlarmRule.not": _not,
        f"{_C}.AlarmRule.not_": _not,
        f"{_C}.AlarmRule.from_alarm": _from_alarm,
        f"{_C}.AlarmRule.from_boolean": _from_boolean,
        f"{_C}.AlarmRule.from_string": _from_string,
    }
)
