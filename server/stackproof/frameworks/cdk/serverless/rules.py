"""Rules of event buses: which events go where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.serverless.eventtargets import Target
from stackproof.frameworks.cdk.serverless.filling import arn_of, fill, finish, start
from stackproof.frameworks.cdk.serverless.patterns import event_pattern, extended
from stackproof.frameworks.cdk.serverless.timing import Timing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put, settled
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, MapEntry, ResourceReference, Scalar, Unknown, Value


class RuleThing(Made):
    """A rule, to which targets are added."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"rule_arn": "arn", "rule_name": "name"})
        self.world = world
        self.targets = 0

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_target":
                target = call.thing(0, "target")
                if not isinstance(target, Target):
                    # Targets of the author's own may make whatever they like.
                    return None
                self.add(call, target)
                return Opaque()
            case "add_event_pattern":
                props = call.props(0)
                more = event_pattern(props, Unknown("an event pattern"))
                self.resource.properties.entries["event_pattern"] = MapEntry(
                    extended(self.resource["event_pattern"], more), None, call.construction.origin
                )
                return Opaque()
            case _:
                return super().call(method, call)

    def owned(self) -> Sequence[Resource]:
        role = self.attributes.get("_events_role")
        return (self.resource, role.resource) if isinstance(role, Made) else (self.resource,)

    def add(self, call: Call, target: Target) -> None:
        """Add a target, with what lets events through."""
        arguments = target.arguments(call, self)
        resource = self.world.add(
            "aws_cloudwatch_event_target",
            f"{self.resource.name}/Target{self.targets}",
            {
                "rule": ResourceReference(self.resource, "name"),
                "event_bus_name": self._bus(),
                "target_id": Scalar(f"Target{self.targets}", certainty=Certainty.DEFAULT),
            },
            role="target",
        )
        for entry in arguments.values():
            entry.value = settled(entry.value)
        resource.properties.entries |= arguments
        resource.properties.open = target.open or bool(target.props.unread())
        self.targets += 1

    def _bus(self) -> Value | None:
        held = self.resource.properties.entries.get("event_bus_name")
        return held.value if held is not None else None


def make_rule(
    call: Call, props: Arguments, name: str, *, implied: bool = False, pattern: Value | None = None
) -> RuleThing:
    """A rule with its targets; ``pattern`` is that of a construct which makes rules for what happens to it."""
    world = call.world
    resource = start(world, "aws_cloudwatch_event_rule", name, props, implied=implied)
    fill(resource, props, {"rule_name": "name", "description": "description"})
    enabled = props.get("enabled")
    if enabled.is_absent() or enabled.is_(True):
        state: Value = Scalar("ENABLED", certainty=Certainty.DEFAULT, origin=enabled.origin)
    else:
        state = (
            Scalar("DISABLED", origin=enabled.origin)
            if enabled.is_(False)
            else Unknown("a switch", (enabled,))
        )
    put(resource, "state", state, props.entry("enabled"))
    timing = props.node("schedule")
    if props.raw("schedule") is not None:
        shown = (
            timing.expression
            if isinstance(timing, Timing)
            else Unknown("a schedule", (props.get("schedule"),))
        )
        put(resource, "schedule_expression", shown, props.entry("schedule"))
    written = event_pattern(props.nested("event_pattern"), props.get("event_pattern"))
    if pattern is not None:
        written = extended(pattern, written) if not written.is_absent() else pattern
    put(resource, "event_pattern", written, props.entry("event_pattern"))
    put(resource, "event_bus_name", arn_of(props, "event_bus", "event_bus_name"), props.entry("event_bus"))
    put(resource, "role_arn", arn_of(props, "role", "role_arn"), props.entry("role"))
    rule = RuleThing(world, resource)
    targets = props.elements("targets")
    if targets is None and not props.absent("targets"):
        world.open(rule, "targets", "targets that are not known", call.construction.origin)
    for element in targets or ():
        target = world.node(element)
        if isinstance(target, Target):
            rule.add(call, target)
        else:
            world.open(rule, "target", "a target that is not known", call.construction.origin)
    finish(resource, props, "cross_stack_scope")
    return rule


def on_event(pattern: Value, made: Thing, call: Call) -> Node:
    """``project.onBuildFailed('id', { target })`` and its like: a rule for what happens to a construct."""
    props = call.props(1)
    rule = make_rule(call, props, call.world.name(call, 0), implied=True, pattern=pattern)
    target = props.node("target")
    if isinstance(target, Target):
        rule.add(call, target)
    elif not props.absent("target"):
        call.world.open(rule, "target", "a target that is not known", call.construction.origin)
    return rule


def _rule(call: Call) -> Node:
    return make_rule(call, call.props(), call.world.name(call))


def _external(call: Call) -> Node:
    resource = call.world.external("aws_cloudwatch_event_rule", call)
    put(resource, "arn", call.folded(2, "event_rule_arn"))
    return Made(resource, {"rule_arn": "arn", "rule_name": "name"}, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {"aws-events.Rule": _rule, "aws-events.Rule.from_event_rule_arn": _external}
)
