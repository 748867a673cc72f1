"""Spells the arguments of fixes as code, where frameworks agree; the rest is left to them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from stackproof.model.code import (
    Assign,
    Attribute,
    Code,
    Constant,
    Elements,
    Entries,
    Equality,
    Interpolation,
    Variable,
)
from stackproof.model.fix import (
    Account,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Existing,
    Given,
    IsProduction,
    Joined,
    Json,
    Many,
    NewResource,
    Partition,
    Plain,
    PlainMap,
    Region,
)
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.runtime import Reference
from stackproof.model.values import ResourceReference

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


class ValueSpelling(ABC):
    """Arguments to code. ``made`` holds the resources which the fix has added so far, by key."""

    made: dict[str, Made]

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
            case Given():
                return here.names.named(argument.names) or self.given(argument.names[0], here)

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

    def given(self, name: str, here: Here) -> Code:
        """A parameter of the program, which whoever deploys it has to give."""
        raise Declined

    @abstractmethod
    def json(self, argument: Json, content: Code, here: Here) -> Code:
        """A JSON text."""

    @abstractmethod
    def ambient(self, argument: Ambient, here: Here) -> Code:
        """The region, account or partition."""
