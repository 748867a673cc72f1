"""What arguments of a function make beside the function: queues for failures, logs, permissions, layers."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.connections import Connections, unsettle_mentioned
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import aws_policy
from stackproof.frameworks.cdk.identities import Holder, Identity
from stackproof.frameworks.cdk.peers import Ports
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.environment import Environment
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of
from stackproof.frameworks.cdk.serverless.queues import own_queue
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_MANAGED_LOGS = "@aws-cdk/aws-lambda:useCdkManagedLogGroup"
_TWO_WEEKS = 1_209_600


def dead_letters(call: Call, props: Arguments, function: Made, role: Holder | None) -> None:
    """Where events go that the function could not handle."""
    for name, action in (("dead_letter_topic", "sns:Publish"), ("dead_letter_queue", "sqs:SendMessage")):
        if props.raw(name) is None:
            continue
        arn = arn_of(props, name)
        put(function.resource, "dead_letter_config", block(target_arn=arn), props.entry(name))
        if role is not None:
            role.allow(permission([action], [arn]))
        thing = props.thing(name)
        if thing is not None:
            function.attributes[name] = thing
        return
    enabled = props.get("dead_letter_queue_enabled")
    if enabled.is_absent() or enabled.is_(False):
        return
    queue = own_queue(call.world, f"{function.resource.name}/DeadLetterQueue", _TWO_WEEKS)
    queue.resource.conditional = queue.resource.conditional or not enabled.is_(True)
    arn = ResourceReference(queue.resource, "arn")
    config: Value = block(target_arn=arn) if enabled.is_(True) else Unknown("a switch", (arn, enabled))
    put(function.resource, "dead_letter_config", config, props.entry("dead_letter_queue_enabled"))
    function.attributes["dead_letter_queue"] = queue
    if role is not None:
        role.allow(permission(["sqs:SendMessage"], [arn]), certain=enabled.is_(True))


def tracing(props: Arguments, function: Resource, role: Holder | None) -> None:
    """Tracing with X-Ray, which the role must be allowed to write to."""
    mode, entry = props.get("tracing"), props.entry("tracing")
    if mode.is_absent() and not props.absent("adot_instrumentation"):
        mode, entry = Scalar("Active"), props.entry("adot_instrumentation")
    if mode.is_absent() or mode.is_("Disabled"):
        return
    known = mode.text() is not None
    put(function, "tracing_config", block(mode=mode) if known else Unknown("tracing", (mode,)), entry)
    if role is not None:
        role.allow(permission(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]), certain=known)


def encryption(props: Arguments, function: Resource) -> None:
    """The key of the environment."""
    put(
        function,
        "kms_key_arn",
        arn_of(props, "environment_encryption"),
        props.entry("environment_encryption"),
    )


def logging(call: Call, props: Arguments, function: Resource) -> Thing | None:
    """How and where it logs; gives the log group when the program knows it."""
    config = block()
    for source, target in (
        ("log_format", "log_format"),
        ("logging_format", "log_format"),
        ("application_log_level", "application_log_level"),
        ("application_log_level_v2", "application_log_level"),
        ("system_log_level", "system_log_level"),
        ("system_log_level_v2", "system_log_level"),
    ):
        value, entry = props.get(source), props.entry(source)
        if not value.is_absent():
            config.entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    group, entry = props.thing("log_group"), props.entry("log_group")
    if props.raw("log_group") is not None:
        name = arn_of(props, "log_group", "log_group_name")
        config.entries["log_group"] = MapEntry(
            name, entry.key_origin if entry else None, entry.origin if entry else None
        )
    if not config.is_empty():
        put(function, "logging_config", config, entry)
    retention = props.get("log_retention")
    if not retention.is_absent():
        made = log_group(call.world, function, retention, props)
        made.resource.conditional = made.resource.conditional or isinstance(retention, Absent)
        return made
    if group is None and props.absent("log_group") and call.world.flag(_MANAGED_LOGS) is True:
        return log_group(call.world, function, Scalar(731))
    return group


def log_group(
    world: World, function: Resource, retention: Value | None, props: Arguments | None = None
) -> Made:
    """The log group of a function, to which the library gives a retention."""
    name = Template(("/aws/lambda/", ResourceReference(function, "function_name")))
    group = world.add(
        "aws_cloudwatch_log_group", f"{function.name}/LogGroup", {"name": name}, role="log-group"
    )
    entry = props.entry("log_retention") if props is not None else None
    # Zero, which means for ever, is the same as nothing.
    put(group, "retention_in_days", None if retention is None or retention.is_(0) else retention, entry)
    return Made(group, {"log_group_name": "name", "log_group_arn": "arn"}, fragile=False)


def insights(
    call: Call, props: Arguments, function: Resource, role: Holder | None, environment: Environment
) -> None:
    """Extensions: layers of AWS, with the permissions and variables that they need."""
    for name in ("insights_version", "adot_instrumentation", "params_and_secrets"):
        written = props.raw(name)
        if written is None:
            continue
        if not (name == "insights_version" and function["package_type"].is_("Image")):
            append(function, "layers", Unknown("a layer of AWS", origin=written.origin))
        if name != "insights_version":
            environment.open()
        elif isinstance(role, Identity):
            role.attach(aws_policy(call.world, "CloudWatchLambdaInsightsExecutionRolePolicy"))
    profiling, group = props.get("profiling"), props.raw("profiling_group")
    if group is not None or not (profiling.is_absent() or profiling.is_(False)):
        environment.open()
        if role is not None:
            role.resource.escapes.append(call.world.gap("profiling", "profiling adds permissions"))


def add_layer(world: World, function: Resource, value: Value, *, certain: bool = True) -> None:
    """Add a layer."""
    arn = attribute_of(world, value, "layer_version_arn")
    arn.origin = value.origin
    append(function, "layers", arn, certain=certain)


class FileSystem(Opaque):
    """A file system that functions mount."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "a file system")
        self.access = call.thing(0, "ap")
        self.path = given(call.folded(1, "mount_path"), "a path")


def file_system(props: Arguments, function: Made, role: Holder | None) -> None:
    """A mounted file system: its rules let the function in."""
    if props.raw("filesystem") is None:
        return
    found, entry = props.node("filesystem"), props.entry("filesystem")
    if not isinstance(found, FileSystem) or not isinstance(found.access, Made):
        put(
            function.resource,
            "file_system_config",
            Unknown("a file system", (props.get("filesystem"),)),
            entry,
        )
        unsettle_mentioned((props.get("filesystem"),))
        return
    known = found.access.attribute("access_point_arn")
    arn = known if isinstance(known, Value) else ResourceReference(found.access.resource, "arn")
    put(function.resource, "file_system_config", block(arn=arn, local_mount_path=found.path), entry)
    own = function.attributes.get("connections")
    system = found.access.attribute("file_system")
    theirs = props.world.attribute(system, "connections") if isinstance(system, Thing) else None
    if isinstance(own, Connections) and isinstance(theirs, Connections):
        own.allow("egress", theirs, Ports(Scalar("tcp"), Scalar(2049), Scalar(2049), "2049"))
    else:
        unsettle_mentioned((found.value(),))
    if role is not None:
        where: Value = Unknown("a file system", (found.value(),))
        if isinstance(system, Made):
            world = props.world
            parts = (
                ":elasticfilesystem:",
                world.pseudo("region"),
                ":",
                world.pseudo("account"),
                ":file-system/",
            )
            where = world.arn(*parts, ResourceReference(system.resource, "id"))
        role.allow(permission(["elasticfilesystem:ClientMount"], ["*"], _through(arn)))
        role.allow(permission(["elasticfilesystem:ClientWrite"], [where]))


def _through(access: Value) -> Value:
    return block(StringEquals=MappingValue({"elasticfilesystem:AccessPointArn": MapEntry(access)}))


def mounted(call: Call) -> Node:
    """``lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/x')``."""
    return FileSystem(call)
