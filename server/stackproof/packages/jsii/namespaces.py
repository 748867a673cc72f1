"""Modules and names of jsii packages in both languages."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Final

from stackproof.model.facts import Language
from stackproof.packages.jsii.declared import Declared, may_be_untold
from stackproof.packages.namespaces import Spot
from stackproof.packages.records import ModuleRecord, NamesRecord, TypeRecord
from stackproof.packages.source import Source

_ENDINGS: Final = (".d.ts", ".ts", ".js", ".mjs", ".json")


class JsiiNamespaces:
    """`Namespaces` over a jsii package. ``name`` and ``folder`` are those of the package as it is installed."""

    def __init__(self, source: Source, language: Language, name: str, folder: str) -> None:
        header = source.header
        self._source = source
        self._language = language
        self._name = name
        self._folder = folder
        self._declared = Declared(folder) if folder and language == "typescript" else None
        self._exports = None if header.exports is None else frozenset(header.exports)
        self._modules: dict[str, ModuleRecord] = {m.path: m for m in header.modules}
        self._children: dict[str, dict[str, str]] = defaultdict(dict)
        self._by_import: dict[str, str] = {}
        for module in header.modules:
            parent, _, last = module.path.rpartition(".")
            if language == "python":
                self._by_import[module.python] = module.path
                last = module.python.rpartition(".")[2]
            else:
                self._by_import[_without_index(module.file)] = module.path
            if module.path:
                self._children[parent][last] = module.path
        self._all: dict[str, dict[str, str]] | None = None
        self._simple: dict[str, list[str]] | None = None
        self._in_files: dict[str, dict[str, str]] | None = None

    # --- finding ---

    def spot(self, inner: str) -> Spot:
        if self._language == "python":
            whole = f"{self._modules[''].python}.{inner}" if inner else self._modules[""].python
            path = self._by_import.get(whole)
            # Not every module is one of its own file; those are named inside the modules around them.
            if path is None and self._may_be_another(inner.partition(".")[0]):
                return Spot(files=inner)
            return Spot(path) if path is not None else Spot(exists=False)
        if not inner:
            return Spot()
        file = _without_index(_without_ending(inner))
        path = self._by_import.get(file)
        if path is not None and (self._exports is None or file in self._exports or inner in self._exports):
            return Spot(path)
        if self._exports is not None and not {file, inner, f"{file}/index"} & self._exports:
            return Spot(exists=False)
        if path is not None:
            return Spot(path)
        known = any(f == file or f.startswith(file + "/") for f in self._source.header.files)
        if known or not self._folder or self._is_file(inner, file):
            return Spot(files=file)
        return Spot(exists=False)

    def _may_be_another(self, name: str) -> bool:
        """Whether a name inside of the CDK's Python folder may be that of a package of its own, not installed here."""
        own = name.startswith("aws_") and not name.endswith("_alpha")
        return self._modules[""].python == "aws_cdk" and not (own or name == "core" or name[:1].isupper())

    def _is_file(self, inner: str, file: str) -> bool:
        start = os.path.join(self._folder, *inner.split("/"))
        plain = os.path.join(self._folder, *file.split("/"))
        return any(
            os.path.exists(p)
            for p in (start, *(plain + e for e in _ENDINGS), os.path.join(plain, "index.d.ts"))
        )

    def child(self, path: str, name: str) -> str | None:
        return self._children.get(path, {}).get(name)

    def key(self, spot: Spot, name: str) -> str | None:
        if spot.files:
            return self._files().get(spot.files, {}).get(name) or self.names(spot).others.get(name)
        key = f"{spot.path}.{name}" if spot.path else name
        return key if key not in self._modules and self._source.has(key) else None

    def nested(self, key: str, name: str) -> str | None:
        inner = f"{key}.{name}"
        return inner if self._source.has(inner) else None

    # --- listing ---

    def is_complete(self, spot: Spot) -> bool:
        return not spot.files

    def lacks(self, spot: Spot, name: str) -> bool:
        if spot.files or name.startswith("_"):
            return False
        if self._language == "python":
            return bool(spot.path) or not self._may_be_another(name)
        if self._declared is None:
            return not may_be_untold(name)
        declared = self._declared.names(_without_index(self._modules[spot.path].file))
        return declared is not None and name not in declared

    def names(self, spot: Spot) -> NamesRecord:
        if spot.files:
            inside: dict[str, str] = {}
            for file, names in self._files().items():
                if file == spot.files or file.startswith(spot.files + "/"):
                    inside.update(names)
            return NamesRecord([], inside, {}, complete=False)
        return NamesRecord([], self._by_module().get(spot.path, {}), dict(self._children.get(spot.path, {})))

    def simple(self, name: str) -> tuple[str, ...]:
        if self._simple is None:
            self._simple = defaultdict(list)
            for key in self._source.all_keys():
                self._simple[key.rpartition(".")[2]].append(key)
        return tuple(self._simple.get(name, ()))

    def _by_module(self) -> dict[str, dict[str, str]]:
        if self._all is None:
            found: dict[str, dict[str, str]] = defaultdict(dict)
            for key in self._source.all_keys():
                path, name = self._split(key)
                if "." not in name:
                    found[path][name] = key
            self._all = found
        return self._all

    def _files(self) -> dict[str, dict[str, str]]:
        if self._in_files is None:
            found: dict[str, dict[str, str]] = defaultdict(dict)
            files = self._source.header.files
            for key in self._source.all_keys():
                record = self._source.get(key)
                name = self._split(key)[1]
                if record is not None and 0 <= record.file < len(files) and "." not in name:
                    found[_without_index(files[record.file])][name] = key
            self._in_files = found
        return self._in_files

    # --- spelling ---

    def _split(self, key: str) -> tuple[str, str]:
        path, _, name = key.rpartition(".")
        while path and path not in self._modules:
            path, _, last = path.rpartition(".")
            name = f"{last}.{name}"
        return path, name

    def module(self, spot: Spot) -> str:
        if spot.files:
            return f"{self._name}/{spot.files}"
        record = self._modules[spot.path]
        if self._language == "python":
            # Bindings may be generated into a package of another name than they were described with.
            return self._name + record.python.removeprefix(self._modules[""].python)
        inner = _without_index(record.file)
        return f"{self._name}/{inner}" if spot.path and inner else self._name

    def spelled(self, key: str, record: TypeRecord) -> tuple[str, str]:
        path, name = self._split(key)
        if self._language == "typescript":
            # What may not be imported by itself is named inside the module around it.
            while path and not self._is_importable(path):
                path, _, last = path.rpartition(".")
                name = f"{last}.{name}"
        return self.module(Spot(path)), name

    def _is_importable(self, path: str) -> bool:
        if self._exports is None:
            return True
        file = self._modules[path].file
        return file in self._exports or _without_index(file) in self._exports


def _without_index(path: str) -> str:
    return "" if path == "index" else path.removesuffix("/index")


def _without_ending(path: str) -> str:
    for ending in _ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path
