"""Rules of listeners: which requests they take, and what they do with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.actions import (
    Action,
    Bound,
    action_of,
    fixed_response,
    forward,
    redirect,
)
from stackproof.frameworks.cdk.balancing.targets import TargetGroup
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Ruled(Bound, Protocol):
    """A listener that has rules."""

    world: World


def needs_rule(props: Arguments) -> bool | None:
    """Whether what is added takes only some requests; None when that is not known."""
    if props.raw("priority") is not None:
        return True
    return None if props.open else False


def make_rule(call: Call, listener: Ruled | None, action: Action, props: Arguments, name: str) -> Rule:
    """A rule of a listener."""
    arranged = Arranged(Arguments(call.world, {}, props.open, props.origin))
    if listener is not None:
        arranged.put("listener_arn", ResourceReference(listener.resource, "arn"))
    else:
        arranged.put("listener_arn", Unknown("a listener"))
    arranged.put("priority", props.get("priority"))
    described = describe(
        call.world, "AWS::ElasticLoadBalancingV2::ListenerRule", name, arranged, implied=listener is not None
    )
    rule = Rule(call.world, described.resource, listener)
    put(rule.resource, "condition", _conditions(call.world, props), props.entry("conditions"))
    rule.act(action)
    return rule


class Rule(Made):
    """A rule whose conditions and action can be changed."""

    def __init__(self, world: World, resource: Resource, listener: Ruled | None) -> None:
        super().__init__(resource, {"listener_rule_arn": "arn"})
        self._world = world
        self._listener = listener
        self.methods["add_condition"] = self._condition
        self.methods["configure_action"] = lambda c: self._act(c, action_of(world, c.argument(0, "action")))
        self.methods["add_target_group"] = self._group
        self.methods["set_condition"] = lambda c: self._unclear("condition")
        self.methods["add_fixed_response"] = lambda c: self._act(c, fixed_response(c.props(0)))
        self.methods["add_redirect_response"] = lambda c: self._act(c, redirect(c.props(0)))

    def act(self, action: Action, *, certain: bool = True) -> None:
        """Do this with the requests that it takes."""
        value = action.listed()
        put(self.resource, "action", value if certain else Unknown("an action", (value,)))
        if self._listener is not None:
            action.bind(self._listener, certain=certain)

    def _act(self, call: Call, action: Action) -> Node:
        self.act(action, certain=call.certain)
        return Opaque()

    def _group(self, call: Call) -> Node:
        group = call.thing(0, "target_group")
        known = forward([group]) if isinstance(group, TargetGroup) else Action.unknown(self._world)
        return self._act(call, known)

    def _condition(self, call: Call) -> Node:
        append(
            self.resource,
            "condition",
            given(call.folded(0, "condition"), "a condition"),
            certain=call.certain,
        )
        return Opaque()

    def _unclear(self, name: str) -> Node:
        put(self.resource, name, Unknown(name))
        return Opaque()


def _conditions(world: World, props: Arguments) -> Value:
    """All conditions, those of old first."""
    listed: list[Value] = []
    host = props.get("host_header")
    if not host.is_absent():
        listed.append(block(host_header=block(values=Sequence([host]))))
    path, paths = props.get("path_pattern"), props.get("path_patterns")
    if not path.is_absent():
        listed.append(block(path_pattern=block(values=Sequence([path]))))
    elif not paths.is_absent():
        listed.append(block(path_pattern=block(values=paths)))
    given_ = props.get("conditions")
    if isinstance(given_, Sequence):
        listed.extend(given_.elements)
    unknown = not isinstance(given_, Sequence) and not given_.is_absent()
    is_open = unknown or (isinstance(given_, Sequence) and given_.open) or props.open
    return Sequence(listed, open=is_open, origin=given_.origin)


def _rule(call: Call) -> Node:
    """``new ApplicationListenerRule(this, 'id', { listener, priority, conditions, action })``."""
    world, props = call.world, call.props()
    listener = props.thing("listener")
    written = props.raw("target_groups")
    if props.raw("action") is not None:
        action = action_of(world, props.raw("action"))
    elif written is not None:
        found = world.things(written)
        groups = [t for t in found or () if isinstance(t, Made)]
        action = forward(groups) if found is not None and len(groups) == len(found) else Action.unknown(world)
    elif (inner := props.nested("fixed_response")) is not None:
        action = fixed_response(inner)
    elif (inner := props.nested("redirect_response")) is not None:
        action = redirect(inner)
    else:
        action = Action.unknown(world)
    rule = make_rule(call, _ruled(listener), action, props, world.name(call))
    rule.resource.implied = False
    if isinstance(listener, Made):
        put(
            rule.resource,
            "listener_arn",
            ResourceReference(listener.resource, "arn"),
            props.entry("listener"),
        )
    return rule


def _ruled(listener: Thing | None) -> Ruled | None:
    from stackproof.frameworks.cdk.balancing.listeners import Listener

    return listener if isinstance(listener, Listener) else None


def _condition(field: str) -> Recipe:
    def recipe(call: Call) -> Node:
        values = block(values=given(call.folded(0, "values"), "values"))
        return MappingValue({field: MapEntry(values)})

    return recipe


def _header(call: Call) -> Node:
    return block(
        http_header=block(
            http_header_name=given(call.folded(0, "name"), "a name"),
            values=given(call.folded(1, "values"), "values"),
        )
    )


def _queries(call: Call) -> Node:
    return MappingValue({"query_string": MapEntry(given(call.folded(0, "values"), "values"))})


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationListenerRule": _rule,
        f"{_E}.ListenerCondition.host_headers": _condition("host_header"),
        f"{_E}.ListenerCondition.http_header": _header,
        f"{_E}.ListenerCondition.http_request_methods": _condition("http_request_method"),
        f"{_E}.ListenerCondition.path_patterns": _condition("path_pattern"),
        f"{_E}.ListenerCondition.query_strings": _queries,
        f"{_E}.ListenerCondition.source_ips": _condition("source_ip"),
    }
)
