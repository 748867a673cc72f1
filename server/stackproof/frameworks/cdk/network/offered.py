"""What a network offers to others: services behind endpoints, lists of prefixes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, construct
from stackproof.frameworks.cdk.peers import Peer
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value


def _service(call: Call) -> Node:
    """``new ec2.VpcEndpointService(this, 'id', { vpcEndpointServiceLoadBalancers: [nlb] })``."""
    world, props = call.world, call.props()
    arranged = Arranged(props)
    accepted = props.get("acceptance_required")
    arranged.put(
        "acceptance_required", default(True) if accepted.is_absent() else accepted, "acceptance_required"
    )
    arranged.copy(
        allowed_regions="supported_regions", supported_ip_address_types="supported_ip_address_types"
    )
    balancers = props.raw("vpc_endpoint_service_load_balancers")
    things = world.things(balancers) if balancers is not None else None
    arns: Value = Unknown("load balancers")
    if things is not None and all(isinstance(t, Made) for t in things):
        arns = Sequence([ResourceReference(t.resource, "arn") for t in things if isinstance(t, Made)])
    arranged.put("network_load_balancer_arns", arns, "vpc_endpoint_service_load_balancers")
    for read in (
        "contributor_insights",
        "allowed_principals",
        "whitelisted_principals",
        "vpc_endpoint_service_name",
    ):
        props.entry(read)
    resource = construct(call, "AWS::EC2::VPCEndpointService", arranged).resource
    _principals(world, props, resource)
    names = {"vpc_endpoint_service_id": "id", "vpc_endpoint_service_name": "service_name"}
    return Made(resource, names, fragile=False)


def _principals(world: World, props: Arguments, service: Resource) -> None:
    """Who may use the service."""
    name = "allowed_principals" if props.raw("allowed_principals") is not None else "whitelisted_principals"
    written = props.raw(name)
    if written is None:
        return
    elements = world.elements(written)
    for element in elements if elements is not None else [written]:
        node = world.node(element)
        arn = node.attribute("arn") if isinstance(node, Made) else None
        text = world.fold(element)
        principal = (
            arn if isinstance(arn, Value) else text if text.text() is not None else Unknown("a principal")
        )
        world.add(
            "aws_vpc_endpoint_service_allowed_principal",
            f"{service.name}/Permissions",
            {"vpc_endpoint_service_id": ResourceReference(service, "id"), "principal_arn": principal},
            role="allowed-principal",
        )


def _list(call: Call) -> Node:
    """``new ec2.PrefixList(this, 'id', { entries: [{ cidr: '10.0.0.1/32' }] })``."""
    props = call.props()
    arranged = Arranged(props)
    family, name, most = (props.get(n) for n in ("address_family", "prefix_list_name", "max_entries"))
    arranged.put("address_family", default("IPv4") if family.is_absent() else family, "address_family")
    arranged.put("prefix_list_name", Unknown("a name") if name.is_absent() else name, "prefix_list_name")
    entries = props.get("entries")
    listed = Sequence([]) if entries.is_absent() else entries
    count: Value = Unknown("as many as there are", (entries,))
    if listed.is_closed() and isinstance(listed, Sequence):
        count = default(max(len(listed.elements), 1) if entries.is_absent() else len(listed.elements))
    arranged.put("max_entries", count if most.is_absent() else most, "max_entries")
    arranged.put("entries", listed, "entries")
    return _listed(call, construct(call, "AWS::EC2::PrefixList", arranged).resource)


def _listed(call: Call, resource: Resource) -> Made:
    names = {"prefix_list_id": "id", "prefix_list_arn": "arn", "prefix_list_name": "name"}
    made = Made(resource, names, fragile=False)
    peer = Peer("list", ResourceReference(resource, "id"))
    made.attributes["connections"] = Connections(call.world, peer=peer)
    return made


def _external(call: Call) -> Node:
    resource = call.world.external("aws_ec2_managed_prefix_list", call)
    put(resource, "id", call.folded(2, "prefix_list_id"))
    return _listed(call, resource)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.VpcEndpointService": _service,
        "aws-ec2.PrefixList": _list,
        "aws-ec2.PrefixList.from_prefix_list_id": _external,
        "aws-ec2.PrefixList.from_lookup": _external,
    }
)
