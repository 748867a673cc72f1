"""What all constructs share: their node, their stack, and the L1 resource inside an L2 construct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World

# Base classes that only hold others.
SCOPES = frozenset({"core.App", "core.Stack", "core.NestedStack", "core.Stage", "constructs.Construct"})


class NodeThing(Thing):
    """The ``node`` of a construct."""

    def __init__(self, owner: Thing) -> None:
        self._owner = owner
        self.fragile = True

    def value(self) -> Value:
        return self._owner.value()

    def attribute(self, name: str) -> Node | None:
        if name == "default_child":
            return (
                self._owner.attribute("default_child")
                if not isinstance(self._owner, Made)
                else DefaultChild(self._owner)
            )
        return Opaque((self._owner.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_dependency":
            depends(self._owner, call)
        reaches = ("find", "try_find", "try_remove")
        return None if method.startswith(reaches) and getattr(self._owner, "fragile", False) else Opaque()

    def owned(self) -> list[Resource]:
        return list(self._owner.owned())


class StackThing(Thing):
    """A stack or stage, and whatever else only holds constructs."""

    def __init__(self, world: World) -> None:
        self._world = world

    def attribute(self, name: str) -> Node | None:
        if name in ("region", "account", "partition", "url_suffix"):
            return self._world.pseudo(name)
        return Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        if method == "format_arn":
            return _format_arn(self._world, call)
        return Opaque(self._world.folder.mentions(call.construction))


class DefaultChild(Thing):
    """The L1 resource inside an L2 construct: overrides reach the L2's main resource."""

    fragile = True

    def __init__(self, owner: Made) -> None:
        self.owner = owner

    def value(self) -> Value:
        return self.owner.value()

    def attribute(self, name: str) -> Node | None:
        return self.owner.attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        from stackproof.frameworks.cdk.overrides import override

        return override(self.owner.resource, method, call)

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        from stackproof.frameworks.cdk.overrides import set_argument

        set_argument(world, self.owner.resource, name, entry)

    def owned(self) -> list[Resource]:
        return list(self.owner.owned())


def depends(owner: Thing, call: Call) -> None:
    """Note that what a thing owns waits for the things given to a call."""
    for value in call.positional:
        node = call.world.node(value)
        if isinstance(node, Thing):
            for waiting in list(owner.owned())[:1]:
                waiting.depends_on.extend(ResourceReference(r) for r in list(node.owned())[:1])


def _format_arn(world: World, call: Call) -> Value:
    props = call.props(0)
    service, resource = props.get("service"), props.get("resource")
    name = props.get("resource_name")
    region = props.get("region") if props.raw("region") is not None else world.pseudo("region")
    account = props.get("account") if props.raw("account") is not None else world.pseudo("account")
    parts: list[str | Value] = [":", service, ":", region, ":", account, ":", resource]
    if not name.is_absent():
        separator = props.raw("arn_format")
        colon = isinstance(separator, Symbol) and "COLON" in (separator.names or ("",))[-1]
        parts += [":" if colon else "/", name]
    return world.arn(*_texts(parts))


def _texts(parts: list[str | Value]) -> list[str | Value]:
    joined: list[str | Value] = []
    for part in parts:
        text = part if isinstance(part, str) else part.text()
        if text is not None and joined and isinstance(joined[-1], str):
            joined[-1] += text
        else:
            joined.append(part if text is None else text)
    return joined
