"""Spells what is to be changed about the program's own calls, constructors and imports, in which no framework has a say."""

from __future__ import annotations

from typing import Literal

from stackproof.model.code import (
    AddItem,
    AddParameter,
    Change,
    Imported,
    RemoveItem,
    ReplaceCode,
    ReplaceSource,
    Variable,
)
from stackproof.model.fix import (
    DropPassed,
    Fix,
    PassVariable,
    ReplaceText,
    Respell,
    TakeParameter,
)
from stackproof.model.importing import AddImport, CallByImport, DropNames
from stackproof.model.values import Scalar, Template, Value


def changes(fix: Fix) -> list[Change] | None:
    """The changes of a fix that is about nothing else; None for all others."""
    found: list[Change] = []
    for intent in fix.intents:
        match intent:
            case PassVariable():
                found.append(AddItem(intent.call, intent.name, Variable(intent.variable)))
            case DropPassed():
                found.append(RemoveItem(intent.holder, intent.number))
            case TakeParameter():
                found.append(AddParameter(intent.function, intent.name, _kind(intent.given)))
            case Respell():
                found.extend(intent.changes)
            case ReplaceText():
                found.append(ReplaceSource(intent.at, intent.text))
            case AddImport() | DropNames():
                found.append(intent)
            case CallByImport():
                found.append(ReplaceCode(intent.at, Imported(intent.module, intent.name)))
            case _:
                return None
    return found or None


def _kind(value: Value | None) -> Literal["text", "number", "truth"] | None:
    if isinstance(value, Template):
        return "text"
    match value.data if isinstance(value, Scalar) else None:
        case bool():
            return "truth"
        case int():
            return "number"
        case str():
            return "text"
        case _:
            return None
