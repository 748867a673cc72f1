"""Resources of a program's own making: calls of the cloud's interfaces, and functions that answer for a resource.

Such code can do anything to what it is told of, but to nothing else of the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.serverless.functions import make_function
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Gap
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import ResourceReference, Unknown, Value, walk

_CALLS = ("on_create", "on_update", "on_delete")
# Actions that change nothing.
_READING = re.compile(
    r"(get|describe|list|head|batchget|search|lookup|scan|query|select|filter|preview|estimate)",
    re.IGNORECASE,
)


def expose(world: World, values: Iterable[Value], detail: str, gap_kind: str = "custom-resource") -> None:
    """Code that nobody reads gets hold of what the evaluated values mention: more may be done to it than is seen."""
    reached: set[int] = set()

    def visit(value: Value) -> None:
        made = value.construction if isinstance(value, Reference | Instance) else None
        if isinstance(value, ResourceReference):
            made = value.resource.construction
        while made is not None and id(made) not in reached:
            reached.add(id(made))
            if world.struct(made):
                stack.extend(e.value for e in made.arguments.keywords.values())
            receiver = made.receiver
            made = receiver.construction if isinstance(receiver, Reference) else None

    stack = list(values)
    while stack:
        walk(stack.pop(), visit)
    if not reached:
        return
    gap: Gap = world.gap(gap_kind, detail, world.current.origin)

    def mark() -> None:
        for resource in world.recognition.resources:
            if id(resource.construction) in reached:
                resource.escapes.append(gap)

    world.later(mark)


def _given(call: Call) -> list[Value]:
    passed = call.construction.arguments
    return [
        *passed.positional[call.named_at :],
        *(e.value for k, e in passed.keywords.items() if k not in ("scope", "id")),
    ]


class _Answer(Opaque):
    """What a custom resource says of itself."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "the answer of a custom resource")

    def attribute(self, name: str) -> Node | None:
        return self.value()

    def call(self, method: str, call: Call) -> Node | None:
        return self.value() if method.startswith("get_") else Opaque((self.value(),))


def _sdk(call: Call) -> Node:
    """``AwsCustomResource``: what its calls are told of may be changed, unless they only read."""
    props = call.props()
    if props.open:
        everything = [*_given(call), *call.world.folder.mentions(call.construction)]
        expose(call.world, everything, "a call of the cloud's interfaces may change it")
        return _Answer(call)
    for name in _CALLS:
        written = props.raw(name)
        if written is None:
            continue
        inner = props.nested(name)
        if inner is None:
            expose(call.world, [written], "a call of the cloud's interfaces may change it")
        elif not _reads(inner):
            told = [
                e.value for k, e in inner.entries.items() if k not in ("physical_resource_id", "output_paths")
            ]
            expose(call.world, told, "a call of the cloud's interfaces may change it")
    role = props.thing("role")
    if isinstance(role, Made):
        role.resource.escapes.append(
            call.world.gap("granted-role", "the library adds permissions to this role by itself")
        )
    return _Answer(call)


def _reads(props: Arguments) -> bool:
    action = props.get("action").text()
    return action is not None and not props.open and _READING.match(action) is not None


class _Provider(Opaque):
    """A function that answers for custom resources. Nothing is done to the function itself."""

    def attribute(self, name: str) -> Node | None:
        return (
            Unknown("a function of the library's own", (self.value(),)) if name == "service_token" else self
        )


def _provider(call: Call) -> Node:
    return _Provider(call.world.folder.mentions(call.construction), "a provider of custom resources")


def _custom(call: Call) -> Node:
    """``CustomResource``: its function may do anything to what its properties name."""
    props = call.props()
    told = _given(call) if props.open else [e.value for k, e in props.entries.items() if k != "service_token"]
    expose(call.world, told, "the function of a custom resource may change it")
    return _Answer(call)


def _harmless(call: Call) -> Node:
    return Opaque(call.world.folder.mentions(call.construction))


def _trigger_function(call: Call) -> Node:
    """``TriggerFunction``: a function that runs while the stack is deployed."""
    props = call.props()
    for name in ("execute_after", "execute_before", "execute_on_handler_change"):
        props.entry(name)
    told = [e.value for k, e in props.entries.items() if k in ("environment", "execute_after", "role")]
    expose(call.world, told, "a function that runs during deployment may change it")
    return make_function(call, props, call.world.name(call))


_M = "custom-resources"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.AwsCustomResource": _sdk,
        f"{_M}.Provider": _provider,
        **{
            f"{_M}.{name}": _harmless
            for name in (
                "AwsCustomResourcePolicy.from_sdk_calls", "AwsCustomResourcePolicy.from_statements", "CustomResourceConfig.of",
                "PhysicalResourceId.from_response", "PhysicalResourceId.of", "PhysicalResourceIdReference",
            )
        },
        "core.CustomResource": _custom,
        "core.CustomResourceProvider.get_or_create": _provider,
        "core.CustomResourceProvider.get_or_create_provider": _provider,
        "triggers.TriggerFunction": _trigger_function,
    }
)  # fmt: skip
