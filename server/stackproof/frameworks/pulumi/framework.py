"""Pulumi as the analysis sees it."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.frameworks.pulumi.components import components
from stackproof.frameworks.pulumi.kinds import kind_of
from stackproof.frameworks.pulumi.library import PulumiLibrary
from stackproof.frameworks.pulumi.outputs import stringified
from stackproof.frameworks.pulumi.reader import PulumiReader
from stackproof.frameworks.pulumi.spell import spell
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.code import Change
from stackproof.model.construction import ConstructionKind, Evaluation
from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming, Recognition
from stackproof.model.runtime import Library, Symbol
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings


class Pulumi:
    """The `Framework` for Pulumi with its AWS provider."""

    name = "pulumi"

    def __init__(self) -> None:
        self._vocabulary = vocabulary()
        self._library = PulumiLibrary(self._vocabulary)

    def library(self, surroundings: Surroundings) -> Library:
        """What the evaluator must know of Pulumi while a program runs."""
        return self._library

    def recognise(self, evaluation: Evaluation, surroundings: Surroundings = NO_SURROUNDINGS) -> Recognition:
        """The resources, look-ups and providers that the program creates; never raises."""
        recognition = PulumiReader(evaluation, self._vocabulary).read()
        recognition.stringified = stringified(evaluation, self._vocabulary)
        recognition.components = components(evaluation, recognition.resources, self._vocabulary)
        return recognition

    def kind_of(self, symbol: Symbol, new: bool) -> ConstructionKind | None:
        """What a call of a symbol makes; None when it constructs nothing of this framework."""
        return kind_of(symbol, self._vocabulary)

    def spell(self, fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
        """The changes that carry out a fix; None when it declines."""
        return spell(fix, naming)
