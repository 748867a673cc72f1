"""Elements of a template that are no resources: parameters, outputs, mappings, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.names import Located, locate
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value, choice

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World


class Parameter(Thing):
    """A ``CfnParameter``: its value is chosen at deployment, from the allowed ones where these are given."""

    def __init__(self, call: Call) -> None:
        props = call.props()
        self._origin = call.construction.origin
        allowed = props.get("allowed_values")
        texts = [v.text() for v in allowed.elements] if isinstance(allowed, Sequence) else []
        certain = isinstance(allowed, Sequence) and not allowed.open
        self._allowed = [t for t in texts if t is not None] if certain and None not in texts else []

    def value(self) -> Value:
        # A parameter's default is not known to hold: whoever deploys may give another value.
        if not self._allowed:
            return Unknown("a parameter of the stack", outside=True, origin=self._origin)
        return choice([Scalar(t, origin=self._origin) for t in self._allowed], self._origin)

    def attribute(self, name: str) -> Node | None:
        return self.value() if name in ("value_as_string", "value") else Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        return Opaque()


class Output(Thing):
    """A ``CfnOutput``: other stacks that import it get its value."""

    def __init__(self, value: Value) -> None:
        self._value = value

    def value(self) -> Value:
        return self._value

    def attribute(self, name: str) -> Node | None:
        return self._value if name in ("value", "import_value") else Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        return Opaque()


class CfnMapping(Thing):
    """A ``CfnMapping``: two levels of keys."""

    def __init__(self, content: Value) -> None:
        self._content = content

    def attribute(self, name: str) -> Node | None:
        return Opaque((self._content,))

    def call(self, method: str, call: Call) -> Node | None:
        if method == "set_value":
            self._content = Unknown("a mapping that was changed", (self._content,))
        if method != "find_in_map":
            return Opaque()
        return self.look_up(call.folded(0, "key1"), call.folded(1, "key2"))

    def look_up(self, first: Value | None, second: Value | None) -> Value:
        """What stands under two keys: a choice of all entries where a key is known only at deployment."""
        found: list[Value] = [self._content]
        for key in (first, second):
            text = key.text() if key is not None else None
            found = [inner for value in found for inner in _under(value, text, key)]
        return choice(found) if found else Unknown("an entry of a mapping", (self._content,))


def _under(value: Value, text: str | None, key: Value | None) -> list[Value]:
    if not isinstance(value, MappingValue) or value.open:
        return [Unknown("an entry of a mapping", (value,))]
    if text is not None:
        entry = value.entries.get(text)
        return [entry.value] if entry is not None else [Unknown("no such entry of a mapping")]
    if isinstance(key, ResourceReference):
        return [e.value for e in value.entries.values()]
    return [Unknown("an entry of a mapping", (value,))]


def _output(call: Call) -> Node:
    return Output(call.props().get("value"))


def _mapping(call: Call) -> Node:
    return CfnMapping(call.props().get("mapping"))


def mapping_named(world: World, name: str) -> CfnMapping | None:
    """The one mapping with this id."""
    made = world.index.named(
        "core.CfnMapping", lambda m: _text(Call(world, m, _located(m)).folded(1, "id")), name
    )
    node = world.of(made[0]) if len(made) == 1 else None
    return node if isinstance(node, CfnMapping) else None


def exported(world: World, name: str) -> Value | None:
    """What the program's one output exported under a name holds; None when there is none such."""
    outputs = world.index.named(
        "core.CfnOutput", lambda m: _text(Call(world, m, _located(m)).props().get("export_name")), name
    )
    methods = world.index.named(
        "export_value", lambda m: _text(Call(world, m, None).props(1).get("name")), name
    )
    values = [node.value() for made in outputs if isinstance(node := world.of(made), Output)]
    values += [
        world.fold(value)
        for made in methods
        if (value := made.arguments.at(0, "exported_value")) is not None
        and isinstance(made.receiver, Reference)
    ]
    return values[0] if len(values) == 1 else None


def _located(made: Construction) -> Located | None:
    return None if made.callee is None else locate(made.callee)


def _text(value: Value | None) -> str | None:
    return None if value is None else value.text()


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "core.CfnCondition": lambda call: Opaque((), "a condition of the template"),
        "core.CfnMapping": _mapping,
        "core.CfnOutput": _output,
        "core.CfnParameter": Parameter,
    }
)
