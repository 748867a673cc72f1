"""Resources of the cloud and how they refer to each other, in Terraform's vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from stackproof.model.code import Change
from stackproof.model.construction import Construction, Gap, Mention, Misfit, Operation
from stackproof.model.facts import Facts, Language
from stackproof.model.names import FileNames
from stackproof.model.services import NoFacts, ServiceFacts
from stackproof.model.values import Absent, Mapping, Origin, ResourceReference, Value


@dataclass(eq=False)
class Resource:
    """One cloud resource.

    ``type`` is Terraform's (``aws_subnet``), for every dialect. ``properties`` are under Terraform's names, lists and blocks included:
    a single nested block may be a `Mapping` or a list of one. ``name`` is how people call it: its logical name in the program.
    ``external`` resources exist outside the program (data sources, look-ups). ``implied`` ones are made by a
    higher-level construct; their ``origin`` is that construct's. ``elsewhere`` ones have a provider of their own, and with
    it perhaps another account or region than the rest of the program. ``stack`` is the number of the construction with
    which it is deployed, None where that is not told: two with the same number are deployed together.
    """

    type: str
    name: str
    properties: Mapping
    origin: Origin
    construction: Construction
    framework: str = ""
    external: bool = False
    implied: bool = False
    conditional: bool = False
    many: bool = False
    elsewhere: bool = False
    stack: int | None = None
    # Why more may be done to it than we saw; empty when its world is closed.
    escapes: list[Gap] = field(default_factory=list)
    # Resources which this one explicitly waits for.
    depends_on: list[Value] = field(default_factory=list)
    # The construct which implies it plays a part in fixes: what that part is, in the framework's own words.
    role: str = ""

    def __getitem__(self, name: str) -> Value:
        """The argument under Terraform's name; `Absent` (with its certainty) when it is not given."""
        value = self.properties.get(name)
        if isinstance(value, Absent) and value.origin is None:
            return Absent(origin=self.origin, closed=value.closed)
        return value

    def is_closed(self) -> bool:
        """Whether everything the program does to it is known."""
        return not self.escapes and not self.external

    def __repr__(self) -> str:
        return f"<{self.type} {self.name}>"


@dataclass(eq=False)
class Use:
    """A way in which a program uses an attribute of a resource, judged by the framework's own conventions.

    ``allowed`` is False when the library has no such operation. ``access`` covers the wrong part and
    ``replacement`` is right source text for it, the same in every language, None when there is none.
    """

    resource: Resource
    attribute: str
    written: str
    manner: Literal["call", "index", "iterate", "method", "length"]
    allowed: bool
    origin: Origin
    access: Origin
    replacement: str | None = None


@dataclass(eq=False)
class Stringified:
    """A value that is known only later, and made part of a text now, by means of the language that cannot wait.

    ``others`` are more such values in the same text. ``changes`` are what the framework writes instead, everywhere
    where the text is used; empty when that cannot be said. ``single`` when the code runs once, ``shown`` when the text
    is only for people who watch the deployment.
    """

    at: Origin
    written: str
    others: tuple[Origin, ...]
    kind: Literal["template", "sum", "format", "json", "text"]
    changes: tuple[Change, ...] = ()
    single: bool = False
    shown: bool = False


@dataclass(frozen=True, eq=False)
class HandlerCode:
    """The code that a function of the cloud runs, where it is written in the program or lies beside it.

    ``idle`` are its functions that only log, return something fixed or say that they are not written yet, by name, with
    their places where those are in a file; ``skipped`` are the literals for which a branch does no more. ``entry`` is the function
    that is called, ``calls`` are the last names of all that is called, ``texts`` all literals. ``whole`` unless other files
    of the program take part.
    """

    entry: str
    idle: ReadOnly[str, Origin | None]
    skipped: frozenset[str]
    calls: frozenset[str]
    texts: frozenset[str]
    whole: bool


@dataclass(frozen=True, eq=False)
class TestCase:
    """A test. ``asserts`` says what it holds its subject to: that something is ``existing`` only, or something ``real``;
    ``unknown`` where functions may assert that were not followed.
    """

    name: str
    at: Origin
    asserts: Literal["nothing", "existing", "real", "unknown"]


@dataclass(frozen=True, eq=False)
class TestFile:
    """A file of tests beside the program. ``integrates`` by its name or folder, ``synthesizes`` when it builds stacks,
    ``reaches_out`` when it may talk to something that is deployed.
    """

    path: str
    cases: tuple[TestCase, ...]
    integrates: bool
    synthesizes: bool
    reaches_out: bool


@dataclass(eq=False)
class Unread:
    """A variable or parameter that is given a value and never read. ``lines`` are those which only give it that value."""

    name: str
    at: Origin
    lines: Origin | None = None


@dataclass(eq=False)
class Component:
    """A class of the program that groups resources, for a library that shows which belong together.

    ``name`` is the class's, ``definition`` where that stands. ``strays`` are resources which its constructor or methods
    make without saying that they belong to it, of ``members`` that it makes. ``registers`` unless it certainly never
    says that it is complete. ``adopting`` and ``registering`` are the changes that put both right; empty where those
    cannot be told.
    """

    name: str
    definition: Origin
    members: int
    strays: list[Resource]
    registers: bool
    adopting: tuple[Change, ...] = ()
    registering: tuple[Change, ...] = ()


@dataclass(eq=False)
class Graph:
    """Everything one program describes. ``complete`` is False when parts of the program were not read."""

    resources: list[Resource]
    uses: list[Use] = field(default_factory=list)
    stringified: list[Stringified] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    # Arguments that classes of the program do not take, or do not get.
    misfits: list[Misfit] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    complete: bool = True
    files: tuple[str, ...] = ()
    # The numbers of the calls to the outside whose effect is wholly known.
    understood: frozenset[int] = frozenset()
    # What is known of the surroundings: from configuration, never guessed here.
    environment: str | None = None
    compliance: frozenset[str] = frozenset()
    # What AWS accepts, and the day for which that is asked.
    services: ServiceFacts = field(default_factory=NoFacts)
    today: date = field(default_factory=date.today)
    # All calls of the program to the outside, and what the libraries installed for it say, by its language.
    calls: list[Construction] = field(default_factory=list)
    # Where the program reads attributes of libraries and of their objects.
    mentions: list[Mention] = field(default_factory=list)
    # What it does to attributes of what libraries make, besides reading them.
    operations: list[Operation] = field(default_factory=list)
    facts: ReadOnly[Language, Facts] = field(default_factory=dict)
    # The tests beside the program; looked at when somebody asks.
    tests: Callable[[], tuple[TestFile, ...]] = tuple
    # The code of a function of the cloud; None where it is not at hand.
    handler_code: Callable[[Resource], HandlerCode | None] = lambda function: None
    # What is given a value and never read, in files that hold one of some words; looked for when somebody asks.
    unread: Callable[[Iterable[str]], tuple[Unread, ...]] = lambda words: ()
    # What is written at a place.
    excerpt: Callable[[Origin], str] = lambda origin: ""
    # Whether what is written out at a place is the value of a variable that is declared without a type.
    plain: Callable[[Origin, str], bool] = lambda origin, name: False
    # Whether a comment tells the compiler to let pass what stands at a place.
    waived: Callable[[Origin], bool] = lambda origin: False
    # What its files import, and the names they say.
    names: Sequence[FileNames] = ()

    # What was worked out about the graph, by whoever asks again.
    views: dict[object, object] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        index: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            index[resource.type].append(resource)
        return index

    @cached_property
    def _referrers(self) -> dict[int, list[tuple[Resource, ResourceReference]]]:
        index: dict[int, list[tuple[Resource, ResourceReference]]] = defaultdict(list)
        for resource in self.resources:
            for reference in resource.properties.references():
                index[id(reference.resource)].append((resource, reference))
        return index

    def of(self, *types: str) -> Iterator[Resource]:
        """All resources of the given types, in program order within each type."""
        for kind in types:
            yield from self._by_type.get(kind, ())

    def referrers(self, resource: Resource, *types: str) -> list[Resource]:
        """The resources (of the given types) whose arguments mention ``resource``."""
        found: dict[int, Resource] = {}
        for referrer, _ in self._referrers.get(id(resource), ()):
            if not types or referrer.type in types:
                found[id(referrer)] = referrer
        return list(found.values())

    def is_closed_around(self, resources: Iterable[Resource]) -> bool:
        """Whether a companion of these resources that is not in the graph certainly does not exist."""
        return self.complete and all(r.is_closed() for r in resources)
