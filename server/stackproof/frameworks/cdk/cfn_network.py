"""CloudFormation's networks: what of them is another resource or another argument in Terraform."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.intrinsics import Encoded
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value

# What flow logs watch, and the argument by which Terraform names it.
_WATCHED = {
    "VPC": "vpc_id",
    "Subnet": "subnet_id",
    "NetworkInterface": "eni_id",
    "TransitGateway": "transit_gateway_id",
    "TransitGatewayAttachment": "transit_gateway_attachment_id",
    "RegionalNatGateway": "regional_nat_gateway_id",
}


def _flow_log(world: World, resource: Resource) -> None:
    """What is watched is told by a type and an id; a group of logs is told by its ARN."""
    entries = resource.properties.entries
    if (group := entries.pop("log_group_name", None)) is not None:
        target = group.value.target()
        known = target is not None and target.type == "aws_cloudwatch_log_group"
        arn: Value = (
            ResourceReference(target, "arn") if known and target else Unknown("a group", (group.value,))
        )
        entries.setdefault("log_destination", MapEntry(arn, group.key_origin, group.origin))
    kind, watched = entries.pop("resource_type", None), entries.get("resource_id")
    if kind is None or watched is None:
        return
    name = _WATCHED.get(kind.value.text() or "")
    if name is not None:
        del entries["resource_id"]
        entries[name] = watched
        return
    # It may be any of them.
    for name in _WATCHED.values():
        entries[name] = MapEntry(Unknown("what is watched", (watched.value,)), watched.key_origin)


def user_data(world: World, value: Value) -> dict[str, Value]:
    """A start script: CloudFormation takes its encoding, Terraform the text or the encoding."""
    node = world.node(value)
    if isinstance(node, Encoded):
        return {"user_data": node.text}
    folded = world.fold(value)
    if isinstance(folded, Scalar):
        return {"user_data_base64": folded}
    return {"user_data": folded}


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::EC2::FlowLog",
        "aws_flow_log",
        {"deliver_logs_permission_arn": "iam_role_arn"},
        finish=_flow_log,
    ),
)
