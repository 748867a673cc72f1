"""Lowering of broken text in which the parser saw only tokens: classes, functions left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import DEPTH_LIMIT
from stackproof.languages.typescript.classes import Members, MethodKind, bases, member
from stackproof.languages.typescript.context import CLASS_DEPTH, STATEMENT_DEPTH, Context
from stackproof.languages.typescript.functions import parameters
from stackproof.languages.typescript.patterns import plain_key
from stackproof.model.program import (
    Block,
    ClassDefinition,
    Expression,
    Function,
    FunctionDefinition,
    Method,
    Parameter,
    Placed,
    Statement,
)
from stackproof.text import Span

_BEFORE_CLASS: Final = frozenset({"export", "default", "abstract"})
_BEFORE_FUNCTION: Final = frozenset({"export", "default", "async"})
_BEFORE_METHOD: Final = frozenset(
    {"accessibility_modifier", "override_modifier", "static", "async", "get", "set", "*"}
)
_METHOD_KINDS: Final[Mapping[str, MethodKind]] = {"static": "static", "get": "getter", "set": "setter"}
_METHOD_NAMES: Final = frozenset({"property_identifier", "identifier", "private_property_identifier"})


def repair(context: Context, node: Node, around: int) -> list[Placed]:
    """What can be understood of the broken ``node``, placed relative to the byte ``around``.

    The whole statements at its beginning are kept, also those inside a class, method or function whose end
    is missing. The first token that does not fit ends it: what follows is one `Unparsed`, because nobody can
    say under which conditions it runs.
    """
    children = [child for child in node.children if child.type != "comment"]
    if not children:
        children = [node]
    reader = _Reader(context, children)
    placed = reader.statements(around)
    reader.rest(placed, around)
    return placed


class _Reader:
    """A walk over the children of one broken node."""

    def __init__(self, context: Context, children: list[Node]) -> None:
        self.context = context
        self.children = children
        self.at = 0

    def kind(self) -> str:
        return self.children[self.at].type if self.at < len(self.children) else ""

    def end(self) -> int:
        """Where the text that was read ends."""
        return self.children[max(self.at - 1, 0)].end_byte

    def rest(self, placed: list[Placed], around: int) -> None:
        """Everything that is left becomes one `Unparsed`."""
        if self.at < len(self.children):
            first, last = self.children[self.at], self.children[-1]
            base, self.context.base = self.context.base, first.start_byte
            placed.append(Placed(first.start_byte - around, self.context.syntax_error(first, last)))
            self.context.base = base
            self.at = len(self.children)

    def skip(self, kinds: frozenset[str]) -> set[str]:
        """Pass tokens of the given kinds, which are returned."""
        passed: set[str] = set()
        while self.kind() in kinds:
            passed.add(self.kind())
            self.at += 1
        return passed

    def statements(self, around: int) -> list[Placed]:
        """Whole statements and open declarations, up to the first token that is neither."""
        placed: list[Placed] = []
        while self.at < len(self.children):
            child = self.children[self.at]
            start = self.at
            if child.is_named and child.type in self.context.statements:
                self.context.place(child, placed, around)
                self.at += 1
            elif child.type == ";":
                self.at += 1
            elif (opened := self.declaration()) is not None:
                placed.append(Placed(child.start_byte - around, opened))
            else:
                self.at = start
                break
        return placed

    def declaration(self) -> Statement | None:
        """An open class or function; None, and nothing read, for anything else."""
        context = self.context
        if context.depth >= DEPTH_LIMIT:
            return None
        context.depth += STATEMENT_DEPTH + CLASS_DEPTH
        opened = self.open_class() or self.open_function()
        context.depth -= STATEMENT_DEPTH + CLASS_DEPTH
        return opened

    def open_class(self) -> Statement | None:
        """``class A extends B {`` with the members that follow; None, and nothing read, for anything else."""
        start = self.at
        first = self.children[start]
        before = self.skip(_BEFORE_CLASS)
        if self.kind() != "class":
            self.at = start
            return None
        self.at += 1
        context = self.context
        outer, context.base = context.base, first.start_byte
        name_span = Span(0, 0)
        name: str | None = None
        inherited: tuple[Expression, ...] = ()
        while self.kind() in ("identifier", "type_identifier", "type_parameters", "class_heritage"):
            child = self.children[self.at]
            if child.type == "class_heritage":
                inherited = tuple(bases(context, child))
            elif child.type != "type_parameters":
                name, name_span = context.text(child), context.span(child)
            self.at += 1
        if self.kind() != "{":
            context.base = outer
            self.at = start
            return None
        self.at += 1
        members = Members()
        self.members(members, first.start_byte)
        lowered = ClassDefinition(
            span=Span(0, self.end() - first.start_byte),
            name=name,
            bases=inherited,
            methods=tuple(members.methods),
            fields=tuple(members.fields),
            name_span=name_span,
            abstract="abstract" in before,
            exported="export" in before,
            default="default" in before,
            body=Block(tuple(members.rest)),
        )
        context.base = outer
        return lowered

    def members(self, members: Members, class_start: int) -> None:
        """The members of an open class; what is not understood goes into its body."""
        while self.at < len(self.children):
            child = self.children[self.at]
            if child.type in ("method_definition", "public_field_definition", "class_static_block"):
                member(self.context, child, members)
                self.at += 1
            elif child.type in (";", "abstract_method_signature", "method_signature"):
                self.at += 1
            elif child.type == "}":
                self.at += 1
                return
            elif (method := self.open_method(class_start)) is not None:
                members.methods.append(method)
            else:
                self.rest(members.rest, class_start)

    def open_method(self, class_start: int) -> Method | None:
        """``name(parameters) {`` with the statements that follow."""
        start = self.at
        first = self.children[start].start_byte
        before = self.skip(_BEFORE_METHOD)
        if self.kind() not in _METHOD_NAMES:
            self.at = start
            return None
        name = plain_key(self.context, self.children[self.at])
        self.at += 1
        made = self.open_body(first, name)
        if made is None or not name:
            self.at = start
            return None
        return Method(
            span=made.span.shift(first - class_start),
            name=name,
            function=made,
            at=first - class_start,
            kind=next((kind for mark, kind in _METHOD_KINDS.items() if mark in before), "method"),
        )

    def open_function(self) -> Statement | None:
        """``function f(parameters) {`` with the statements that follow."""
        start = self.at
        first = self.children[start].start_byte
        before = self.skip(_BEFORE_FUNCTION)
        if self.kind() == "function":
            self.at += 1
            name: str | None = None
            if self.kind() == "identifier":
                name = self.context.text(self.children[self.at])
                self.at += 1
            made = self.open_body(first, name)
            if made is not None:
                return FunctionDefinition(
                    span=made.span, function=made, exported="export" in before, default="default" in before
                )
        self.at = start
        return None

    def open_body(self, base: int, name: str | None) -> Function | None:
        """Parameters, ``{`` and statements, relative to ``base``; up to the closing bracket or the end."""
        context = self.context
        given: tuple[Parameter, ...] | None = None
        outer, context.base = context.base, base
        while self.kind() in ("type_parameters", "formal_parameters", "type_annotation"):
            child = self.children[self.at]
            if child.type == "formal_parameters":
                given = parameters(context, child)
            self.at += 1
        if given is None or self.kind() != "{":
            context.base = outer
            return None
        self.at += 1
        placed = self.statements(base)
        if self.kind() == "}":
            self.at += 1
        else:
            self.rest(placed, base)
        context.base = outer
        return Function(
            span=Span(0, self.end() - base), name=name, parameters=given, body=Block(tuple(placed))
        )
