"""Questions about the intents and arguments of fixes, the same for all frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from stackproof.model.construction import Construction
from stackproof.model.fix import (
    Account,
    AddDependency,
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Existing,
    Fix,
    Intent,
    Joined,
    Json,
    Many,
    Partition,
    PlainMap,
    PutInText,
    Region,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.model.values import Choice, Mapping, Sequence, Value


def inside(argument: object) -> Iterator[object]:
    """An argument and everything inside it."""
    yield argument
    inner: tuple[object, ...] = ()
    match argument:
        case Joined():
            inner = argument.parts
        case Many():
            inner = argument.items
        case Block() | PlainMap():
            inner = tuple(argument.entries.values())
        case Json():
            inner = (argument.content,)
    for part in inner:
        yield from inside(part)


def is_deferred(argument: Argument) -> bool:
    """Whether something inside is known only after deployment."""
    return any(
        isinstance(a, AttributeOf | AttributeOfNew | Existing | Region | Account | Partition)
        for a in inside(argument)
    )


def arguments_of(intent: Intent) -> Iterator[object]:
    """All arguments that an intent writes, with everything inside them."""
    match intent:
        case AddResources():
            for new in intent.resources:
                for argument in new.arguments.values():
                    yield from inside(argument)
                yield from new.depends_on
        case SetArgument() | AppendToList():
            yield from inside(intent.value)
        case PutInText():
            yield from inside(intent.argument)
        case AddDependency():
            yield intent.on


def new_keys(fix: Fix) -> Iterator[str]:
    """The keys of the new resources to which something in the fix refers."""
    for intent in fix.intents:
        for argument in arguments_of(intent):
            if isinstance(argument, AttributeOfNew):
                yield argument.key


def mentioned(intent: AddResources) -> Iterator[Resource]:
    """The resources of the program to which the new ones refer."""
    for argument in arguments_of(intent):
        if isinstance(argument, AttributeOf):
            yield argument.resource
        elif isinstance(argument, Existing):
            for reference in argument.value.references():
                yield reference.resource


def raw(construction: Construction, language: Literal["typescript", "python"], position: int) -> Value | None:
    """The arguments of a call by name: the object at a position, or the keywords; None when there is none."""
    passed = construction.arguments
    if language == "python":
        return passed.as_mapping()
    if position < len(passed.positional):
        return passed.positional[position]
    return Mapping({}) if position == len(passed.positional) and not passed.open else None


def path_to(arguments: Value, wanted: Value) -> tuple[str | int, ...] | None:
    """The names and indexes that lead to a value inside the arguments of a resource; None when it is not there."""
    steps: list[tuple[str | int, Value]] = []
    if isinstance(arguments, Mapping):
        steps = [(name, entry.value) for name, entry in arguments.entries.items()]
    elif isinstance(arguments, Sequence):
        steps = list(enumerate(arguments.elements))
    for step, value in steps:
        if value is wanted or (isinstance(value, Choice) and any(v is wanted for v in value.options)):
            return (step,)
        inner = path_to(value, wanted)
        if inner is not None:
            return (step, *inner)
    return None
