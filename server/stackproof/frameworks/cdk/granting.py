"""The methods by which a construct grants permissions, made from a table of what each allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Sequence as ReadOnly
from dataclasses import dataclass, replace

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.grants import Policy, Several, grant
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.thing import Made, Meant, Node, Opaque, Thing
from stackproof.model.graph import Resource
from stackproof.model.runtime import Passed
from stackproof.model.values import ResourceReference, Scalar, Sequence, Template, Unknown, Value


@dataclass(frozen=True)
class Grant:
    """What one method allows: actions on parts of a resource, each given by what follows its ARN.

    ``key`` are actions on the key with which the resource is encrypted.
    """

    actions: tuple[str, ...]
    parts: tuple[str, ...] = ("",)
    key: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Guard:
    """A resource's own policy: its document, and what it says of the resource there."""

    document: Policy
    own: Several | None = None


def let(
    made: Made,
    table: Mapping[str, Grant],
    guard: Guard | None = None,
    key: Callable[[], Made | None] = lambda: None,
    whole: tuple[str, ...] = ("",),
) -> None:
    """Give a thing the methods of a table, ``grant(grantee, ...actions)`` on ``whole``, and ``grants``."""
    for name, one in table.items():
        made.methods[name] = _method(made, one, guard, key)
    made.methods.setdefault("grant", lambda call: _written(made, guard, whole, call))
    made.attributes.setdefault("grants", Granting(made))


def _method(
    made: Made, one: Grant, guard: Guard | None, key: Callable[[], Made | None]
) -> Callable[[Call], Node]:
    def run(call: Call) -> Node:
        keeper = key() if one.key else None
        if keeper is not None:
            use_key(call, keeper, one.key)
        return give(call, one.actions, parts(made, one.parts), guard)

    return run


def give(
    call: Call,
    actions: Several,
    resources: ReadOnly[Value],
    guard: Guard | None = None,
    to: Value | None = None,
) -> Node:
    """Let the first argument of a call (or ``to``) do something."""
    return grant(
        call,
        to if to is not None else grantee(call),
        actions,
        resources,
        guard.document if guard is not None else None,
        own=guard.own if guard is not None else None,
    )


def grantee(call: Call) -> Value | None:
    """To whom a call grants something, as evaluated."""
    for name in ("grantee", "identity", "principal"):
        found = call.argument(0, name)
        if found is not None:
            return found
    return None


def on_behalf(call: Call, who: Thing, *rest: Value) -> Call:
    """A call as the library makes it while it follows another one: for someone, with other arguments."""
    passed = Passed([Meant(who), *rest])
    return replace(call, construction=replace(call.construction, arguments=passed))


def bestow_by(call: Call, owner: Thing | None, method: str, who: Holder) -> None:
    """Let a construct grant something to a role; what the role may do is not known where the construct is not."""
    known = owner is not None and not isinstance(owner, Opaque)
    done = owner.call(method, on_behalf(call, who)) if owner is not None and known else None
    if done is None:
        who.resource.escapes.append(
            call.world.gap("unknown-grant", "permissions on what is not known", call.construction.origin)
        )


def use_key(call: Call, key: Made, actions: ReadOnly[str], to: Value | None = None) -> None:
    """Let the first argument of a call (or ``to``) use the key of a resource."""
    document = getattr(key, "document", None)
    guard = Guard(document, [Scalar("*")]) if callable(document) else None
    give(call, actions, parts(key, ("",)), guard, to)


def parts(made: Made, endings: Iterable[str]) -> list[Value]:
    """The ARN of a resource, followed by each of the endings."""
    arn = ResourceReference(made.resource, "arn")
    return [Template((arn, ending)) if ending else arn for ending in endings]


def _written(made: Made, guard: Guard | None, whole: tuple[str, ...], call: Call) -> Node:
    """``grant(grantee, ...actions)``."""
    actions = call.rest(1)
    listed: Several = Unknown("actions") if actions is None else Sequence(actions)
    return give(call, listed, parts(made, whole), guard)


class Granting(Thing):
    """``thing.grants``, whose methods are those of the thing without the word "grant"."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self.fragile = made.fragile

    def value(self) -> Value:
        return self._made.value()

    def call(self, method: str, call: Call) -> Node | None:
        return self._made.call("grant" if method == "actions" else f"grant_{method}", call)

    def owned(self) -> ReadOnly[Resource]:
        return self._made.owned()
