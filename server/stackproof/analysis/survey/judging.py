"""Judges how much is known of an argument, with the first reason for what is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import (
    Choice,
    JsonText,
    Mapping,
    Sequence,
    Template,
    Unknown,
    Value,
)


class Knowledge(IntEnum):
    """How much is known of a value, the best first."""

    CERTAIN = 0
    OUTSIDE = 1
    LOST = 2


class Knows(Protocol):
    """What the frameworks say of calls."""

    def is_known(self, call: Construction) -> bool:
        """Whether the effect and result of a call are known."""
        ...

    def is_thing(self, call: Construction) -> bool:
        """Whether a call makes or finds something of the cloud, rather than a value."""
        ...


@dataclass(eq=False)
class Judgement:
    """What is known of one argument; ``references`` and ``hidden`` are the constructions it leads to.

    Hidden ones went into something that was not followed, so that it is not known what became of them.
    """

    knowledge: Knowledge = Knowledge.CERTAIN
    reason: str = ""
    references: list[Construction] = field(default_factory=list)
    hidden: list[Construction] = field(default_factory=list)


def judge(value: Value, knows: Knows) -> Judgement:
    """How much is known of an argument as evaluated; what rests on the result of an unknown call is not known."""
    made = Judgement()
    seen: set[int] = set()
    stack: list[tuple[Value, bool]] = [(value, False)]
    while stack:
        current, hidden = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        match current:
            case Unknown():
                stack.extend((m, True) for m in reversed(current.mentions))
                if not any(_is_unclear(m) for m in current.mentions):
                    _worsen(made, current)
            case Reference():
                _follow(made, current.construction, hidden, knows, stack)
            case Instance() if current.construction is not None:
                (made.hidden if hidden else made.references).append(current.construction)
            case Instance():
                stack.extend((v, hidden) for v in current.fields.values())
            case Template():
                stack.extend((p, hidden) for p in reversed(current.parts) if isinstance(p, Value))
            case Sequence():
                stack.extend((e, hidden) for e in reversed(current.elements))
                if current.open:
                    _lose(made, "a list that may hold more than is known")
            case Mapping():
                stack.extend((e.value, hidden) for e in reversed(current.entries.values()))
                stack.extend((r, True) for r in reversed(current.rest))
                if current.open and not any(_is_unclear(r) for r in current.rest):
                    _lose(made, "an object that may hold more than is known")
            case JsonText():
                stack.append((current.content, hidden))
            case Choice():
                stack.extend((o, hidden) for o in reversed(current.options))
            case _:
                pass
    return made


def _follow(
    made: Judgement,
    call: Construction,
    hidden: bool,
    knows: Knows,
    stack: list[tuple[Value, bool]],
) -> None:
    known, thing = knows.is_known(call), call.receiver is None and knows.is_thing(call)
    if not known and not thing:
        name = call.callee.dotted if call.callee is not None else f".{call.method}()"
        _lose(made, f"the result of '{name}' is not known")
    if thing:
        # It is known which thing this is, though not always what the thing holds.
        (made.hidden if hidden else made.references).append(call)
    elif call.receiver is not None:
        stack.append((call.receiver, hidden or not known))
    else:
        hidden = hidden or not known
        # A duration, a port, a typed struct: as well known as what it is made from.
        given = call.arguments
        stack.extend((v, hidden) for v in given.positional)
        stack.extend((e.value, hidden) for e in given.keywords.values())


def _is_unclear(value: Value) -> bool:
    """Whether the reason for not knowing lies further inside."""
    match value:
        case Unknown():
            return True
        case Template():
            return any(isinstance(p, Value) and _is_unclear(p) for p in value.parts)
        case Sequence():
            return value.open or any(_is_unclear(e) for e in value.elements)
        case Mapping():
            return value.open or any(_is_unclear(e.value) for e in value.entries.values())
        case JsonText():
            return _is_unclear(value.content)
        case Choice():
            return any(_is_unclear(o) for o in value.options)
    return False


def _worsen(made: Judgement, value: Unknown) -> None:
    if not value.outside:
        _lose(made, value.reason or "not known")
    elif made.knowledge is Knowledge.CERTAIN:
        made.knowledge, made.reason = Knowledge.OUTSIDE, value.reason


def _lose(made: Judgement, reason: str) -> None:
    if made.knowledge is not Knowledge.LOST:
        made.knowledge, made.reason = Knowledge.LOST, reason
