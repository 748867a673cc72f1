"""The members that objects of the program's own classes have, as far as all of them are certainly known."""

from __future__ import annotations

from stackproof.model.facts import Facts
from stackproof.model.graph import Graph
from stackproof.model.runtime import ClassValue, Instance, Symbol

# By these a class has members that nobody can list.
_OPEN = frozenset({"__getattr__", "__getattribute__", "__setattr__", "__new__", "__init_subclass__"})


def own_members(instance: Instance, graph: Graph, facts: Facts) -> frozenset[str] | None:
    """What an object has besides what comes from the library; None when it may have more."""
    if (
        instance.open
        or instance.construction is None
        or instance.construction.escapes
        or _changes_unknown(graph)
    ):
        return None
    names = {*instance.fields, *instance.construction.writes}
    waiting, seen = [instance.cls], set[int]()
    while waiting:
        cls = waiting.pop()
        if id(cls) in seen:
            continue
        seen.add(id(cls))
        found = _of_class(cls)
        if found is None:
            return None
        names |= found
        for base in cls.bases:
            if isinstance(base, ClassValue):
                waiting.append(base)
            elif not isinstance(base, Symbol) or not _is_known(base, facts):
                return None
    return frozenset(names)


def _of_class(cls: ClassValue) -> set[str] | None:
    node = cls.node
    if node.decorators or node.body is not None or cls.module.broken:
        return None
    names = {*cls.statics, *(field.name for field in node.fields), *(method.name for method in node.methods)}
    return None if names & _OPEN else names


def _is_known(base: Symbol, facts: Facts) -> bool:
    """Whether all that comes from a base is known, too."""
    if base.module in ("", "abc", "builtins", "typing"):
        return True
    found = facts.find(base)
    return found is not None and found.fact is not None and found.fact.complete and not found.rest


def _changes_unknown(graph: Graph) -> bool:
    """Whether the program changes objects in ways that cannot be followed, or not all of it was followed."""
    known = graph.views.get(own_members)
    if known is None:
        changed = any(gap.kind == "unknown-target" for gap in graph.gaps)
        hidden = any(mention.name == "__dict__" for mention in graph.mentions)
        known = graph.views[own_members] = changed or hidden or not graph.complete
    return known is True
