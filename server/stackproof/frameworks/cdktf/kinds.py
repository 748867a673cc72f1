"""Tells what the classes of CDKTF and its provider packages are by their names."""

from __future__ import annotations

import re

from stackproof.frameworks.cdktf.symbols import member, steps_of_other
from stackproof.frameworks.vocabulary.names import cdktf_pascal, snake
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import ConstructionKind
from stackproof.model.runtime import Symbol

_KINDS = {"resource": ConstructionKind.RESOURCE, "data": ConstructionKind.LOOKUP}
_HOLDERS = frozenset({"App", "TerraformStack", "TerraformHclModule", "TerraformModule"})
_OUTSIDE = re.compile(r"^(?:constructs|@cdkt[fn]/aws-cdk|cdkt[fn]_aws_cdk)(?:[/.]|$)")
_MODULES = re.compile(r"(?:^|/)\.gen/modules(?:/|$)")


def kind_of(symbol: Symbol, new: bool, vocabulary: Vocabulary) -> ConstructionKind | None:
    """What a call of the symbol makes; None for other libraries and for what makes no construct."""
    found = member(symbol, vocabulary)
    if found is None:
        return _outside(symbol)
    if not found.name[:1].isupper() or found.rest:
        return None
    if found.role == "other":
        return _foreign(symbol, found.name, new)
    if found.role == "core":
        if found.name.startswith("DataTerraformRemoteState"):
            return ConstructionKind.LOOKUP
        return ConstructionKind.CONSTRUCT if found.name in _HOLDERS else ConstructionKind.OTHER
    return _KINDS.get(found.role, ConstructionKind.OTHER)


def _outside(symbol: Symbol) -> ConstructionKind | None:
    """Constructs of the library below, of the adapter to the CDK, and of generated modules."""
    name = symbol.names[-1] if symbol.names else ""
    if _OUTSIDE.match(symbol.module) and name in ("Construct", "AwsTerraformAdapter"):
        return ConstructionKind.CONSTRUCT
    if _MODULES.search(symbol.module) and name[:1].isupper():
        return ConstructionKind.CONSTRUCT
    return None


def _foreign(symbol: Symbol, name: str, new: bool) -> ConstructionKind:
    """A class of another provider is a resource when it is called like its module (``compute-instance``)."""
    if name.endswith("Provider") or name.startswith("Data"):
        return ConstructionKind.OTHER
    steps = steps_of_other(symbol)
    stem = next((steps[i - 1] for i, step in enumerate(steps) if step == name and i), None)
    if stem is None:
        # Typed arguments are no classes in TypeScript, hence never behind `new`.
        return ConstructionKind.FOREIGN if new else ConstructionKind.OTHER
    regular = cdktf_pascal(snake(stem))
    return ConstructionKind.FOREIGN if name in (regular, regular + "A") else ConstructionKind.OTHER
