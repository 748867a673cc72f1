"""Computes file names as the languages' standard libraries do, without looking at any file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import Passed
from stackproof.model.values import Origin, Scalar, Value

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

Handler = Callable[["Machine", Passed, Frame, Origin], Value | None]


def _computed(name: str, compute: Callable[..., str]) -> Handler:
    def handler(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
        texts = [v.text() for v in passed.positional]
        known = [t.replace("\\", "/") for t in texts if t is not None]
        if passed.open or passed.keywords or not texts or len(known) != len(texts):
            return unknown(f"result of {name}", *passed.positional, origin=origin)
        try:
            return Scalar(compute(*known), origin=origin)
        except TypeError:
            return unknown(f"result of {name}", *passed.positional, origin=origin)

    return handler


def _join(*parts: str) -> str:
    """Node's own: later absolute parts do not start anew."""
    joined = "/".join(p for p in parts if p)
    return posixpath.normpath(joined) if joined else "."


def _resolve(*parts: str) -> str:
    # The folder in which the program is started is not known; relative names stay relative.
    return posixpath.normpath(posixpath.join(*parts))


def _basename(path: str, ending: str = "") -> str:
    name = posixpath.basename(path.rstrip("/"))
    return name.removesuffix(ending) if name != ending else name


def _dirname(path: str) -> str:
    return posixpath.dirname(path.rstrip("/")) or "."


_NODE: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "join": _join,
        "resolve": _resolve,
        "normalize": posixpath.normpath,
        "basename": _basename,
        "dirname": _dirname,
        "extname": lambda path: posixpath.splitext(path)[1],
    }
)

_PYTHON: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "join": posixpath.join,
        "abspath": posixpath.normpath,
        "realpath": posixpath.normpath,
        "normpath": posixpath.normpath,
        "basename": posixpath.basename,
        "dirname": posixpath.dirname,
    }
)

SCRIPT_PATHS: Mapping[str, Handler] = MappingProxyType(
    {
        f"{module}.{name}": _computed(f"path.{name}", compute)
        for module in ("path", "path.default", "path.posix", "path.default.posix")
        for name, compute in _NODE.items()
    }
)

PYTHON_PATHS: Mapping[str, Handler] = MappingProxyType(
    {
        f"{module}.{name}": _computed(f"os.path.{name}", compute)
        for module in ("os.path", "posixpath")
        for name, compute in _PYTHON.items()
    }
)
