"""Reads one of Pulumi's Python packages, a file at a time as it is asked, or all of it."""

from __future__ import annotations

import keyword
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from stackproof.packages import records
from stackproof.packages.pulumi.bodies import prose
from stackproof.packages.pulumi.pyfile import File
from stackproof.packages.pulumi.python import GETTER, Block
from stackproof.packages.records import (
    DocumentRecord,
    DocumentsRecord,
    Header,
    ModuleRecord,
    NamesRecord,
    Reading,
    TypeRecord,
)
from stackproof.packages.unreadable import MALFORMED, Unreadable

_STAR: Final = re.compile(r"^from \.(?P<file>[\w.]*) import \*", re.MULTILINE)
_ALL: Final = re.compile(r"^__all__ = \[(?P<names>.*?)\]", re.MULTILINE | re.DOTALL)
_NAME: Final = re.compile(r"['\"](\w+)['\"]")
_DOC: Final = re.compile(r"\"\"\"(.*?)\"\"\"", re.DOTALL)


class _Plugin(msgspec.Struct):
    name: str = ""
    version: str = ""


class PypiPackage:
    """A `Source` over the folder of an installed package. Raises `Unreadable` when it is none of Pulumi's."""

    def __init__(self, folder: Path, name: str = "", version: str = "") -> None:
        self._folder = folder
        try:
            plugin = msgspec.json.decode((folder / "pulumi-plugin.json").read_bytes(), type=_Plugin)
        except (OSError, *MALFORMED) as error:
            raise Unreadable(f"{folder / 'pulumi-plugin.json'}: {error}") from error
        if not plugin.name:
            raise Unreadable(f"{folder / 'pulumi-plugin.json'} names no package")
        self.header = Header(
            records.FORMAT,
            "pulumi",
            # Ids are those of the npm package, so that one thing has one id in both languages.
            f"@pulumi/{plugin.name}",
            version or plugin.version,
            python=folder.name,
        )
        self._files: dict[tuple[str, str], File] = {}
        self._names: dict[str, NamesRecord | None] = {}
        self._homes: dict[str, dict[str, tuple[str, str]]] = {}
        self._folders: dict[str, str] | None = None
        self._kinds: dict[str, dict[str, str]] = {}

    # --- folders and modules ---

    def module(self, folder: str) -> str:
        """The path in keys of a folder: ``lambda_`` is ``lambda``."""
        return ".".join(_plain(p) for p in folder.split("/") if p)

    def _all_folders(self) -> dict[str, str]:
        if self._folders is None:
            self._folders = {self.module(folder): folder for folder in self._walk("")}
        return self._folders

    def _walk(self, folder: str) -> Iterator[str]:
        """The folders that are packages, this one first."""
        try:
            entries = sorted(os.scandir(self._folder / folder), key=lambda e: e.name)
        except OSError:
            return
        if any(e.name == "__init__.py" for e in entries):
            yield folder
            for entry in entries:
                if "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    yield from self._walk(f"{folder}/{entry.name}" if folder else entry.name)

    def read(self, folder: str, file: str) -> str:
        """The text of a file; empty when it cannot be read."""
        try:
            return (self._folder / folder / f"{file}.py").read_text("utf-8", "replace")
        except OSError:
            return ""

    def kind_of(self, module: str, name: str) -> str:
        """Whether a module has a name among its inputs or enums; empty for neither."""
        if module not in self._kinds:
            kinds: dict[str, str] = {}
            folder = self._all_folders().get(module)
            if folder is not None:
                for file, kind in (("_inputs", "input"), ("_enums", "enums")):
                    kinds.update(dict.fromkeys(_exported(self.read(folder, file)), kind))
            self._kinds[module] = kinds
        return self._kinds[module].get(name, "")

    # --- as it is asked ---

    def get(self, key: str) -> TypeRecord | None:
        """One class or function, from the file in which it stands."""
        file = self._file_of(key)
        return None if file is None else file.record(key)

    def has(self, key: str) -> bool:
        """Whether a class or function has this key."""
        file = self._file_of(key)
        return file is not None and (key in file.blocks or key in file.records)

    def names(self, module: str) -> NamesRecord | None:
        """What a module's ``__init__`` exports; ``types.output.ec2`` is ``ec2.outputs``."""
        if module not in self._names:
            self._names[module] = self._read_names(module)
        return self._names[module]

    def all_keys(self) -> Iterable[str]:
        """Nothing: modules are asked for their names."""
        return ()

    def documents(self, key: str) -> DocumentsRecord | None:
        """The docstrings of a class and its members."""
        file = self._file_of(key)
        block = None if file is None else file.blocks.get(key)
        if block is None:
            return None
        return _documents(block)

    def _file_of(self, key: str) -> File | None:
        for kind, file in (
            ("types.input", "_inputs"),
            ("types.output", "outputs"),
            ("types.enums", "_enums"),
        ):
            if key.startswith(kind + "."):
                module = key[len(kind) + 1 :].rpartition(".")[0]
                folder = self._all_folders().get(module)
                return None if folder is None else self._file(folder, file)
        module = key.rpartition(".")[0]
        self.names(module)
        home = self._homes.get(module, {}).get(key.rpartition(".")[2])
        return None if home is None else self._file(*home)

    def _file(self, folder: str, file: str) -> File:
        found = self._files.get((folder, file))
        if found is None:
            if len(self._files) > 64:
                self._files.clear()
            found = self._files[folder, file] = File(self, folder, file)
        return found

    def _read_names(self, module: str) -> NamesRecord | None:
        folders = self._all_folders()
        if module.startswith("types.output"):
            folder = folders.get(module.removeprefix("types.output").strip("."))
            return None if folder is None else NamesRecord(sorted(_exported(self.read(folder, "outputs"))))
        if module not in folders:
            return None
        folder = folders[module]
        text = self.read(folder, "__init__")
        names = NamesRecord(complete=bool(text))
        homes: dict[str, tuple[str, str]] = {}
        for star in _STAR.finditer(text):
            self._add(folder, star["file"], module, names, homes)
        below = f"{module}." if module else ""
        for path, each in folders.items():
            if path and path.startswith(below) and "." not in path[len(below) :]:
                names.modules[each.rpartition("/")[2]] = path
        if (self._folder / folder / "outputs.py").is_file():
            names.modules["outputs"] = ".".join(p for p in ("types", "output", module) if p)
        names.plain.sort()
        self._homes[module] = homes
        return names

    def _add(
        self, folder: str, file: str, module: str, names: NamesRecord, homes: dict[str, tuple[str, str]]
    ) -> None:
        text = self.read(folder, file)
        exported = _exported(text)
        if file == "_inputs":
            names.inputs += sorted(n.removesuffix("Args") for n in exported if n.endswith("Args"))
            return
        if file == "_enums":
            space = ".".join(p for p in ("types", "enums", module) if p)
            names.others.update((name, f"{space}.{name}") for name in exported)
            return
        for name in exported:
            if name[:1].islower():
                continue
            names.plain.append(name)
            homes[name] = folder, file
            homes[f"{name}State"] = folder, file
        if any(name[:1].islower() for name in exported):
            found = self._file(folder, file)
            for name in exported:
                key = found.names.get(name)
                if name[:1].islower() and key is not None:
                    names.others[name] = key
                    homes[key.rpartition(".")[2]] = folder, file
            for key in found.records:
                homes.setdefault(key.rpartition(".")[2], (folder, file))

    # --- all of it ---

    def read_all(self, progress: Callable[[int, int], None]) -> Reading:
        """Every class and function. ``progress`` is told how many modules of how many are done."""
        types: dict[str, TypeRecord] = {}
        names: dict[str, NamesRecord] = {}
        folders = self._all_folders()
        for number, (module, folder) in enumerate(folders.items()):
            for path in (module, ".".join(p for p in ("types", "output", module) if p)):
                found = self.names(path)
                if found is not None:
                    names[path] = found
            for file in sorted(self._sources(folder)):
                read = self._file(folder, file)
                for key in (*read.blocks, *read.records):
                    record = read.record(key)
                    if record is not None:
                        types.setdefault(key, record)
            progress(number, len(folders))
        self._files.clear()
        self.header.modules = [ModuleRecord(path, folder, "") for path, folder in folders.items()]
        return Reading(self.header, types, names, {})

    def _sources(self, folder: str) -> Iterator[str]:
        for each in (self._folder / folder).glob("*.py"):
            if each.stem not in ("__init__", "_utilities"):
                yield each.stem


def _plain(name: str) -> str:
    stripped = name.removesuffix("_")
    return stripped if keyword.iskeyword(stripped) else name


def _exported(text: str) -> list[str]:
    found = _ALL.search(text)
    return _NAME.findall(found["names"]) if found is not None else []


def _documents(block: Block) -> DocumentsRecord:

    own = _DOC.search(block.text)
    members = {
        g["camel"] or g["name"]: DocumentRecord(_dedent(g["doc"]), "", g["deprecated"] or "")
        for g in GETTER.finditer(block.text)
        if g["doc"] is not None
    }
    return DocumentsRecord(DocumentRecord(_dedent(own.group(1)) if own is not None else ""), members)


def _dedent(text: str) -> str:
    return prose("\n".join(line.strip() for line in text.split("\n")))
