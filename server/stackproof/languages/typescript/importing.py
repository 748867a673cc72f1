"""Finds or adds the imports that new TypeScript code needs."""

from __future__ import annotations

from stackproof.languages.binding import bound_names, free_name, line_end, top_imports
from stackproof.languages.items import Brackets, append
from stackproof.languages.places import Places
from stackproof.languages.style import Style
from stackproof.model.code import Imported
from stackproof.model.program import Import
from stackproof.text import Document, Edit, Span


class TypeScriptImports:
    """The imports of one file: those it has, and those that changes ask for."""

    def __init__(self, document: Document, places: Places, style: Style) -> None:
        self._data = document.data
        self._places = places
        self._style = style
        self._imports = list(top_imports(places))
        self._bound = bound_names(places)
        self._names: dict[tuple[str, str, bool], str] = {}
        self._given: set[tuple[str, str, str]] = set()
        self._extended: dict[int, list[str]] = {}
        self._fresh: dict[str, list[str]] = {}
        self._lines: list[tuple[str, str]] = []

    def name(self, wanted: Imported) -> str:
        """The expression under which the file knows the thing, an import added if need be."""
        first, _, rest = wanted.name.partition(".")
        key = (wanted.module, first, wanted.namespace)
        if key not in self._names:
            found = self._existing(wanted, first)
            self._names[key] = self._add(wanted, first) if found is None else found
        return f"{self._names[key]}.{rest}" if rest else self._names[key]

    def edits(self) -> list[Edit]:
        """One edit for each name or line to be added."""
        found: list[Edit] = []
        for number, texts in self._extended.items():
            found.extend(self._extend(*self._imports[number], texts))
        for module, names in self._fresh.items():
            line = f"import {{ {', '.join(sorted(names))} }} from {self._quoted(module)}"
            found.append(self._line(module, line))
        found.extend(self._line(module, text) for module, text in self._lines)
        return found

    def _existing(self, wanted: Imported, first: str) -> str | None:
        for module, names in _readings(wanted.module, "" if wanted.namespace else first):
            for statement, _ in self._imports:
                if statement.module != module or statement.type_only:
                    continue
                if wanted.namespace and names and statement.namespace is not None and self._by_part(module):
                    continue
                if not names:
                    if statement.namespace is not None:
                        return statement.namespace
                    continue
                head, *tail = names
                for each in statement.names:
                    if each.name == head:
                        return ".".join((each.alias, *tail))
                if statement.namespace is not None:
                    return ".".join((statement.namespace, *names))
        return None

    def _by_part(self, module: str) -> bool:
        """Whether the file imports the parts of a package one by one, each as a whole."""
        return any(s.module.startswith(f"{module}/") and s.namespace is not None for s, _ in self._imports)

    def bind(self, wanted: Imported, alias: str) -> None:
        """Add an import that makes the thing known by this very name."""
        key = (wanted.module, "" if wanted.namespace else wanted.name, alias)
        if key not in self._given:
            self._given.add(key)
            self._add(wanted, wanted.name, alias)

    def _add(self, wanted: Imported, first: str, alias: str = "") -> str:
        name = alias or free_name(first, self._bound)
        self._bound.add(name)
        if not wanted.namespace:
            text = first if name == first else f"{first} as {name}"
            if not self._into(wanted.module, text):
                self._fresh.setdefault(wanted.module, []).append(text)
            return name
        for module, names in _readings(wanted.module, ""):
            # `import { aws_ec2 as ec2 } from 'aws-cdk-lib'`: go on in the file's own way.
            siblings = any(
                statement.module == module and any(n.name.startswith("aws_") for n in statement.names)
                for statement, _ in self._imports
            )
            if len(names) == 1 and siblings and self._into(module, f"{names[0]} as {name}"):
                return name
        self._lines.append((wanted.module, f"import * as {name} from {self._quoted(wanted.module)}"))
        return name

    def _into(self, module: str, text: str) -> bool:
        """Put a name into the braces of an import that is there."""
        for number, (statement, span) in enumerate(self._imports):
            if statement.module == module and statement.names and not statement.type_only:
                if self._data.find(b"{", span.start, span.end) < 0:
                    continue
                self._extended.setdefault(number, []).append(text)
                return True
        return False

    def _extend(self, statement: Import, span: Span, texts: list[str]) -> list[Edit]:
        # Names have spans relative to the statement, which starts where its import does.
        base = span.start - statement.span.start
        opening = self._data.find(b"{", span.start)
        closing = self._data.find(b"}", opening)
        items = tuple(n.span.shift(base) for n in statement.names if n.span.start + base > opening)
        brackets = Brackets(Span(opening + 1, closing), items, padded=True)
        single = [append(self._data, brackets, [text], self._style) for text in texts]
        if all(len(edits) == 1 for edits in single) and items:
            return [edit for edits in single for edit in edits]
        return append(self._data, brackets, texts, self._style)

    def _line(self, module: str, text: str) -> Edit:
        text += self._style.end
        family = _family(module)
        alike = [span for statement, span in self._imports if _family(statement.module) == family]
        others = alike or [
            span for statement, span in self._imports if not statement.module.startswith(".")
        ] or [span for _, span in self._imports]  # fmt: skip
        if others:
            at = line_end(self._data, others[-1].end)
            return Edit(Span(at, at), self._style.newline + text)
        body = self._places.module.body.statements
        at = self._data.rfind(b"\n", 0, body[0].at) + 1 if body else len(self._data)
        return Edit(Span(at, at), text + self._style.newline)

    def _quoted(self, module: str) -> str:
        for statement, span in reversed(self._imports):
            at = statement.module_span.start + span.start - statement.span.start
            if self._data[at : at + 1] in (b"'", b'"'):
                quote = self._data[at : at + 1].decode()
                return f"{quote}{module}{quote}"
        return f"{self._style.quote}{module}{self._style.quote}"


def _readings(module: str, first: str) -> list[tuple[str, tuple[str, ...]]]:
    """The ways in which packages offer the same thing: as a submodule, or as a member of what is around it.

    ``aws-cdk-lib/aws-ec2`` is also ``aws_ec2`` of ``aws-cdk-lib``.
    """
    names: tuple[str, ...] = (first,) if first else ()
    ways: list[tuple[str, tuple[str, ...]]] = [(module, names)]
    parent, slash, last = module.rpartition("/")
    if slash and not (parent.startswith("@") and "/" not in parent) and not module.startswith("."):
        ways.append((parent, (last.replace("-", "_"), *names)))
    return ways


def _family(module: str) -> str:
    parts = module.split("/")
    return "/".join(parts[: 2 if module.startswith("@") else 1])
