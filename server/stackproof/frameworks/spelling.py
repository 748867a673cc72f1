"""What spelling a fix has in common in all frameworks: the order of things, references, nested blocks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress

from stackproof.frameworks.amending import amended, taken, write_at
from stackproof.frameworks.intents import arguments_of, is_deferred, mentioned, new_keys, path_to, raw
from stackproof.frameworks.valuespelling import Ambient, Declined, Here, Made, Path, ValueSpelling
from stackproof.model.code import (
    AppendItem,
    Assign,
    Change,
    Code,
    Elements,
    InsertStatements,
    RemoveKey,
    ReplaceCode,
    ReplaceSource,
    SetKey,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import (
    AddDependency,
    AddResources,
    AmendText,
    AppendToList,
    Argument,
    AttributeOfNew,
    Fix,
    Intent,
    Joined,
    Many,
    NewResource,
    Plain,
    PutInText,
    RemoveArgument,
    ReplaceText,
    ReplaceValue,
    SetArgument,
    TakeAttribute,
    WriteAt,
)
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming, NoPlace
from stackproof.model.runtime import Reference
from stackproof.model.values import (
    Absent,
    MapEntry,
    Mapping,
    Origin,
    Sequence,
    Value,
)

__all__ = ["Ambient", "Declined", "Here", "Path", "Spelling", "raw", "same"]


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two arguments are both missing, or the same construction."""
    if one is None or other is None:
        return one is other
    return (
        isinstance(one, Reference)
        and isinstance(other, Reference)
        and one.construction is other.construction
        and one.path == other.path
    )


class Spelling(ValueSpelling):
    """One fix on its way to changes, in the spelling of one framework."""

    # Where the object with the arguments stands among the positional ones.
    position = 2

    def __init__(self, fix: Fix, naming: Callable[[Resource], Naming]) -> None:
        self.fix = fix
        self.naming = naming
        self.made: dict[str, Made] = {}
        self.changes: list[Change] = []
        self._wanted = set(new_keys(fix))

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
            case ReplaceValue():
                self.replace(intent)
            case PutInText():
                self._put_in_text(intent)
            case TakeAttribute():
                self.changes.append(taken(self, intent))
            case AmendText():
                self.changes.append(amended(intent, self.naming(intent.resource)))
            case WriteAt():
                write_at(self, intent)
            case AppendToList():
                self._append(intent)
            case AddDependency():
                self.alone(intent.resource)
                here = Here(self.naming(intent.resource), intent.resource)
                self.depend(intent.resource, self.thing(intent.on, here), here)

    # --- new resources ---

    def _add(self, intent: AddResources) -> None:
        here = self._place(intent)
        names = here.names
        statements: list[Assign] = []
        for new in intent.resources:
            code = self.create(new, here)
            variable = names.local(new.stem) if new.key in self._wanted else None
            statements.append(Assign(variable, code))
            if variable is not None:
                self.made[new.key] = Made(variable, f"data.{new.type}" if new.data else new.type, names)
        statements = self.arranged(statements, intent, here)
        self.changes.append(InsertStatements(names.at, (*here.before, *statements), names.where))

    def _place(self, intent: AddResources) -> Here:
        """Behind all that the new resources mention; in front of what waits for them where that is elsewhere."""
        near, names = self._behind(intent)
        keys = {new.key for new in intent.resources}
        waiting = [
            i.resource
            for i in self.fix.intents
            if isinstance(i, AddDependency | SetArgument)
            and any(isinstance(a, AttributeOfNew) and a.key in keys for a in arguments_of(i))
        ]
        behind = names is not None and all(names.precedes(r.construction) for r in waiting)
        if names is not None and behind:
            return Here(names, near)
        if not waiting or not self.related(waiting[0], intent.near):
            raise Declined
        first = waiting[0]
        ahead = self.naming(first).before(first.construction)
        if ahead is None:
            raise Declined
        return Here(ahead, first)

    def _behind(self, intent: AddResources) -> tuple[Resource, Naming | None]:
        """The first resource behind whose statement, or behind later ones there, new resources may stand."""
        needed = list(mentioned(intent))
        for near in (intent.near, *needed):
            with suppress(NoPlace):
                return near, self.naming(near).after(r.construction for r in needed)
        return intent.near, None

    def related(self, one: Resource, other: Resource) -> bool:
        """Whether a resource that is like one of them would be like the other: in the same account and region."""
        return True

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

    def replace(self, intent: ReplaceValue) -> None:
        """Set the argument anew where a name stands for the scalar, which may mean more elsewhere."""
        path = path_to(intent.resource.properties, intent.value)
        if path is None:
            raise Declined
        self._set(intent.resource, path, Plain(intent.data))

    def _put_in_text(self, intent: PutInText) -> None:
        resource = intent.resource
        names = self.naming(resource)
        here = Here(names, resource)
        pieces = names.pieces(intent.at)
        code = self.code(intent.argument, resource.type, (), here)
        if pieces is None or (here.before and not names.is_single(resource.construction)):
            # What is inserted before a call that runs often would be made again and again, under one name.
            raise Declined
        parts: list[str | Code] = []
        for piece in pieces:
            if isinstance(piece, str) and intent.old in piece:
                before, _, after = piece.partition(intent.old)
                parts += [p for p in (before, code, after) if p != ""]
            else:
                parts.append(piece)
        if sum(p is code for p in parts) != 1 or any(isinstance(p, str) and intent.old in p for p in parts):
            raise Declined
        whole = code if len(parts) == 1 else self.joined(Joined((intent.argument,)), parts, here)
        self.changes.append(ReplaceCode(intent.at, whole))
        if is_deferred(intent.argument):
            self.deferred(resource, intent.at, here)
        self.insert_before(here)

    def deferred(self, resource: Resource, at: Origin, here: Here) -> None:
        """What else must change where something that is known later takes the place of a text; nothing by default."""

    def given_anywhere(self, name: str, here: Here) -> Code:
        """A parameter of the program that needs no names of its place."""
        raise Declined

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
        self.insert_before(here)

    def insert_before(self, here: Here) -> None:
        """Note what must be made first."""
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
        self.insert_before(here)

    def appended(self, resource: Resource, intent: AppendToList, here: Here) -> None:
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

    @abstractmethod
    def container(self, construction: Construction) -> Value | None:
        """The evaluated arguments of a call: its object, its keywords."""

    def prefix(self, construction: Construction) -> Path:
        """The keys that lead to the container from the call."""
        return ()

    @abstractmethod
    def depend(self, resource: Resource, on: Code, here: Here) -> None:
        """Note that a resource is to wait for another one."""
