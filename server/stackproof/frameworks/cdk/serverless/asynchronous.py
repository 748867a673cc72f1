"""What happens with calls of functions that nobody waits for: retries, and where their outcomes go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import attribute_of, duration, fill, start
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.invocables import Invocable


class Destination(Opaque):
    """Where outcomes go: a queue, a topic, a function, an event bus, or a bucket; the account's own bus without a target."""

    def __init__(self, target: Value | None) -> None:
        super().__init__((target,) if target is not None else (), "a destination")
        self.target = target

    def bind(self, call: Call, role: Thing | None) -> Value:
        """Let the function's role send there; gives the ARN."""
        world = call.world
        found = Grantee(role if isinstance(role, Holder) else None)
        if self.target is None:
            bus = world.arn(
                ":events:", world.pseudo("region"), ":", world.pseudo("account"), ":event-bus/default"
            )
            give(call, found, ["events:PutEvents"], [bus])
            return bus
        thing = world.node(self.target)
        if isinstance(thing, Receiver):
            thing.accept(call, found)
        elif isinstance(role, Holder):
            role.resource.escapes.append(world.gap("destination", "may send to what is not known"))
        return attribute_of(world, self.target)


def _destination(argument: str) -> Recipe:
    def recipe(call: Call) -> Node:
        if not call.positional and argument not in call.construction.arguments.keywords:
            return Destination(None)
        return Destination(given(call.argument(0, argument), "a destination"))

    return recipe


def invoke_config(
    call: Call, function: Invocable, props: Arguments, name: str, role: Thing | None, *, implied: bool = True
) -> Node:
    """How calls are tried again, and where their outcomes go."""
    resource = start(call.world, "aws_lambda_function_event_invoke_config", name, props, implied=implied)
    put(resource, "function_name", ResourceReference(function.function, "function_name"))
    qualifier = function.qualifier if function.qualifier is not None else Scalar("$LATEST")
    put(resource, "qualifier", qualifier)
    fill(resource, props, {"retry_attempts": "maximum_retry_attempts"})
    put(
        resource,
        "maximum_event_age_in_seconds",
        duration(props, "max_event_age"),
        props.entry("max_event_age"),
    )
    config = block()
    for side in ("on_failure", "on_success"):
        entry = props.entry(side)
        if props.raw(side) is None:
            continue
        found = props.node(side)
        arn = (
            found.bind(call, role)
            if isinstance(found, Destination)
            else Unknown("a destination", (props.get(side),))
        )
        config.entries[side] = MapEntry(
            block(destination=arn), entry.key_origin if entry else None, entry.origin if entry else None
        )
    if not config.is_empty():
        put(resource, "destination_config", config)
    return Made(resource)


def _config(call: Call) -> Node:
    """``new lambda.EventInvokeConfig(...)``."""
    from stackproof.frameworks.cdk.serverless.invocables import Invocable

    props = call.props()
    function = props.thing("function")
    if not isinstance(function, Invocable):
        return Opaque(call.world.folder.mentions(call.construction))
    return invoke_config(call, function, props, call.world.name(call), function.grantee, implied=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda.EventInvokeConfig": _config,
        "aws-lambda-destinations.SqsDestination": _destination("queue"),
        "aws-lambda-destinations.SnsDestination": _destination("topic"),
        "aws-lambda-destinations.LambdaDestination": _destination("fn"),
        "aws-lambda-destinations.EventBridgeDestination": _destination("event_bus"),
        "aws-lambda-destinations.S3Destination": _destination("bucket"),
    }
)
