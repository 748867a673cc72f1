"""Finds arguments whose type the installed libraries do not take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stackproof.model.facts import Method, Package, Parameter
from stackproof.model.finding import Severity
from stackproof.model.graph import Graph
from stackproof.model.program import Name
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    Named,
    Type,
    takes_anything,
)
from stackproof.model.types import named as declared
from stackproof.model.values import Choice, Mapping, Origin, Scalar, Sequence, Template, Value
from stackproof.rulekit.bags import bags_of
from stackproof.rulekit.expressions import Arguments, Written, is_what_it_seems
from stackproof.rulekit.fitting import Fitting, wanted_options
from stackproof.rulekit.installed import InstalledCall, as_sure_as, installed_calls
from stackproof.rulekit.kinds import type_of
from stackproof.rulekit.methods import method_calls

_DEEPEST = 12
_SCALARS = (STRING, NUMBER, INTEGER, BOOLEAN)
# Pulumi's packages on top of a Terraform provider, with which the deployment converts as Terraform does.
_CONVERTING = frozenset({"pulumi-aws", "pulumi_aws"})
_TYPED_SUFFIXES = (".ts", ".tsx", ".mts", ".cts")


@dataclass(eq=False)
class Mismatch:
    """One value that does not fit, and how it is written: ``argument`` of ``owner``, or something in its lists and maps."""

    call: InstalledCall
    owner: str
    argument: str
    value: Value
    wanted: Type
    given: Type
    written: Written
    fitting: Fitting

    @property
    def at(self) -> Origin:
        """Where it stands."""
        return self.written.at

    @property
    def name(self) -> str:
        """The argument's own name, without what is inside of it."""
        return self.argument.partition("[")[0].partition(".")[0]

    @cached_property
    def options(self) -> tuple[Type, ...]:
        """What could stand there instead."""
        return wanted_options(self.wanted)

    @property
    def is_unchecked(self) -> bool:
        """Whether nothing looks at the type before the deployment does: Pulumi in Python."""
        call = self.call
        return call.call.site.language == "python" and call.package.flavour.startswith("pulumi")

    @property
    def is_truth_for_text(self) -> bool:
        """Whether a boolean is given for an argument that is a text and may not be a boolean."""
        return self.given == BOOLEAN and STRING in self.options and self.argument.isidentifier()

    @property
    def is_of_element(self) -> bool:
        """Whether it says which element of a computed list or map is read."""
        return any(base.rpartition(".")[2] in ("ComplexList", "ComplexMap") for base in self.call.fact.bases)

    @property
    def is_converted(self) -> bool:
        """Whether the deployment makes the right thing of it, so that only a type checker minds."""
        if not self.is_unchecked or self.call.package.name not in _CONVERTING:
            return False
        if self.argument[:1].isupper():
            # Documents, which are passed on as JSON.
            return True
        if self.given in _SCALARS:
            return any(option in _SCALARS for option in self.options)
        if isinstance(self.given, Named):
            # A resource stands for its id.
            return self.given.kind == "class" and STRING in self.options
        return (
            isinstance(self.given, ListOf)
            and isinstance(self.value, Sequence)
            and len(self.value.elements) == 1
        )

    @property
    def severity(self) -> Severity:
        """How sure it is that the program or its deployment fails."""
        package = self.call.package
        if self.is_converted:
            return as_sure_as(package, Severity.INFORMATION)
        missing_list = any(isinstance(t, ListOf) for t in self.options) and not isinstance(self.given, ListOf)
        blocks = any(True for option in self.options for _ in declared(option, "struct"))
        lists = missing_list or isinstance(self.given, ListOf)
        if blocks and lists and not package.is_installed and not _is_stable(package):
            # From one version of a provider to the next, single blocks become lists and back.
            return Severity.HINT
        sure = not self.is_unchecked or (missing_list and package.name in _CONVERTING)
        return as_sure_as(package, Severity.ERROR if sure else Severity.WARNING)


def _is_stable(package: Package) -> bool:
    """Whether what an argument takes does not change with the provider behind a package."""
    return package.flavour.startswith("jsii") and "provider" not in package.name


def mismatches(graph: Graph) -> list[Mismatch]:
    """All arguments of calls of known classes, functions and methods that certainly do not fit."""
    known = graph.views.get(mismatches)
    if not isinstance(known, list):
        known = graph.views[mismatches] = list(_mismatches(graph))
    return known


def _mismatches(graph: Graph) -> Iterator[Mismatch]:
    for calls in (installed_calls, method_calls):
        for call in calls(graph):
            typescript = call.call.site.language == "typescript"
            # Nobody checks what is plain JavaScript.
            if not typescript or call.call.origin.file.endswith(_TYPED_SUFFIXES):
                search = _Search(graph, call)
                found = (*search.positions(), *search.names())
                yield from (each for each in found if not typescript or not graph.waived(each.at))


class _Search:
    """The search in one call."""

    def __init__(self, graph: Graph, call: InstalledCall) -> None:
        self._graph = graph
        self._call = call
        self._typed = call.call.site.language == "typescript"
        self._written = Arguments(call.call, call.signature.options_at)
        method = call.found.member
        self._owner = call.fact.name + (f".{method.name}" if isinstance(method, Method) else "")
        self._fitting = Fitting(call.facts, call.package.flavour.startswith("jsii"))

    def positions(self) -> Iterator[Mismatch]:
        """The arguments without a name."""
        call, signature, own = self._call.call, self._call.signature, self._owner
        if call.arguments.open or not signature.parameters_known:
            return
        for number, value in enumerate(call.arguments.positional):
            parameter = _parameter(signature.parameters, number)
            if parameter is None or (self._typed and number == signature.options_at):
                continue
            yield from self._in(value, parameter.type, self._written.positional(number), parameter.name, own)
        for parameter in signature.parameters:
            entry = None if self._typed else call.arguments.keywords.get(parameter.name)
            if entry is not None:
                written = self._written.named((parameter.name,))
                yield from self._in(entry.value, parameter.type, written, parameter.name, own)

    def names(self) -> Iterator[Mismatch]:
        """The arguments with a name, at any depth."""
        for bag in bags_of(self._call):
            for name, entry in bag.written():
                property_ = bag.argument(name)
                if property_ is not None:
                    written = self._written.named((*bag.path, name))
                    owner = bag.owner.name.removeprefix("types.input.") if bag.path else self._owner
                    yield from self._in(entry.value, property_.type, written, name, owner)

    def _in(
        self, value: Value, type_: Type, written: Written | None, name: str, owner: str, depth: int = 0
    ) -> Iterator[Mismatch]:
        """What does not fit in a value that is given where a type is wanted."""
        if takes_anything(type_) or depth > _DEEPEST:
            return
        if written is None or (self._typed and not written.bare):
            return
        if not is_what_it_seems(written, value) and not self._is_declared(written, value):
            return
        given = self._refused(value, type_)
        if given is not None:
            yield Mismatch(self._call, owner, name, value, type_, given, written, self._fitting)
            return
        for step, element, inner in _inside(value, type_):
            part = written.inner(step)
            label = f"{name}[{step}]" if isinstance(step, int) else f"{name}.{step}"
            yield from self._in(element, inner, part, label, owner, depth + 1)

    def _is_declared(self, written: Written, value: Value) -> bool:
        """Whether a variable is read that is declared with this very value, and with no type of its own."""
        node = written.node
        binding = self._call.call.site.scope.find(node.id) if isinstance(node, Name) else None
        if binding is None or not isinstance(node, Name):
            return False
        first = binding.value
        if isinstance(value, Sequence | Mapping):
            same = first is value
        else:
            same = isinstance(first, Scalar | Template) and type(first) is type(value)
        return same and first.origin is not None and self._graph.plain(first.origin, node.id)

    def _refused(self, value: Value, type_: Type) -> Type | None:
        """The type of a value that does not fit; None for one that may."""
        if not isinstance(value, Choice):
            given = self._type_of(value, type_)
            return given if given is not None and self._fitting.refuses(type_, given) else None
        kinds = [self._type_of(option, type_) for option in value.options]
        sure = all(kind is not None and self._fitting.refuses(type_, kind) for kind in kinds)
        return kinds[0] if sure else None

    def _type_of(self, value: Value, wanted: Type) -> Type | None:
        """The type of a value; None where it is not certain."""
        if self._typed and isinstance(value, Mapping) and value.open:
            return None
        if _is_own(value) and any(isinstance(t, Named) for t in wanted_options(wanted)):
            # Classes of the program may have what is wanted besides what they derive from.
            return None
        return type_of(value, self._call.facts)


def _is_own(value: Value) -> bool:
    """Whether it is an object of a class of the program."""
    return isinstance(value, Instance) or (
        isinstance(value, Reference) and not value.path and value.construction.user_class is not None
    )


def _parameter(parameters: tuple[Parameter, ...], number: int) -> Parameter | None:
    if number < len(parameters):
        return parameters[number]
    return parameters[-1] if parameters and parameters[-1].variadic else None


def _inside(value: Value, type_: Type) -> Iterator[tuple[str | int, Value, Type]]:
    """The elements of a list or map, with the type that each must have."""
    options = wanted_options(type_)
    match value:
        case Sequence() if not value.open:
            items = [t.item for t in options if isinstance(t, ListOf)]
            if len(items) == 1:
                for number, element in enumerate(value.elements):
                    yield number, element, items[0]
        case Mapping():
            maps = [t.item for t in options if isinstance(t, MapOf)]
            if len(maps) == 1 and len(options) == 1:
                for name, entry in value.entries.items():
                    yield name, entry.value, maps[0]
