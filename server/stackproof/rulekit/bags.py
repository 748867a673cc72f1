"""The bags of named arguments in a program's calls, beside what the installed libraries let them hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stackproof.model.facts import Fact, Facts, Property
from stackproof.model.graph import Graph
from stackproof.model.types import JSON, ListOf, MapOf, Named, Type, alternatives, takes_anything
from stackproof.model.values import MapEntry, Sequence, Value
from stackproof.model.values import Mapping as MappingValue
from stackproof.rulekit.installed import Given, InstalledCall, given_in, installed_calls
from stackproof.rulekit.nearest import words_of

_DEEPEST = 12

Path = tuple[str | int, ...]


@dataclass(eq=False)
class Bag:
    """Named arguments, or an object or dict inside of them whose type is certainly one struct.

    ``path`` leads to it from the arguments of ``call``. ``raw`` when nothing translates the names in it on their way
    to the library, so that they must be in the package's own spelling.
    """

    call: InstalledCall
    owner: Fact
    accepted: Mapping[str, Property]
    given: Given
    path: Path = ()
    raw: bool = False

    @property
    def around(self) -> frozenset[str]:
        """The words of what it belongs to: the class's, and those of its type in the cloud."""
        module = self.owner.module.rpartition(".")[2].rpartition("/")[2]
        return frozenset(words_of(self.owner.name) + words_of(self.owner.token) + words_of(module))

    @property
    def is_compiled(self) -> bool:
        """Whether an editor's compiler sees what is written in it: an object that comes by a variable is not looked at."""
        around, at = self.call.call.origin, self.given.at
        written_here = at is None or (at.file == around.file and around.span.encloses(at.span))
        return written_here and self.call.is_compiled

    @property
    def is_pulumi(self) -> bool:
        """Whether its package is one of Pulumi's, whose arguments Python may give as one object as well."""
        return self.call.package.flavour.startswith("pulumi")

    @property
    def may_be_elsewhere(self) -> bool:
        """Whether arguments of the call may be given in another way than by name."""
        call, signature = self.call.call, self.call.signature
        passed = call.arguments
        if self.path:
            return False
        if call.site.language == "python":
            names = 1 if self.owner.kind == "class" else 0
            taken = names if self.is_pulumi else len(signature.parameters)
            return len(passed.positional) > taken or "args" in passed.keywords or self._is_looked_up
        given = 0 <= signature.options_at < len(passed.positional)
        return not given and not signature.options_required

    @property
    def _is_looked_up(self) -> bool:
        """Whether options may say which existing thing is meant, so that nothing else need be given."""
        entry = self.call.call.arguments.keywords.get("opts")
        if entry is None:
            return False
        options = given_in(entry.value)
        return options is None or not options.closed or "id" in options.entries or "urn" in options.entries

    def written(self) -> Iterator[tuple[str, MapEntry]]:
        """The entries that are written out right here, not spread from elsewhere or added later."""
        at = self.given.at
        for name, entry in self.given.entries.items():
            key = entry.key_origin
            if at is not None and key is not None and key.file == at.file and at.span.encloses(key.span):
                yield name, entry

    def argument(self, name: str) -> Property | None:
        """The argument that a name stands for, None for none. Inside dicts the package's own spelling counts, too."""
        found = self.accepted.get(name)
        if found is None and self.path:
            found = next((p for p in self.accepted.values() if p.source_name == name), None)
        return found

    def spelled(self, name: str) -> str:
        """How the name of an argument is to be written in it."""
        return self.accepted[name].source_name if self.raw else name

    def free(self) -> list[str]:
        """The arguments that are not given."""
        given = {p.name for name in self.given.entries if (p := self.argument(name)) is not None}
        return [name for name in self.accepted if name not in given]


def bags(graph: Graph) -> Iterator[Bag]:
    """All bags of all calls of known classes and functions whose contents are known to the library."""
    for call in installed_calls(graph):
        yield from bags_of(call)


def bags_of(call: InstalledCall) -> list[Bag]:
    """The bags of one call."""
    known = call.views.get(bags_of)
    if not isinstance(known, list):
        known = call.views[bags_of] = list(_bags_of(call))
    return known


def _bags_of(call: InstalledCall) -> Iterator[Bag]:
    given, options = call.given, call.facts.get(call.signature.options)
    known = call.signature.parameters_known and call.fact.complete
    if given is None or options is None or not known or not options.complete:
        return
    yield from _and_inside(Bag(call, call.fact, call.accepted, given))


def _and_inside(bag: Bag) -> Iterator[Bag]:
    yield bag
    for name, entry in bag.written():
        property_ = bag.argument(name)
        if property_ is not None:
            yield from _inside(bag, property_.type, entry.value, (*bag.path, name), bag.raw)


def _inside(bag: Bag, type_: Type, value: Value, path: Path, raw: bool) -> Iterator[Bag]:
    """The bags in a value of a type. ``raw`` as in `Bag`."""
    if takes_anything(type_) or len(path) > _DEEPEST:
        return
    if not isinstance(value, Sequence | MappingValue):
        return
    options = list(alternatives(type_))
    # Python's libraries from TypeScript turn a dict into a struct only where nothing else may stand.
    raw = raw or (bag.call.is_bridged and not isinstance(type_, Named))
    match value:
        case Sequence():
            lists = [t for t in options if isinstance(t, ListOf)]
            for number, element in enumerate(value.elements):
                if len(lists) == 1:
                    yield from _inside(bag, lists[0].item, element, (*path, number), raw)
        case MappingValue():
            maps = [t for t in options if isinstance(t, MapOf)]
            fact = struct_among(bag.call.facts, options)
            given = given_in(value)
            if fact is not None and fact.complete and given is not None and not maps:
                yield from _and_inside(Bag(bag.call, fact, fact.properties, given, path, raw))
            elif len(maps) == 1 and len(options) == 1:
                for name, entry in value.entries.items():
                    yield from _inside(bag, maps[0].item, entry.value, (*path, name), raw)


def struct_among(facts: Facts, options: list[Type]) -> Fact | None:
    """The one struct among types; None where there are several, or something else that an object could be."""
    if JSON in options:
        return None
    named = [t for t in options if isinstance(t, Named)]
    structs = [t for t in named if t.kind == "struct"]
    others = [t for t in named if t.kind not in ("struct", "enum") and not _is_token(t)]
    return facts.of(structs[0]) if len(structs) == 1 and not others else None


def _is_token(type_: Named) -> bool:
    """Whether a type is only there so that a value may be known later."""
    return type_.id.rpartition(".")[2] == "IResolvable"
