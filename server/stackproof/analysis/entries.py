"""Spells the fixes that change a call as it is written, which no framework has a say in."""

from __future__ import annotations

from stackproof.model.code import (
    Change,
    Code,
    Constant,
    Elements,
    Imported,
    RemoveKey,
    Retype,
    Retyped,
    SetKey,
    Variable,
)
from stackproof.model.fix import AddEntry, Fix, RemoveEntry, TypedDict, WriteTyped


def entry_changes(fix: Fix) -> list[Change] | None:
    """The changes of a fix that is all about entries of calls, None for others."""
    changes: list[Change] = []
    for intent in fix.intents:
        match intent:
            case RemoveEntry():
                changes.append(RemoveKey(intent.call, intent.path))
            case AddEntry():
                changes.append(SetKey(intent.call, intent.path, _code(intent), intent.position))
            case WriteTyped():
                taker = intent.attribute or intent.call.arguments.origin
                if taker is None:
                    return None
                changes.append(Retype(tuple(map(_retyped, intent.dicts)), taker))
            case _:
                return None
    return changes or None


def _code(intent: AddEntry) -> Code:
    if intent.variable:
        return Variable(intent.variable)
    return Elements(()) if intent.value is None else Constant(intent.value.data)


def _retyped(each: TypedDict) -> Retyped:
    return Retyped(each.at, Imported(each.module, each.name), each.names)
