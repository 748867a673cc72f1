"""Evaluates programs given as texts, and shows values as plain data, for the tests of the evaluator."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterable
from typing import Any

from stackproof.evaluation import Found, Machine
from stackproof.languages.python import Python
from stackproof.languages.typescript import TypeScript
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.program import Module
from stackproof.model.runtime import FunctionValue, Instance, Library, Reference, Symbol
from stackproof.model.values import (
    Choice,
    JsonText,
    Mapping,
    Scalar,
    Sequence,
    Template,
    Value,
)
from stackproof.text import Document

sys.setrecursionlimit(20_000)


class Texts:
    """A loader over a dict of texts; relative imports and packages are found by their plain paths."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = {f"/p/{name}": text for name, text in files.items()}
        self.modules: dict[str, Module] = {}

    def load(self, path: str) -> Module | None:
        if path not in self.files:
            return None
        if path not in self.modules:
            language = Python() if path.endswith(".py") else TypeScript()
            self.modules[path] = language.read(Document.from_text(path, self.files[path])).module
        return self.modules[path]

    def resolve(self, specifier: str, importer: str) -> Found:
        folder = posixpath.dirname(importer)
        if importer.endswith(".py"):
            dots = len(specifier) - len(specifier.lstrip("."))
            for _ in range(dots - 1):
                folder = posixpath.dirname(folder)
            base = posixpath.join(folder if dots else "/p", specifier.lstrip(".").replace(".", "/"))
            candidates = (
                [f"{base}.py", f"{base}/__init__.py"] if specifier.strip(".") else [f"{folder}/__init__.py"]
            )
        elif specifier.startswith("."):
            base = posixpath.normpath(posixpath.join(folder, specifier))
            candidates = [f"{base}.ts", f"{base}/index.ts"]
        else:
            candidates = []
        for candidate in candidates:
            if candidate in self.files:
                return Found("file", candidate, specifier)
        return Found("missing" if specifier.startswith(".") else "external", None, specifier)

    def resolve_member(self, specifier: str, name: str, importer: str) -> Found | None:
        joined = specifier + name if specifier.endswith(".") else f"{specifier}.{name}"
        found = self.resolve(joined, importer)
        return found if found.kind == "file" else None


def run(files: dict[str, str], libraries: Iterable[Library] = (), fuel: int = 200_000) -> Evaluation:
    """Evaluate the first of the files as the entry."""
    machine = Machine(Texts(files), libraries, f"/p/{next(iter(files))}", fuel=fuel)
    machine.run()
    return machine.run_unused({cls.place for cls in machine.unused()})


def typescript(text: str, **more: str) -> Evaluation:
    """Evaluate a TypeScript program; ``probe`` and ``Thing`` come from a library."""
    return run({"main.ts": f"import {{ probe, Thing, Stack, lib }} from 'lib';\n{text}", **more})


def python(text: str, **more: str) -> Evaluation:
    """Evaluate a Python program; ``probe`` and ``Thing`` come from a library."""
    return run({"main.py": f"from lib import probe, Thing, Stack, lib\n{text}", **more})


def show(value: Value) -> Any:
    """A value as plain data: ``?`` for what is unknown, ``<Name>`` for constructions and symbols."""
    match value:
        case Scalar():
            return value.data
        case Template():
            return "".join(p if isinstance(p, str) else f"{{{show(p)}}}" for p in value.parts)
        case Sequence():
            return [*(show(e) for e in value.elements), *(["..."] if value.open else [])]
        case Mapping():
            return {
                **{k: show(e.value) for k, e in value.entries.items()},
                **({"...": True} if value.open else {}),
            }
        case JsonText():
            return {"json": show(value.content)}
        case Reference():
            return ".".join((f"<{label(value.construction)}>", *value.path))
        case Symbol():
            return f"<{'.'.join(value.names)}>"
        case Choice():
            return {"either": [show(o) for o in value.options]}
        case Instance():
            return f"<object {value.cls.node.name}>"
        case FunctionValue():
            return "<function>"
        case _:
            return "?"


def label(call: Construction) -> str:
    """What is called, and its id when it has one."""
    name = call.callee.names[-1] if call.callee is not None else str(call.method)
    ids = [v.text() for v in call.arguments.positional if v.text() is not None]
    return f"{name} {ids[0]}" if ids else name


def probed(evaluation: Evaluation) -> list[Any]:
    """What the program handed to ``probe``, call by call; several arguments as a list."""
    found = []
    for call in calls(evaluation, "probe"):
        values = [show(v) for v in call.arguments.positional]
        found.append(values[0] if len(values) == 1 else values)
    return found


def calls(evaluation: Evaluation, name: str) -> list[Construction]:
    """The calls of a library name or of a method."""
    return [
        c
        for c in evaluation.constructions
        if c.method == name or (c.callee is not None and c.callee.names and c.callee.names[-1] == name)
    ]
