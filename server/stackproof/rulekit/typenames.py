"""Says in words what types are wanted and what is given instead."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.model.facts import Facts
from stackproof.model.types import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Deferred,
    ListOf,
    MapOf,
    Named,
    Type,
    Union,
    alternatives,
    union_of,
)
from stackproof.model.typewords import type_words
from stackproof.rulekit.fitting import is_token

_PLAIN = {STRING: "a string", NUMBER: "a number", INTEGER: "a number", BOOLEAN: "a boolean"}


def wanted_words(type_: Type, facts: Facts) -> str:
    """``a string``, ``string[]``, ``Duration``: without what only stands for later values."""
    settled = _settled(type_)
    return _PLAIN[settled] if settled in _PLAIN else _words(settled, facts)


def _words(type_: Type, facts: Facts) -> str:
    """A type as the program's language says it."""
    return type_words(_settled(type_), facts.language, _called(facts))


def given_words(type_: Type, facts: Facts) -> str:
    """``a string``, ``a list``, ``'Bucket'``."""
    options = list(alternatives(type_))
    option = options[0] if options else type_
    if option in _PLAIN:
        return _PLAIN[option]
    if isinstance(option, ListOf):
        return "a list"
    if isinstance(option, MapOf):
        return "a dict" if facts.language == "python" else "an object"
    if isinstance(option, Named) and option.kind == "enum":
        return f"a member of '{_called(facts)(option)}'"
    return f"'{_words(type_, facts)}'"


def _settled(type_: Type) -> Type:
    match type_:
        case Deferred():
            return _settled(type_.item)
        case ListOf():
            return ListOf(_settled(type_.item))
        case MapOf():
            return MapOf(_settled(type_.item))
        case Union() if not type_.every:
            kept = [_settled(option) for option in type_.options if not is_token(option)]
            return union_of(kept) if kept else type_
        case _:
            return type_


def _called(facts: Facts) -> Callable[[Named], str]:
    def name(type_: Named) -> str:
        fact = facts.of(type_)
        return type_.id.rpartition(".")[2] if fact is None else fact.name.rpartition(".")[2]

    return name
