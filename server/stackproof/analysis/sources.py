"""The parsed files of a workspace, kept from check to check."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from stackproof.analysis.bindings import Bindings, names_bindings
from stackproof.analysis.files import Overlay
from stackproof.analysis.walking import walk
from stackproof.evaluation import Found
from stackproof.languages.python import Python, PythonNames, find_environment
from stackproof.languages.source import Names, Source, SourceLanguage
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.names import TypeScriptNames
from stackproof.model.program import Module


class Sources:
    """Reads files through their languages; a file that did not change is not read again.

    Used by one check at a time.
    """

    def __init__(self) -> None:
        self._languages: tuple[SourceLanguage, ...] = (TypeScript(), Python())
        self._known: dict[str, Source] = {}

    def read(self, path: str, files: Overlay) -> Source | None:
        """The file at ``path``, None when it is no source file or cannot be read."""
        document = files.document(path)
        if document is None:
            self._known.pop(path, None)
            return None
        known = self._known.get(path)
        if known is not None and (known.document is document or known.document.data == document.data):
            return known
        suffix = os.path.splitext(path)[1].lower()
        language = next((x for x in self._languages if suffix in x.suffixes), None)
        if language is None:
            return None
        source = language.read(document, known)
        self._known[path] = source
        return source

    def keep(self, paths: set[str]) -> None:
        """Forget all other files."""
        for path in [p for p in self._known if p not in paths]:
            del self._known[path]


class View:
    """One state of the files for the evaluator: loads modules and resolves imports. A `Loader`.

    ``root`` is the program's folder, ``top`` the folder around it beyond which no import is looked for.
    ``used`` are the sources that were loaded through it, ``asked`` all paths that were to be loaded, ``resolved`` what
    imports meant: for knowing later what a result depends on.
    """

    def __init__(
        self,
        root: str,
        top: str,
        sources: Sources,
        files: Overlay,
        names: dict[tuple[str, str], Names],
        bindings: Bindings,
        python: str | None = None,
    ) -> None:
        """``python`` is the interpreter that an editor has chosen."""
        self._root = root
        self._top = top
        self._sources = sources
        self._files = files
        self._names = names
        self._bindings = bindings
        self._python = python
        self.used: dict[str, Source] = {}
        self.asked: set[str] = set()
        self.resolved: dict[tuple[str, str | None, str], Found | None] = {}

    def source(self, path: str) -> Source | None:
        """The parsed file, noted as used."""
        self.asked.add(path)
        source = self.used.get(path) or self._sources.read(path, self._files)
        if source is not None:
            self.used[path] = source
        return source

    def newest(self, path: str) -> Source | None:
        """The parsed file, whether or not it will be used."""
        return self._sources.read(path, self._files)

    def take_over(self, older: View, paths: Iterable[str]) -> None:
        """What was asked of an older view still counts; of the files, those at ``paths`` are used."""
        self.asked |= older.asked
        self.resolved = {**older.resolved, **self.resolved}
        found = {path: self.newest(path) for path in paths}
        self.used = {path: source for path, source in found.items() if source is not None}

    def load(self, path: str) -> Module | None:
        """The lowered file, None when it cannot be read."""
        source = self.source(path)
        return source.module if source is not None else None

    def resolve(self, specifier: str, importer: str) -> Found:
        """Which module an import means."""
        found = self._resolver(importer).resolve(specifier, importer)
        answer = Found(found.kind, found.path, found.module)
        # What is generated means the same whether or not it has been generated here, and has no end.
        if (found.path is not None and self._bindings.holds(found.path)) or names_bindings(specifier):
            answer = Found("external", None, specifier)
        self.resolved[specifier, None, importer] = answer
        return answer

    def resolve_member(self, specifier: str, name: str, importer: str) -> Found | None:
        """The submodule file that ``from specifier import name`` means, if any."""
        resolver = self._resolver(importer)
        if not isinstance(resolver, PythonNames):
            return None
        found = resolver.resolve_member(specifier, name, importer)
        own = found.kind == "file" and not (found.path is not None and self._bindings.holds(found.path))
        answer = Found(found.kind, found.path, found.module) if own else None
        self.resolved[specifier, name, importer] = answer
        return answer

    def declarations(self) -> Iterator[bytes]:
        """The texts of the declarations (``*.d.ts``) below the program's folder, those of installed packages left out."""
        for path in walk(self._root, (), self._files, wanted=lambda name: name.endswith(".d.ts")):
            yield self._files.read(path) or b""

    def agrees(self, resolved: Mapping[tuple[str, str | None, str], Found | None]) -> bool:
        """Whether imports still mean what they meant to another view."""
        return all(
            found
            == (
                self.resolve(specifier, importer)
                if name is None
                else self.resolve_member(specifier, name, importer)
            )
            for (specifier, name, importer), found in resolved.items()
        )

    def _resolver(self, importer: str) -> Names:
        language = "python" if importer.endswith((".py", ".pyi")) else "typescript"
        key = (language, self._root if language == "python" else self._top)
        if key not in self._names:
            make: dict[str, Callable[[], Names]] = {
                "python": lambda: PythonNames(
                    self._root,
                    self._files,
                    find_environment(self._root, interpreter=self._python),
                    top=self._top,
                ),
                "typescript": lambda: TypeScriptNames(self._top, self._files),
            }
            self._names[key] = make[language]()
        return self._names[key]
