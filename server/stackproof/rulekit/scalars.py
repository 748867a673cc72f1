"""Looks at plain values wherever they stand in a resource, and offers others in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from stackproof.model.fix import Fix, ReplaceValue
from stackproof.model.graph import Graph, Resource
from stackproof.model.services import Limits
from stackproof.model.values import Certainty, Choice, Data, Mapping, Scalar, Sequence, Value

# From how much likeness on a word is taken for a slip of another one.
_LIKE = 0.75


def limited(graph: Graph, resource: Resource) -> Iterator[tuple[str, Limits, Value]]:
    """The values in a resource that are limited, with their dotted paths."""
    given = resource.properties.entries
    for path, limits in graph.services.limits(resource.type).items():
        if path.partition(".")[0] in given:
            for value in values_at(resource, path):
                yield path, limits, value


def values_at(resource: Resource, path: str) -> Iterator[Value]:
    """The values at a dotted path, through all elements of lists on the way; elements of a list at its end singly."""
    found: list[Value] = [resource.properties]
    for step in path.split("."):
        found = [
            inner.get(step) for value in found for inner in _elements(value) if isinstance(inner, Mapping)
        ]
    for value in found:
        yield from _elements(value)


def _elements(value: Value) -> Iterable[Value]:
    return value.elements if isinstance(value, Sequence) else (value,)


def scalars(value: Value) -> tuple[Scalar, ...]:
    """All scalars that a written value may be; empty where it may be anything else or nothing."""
    options = value.options if isinstance(value, Choice) else (value,)
    found = [v for v in options if isinstance(v, Scalar) and v.data is not None]
    written = all(v.certainty is Certainty.WRITTEN and v.origin is not None for v in found)
    return tuple(found) if len(found) == len(options) and written else ()


def keys_of(value: Value) -> tuple[Scalar, ...]:
    """The keys of a mapping that are certainly set, each as a value of its own where it stands."""
    if not isinstance(value, Mapping):
        return ()
    return tuple(
        Scalar(name, origin=entry.key_origin or entry.origin or entry.value.origin)
        for name, entry in value.entries.items()
        if entry.value.is_present()
    )


def shown(data: Data) -> str:
    """A scalar as messages show it."""
    return f"'{data}'" if isinstance(data, str) else str(data)


def closest(word: str, options: Iterable[str]) -> str | None:
    """The option of which a word is a slip: other in case of letters or separators, or misspelt; None when none is."""
    options = tuple(options)
    bare = {_bare(o): o for o in reversed(options)}
    if (same := bare.get(_bare(word))) is not None:
        return same
    found = get_close_matches(_bare(word), bare, 1, _LIKE)
    return bare[found[0]] if found else None


def _bare(word: str) -> str:
    return "".join(c for c in word.lower() if c.isalnum())


def instead(
    resource: Resource,
    value: Value,
    data: Data,
    *,
    goal: str,
    title: str = "",
    safe: bool = False,
    why_unsafe: str = "",
    preferred: bool = False,
) -> Fix:
    """A fix that writes another scalar where the value stands, of the kind that stands there now."""
    return Fix(
        title=title or f"Use {shown(data)}",
        goal=goal,
        intents=tuple(ReplaceValue(resource, v, _like(data, v)) for v in scalars(value)),
        subjects=(resource,),
        safe=safe,
        why_unsafe=why_unsafe,
        preferred=preferred,
    )


def _like(data: Data, value: Scalar) -> Data:
    """A number as text where text stood."""
    return str(data) if isinstance(value.data, str) and data is not None else data
