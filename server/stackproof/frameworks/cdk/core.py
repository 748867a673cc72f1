"""The core module: scopes, conversions between types, and the parts of it that have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk import amounts, aspects, elements
from stackproof.frameworks.cdk.amounts import Duration, Size, in_days
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.scopes import SCOPES, StackThing, format_arn
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.model.values import Unknown, Value

__all__ = ["RECIPES", "Duration", "Size", "in_days"]


_READ_LATER = ("secrets_manager", "ssm_secure", "cfn_parameter", "cfn_dynamic_reference")


def _scope(call: Call) -> Node:
    aspects.injected(call)
    return StackThing(call.world, call.construction)


def _scope_of(call: Call) -> Node:
    """A stack that the evaluator could not find."""
    return StackThing(call.world, None)


def _same(call: Call) -> Node | None:
    """The argument itself: conversions that only change its type."""
    if not call.positional:
        return Opaque(call.world.folder.mentions(call.construction))
    node = call.world.node(call.positional[0])
    return node if node is not None else call.world.fold(call.positional[0])


def _plain(call: Call) -> Node:
    """A secret that stands in the program as it is."""
    given = call.folded(0, "secret")
    return Plain(given if given is not None else Unknown("a secret"))


def _secret(call: Call) -> Node:
    """A secret that is read at deployment."""
    return Plain(Unknown("a secret", outside=True, origin=call.construction.origin))


class Plain(Opaque):
    """A value behind an object that only wraps it."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self._held = value

    def value(self) -> Value:
        return self._held

    def call(self, method: str, call: Call) -> Node | None:
        return self._held


def _arn(call: Call) -> Node:
    """``Arn.format(components, stack)``."""
    return format_arn(call.world, call)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **amounts.RECIPES,
        **aspects.RECIPES,
        **elements.RECIPES,
        **dict.fromkeys(SCOPES, _scope),
        "core.Arn.format": _arn,
        **dict.fromkeys((f"core.SecretValue.{name}" for name in _READ_LATER), _secret),
        "core.SecretValue.plain_text": _plain,
        "core.SecretValue.unsafe_plain_text": _plain,
        "core.Stack.of": _scope_of,
        "core.Stage.of": _scope_of,
        "core.Token.as_any": _same,
        "core.Token.as_list": _same,
        "core.Token.as_number": _same,
        "core.Token.as_string": _same,
    }
)
