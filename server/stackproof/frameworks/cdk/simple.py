"""L2 constructs that are one resource under other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.scopes import DefaultChild
from stackproof.frameworks.cdk.thing import Made, Node, put


@dataclass(frozen=True)
class Simple:
    """One resource type: its arguments under both names, and attributes that are not called by habit."""

    type: str
    names: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


def _make(simple: Simple) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        resource = call.world.add(simple.type, call.world.name(call), implied=False)
        resource.properties.origin = props.origin
        for source, target in simple.names.items():
            put(resource, target, props.get(source), props.entry(source))
        # An argument that nobody has read may mean anything.
        resource.properties.open = props.open or bool(props.unread())
        made = Made(resource, dict(simple.attributes), fragile=False)
        # `instance.instance` is the L1 resource inside.
        made.attributes["instance"] = DefaultChild(made)
        return made

    return recipe


_SIMPLE: Mapping[str, Simple] = MappingProxyType(
    {
        "aws-opensearchservice.Domain": Simple(
            "aws_opensearch_domain",
            {"domain_name": "domain_name", "version": "engine_version"},
            {"domain_endpoint": "endpoint", "domain_arn": "arn", "domain_name": "domain_name"},
        ),
    }
)


RECIPES: Mapping[str, Recipe] = MappingProxyType({name: _make(simple) for name, simple in _SIMPLE.items()})
