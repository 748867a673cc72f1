"""Tells what the classes of Pulumi and its provider packages are by their names."""

from __future__ import annotations

import re

from stackproof.frameworks.pulumi.symbols import Member, member
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import ConstructionKind
from stackproof.model.runtime import Symbol

_STRUCTS = ("Args", "ArgsDict", "Opts", "State")
# Packages named like providers which make no resources.
_NO_PROVIDERS = re.compile(r"^(?:@pulumi/|pulumi_)(?:policy|esc[-_]sdk|std|terraform|automation)(?:[/.]|$)")


def kind_of(symbol: Symbol, vocabulary: Vocabulary) -> ConstructionKind | None:
    """What a call of the symbol makes; None for other libraries and for functions that make nothing."""
    found = member(symbol, vocabulary)
    if found is None:
        return None
    match found.role:
        case "resource":
            return _resource(found)
        case "data":
            return ConstructionKind.LOOKUP
        case "core":
            return _core(found)
        case "component" | "native" | "other":
            return _outside(symbol, found)
    return ConstructionKind.OTHER if _is_class(found.name) and not found.rest else None


def _resource(found: Member) -> ConstructionKind | None:
    if found.rest == ("get",):
        return ConstructionKind.LOOKUP
    return None if found.rest else ConstructionKind.RESOURCE


def _core(found: Member) -> ConstructionKind | None:
    steps = (found.name, *found.rest)
    if steps[:2] == ("dynamic", "Resource"):
        # Its provider is code of the program.
        return ConstructionKind.FOREIGN
    if not _is_class(steps[-1]):
        return None
    if steps[-1] in ("ComponentResource", "Stack"):
        return ConstructionKind.CONSTRUCT
    return ConstructionKind.LOOKUP if steps[-1] == "StackReference" else ConstructionKind.OTHER


def _outside(symbol: Symbol, found: Member) -> ConstructionKind | None:
    """Packages whose classes are not described: components and the other provider for AWS, and other clouds."""
    name = found.name.rpartition(".")[2]
    foreign = found.role == "other"
    if name == "get" and _is_class(found.name.split(".")[-2]):
        return ConstructionKind.OTHER if foreign else ConstructionKind.LOOKUP
    if canonical(name).startswith("get") and not _is_class(name):
        return ConstructionKind.OTHER if foreign else ConstructionKind.LOOKUP
    if not _is_class(name):
        return None
    if name.endswith(_STRUCTS) or name == "Provider":
        return ConstructionKind.OTHER
    if foreign:
        return ConstructionKind.OTHER if _NO_PROVIDERS.match(symbol.module) else ConstructionKind.FOREIGN
    return ConstructionKind.RESOURCE if found.role == "native" else ConstructionKind.CONSTRUCT


def _is_class(name: str) -> bool:
    return name.rpartition(".")[2][:1].isupper()
