"""What all constructs share: their node, their stack, and the L1 resource inside an L2 construct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.around import construct
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.construction import Construction
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import JsonText, MapEntry, Origin, ResourceReference, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World

# Base classes that only hold others.
SCOPES = frozenset({"core.App", "core.Stack", "core.NestedStack", "core.Stage", "constructs.Construct"})


class NodeThing(Thing):
    """The ``node`` of a construct."""

    fragile = True

    def __init__(self, world: World, owner: Thing) -> None:
        self._world = world
        self._owner = owner

    def value(self) -> Value:
        return self._owner.value()

    def attribute(self, name: str) -> Node | None:
        if name == "default_child":
            return (
                self._owner.attribute("default_child")
                if not isinstance(self._owner, Made)
                else DefaultChild(self._owner)
            )
        if name == "children":
            return Tree(self._world, None)
        return Opaque((self._owner.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_dependency":
            depends(self._owner, call)
        if method in ("find_child", "try_find_child"):
            return self._child(call)
        if method.startswith(("find", "try_remove")):
            return Tree(call.world, call)
        return Opaque()

    def _child(self, call: Call) -> Node | None:
        """The construct that the program put there; anything may happen to what cannot be found."""
        name = call.folded(0, "id")
        text = name.text() if name is not None else None
        if isinstance(self._owner, Made) and text == "Resource":
            return DefaultChild(self._owner)
        made = self._owner.made if isinstance(self._owner, StackThing) else None
        if made is not None and text is not None:
            children = [
                c for c in call.world.index.with_id(text) if construct(c.arguments.at(0, "scope")) is made
            ]
            if len(children) == 1:
                return call.world.of(children[0])
        return None if getattr(self._owner, "fragile", False) else Tree(call.world, call)

    def owned(self) -> list[Resource]:
        return list(self._owner.owned())


class Tree(Thing):
    """Constructs that a program finds by going through the tree: whatever is done to them may be done to all."""

    def __init__(self, world: World, call: Call | None) -> None:
        self._world = world
        self._call = call
        self._opened = False

    def value(self) -> Value:
        self.reach(None if self._call is None else self._call.construction.origin)
        return Unknown("constructs of the tree")

    def attribute(self, name: str) -> Node | None:
        return Opaque() if name in ("length", "id", "path") else self

    def call(self, method: str, call: Call) -> Node | None:
        self.reach(call.construction.origin)
        return self

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        self.reach(entry.origin)

    def reach(self, origin: Origin | None) -> None:
        """Something is done to constructs of the tree."""
        if not self._opened:
            self._opened = True
            self._world.open_everything("tree", "constructs found in the tree may be changed", origin)


class StackThing(Thing):
    """A stack or stage, and whatever else only holds constructs; ``made`` when it is known which one."""

    def __init__(self, world: World, made: Construction | None) -> None:
        self._world = world
        self.made = made

    def attribute(self, name: str) -> Node | None:
        if name in ("region", "account", "partition", "url_suffix"):
            return self._world.pseudo(name)
        return Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        if method == "format_arn":
            return format_arn(self._world, call)
        if method == "export_value":
            # The importing stack gets what the exporting one has.
            return call.world.fold(call.positional[0]) if call.positional else None
        if method == "to_json_string":
            value = call.folded(0, "obj")
            return None if value is None else JsonText(value, origin=call.construction.origin)
        return Opaque(self._world.folder.mentions(call.construction))


class Options(Opaque):
    """The ``cfnOptions`` of an L1 resource: a condition decides whether it is made at all."""

    def __init__(self, resource: Resource) -> None:
        super().__init__((ResourceReference(resource),))
        self._resource = resource

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        if name == "condition":
            self._resource.conditional = True


class DefaultChild(Thing):
    """The L1 resource inside an L2 construct: overrides reach the L2's main resource."""

    fragile = True

    def __init__(self, owner: Made) -> None:
        self.owner = owner

    def value(self) -> Value:
        return self.owner.value()

    def attribute(self, name: str) -> Node | None:
        return Options(self.owner.resource) if name == "cfn_options" else self.owner.attribute(name)

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


def format_arn(world: World, call: Call) -> Value:
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
