"""Finds the code that functions of the cloud run among the files and texts of a program."""

from __future__ import annotations

import os
from collections.abc import Iterator

from stackproof.analysis.beside import Beside
from stackproof.analysis.idleness import is_idle
from stackproof.languages.places import Places
from stackproof.languages.python import Python
from stackproof.languages.source import Source
from stackproof.languages.typescript import TypeScript
from stackproof.model.graph import HandlerCode, Resource
from stackproof.model.program import (
    Assignment,
    Binary,
    Block,
    Call,
    Case,
    Function,
    FunctionDefinition,
    If,
    Import,
    Literal,
    Member,
    Name,
    Switch,
)
from stackproof.model.values import Origin, ResourceReference, Value, walk
from stackproof.text import Document

_SUFFIXES = {"python": (".py",), "nodejs": (".js", ".mjs", ".cjs", ".ts")}


class Handlers:
    """Answers for one program whose own folder is ``root``."""

    def __init__(self, root: str, beside: Beside) -> None:
        self._root = root
        self._beside = beside

    def code(self, function: Resource) -> HandlerCode | None:
        """The code of an ``aws_lambda_function``; None unless it is certain which it is."""
        handler, runtime = function["handler"].text(), function["runtime"].text()
        family = next((f for f in _SUFFIXES if runtime is not None and runtime.startswith(f)), None)
        if handler is None or family is None:
            return None
        module, _, entry = handler.rpartition(".")
        found = [s for t in _texts(function["filename"]) if (s := self._source(t, module, family, function))]
        return _read(found[0], entry) if len(found) == 1 else None

    def _source(self, text: str, module: str, family: str, function: Resource) -> Source | None:
        if "\n" in text or "(" in text:
            suffix = _SUFFIXES[family][0]
            language = Python() if family == "python" else TypeScript()
            return language.read(Document(f"handler{suffix}", text.encode("utf-8", "replace")))
        beside = os.path.dirname(function.construction.origin.file)
        for base in dict.fromkeys((self._root, beside)):
            place = os.path.normpath(os.path.join(base, text))
            names = [place] if place.endswith(_SUFFIXES[family]) else []
            names += [os.path.join(place, module + suffix) for suffix in _SUFFIXES[family]]
            for name in names:
                source = self._beside.source(name)
                if source is not None:
                    return source
        return None


def _texts(value: Value) -> list[str]:
    """The texts of which a value is made: paths, or code."""
    found: list[str] = []

    def visit(inner: Value) -> None:
        if text := inner.text():
            found.append(text)
        if isinstance(inner, ResourceReference):
            # An archive which is made of a file or folder.
            given = inner.resource.properties
            found.extend(t for n in ("source_file", "source_dir") if (t := given.get(n).text()))

    walk(value, visit)
    return list(dict.fromkeys(found))


def _read(source: Source, entry: str) -> HandlerCode | None:
    if source.module.broken:
        return None
    places, path = Places(source.module), source.document.path
    functions = {name: (function, base) for name, function, base in _functions(places)}
    if entry not in functions:
        return None
    idle: dict[str, Origin | None] = {}
    for name, (function, base) in functions.items():
        if is_idle(function.body):
            idle[name] = Origin(path, function.span.shift(base)) if os.path.isabs(path) else None
    return HandlerCode(
        entry=entry,
        idle=idle,
        skipped=frozenset(text for text, block in _branches(places) if is_idle(block, idle)),
        calls=frozenset(_called(places)),
        texts=frozenset(n.value for n, _ in places.of(Literal) if isinstance(n.value, str)),
        whole=not any(_is_own(n, path) for n, _ in places.of(Import)),
    )


def _functions(places: Places) -> Iterator[tuple[str, Function, int]]:
    for definition, base in places.of(FunctionDefinition):
        if definition.function.name is not None:
            yield definition.function.name, definition.function, base
    for assignment, base in places.of(Assignment):
        if isinstance(assignment.value, Function):
            match assignment.target:
                case Name(id=name) | Member(name=name):
                    yield name, assignment.value, base
                case _:
                    pass


def _branches(places: Places) -> Iterator[tuple[str, Block]]:
    """The literals to which something is compared, and what is done then."""
    for branch, _ in places.of(If):
        test = branch.test
        if isinstance(test, Binary) and test.operator == "==":
            for side in (test.left, test.right):
                if isinstance(side, Literal) and isinstance(side.value, str):
                    yield side.value, branch.then
    for switch, _ in places.of(Switch):
        for case in switch.cases:
            yield from _case(case)


def _case(case: Case) -> Iterator[tuple[str, Block]]:
    for test in case.tests:
        if isinstance(test, Literal) and isinstance(test.value, str):
            yield test.value, case.body


def _called(places: Places) -> Iterator[str]:
    for call, _ in places.of(Call):
        match call.callee:
            case Name(id=name) | Member(name=name):
                yield name
            case _:
                pass


def _is_own(line: Import, path: str) -> bool:
    """Whether an import is of a file that is packed along; code that is only a text has none."""
    if not os.path.isabs(path):
        return False
    beside = os.path.join(os.path.dirname(path), line.module.partition(".")[0])
    return line.module.startswith(".") or os.path.isfile(beside + ".py") or os.path.isdir(beside)
