"""Puts the runtimes of functions in order: families, which are newer, which still live."""

from __future__ import annotations

import re
from datetime import timedelta

from stackproof.model.graph import Graph
from stackproof.model.services import Runtime
from stackproof.rulekit.scalars import closest

_NAME = re.compile(r"([a-z]+?)(?:core)?(\d[\d.]*)?(\.x|\.al\d+|-edge)?")
_OTHER_NAMES = {"node": "nodejs", "python": "python", "py": "python", "golang": "go", "net": "dotnet"}

# A runtime that is deprecated earlier is not worth moving to.
_WORTHWHILE = timedelta(days=180)

Version = tuple[int, ...]


def _family(name: str) -> tuple[str, Version] | None:
    """``nodejs18.x`` as its family and version; None for names of another build."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    version = tuple(int(n) for n in (match[2] or "").split(".") if n)
    return match[1], version


def live(graph: Graph, runtime: Runtime) -> bool:
    """Whether a runtime is not deprecated yet."""
    return runtime.deprecated is None or runtime.deprecated > graph.today


def successors(graph: Graph, name: str) -> tuple[str, ...]:
    """Supported runtimes that take the place of one: the next of its family, the newest; else what the service says."""
    own = _family(name)
    found: list[tuple[Version, str]] = []
    for runtime in graph.services.runtimes():
        other = _family(runtime.name)
        if own is None or other is None or other[0] != own[0] or other[1] <= own[1]:
            continue
        if runtime.deprecated is not None and runtime.deprecated > graph.today + _WORTHWHILE:
            found.append((other[1], runtime.name))
    if found:
        first, last = min(found)[1], max(found)[1]
        return (first,) if first == last else (first, last)
    known = graph.services.runtime(name)
    return (known.successor,) if known is not None and known.successor is not None else ()


def is_newer(graph: Graph, name: str) -> bool:
    """Whether a runtime may have appeared after the facts were collected."""
    own = _family(name)
    if own is None:
        # A build of another kind, unless it is only written in capitals.
        return _family(name.lower()) is None
    families = [f for r in graph.services.runtimes() if (f := _family(r.name)) is not None]
    versions = [version for family, version in families if family == own[0]]
    like = name.endswith(".x") == (own[0] in ("nodejs", "go"))
    return bool(versions) and bool(own[1]) and own[1] > max(versions) and like


def runtime_like(graph: Graph, name: str) -> str | None:
    """The runtime that somebody meant who wrote a name which none has."""
    names = [r.name for r in graph.services.runtimes() if live(graph, r)]
    bare = re.sub(r"[^a-z0-9.]", "", name.lower())
    match = re.fullmatch(r"([a-z]+)\.?(\d+)(?:\.(\d+|x))?(?:\.x)?", bare)
    if match is None:
        return closest(name, names)
    family = _OTHER_NAMES.get(match[1], match[1])
    version = match[2] if match[3] in (None, "x") else f"{match[2]}.{match[3]}"
    # Another number is never a slip.
    return next((n for n in (f"{family}{version}.x", f"{family}{version}") if n in names), None)
