"""The calls of a program seen with what the libraries installed for it say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from stackproof.model.construction import Construction
from stackproof.model.facts import Fact, Facts, Found, Package, Property, Signature
from stackproof.model.finding import Severity
from stackproof.model.graph import Graph
from stackproof.model.runtime import ClassValue, Instance, Reference
from stackproof.model.values import MapEntry, Origin
from stackproof.model.values import Mapping as MappingValue

_COMPILED = (".ts", ".tsx", ".mts", ".cts")
_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION, Severity.HINT)


@dataclass(eq=False)
class Given:
    """The named arguments of a call, or of a typed bag or object inside one.

    ``closed`` when there are certainly no others. ``at`` is where another one would belong.
    """

    entries: Mapping[str, MapEntry]
    closed: bool
    at: Origin | None


@dataclass(eq=False)
class InstalledCall:
    """One call of a class or function that is known: ``signature`` is what it takes by its package."""

    call: Construction
    facts: Facts
    found: Found
    fact: Fact
    signature: Signature
    # What was worked out about it, by whoever asks again.
    views: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def package(self) -> Package:
        """The package that says so."""
        return self.found.package

    @property
    def is_compiled(self) -> bool:
        """Whether a compiler that editors run holds this very call against the same package."""
        return is_compiled(self.call.origin, self.package)

    @property
    def is_bridged(self) -> bool:
        """Whether it goes from Python to a library in TypeScript, which is given copies of what is passed."""
        return self.call.site.language == "python" and self.package.flavour.startswith("jsii")

    @cached_property
    def accepted(self) -> Mapping[str, Property]:
        """The named arguments it takes, in the program's spelling."""
        return self.facts.keywords(self.signature)

    @cached_property
    def given(self) -> Given | None:
        """Its named arguments; None when they cannot be told (a variable of an unknown value, a spread)."""
        passed = self.call.arguments
        if self.call.site.language == "python":
            names = {p.name for p in self.signature.parameters}
            entries = {k: e for k, e in passed.keywords.items() if k not in names}
            return Given(entries, not passed.open, passed.origin)
        at = self.signature.options_at
        if at < 0 or at >= len(passed.positional):
            return Given({}, not passed.open, passed.origin)
        return given_in(passed.positional[at])


def given_in(value: object) -> Given | None:
    """The named arguments that an object, a dict or a typed bag holds; None when it cannot be told."""
    match value:
        case MappingValue():
            return Given(value.entries, value.is_closed(), value.origin)
        case Reference() if not value.path and not value.construction.arguments.positional:
            passed = value.construction.arguments
            entries = {**passed.keywords, **value.construction.writes}
            return Given(entries, not passed.open, passed.origin)
        case Instance() if value.construction is None and not value.open:
            return Given({k: MapEntry(v) for k, v in value.fields.items()}, True, value.origin)
    return None


def installed_calls(graph: Graph, *, every: bool = False) -> list[InstalledCall]:
    """The calls of known classes and functions, each place of the program once.

    With ``every`` one each time they run, and those in which classes of the program call what they derive from. The same
    objects come back, so that rules share what is worked out about them.
    """
    known = graph.views.get((installed_calls, every))
    if not isinstance(known, list):
        known = graph.views[installed_calls, every] = list(_installed_calls(graph, every))
    return known


def _installed_calls(graph: Graph, every: bool) -> Iterator[InstalledCall]:
    seen: set[tuple[Origin, str]] = set()
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        # A class of the program that derives from a library's takes what its own constructor takes.
        if facts is None or call.callee is None or not _is_own(call, every):
            continue
        key = call.origin, call.callee.dotted
        if key in seen and not every:
            continue
        seen.add(key)
        found = facts.find(call.callee)
        if found is None or found.fact is None or found.rest or found.missing:
            continue
        signature = found.fact.call if found.member is None else None
        if signature is None and found.member is None and found.fact.kind == "struct":
            # Python makes a typed bag by calling it with its properties.
            signature = Signature(options=found.fact.id)
        if signature is not None:
            yield InstalledCall(call, facts, found, found.fact, signature)


def is_compiled(at: Origin, package: Package | None = None) -> bool:
    """Whether a compiler that editors run looks at a place, and knows the same package."""
    return at.file.endswith(_COMPILED) and (package is None or package.is_installed)


def _is_own(call: Construction, derived: bool) -> bool:
    """Whether the arguments are the library's; with ``derived`` those that a class of the program hands on count, too."""
    cls = call.user_class
    if cls is None or not derived:
        return cls is None
    at, around = call.arguments.origin, call.origin
    untouched = at is None or (at.file == around.file and around.span.encloses(at.span))
    return not (untouched and _has_constructor(cls))


def _has_constructor(cls: ClassValue) -> bool:
    """Whether a class, or one of the program's that it derives from, has a constructor of its own."""
    own = any(method.name == "constructor" for method in cls.node.methods)
    return own or any(_has_constructor(base) for base in cls.bases if isinstance(base, ClassValue))


def as_sure_as(package: Package, severity: Severity) -> Severity:
    """The severity for what a package says: one level less where it is not the installed version that says so."""
    if package.is_installed:
        return severity
    return _LEVELS[min(_LEVELS.index(severity) + 1, len(_LEVELS) - 1)]


def by_version(package: Package) -> str:
    """For the end of a message: by which version something is so, where that is not the installed one's word."""
    return (
        "" if package.is_installed else f" (as of {package.name} {package.version}, which is not installed)"
    )
