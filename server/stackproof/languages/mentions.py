"""Lists what a file imports, and the names that it says, from its lowered program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Protocol

from stackproof.languages.binding import bound_by
from stackproof.languages.source import Source
from stackproof.model.facts import Language
from stackproof.model.names import FileNames, ImportLine, Mention, Taken
from stackproof.model.program import (
    Assignment,
    Block,
    Call,
    ClassDefinition,
    Clause,
    Expression,
    Field,
    ForEach,
    Function,
    If,
    Import,
    ImportedName,
    Literal,
    Member,
    Method,
    Name,
    Node,
    ObjectDisplay,
    Parameter,
    PatternEntry,
    Try,
    Unary,
    Unparsed,
)
from stackproof.model.values import Origin
from stackproof.text import Span

_WORD = re.compile(rb"[\w$]+")
# What says nothing about types: comments, texts.
_TEXT = re.compile(rb"'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`|/\*.*?\*/|//[^\n]*|#[^\n]*", re.DOTALL)
# A name in a type, with what is read from it; the keys of an object's type are none.
_TYPE = re.compile(rb"(?<![\w$.])([^\W\d][\w$]*)((?:\s*\.\s*[\w$]+)*)(?![\w$])(?!\s*\??\s*:)")


def _kinds() -> Iterator[type[Node]]:
    waiting = [Node]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        yield kind


# The fields of each kind of node that hold other nodes, told by their types.
_OF_NODES = re.compile(r"\b(?!Span|Lit\b|BinaryOperator|None)[A-Z]")
_INSIDE: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        kind: tuple(n for n in kind.__struct_fields__ if _OF_NODES.search(kind.__annotations__.get(n, "")))
        for kind in _kinds()
    }
)
# Those that say something themselves; those that do so, or have something inside.
_TELLING: Final = frozenset({
    Assignment, Call, ClassDefinition, Clause, Field, ForEach, Function, Import, ImportedName, Name, Parameter,
    PatternEntry, Unary, Unparsed,
})  # fmt: skip
_WORTH: Final = frozenset({Block, *_TELLING, *(kind for kind, inside in _INSIDE.items() if inside)})


class Given(Protocol):
    """What a language says about names, as its ``given`` module holds it."""

    GIVEN: frozenset[str]
    OPENING: re.Pattern[bytes]
    BINDING: re.Pattern[bytes]
    LAZY: re.Pattern[bytes]


@dataclass(eq=False)
class _Unit:
    """What stands in one statement of a file, or in one method of a class."""

    imports: list[ImportLine] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)
    broken: bool = False


def names_in(source: Source, language: Language, given: Given) -> FileNames:
    """What a file imports, and the names it says. What stands beside broken text in one function is left out."""
    data, module = source.document.data, source.module
    reader = _Reader(module.path, data, given.LAZY.search(data) is not None)
    units = list(reader.units(module.body))
    mentions: dict[str, list[Mention]] = {}
    bound = set(given.GIVEN)
    for unit in units:
        bound |= unit.bound
        if not unit.broken:
            for each in unit.mentions:
                mentions.setdefault(each.name, []).append(each)
    for match in given.BINDING.finditer(data):
        bound |= {word.decode() for group in match.groups() if group for word in _WORD.findall(group)}
    imports = tuple(line for unit in units for line in unit.imports)
    return FileNames(
        file=module.path,
        language=language,
        imports=imports,
        mentions=_in_order(mentions),
        bound=frozenset(bound),
        open=any(line.star for line in imports) or given.OPENING.search(data) is not None,
        text=data,
    )


def _in_order(mentions: dict[str, list[Mention]]) -> dict[str, tuple[Mention, ...]]:
    """Names by their first mention, mentions as they stand in the text."""
    found = [tuple(sorted(places, key=lambda m: m.at.span.start)) for places in mentions.values()]
    return {places[0].name: places for places in sorted(found, key=lambda p: p[0].at.span.start)}


class _Reader:
    def __init__(self, file: str, data: bytes, lazy: bool) -> None:
        self._file = file
        self._data = data
        # Whether types are not looked at while the program runs.
        self._lazy = lazy

    def units(self, body: Block) -> Iterator[_Unit]:
        """The top-level statements, and the methods of classes, each for itself."""
        for placed in body.statements:
            statement = placed.statement
            if not isinstance(statement, ClassDefinition):
                yield self._unit(statement, placed.at)
                continue
            for method in statement.methods:
                yield self._unit(method, placed.at)
            yield self._unit(statement, placed.at, methods=False)

    def _unit(self, item: Node, base: int, methods: bool = True) -> _Unit:
        unit = _Unit()
        # A stack of its own: deeply nested programs must not exhaust Python's.
        stack: list[tuple[Any, int, bool]] = [(item, base, False)]
        while stack:
            node, base, guarded = stack.pop()
            kind = type(node)
            if kind is Block:
                stack.extend((p.statement, base + p.at, guarded) for p in node.statements)
            elif kind is Method:
                stack.append((node.function, base + node.at, guarded))
            elif kind is Member:
                inner = self._chain(unit, node, base)
                if inner is not None:
                    stack.append((inner, base, guarded))
            else:
                if kind in _TELLING:
                    self._enter(unit, node, base, guarded)
                inside = guarded or kind is If or kind is Try
                for name in _INSIDE[kind]:
                    if name == "callee" and type(node.callee) is Name:
                        continue
                    if name == "methods" and node is item and not methods:
                        continue
                    value = getattr(node, name)
                    for each in value if type(value) is tuple else (value,):
                        if type(each) in _WORTH:
                            stack.append((each, base, inside))
        return unit

    def _enter(self, unit: _Unit, node: Node, base: int, guarded: bool) -> None:
        unit.bound.update(bound_by(node))
        match node:
            case Name():
                unit.mentions.append(Mention(node.id, self._at(node.span, base)))
            case Call(callee=Name() as callee):
                keywords, at = tuple(_keywords(node)), self._at(callee.span, base)
                unit.mentions.append(Mention(callee.id, at, (), False, keywords, _positional(node)))
            case Unary(operator="typeof", operand=Name(id=asked)):
                unit.bound.add(asked)
            case Function(receiver=str(receiver)):
                unit.bound.add(receiver)
            case Import():
                unit.imports.append(self._line(node, base, guarded))
            case Parameter(annotation=str(written)) | Field(annotation=str(written)) if not self._lazy:
                unit.mentions.extend(self._types(written, node.span.shift(base)))
            case Unparsed():
                # Whatever it is, it may bind what it mentions.
                unit.bound.update(node.mentions)
                unit.broken |= node.broken
            case _:
                pass

    def _chain(self, unit: _Unit, node: Member, base: int) -> Expression | None:
        """Note ``a.b.c`` as one mention of ``a``; what else the names are read from is given back."""
        members = [node.name]
        inner = node.object
        while type(inner) is Member:
            members.append(inner.name)
            inner = inner.object
        if type(inner) is not Name:
            return inner
        unit.mentions.append(Mention(inner.id, self._at(inner.span, base), tuple(reversed(members))))
        return None

    def _line(self, node: Import, base: int, guarded: bool) -> ImportLine:
        module = node.module_span.shift(base)
        if self._data[module.start : module.start + 1] in (b"'", b'"', b"`"):
            module = Span(module.start + 1, module.end - 1)
        taken = []
        for each in node.names:
            span = each.span.shift(base)
            start = self._data.find(each.name.encode(), span.start, span.end)
            if start >= 0:
                place = Origin(self._file, Span(start, start + len(each.name.encode())))
                taken.append(Taken(each.name, each.alias, place))
        return ImportLine(
            module=node.module,
            at=Origin(self._file, module),
            statement=self._at(node.span, base),
            taken=tuple(taken),
            namespace=node.namespace,
            default=node.default,
            star=node.star,
            path_binding=node.path_binding,
            guarded=guarded,
        )

    def _types(self, written: str, around: Span) -> Iterator[Mention]:
        """The names in a type, those of modules and of classes."""
        if written.islower() and "." not in written:
            return
        start = self._data.find(written.encode(), around.start, around.end)
        if start < 0:
            return
        text = _TEXT.sub(lambda m: b" " * len(m[0]), written.encode())
        for match in _TYPE.finditer(text):
            name = match[1].decode("utf-8", "replace")
            members = tuple(w.decode("utf-8", "replace") for w in _WORD.findall(match[2]))
            if members or name[:1].isupper():
                span = Span(start + match.start(1), start + match.end(1))
                yield Mention(name, Origin(self._file, span), members, annotation=True)

    def _at(self, span: Span, base: int) -> Origin:
        return Origin(self._file, span.shift(base))


def _keywords(call: Call) -> Iterator[str]:
    """The named arguments of a call, and the keys of objects among its others."""
    for argument in call.arguments:
        if argument.name is not None:
            yield argument.name
        elif isinstance(argument.value, ObjectDisplay):
            for entry in argument.value.entries:
                if isinstance(entry.key, Literal) and isinstance(entry.key.value, str):
                    yield entry.key.value


def _positional(call: Call) -> int:
    """How many arguments have no name; -1 where that is not known."""
    if any(argument.spread for argument in call.arguments):
        return -1
    return sum(1 for argument in call.arguments if argument.name is None)
