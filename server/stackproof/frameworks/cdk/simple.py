"""L2 constructs that are one resource under other names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from stackproof.frameworks.cdk import finishing
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.scopes import DefaultChild
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.model.graph import Resource

Finish = Callable[[Call, Arguments, Resource], None]


@dataclass(frozen=True)
class Simple:
    """One resource type: its arguments under both names, and attributes that are not called by habit."""

    type: str
    names: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    finish: Finish | None = None


def _make(simple: Simple) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        resource = call.world.add(simple.type, call.world.name(call), implied=False)
        resource.properties.open = props.open
        resource.properties.origin = props.origin
        for source, target in simple.names.items():
            put(resource, target, props.get(source), props.entry(source))
        if simple.finish is not None:
            simple.finish(call, props, resource)
        made = Made(resource, dict(simple.attributes), fragile=False)
        # `instance.instance` is the L1 resource inside.
        made.attributes["instance"] = DefaultChild(made)
        return made

    return recipe


def _external(simple: Simple) -> Recipe:
    return lambda call: Made(call.world.external(simple.type, call), dict(simple.attributes), fragile=False)


_SIMPLE: Mapping[str, Simple] = MappingProxyType(
    {
        "aws-ecr.Repository": Simple(
            "aws_ecr_repository",
            {"repository_name": "name"},
            {"repository_uri": "repository_url"},
            finishing.repository_finish,
        ),
        "aws-opensearchservice.Domain": Simple(
            "aws_opensearch_domain",
            {"domain_name": "domain_name", "version": "engine_version"},
            {"domain_endpoint": "endpoint", "domain_arn": "arn", "domain_name": "domain_name"},
        ),
    }
)


# How the statics that find existing resources begin.
_LOOKUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "aws-ecr.Repository": ("from_repository_name", "from_repository_arn", "from_repository_attributes", "from_lookup"),
    }
)  # fmt: skip


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{name: _make(simple) for name, simple in _SIMPLE.items()},
        **{f"{name}.{s}": _external(_SIMPLE[name]) for name, statics in _LOOKUPS.items() for s in statics},
    }
)
