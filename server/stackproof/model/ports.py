"""The shapes through which the rooms are connected: what each one offers to the analysis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from stackproof.model.code import Change, Code
from stackproof.model.construction import Construction, ConstructionKind, Evaluation, Gap
from stackproof.model.fix import Fix
from stackproof.model.graph import Component, Resource, Stringified, Use
from stackproof.model.runtime import Library, Scope, Symbol
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings
from stackproof.model.values import Origin, Value


@dataclass(eq=False)
class Recognition:
    """What one framework understood of an evaluation.

    ``understood`` holds the numbers of the constructions whose effect is wholly known, resources or not; resources
    that reach any other construction have escaped. ``gaps`` say what was recognised but not followed.
    """

    resources: list[Resource] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    stringified: list[Stringified] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    understood: set[int] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class Interpolated:
    """One ``${...}``: the paths it mentions (``("aws_vpc", "main", "id")``); ``plain`` when it is just one path."""

    paths: tuple[tuple[str, ...], ...]
    plain: bool


class TerraformText(Protocol):
    """Reads Terraform's expressions inside strings."""

    def pieces(self, text: str) -> tuple[str | Interpolated, ...] | None:
        """Literal pieces and interpolations in order; None when the text cannot be read."""
        ...


class NoPlace(Exception):
    """No one statement of the program makes the neighbour that new code should have."""


class Naming(Protocol):
    """Finds expressions for things at a place in the program, for fixes.

    ``at`` is the statement behind which new statements stand, or before which: ``where`` says so.
    """

    language: Literal["typescript", "python"]
    at: Origin
    where: Literal["after", "before"]

    def after(self, constructions: Iterable[Construction]) -> Naming | None:
        """The same behind all these constructions, as far as they are made in the same activation.

        None when the place would fall into something that runs more than once.
        """
        ...

    def before(self, construction: Construction) -> Naming | None:
        """The names directly in front of the statement that makes a construction, which becomes the neighbour.

        None when that statement runs more than once, or no one statement makes it.
        """
        ...

    def precedes(self, construction: Construction) -> bool:
        """Whether what stands at this place is certainly there when the construction is made."""
        ...

    def is_single(self, construction: Construction) -> bool:
        """Whether the text of the call makes this one construction only, so that changing it changes nothing else."""
        ...

    def expression(self, construction: Construction) -> Code | None:
        """An expression that names the construction where the new code will stand; None when there is none."""
        ...

    def value(self, value: Value) -> Code | None:
        """An expression for a value: a name that holds it, or its own source text when that is safe to repeat."""
        ...

    def written(self, construction: Construction, path: tuple[str | int, ...]) -> Code | None:
        """The text of an argument of a call (position or keyword, then keys), where its names mean the same here."""
        ...

    def source(self, origin: Origin) -> str:
        """The text that stands at a place of the program."""
        ...

    def pieces(self, origin: Origin) -> tuple[str | Code, ...] | None:
        """The literal pieces and the holes of a text that is written out at a place; None for anything else."""
        ...

    def occurrences(self, text: str) -> int:
        """How often a text stands in the files of the program."""
        ...

    def named(self, names: Collection[str]) -> Code | None:
        """A variable, field or property in reach that has one of these names; casing and underscores are the same."""
        ...

    def known(self, class_name: str) -> Construction | None:
        """A construction of a library class that can be named here."""
        ...

    def scope_expression(self) -> Code | None:
        """What a new construct takes as its scope (``this``, ``self``, ``stack``); None when there is none."""
        ...

    def local(self, stem: str) -> str:
        """A fresh local variable name from words, in the language's casing."""
        ...

    def logical(self, stem: str, near: Construction) -> Code:
        """A logical name for a new resource from words, in the pattern of its neighbour's name (suffix included)."""
        ...


class Framework(Protocol):
    """One framework's room, as the analysis sees it."""

    name: str

    def library(self, surroundings: Surroundings) -> Library:
        """What the evaluator must know of the framework while a program runs in these surroundings."""
        ...

    def recognise(self, evaluation: Evaluation, surroundings: Surroundings = NO_SURROUNDINGS) -> Recognition:
        """The resources among the constructions; never raises."""
        ...

    def kind_of(self, symbol: Symbol, new: bool) -> ConstructionKind | None:
        """What a call of a symbol makes; ``new`` when it is written with that word.

        None for symbols of other libraries, and for calls that construct nothing (functions, most static methods).
        """
        ...

    def spell(self, fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
        """The changes that carry out a fix on resources of this framework; None when it declines.

        ``naming`` gives the names behind the statement of a resource, and raises `NoPlace` where there is none.
        """
        ...


__all__ = ["Framework", "Interpolated", "Naming", "NoPlace", "Recognition", "Scope", "TerraformText"]
