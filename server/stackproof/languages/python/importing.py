"""Finds or adds the imports that new Python code needs."""

from __future__ import annotations

import sys

from stackproof.languages.binding import bound_names, free_name, line_end, top_imports
from stackproof.languages.items import Brackets, append, column
from stackproof.languages.places import Places
from stackproof.languages.style import Style
from stackproof.model.code import Imported
from stackproof.model.program import ExpressionStatement, Import, Literal
from stackproof.text import Document, Edit, Span


class PythonImports:
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
        self._lines: list[tuple[str, str]] = []

    def name(self, wanted: Imported) -> str:
        """The expression under which the file knows the thing, an import added if need be."""
        first, _, rest = wanted.name.partition(".")
        key = (wanted.module, first, wanted.namespace)
        if key not in self._names:
            path = wanted.module if wanted.namespace else f"{wanted.module}.{first}"
            found = self._existing(path)
            self._names[key] = self._add(wanted, first) if found is None else found
        return f"{self._names[key]}.{rest}" if rest else self._names[key]

    def edits(self) -> list[Edit]:
        """One edit for each name or line to be added."""
        found: list[Edit] = []
        for number, texts in self._extended.items():
            found.extend(self._extend(*self._imports[number], texts))
        found.extend(self._line(module, text) for module, text in self._lines)
        return found

    def _existing(self, path: str) -> str | None:
        best: tuple[int, str] | None = None
        for statement, _ in self._imports:
            for known, name in _bindings(statement):
                if path != known and not path.startswith(known + "."):
                    continue
                if best is None or len(known) > best[0]:
                    best = len(known), name + path[len(known) :]
        return None if best is None else best[1]

    def bind(self, wanted: Imported, alias: str) -> None:
        """Add an import that makes the thing known by this very name."""
        key = (wanted.module, "" if wanted.namespace else wanted.name, alias)
        if key not in self._given:
            self._given.add(key)
            self._add(wanted, wanted.name, alias)

    def _add(self, wanted: Imported, first: str, alias: str = "") -> str:
        name = alias or free_name(first, self._bound)
        self._bound.add(name)
        parent, dot, last = wanted.module.rpartition(".")
        if wanted.namespace and not dot:
            alias = "" if name == wanted.module else f" as {name}"
            self._lines.append((wanted.module, f"import {wanted.module}{alias}"))
            return name
        module, item = (parent, last) if wanted.namespace else (wanted.module, first)
        text = item if item == name else f"{item} as {name}"
        if not self._into(module, text):
            self._lines.append((module, self._statement(module, text)))
        return name

    def _statement(self, module: str, text: str) -> str:
        line = f"from {module} import {text}"
        if len(line) <= self._style.width:
            return line
        newline = self._style.newline
        return f"from {module} import ({newline}{self._style.indent}{text},{newline})"

    def _into(self, module: str, text: str) -> bool:
        """Put a name into a ``from`` import that is there, where its line has room and others do not stand alone."""
        alike = [s for s, _ in self._imports if s.module == module and s.names]
        if len(alike) > 1 and all(len(s.names) == 1 for s in alike):
            return False
        for number, (statement, span) in enumerate(self._imports):
            if statement.module != module or not statement.names or statement.star:
                continue
            waiting = self._extended.get(number, [])
            used = column(self._data, span.end) + sum(len(w) + 2 for w in waiting)
            if self._closing(span) is None and used + len(text) + 2 > self._style.width:
                continue
            self._extended.setdefault(number, []).append(text)
            return True
        return False

    def _closing(self, span: Span) -> int | None:
        """Where the parenthesis stands that closes an import statement; None for one without."""
        return span.end - 1 if self._data[span.end - 1 : span.end] == b")" else None

    def _extend(self, statement: Import, span: Span, texts: list[str]) -> list[Edit]:
        base = span.start - statement.span.start
        items = tuple(n.span.shift(base) for n in statement.names)
        closing = self._closing(span)
        opening = self._data.rfind(b"(", span.start, items[0].start) + 1 if closing is not None else 0
        if closing is None or opening == 0:
            at = items[-1].end
            return [Edit(Span(at, at), f", {text}") for text in texts]
        brackets = Brackets(Span(opening, closing), items, comment=b"#")
        single = [append(self._data, brackets, [text], self._style) for text in texts]
        if all(len(edits) == 1 for edits in single):
            return [edit for edits in single for edit in edits]
        return append(self._data, brackets, texts, self._style)

    def _line(self, module: str, text: str) -> Edit:
        newline = self._style.newline
        own = [(s, span) for s, span in self._imports if s.module != "__future__"]
        if _is_standard(module):
            standard = [span for s, span in own if _is_standard(s.module)]
            if standard:
                return self._behind(standard[-1], text)
            if own:
                at = own[0][1].start
                return Edit(Span(at, at), text + newline)
        alike = [span for s, span in own if _top(s.module) == _top(module)]
        others = alike or [span for s, span in own if not s.module.startswith(".")] or [s for _, s in own]
        if others:
            return self._behind(others[-1], text)
        if self._imports:
            return self._behind(self._imports[-1][1], text)
        body = self._places.module.body.statements
        first = body[0].statement if body else None
        documented = (
            isinstance(first, ExpressionStatement)
            and len(first.expressions) == 1
            and isinstance(first.expressions[0], Literal)
        )
        if documented:
            return self._behind(body[0].statement.span.shift(body[0].at), text)
        at = self._data.rfind(b"\n", 0, body[0].at) + 1 if body else len(self._data)
        return Edit(Span(at, at), text + newline)

    def _behind(self, span: Span, text: str) -> Edit:
        at = line_end(self._data, span.end)
        return Edit(Span(at, at), self._style.newline + text)


def _bindings(statement: Import) -> list[tuple[str, str]]:
    """Dotted paths of modules or their members, and the names by which the statement makes them known."""
    if statement.module.startswith("."):
        return []
    if statement.path_binding:
        return [(statement.module, statement.module)]
    if statement.namespace is not None:
        return [(statement.module, statement.namespace)]
    return [(f"{statement.module}.{n.name}", n.alias) for n in statement.names]


def _top(module: str) -> str:
    return module.partition(".")[0]


def _is_standard(module: str) -> bool:
    return _top(module) in sys.stdlib_module_names
