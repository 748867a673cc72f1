"""Writes changes into Python source text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from stackproof.languages.items import Brackets
from stackproof.languages.places import Line, Places
from stackproof.languages.python.importing import PythonImports
from stackproof.languages.python.retyping import retype
from stackproof.languages.rendering import Renderer, Unwritable
from stackproof.languages.slots import Imports, Slot
from stackproof.languages.style import Style
from stackproof.languages.writing import Writer as BaseWriter
from stackproof.model.code import Assign, Code, Interpolation, Invocation, RemoveKey, Retype, SetKey
from stackproof.model.program import Call, Expression, Jump, Literal, ObjectDisplay, Raise, Return
from stackproof.model.values import Data
from stackproof.text import Document, Span

if TYPE_CHECKING:
    from stackproof.languages.job import Job

_TYPES: Mapping[str, str] = MappingProxyType({"text": "str", "number": "int", "truth": "bool"})


class Writer(BaseWriter):
    """The way from changes to edits of a Python file."""

    comment = b"#"

    def renderer(self, style: Style, imports: Imports) -> Renderer:
        return _Python(style, imports.name)

    def imports(self, document: Document, places: Places, style: Style) -> Imports:
        return PythonImports(document, places, style)

    def slot(
        self, data: bytes, call: Call, base: int, change: SetKey | RemoveKey
    ) -> tuple[Slot, tuple[str | int, ...]] | None:
        own = self.inside(data, call, base)
        if own is None:
            raise Unwritable("the call has no parentheses of its own")
        if any(a.spread == "*" for a in call.arguments):
            raise Unwritable("arguments come from elsewhere")
        if change.path[0] in own.keys:
            return own, change.path
        # An arguments object by position: `Vpc("vpc", VpcArgs(...))`.
        for number, argument in enumerate(call.arguments):
            if argument.name is not None or argument.spread or change.path[0] == "opts":
                continue
            place = self.inside(data, argument.value, base)
            if place is not None and (isinstance(change, RemoveKey) or number == change.position):
                return place, change.path
        return own, change.path

    def inside(self, data: bytes, value: Expression, base: int) -> Slot | None:
        if isinstance(value, ObjectDisplay):
            span = value.span.shift(base)
            if data[span.start : span.start + 1] != b"{":
                return None
            return Slot(
                Brackets(
                    Span(span.start + 1, span.end - 1),
                    tuple(e.span.shift(base) for e in value.entries),
                    comment=self.comment,
                ),
                tuple(str(e.key.value) if isinstance(e.key, Literal) else None for e in value.entries),
                tuple(e.value for e in value.entries),
                base,
            )
        if isinstance(value, Call):
            span = value.arguments_span.shift(base)
            if data[span.start : span.start + 1] != b"(" or data[span.end - 1 : span.end] != b")":
                return None
            return Slot(
                Brackets(
                    Span(span.start + 1, span.end - 1),
                    tuple(a.span.shift(base) for a in value.arguments),
                    comment=self.comment,
                ),
                # Positional arguments have a key that no path asks for.
                tuple(None if a.spread else a.name or "" for a in value.arguments),
                tuple(a.value for a in value.arguments),
                base,
                keywords=True,
            )
        return None

    def new_object(self, data: bytes, call: Call, base: int, change: SetKey) -> Brackets | None:
        return None

    def entry(self, renderer: Renderer, slot: Slot, key: str) -> str:
        return f"{key}=" if slot.keywords else f"{renderer.key(key)}: "

    def statement(self, renderer: Renderer, line: Assign, indent: str) -> str:
        lead = f"{line.name} = " if line.name is not None else ""
        return lead + renderer.render(line.value, indent, len(indent) + len(lead))

    def argument(self, name: str) -> str:
        return f"{name}="

    def parameter(self, name: str, kind: str | None, typed: bool, data: bytes) -> str:
        kind = _TYPES.get(kind or "")
        if not typed or kind is None:
            return f"{name}=None"
        either = f"Optional[{kind}]" if b"Optional[" in data else f"{kind} | None"
        return f"{name}: {either} = None"

    def retype(self, job: Job, change: Retype) -> None:
        retype(job, change)

    def may_follow(self, data: bytes, line: Line) -> bool:
        return not isinstance(line.statement, Return | Raise | Jump)

    def may_precede(self, data: bytes, line: Line) -> bool:
        # What a lambda yields is not a statement of its own.
        return not isinstance(line.statement, Return) or data.startswith(b"return", line.span.start)


class _Python(Renderer):
    equals: ClassVar[str] = "=="

    def arguments(self, code: Invocation, write: Callable[[Code], str]) -> list[str]:
        return [
            *(write(value) for value in code.positional),
            *(f"{key}={write(value)}" for key, value in code.keywords),
        ]

    def broken_call(self, code: Invocation, indent: str, column: int) -> str:
        if len(code.positional) == 1 and not code.keywords:
            hugged = self.hugged(code, indent, column)
            if hugged is not None:
                return hugged
        written = [self.inner(value, indent) for value in code.positional]
        written += [f"{key}={self.inner(value, indent, len(key) + 1)}" for key, value in code.keywords]
        if not written:
            return f"{self.head(code)}()"
        return self.lines(f"{self.head(code)}(", written, ")", indent)

    def constant(self, data: Data) -> str:
        return self.quoted(data) if isinstance(data, str) else repr(data)

    def key(self, key: str) -> str:
        return self.quoted(key)

    def entries(self, written: list[str]) -> str:
        return f"{{{', '.join(written)}}}"

    def interpolation(self, code: Interpolation) -> str:
        if code.tag is not None:
            raise Unwritable("Python has no tagged strings")
        if all(isinstance(p, str) for p in code.parts):
            return self.quoted("".join(p for p in code.parts if isinstance(p, str)))
        holes = "".join(self.flat(p) for p in code.parts if not isinstance(p, str))
        if "\\" in holes or "\n" in holes:
            raise Unwritable("older Pythons allow no such holes in strings")
        quote = self.style.quote
        if quote in holes:
            quote = "'" if quote == '"' else '"'
            if quote in holes:
                raise Unwritable("both kinds of quotes are used inside")
        text = "".join(
            _escaped(p, quote) if isinstance(p, str) else f"{{{self.flat(p)}}}" for p in code.parts
        )  # fmt: skip
        return f"f{quote}{text}{quote}"


def _escaped(text: str, quote: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n")
    return escaped.replace("{", "{{").replace("}", "}}")
