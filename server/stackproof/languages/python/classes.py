"""Classes: fields, methods, other statements of their bodies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal as Lit
from typing import TypeAlias

from tree_sitter import Node

from stackproof.languages.python.context import TRIVIA, Context, parts, tokens
from stackproof.languages.python.displays import elements
from stackproof.languages.python.functions import function
from stackproof.languages.python.torn import joins_lines
from stackproof.model.program import (
    Argument,
    Block,
    Call,
    ClassDefinition,
    Expression,
    Field,
    Member,
    Method,
    Name,
    Placed,
    Unparsed,
)
from stackproof.text import Span

MethodKind: TypeAlias = Lit["method", "getter", "setter", "static", "class"]

_GETTERS = frozenset({"property", "cached_property", "abstractproperty"})
_DATACLASSES = frozenset({"dataclass", "attr.s", "attr.define", "attrs.define", "attrs.frozen"})
_IMPLICIT: Mapping[str, MethodKind] = MappingProxyType(
    {"__new__": "static", "__init_subclass__": "class", "__class_getitem__": "class"}
)
# A function is lowered differently as a method, so methods are remembered apart.
_REMEMBERED = "method"


def class_(
    context: Context, whole: Node, node: Node, decorators: tuple[Expression, ...] = ()
) -> ClassDefinition:
    """Lower a ``class_definition``; ``whole`` begins at its first decorator, where the base is too."""
    name = node.child_by_field_name("name")
    known = name is not None and not name.is_missing
    bases, keywords = _bases(context, node.child_by_field_name("superclasses"))
    members = _Members(context)
    members.errors(node)
    members.read(node.child_by_field_name("body"))
    kept = tuple(each for each in decorators if not _is_dataclass(each))
    return ClassDefinition(
        span=context.span(whole),
        name=context.text(name) if name is not None and known else None,
        bases=bases,
        methods=tuple(members.methods.values()),
        fields=tuple(members.fields),
        name_span=context.span(name if name is not None else node),
        decorators=kept,
        dataclass=len(kept) < len(decorators),
        abstract=any(_dotted(each) in ("ABC", "abc.ABC") for each in bases)
        or any(each.name == "metaclass" and _dotted(each.value).endswith("ABCMeta") for each in keywords),
        body=Block(tuple(members.body)) if members.body else None,
    )


def _bases(context: Context, node: Node | None) -> tuple[tuple[Expression, ...], list[Argument]]:
    bases: list[Expression] = []
    keywords: list[Argument] = []
    if node is None:
        return (), []
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            bases.append(child)
        elif child.type == "keyword_argument":
            inner = parts(child)
            if len(inner) == 2:
                value = context.expression(inner[1])
                keywords.append(Argument(span=context.span(child), value=value, name=context.text(inner[0])))
        elif child.type in ("list_splat", "dictionary_splat"):
            bases.append(context.unparsed(child, "spread bases"))
        else:
            bases.append(context.expression(child))
    return tuple(bases), keywords


class _Members:
    """Sorts the statements of a class body; of several methods with one name the last counts."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.at = context.base
        self.methods: dict[tuple[str, bool], Method] = {}
        self.fields: list[Field] = []
        self.body: list[Placed] = []

    def errors(self, node: Node) -> None:
        """Keep the broken text between the class header and its body."""
        if self.context.broken:
            for child in node.children:
                if child.is_error:
                    self.context.statement(child, self.body, self.at)

    def read(self, body: Node | None) -> None:
        """Sort every statement of the body."""
        for child in [] if body is None else body.named_children:
            kind = child.type
            if kind in TRIVIA:
                continue
            if kind == "function_definition":
                self._method(child, child, [])
            elif kind == "decorated_definition":
                inner = parts(child)
                if inner and inner[-1].type == "function_definition" and not _torn(child):
                    self._method(child, inner[-1], inner[:-1])
                else:
                    self.context.statement(child, self.body, self.at)
            elif kind != "expression_statement" or not self._field(child):
                self.context.statement(child, self.body, self.at)

    def _field(self, node: Node) -> bool:
        context = self.context
        inner = parts(node)
        if len(inner) != 1 or inner[0].type != "assignment":
            return False
        text = context.data[node.start_byte : node.end_byte]
        if b"\n" in text and joins_lines(text):
            return False
        within = tokens(inner[0])
        if within[0].type != "identifier" or any(each.is_error for each in within):
            return False
        annotation = value = None
        if within[1].type == ":" and len(within) in (3, 5):
            annotation = context.text(within[2])
        elif len(within) != 3:
            return False
        if within[-2].type == "=":
            if within[-1].type in ("assignment", "augmented_assignment"):
                return False
            outer, context.broken = context.broken, node.has_error
            value = context.expression(within[-1])
            context.broken = outer
        self.fields.append(
            Field(
                span=context.span(inner[0]),
                name=context.text(within[0]),
                value=value,
                annotation=annotation,
                static=True,
            )
        )
        return True

    def _method(self, whole: Node, node: Node, decorated: list[Node]) -> None:
        context = self.context
        name = node.child_by_field_name("name")
        if name is None or name.is_missing:
            context.statement(whole, self.body, self.at)
            return
        start, end = whole.start_byte, whole.end_byte
        text = context.data[start:end]
        clean = not whole.has_error
        known = context.memory.recall(_REMEMBERED, text) if clean else None
        if isinstance(known, Method):
            self._keep(known, start - self.at, end - self.at)
            return
        outer = (context.base, context.broken)
        repairs = context.repairs
        context.base, context.broken = start, not clean
        decorators = tuple(decorator(context, each) for each in decorated)
        written = context.text(name)
        kind, kept, accessor = _kind(written, decorators)
        if accessor != "deleter":
            method = Method(
                span=Span(0, end - start),
                name="constructor" if written == "__init__" else written,
                function=function(context, whole, node, kept, method=kind != "static"),
                at=0,
                kind=kind,
            )
            if clean and repairs == context.repairs:
                context.memory.remember(_REMEMBERED, text, method)
            self._keep(method, start - self.at, end - self.at)
        context.base, context.broken = outer

    def _keep(self, method: Method, start: int, end: int) -> None:
        slot = (method.name, method.kind == "setter")
        self.methods.pop(slot, None)
        self.methods[slot] = Method(
            span=Span(start, end), name=method.name, function=method.function, at=start, kind=method.kind
        )


def _kind(name: str, decorators: tuple[Expression, ...]) -> tuple[MethodKind, tuple[Expression, ...], str]:
    """What the decorators make of a method, the other decorators, the property accessor named."""
    kind: MethodKind = _IMPLICIT.get(name, "method")
    kept: list[Expression] = []
    accessor = ""
    for each in decorators:
        path = _dotted(each)
        last = path.rpartition(".")[2]
        if last in _GETTERS:
            kind = "getter"
        elif path == "staticmethod":
            kind = "static"
        elif path == "classmethod":
            kind = "class"
        elif path == f"{name}.{last}" and last in ("setter", "getter", "deleter"):
            accessor = last
            kind = "getter" if last == "getter" else "setter"
        else:
            kept.append(each)
    return kind, tuple(kept), accessor


def decorator(context: Context, node: Node) -> Expression:
    """The expression after ``@``."""
    inner = parts(node)
    if len(inner) != 1 or (context.broken and any(each.is_error for each in inner)):
        return context.syntax_error(node)
    return context.expression(inner[0])


def _is_dataclass(expression: Expression) -> bool:
    called = expression.callee if isinstance(expression, Call) else expression
    path = _dotted(called)
    return path in _DATACLASSES or path.endswith(".dataclass")


def _dotted(expression: Expression) -> str:
    """``a.b.c`` of a chain of members, else the empty string."""
    names: list[str] = []
    while isinstance(expression, Member):
        names.append(expression.name)
        expression = expression.object
    if not isinstance(expression, Name):
        return ""
    return ".".join([expression.id, *reversed(names)])


def _torn(node: Node) -> bool:
    return node.has_error and any(child.is_error for child in node.children)
