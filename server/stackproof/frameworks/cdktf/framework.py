"""CDKTF as the analysis sees it."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.frameworks.cdktf.kinds import kind_of
from stackproof.frameworks.cdktf.library import CdktfLibrary
from stackproof.frameworks.cdktf.reader import CdktfReader
from stackproof.frameworks.cdktf.spell import spell
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.code import Change
from stackproof.model.construction import ConstructionKind, Evaluation
from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming, Recognition, TerraformText
from stackproof.model.runtime import Library, Symbol
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings


class Cdktf:
    """The `Framework` for ``cdktf`` and ``cdktn`` with their AWS provider packages."""

    name = "cdktf"

    def __init__(self, terraform: TerraformText | None = None) -> None:
        """``terraform`` reads expressions inside strings; without it such strings stay strings."""
        self._vocabulary = vocabulary()
        self._terraform = terraform

    def library(self, surroundings: Surroundings) -> Library:
        """What the evaluator must know of CDKTF while a program runs."""
        return CdktfLibrary(self._vocabulary)

    def recognise(self, evaluation: Evaluation, surroundings: Surroundings = NO_SURROUNDINGS) -> Recognition:
        """The resources, data sources, providers and backends that the program creates; never raises."""
        return CdktfReader(evaluation, self._vocabulary, self._terraform).read()

    def kind_of(self, symbol: Symbol, new: bool) -> ConstructionKind | None:
        """What a call of a symbol makes; None when it constructs nothing of this framework."""
        return kind_of(symbol, new, self._vocabulary)

    def spell(self, fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
        """The changes that carry out a fix; None when it declines."""
        return spell(fix, naming)
