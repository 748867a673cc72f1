"""Where the output of containers goes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.conversions import CAMEL
from stackproof.frameworks.cdk.ecs.parts import Task, permit, secret_list, unknown_part
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class LogDriver(Thing):
    """Where a container's output goes; made when the container is, because it may make a log group."""

    def __init__(self, driver: str, props: Arguments) -> None:
        self.driver = driver
        self._props = props
        self.group: Node | None = None

    def value(self) -> Value:
        return Unknown("a log driver")

    def attribute(self, name: str) -> Node | None:
        return self.group if name == "log_group" and self.group is not None else Opaque()

    def bind(self, call: Call, task: Task, owner: str) -> Value:
        """The log configuration of a container."""
        if self.driver == "awslogs":
            return self._to_cloudwatch(call, task, owner)
        options: dict[str, MapEntry] = {"logDriver": MapEntry(Scalar(self.driver))}
        written = self._props.get("options", VERBATIM)
        if self.driver != "awsfirelens":
            # Other drivers spell their options themselves.
            options["options"] = MapEntry(Unknown("the options of a log driver"))
        elif not written.is_absent():
            options["options"] = MapEntry(written)
        if self._props.raw("secret_options") is not None or self._props.open:
            options["secretOptions"] = MapEntry(secret_list(call, task, self._props, "secret_options"))
        return MappingValue(options, origin=self._props.origin)

    def _to_cloudwatch(self, call: Call, task: Task, owner: str) -> Value:
        world, props = call.world, self._props
        written = props.thing("log_group")
        arn: Value
        if isinstance(written, Made):
            group: Value = ResourceReference(written.resource, "name")
            arn = ResourceReference(written.resource, "arn")
            self.group = written
        elif props.absent("log_group"):
            retention = props.get("log_retention")
            kept = None if retention.is_absent() or retention.is_(0) else retention
            made = world.add(
                "aws_cloudwatch_log_group", f"{owner}/LogGroup", {"retention_in_days": kept}, role="log-group"
            )
            group, arn = ResourceReference(made, "name"), ResourceReference(made, "arn")
            self.group = Made(made, {"log_group_name": "name", "log_group_arn": "arn"})
        else:
            group = arn = Unknown("a log group", (props.get("log_group"),))
        permit(task, ["logs:CreateLogStream", "logs:PutLogEvents"], [arn], certain=call.certain)
        options: dict[str, Value] = {
            "awslogs-group": group,
            "awslogs-stream-prefix": props.get("stream_prefix"),
            "awslogs-region": world.pseudo("region"),
            "awslogs-datetime-format": props.get("datetime_format"),
            "awslogs-multiline-pattern": props.get("multiline_pattern"),
            "mode": props.get("mode"),
        }
        entries = {k: MapEntry(v) for k, v in options.items() if not v.is_absent()}
        if props.raw("max_buffer_size") is not None:
            entries["max-buffer-size"] = MapEntry(Unknown("a size"))
        return block(logDriver="awslogs", options=MappingValue(entries, open=props.open))


def bind_logs(call: Call, task: Task, written: Value, owner: str) -> Value:
    """The log configuration of a container from what was given as ``logging``."""
    node = call.world.node(written)
    if isinstance(node, LogDriver):
        return node.bind(call, task, owner)
    unknown_part(call, task, "a log driver that is not known")
    return call.world.fold(written, CAMEL)


def _driver(name: str) -> Recipe:
    return lambda call: LogDriver(name, call.props(0))


_DRIVERS = {
    "aws_logs": "awslogs", "firelens": "awsfirelens", "fluentd": "fluentd", "gelf": "gelf", "journald": "journald",
    "json_file": "json-file", "splunk": "splunk", "syslog": "syslog", "none": "none",
}  # fmt: skip
_CLASSES = {
    "AwsLogDriver": "awslogs", "FireLensLogDriver": "awsfirelens", "FluentdLogDriver": "fluentd",
    "GelfLogDriver": "gelf", "JournaldLogDriver": "journald", "JsonFileLogDriver": "json-file",
    "SplunkLogDriver": "splunk", "SyslogLogDriver": "syslog", "NoneLogDriver": "none",
}  # fmt: skip

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{
            f"aws-ecs.{owner}.{method}": _driver(name)
            for owner in ("LogDrivers", "LogDriver")
            for method, name in _DRIVERS.items()
        },
        **{f"aws-ecs.{cls}": _driver(name) for cls, name in _CLASSES.items()},
    }
)
