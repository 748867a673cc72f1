"""Answers which path of a REST interface there is already, since programs add it when there is none."""

from __future__ import annotations

from stackproof.frameworks.cdk.names import locate, snake
from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference
from stackproof.model.values import Scalar, Value

_APIS = frozenset({"RestApi", "LambdaRestApi", "SpecRestApi", "StepFunctionsRestApi"})


def existing(call: Construction) -> Value | None:
    """The outcome of ``root.getResource('x')``: the path that was added, nothing where none was; None if not known."""
    receiver, wanted = call.receiver, call.arguments.at(0, "path_part", "pathPart")
    if (
        not isinstance(receiver, Reference)
        or wanted is None
        or wanted.text() is None
        or not _is_path(receiver)
    ):
        return None
    owner = receiver.construction
    for earlier in owner.calls:
        if earlier is call:
            break
        if snake(earlier.method or "") not in ("add_resource", "resource_for_path", "add_proxy"):
            continue
        same = isinstance(earlier.receiver, Reference) and earlier.receiver.path == receiver.path
        part = earlier.arguments.at(0, "path_part", "pathPart")
        text = part.text() if part is not None else None
        if not same or (
            text is not None and text != wanted.text() and earlier.method in ("addResource", "add_resource")
        ):
            continue
        certain = (
            text == wanted.text()
            and not earlier.conditional
            and snake(earlier.method or "") == "add_resource"
        )
        return Reference(earlier, origin=call.origin) if certain else None
    return Scalar(None, origin=call.origin)


def _is_path(receiver: Reference) -> bool:
    """Whether this is the root of an interface, or a path that was added to one."""
    made = receiver.construction
    if made.callee is not None:
        located = locate(made.callee)
        names = located.names if located is not None else ()
        return bool(names) and names[0] in _APIS and receiver.path == ("root",)
    return not receiver.path and snake(made.method or "") in ("add_resource", "resource_for_path")
