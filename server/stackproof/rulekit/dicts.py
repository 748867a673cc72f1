"""Finds the dicts of Python programs that stand where a library from TypeScript declares a struct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from stackproof.model.facts import Fact, Property
from stackproof.model.graph import Graph
from stackproof.model.types import ListOf, MapOf, Named, Type, alternatives, takes_anything
from stackproof.model.values import MapEntry, Origin, Sequence, Value
from stackproof.model.values import Mapping as MappingValue
from stackproof.rulekit.bags import struct_among
from stackproof.rulekit.installed import InstalledCall, installed_calls
from stackproof.rulekit.methods import method_calls

_DEEPEST = 12

# What a dict stands in: an argument of its own, or one of any number of them; an attribute that is assigned; a list;
# another dict (a map included).
Place = Literal["argument", "variadic", "attribute", "list", "dict"]


class Way(NamedTuple):
    """How a value gets to the library. ``converts`` where Python would make a struct of a dict.

    ``attribute`` is the one to which it is assigned, None for what is among the arguments of the call.
    """

    call: InstalledCall
    place: Place = "argument"
    converts: bool = False
    attribute: Origin | None = None
    depth: int = 0

    def into(self, place: Place, converts: bool = False) -> Way:
        """The way of what is inside."""
        return self._replace(place=place, converts=converts, depth=self.depth + 1)


@dataclass(eq=False)
class PlainDict:
    """A dict whose declared type is certainly one struct, ``owner``.

    ``converted`` when Python makes the struct of it, on the way to the library; its keys must then be Python's names.
    Else it arrives as it is: only keys in the library's own spelling count, and all others are dropped.
    """

    way: Way
    owner: Fact
    value: MappingValue

    @property
    def converted(self) -> bool:
        """Whether it arrives as a struct."""
        return self.way.converts

    @property
    def is_refused(self) -> bool:
        """Whether Python itself wants nothing but the struct there, whatever the dict holds."""
        return self.way.place in ("variadic", "attribute")

    @property
    def at(self) -> Origin | None:
        """Where it is made."""
        return self.value.origin

    @property
    def properties(self) -> Mapping[str, Property]:
        """What the struct holds, under Python's names."""
        return self.owner.properties

    def meant(self, key: str) -> Property | None:
        """The property that a key stands for in Python's or the library's spelling, None for none."""
        return self._by_source.get(key) or self.properties.get(key)

    def understood(self, key: str) -> Property | None:
        """The property that is given under a key as things are, None where the key is lost or refused."""
        return self.properties.get(key) if self.converted else self._by_source.get(key)

    @cached_property
    def given(self) -> Mapping[str, MapEntry]:
        """The entries that are certainly there, by their keys."""
        return {key: e for key, e in self.value.entries.items() if not _may_be_nothing(e.value)}

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """The keys that mean a property, in a spelling that does not count here."""
        written = (key for key, entry in self.given.items() if entry.key_origin is not None)
        return tuple(k for k in written if self.understood(k) is None and self.meant(k) is not None)

    @cached_property
    def lacking(self) -> tuple[Property, ...]:
        """The properties without which there is no such struct, as far as they are certainly not there."""
        if not self.value.is_closed():
            return ()
        known = {p.name for key in self.value.entries if (p := self.understood(key)) is not None}
        return tuple(p for p in self.properties.values() if p.required and p.name not in known)

    def inside(self, key: str) -> Iterator[PlainDict]:
        """The dicts directly inside of what a key holds, as they arrive there."""
        property_ = self.meant(key)
        if property_ is not None:
            yield from self._in(property_, self.value.entries[key].value, self.converted)

    def once_typed(self, key: str) -> Iterator[PlainDict]:
        """The same, if this were a struct."""
        property_ = self.meant(key)
        if property_ is not None:
            yield from self._in(property_, self.value.entries[key].value, True)

    def _in(self, property_: Property, value: Value, converts: bool) -> Iterator[PlainDict]:
        way = self.way.into("argument" if converts else "dict", converts)
        yield from _dicts(way, property_.type, value)

    @cached_property
    def _by_source(self) -> Mapping[str, Property]:
        return {p.source_name: p for p in self.properties.values()}


def plain_dicts(graph: Graph) -> Iterator[PlainDict]:
    """The outermost dicts in the arguments of all calls for which it is known what they take."""
    if "python" not in graph.facts:
        return
    for call in chain(installed_calls(graph, every=True), method_calls(graph, every=True)):
        if call.is_bridged:
            yield from _named(call)
            yield from _positional(call)
            yield from _assigned(call)


def _named(call: InstalledCall) -> Iterator[PlainDict]:
    """What is given by the names of options."""
    options = call.facts.get(call.signature.options)
    if options is None or not options.complete or call.given is None:
        return
    for name, entry in call.given.entries.items():
        property_ = call.accepted.get(name)
        if property_ is not None:
            yield from _dicts(Way(call, converts=True), property_.type, entry.value)


def _positional(call: InstalledCall) -> Iterator[PlainDict]:
    """What is given in the place of parameters, which are never converted."""
    passed = call.call.arguments
    values = iter(passed.positional if not passed.open else ())
    for parameter in call.signature.parameters:
        if parameter.variadic:
            for value in values:
                yield from _dicts(Way(call, "variadic"), parameter.type, value)
            continue
        named = passed.keywords.get(parameter.name)
        given = next(values, None) if named is None else named.value
        if given is not None:
            yield from _dicts(Way(call), parameter.type, given)


def _assigned(call: InstalledCall) -> Iterator[PlainDict]:
    """What is assigned to attributes later, which is never converted."""
    for name, entry in call.call.writes.items():
        property_ = call.fact.properties.get(name) if call.fact.kind == "class" else None
        # What was among the arguments is noted here, too.
        if property_ is not None and call.found.member is None and entry.origin == entry.key_origin:
            yield from _dicts(Way(call, "attribute", attribute=entry.origin), property_.type, entry.value)


def _dicts(way: Way, type_: Type, value: Value) -> Iterator[PlainDict]:
    """The outermost dicts in a value of a type."""
    if takes_anything(type_) or way.depth > _DEEPEST:
        return
    if not isinstance(type_, Named):
        # Python looks at a dict only where nothing but a struct may stand.
        place = way.place if way.place in ("list", "dict") else "argument"
        way = way._replace(converts=False, place=place)
    options = list(alternatives(type_))
    lists = [t.item for t in options if isinstance(t, ListOf)]
    maps = [t.item for t in options if isinstance(t, MapOf)]
    for each in value.alternatives():
        match each:
            case Sequence() if len(lists) == 1:
                for element in each.elements:
                    yield from _dicts(way.into("list"), lists[0], element)
            case MappingValue() if len(maps) == 1 and len(options) == 1:
                for entry in each.entries.values():
                    yield from _dicts(way.into("dict"), maps[0], entry.value)
            case MappingValue() if not maps:
                owner = struct_among(way.call.facts, options)
                if owner is not None and owner.complete:
                    yield PlainDict(way, owner, each)


def _may_be_nothing(value: Value) -> bool:
    """Whether an entry need not be there, or holds nothing, so that nothing is lost with it."""
    return any(v.is_absent() for v in value.alternatives())
