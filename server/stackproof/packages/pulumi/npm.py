"""Reads one of Pulumi's npm packages, a file at a time as it is asked, or all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from stackproof.packages import records
from stackproof.packages.pulumi import bodies, typescript
from stackproof.packages.pulumi.declarations import (
    additions,
    declarations,
    exports,
)
from stackproof.packages.pulumi.npmfile import ENDING, SHARED, File
from stackproof.packages.records import (
    DocumentRecord,
    DocumentsRecord,
    Header,
    NamesRecord,
    Reading,
    TypeRecord,
)
from stackproof.packages.unreadable import MALFORMED, Unreadable

_MOST_STARS: Final = 12


class _Manifest(msgspec.Struct):
    name: str = ""
    version: str = ""
    types: str = ""
    main: str = ""


class NpmPackage:
    """A `Source` over the folder of an installed package. Raises `Unreadable` when it has no manifest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            manifest = msgspec.json.decode((folder / "package.json").read_bytes(), type=_Manifest)
        except (OSError, *MALFORMED) as error:
            raise Unreadable(f"{folder / 'package.json'}: {error}") from error
        # Some publish what they built in a folder of its own.
        entry = os.path.dirname(manifest.types or manifest.main).strip("./")
        self._base = folder / entry if entry else folder
        self.header = Header(records.FORMAT, "pulumi", manifest.name, manifest.version)
        self._files: dict[str, File] = {}
        self._names: dict[str, NamesRecord | None] = {}
        self._homes: dict[str, dict[str, str]] = {}
        # Files that add to classes of others, by the module and the name of those.
        self._adding: dict[str, dict[str, list[str]]] = {}

    # --- as it is asked ---

    def get(self, key: str) -> TypeRecord | None:
        """One declaration, from the file in which it stands."""
        located = self._locate(key)
        return None if located is None else self._record(key, *located)

    def _record(self, key: str, file: File, name: str) -> TypeRecord:
        record = file.record(name)
        for path in self._adding.get(file.module, {}).get(name, ()):
            other = self._file(path, file.module)
            for found in additions(other.text):
                if found.name == name:
                    typescript.extend(record, other.text, found, other.scope, key)
        return record

    def has(self, key: str) -> bool:
        """Whether a declaration has this key."""
        return self._locate(key) is not None

    def names(self, module: str) -> NamesRecord | None:
        """What the index file of a module exports."""
        if module not in self._names:
            self._names[module] = self._read_names(module)
        return self._names[module]

    def all_keys(self) -> Iterable[str]:
        """Nothing: modules are asked for their names."""
        return ()

    def documents(self, key: str) -> DocumentsRecord | None:
        """The comments of a declaration and its members."""
        located = self._locate(key)
        if located is None:
            return None
        file, name = located
        found = file.declared[name]
        own = typescript.comment_before(file.text, found.start)
        told = {
            m.name: _document(m.comment)
            for m in bodies.members(file.text, found.body, found.end)
            if m is not None and m.comment
        }
        return DocumentsRecord(_document(own), told)

    def _locate(self, key: str) -> tuple[File, str] | None:
        for shared in SHARED:
            if key.startswith(shared + "."):
                file = self._file(shared.replace(".", "/"), shared)
                name = key[len(shared) + 1 :]
                return (file, name) if name in file.declared else None
        module, _, name = key.rpartition(".")
        # Some names stand in namespaces inside of a file.
        while module and self.names(module) is None:
            module, _, last = module.rpartition(".")
            name = f"{last}.{name}"
        path = self._home(module).get(name.partition(".")[0])
        if path is None:
            return None
        file = self._file(path, module)
        return (file, name) if name in file.declared else None

    def _file(self, path: str, module: str) -> File:
        found = self._files.get(path)
        if found is None:
            if len(self._files) > 64:
                # The two large files come first and stay. Other threads may be here, too.
                for old in [p for p in list(self._files) if not p.startswith("types/")][:32]:
                    self._files.pop(old, None)
            found = self._files[path] = File(self, path, module)
        return found

    def read(self, path: str) -> str:
        """The text of a file; empty when it cannot be read."""
        try:
            return (self._base / path).read_text("utf-8", "replace")
        except OSError:
            return ""

    # --- names ---

    def _home(self, module: str) -> dict[str, str]:
        """The files of a module's own folder in which its names are declared."""
        if module not in self._homes:
            names = self.names(module)
            if names is None:
                return {}
        return self._homes.get(module, {})

    def _read_names(self, module: str) -> NamesRecord | None:
        folder = module.replace(".", "/")
        index = f"{folder}/index" if folder else "index"
        if not (self._base / (index + ENDING)).is_file():
            return None
        names = NamesRecord()
        home: dict[str, str] = {}
        self._collect(index, module, names, home, 0)
        names.plain = sorted(set(names.plain))
        self._homes[module] = home
        return names

    def _collect(self, path: str, module: str, names: NamesRecord, home: dict[str, str], depth: int) -> None:
        """Add what a file exports to the names of ``module``."""
        text = self.read(path + ENDING)
        if depth > _MOST_STARS or not text:
            names.complete = False
            return
        for found in additions(text):
            self._adding.setdefault(module, {}).setdefault(found.name, []).append(path)
        for each in declarations(text):
            if each.exported and "." not in each.name:
                self._add(each.name, path, each.name, module, names, home)
        for exported in exports(text):
            target = self._target(path, exported.source)
            if target is None:
                names.complete = False
            elif exported.space:
                names.modules[exported.space] = self._module(target)
            elif exported.names:
                for there, here in exported.names:
                    self._add(here, target, there, module, names, home)
            else:
                self._collect(target, module, names, home, depth + 1)

    def _add(
        self, here: str, path: str, there: str, module: str, names: NamesRecord, home: dict[str, str]
    ) -> None:
        owner = self._module(path)
        if (owner == module and here == there and not path.endswith("/index")) or (
            owner == module and here == there
        ):
            names.plain.append(here)
            home[here] = path
        else:
            names.others[here] = f"{owner}.{there}" if owner else there

    def _target(self, path: str, source: str) -> str | None:
        """The file that a relative import means, without ending; None for other packages."""
        if not source.startswith("."):
            return None
        target = os.path.normpath(os.path.join(os.path.dirname(path), source)).replace(os.sep, "/")
        target = "" if target == "." else target
        if target.startswith(".."):
            return None
        if (self._base / (target + ENDING)).is_file() and target:
            return target
        inner = f"{target}/index" if target else "index"
        return inner if (self._base / (inner + ENDING)).is_file() else None

    def _module(self, path: str) -> str:
        dotted = path.replace("/", ".")
        return dotted if dotted in SHARED else dotted.rpartition(".")[0]

    def meaning(self, path: str, source: str, name: str) -> str:
        """The stored id that a name bound by an import begins."""
        if not source.startswith("."):
            begun = source
        else:
            target = self._target(path, source)
            if target is None:
                return "@unknown."
            module = self._module(target)
            begun = records.OWN + module
        if not name:
            return begun
        return begun + name if begun.endswith(records.OWN) else f"{begun}.{name}"

    # --- all of it ---

    def modules(self) -> Iterator[str]:
        """The paths of all modules, the package itself first."""
        waiting, seen = [""], {""}
        while waiting:
            module = waiting.pop(0)
            names = self.names(module)
            if names is None:
                continue
            yield module
            for path in names.modules.values():
                if path not in seen:
                    seen.add(path)
                    waiting.append(path)

    def read_all(self, progress: Callable[[int, int], None]) -> Reading:
        """Every declaration of the package. ``progress`` is told how many modules of how many are done."""
        types: dict[str, TypeRecord] = {}
        names: dict[str, NamesRecord] = {}
        modules = list(self.modules())
        for number, module in enumerate(modules):
            found = self.names(module)
            assert found is not None
            names[module] = found
            for path in sorted(set(self._home(module).values())):
                if path.endswith("index") and not found.plain:
                    continue
                self._read_file(path, module, types)
            progress(number, len(modules))
        for shared in SHARED:
            self._read_file(shared.replace(".", "/"), shared, types)
        self._files.clear()
        return Reading(self.header, types, names, {})

    def _read_file(self, path: str, module: str, types: dict[str, TypeRecord]) -> None:
        file = self._file(path, module)
        for name, each in file.declared.items():
            if each.sort != "namespace" or module not in SHARED:
                key = file.scope.key(name)
                if key not in types:
                    types[key] = self._record(key, file, name)


def _document(comment: str) -> DocumentRecord:
    return DocumentRecord(bodies.prose(comment), "", bodies.deprecation(comment) or "", "")
