"""Finds what is around a construct: its scope, its stack, its app, and the environment they are deployed to."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnlyMap
from dataclasses import dataclass

from stackproof.frameworks.cdk.names import locate, snake
from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import Mapping, Value, choice

STACKS = frozenset({"core.Stack", "core.NestedStack", "aws-servicecatalog.ProductStack"})
# Trees of real programs are about ten levels deep.
_DEEPEST = 100


@dataclass(frozen=True)
class Level:
    """One construct of those around another: its value as the program has it, and the class of the CDK it is."""

    value: Value
    construction: Construction
    key: str


def construct(value: Value | None) -> Construction | None:
    """The construction behind a construct of the program; None for attributes and everything else."""
    if isinstance(value, Instance):
        return value.construction
    return value.construction if isinstance(value, Reference) and not value.path else None


def levels(value: Value) -> Iterator[Level | None]:
    """The construct itself, its scope, and so on; None as the last when it is not known what is further out.

    A class of another library says nothing of what it is, so that it is the end of what is known.
    """
    current: Value | None = value
    for _ in range(_DEEPEST):
        made = construct(current)
        located = None if made is None or made.callee is None else locate(made.callee)
        if made is None or located is None or current is None:
            yield None
            return
        yield Level(current, made, located.key)
        if located.key == "core.App":
            return
        current = made.arguments.at(0, "scope")
        if current is None and not made.arguments.open:
            # A stack without a scope makes an app of its own.
            return
    yield None


def stack_of(value: Value) -> Value | None:
    """The stack in which a construct is (a stack is in itself); None when that is not known."""
    found = _nearest(value, STACKS)
    return None if found is None else found.value


def _nearest(value: Value, keys: frozenset[str]) -> Level | None:
    for level in levels(value):
        if level is None or level.key in keys:
            return level
    return None


def environment(stack: Value, name: str) -> Value | None:
    """The ``region`` or ``account`` given to a stack or to a stage around it; None where no literal is.

    What is not given is known only at deployment; what is given and unknown is as good as that.
    """
    given, certain = _given(stack, name)
    if given is None or not certain or not all(v.text() for v in given.alternatives()):
        return None
    return given


def is_agnostic(value: Value) -> bool:
    """Whether the stack around a construct certainly has no region or no account of its own."""
    stack = stack_of(value)
    if stack is None:
        return False
    for name in ("region", "account"):
        given, certain = _given(stack, name)
        if given is None and certain:
            return True
    return False


def zones(value: Value, context: ReadOnlyMap[str, object] | None) -> list[str] | None:
    """The availability zones that the project remembers for the environment of the stack around a construct."""
    stack = stack_of(value)
    if stack is None or not context:
        return None
    region, account = environment(stack, "region"), environment(stack, "account")
    if region is None or account is None:
        return None
    listed = context.get(f"availability-zones:account={account.text()}:region={region.text()}")
    return [z for z in listed if isinstance(z, str)] if isinstance(listed, list) and listed else None


def _given(stack: Value, name: str) -> tuple[Value | None, bool]:
    """A part of the environment, None when there is none; and whether that is certain."""
    for level in levels(stack):
        if level is None:
            return None, False
        # Nested stacks are where the stack around them is; other constructs have no environment.
        if level.key not in ("core.Stack", "core.Stage"):
            continue
        env, certain = argument(level.construction, 2, "env")
        if env is not None and certain:
            env, certain = _part(env, name)
        if env is not None or not certain:
            return env, certain
    return None, True


def argument(construction: Construction, position: int, name: str) -> tuple[Value | None, bool]:
    """An argument given by keyword or in an object at a position, as evaluated; and whether that is certain.

    ``name`` is in snake case. None when it is not given, or given as nothing.
    """
    passed = construction.arguments
    for key, entry in passed.keywords.items():
        if snake(key) == name:
            return (None if entry.value.is_(None) else entry.value), True
    if position >= len(passed.positional):
        return None, not passed.open
    value, certain = _part(passed.positional[position], name)
    return value, certain and not passed.open


def _part(value: Value, name: str) -> tuple[Value | None, bool]:
    """What an object holds under a name in snake case, and whether that is certain."""
    if value.is_(None):
        return None, True
    parts = [_part_of_one(v, name) for v in value.alternatives()]
    found = [v for v, _ in parts if v is not None]
    certain = all(c for _, c in parts)
    if not found:
        return None, certain
    # Something that one alternative has and another lacks is not certainly there.
    return choice(found), certain and len(found) == len(parts)


def _part_of_one(value: Value, name: str) -> tuple[Value | None, bool]:
    held: dict[str, Value]
    match value:
        case Mapping():
            held, is_open = {k: e.value for k, e in value.entries.items()}, value.open
        case Instance() if value.construction is None:
            held, is_open = value.fields, value.open
        case Reference() if not value.path and value.construction.callee is not None:
            passed = value.construction.arguments
            held = {k: e.value for k, e in passed.keywords.items()}
            is_open = passed.open or bool(passed.positional)
        case _:
            return None, value.is_(None)
    found = next((v for k, v in held.items() if snake(k) == name), None)
    if found is None or found.is_(None):
        return None, not is_open
    return found, True
