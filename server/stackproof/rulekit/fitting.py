"""Says whether values of one type certainly do not fit where another one is wanted.

``Certainly`` is meant as the compiler or the library at run time means it; whatever is not understood fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stackproof.model.facts import Fact, Facts
from stackproof.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    INTEGER,
    JSON,
    NUMBER,
    STRING,
    VOID,
    Constant,
    Deferred,
    ListOf,
    MapOf,
    Named,
    Primitive,
    Type,
    Union,
    alternatives,
    takes_anything,
)

# Of what has one of these types nothing is known but that it is something.
_OPEN = (JSON, DATE, VOID)
# What every object has, so that having it says nothing.
_EVERYWHERE = frozenset({"toString", "to_string", "length"})


def is_token(type_: Type) -> bool:
    """Whether a type is only there so that a value may be known later."""
    return isinstance(type_, Named) and type_.id.rpartition(".")[2] == "IResolvable"


@lru_cache(maxsize=16384)
def wanted_options(type_: Type) -> tuple[Type, ...]:
    """What a value may be in the end, without what only stands for values that are known later."""
    return tuple(dict.fromkeys(t for t in alternatives(type_) if not is_token(t)))


def waits(type_: Type) -> bool:
    """Whether values of a type, or some of them, are known only later (Pulumi's outputs)."""
    if isinstance(type_, Deferred):
        return True
    return isinstance(type_, Union) and any(waits(option) for option in type_.options)


@dataclass(frozen=True, eq=False)
class Fitting:
    """Judges for one call: in what language it is written, and whether it goes to a library made by jsii."""

    facts: Facts
    bridged: bool

    @property
    def strict(self) -> bool:
        """Whether classes are told apart by their names when the program runs: jsii's in Python."""
        return self.bridged and self.facts.language == "python"

    def refuses(self, wanted: Type, given: Type) -> bool:
        """Whether no value of the type ``given`` may stand where ``wanted`` is."""
        if given == wanted:
            return False
        options = wanted_options(wanted)
        if not options or takes_anything(wanted) or (waits(given) and not waits(wanted)):
            return False
        kinds = list(alternatives(given))
        if takes_anything(given) or any(kind in _OPEN for kind in kinds):
            return False
        return all(self._clash(option, kind) for kind in kinds for option in options)

    def _clash(self, wanted: Type, given: Type) -> bool:
        if isinstance(given, Named):
            return self._clashes_named(wanted, given)
        match wanted:
            case Primitive():
                return self._clashes_primitive(wanted, given)
            case Constant():
                return given != STRING and not isinstance(given, Constant)
            case ListOf():
                return not isinstance(given, ListOf) or self._clash_inside(wanted.item, given.item)
            case MapOf():
                return not isinstance(given, MapOf) or self._clash_inside(wanted.item, given.item)
            case Named():
                return self._clashes_plain(wanted, given)
            case _:
                return False

    def _clash_inside(self, wanted: Type, given: Type) -> bool:
        return given != ANY and self.refuses(wanted, given)

    def _clashes_primitive(self, wanted: Primitive, given: Type) -> bool:
        if wanted not in (STRING, NUMBER, INTEGER, BOOLEAN):
            return False
        numbers = (NUMBER, INTEGER)
        return given != wanted and not (given in numbers and wanted in numbers) and given != ANY

    def _clashes_plain(self, wanted: Named, given: Type) -> bool:
        """A declared type is wanted, and there is something that has none."""
        match wanted.kind:
            case "enum":
                return self._clashes_enum(given)
            case "struct":
                return not isinstance(given, MapOf)
            case "class":
                fact = self.facts.of(wanted)
                if fact is None or self.strict:
                    return fact is not None
                if isinstance(given, MapOf):
                    # Objects may well have all attributes that a class needs, but hardly its methods.
                    return self.bridged and _has_methods(fact)
                return _has_members(fact)
            case "interface":
                fact = self.facts.of(wanted)
                if fact is None or not _members(fact):
                    return False
                return self.strict or not isinstance(given, MapOf)
            case _:
                return False

    def _clashes_enum(self, given: Type) -> bool:
        if not self.bridged:
            # Pulumi's enums are the texts that they stand for.
            return isinstance(given, ListOf)
        # In TypeScript some enums are numbers.
        return self.strict or given not in (NUMBER, INTEGER)

    def _clashes_named(self, wanted: Type, given: Named) -> bool:
        """There is something of a declared type."""
        fact = self.facts.of(given)
        if fact is None or not fact.complete or self._resolves(fact):
            return False
        if given.kind == "enum":
            return self._clashes_member(wanted, given)
        if given.kind not in ("class", "struct", "interface"):
            return False
        match wanted:
            case Primitive():
                return wanted in (STRING, NUMBER, INTEGER, BOOLEAN)
            case ListOf() | Constant():
                return True
            case MapOf():
                return self.strict or (given.kind == "class" and self.facts.language == "typescript")
            case Named():
                return self._clash_declared(wanted, fact)
            case _:
                return False

    def _clashes_member(self, wanted: Type, given: Named) -> bool:
        """There is a member of an enum."""
        if isinstance(wanted, ListOf | MapOf):
            return True
        if not self.bridged or not isinstance(wanted, Primitive | Named):
            return False
        if isinstance(wanted, Named):
            return wanted.kind in ("enum", "class", "struct") and wanted.id != given.id
        # In TypeScript members are the texts or numbers that they stand for.
        return wanted == BOOLEAN or (self.strict and wanted in (STRING, NUMBER))

    def _clash_declared(self, wanted: Named, given: Fact) -> bool:
        if wanted.kind == "enum":
            return True
        fact, line = self.facts.of(wanted), self._line(given)
        if fact is None or line is None or wanted.id in line or not fact.complete:
            return False
        if wanted.kind == "interface" or given.kind == "interface":
            # Whatever has the right members may stand for an interface.
            return False
        if self.strict:
            # What is declared as a class may well be of one that derives from it.
            return given.id not in (self._line(fact) or ())
        if self.facts.language == "python" or given.kind == "struct":
            return False
        needed = _members(fact) if wanted.kind == "class" else set(fact.required)
        return bool(needed - _members(given))

    def is_kind_of(self, given: Named, wanted: Named) -> bool:
        """Whether objects of one declared type are certainly of another one, too."""
        fact = self.facts.of(given)
        line = None if fact is None else self._line(fact)
        return line is not None and wanted.id in line

    def _resolves(self, fact: Fact) -> bool:
        """Whether it stands for a value that is known later."""
        line = self._line(fact)
        return line is None or any(id_.rpartition(".")[2] == "IResolvable" for id_ in line)

    def _line(self, fact: Fact) -> set[str] | None:
        """The ids of a type and all that it derives from; None where not all are known."""
        line: set[str] = set()
        waiting = [fact.id]
        while waiting:
            id_ = waiting.pop()
            if id_ in line:
                continue
            line.add(id_)
            known = self.facts.get(id_)
            if known is None:
                return None
            waiting.extend(known.bases)
        return line


def _has_methods(fact: Fact) -> bool:
    return any(not method.static for name, method in fact.methods.items() if name not in _EVERYWHERE)


def _has_members(fact: Fact) -> bool:
    """Whether its objects have anything, be it only perhaps: then nothing plain stands for them."""
    return _has_methods(fact) or any(not p.static for p in fact.properties.values())


def _members(fact: Fact) -> set[str]:
    """What objects of a type have."""
    return set(_own(fact)) - _EVERYWHERE


def _own(fact: Fact) -> Iterator[str]:
    for name, property_ in fact.properties.items():
        if not property_.static and property_.required:
            yield name
    for name, method in fact.methods.items():
        if not method.static:
            yield name
