"""``experimental.EdgeFunction``: a function of Lambda that stands where CloudFront looks for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.around import environment, stack_of
from stackproof.frameworks.cdk.described import describe, entry_of
from stackproof.frameworks.cdk.distribution.behaviors import trust_edge
from stackproof.frameworks.cdk.serverless.functions import make_function
from stackproof.frameworks.cdk.serverless.versions import version_of
from stackproof.frameworks.cdk.thing import Node, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Unknown

_HOME = "us-east-1"


def _edge(call: Call) -> Node:
    """The function, which everybody means by its version."""
    props, name = call.props(), call.world.name(call)
    props.entry("stack_id")
    before = len(call.world.recognition.resources)
    function = make_function(call, props, name)
    if function.grantee is not None:
        trust_edge(function.grantee)
    version = version_of(function, ResourceReference(function.resource, "version"))
    version.attributes["current_version"] = version
    made = call.world.recognition.resources[before:]
    _elsewhere(call, name, function.resource, made)
    return version


def _elsewhere(call: Call, name: str, function: Resource, made: list[Resource]) -> None:
    """In stacks of other regions, all of it is in a stack of its own, with a parameter that tells its name."""
    scope = call.argument(0, "scope")
    stack = stack_of(scope) if scope is not None else None
    region = environment(stack, "region") if stack is not None else None
    if region is not None and region.is_(_HOME):
        return
    certain = region is not None and region.is_not(_HOME)
    for resource in made:
        if not resource.external and not resource.type.startswith("aws_iam_"):
            put(resource, "region", Scalar(_HOME) if certain else Unknown("a region"))
    entries = {
        "name": entry_of(Unknown("a name with the path of the function")),
        "type": entry_of("String"),
        "value": entry_of(ResourceReference(function, "qualified_arn")),
        "region": entry_of(Scalar(_HOME) if certain else Unknown("a region")),
    }
    parameter = describe(call.world, "AWS::SSM::Parameter", f"{name}/Parameter", entries, implied=True)
    parameter.resource.conditional = parameter.resource.conditional or not certain


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-cloudfront.experimental.EdgeFunction": _edge})
