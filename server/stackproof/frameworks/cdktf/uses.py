"""Judges how programs use the list attributes of resources, which are objects with a ``get`` method here."""

from __future__ import annotations

from stackproof.frameworks.common.access import Manner, arguments_of, method_of, whole_number
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction, Operation
from stackproof.model.graph import Resource, Use
from stackproof.model.runtime import Reference
from stackproof.model.values import Origin, Value

# What people expect of a list, in both languages; the list objects have none of it.
_LIST_METHODS = frozenset(
    """foreach map filter find some every reduce slice includes indexof length at concat join flatmap entries values
    append extend index count""".split()  # noqa: SIM905
)


def of_operation(operation: Operation, resource: Resource, vocabulary: Vocabulary) -> Use | None:
    """A wrong use by index, iteration or call; None when nothing is wrong."""
    path = operation.target.path
    if not vocabulary.is_list_of_objects(resource.type, path):
        return None
    replacement = None if operation.kind == "iterate" else _get(operation.arguments)
    return _use(resource, vocabulary, path, operation.kind, operation.origin, operation.access, replacement)


def of_call(call: Construction, resource: Resource, vocabulary: Vocabulary) -> Use | None:
    """A wrong use by a method call on the resource or on one of its attributes; None when nothing is wrong."""
    receiver, method = call.receiver, call.method
    if not isinstance(receiver, Reference) or method is None:
        return None
    called = (*receiver.path, method)
    given = (*call.arguments.positional, *(e.value for e in call.arguments.keywords.values()))
    if vocabulary.is_list_of_objects(resource.type, called):
        access = arguments_of(call)
        return _use(resource, vocabulary, called, "call", call.origin, access, _get(given))
    if not vocabulary.is_list_of_objects(resource.type, receiver.path):
        return None
    access = method_of(call)
    if method == "get" and len(given) == 1 and given[0].text() is not None:
        replacement = None if (index := whole_number(given)) is None else f"get({index})"
        return _use(resource, vocabulary, receiver.path, "method", call.origin, access, replacement)
    if canonical(method) in _LIST_METHODS:
        return _use(resource, vocabulary, receiver.path, "method", call.origin, access, None)
    return None


def _use(
    resource: Resource,
    vocabulary: Vocabulary,
    path: tuple[str, ...],
    manner: Manner,
    origin: Origin,
    access: Origin,
    replacement: str | None,
) -> Use:
    written = next((step for step in reversed(path) if not step.startswith("[")), "")
    return Use(
        resource=resource,
        attribute=vocabulary.attribute(resource.type, path),
        written=written,
        manner=manner,
        allowed=False,
        origin=origin,
        access=access,
        replacement=replacement,
    )


def _get(arguments: tuple[Value, ...]) -> str | None:
    index = whole_number(arguments)
    return None if index is None else f".get({index})"
