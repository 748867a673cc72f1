"""Counts one program: its calls in the text against what evaluation and the frameworks made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stackproof.analysis.pipeline import ProgramResult
from stackproof.analysis.survey.judging import Judgement, Knowledge, judge
from stackproof.analysis.survey.sites import Context, Resolve, Site, sites
from stackproof.languages.source import Source
from stackproof.model.construction import Construction, ConstructionKind
from stackproof.model.ports import Framework
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import MapEntry, Mapping, Origin, Value

_COUNTED = (ConstructionKind.RESOURCE,)


@dataclass(frozen=True)
class Kind:
    """What a symbol's call makes, and the dialect it is written in."""

    framework: str
    kind: ConstructionKind


@dataclass(eq=False)
class Place:
    """One construction of a resource in the text, and the best that any program made of it."""

    site: Site
    dialect: str
    reached: bool = False
    recognised: bool = False
    # Why it was not reached, as far as any program says; the least bad reason wins.
    reason: str = ""


@dataclass(eq=False)
class Argument:
    """One named argument in the text, and how much is known of it."""

    dialect: str
    origin: Origin
    judgement: Judgement
    resolved: bool = True

    @property
    def refers(self) -> bool:
        """Whether it leads to other constructions."""
        return bool(self.judgement.references or self.judgement.hidden)

    def is_worse(self, other: Argument) -> bool:
        """Whether less is known of this than of the other."""
        return (self.judgement.knowledge, not self.resolved) > (
            other.judgement.knowledge,
            not other.resolved,
        )


@dataclass(eq=False)
class Tally:
    """The counts of one program, by place in the text."""

    places: dict[Origin, Place] = field(default_factory=dict)
    arguments: dict[tuple[Origin, str], Argument] = field(default_factory=dict)
    foreign: dict[Origin, str] = field(default_factory=dict)


class Counter:
    """Counts programs; what is found in a file is kept for the next program that shares it."""

    def __init__(self, frameworks: Sequence[Framework]) -> None:
        self._frameworks = frameworks
        self._sites: dict[str, tuple[Source, list[Site]]] = {}
        self._kinds: dict[tuple[str, tuple[str, ...], bool], Kind | None] = {}

    def count(self, result: ProgramResult, resolver: Callable[[str], Resolve]) -> Tally:
        """The tally of one program; ``resolver`` tells for a file what its imports mean."""
        return _Program(self, result, resolver).run()

    def sites(self, path: str, source: Source, resolve: Resolve) -> list[Site]:
        """The calls of library symbols in a file."""
        known = self._sites.get(path)
        if known is None or known[0] is not source:
            known = (source, sites(source.module, resolve))
            self._sites[path] = known
        return known[1]

    def kind(self, symbol: Symbol, new: bool) -> Kind | None:
        """What calling a symbol makes; None when no framework knows it."""
        key = (symbol.module, symbol.names, new)
        if key not in self._kinds:
            kinds = ((f.name, f.kind_of(symbol, new)) for f in self._frameworks)
            self._kinds[key] = next((Kind(name, k) for name, k in kinds if k is not None), None)
        return self._kinds[key]


class _Program:
    """One program under count. Implements `Knows`."""

    def __init__(self, counter: Counter, result: ProgramResult, resolver: Callable[[str], Resolve]) -> None:
        self._counter = counter
        self._result = result
        self._resolver = resolver
        self._tally = Tally()
        self._made = {id(r.construction) for r in result.graph.resources}
        self._unknown = {
            call.number
            for call in result.evaluation.constructions
            if call.number not in result.graph.understood
        }

    def run(self) -> Tally:
        for path, source in self._result.used.items():
            for site in self._counter.sites(path, source, self._resolver(path)):
                self._see(site)
        for call in self._result.evaluation.constructions:
            if call.callee is not None:
                self._reach(call, call.callee)
        self._explain()
        return self._tally

    def is_known(self, call: Construction) -> bool:
        return call.number not in self._unknown

    def is_thing(self, call: Construction) -> bool:
        if call.callee is None:
            return False
        kind = self._counter.kind(call.callee, call.new)
        return kind is not None and kind.kind is not ConstructionKind.OTHER

    # --- places ---

    def _see(self, site: Site) -> None:
        kind = self._counter.kind(site.symbol, site.new)
        if kind is None:
            return
        if kind.kind is ConstructionKind.FOREIGN:
            self._tally.foreign[site.origin] = site.symbol.module
        elif kind.kind in _COUNTED:
            dialect = _dialect(kind.framework, site.origin.file)
            self._tally.places.setdefault(site.origin, Place(site, dialect))

    def _reach(self, call: Construction, callee: Symbol) -> None:
        kind = self._counter.kind(callee, call.new)
        if kind is None or kind.kind not in _COUNTED:
            return
        place = self._tally.places.get(call.origin)
        if place is None:
            # Classes of the program that derive from a library's, imports through other files.
            site = Site(call.origin, callee, call.new, Context())
            place = Place(site, _dialect(kind.framework, call.origin.file))
            self._tally.places[call.origin] = place
        place.reached = True
        place.recognised = place.recognised or id(call) in self._made
        for name, entry in _named(call):
            self._judge(call, name, entry, place.dialect)

    def _explain(self) -> None:
        for place in self._tally.places.values():
            if not place.reached:
                place.reason = self._reason(place.site.context)

    def _reason(self, context: Context) -> str:
        evaluation = self._result.evaluation
        for at, name in context.functions:
            if (at.file, at.span.start) not in evaluation.entered:
                return "in a callback that nothing calls" if name == "a callback" else f"nothing calls {name}"
        if not evaluation.complete:
            return "evaluation was stopped before it"
        if context.branch:
            return "in a branch that is not taken"
        if context.loop:
            return "in a loop that goes through nothing"
        return "behind a return or an error"

    # --- arguments ---

    def _judge(self, call: Construction, name: str, entry: MapEntry, dialect: str) -> None:
        judgement = judge(entry.value, self)
        resolved = not judgement.hidden and all(self._is_resolved(r) for r in judgement.references)
        at = entry.origin or entry.value.origin or call.origin
        found = Argument(dialect, at, judgement, resolved)
        known = self._tally.arguments.get((at, name))
        if known is None or found.is_worse(known):
            self._tally.arguments[at, name] = found

    def _is_resolved(self, call: Construction) -> bool:
        return id(call) in self._made or (
            call.callee is not None
            and (kind := self._counter.kind(call.callee, call.new)) is not None
            and kind.kind is not ConstructionKind.RESOURCE
        )


def _named(call: Construction) -> Iterator[tuple[str, MapEntry]]:
    """The named arguments of a construction, from keywords, an argument object or a typed struct."""
    given = call.arguments
    yield from given.keywords.items()
    for value in given.positional:
        yield from _entries(value)


def _entries(value: Value) -> Iterable[tuple[str, MapEntry]]:
    if isinstance(value, Mapping):
        return value.entries.items()
    if isinstance(value, Reference) and not value.path and not value.construction.arguments.positional:
        return value.construction.arguments.keywords.items()
    if isinstance(value, Instance) and value.construction is None:
        return ((k, MapEntry(v)) for k, v in value.fields.items())
    return ()


def _dialect(framework: str, path: str) -> str:
    return f"{framework}-{'py' if path.endswith(('.py', '.pyi')) else 'ts'}"


def merge(tallies: Iterable[Tally]) -> Tally:
    """The tallies of programs which share files as one: the best that any of them made of each place."""
    merged = Tally()
    reasons: dict[Origin, list[str]] = defaultdict(list)
    for tally in tallies:
        merged.foreign.update(tally.foreign)
        for at, place in tally.places.items():
            known = merged.places.setdefault(at, Place(place.site, place.dialect))
            known.reached = known.reached or place.reached
            known.recognised = known.recognised or place.recognised
            reasons[at].append(place.reason)
        for key, argument in tally.arguments.items():
            best = merged.arguments.get(key)
            if best is None or best.is_worse(argument):
                merged.arguments[key] = argument
    for at, place in merged.places.items():
        if not place.reached:
            # A program that ran the function around it knows better than one that did not.
            place.reason = min(reasons[at], key=lambda r: r.startswith("nothing calls"))
    return merged


__all__ = ["Argument", "Counter", "Knowledge", "Place", "Tally", "merge"]
