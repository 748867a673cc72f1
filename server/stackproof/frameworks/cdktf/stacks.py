"""Says with which stack a construction is deployed."""

from __future__ import annotations

from stackproof.frameworks.cdktf.symbols import member
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import Value

# Real programs nest a handful of levels.
_DEEPEST = 30


def stack_of(call: Construction, vocabulary: Vocabulary) -> int | None:
    """The number of the stack around a construction; None when the way there is not known."""
    current: Construction | None = call
    for _ in range(_DEEPEST):
        scope = current.arguments.at(0, "scope") if current is not None else None
        current = _construction(scope)
        if current is None or current.callee is None:
            return None
        found = member(current.callee, vocabulary)
        if found is not None and (found.role, found.name, found.rest) == ("core", "TerraformStack", ()):
            return current.number
    return None


def _construction(scope: Value | None) -> Construction | None:
    if isinstance(scope, Reference) and not scope.path:
        return scope.construction
    return scope.construction if isinstance(scope, Instance) else None
