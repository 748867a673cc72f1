"""What the names and tags of a resource tell of the environment it is meant for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Mapping, Template, Value

Purpose = Literal["short-lived", "production"]

_SHORT_LIVED = re.compile(
    r"dev|develop|development|test|tests|testing|qa|stag|stage|staging|sandbox|ephemeral|preview|pr\d+"
)
_PRODUCTION = re.compile(r"prod|production|prd|live")
_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
_NAMES = ("name", "name_prefix", "identifier", "cluster_identifier", "instance_identifier", "tags")


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, Template):
        yield from (part for part in value.parts if isinstance(part, str))
    elif isinstance(value, Mapping):
        for entry in value.entries.values():
            yield from _texts(entry.value)
    elif (text := value.text()) is not None:
        yield text


def _purpose(texts: Iterator[str]) -> Purpose | None:
    words = {word.lower() for text in texts for word in _WORD.findall(text)}
    if any(_PRODUCTION.fullmatch(word) for word in words):
        return "production"
    return "short-lived" if any(_SHORT_LIVED.fullmatch(word) for word in words) else None


def purpose(graph: Graph, resource: Resource) -> Purpose | None:
    """What kind of environment a resource is for: by configuration, else by words in its own names and tags."""
    if graph.environment is not None:
        return "production" if graph.environment == "prod" else "short-lived"
    named = _purpose(text for name in _NAMES for text in _texts(resource[name]))
    return named if named is not None else _purpose(iter((resource.name,)))


def is_told_by_names(graph: Graph, resource: Resource) -> bool:
    """Whether what environment a resource is for is configured, or its names and tags are all known to tell of it."""
    if graph.environment is not None:
        return True
    called = [value for value in resource.construction.arguments.positional if value.pieces()]
    values = [*called, *(resource[name] for name in _NAMES)]
    return bool(called) and not any(value.has_unknown() for value in values)


def environment_value(resource: Resource) -> Value | None:
    """The value in the resource's tags or name which says the environment, where it is not a literal."""
    for key in ("Environment", "environment", "Env", "env", "Stage", "stage"):
        value = resource["tags"].get(key)
        if value.is_present() and value.text() is None:
            return value
    for name in _NAMES[:-1]:
        value = resource[name]
        if isinstance(value, Template):
            holes = [part for part in value.parts if isinstance(part, Value)]
            if len(holes) == 1:
                return holes[0]
    return None
