"""Links of interfaces into VPCs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import describe
from stackproof.frameworks.cdk.securitygroups import groups_given
from stackproof.frameworks.cdk.thing import Made, Node, Thing
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.values import MapEntry, Sequence, Unknown

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.httpthing import HttpThing


def link_into(call: Call, api: HttpThing, vpc: Thing | None, props: Arguments | None = None) -> Made:
    """The link of an interface into a VPC; it has one for each."""
    made = api.links.get(id(vpc)) if vpc is not None else None
    if made is None:
        name = f"{api.resource.name}/VpcLink-{len(api.links) + 1}"
        made = _link(call, vpc, props or Arguments(call.world, {}), name, implied=True)
        api.links[id(vpc)] = made
    return made


def vpc_of(target: Thing | None) -> VpcThing | None:
    """The VPC of a listener's load balancer."""
    balancer = target.attribute("load_balancer") if target is not None else None
    vpc = balancer.attribute("vpc") if isinstance(balancer, Made) else None
    return vpc if isinstance(vpc, VpcThing) else None


def _link(call: Call, vpc: Thing | None, props: Arguments, name: str, *, implied: bool) -> Made:
    named, groups = props.get("vpc_link_name"), groups_given(props, single="")
    unclear = Unknown("subnets of a VPC that is not known")
    entries = {
        "name": MapEntry(Unknown("a name of the library's own") if named.is_absent() else named),
        "subnet_ids": MapEntry(vpc.subnet_ids(props, "subnets") if isinstance(vpc, VpcThing) else unclear),
        "security_group_ids": MapEntry(groups.ids if groups is not None else Sequence([])),
    }
    resource = describe(call.world, "AWS::ApiGatewayV2::VpcLink", name, entries, implied=implied).resource
    made = Made(resource, {"vpc_link_id": "id"}, fragile=False)
    if vpc is not None:
        made.attributes["vpc"] = vpc
    return made


def _recipe(call: Call) -> Node:
    props = call.props()
    return _link(call, props.thing("vpc"), props, call.world.name(call), implied=False)


def _external(call: Call) -> Node:
    resource = call.world.external("aws_apigatewayv2_vpc_link", call)
    return Made(resource, {"vpc_link_id": "id"}, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-apigatewayv2.VpcLink": _recipe,
        "aws-apigatewayv2.VpcLink.from_vpc_link_attributes": _external,
    }
)
