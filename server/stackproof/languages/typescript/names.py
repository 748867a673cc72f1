"""Finding of the files that TypeScript imports mean."""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackproof.languages.source import Files, Resolution
from stackproof.languages.typescript.config import (
    PathMap,
    loose_json,
    path_map,
    pnpm_patterns,
    targets,
    workspace_patterns,
)

_SUFFIXES: Final = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")

_DECLARATIONS: Final = (".d.ts", ".d.mts", ".d.cts")

# Imports name the files that are built; the sources beside them have these endings.
_SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    ".js": (".ts", ".tsx"),
    ".jsx": (".tsx",),
    ".mjs": (".mts",),
    ".cjs": (".cts",),
}

_BUILT: Final = frozenset({"dist", "lib", "build", "out"})


class TypeScriptNames:
    """Resolves imports of one project as TypeScript and Node do.

    ``root`` is the absolute path of the repository's folder, above which nothing is looked for. Answers are
    remembered, so an instance is good for one state of ``files``.
    """

    def __init__(self, root: str, files: Files) -> None:
        self._root = os.path.normpath(root)
        self._files = files
        self._answers: dict[tuple[str, str], Resolution] = {}
        self._maps: dict[str, PathMap | None] = {}
        self._packages: dict[str, dict[str, Any] | None] = {}

    def resolve(self, specifier: str, importer: str) -> Resolution:
        """What ``specifier`` means in the file ``importer``.

        Built-in modules are known by their names without ``node:``.
        """
        folder = os.path.dirname(importer)
        key = (folder, specifier)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._resolve(specifier, folder)
        return answer

    def _resolve(self, specifier: str, folder: str) -> Resolution:
        if specifier in (".", "..") or specifier.startswith(("./", "../", "/")):
            path = os.path.normpath(os.path.join(folder, specifier))
            return self._answer(self._file(path), specifier) or Resolution("missing", None, specifier)
        if specifier.startswith("node:") or not specifier or "\0" in specifier:
            return Resolution("external", None, specifier.removeprefix("node:"))
        if specifier.startswith("#"):
            found = self._package_import(specifier, folder)
        else:
            found = self._mapped(specifier, folder) or self._workspace(specifier, folder)
        return self._answer(found, specifier) or Resolution("external", None, specifier)

    def _answer(self, found: str | None, specifier: str) -> Resolution | None:
        if found is None:
            return None
        if found.endswith(_DECLARATIONS) or "node_modules" in found.split(os.sep):
            # Types without their code: whatever it does is somewhere else.
            return Resolution("external", None, specifier)
        return Resolution("file", found, specifier)

    def _file(self, path: str) -> str | None:
        """The source file that ``path`` means, with or without its ending, or a folder's own."""
        return self._exact(path) or self._folder(path)

    def _exact(self, path: str) -> str | None:
        stem, suffix = os.path.splitext(path)
        for source in _SOURCES.get(suffix, ()):
            if self._files.is_file(stem + source):
                return stem + source
        if suffix and self._files.is_file(path):
            return path
        for ending in (*_SUFFIXES, *_DECLARATIONS):
            if self._files.is_file(path + ending):
                return path + ending
        if suffix in _SOURCES and self._files.is_file(stem + ".d.ts"):
            return stem + ".d.ts"
        return None

    def _folder(self, path: str) -> str | None:
        package = self._package(path)
        if package is not None and (found := self._entry(path, package)) is not None:
            return found
        return self._exact(os.path.join(path, "index"))

    def _upwards(self, folder: str) -> Iterator[str]:
        """``folder`` and those around it, up to the root; only ``folder`` when it is outside of the root."""
        while True:
            yield folder
            parent = os.path.dirname(folder)
            if folder == self._root or parent == folder or not self._inside(parent):
                return
            folder = parent

    def _inside(self, folder: str) -> bool:
        return folder == self._root or folder.startswith(self._root.rstrip(os.sep) + os.sep)

    # --- tsconfig.json ---

    def _mapped(self, specifier: str, folder: str) -> str | None:
        for around in self._upwards(folder):
            found = self._map(around)
            if found is not None:
                for candidate in found.candidates(specifier):
                    if (file := self._file(candidate)) is not None:
                        return file
                return None
        return None

    def _map(self, folder: str) -> PathMap | None:
        if folder not in self._maps:
            made = None
            for name in ("tsconfig.json", "jsconfig.json"):
                config = os.path.join(folder, name)
                if self._files.is_file(config):
                    made = path_map(self._files, config)
                    break
            self._maps[folder] = made
        return self._maps[folder]

    # --- package.json ---

    def _package(self, folder: str) -> dict[str, Any] | None:
        if folder not in self._packages:
            path = os.path.join(folder, "package.json")
            data = self._files.read(path) if self._files.is_file(path) else None
            self._packages[folder] = None if data is None else loose_json(data)
        return self._packages[folder]

    def _package_import(self, specifier: str, folder: str) -> str | None:
        """``#name`` by the ``imports`` of the package in which the importer is."""
        for around in self._upwards(folder):
            package = self._package(around)
            if package is not None:
                return self._by_pattern(around, package.get("imports"), specifier)
        return None

    def _by_pattern(self, folder: str, patterns: Any, name: str) -> str | None:
        if not isinstance(patterns, dict):
            return None
        written = [
            (
                pattern,
                tuple(os.path.join(folder, target) for target in targets(value) if target.startswith(".")),
            )
            for pattern, value in patterns.items()
        ]
        for candidate in PathMap(paths=tuple(written)).candidates(name):
            if (found := self._source(candidate, folder)) is not None:
                return found
        return None

    def _workspace(self, specifier: str, folder: str) -> str | None:
        """A package of the same repository by its name, and what follows the name as a path in it."""
        pieces = specifier.split("/")
        count = 2 if specifier.startswith("@") else 1
        name, inner = "/".join(pieces[:count]), "/".join(pieces[count:])
        for home in self._homes(name, folder):
            package = self._package(home)
            if package is None or package.get("name") != name:
                continue
            if not inner:
                return self._folder(home)
            return (
                self._by_pattern(home, package.get("exports"), f"./{inner}")
                or self._source(os.path.join(home, inner), home)
                or self._file(os.path.join(home, "src", inner))
            )
        return None

    def _homes(self, name: str, folder: str) -> Iterator[str]:
        """Folders where a package of that name may be.

        Folders cannot be listed here, so a star stands for the package's name or the end of it; the name
        in the ``package.json`` that is found decides.
        """
        words = name.rpartition("/")[2].split("-")
        ends = ["-".join(words[at:]) for at in range(len(words))]
        ends.append(name.lstrip("@").replace("/", "-"))
        for around in self._upwards(folder):
            package = self._package(around)
            if package is None:
                continue
            yield around
            for pattern in (*workspace_patterns(package), *self._pnpm(around)):
                for end in ends if "*" in pattern else ("",):
                    inner = pattern.replace("**", "*").replace("*", end)
                    yield os.path.normpath(os.path.join(around, inner))

    def _pnpm(self, folder: str) -> list[str]:
        data = self._files.read(os.path.join(folder, "pnpm-workspace.yaml"))
        return [] if data is None else pnpm_patterns(data)

    def _entry(self, folder: str, package: dict[str, Any]) -> str | None:
        exports = package.get("exports")
        main = exports.get(".", exports) if isinstance(exports, dict) else exports
        named = [
            *(package.get(key) for key in ("source", "types", "typings", "main", "module")),
            *targets(main),
        ]
        for target in named:
            if isinstance(target, str):
                found = self._source(os.path.join(folder, target), folder)
                if found is not None and not found.endswith(_DECLARATIONS):
                    return found
        return self._exact(os.path.join(folder, "src", "index"))

    def _source(self, path: str, folder: str) -> str | None:
        """The source of a file that a package names, which may be a built one that need not exist."""
        path = os.path.normpath(path)
        for ending in _DECLARATIONS:
            if path.endswith(ending):
                path = path.removesuffix(ending)
        inner = os.path.relpath(path, folder).split(os.sep)
        if inner[0] in _BUILT:
            source = self._exact(os.path.join(folder, "src", *inner[1:])) or self._exact(
                os.path.join(folder, *inner[1:])
            )
            if source is not None and not source.endswith(_DECLARATIONS):
                return source
        return self._exact(path) or self._exact(os.path.join(path, "index"))
