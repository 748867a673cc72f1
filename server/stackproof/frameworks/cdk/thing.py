"""What the constructs of a program stand for while it is recognised."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as ReadOnlyMap
from collections.abc import Sequence as ReadOnly
from typing import TYPE_CHECKING, TypeAlias

from stackproof.frameworks.cdk.names import snake
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    JsonText,
    MapEntry,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.arguments import Call
    from stackproof.frameworks.cdk.world import World

# Methods which no construct uses to change what it is: they give permissions, numbers or names to others.
_HARMLESS = ("grant", "metric", "apply_removal_policy", "to_string", "override_logical_id", "add_metadata")


class Thing:
    """A construction of the program, or a part of one.

    ``fragile`` things can be changed by methods, so that a method nobody knows opens them.
    """

    fragile = False

    def value(self) -> Value:
        """The thing as a whole, as a graph value."""
        return Unknown("an object of the CDK")

    def attribute(self, name: str) -> Node | None:
        """An attribute by its name in snake case, or an element (``[0]``); None when it is not known."""
        return None

    def call(self, method: str, call: Call) -> Node | None:
        """The outcome of a method (name in snake case); None when its effect is not known."""
        return None

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        """An attribute is set. What that does is not known unless a kind of thing knows better."""
        world.open(self, "attribute-set", f"its attribute '{name}' is set", entry.origin)

    def owned(self) -> ReadOnly[Resource]:
        """The resources whose world opens when something unknown is done to the thing."""
        return ()


Node: TypeAlias = Thing | Value


class Meant(Unknown):
    """A thing in place of an evaluated value: what a construct of the library gives to another one."""

    def __init__(self, thing: Thing) -> None:
        super().__init__("an object of the CDK")
        self.thing = thing


class Opaque(Thing):
    """Something understood that says nothing about what the graph holds."""

    def __init__(self, mentions: tuple[Value, ...] = (), reason: str = "an object of the CDK") -> None:
        self._value = Unknown(reason, mentions)

    def value(self) -> Value:
        return self._value

    def attribute(self, name: str) -> Node | None:
        return self

    def call(self, method: str, call: Call) -> Node | None:
        return self


class Things(Thing):
    """A list of things. ``open`` when there may be more. What its methods do with the elements is not followed."""

    fragile = True

    def __init__(self, items: ReadOnly[Thing], open: bool = False) -> None:
        self.items = list(items)
        self.open = open

    def value(self) -> Value:
        return Sequence([i.value() for i in self.items], open=self.open)

    def attribute(self, name: str) -> Node | None:
        if name.startswith("[") and name[1:-1].lstrip("-").isdigit():
            index = int(name[1:-1])
            if -len(self.items) <= index < len(self.items):
                return self.items[index]
        return Scalar(len(self.items)) if name == "length" and not self.open else None

    def owned(self) -> ReadOnly[Resource]:
        return [r for i in self.items for r in i.owned()]


class Keyed(Opaque):
    """A table of things by names; ``found`` may be added to. Names are looked up in snake case."""

    def __init__(self, found: ReadOnlyMap[str, Thing]) -> None:
        super().__init__()
        self._found = found

    def attribute(self, name: str) -> Node | None:
        bare = name.strip("[]'\"")
        return next((t for key, t in self._found.items() if bare in (key, snake(key))), self)


class Made(Thing):
    """A construct around one main resource.

    ``names`` maps attributes to Terraform's names; others follow the CDK's habit (``bucketArn`` is ``arn``). ``attributes``
    are answered as they are.
    """

    fragile = True

    def __init__(
        self, resource: Resource, names: dict[str, str] | None = None, *, fragile: bool = True
    ) -> None:
        self.resource = resource
        self.names = names or {}
        self.attributes: dict[str, Node] = {}
        self.methods: dict[str, Callable[[Call], Node | None]] = {}
        # The role to which permissions go that are granted to the construct.
        self.grantee: Thing | None = None
        self.fragile = fragile

    def value(self) -> Value:
        return ResourceReference(self.resource)

    def attribute(self, name: str) -> Node | None:
        if (known := self.attributes.get(name)) is not None:
            return known
        if (renamed := self.names.get(name)) is not None:
            return ResourceReference(self.resource, renamed)
        if name == "grant_principal" and self.grantee is not None:
            return self.grantee
        if name in ("connections", "grant_principal", "env", "grants"):
            return Opaque((self.value(),))
        if name == "ref":
            return ResourceReference(self.resource, "id")
        for ending in ("arn", "name", "id", "url"):
            if name.endswith("_" + ending) and not name.endswith(("domain_name", "dns_name")):
                return ResourceReference(self.resource, ending)
        return ResourceReference(self.resource, name)

    def call(self, method: str, call: Call) -> Node | None:
        handler = self.methods.get(method)
        if handler is not None:
            return handler(call)
        return None

    def owned(self) -> ReadOnly[Resource]:
        return (self.resource,)


def harmless(method: str) -> bool:
    """Whether a method changes nothing that the graph holds, whatever thing it is called on."""
    return method.startswith(_HARMLESS)


def put(resource: Resource, name: str, value: Value | None, entry: MapEntry | None = None) -> None:
    """Set an argument of a resource; ``entry`` tells where its key and entry stand in the program.

    Nothing is set for what is certainly absent.
    """
    if value is None or (isinstance(value, Absent) and value.closed):
        return
    resource.properties.entries[name] = MapEntry(
        settled(value), entry.key_origin if entry else None, entry.origin if entry else None
    )


def settled(value: Value) -> Value:
    """The value; unknown when it is a block or a list around nothing but what may not be given."""
    inner = value.content if isinstance(value, JsonText) else value
    if isinstance(inner, Mapping | Sequence) and _hollow(inner):
        return Unknown("may not be given", (value,), origin=value.origin)
    return value


def _hollow(value: Value) -> bool:
    match value:
        case Absent():
            return not value.closed
        case Mapping():
            inner = [e.value for e in value.entries.values()]
            # A block that the author wrote is there, whatever is in it.
            own = value.origin is None
            return bool(inner) and all(_hollow(v) or (own and isinstance(v, Unknown)) for v in inner)
        case Sequence():
            return bool(value.elements) and all(_hollow(v) for v in value.elements)
        case _:
            return False


def append(resource: Resource, name: str, value: Value, *, certain: bool = True) -> None:
    """Add an element to a list argument; ``certain`` is False when it may not be added after all."""
    entry = resource.properties.entries.get(name)
    if entry is None:
        entry = resource.properties.entries[name] = MapEntry(Sequence([]))
    if isinstance(entry.value, Sequence):
        entry.value.elements.append(value)
        entry.value.open = entry.value.open or not certain
    else:
        entry.value = Unknown("added to a list that is not known", (entry.value, value))


def given(value: Value | None, what: str) -> Value:
    """The value, or an unknown one that says what it should have been."""
    return value if value is not None else Unknown(what)
