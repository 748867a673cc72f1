"""What spelling a fix has in common in all frameworks: the order of things, references, nested blocks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from stackproof.model.code import (
    AppendItem,
    Assign,
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    Equality,
    InsertStatements,
    Interpolation,
    RemoveKey,
    ReplaceSource,
    SetKey,
    Variable,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import (
    Account,
    AddDependency,
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Existing,
    Fix,
    Intent,
    IsProduction,
    Joined,
    Json,
    Many,
    NewResource,
    Partition,
    Plain,
    PlainMap,
    Region,
    RemoveArgument,
    ReplaceText,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.runtime import Reference
from stackproof.model.values import Absent, MapEntry, Mapping, ResourceReference, Sequence, Value

Path = tuple[str | int, ...]
Ambient = Region | Account | Partition

# How programs call the variable that tells one environment from another, likeliest first.
_ENVIRONMENTS = (
    "environment_suffix", "environment", "env_suffix", "env_name", "environment_name", "stage", "stage_name",
    "deployment_stage", "env",
)  # fmt: skip


class Declined(Exception):
    """The fix cannot be spelled here with certainty."""


@dataclass(eq=False)
class Here:
    """A place for new code: the names there, a neighbour to resemble, statements that must come first."""

    names: Naming
    near: Resource
    before: list[Assign] = field(default_factory=list)
    ambient: dict[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Made:
    """A resource that the fix adds: its variable, its type, and where it stands."""

    variable: str
    type: str
    names: Naming


class Spelling(ABC):
    """One fix on its way to changes, in the spelling of one framework."""

    # Where the object with the arguments stands among the positional ones.
    position = 2

    def __init__(self, fix: Fix, naming: Callable[[Resource], Naming]) -> None:
        self.fix = fix
        self.naming = naming
        self.made: dict[str, Made] = {}
        self.changes: list[Change] = []
        self._wanted = set(_new_keys(fix))

    def spell(self) -> list[Change] | None:
        """The changes, or None when one of the intents cannot be carried out for certain."""
        try:
            # New resources first, so that the other intents can name them.
            for intent in sorted(self.fix.intents, key=lambda i: not isinstance(i, AddResources)):
                self.carry_out(intent)
        except Declined:
            return None
        return self.changes or None

    def carry_out(self, intent: Intent) -> None:
        """Add the changes of one intent. Raises `Declined`."""
        match intent:
            case AddResources():
                self._add(intent)
            case SetArgument():
                self._set(intent.resource, intent.path, intent.value)
            case RemoveArgument():
                self.alone(intent.resource)
                keys, _, missing = self.locate(intent.resource, intent.path)
                if missing:
                    raise Declined
                self.changes.append(RemoveKey(intent.resource.construction, keys))
            case ReplaceText():
                self.changes.append(ReplaceSource(intent.at, intent.text))
            case AppendToList():
                self._append(intent)
            case AddDependency():
                self.alone(intent.resource)
                here = Here(self.naming(intent.resource), intent.resource)
                self.depend(intent.resource, self.thing(intent.on, here), here)

    # --- new resources ---

    def _add(self, intent: AddResources) -> None:
        mentioned = [r.construction for r in _mentioned(intent)]
        names = self.naming(intent.near).after(mentioned)
        if names is None:
            raise Declined
        here = Here(names, intent.near)
        statements: list[Assign] = []
        for new in intent.resources:
            code = self.create(new, here)
            variable = names.local(new.stem) if new.key in self._wanted else None
            statements.append(Assign(variable, code))
            if variable is not None:
                self.made[new.key] = Made(variable, f"data.{new.type}" if new.data else new.type, names)
        statements = self.arranged(statements, intent, here)
        self.changes.append(InsertStatements(names.at, (*here.before, *statements)))

    def arranged(self, statements: list[Assign], intent: AddResources, here: Here) -> list[Assign]:
        """The statements that add resources, one for each, with what a framework wants around them."""
        return statements

    def arguments(self, new: NewResource, here: Here) -> list[tuple[str, Code]]:
        """The arguments of a new resource in the framework's names."""
        kind = f"data.{new.type}" if new.data else new.type
        return [
            (self.key(kind, (name,), here), self.code(argument, kind, (name,), here))
            for name, argument in new.arguments.items()
        ]

    # --- changes of what is there ---

    def alone(self, resource: Resource) -> None:
        """Decline for resources that share their text with others."""
        if resource.implied or not self.naming(resource).is_single(resource.construction):
            raise Declined

    def _set(self, resource: Resource, path: Path, value: Argument) -> None:
        self.alone(resource)
        names = self.naming(resource)
        here = Here(names, resource)
        keys, done, missing = self.locate(resource, path)
        code = self.code(value, resource.type, tuple(s for s in path if isinstance(s, str)), here)
        rest = path[done:]
        for index in range(len(rest) - 1, -1, -1):
            step = rest[index]
            before = tuple(s for s in path[: done + index] if isinstance(s, str))
            if isinstance(step, int):
                if self.is_list(resource.type, before):
                    code = Elements((code,))
            else:
                key = self.key(resource.type, (*before, step), here)
                code = self.block(resource.type, before, [(key, code)], here)
        if missing and not keys:
            raise Declined
        self.set_key(resource.construction, keys, code)
        self._insert_before(here)

    def _insert_before(self, here: Here) -> None:
        if here.before:
            self.changes.append(InsertStatements(here.names.at, tuple(here.before), "before"))

    def locate(self, resource: Resource, path: Path) -> tuple[Path, int, bool]:
        """How far a path is written out: its keys as spelled, the steps that this covers, what is missing.

        The first missing key is among the keys.
        """
        here = Here(self.naming(resource), resource)
        held = self.container(resource.construction)
        keys: list[str | int] = list(self.prefix(resource.construction))
        for number, step in enumerate(path):
            if isinstance(step, int):
                if isinstance(held, Sequence):
                    if held.open or not 0 <= step < len(held.elements):
                        raise Declined
                    keys.append(step)
                    held = held.elements[step]
                continue
            if isinstance(held, Sequence) and len(held.elements) == 1:
                held = held.elements[0]
            entries = self.entries(held)
            if entries is None:
                raise Declined
            key = self.key(resource.type, tuple(s for s in path[: number + 1] if isinstance(s, str)), here)
            keys.append(key)
            if key not in entries:
                return tuple(keys), number + 1, True
            held = entries[key].value
        return tuple(keys), len(path), False

    def entries(self, value: Value | None) -> dict[str, MapEntry] | None:
        """The keys of an object or typed struct as written; None for anything else."""
        if isinstance(value, Mapping) and not value.open:
            return value.entries
        if isinstance(value, Reference) and not value.path and not value.construction.arguments.open:
            return value.construction.arguments.keywords
        return None

    def set_key(self, construction: Construction, keys: Path, code: Code) -> None:
        """Note that a key of the arguments is to be set."""
        self.changes.append(SetKey(construction, keys, code, self.position))

    def _append(self, intent: AppendToList) -> None:
        resource = intent.resource
        self.alone(resource)
        here = Here(self.naming(resource), resource)
        value = resource.properties.get(*intent.path)
        if isinstance(value, Absent) and value.closed and len(intent.path) == 1:
            self._set(resource, intent.path, Many((intent.value,)))
            return
        origin = value.origin
        outer = resource.construction.origin
        inside = (
            origin is not None
            and isinstance(value, Sequence | Mapping)
            and origin.file == outer.file
            and outer.span.encloses(origin.span)
        )
        if origin is None or not inside:
            raise Declined
        path = tuple(s for s in intent.path if isinstance(s, str))
        code = self.code(intent.value, resource.type, path, here)
        self.changes.append(AppendItem(origin, code))
        self.appended(resource, intent, here)
        self._insert_before(here)

    def appended(self, resource: Resource, intent: AppendToList, here: Here) -> None:  # noqa: B027
        """What else must change when an element was added inside an argument; nothing by default."""

    def append_key(
        self, construction: Construction, keys: Path, existing: Value | None, item: Code, written: Code | None
    ) -> None:
        """Add an element to a list argument that may be missing, a single value, or a list written out."""
        if existing is None:
            self.set_key(construction, keys, Elements((item,)))
        elif isinstance(existing, Sequence) and not existing.open and existing.origin is not None:
            self.changes.append(AppendItem(existing.origin, item))
        elif written is not None and not isinstance(existing, Sequence):
            self.set_key(construction, keys, Elements((written, item)))
        else:
            raise Declined

    # --- arguments ---

    def code(self, argument: Argument, kind: str, path: tuple[str, ...], here: Here) -> Code:
        """An argument at a path of Terraform names of a type. Raises `Declined`."""
        match argument:
            case Plain():
                return Constant(argument.data)
            case AttributeOf() | AttributeOfNew():
                return self.attribute_of(argument, here)
            case Existing():
                return self._existing(argument, here)
            case Joined():
                return self.joined(
                    argument,
                    [p if isinstance(p, str) else self.code(p, kind, path, here) for p in argument.parts],
                    here,
                )
            case Many():
                return Elements(tuple(self.code(item, kind, path, here) for item in argument.items))
            case Block():
                return self.block(
                    kind,
                    path,
                    [
                        (self.key(kind, (*path, name), here), self.code(value, kind, (*path, name), here))
                        for name, value in argument.entries.items()
                    ],
                    here,
                )
            case PlainMap():
                return Entries(
                    tuple((k, self.code(v, kind, path, here)) for k, v in argument.entries.items())
                )
            case Json():
                return self.json(argument, self.code(argument.content, kind, path, here), here)
            case Region() | Account() | Partition():
                name = type(argument).__name__
                if name not in here.ambient:
                    here.ambient[name] = self.ambient(argument, here)
                return here.ambient[name]
            case IsProduction():
                return self._is_production(argument, here)

    def attribute_of(self, argument: AttributeOf | AttributeOfNew, here: Here) -> Code:
        """An attribute of a resource that can be named at the place."""
        if isinstance(argument, AttributeOfNew):
            made = self.made.get(argument.key)
            if made is None:
                raise Declined
            thing = self.thing(argument, here)
            return (
                Attribute(thing, self.attribute(made.type, argument.attribute, here))
                if argument.attribute
                else thing
            )
        return self.reference(argument.resource, argument.attribute, here)

    def reference(self, resource: Resource, attribute: str, here: Here) -> Code:
        """An attribute (none for the thing itself) of a resource of the program."""
        thing = here.names.expression(resource.construction)
        if not attribute:
            if thing is None:
                raise Declined
            return thing
        name = self.attribute(resource.type, attribute, here)
        if thing is not None:
            return Attribute(thing, name)
        held = here.names.value(Reference(resource.construction, tuple(name.split("."))))
        if held is None:
            raise Declined
        return held

    def thing(self, argument: AttributeOf | AttributeOfNew, here: Here) -> Code:
        """The resource itself, for dependencies."""
        if isinstance(argument, AttributeOf):
            return self.reference(argument.resource, "", here)
        made = self.made.get(argument.key)
        if made is None:
            raise Declined
        if made.names is not here.names and not made.names.precedes(here.near.construction):
            raise Declined
        return Variable(made.variable)

    def _existing(self, argument: Existing, here: Here) -> Code:
        value = argument.value
        if isinstance(value, ResourceReference):
            return self.reference(value.resource, value.attribute, here)
        code = here.names.value(value)
        if code is None:
            raise Declined
        return code

    def _is_production(self, argument: IsProduction, here: Here) -> Code:
        code = None
        if argument.hint is not None and argument.hint.text() is None:
            code = here.names.value(argument.hint)
        if code is None:
            code = here.names.named(_ENVIRONMENTS)
        if code is None:
            raise Declined
        return Equality(code, Constant("prod"))

    # --- what a framework says ---

    def joined(self, argument: Joined, parts: list[str | Code], here: Here) -> Code:
        """A string made of pieces."""
        return Interpolation(tuple(parts))

    @abstractmethod
    def container(self, construction: Construction) -> Value | None:
        """The evaluated arguments of a call: its object, its keywords."""

    def prefix(self, construction: Construction) -> Path:
        """The keys that lead to the container from the call."""
        return ()

    @abstractmethod
    def key(self, kind: str, path: tuple[str, ...], here: Here) -> str:
        """The name of an argument, given the path of Terraform's names to it."""

    @abstractmethod
    def attribute(self, kind: str, name: str, here: Here) -> str:
        """The name of an attribute."""

    @abstractmethod
    def is_list(self, kind: str, path: tuple[str, ...]) -> bool:
        """Whether a block is given as a list."""

    @abstractmethod
    def block(self, kind: str, path: tuple[str, ...], entries: list[tuple[str, Code]], here: Here) -> Code:
        """A nested block with its keys spelled."""

    @abstractmethod
    def create(self, new: NewResource, here: Here) -> Code:
        """The call that makes a new resource."""

    @abstractmethod
    def json(self, argument: Json, content: Code, here: Here) -> Code:
        """A JSON text."""

    @abstractmethod
    def ambient(self, argument: Ambient, here: Here) -> Code:
        """The region, account or partition."""

    @abstractmethod
    def depend(self, resource: Resource, on: Code, here: Here) -> None:
        """Note that a resource is to wait for another one."""


def _each(argument: object) -> Iterator[object]:
    """An argument and everything inside it."""
    yield argument
    inner: tuple[object, ...] = ()
    match argument:
        case Joined():
            inner = argument.parts
        case Many():
            inner = argument.items
        case Block() | PlainMap():
            inner = tuple(argument.entries.values())
        case Json():
            inner = (argument.content,)
    for each in inner:
        yield from _each(each)


def is_deferred(argument: Argument) -> bool:
    """Whether something inside is known only after deployment."""
    return any(
        isinstance(a, AttributeOf | AttributeOfNew | Existing | Region | Account | Partition)
        for a in _each(argument)
    )


def _arguments(intent: Intent) -> Iterator[object]:
    match intent:
        case AddResources():
            for new in intent.resources:
                for argument in new.arguments.values():
                    yield from _each(argument)
                yield from new.depends_on
        case SetArgument() | AppendToList():
            yield from _each(intent.value)
        case AddDependency():
            yield intent.on


def _new_keys(fix: Fix) -> Iterator[str]:
    for intent in fix.intents:
        for argument in _arguments(intent):
            if isinstance(argument, AttributeOfNew):
                yield argument.key


def _mentioned(intent: AddResources) -> Iterator[Resource]:
    for argument in _arguments(intent):
        if isinstance(argument, AttributeOf):
            yield argument.resource
        elif isinstance(argument, Existing):
            for reference in argument.value.references():
                yield reference.resource


def raw(construction: Construction, language: Literal["typescript", "python"], position: int) -> Value | None:
    """The arguments of a call by name: the object at a position, or the keywords; None when there is none."""
    passed = construction.arguments
    if language == "python":
        return passed.as_mapping()
    if position < len(passed.positional):
        return passed.positional[position]
    return Mapping({}) if position == len(passed.positional) and not passed.open else None
