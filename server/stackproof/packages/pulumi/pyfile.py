"""Reads one file of a generated Python package: which blocks it has, and what names in it mean."""

from __future__ import annotations

import re
from typing import Final, Protocol

from stackproof.packages import records
from stackproof.packages.pulumi.python import Block, PythonFile, blocks
from stackproof.packages.records import TypeRecord

_IMPORTED: Final = re.compile(
    r"^\s*from (?P<dots>\.+)(?P<path>[\w.]*) import (?P<name>\w+)(?: as (?P<as>\w+))?$", re.MULTILINE
)
# Imports stand at the beginning of a file.
_BEGINNING: Final = 6000


class Around(Protocol):
    """What a file asks of the package around it."""

    def read(self, folder: str, file: str) -> str:
        """The text of a file; empty when it cannot be read."""
        ...

    def module(self, folder: str) -> str:
        """The path in keys of a folder."""
        ...

    def kind_of(self, module: str, name: str) -> str:
        """Whether a module has a name among its inputs or enums; empty for neither."""
        ...


class File:
    """One Python file: its blocks by key, with how each is read."""

    def __init__(self, package: Around, folder: str, file: str) -> None:
        text = package.read(folder, file)
        self.module = package.module(folder)
        self._kind = {"_inputs": "input", "outputs": "output", "_enums": "enums"}.get(file, "")
        self._scope = _Scope(package, folder, self.module, self._kind, text)
        self._reader = PythonFile(self.module, self._scope.resolve)
        self.blocks: dict[str, Block] = {}
        self.names: dict[str, str] = {}
        self.records: dict[str, TypeRecord] = {}
        for block in blocks(text):
            self._place(block)
        self._scope.declared = {b.name for b in self.blocks.values()}

    def _place(self, block: Block) -> None:
        name = block.name
        if self._kind:
            if name.endswith("ArgsDict") and self._kind == "input":
                return
            own = name.removesuffix("Args") if self._kind == "input" else name
            key = ".".join(p for p in ("types", self._kind, self.module, own) if p)
        elif block.sort == "def":
            # The overloads of later versions declare a function more than once.
            function, record, arguments = self._reader.function(block)
            key = self._scope.key(function)
            self.records.setdefault(key, record)
            pascal = function[:1].upper() + function[1:]
            self.records.setdefault(self._scope.key(f"{pascal}Args"), arguments)
        else:
            key = self._scope.key(name.removeprefix("_"))
        self.blocks.setdefault(key, block)
        self.names.setdefault(name, key)

    def record(self, key: str) -> TypeRecord | None:
        """The record under a key, None when this file has no such block."""
        if key in self.records:
            return self.records[key]
        block = self.blocks.get(key)
        if block is None:
            return None
        record = self._read(key, block)
        if block.name.startswith("_"):
            record.flags |= records.HIDDEN
        return record

    def _read(self, key: str, block: Block) -> TypeRecord:
        if "Enum" in block.bases:
            return self._reader.enum(block)
        if block.token or "pulumi." in block.bases:
            return self._reader.resource(block, key, f"{key}State" in self.blocks)
        record = self._reader.struct(block, key)
        if block.name.startswith("Awaitable"):
            record.bases = [records.OWN + self._scope.key(block.bases.strip())]
            record.properties = []
        return record


class _Scope:
    """What names in annotations of one file mean."""

    def __init__(self, package: Around, folder: str, module: str, kind: str, text: str) -> None:
        self._package = package
        self._module = module
        self._kind = kind
        self.declared: set[str] = set()
        self._spaces: dict[str, str] = {"outputs": self._typed("output", module)}
        depth = len([p for p in folder.split("/") if p])
        for found in _IMPORTED.finditer(text, 0, _BEGINNING):
            up = len(found["dots"]) - 1
            parts = [p for p in folder.split("/") if p][: depth - up]
            path = "/".join((*parts, *(p for p in found["path"].split(".") if p), found["name"]))
            here = found["as"] or found["name"]
            if found["name"] in ("_inputs", "_enums", "outputs"):
                typed = {"_inputs": "input", "_enums": "enums", "outputs": "output"}[found["name"]]
                self._spaces[here] = self._typed(typed, package.module("/".join(parts)))
            else:
                self._spaces[here] = "module " + package.module(path)

    def key(self, name: str) -> str:
        return f"{self._module}.{name}" if self._module else name

    def _typed(self, kind: str, module: str) -> str:
        return ".".join(p for p in ("types", kind, module) if p)

    def resolve(self, dotted: str) -> str:
        first, _, rest = dotted.partition(".")
        if not rest:
            return self._own(first, self._module)
        if first == "pulumi":
            return "U@pulumi/pulumi." + rest.removesuffix("Args")
        space = self._spaces.get(first)
        if space is None:
            return "a"
        if space.startswith("module "):
            return self._own(rest, space.removeprefix("module ")) if "." not in rest else "a"
        if space.startswith("types.enums"):
            return f"E~{space}.{rest}"
        return f"S~{space}.{rest.removesuffix('Args') if space.startswith('types.input') else rest}"

    def _own(self, name: str, module: str) -> str:
        if self._kind == "output" and name in self.declared and module == self._module:
            return f"S~{self._typed('output', module)}.{name}"
        if name.endswith("ArgsDict"):
            name = name.removesuffix("Dict")
        prefix = f"{module}." if module else ""
        kind = self._package.kind_of(module, name)
        if kind == "input":
            return f"S~{self._typed('input', module)}.{name.removesuffix('Args')}"
        if kind == "enums":
            return f"E~{self._typed('enums', module)}.{name}"
        return f"U~{prefix}{name}"
