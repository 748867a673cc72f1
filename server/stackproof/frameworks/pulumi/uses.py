"""Judges how programs use list outputs, which are indexed directly here."""

from __future__ import annotations

from stackproof.frameworks.common.access import (
    Manner,
    arguments_of,
    dotted_method_of,
    method_of,
    whole_number,
)
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction, Operation
from stackproof.model.graph import Resource, Use
from stackproof.model.runtime import Reference
from stackproof.model.values import Origin, Value


def of_operation(operation: Operation, resource: Resource, vocabulary: Vocabulary) -> Use | None:
    """A call of a list output; indexing and iterating are no mistakes."""
    path = operation.target.path
    if operation.kind != "call" or not vocabulary.is_list_of_objects(resource.type, path, plural=True):
        return None
    return _use(resource, vocabulary, path, "call", operation.origin, operation.access, operation.arguments)


def of_call(call: Construction, resource: Resource, vocabulary: Vocabulary) -> Use | None:
    """``cert.domainValidationOptions('0')`` and ``.get(0)``; None when nothing is wrong."""
    receiver, method = call.receiver, call.method
    if not isinstance(receiver, Reference) or method is None:
        return None
    called = (*receiver.path, method)
    given = (*call.arguments.positional, *(e.value for e in call.arguments.keywords.values()))
    if vocabulary.is_list_of_objects(resource.type, called, plural=True):
        return _use(resource, vocabulary, called, "call", call.origin, arguments_of(call), given)
    if method == "get" and given and vocabulary.is_list_of_objects(resource.type, receiver.path, plural=True):
        access = dotted_method_of(call)
        known = given if access is not None else ()
        access = access or method_of(call)
        return _use(resource, vocabulary, receiver.path, "method", call.origin, access, known)
    return None


def _use(
    resource: Resource,
    vocabulary: Vocabulary,
    path: tuple[str, ...],
    manner: Manner,
    origin: Origin,
    access: Origin,
    arguments: tuple[Value, ...],
) -> Use:
    index = whole_number(arguments)
    return Use(
        resource=resource,
        attribute=vocabulary.attribute(resource.type, path, plural=True),
        written=next((step for step in reversed(path) if not step.startswith("[")), ""),
        manner=manner,
        allowed=False,
        origin=origin,
        access=access,
        replacement=None if index is None else f"[{index}]",
    )
