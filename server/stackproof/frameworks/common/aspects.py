"""Tries what an aspect of the program does to the constructs that it visits."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.model.construction import Construction
from stackproof.model.runtime import ClassValue, FunctionValue, Instance, Invoke, Passed, Reference, Symbol
from stackproof.model.values import Choice, Mapping, Sequence, Unknown, Value

# What may be assigned, and which methods may be called on the parts of a construct, so that only tags, notes and
# findings about it come of that.
_ASSIGNED = frozenset({"tags"})
_OWN = frozenset({"tostring"})
_OF_PARTS = {
    "tags": frozenset({"settag", "removetag", "renderedtags", "tagvalues", "hastags"}),
    "node": frozenset({"addmetadata", "adderror", "addwarning", "addinfo", "trygetcontext", "getcontext"}),
}
# Parts of a construct that are only text.
_TEXTS = (("id",), ("path",), ("addr",))
_BASES = 20


class Trial:
    """Watches the calls that a program makes while an aspect visits a construct of which nothing is known.

    ``harmless`` tells which functions of libraries may be given a construct.
    """

    def __init__(self, harmless: Callable[[Symbol], bool]) -> None:
        self._harmless = harmless
        self._seen: list[Construction] | None = None

    def see(self, call: Construction) -> None:
        """Take notice of a call; asked for every call that goes to a library."""
        if self._seen is not None:
            self._seen.append(call)

    def is_harmless(self, aspect: Value, add: Construction, invoke: Invoke) -> bool:
        """Whether an aspect that is added by a call certainly changes nothing but tags."""
        visit = _visit(aspect) if isinstance(aspect, Instance) else None
        if visit is None or self._seen is not None:
            return False
        visited = Construction(
            number=-1,
            origin=add.origin,
            callee_origin=add.origin,
            arguments=Passed(),
            site=add.site,
            method="visit",
            conditional=True,
            many=True,
        )
        self._seen = []
        try:
            invoke(visit, [Reference(visited)], repeated=True)
            calls = self._seen
        finally:
            self._seen = None
        return (
            not visited.escapes
            and all(path.split(".")[0] in _ASSIGNED for path in visited.writes)
            and all(self._is_innocent(call, visited) for call in calls)
        )

    def _is_innocent(self, call: Construction, visited: Construction) -> bool:
        receiver = call.receiver
        if isinstance(receiver, Reference) and receiver.construction is visited:
            method = (call.method or "").replace("_", "").lower()
            if len(receiver.path) > 1:
                return False
            return method in (_OF_PARTS.get(receiver.path[0], ()) if receiver.path else _OWN)
        if call.callee is not None and self._harmless(call.callee):
            return True
        given = [*call.arguments.positional, *(e.value for e in call.arguments.keywords.values())]
        return not any(_mentions(value, visited) for value in given)


def _mentions(value: Value, visited: Construction) -> bool:
    """Whether a value gives hold of the construct. Strings made from it do not."""
    stack, seen = [value], set[int]()
    while stack:
        part = stack.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        match part:
            case Reference():
                if part.construction is visited and part.path[-1:] not in _TEXTS:
                    return True
            case Instance() | FunctionValue():
                # What these have hold of is not looked into.
                return True
            case Sequence():
                stack.extend(part.elements)
            case Mapping():
                stack.extend(e.value for e in part.entries.values())
            case Choice():
                stack.extend(part.options)
            case Unknown():
                stack.extend(part.mentions)
            case _:
                pass
    return False


def _visit(aspect: Instance) -> FunctionValue | None:
    """The method with which an aspect visits constructs."""
    pending, seen = [aspect.cls], 0
    while pending and seen < _BASES:
        cls, seen = pending.pop(0), seen + 1
        for method in cls.node.methods:
            if method.name == "visit" and method.kind == "method":
                return FunctionValue(
                    method.function,
                    cls.base + method.at,
                    cls.module,
                    cls.scope,
                    this=aspect,
                    owner=cls,
                    origin=aspect.origin,
                )
        pending += [b for b in cls.bases if isinstance(b, ClassValue)]
    return None
