"""Logs of distributions in real time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import parts
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.options import given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value

_WRITE = tuple(
    f"kinesis:{action}" for action in ("DescribeStreamSummary", "DescribeStream", "PutRecord", "PutRecords")
)


class Endpoint(Opaque):
    """A stream that logs go to; the role that may write there is shared by those of one configuration."""

    def __init__(self, stream: Thing | None, role: Thing | None, *, known: bool) -> None:
        super().__init__()
        self.stream = stream
        self.role = role
        self.known = known


def _endpoint(call: Call) -> Node:
    role = call.thing(1, "role")
    return Endpoint(call.thing(0, "stream"), role, known=role is not None or call.argument(1, "role") is None)


def _config(call: Call) -> Node:
    """``new RealtimeLogConfig(this, 'id', { endPoints, fields, samplingRate })``."""
    world, props = call.world, call.props()
    made = Arranged(props)
    made.copy("fields", "sampling_rate")
    unnamed = Unknown("a name that the library makes up")
    made.put("name", given_or(props, "realtime_log_config_name", unnamed), "realtime_log_config_name")
    written = props.raw("end_points")
    listed = world.elements(written) if written is not None else None
    nodes = [world.node(value) for value in listed or ()]
    own: Holder | None = None
    ends: list[Value] = []
    for node in nodes:
        if not isinstance(node, Endpoint):
            ends.append(Unknown("an endpoint"))
            continue
        if own is None and node.role is None and node.known:
            name = f"{world.name(call)}/RealtimeLogKinesisRole"
            own = implied_role(world, name, "cloudfront.amazonaws.com", "log-role", complete=True)
        ends.append(_end(call, node, node.role if node.role is not None else own))
    made.put("end_points", Sequence(ends, open=listed is None), "end_points")
    kind = "AWS::CloudFront::RealtimeLogConfig"
    names = {"realtime_log_config_arn": "arn", "realtime_log_config_name": "name"}
    return Made(describe(world, kind, world.name(call), made).resource, names, fragile=False)


def _end(call: Call, end: Endpoint, role: Thing | None) -> Value:
    stream = end.stream if isinstance(end.stream, Made) else None
    holder = role if isinstance(role, Holder) and (end.known or role is end.role) else None
    if stream is not None and holder is not None:
        holder.allow(permission(_WRITE, parts(stream, ("",))), certain=call.certain)
        key = stream.attributes.get("encryption_key")
        if isinstance(key, Made):
            allowed = permission(["kms:GenerateDataKey"], parts(key, ("",)))
            holder.allow(allowed, certain=call.certain)
    where = block(
        role_arn=ResourceReference(holder.resource, "arn") if holder is not None else Unknown("a role"),
        stream_arn=ResourceReference(stream.resource, "arn") if stream is not None else Unknown("a stream"),
    )
    return block(kinesis_stream_config=where, stream_type="Kinesis")


_F = "aws-cloudfront"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {f"{_F}.Endpoint.from_kinesis_stream": _endpoint, f"{_F}.RealtimeLogConfig": _config}
)
