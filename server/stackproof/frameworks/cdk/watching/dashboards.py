"""Dashboards, whose widgets are not followed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.model.values import Unknown


def _dashboard(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("dashboard_name")
    made.put("dashboard_body", Unknown("widgets", call.world.folder.mentions(call.construction)), "widgets")
    for read in ("widgets", "start", "end", "period_override", "default_interval", "variables"):
        props.entry(read)
    resource = describe(call.world, "AWS::CloudWatch::Dashboard", call.world.name(call), made).resource
    thing = Made(resource, {"dashboard_arn": "dashboard_arn", "dashboard_name": "dashboard_name"})
    for method in ("add_widgets", "add_variable"):
        thing.methods[method] = lambda c: Opaque()
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-cloudwatch.Dashboard": _dashboard})
