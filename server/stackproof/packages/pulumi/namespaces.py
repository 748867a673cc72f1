"""Modules and names of Pulumi's packages in both languages."""

from __future__ import annotations

import os
import re
from typing import Final

from stackproof.model.facts import Language
from stackproof.packages.namespaces import Spot
from stackproof.packages.naming import pulumi_snake
from stackproof.packages.records import NamesRecord, TypeRecord
from stackproof.packages.source import Source

_ENDING: Final = re.compile(r"(?:/index)?(?:\.d\.ts|\.js|\.ts)?$")
# Files at the top of a package that are neither modules nor named like what is in them.
_ROOT_FILES: Final = ("provider",)
_SHARED: Final = ("types.input", "types.output")


def _input(path: str, stem: str) -> str:
    return ".".join(p for p in ("types", "input", path, stem) if p)


class PulumiNamespaces:
    """`Namespaces` over one of Pulumi's packages. ``name`` is what programs import, ``folder`` where it is installed."""

    def __init__(self, source: Source, language: Language, name: str, folder: str = "") -> None:
        self._folder = folder
        self._source = source
        self._python = language == "python"
        self._name = name
        self._folders: dict[str, str] = {}

    # --- finding ---

    def spot(self, inner: str) -> Spot:
        steps = inner.split(".") if self._python else _ENDING.sub("", inner).split("/")
        steps = [s for s in steps if s]
        if not self._python and steps[:1] == ["bin"]:
            steps = steps[1:]
        path = ""
        for number, step in enumerate(steps):
            below = self.child(path, step)
            if below is None and not self._python:
                joined = f"{path}.{step}" if path else step
                below = (
                    joined
                    if self._source.names(joined) is not None or joined in ("types", *_SHARED)
                    else None
                )
            if below is None:
                # A file of the module: not known by itself.
                last = number == len(steps) - 1
                known = not self._folder or self._is_file(f"{path}.{step}" if path else step)
                return Spot(path, files=steps[-1], exists=last and known)
            path = below
        return Spot(path)

    def child(self, path: str, name: str) -> str | None:
        names = self._source.names(path)
        if names is not None:
            return names.modules.get(name)
        # The namespaces of nested types are no modules of their own.
        return f"{path}.{name}" if path.startswith(_SHARED) and name[:1].islower() else None

    def key(self, spot: Spot, name: str) -> str | None:
        names = self._source.names(spot.path)
        if names is not None:
            if name in names.others:
                return self._known(names.others[name])
            if name in names.plain:
                return self._known(f"{spot.path}.{name}" if spot.path else name)
            stem = name.removesuffix("Dict").removesuffix("Args")
            return self._known(_input(spot.path, stem)) if stem != name and stem in names.inputs else None
        return self._known(f"{spot.path}.{name}") if spot.path.startswith(_SHARED) else None

    def _known(self, key: str) -> str | None:
        return key if self._source.has(key) else None

    def nested(self, key: str, name: str) -> str | None:
        return self._known(f"{key}.{name}")

    # --- listing ---

    def is_complete(self, spot: Spot) -> bool:
        found = self._source.names(spot.path)
        return found is not None and found.complete and not spot.files

    def lacks(self, spot: Spot, name: str) -> bool:
        # In Python, the names of `config` are made when it is asked for them.
        made = self._python and spot.path == "config"
        if made or not self.is_complete(spot) or name.startswith("_"):
            return False
        if not self._python or not name.islower():
            return True
        # Every file of a module can be imported, too.
        if self._folder:
            return not self._is_file(f"{spot.path}.{name}" if spot.path else name)
        return not spot.path and name not in _ROOT_FILES

    def _is_file(self, dotted: str) -> bool:
        """Whether a file or folder of the installed package goes by a path."""
        steps = self._dotted_folder(dotted).split(".") if self._python else dotted.split(".")
        places = (os.path.join(self._folder, *steps), os.path.join(self._folder, "bin", *steps))
        endings = (
            (".py", ".pyi", "/__init__.py") if self._python else (".d.ts", ".js", "/index.d.ts", "/index.js")
        )
        return any(os.path.isfile(place + ending) for place in places for ending in endings)

    def _dotted_folder(self, dotted: str) -> str:
        parent, _, last = dotted.rpartition(".")
        return f"{self._folder_of(parent)}.{last}" if parent else last

    def names(self, spot: Spot) -> NamesRecord:
        found = self._source.names(spot.path)
        if found is None:
            return NamesRecord(complete=False)
        prefix = f"{spot.path}." if spot.path else ""
        every = {name: prefix + name for name in found.plain}
        every.update(found.others)
        for stem in found.inputs:
            every[f"{stem}Args"] = every[f"{stem}ArgsDict"] = _input(spot.path, stem)
        return NamesRecord([], every, dict(found.modules), found.complete and not spot.files)

    def simple(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        waiting, seen = [""], {""}
        while waiting:
            path = waiting.pop()
            names = self._source.names(path)
            if names is None:
                continue
            if (key := self.key(Spot(path), name)) is not None:
                found[key] = None
            for below in names.modules.values():
                if below not in seen:
                    seen.add(below)
                    waiting.append(below)
        return tuple(found)

    # --- spelling ---

    def module(self, spot: Spot) -> str:
        if not spot.path:
            return self._name
        if self._python:
            return f"{self._name}.{self._folder_of(spot.path)}"
        return f"{self._name}/{spot.path.replace('.', '/')}"

    def _folder_of(self, path: str) -> str:
        """The dotted name of a module in Python: ``lambda`` is ``lambda_``."""
        if path not in self._folders:
            if path.startswith("types.output"):
                around = path.removeprefix("types.output").strip(".")
                spelled = f"{self._folder_of(around)}.outputs" if around else "outputs"
            else:
                parent, _, _ = path.rpartition(".")
                names = self._source.names(parent)
                modules = names.modules if names is not None else {}
                last = next((n for n, p in modules.items() if p == path), path.rpartition(".")[2])
                spelled = f"{self._folder_of(parent)}.{last}" if parent else last
            self._folders[path] = spelled
        return self._folders[path]

    def spelled(self, key: str, record: TypeRecord) -> tuple[str, str]:
        if not self._python:
            return self._name, key.removeprefix("types.enums.")
        for kind in ("input", "output", "enums"):
            start = f"types.{kind}."
            if key.startswith(start):
                module, _, name = key[len(start) :].rpartition(".")
                folder = f"{self._folder_of(module)}." if module else ""
                if kind == "output":
                    return self._name, f"{folder}outputs.{name}"
                return self._name, folder + (f"{name}Args" if kind == "input" else name)
        module, _, name = key.rpartition(".")
        folder = f"{self._folder_of(module)}." if module else ""
        if record.letter == "F":
            name = record.python or pulumi_snake(name)
        return self._name, folder + name
