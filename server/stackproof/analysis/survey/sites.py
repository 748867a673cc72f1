"""Finds every call in a file's text that names something of a library, reached by evaluation or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from stackproof.evaluation import Found
from stackproof.model.program import (
    Argument,
    Block,
    Call,
    ClassDefinition,
    Comprehension,
    Conditional,
    Expression,
    ForEach,
    ForLoop,
    Function,
    FunctionDefinition,
    If,
    Import,
    Member,
    Method,
    Module,
    Name,
    Node,
    Placed,
    Switch,
    Try,
    While,
)
from stackproof.model.runtime import Symbol
from stackproof.model.values import Origin

Resolve = Callable[[str], Found]
Place = Literal["module", "constructor", "method", "function", "callback"]

# Methods of lists which run their callback once for every element.
_EACH = frozenset({"forEach", "map", "flatMap", "filter", "reduce", "find", "some", "every", "sort"})


@dataclass(frozen=True)
class Context:
    """Where a call stands: in which kind of function, and whether in a loop or a branch.

    ``functions`` are the functions around it, outermost first: where each stands, and what people call it.
    """

    place: Place = "module"
    loop: bool = False
    branch: bool = False
    functions: tuple[tuple[Origin, str], ...] = ()

    @property
    def shown(self) -> str:
        """A few words for people."""
        inside = [word for word, holds in (("loop", self.loop), ("branch", self.branch)) if holds]
        return f"{self.place}, in a {' and a '.join(inside)}" if inside else self.place


@dataclass(frozen=True)
class Site:
    """One call in the text whose callee is a library's, by the file's own imports."""

    origin: Origin
    symbol: Symbol
    new: bool
    context: Context


def sites(module: Module, resolve: Resolve) -> list[Site]:
    """The calls of library symbols in a file, in text order; ``resolve`` tells what an import means."""
    return _Census(module, resolve).run()


class _Census:
    def __init__(self, module: Module, resolve: Resolve) -> None:
        self._module = module
        self._resolve = resolve
        self._names: dict[str, Symbol] = {}
        self._found: list[Site] = []

    def run(self) -> list[Site]:
        self._block(self._module.body, 0, Context())
        return self._found

    # --- imports ---

    def _import(self, node: Import) -> None:
        if node.type_only:
            return
        found = self._resolve(node.module)
        if found.kind == "file":
            return
        module = found.module or node.module
        if node.namespace is not None:
            self._names[node.namespace] = Symbol(module.split(".")[0] if node.path_binding else module)
        if node.default is not None:
            self._names[node.default] = Symbol(module, ("default",))
        for name in node.names:
            self._names[name.alias] = Symbol(module, (name.name,))

    def _symbol(self, callee: Expression) -> Symbol | None:
        steps: list[str] = []
        while isinstance(callee, Member):
            steps.append(callee.name)
            callee = callee.object
        if not isinstance(callee, Name):
            return None
        known = self._names.get(callee.id)
        return Symbol(known.module, (*known.names, *reversed(steps))) if known is not None else None

    # --- the walk ---

    def _block(self, block: Block, base: int, context: Context) -> None:
        for placed in block.statements:
            self._placed(placed, base, context)

    def _placed(self, placed: Placed, base: int, context: Context) -> None:
        at, node = base + placed.at, placed.statement
        match node:
            case Import():
                self._import(node)
            case ClassDefinition():
                self._class(node, at, context)
            case FunctionDefinition():
                self._function(node.function, at, context, "function")
            case ForEach():
                self._any(node.iterable, at, context)
                self._inside(node, at, replace(context, loop=True), skip=node.iterable)
            case ForLoop() | While():
                self._inside(node, at, replace(context, loop=True))
            case If():
                self._any(node.test, at, context)
                self._inside(node, at, replace(context, branch=True), skip=node.test)
            case Switch():
                self._inside(node, at, replace(context, branch=True))
            case Try():
                self._block(node.body, at, context)
                for block in (*node.handlers, node.otherwise):
                    if block is not None:
                        self._block(block, at, replace(context, branch=True))
                if node.finally_ is not None:
                    self._block(node.finally_, at, context)
            case _:
                self._inside(node, at, context)

    def _class(self, node: ClassDefinition, at: int, context: Context) -> None:
        for decorator in (*node.bases, *node.decorators):
            self._any(decorator, at, context)
        for field in node.fields:
            if field.value is not None:
                place: Place = context.place if field.static else "constructor"
                self._any(field.value, at, replace(context, place=place))
        for method in node.methods:
            self._method(method, at, context, node.name or "a class")
        if node.body is not None:
            self._block(node.body, at, context)

    def _method(self, method: Method, at: int, context: Context, owner: str) -> None:
        place: Place = "constructor" if method.name in ("constructor", "__post_init__") else "method"
        name = f"the constructor of {owner}" if place == "constructor" else f"{owner}.{method.name}"
        self._function(method.function, at + method.at, context, place, name)

    def _function(
        self, node: Function, at: int, context: Context, place: Place, name: str | None = None
    ) -> None:
        known = (Origin(self._module.path, node.span.shift(at)), name or node.name or "a function")
        around = () if place in ("constructor", "method") else context.functions
        inner = Context(place, context.loop and place == "callback", False, (*around, known))
        for parameter in node.parameters:
            if parameter.default is not None:
                self._any(parameter.default, at, inner)
        self._block(node.body, at, inner)

    def _any(self, node: object, at: int, context: Context) -> None:
        """An expression, or anything that holds expressions."""
        match node:
            case Block():
                self._block(node, at, context)
            case Placed():
                self._placed(node, at, context)
            case ClassDefinition():
                self._class(node, at, context)
            case Call():
                self._call(node, at, context)
            case Function():
                place: Place = "callback" if node.arrow or node.name is None else "function"
                self._function(node, at, context, place)
            case Comprehension():
                self._inside(node, at, replace(context, loop=True))
            case Conditional():
                self._any(node.test, at, context)
                self._any(node.then, at, replace(context, branch=True))
                self._any(node.otherwise, at, replace(context, branch=True))
            case Node():
                self._inside(node, at, context)
            case tuple():
                for part in node:
                    self._any(part, at, context)
            case _:
                pass

    def _inside(self, node: Node, at: int, context: Context, skip: object = None) -> None:
        for part in _parts(node):
            if part is not skip:
                self._any(part, at, context)

    def _call(self, node: Call, at: int, context: Context) -> None:
        symbol = self._symbol(node.callee)
        if symbol is not None:
            origin = Origin(self._module.path, node.span.shift(at))
            self._found.append(Site(origin, symbol, node.new, context))
        self._any(node.callee, at, context)
        each = isinstance(node.callee, Member) and node.callee.name in _EACH
        for argument in node.arguments:
            self._argument(argument, at, context, each=each)

    def _argument(self, argument: Argument, at: int, context: Context, *, each: bool) -> None:
        value = argument.value
        if each and isinstance(value, Function) and value.arrow:
            # The body of a loop in all but name: it stays in the place of the function around it.
            known = (Origin(self._module.path, value.span.shift(at)), "a callback")
            inner = replace(context, loop=True, functions=(*context.functions, known))
            self._block(value.body, at, inner)
            return
        self._any(value, at, context)


def _parts(node: Node) -> Iterator[object]:
    for name in type(node).__struct_fields__:
        part = getattr(node, name)
        if isinstance(part, msgspec.Struct | tuple):
            yield part
