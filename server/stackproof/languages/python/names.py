"""Resolves Python imports to the project's files."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

from stackproof.languages.python.asking import JediNames
from stackproof.languages.python.environment import Environment
from stackproof.languages.source import Files, Resolution

# Where one of these lies, the program is started, so imports are looked up from there first.
_STARTING_POINTS = ("cdk.json", "cdktf.json", "Pulumi.yaml", "Pulumi.yml", "pyproject.toml", "setup.py")
_SOURCE_FOLDERS = ("src",)
_SUFFIXES = (".py", ".pyi")
_COMPILED = (".so", ".pyd")


class PythonNames:
    """Import resolution for one view of the files of the project at ``root`` (an absolute path).

    ``top`` is the folder of the repository around it, which may hold packages that programs share.
    Answers are remembered, so an instance lives as long as the view. ``jedi`` allows asking jedi for what a
    plain search does not find; jedi then starts the environment's interpreter, if it trusts it, but never
    runs code of the project.
    """

    def __init__(
        self,
        root: str,
        files: Files,
        environment: Environment | None = None,
        *,
        jedi: bool = True,
        top: str | None = None,
    ) -> None:
        self._root = os.path.normpath(root)
        self._top = os.path.normpath(top or root)
        self._files = files
        self._environment = environment
        self._jedi = JediNames(self._root, files, environment) if jedi and environment is not None else None
        self._known: dict[tuple[str, str], Resolution] = {}
        self._roots: dict[str, tuple[str, ...]] = {}

    def resolve(self, specifier: str, importer: str) -> Resolution:
        """What the module ``specifier``, with its leading dots, means in the file ``importer``.

        A folder without ``__init__.py`` (a namespace package) is a ``file`` without a path.
        """
        key = (specifier, os.path.dirname(importer))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._resolve(specifier, importer)
        return found

    def resolve_member(self, specifier: str, name: str, importer: str) -> Resolution:
        """The submodule that ``from specifier import name`` may mean; ``missing`` when there is none.

        What ``specifier`` itself defines under that name comes first: ask this when it defines nothing.
        """
        package = self.resolve(specifier, importer)
        joined = specifier + name if specifier.endswith(".") else f"{specifier}.{name}"
        if package.kind == "external":
            return Resolution("external", None, joined)
        if package.path is not None and not os.path.basename(package.path).startswith("__init__."):
            return Resolution("missing", None, joined)
        found = self.resolve(joined, importer)
        return found if found.kind == "file" else Resolution("missing", None, joined)

    def _resolve(self, specifier: str, importer: str) -> Resolution:
        names = specifier.lstrip(".")
        dots = len(specifier) - len(names)
        path = names.split(".") if names else []
        if not all(part.isidentifier() for part in path) or not (dots or path):
            return Resolution("missing", None, specifier)
        if dots:
            base = os.path.dirname(importer)
            for _ in range(dots - 1):
                base = os.path.dirname(base)
            return self._module(base, path, specifier) or Resolution("missing", None, specifier)
        return self._absolute(path, specifier, importer)

    def _absolute(self, path: list[str], specifier: str, importer: str) -> Resolution:
        roots = self._search_path(os.path.dirname(importer))
        for root in roots:
            found = self._file(root, path)
            if found is not None:
                return Resolution("file", found, specifier)
        # A regular package of the project hides all others, though it lacks this part.
        if len(path) > 1 and any(self._file(root, path[:1]) for root in roots):
            return Resolution("missing", None, specifier)
        if path[0] in sys.stdlib_module_names or self._is_installed(path[0]):
            return Resolution("external", None, specifier)
        if any(os.path.isdir(os.path.join(root, *path)) for root in roots):
            return Resolution("file", None, specifier)
        asked = self._jedi.resolve(specifier, importer) if self._jedi is not None else None
        return asked or Resolution("external", None, specifier)

    def _module(self, base: str, path: list[str], specifier: str) -> Resolution | None:
        found = self._file(base, path)
        if found is not None or os.path.isdir(os.path.join(base, *path)):
            return Resolution("file", found, specifier)
        return None

    def _file(self, base: str, path: list[str]) -> str | None:
        """The file of a module: a package before a module, sources before stubs."""
        start = os.path.join(base, *path)
        for suffix in _SUFFIXES:
            for file in (os.path.join(start, f"__init__{suffix}"), start + suffix if path else ""):
                if file and self._files.is_file(file):
                    return file
        return None

    def _is_installed(self, name: str) -> bool:
        for site in self._environment.site_packages if self._environment is not None else ():
            start = os.path.join(site, name)
            if os.path.isdir(start) or os.path.isfile(start + ".py"):
                return True
            if any(entry.startswith(f"{name}.") and entry.endswith(_COMPILED) for entry in _entries(site)):
                return True
        return False

    def _search_path(self, folder: str) -> tuple[str, ...]:
        """Where absolute imports of files in ``folder`` are looked up, the likeliest folder first."""
        known = self._roots.get(folder)
        if known is None:
            known = self._roots[folder] = tuple(dict.fromkeys(self._likely(folder)))
        return known

    def _likely(self, folder: str) -> Iterator[str]:
        around = list(_upwards(folder, self._root))
        started = [each for each in around if self._has(each, _STARTING_POINTS)]
        for each in started:
            yield from self._declared(each)
            yield each
        packages = [each for each in around if self._has(each, ("__init__.py",))]
        if self._root not in started:
            yield self._root
        for each in around:
            yield from (os.path.join(each, source) for source in _SOURCE_FOLDERS)
        yield from (each for each in around if each not in packages)
        for added in self._environment.added if self._environment is not None else ():
            if _inside(added, self._root):
                yield added
        yield from packages
        # Installed in place by the repository's own tools, and therefore not below the program.
        for each in _upwards(os.path.dirname(self._root), self._top) if self._root != self._top else ():
            yield from self._declared(each)
            yield from (os.path.join(each, source) for source in _SOURCE_FOLDERS)
            yield each

    def _has(self, folder: str, names: tuple[str, ...]) -> bool:
        return any(self._files.is_file(os.path.join(folder, name)) for name in names)

    def _declared(self, folder: str) -> Iterator[str]:
        """The source folders that ``pyproject.toml`` declares."""
        data = self._files.read(os.path.join(folder, "pyproject.toml"))
        if data is None:
            return
        try:
            tool = tomllib.loads(data.decode("utf-8", "replace")).get("tool")
        except (tomllib.TOMLDecodeError, RecursionError):
            return
        setuptools = _table(tool, "setuptools")
        declared = [
            *_strings(_table(setuptools, "packages", "find").get("where")),
            *_strings(_table(setuptools, "package-dir").get("")),
            *_strings(_table(tool, "pytest", "ini_options").get("pythonpath")),
        ]
        for each in _listed(_table(tool, "poetry").get("packages")):
            declared += _strings(_table(each).get("from"))
        for each in declared:
            path = os.path.normpath(os.path.join(folder, each))
            if _inside(path, self._top):
                yield path


def _upwards(folder: str, root: str) -> Iterator[str]:
    """``folder`` and the folders around it up to ``root``; ``folder`` alone when it lies elsewhere."""
    folder = os.path.normpath(folder)
    yield folder
    while folder != root and _inside(folder, root):
        folder = os.path.dirname(folder)
        yield folder


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _table(value: Any, *keys: str) -> dict[str, Any]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: Any) -> list[str]:
    """A setting that is a string of folders or a list of them."""
    if isinstance(value, str):
        return value.split()
    return [each for each in _listed(value) if isinstance(each, str)]
