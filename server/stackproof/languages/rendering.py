"""Turns code that is spelled for a framework into source text, for what languages have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from stackproof.languages.style import Style
from stackproof.model.code import (
    Attribute,
    Code,
    Constant,
    Elements,
    Entries,
    Equality,
    Imported,
    Interpolation,
    Invocation,
    Variable,
    Verbatim,
)
from stackproof.model.values import Data


class Unwritable(Exception):
    """The change cannot be written here; the whole fix is declined."""


class Renderer(ABC):
    """Code to text in the style of one file. ``name`` says under which name an imported thing is known."""

    equals: ClassVar[str]

    def __init__(self, style: Style, name: Callable[[Imported], str]) -> None:
        self.style = style
        self.name = name

    def render(self, code: Code, indent: str, column: int) -> str:
        """The text, on one line if it fits. ``indent`` is that of its first line, ``column`` what is used of it."""
        flat = self.flat(code)
        if "\n" in flat or column + len(flat) <= self.style.width:
            return flat
        return self.broken(code, indent, column)

    def flat(self, code: Code) -> str:
        """The text on one line."""
        match code:
            case Constant():
                return self.constant(code.data)
            case Variable():
                return code.path
            case Verbatim():
                return code.text
            case Imported():
                return self.name(code)
            case Attribute():
                return f"{self.flat(code.object)}.{code.name}"
            case Invocation():
                return f"{self.head(code)}({', '.join(self.arguments(code, self.flat))})"
            case Elements():
                return f"[{', '.join(self.flat(item) for item in code.items)}]"
            case Entries():
                return self.entries([f"{self.key(k)}: {self.flat(v)}" for k, v in code.entries])
            case Interpolation():
                return self.interpolation(code)
            case Equality():
                return f"{self.flat(code.left)} {self.equals} {self.flat(code.right)}"

    def broken(self, code: Code, indent: str, column: int) -> str:
        """The text over several lines, where its shape allows that."""
        match code:
            case Invocation():
                return self.broken_call(code, indent, column)
            case Elements() if code.items:
                return self.lines("[", [self.inner(item, indent) for item in code.items], "]", indent)
            case Entries() if code.entries:
                written = []
                for key, value in code.entries:
                    lead = f"{self.key(key)}: "
                    written.append(lead + self.inner(value, indent, len(lead)))
                return self.lines("{", written, "}", indent)
            case _:
                return self.flat(code)

    def broken_call(self, code: Invocation, indent: str, column: int) -> str:
        """A call over several lines: every argument on its own."""
        head = self.head(code)
        if not code.positional and not code.keywords:
            return f"{head}()"
        written = self.arguments(code, lambda value: self.inner(value, indent))
        return self.lines(f"{head}(", written, ")", indent)

    def inner(self, code: Code, indent: str, used: int = 0) -> str:
        """Code one level further in; ``used`` is what stands before it on its line, and a comma follows."""
        deeper = indent + self.style.indent
        return self.render(code, deeper, len(deeper) + used + 1)

    def lines(self, opening: str, items: list[str], closing: str, indent: str, comma: str = ",") -> str:
        """Items on lines of their own, with commas between them and ``comma`` behind the last one."""
        lead = self.style.newline + indent + self.style.indent
        return opening + lead + f",{lead}".join(items) + comma + self.style.newline + indent + closing

    def hugged(self, code: Invocation, indent: str, column: int) -> str | None:
        """A call whose last argument is a list or object that alone goes over several lines."""
        *others, _ = self.arguments(code, self.flat) or [""]
        tail = code.positional[-1] if code.positional and not code.keywords else None
        if not isinstance(tail, Elements | Entries):
            return None
        opening = f"{self.head(code)}({''.join(o + ', ' for o in others)}"
        if "\n" in opening or column + len(opening) + 1 > self.style.width:
            return None
        return opening + self.broken(tail, indent, column + len(opening)) + ")"

    def head(self, code: Invocation) -> str:
        """What stands before the parentheses of a call."""
        return self.flat(code.callee)

    @abstractmethod
    def arguments(self, code: Invocation, write: Callable[[Code], str]) -> list[str]:
        """The arguments of a call as the language writes them."""

    @abstractmethod
    def constant(self, data: Data) -> str:
        """A scalar."""

    @abstractmethod
    def key(self, key: str) -> str:
        """A key of an object or dict."""

    @abstractmethod
    def entries(self, written: list[str]) -> str:
        """An object or dict on one line."""

    @abstractmethod
    def interpolation(self, code: Interpolation) -> str:
        """A string with holes."""

    def quoted(self, text: str) -> str:
        """A string literal in the file's quotes."""
        quote = self.style.quote
        if quote in text and (other := "'" if quote == '"' else '"') not in text:
            quote = other
        escaped = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
        for char, escape in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "\\x00")):
            escaped = escaped.replace(char, escape)
        return quote + escaped + quote
