"""Understands strings that refer to resources in Terraform's own way, past the typed API."""

from __future__ import annotations

from collections.abc import Iterable

from stackproof.frameworks.vocabulary.names import neutral_type
from stackproof.model.graph import Resource
from stackproof.model.ports import Interpolated, TerraformText
from stackproof.model.values import ResourceReference, Scalar, Template, Unknown, Value


def read(value: Scalar, terraform: TerraformText, resources: Iterable[Resource]) -> Value:
    """The string with its ``${...}`` as references where the resource is certain.

    Elsewhere an unknown value mentions every resource that may be meant, so that none of them is called unused.
    """
    assert isinstance(value.data, str)
    known = tuple(resources)
    pieces = terraform.pieces(value.data)
    if pieces is None:
        return Unknown("a Terraform expression that cannot be read", _all(known), origin=value.origin)
    parts = tuple(p if isinstance(p, str) else _meant(p, known, value) for p in pieces)
    if len(parts) == 1:
        only = parts[0]
        return only if isinstance(only, Value) else Scalar(only, origin=value.origin)
    return Template(parts, origin=value.origin)


def _meant(piece: Interpolated, resources: tuple[Resource, ...], value: Scalar) -> Value:
    if piece.plain and (found := _named(piece.paths[0], resources)) is not None:
        resource, attribute = found
        return ResourceReference(resource, attribute, origin=value.origin)
    mentioned = [r for path in piece.paths for r in _of_type(path, resources)]
    references = tuple(ResourceReference(r) for r in mentioned)
    return Unknown("a Terraform expression", references, origin=value.origin)


def _all(resources: tuple[Resource, ...]) -> tuple[Value, ...]:
    return tuple(ResourceReference(r) for r in resources)


def _split(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The neutral type at the beginning of a path, and what follows it."""
    if path[:1] == ("data",):
        return ".".join(path[:2]), path[2:]
    return neutral_type(path[0]), path[1:]


def _of_type(path: tuple[str, ...], resources: tuple[Resource, ...]) -> list[Resource]:
    kind, _ = _split(path)
    return [r for r in resources if r.type == kind]


def _named(path: tuple[str, ...], resources: tuple[Resource, ...]) -> tuple[Resource, str] | None:
    """The one resource of that type and name. Inside constructs, real names carry a hash that nobody writes."""
    _, rest = _split(path)
    if len(rest) < 2:
        return None
    found = [r for r in _of_type(path, resources) if r.name == rest[0] and not r.many]
    return (found[0], ".".join(rest[1:])) if len(found) == 1 else None
