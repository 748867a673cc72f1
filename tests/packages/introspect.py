"""Run by the toolchains' Python: says what real classes look like when they are imported.

Reads a JSON list of ``[module, dotted name]`` from the standard input, writes a JSON list of descriptions.
"""

from __future__ import annotations

import enum
import functools
import importlib
import inspect
import json
import sys
from typing import Any


def quiet_jsii() -> None:
    """Classes can be looked at without the process that would carry out their work."""
    try:
        import jsii
    except ImportError:
        return
    jsii.JSIIAssembly.load = classmethod(lambda cls, *args, **kwargs: cls)


def described(found: Any) -> dict[str, Any]:
    """The constructor or function's parameters, the members, the values of an enum."""
    if inspect.isclass(found) and issubclass(found, enum.Enum):
        return {"values": {name: _plain(member.value) for name, member in found.__members__.items()}}
    if not inspect.isclass(found):
        return {"call": call(found), "members": {}}
    members = {}
    for name in dir(found):
        if name.startswith("_"):
            continue
        raw = inspect.getattr_static(found, name)
        members[name] = sort(raw)
    # Overloaded constructors only pass on what they are given.
    made = getattr(found, "_internal_init", found.__init__)
    return {"call": call(made), "members": members, "methods": methods(found, members)}


def sort(raw: Any) -> str:
    if isinstance(raw, property | functools.cached_property):
        return "property"
    if type(raw).__name__ == "_ClassProperty" or type(raw).__name__ == "classproperty":
        return "static property"
    if isinstance(raw, staticmethod | classmethod):
        return "static method"
    return "method" if callable(raw) else "other"


def methods(found: type, members: dict[str, str]) -> dict[str, Any]:
    own = {}
    for name, kind in members.items():
        if kind in ("method", "static method"):
            raw = inspect.getattr_static(found, name)
            own[name] = call(raw.__func__ if isinstance(raw, staticmethod | classmethod) else raw)
    return own


def call(function: Any) -> list[list[Any]]:
    """Name, kind, whether it must be given, and annotation of each parameter but the first ``self``."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return []
    if parameters and parameters[0].name in ("self", "cls", "__self__"):
        parameters = parameters[1:]
    return [
        [p.name, p.kind.name, p.default is inspect.Parameter.empty, written(p.annotation)] for p in parameters
    ]


def written(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty:
        return ""
    if isinstance(annotation, str):
        return annotation
    if inspect.isclass(annotation) and not hasattr(annotation, "__origin__"):
        return annotation.__qualname__
    return str(annotation)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else str(value)


def main() -> None:
    quiet_jsii()
    results = []
    for module, name in json.load(sys.stdin):
        try:
            found = importlib.import_module(module)
            for step in name.split("."):
                found = getattr(found, step)
            results.append(described(found))
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
