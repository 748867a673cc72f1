"""A program held in memory whose files can be edited, and the machines that evaluate it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from stackproof.evaluation import Found, Machine
from stackproof.evaluation.again import evaluate_again
from stackproof.frameworks import all_frameworks
from stackproof.languages.hcl import HclExpressions
from stackproof.languages.python import Python, PythonNames
from stackproof.languages.source import Source
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.names import TypeScriptNames
from stackproof.model.program import Module
from stackproof.model.runtime import Library
from stackproof.model.surroundings import NO_SURROUNDINGS
from stackproof.text import Document

sys.setrecursionlimit(20_000)
ROOT = "/project"


def libraries() -> list[Library]:
    return [f.library(NO_SURROUNDINGS) for f in all_frameworks(HclExpressions())]


class Project:
    """The newest version of every file, and a machine that follows it."""

    def __init__(self, files: dict[str, str], entry: str, fuel: int = 500_000) -> None:
        self._languages = {True: Python(), False: TypeScript()}
        self.entry = f"{ROOT}/{entry}"
        self.sources: dict[str, Source] = {}
        self.texts = {f"{ROOT}/{name}": text for name, text in files.items()}
        self.fuel = fuel
        for path in self.texts:
            self._read(path)
        self.machine = self._machine(remember=True)
        self.machine.run()
        self.evaluated = self._modules()
        self.again = 0

    # --- a loader, and the files for resolving imports ---

    def load(self, path: str) -> Module | None:
        source = self.sources.get(path)
        return None if source is None else source.module

    def resolve(self, specifier: str, importer: str) -> Found:
        found = self._names(importer).resolve(specifier, importer)
        return Found(found.kind, found.path, found.module)

    def resolve_member(self, specifier: str, name: str, importer: str) -> Found | None:
        names = self._names(importer)
        if not isinstance(names, PythonNames):
            return None
        found = names.resolve_member(specifier, name, importer)
        return Found(found.kind, found.path, found.module) if found.kind == "file" else None

    def is_file(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes | None:
        text = self.texts.get(path)
        return None if text is None else text.encode("utf-8", "surrogatepass")

    def _names(self, importer: str) -> PythonNames | TypeScriptNames:
        return (
            PythonNames(ROOT, self, jedi=False) if importer.endswith(".py") else TypeScriptNames(ROOT, self)
        )

    # --- versions ---

    def edit(self, path: str, text: str) -> None:
        """Change a file, without evaluating anything."""
        self.texts[path] = text
        self._read(path)

    def _read(self, path: str) -> None:
        if path.endswith((".ts", ".py")):
            document = Document.from_text(path, self.texts[path])
            self.sources[path] = self._languages[path.endswith(".py")].read(document, self.sources.get(path))

    def _modules(self) -> dict[str, Module]:
        return {path: source.module for path, source in self.sources.items()}

    def _machine(self, remember: bool) -> Machine:
        return Machine(self, libraries(), self.entry, fuel=self.fuel, remember=remember)

    def follow(self, cancelled: Callable[[], bool] | None = None) -> bool:
        """Let the machine evaluate the newest version; whether it could go on from somewhere."""
        changed = {
            path: (self.evaluated[path], source.module)
            for path, source in self.sources.items()
            if self.evaluated[path] is not source.module
        }
        went_on = evaluate_again(self.machine, self, changed, cancelled)
        if not went_on:
            self.machine = self._machine(remember=True)
            self.machine.fuel.watch(cancelled)
            self.machine.run()
        self.machine.fuel.watch(None)
        self.evaluated = self._modules()
        self.again += went_on
        return went_on

    def remembering(self) -> Machine:
        """Another machine that will remember its history; it has not begun."""
        return self._machine(remember=True)

    def fresh(self) -> Machine:
        """Another machine that has evaluated the newest version from its beginning."""
        machine = self._machine(remember=False)
        machine.run()
        return machine


def unused(machine: Machine) -> None:
    """Go on with the classes that nobody uses."""
    machine.run_unused({cls.place for cls in machine.unused()})
