"""Logs of traffic: where they go, and as whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals, joined
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import SubnetThing, default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# By method of `FlowLogResourceType`: the argument of the log that takes the id.
_WATCHED = {
    "from_subnet": "subnet_id",
    "from_vpc": "vpc_id",
    "from_network_interface_id": "eni_id",
    "from_transit_gateway_id": "transit_gateway_id",
    "from_transit_gateway_attachment_id": "transit_gateway_attachment_id",
}
_POLICY = "@aws-cdk/aws-s3:createDefaultLoggingPolicy"
_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]


class Watched(Opaque):
    """What a log is about: the argument, and its value."""

    def __init__(self, argument: str, value: Value) -> None:
        super().__init__((value,))
        self.argument = argument
        self.id = value


class Destination(Opaque):
    """Where logs go."""

    def __init__(self, call: Call, kind: str) -> None:
        super().__init__(call.world.folder.mentions(call.construction))
        self.call_ = call
        self.kind = kind


def flow_log(
    call: Call, props: Arguments, name: str, watched: tuple[str, Value] | None, *, implied: bool = False
) -> Made:
    """A flow log with the group and the role that it needs."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy("max_aggregation_interval")
    if watched is None:
        found = props.node("resource_type")
        watched = (found.argument, found.id) if isinstance(found, Watched) else None
    if watched is not None:
        arranged.keep(watched[0], watched[1], "resource_type")
    else:
        for argument in _WATCHED.values():
            arranged.keep(argument, Unknown("what is watched"), "resource_type")
    transit = watched is not None and watched[0].startswith("transit")
    kind = props.get("traffic_type")
    if not transit:
        arranged.put("traffic_type", default("ALL") if kind.is_absent() else kind, "traffic_type")
    if props.raw("log_format") is not None:
        arranged.put("log_format", Unknown("a format"), "log_format")
    attributes = _destination(call, props, arranged, name)
    for read in ("destination", "resource_type", "flow_log_name", "log_format"):
        props.entry(read)
    resource = describe(world, "AWS::EC2::FlowLog", name, arranged, implied=implied).resource
    made = Made(resource, {"flow_log_id": "id"}, fragile=False)
    made.attributes.update(attributes)
    return made


def _destination(call: Call, props: Arguments, arranged: Arranged, name: str) -> dict[str, Node]:
    """Arrange where the logs go; what the log has for attributes because of that."""
    given = props.node("destination")
    if props.raw("destination") is None:
        return _to_logs(call, arranged, name, None, None)
    if not isinstance(given, Destination):
        for argument in ("log_destination", "log_destination_type", "iam_role_arn"):
            arranged.keep(argument, Unknown("a destination"), "destination")
        return {}
    inner = given.call_
    match given.kind:
        case "to_cloud_watch_logs":
            group, role = inner.argument(0, "log_group"), inner.argument(1, "iam_role")
            return _to_logs(
                call,
                arranged,
                name,
                None if group is None else call.world.node(group),
                None if role is None else call.world.node(role),
                given_group=group is not None,
                given_role=role is not None,
            )
        case "to_s3":
            return _to_bucket(call, inner, arranged, name)
        case _:
            arranged.put("log_destination_type", "kinesis-data-firehose", "destination")
            stream = inner.folded(0, "delivery_stream_arn")
            known = given.kind == "to_kinesis_data_firehose_destination" and stream is not None
            arranged.keep(
                "log_destination", stream if known and stream else Unknown("a stream"), "destination"
            )
            return {}


def _to_logs(
    call: Call,
    arranged: Arranged,
    name: str,
    group: Node | None,
    role: Node | None,
    *,
    given_group: bool = False,
    given_role: bool = False,
) -> dict[str, Node]:
    world = call.world
    if not given_role:
        role = implied_role(
            world, f"{name}/IAMRole", "vpc-flow-logs.amazonaws.com", "flow-log-role", complete=True
        )
    if not given_group:
        made = world.add(
            "aws_cloudwatch_log_group",
            f"{name}/LogGroup",
            {"retention_in_days": default(731)},
            role="flow-log-group",
        )
        group = Made(made, {"log_group_name": "name", "log_group_arn": "arn"}, fragile=False)
    arn: Value = ResourceReference(group.resource, "arn") if isinstance(group, Made) else Unknown("a group")
    arranged.keep("log_destination", arn, "destination")
    arranged.put("log_destination_type", "cloud-watch-logs", "destination")
    role_arn: Value = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    arranged.keep("iam_role_arn", role_arn, "destination")
    if isinstance(role, Identity):
        role.allow(permission(_ACTIONS, [arn]))
    found: dict[str, Node | None] = {"log_group": group, "iam_role": role}
    return {k: n for k, n in found.items() if isinstance(n, Thing)}


def _to_bucket(call: Call, inner: Call, arranged: Arranged, name: str) -> dict[str, Node]:
    """Logs in a bucket; the library makes one where none is given."""
    world = call.world
    written = inner.argument(0, "bucket")
    bucket = world.node(written) if written is not None else None
    if written is None:
        bucket = BucketThing(world, world.add("aws_s3_bucket", f"{name}/Bucket", role="flow-log-bucket"))
    prefix = inner.folded(1, "key_prefix")
    arn: Value = (
        ResourceReference(bucket.resource, "arn") if isinstance(bucket, Made) else Unknown("a bucket")
    )
    arranged.put("log_destination_type", "s3", "destination")
    where: Value = arn if prefix is None else joined(Template((arn, "/", *(prefix.pieces() or (prefix,)))))
    arranged.keep("log_destination", where, "destination")
    options = inner.props(2)
    entries: dict[str, MapEntry] = {}
    for option, otherwise in (
        ("file_format", default("plain-text")),
        ("per_hour_partition", default(False)),
        ("hive_compatible_partitions", default(False)),
    ):
        value = options.get(option)
        entries[option] = MapEntry(otherwise if value.is_absent() else value)
    told = [options.get(o) for o in entries]
    if options.open or any(not (v.is_absent() or v.is_(False)) for v in told):
        arranged.keep("destination_options", MappingValue(entries, open=options.open), "destination")
    flag = world.flag(_POLICY)
    if isinstance(bucket, BucketThing) and flag is not False:
        hive = options.get("hive_compatible_partitions")
        _let_in(call, bucket, prefix, hive, certain=flag is True)
    return {"bucket": bucket} if isinstance(bucket, Thing) else {}


def _let_in(call: Call, bucket: BucketThing, prefix: Value | None, hive: Value, *, certain: bool) -> None:
    """The statements by which the service that delivers logs may write to a bucket."""
    world = call.world
    account = world.pseudo("account")
    arn = ResourceReference(bucket.resource, "arn")
    start: tuple[str | Value, ...] = ()
    if prefix is not None:
        text = prefix.text()
        start = (f"{text.removesuffix('/')}/",) if text else (prefix, "/")
    folder = "AWSLogs/aws-account-id=" if hive.is_(True) else "AWSLogs/"
    objects: Value = joined(Template((arn, "/", *start, folder, account, "/*")))
    if not (hive.is_absent() or hive.is_(True) or hive.is_(False)):
        objects = Unknown("objects of the logs", (objects,))
    service = Principals([Principal("Service", Scalar("delivery.logs.amazonaws.com"))])
    source = world.arn(":logs:", world.pseudo("region"), ":", account, ":*")
    owner: dict[str, MapEntry] = {"aws:SourceAccount": MapEntry(account)}
    for actions, resource, more in (
        (["s3:PutObject"], objects, {"s3:x-amz-acl": MapEntry(Scalar("bucket-owner-full-control"))}),
        (["s3:GetBucketAcl", "s3:ListBucket"], arn, {}),
    ):
        condition = block(
            StringEquals=MappingValue({**more, **owner}),
            ArnLike=MappingValue({"aws:SourceArn": MapEntry(source)}),
        )
        bucket.allow(statement(actions, service, [resource], Condition=condition), certain=certain)


def _log(call: Call) -> Node:
    return flow_log(call, call.props(), call.world.name(call), None)


def _watched(method: str, argument: str) -> Recipe:
    def recipe(call: Call) -> Node:
        thing = call.thing(0, {"from_vpc": "vpc", "from_subnet": "subnet"}.get(method, "id"))
        if thing is not None and method in ("from_vpc", "from_subnet"):
            resource = thing.resource if isinstance(thing, Made | SubnetThing) else None
            found = thing.attribute(argument)
            value = ResourceReference(resource, "id") if resource is not None else found
            return Watched(argument, value if isinstance(value, Value) else Unknown("what is watched"))
        value_ = call.folded(0, "id")
        return Watched(argument, value_ if value_ is not None else Unknown("what is watched"))

    return recipe


def _to(kind: str) -> Recipe:
    return lambda call: Destination(call, kind)


def _external(call: Call) -> Node:
    resource = call.world.external("aws_flow_log", call)
    put(resource, "id", call.folded(2, "flow_log_id"))
    return Made(resource, {"flow_log_id": "id"}, fragile=False)


_DESTINATIONS = ("to_cloud_watch_logs", "to_s3", "to_kinesis_data_firehose_destination", "to_firehose")
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.FlowLog": _log,
        "aws-ec2.FlowLog.from_flow_log_id": _external,
        **{f"aws-ec2.FlowLogResourceType.{m}": _watched(m, a) for m, a in _WATCHED.items()},
        **{f"aws-ec2.FlowLogDestination.{m}": _to(m) for m in _DESTINATIONS},
    }
)
