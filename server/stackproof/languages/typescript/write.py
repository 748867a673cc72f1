"""Writes changes into TypeScript source text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import ClassVar

from stackproof.languages.items import Brackets
from stackproof.languages.places import Line, Places
from stackproof.languages.rendering import Renderer, Unwritable
from stackproof.languages.slots import Imports, Slot
from stackproof.languages.style import Style
from stackproof.languages.typescript.importing import TypeScriptImports
from stackproof.languages.writing import Writer as BaseWriter
from stackproof.model.code import Assign, Code, Interpolation, Invocation, RemoveKey, SetKey
from stackproof.model.program import Call, Expression, Jump, Literal, ObjectDisplay, Raise, Return
from stackproof.model.values import Data
from stackproof.text import Document, Span

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_COMMENTS = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)


class Writer(BaseWriter):
    """The way from changes to edits of a TypeScript file."""

    comment = b"//"

    def renderer(self, style: Style, imports: Imports) -> Renderer:
        return _TypeScript(style, imports.name)

    def imports(self, document: Document, places: Places, style: Style) -> Imports:
        return TypeScriptImports(document, places, style)

    def slot(
        self, data: bytes, call: Call, base: int, change: SetKey | RemoveKey
    ) -> tuple[Slot, tuple[str | int, ...]] | None:
        if any(a.spread for a in call.arguments):
            raise Unwritable("arguments come from elsewhere")
        if isinstance(change, RemoveKey):
            for argument in call.arguments:
                place = self.inside(data, argument.value, base)
                if place is not None and change.path[0] in place.keys:
                    return place, change.path
            return None
        if len(call.arguments) <= change.position:
            return None
        place = self.inside(data, call.arguments[change.position].value, base)
        if place is None:
            raise Unwritable("the arguments are not written out")
        return place, change.path

    def inside(self, data: bytes, value: Expression, base: int) -> Slot | None:
        if not isinstance(value, ObjectDisplay):
            return None
        span = value.span.shift(base)
        if data[span.start : span.start + 1] != b"{" or data[span.end - 1 : span.end] != b"}":
            return None
        items = tuple(e.span.shift(base) for e in value.entries)
        return Slot(
            Brackets(Span(span.start + 1, span.end - 1), items, padded=True),
            tuple(str(e.key.value) if isinstance(e.key, Literal) else None for e in value.entries),
            tuple(e.value for e in value.entries),
            base,
            shorthand=frozenset(n for n, e in enumerate(value.entries) if e.shorthand),
        )

    def new_object(self, data: bytes, call: Call, base: int, change: SetKey) -> Brackets | None:
        span = call.arguments_span.shift(base)
        if len(call.arguments) != change.position or data[span.start : span.start + 1] != b"(":
            return None
        return Brackets(Span(span.start + 1, span.end - 1), tuple(a.span.shift(base) for a in call.arguments))

    def entry(self, renderer: Renderer, slot: Slot, key: str) -> str:
        return f"{renderer.key(key)}: "

    def statement(self, renderer: Renderer, line: Assign, indent: str) -> str:
        lead = f"const {line.name} = " if line.name is not None else ""
        used = len(indent) + len(lead) + len(renderer.style.end)
        text = renderer.render(line.value, indent, used)
        if not renderer.style.end and not lead and text.startswith(("(", "[", "`", "+", "-", "/")):
            raise Unwritable("would go on with the line before it")
        return f"{lead}{text}{renderer.style.end}"

    def may_follow(self, data: bytes, line: Line) -> bool:
        return not isinstance(line.statement, Return | Raise | Jump) and self.may_precede(data, line)

    def may_precede(self, data: bytes, line: Line) -> bool:
        if not line.first or not line.around:
            return True
        # The only statement of an `if` without braces has no place next to it, nor has what an arrow yields.
        before = _COMMENTS.sub(b"", data[: line.span.start]).rstrip()
        return before.endswith((b"{", b":", b"}", b";"))


class _TypeScript(Renderer):
    equals: ClassVar[str] = "==="

    def head(self, code: Invocation) -> str:
        return ("new " if code.new else "") + self.flat(code.callee)

    def arguments(self, code: Invocation, write: Callable[[Code], str]) -> list[str]:
        if code.keywords:
            raise Unwritable("TypeScript has no keyword arguments")
        return [write(value) for value in code.positional]

    def broken_call(self, code: Invocation, indent: str, column: int) -> str:
        hugged = self.hugged(code, indent, column)
        if hugged is not None:
            return hugged
        if not code.positional:
            return f"{self.head(code)}()"
        written = self.arguments(code, lambda value: self.inner(value, indent))
        return self.lines(f"{self.head(code)}(", written, ")", indent, comma="")

    def constant(self, data: Data) -> str:
        if data is None:
            return "undefined"
        return self.quoted(data) if isinstance(data, str) else json.dumps(data)

    def key(self, key: str) -> str:
        return key if _IDENTIFIER.match(key) else self.quoted(key)

    def entries(self, written: list[str]) -> str:
        return f"{{ {', '.join(written)} }}" if written else "{}"

    def interpolation(self, code: Interpolation) -> str:
        if code.tag is None and all(isinstance(p, str) for p in code.parts):
            return self.quoted("".join(p for p in code.parts if isinstance(p, str)))
        text = "".join(
            _escaped(p) if isinstance(p, str) else f"${{{self.flat(p)}}}" for p in code.parts
        )  # fmt: skip
        return f"{'' if code.tag is None else self.flat(code.tag)}`{text}`"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
