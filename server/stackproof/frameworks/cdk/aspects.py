"""What reaches all constructs below a scope: aspects, mixins, injected properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference, Symbol

# Packages whose aspects check and report, and classes that only tag.
_CHECKERS = frozenset({"cdk-nag", "cdk_nag"})
_TAGGERS = frozenset({"core.Tag", "core.RemoveTag"})
# What only looks at constructs, tags them, or notes something about them.
_LOOKS = frozenset(
    {
        "constructs.Node.of",
        "core.Annotations.of",
        "core.Names.unique_id",
        "core.Names.unique_resource_name",
        "core.Stack.of",
        "core.Stage.of",
        "core.Tags.of",
    }
)
# Aspects that demand session tokens of machines, by what they change.
_METADATA = re.compile(r".*RequireImdsv2Aspect")
_MACHINES = frozenset({"aws_instance", "aws_launch_configuration", "aws_launch_template"})


class AspectsOf(Thing):
    """``Aspects.of(scope)``."""

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        if method != "add":
            return Opaque()
        aspect = call.argument(0, "aspect")
        symbol = aspect.construction.callee if isinstance(aspect, Reference) and not aspect.path else None
        if symbol is not None and _is_harmless(symbol):
            return Opaque()
        name = (
            aspect.cls.node.name
            if isinstance(aspect, Instance)
            else symbol.names[-1]
            if symbol is not None
            else None
        )
        what = f"the aspect '{name}'" if name else "an aspect"
        machines = symbol is not None and _METADATA.fullmatch(symbol.dotted) is not None
        call.world.open_everything(
            "aspect",
            f"{what} may change {'machines' if machines else 'every resource'}",
            call.construction.origin,
            _MACHINES if machines else None,
        )
        return Opaque()


def is_addition(call: Construction) -> bool:
    """Whether a method call adds an object to the aspects of a scope."""
    receiver = call.receiver
    if not isinstance(receiver, Reference) or receiver.path or not call.arguments.positional:
        return False
    made = receiver.construction.callee
    located = None if made is None else locate(made)
    return located is not None and located.key == "core.Aspects.of"


def may_see(symbol: Symbol) -> bool:
    """Whether a function of a library may be given any construct without changing it."""
    located = locate(symbol)
    if located is None:
        return _is_harmless(symbol)
    name = located.names[-1] if located.names else ""
    return located.key in _LOOKS or name.startswith(("is_", "has_"))


def _is_harmless(symbol: Symbol) -> bool:
    located = locate(symbol)
    if located is not None:
        return located.key in _TAGGERS
    return symbol.module.split("/")[0].split(".")[0] in _CHECKERS


class Applicator(Thing):
    """``Mixins.of(scope)`` and ``PropertyInjectors.of(scope)``: what is applied changes resources."""

    def __init__(self, what: str) -> None:
        self._what = what

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def call(self, method: str, call: Call) -> Node | None:
        call.world.open_everything(
            self._what, f"{self._what} may change every resource", call.construction.origin
        )
        return self


def injected(call: Call) -> None:
    """Apps, stages and stacks may be given code that changes the arguments of all constructs inside."""
    given = call.props(0 if call.located is not None and call.located.key == "core.App" else 2)
    if given.raw("property_injectors") is not None:
        call.world.open_everything(
            "injector", "injected properties may change every resource", call.construction.origin
        )


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "core.Aspects.of": lambda call: AspectsOf(),
        "core.Mixins.of": lambda call: Applicator("a mixin"),
        "core.PropertyInjectors.of": lambda call: Applicator("an injector"),
    }
)
