"""Metrics of CloudWatch: those of the program, those of its constructs, and expressions with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.watching.metricdata import MetricData, described_metrics
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import Absent, MapEntry, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Classes by the types of their resources.
_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "aws_acm_certificate": "aws-certificatemanager.Certificate",
        "aws_api_gateway_rest_api": "aws-apigateway.RestApi",
        "aws_api_gateway_stage": "aws-apigateway.Stage",
        "aws_apigatewayv2_api": "aws-apigatewayv2.HttpApi",
        "aws_apigatewayv2_stage": "aws-apigatewayv2.HttpStage",
        "aws_cloudfront_distribution": "aws-cloudfront.Distribution",
        "aws_cloudwatch_log_group": "aws-logs.LogGroup",
        "aws_cloudwatch_log_metric_filter": "aws-logs.MetricFilter",
        "aws_codebuild_project": "aws-codebuild.Project",
        "aws_db_instance": "aws-rds.DatabaseInstance",
        "aws_dynamodb_table": "aws-dynamodb.Table",
        "aws_ecs_cluster": "aws-ecs.Cluster",
        "aws_ecs_service": "aws-ecs.FargateService",
        "aws_kinesis_firehose_delivery_stream": "aws-kinesisfirehose.DeliveryStream",
        "aws_kinesis_stream": "aws-kinesis.Stream",
        "aws_lambda_alias": "aws-lambda.Alias",
        "aws_lambda_function": "aws-lambda.Function",
        "aws_lb": "aws-elasticloadbalancingv2.ApplicationLoadBalancer",
        "aws_lb_target_group": "aws-elasticloadbalancingv2.ApplicationTargetGroup",
        "aws_opensearch_domain": "aws-opensearchservice.Domain",
        "aws_rds_cluster": "aws-rds.DatabaseCluster",
        "aws_sfn_activity": "aws-stepfunctions.Activity",
        "aws_sfn_state_machine": "aws-stepfunctions.StateMachine",
        "aws_sns_topic": "aws-sns.Topic",
        "aws_sqs_queue": "aws-sqs.Queue",
        "aws_vpn_connection": "aws-ec2.VpnConnection",
    }
)
_SIMPLE = {
    "average": "Average", "avg": "Average", "minimum": "Minimum", "min": "Minimum", "maximum": "Maximum", "max": "Maximum",
    "samplecount": "SampleCount", "n": "SampleCount", "sum": "Sum", "iqm": "IQM",
}  # fmt: skip
_SINGLE = re.compile(r"(p|tm|wm|tc|ts)(\d+(?:\.\d+)?)", re.IGNORECASE)
_PLACE = re.compile(r"\$\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)")
_NETWORK = frozenset({"TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC"})


@dataclass(frozen=True, eq=False)
class Metric:
    """What one metric is. ``dimensions`` is a map, ``period`` in seconds."""

    namespace: Value
    name: Value
    statistic: Value
    dimensions: Value
    period: Value
    unit: Value
    label: Value
    account: Value


@dataclass(frozen=True, eq=False)
class Expression:
    """A math expression over other metrics by their names; ``open`` when there may be more of them."""

    expression: Value
    using: Mapping[str, MetricThing | None]
    period: Value
    label: Value
    open: bool = False


class MetricThing(Thing):
    """A metric or an expression, as the program holds it."""

    def __init__(self, world: World, what: Metric | Expression) -> None:
        self.world = world
        self.what = what

    def value(self) -> Value:
        mentions = (self.what.dimensions,) if isinstance(self.what, Metric) else ()
        return Unknown("a metric", mentions)

    def attribute(self, name: str) -> Node | None:
        if isinstance(self.what, Metric):
            known = {
                "namespace": self.what.namespace,
                "metric_name": self.what.name,
                "statistic": self.what.statistic,
                "period": self.what.period,
                "label": self.what.label,
            }
            return known.get(name)
        return self.what.expression if name == "expression" else None

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "with" | "with_":
                return self.changed(call.props(0))
            case "attach_to":
                return self
            case "create_alarm":
                from stackproof.frameworks.cdk.watching.alarms import make_alarm

                props = call.props(2)
                metric = self.changed(_only(props, ("statistic", "period")))
                return make_alarm(call, props, call.world.name(call), metric)
            case _:
                return Opaque((self.value(),))

    def changed(self, props: Arguments) -> MetricThing:
        """The same with some things said anew."""
        what = self.what
        period, label = props.get("period"), props.get("label")
        if not period.is_absent():
            what = self.at(period).what
        if not label.is_absent():
            what = replace(what, label=label)
        if isinstance(what, Metric):
            for name in ("unit", "account"):
                value = props.get(name)
                if not value.is_absent():
                    what = replace(what, **{name: value})
            if not props.get("statistic").is_absent():
                what = replace(what, statistic=statistic_of(props.get("statistic")))
            dimensions = _dimensions(props)
            if not dimensions.is_absent():
                what = replace(what, dimensions=dimensions)
        return MetricThing(self.world, what)

    def at(self, period: Value) -> MetricThing:
        """The same metric, counted over another time."""
        what = self.what
        if isinstance(what, Metric):
            return MetricThing(self.world, replace(what, period=period))
        using = {k: m.at(period) if m is not None else None for k, m in what.using.items()}
        return MetricThing(self.world, replace(what, period=period, using=using))


def _only(props: Arguments, names: tuple[str, ...]) -> Arguments:
    for name in names:
        props.entry(name)
    kept = {n: props.entries[n] for n in names if n in props.entries}
    return Arguments(props.world, kept, props.open, props.origin)


def _dimensions(props: Arguments) -> Value:
    given = props.get("dimensions_map", VERBATIM)
    return props.get("dimensions", VERBATIM) if given.is_absent() else given


def statistic_of(value: Value) -> Value:
    """A statistic as templates show it."""
    text = value.text()
    if text is None:
        return value if value.is_absent() else Unknown("a statistic", (value,), origin=value.origin)
    if (simple := _SIMPLE.get(text.lower())) is not None:
        return Scalar(simple, origin=value.origin)
    return Scalar(text.lower() if _SINGLE.fullmatch(text) else text, origin=value.origin)


def _metric(call: Call) -> Node:
    """``new cloudwatch.Metric({...})``."""
    props = call.props(0)
    statistic, period = props.get("statistic"), props.get("period")
    return MetricThing(
        call.world,
        Metric(
            props.get("namespace"),
            props.get("metric_name"),
            default("Average") if statistic.is_absent() else statistic_of(statistic),
            _dimensions(props),
            default(300) if period.is_absent() else period,
            props.get("unit"),
            props.get("label"),
            props.get("account"),
        ),
    )


def _expression(call: Call) -> Node:
    """``new cloudwatch.MathExpression({ expression, usingMetrics })``."""
    props = call.props(0)
    period = props.get("period")
    if period.is_absent():
        period = default(300)
    # Names of metrics are the author's, not the library's.
    written = props.raw("using_metrics")
    named = written if isinstance(written, MappingValue) else None
    entries: dict[str, Value] = {k: e.value for k, e in named.entries.items()} if named is not None else {}
    is_open = written is not None and (named is None or named.open)
    using = {name: _at(call.world.node(value), period) for name, value in entries.items()}
    return MetricThing(
        call.world,
        Expression(props.get("expression"), using, period, props.get("label"), is_open or props.open),
    )


def _at(node: Node | None, period: Value) -> MetricThing | None:
    return node.at(period) if isinstance(node, MetricThing) else None


def canned(world: World, thing: Made, method: str, call: Call) -> MetricThing | None:
    """The metric that a method of a construct gives (``queue.metricNumberOfMessagesSent()``); None without such one."""
    data = _described(thing, method)
    return None if data is None else _made(world, thing, data, call)


def _described(thing: Made, method: str) -> MetricData | None:
    key = _CLASSES.get(thing.resource.type, "")
    if _is_network(thing):
        key = key.replace("Application", "Network")
    bare = method.removeprefix("metric_").replace("_", "")
    for name, data in described_metrics(key).items():
        said = snake(name)
        if said == method or said.removeprefix("metric_").replace("_", "") == bare:
            return data
    return None


def _is_network(thing: Made) -> bool:
    resource = thing.resource
    if resource.type == "aws_lb":
        return resource["load_balancer_type"].is_("network")
    return resource.type == "aws_lb_target_group" and resource["protocol"].text() in _NETWORK


def _made(world: World, thing: Made | None, data: MetricData, call: Call) -> MetricThing:
    props = _options(call)
    period = props.get("period")
    if period.is_absent():
        period = default(data.get("period", 300))  # type: ignore[arg-type]
    if "expression" in data:
        using = {k: _made(world, thing, inner, call).at(period) for k, inner in data["using"].items()}
        expression: Value = Scalar(data["expression"])
        wanted = props.get("operations")
        if not wanted.is_absent():
            # Only some of what the whole is put together from.
            known = [v.text() for v in wanted.items()]
            if not wanted.is_closed() or None in known:
                return MetricThing(world, Expression(Unknown("some operations"), {}, period, Absent(), True))
            kept = [k for k, inner in data["using"].items() if inner["dimensions"].get("Operation") in known]
            expression, using = Scalar(" + ".join(kept)), {k: using[k] for k in kept}
        label = props.get("label")
        if label.is_absent() and "label" in data:
            label = default(data["label"])
        return MetricThing(world, Expression(expression, using, period, label))
    told = {k: MapEntry(_said(world, thing, v, call)) for k, v in data.get("dimensions", {}).items()}
    unit: Value = Scalar(data["unit"]) if "unit" in data else Absent()
    made = MetricThing(
        world,
        Metric(
            _said(world, thing, data["namespace"], call),
            _said(world, thing, data["name"], call),
            default(data["statistic"]),
            MappingValue(told) if told else Absent(),
            period,
            unit,
            Absent(),
            Absent(),
        ),
    )
    return made.changed(props)


def _options(call: Call) -> Arguments:
    """The options of a method, wherever they stand among its arguments."""
    for at in range(len(call.positional) - 1, -1, -1):
        if arguments_of(call.world, call.positional[at]) is not None:
            return call.props(at)
    return call.props(len(call.positional))


def _said(world: World, thing: Made | None, text: str, call: Call) -> Value:
    """A text of the data: attributes of the construct and arguments of the method are put in."""
    if text == "?":
        return Unknown("another object's")
    if text.startswith("$") and not text.startswith("$."):
        value = call.folded(0, snake(text[1:]))
        return value if value is not None else Unknown("an argument")
    parts: list[str | Value] = []
    end = 0
    for found in _PLACE.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        parts.append(_attribute(world, thing, found.group(1).split(".")))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    if len(parts) == 1:
        [single] = parts
        return single if isinstance(single, Value) else Scalar(single)
    return Template(tuple(parts))


def _attribute(world: World, thing: Made | None, path: list[str]) -> Value:
    node: Node | None = thing
    if path == ["env", "account"]:
        return world.pseudo("account")
    for step in path:
        node = world.attribute(node, snake(step)) if isinstance(node, Thing) else None
    if isinstance(node, Opaque) or node is None:
        return Unknown("whose it is")
    return node.value() if isinstance(node, Thing) else node


class Beside(Thing):
    """``balancer.metrics``: the metrics of a construct in an object of their own."""

    def __init__(self, world: World, owner: Made) -> None:
        self._world = world
        self._owner = owner

    def value(self) -> Value:
        return Unknown("metrics", (self._owner.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        return canned(self._world, self._owner, f"metric_{method}", call) or Opaque((self.value(),))


def _static(data: MetricData) -> Recipe:
    return lambda call: _made(call.world, None, data, call)


def _percentile(lead: str, pair: str) -> Recipe:
    """``Stats.percentile(99)``, ``Stats.trimmedMean(10, 90)``."""

    def recipe(call: Call) -> Node:
        given = [v for v in (call.folded(n, f"p{n + 1}") for n in range(2)) if v is not None]
        given = given or [v for v in (call.folded(0, n) for n in ("percentile", "v1")) if v is not None]
        numbers = [v.number() for v in given]
        if not numbers or None in numbers:
            return Unknown("a statistic", tuple(given))
        if len(numbers) == 2:
            unit = "" if lead == "pr" else "%"
            return Scalar(f"{pair}({numbers[0]}{unit}:{numbers[1]}{unit})")
        return Scalar(f"PR(:{numbers[0]})" if lead == "pr" else f"{lead}{numbers[0]}")

    return recipe


_STATISTICS = {
    "percentile": "p", "p": "p", "trimmed_mean": "tm", "tm": "tm", "winsorized_mean": "wm", "wm": "wm", "trimmed_count": "tc",
    "tc": "tc", "trimmed_sum": "ts", "ts": "ts", "percentile_rank": "pr", "pr": "pr",
}  # fmt: skip
_STATICS = (
    "aws-lambda.Function",
    "aws-logs.LogGroup",
    "aws-ec2.VpnConnection",
    "aws-stepfunctions.StateTransitionMetric",
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-cloudwatch.Metric": _metric,
        "aws-cloudwatch.MathExpression": _expression,
        **{f"aws-cloudwatch.Stats.{n}": _percentile(s, s.upper()) for n, s in _STATISTICS.items()},
        **{
            f"{key}.{snake(name)}": _static(data)
            for key in _STATICS
            for name, data in described_metrics(key).items()
            if not any("$." in text for text in data.get("dimensions", {}).values())
        },
    }
)
