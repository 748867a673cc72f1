"""Names that every program has: the languages' own globals and standard libraries."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from stackproof.evaluation.frame import Frame
from stackproof.evaluation.paths import PYTHON_PATHS, SCRIPT_PATHS
from stackproof.evaluation.python import PYTHON
from stackproof.evaluation.script import SCRIPT
from stackproof.model.runtime import Passed, Symbol
from stackproof.model.values import (
    Origin,
    Scalar,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

_SCRIPT_CONSTANTS: dict[str, object] = {"undefined": None, "NaN": float("nan"), "Infinity": float("inf")}
_SCRIPT_FILES = ("__dirname", "__filename")
_PYTHON_FILES = ("__file__",)
_SCRIPT_GLOBALS = frozenset(
    [
        "Array",
        "Boolean",
        "BigInt",
        "Buffer",
        "Date",
        "Error",
        "Infinity",
        "JSON",
        "Map",
        "Math",
        "Number",
        "Object",
        "Promise",
        "Reflect",
        "RegExp",
        "Set",
        "String",
        "Symbol",
        "TypeError",
        "RangeError",
        "URL",
        "URLSearchParams",
        "WeakMap",
        "clearTimeout",
        "console",
        "decodeURIComponent",
        "encodeURIComponent",
        "exports",
        "globalThis",
        "isNaN",
        "isFinite",
        "module",
        "parseFloat",
        "parseInt",
        "process",
        "queueMicrotask",
        "require",
        "setImmediate",
        "setInterval",
        "setTimeout",
        "structuredClone",
    ]
)
_PYTHON_GLOBALS = frozenset(
    [
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "BaseException",
        "EnvironmentError",
        "Exception",
        "FileNotFoundError",
        "IOError",
        "ImportError",
        "IndexError",
        "KeyError",
        "KeyboardInterrupt",
        "LookupError",
        "ModuleNotFoundError",
        "NameError",
        "NotImplementedError",
        "OSError",
        "RuntimeError",
        "StopIteration",
        "SystemExit",
        "TypeError",
        "ValueError",
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "NotImplemented",
        "Ellipsis",
    ]
)


def global_value(name: str, frame: Frame, origin: Origin) -> Value | None:
    """What a name means that the program does not bind; None when the language has no such name."""
    if name in (_SCRIPT_FILES if frame.typescript else _PYTHON_FILES):
        path = frame.module.path.replace("\\", "/")
        return Scalar(posixpath.dirname(path) if name == "__dirname" else path, origin=origin)
    if frame.typescript:
        if name in _SCRIPT_CONSTANTS:
            data = _SCRIPT_CONSTANTS[name]
            return Scalar(data if data is None or isinstance(data, float) else None, origin=origin)
        return Symbol("", (name,), origin=origin) if name in _SCRIPT_GLOBALS else None
    return Symbol("", (name,), origin=origin) if name in _PYTHON_GLOBALS else None


def call_global(
    machine: Machine, symbol: Symbol, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """The value of a call of a standard function; None when nothing is known of it."""
    table, paths = (SCRIPT, SCRIPT_PATHS) if frame.typescript else (PYTHON, PYTHON_PATHS)
    name = ".".join((symbol.module, *symbol.names)) if symbol.module else ".".join(symbol.names)
    handler = table.get(name) or paths.get(name)
    return handler(machine, passed, frame, origin) if handler is not None else None
