"""The neutral program model: what TypeScript and Python sources are lowered to.

Spans inside a statement are relative to that statement's first byte, and a block gives the distance
of each statement from the statement around it. So a lowered statement stays true wherever an edit
moves it, and can be remembered by its bytes. The evaluator adds the distances up as it descends.

Names are kept as written (``cidrBlock``, ``cidr_block``); only what the languages spell differently for
the same thing is made equal: constructors are methods named ``constructor``, ``super().__init__(x)`` and
``super(x)`` are both ``Call(Super(), x)``, ``None``, ``null`` and ``undefined`` are ``Literal(None)``.
Casts, ``await``, parentheses, non-null marks and type annotations leave no trace.
"""

from __future__ import annotations

from typing import Literal as Lit
from typing import TypeAlias

import msgspec

from stackproof.text import Span


class Node(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Anything with a place in the text; the span is relative to the enclosing statement's start."""

    span: Span


# --- expressions ---------------------------------------------------------------------------------


class Literal(Node, frozen=True, gc=False, kw_only=True):
    """A string, number, boolean or nothing; strings are unescaped."""

    value: str | int | float | bool | None


class Template(Node, frozen=True, gc=False, kw_only=True):
    """A template string or f-string: literal pieces (unescaped) and expressions, in order."""

    parts: tuple[str | Expression, ...]


class Name(Node, frozen=True, gc=False, kw_only=True):
    """A reference to a variable. ``this`` is the name ``this`` (Python's ``self`` is a parameter)."""

    id: str


class Super(Node, frozen=True, gc=False, kw_only=True):
    """The base class seen from a method. Called, it is the base constructor."""


class Member(Node, frozen=True, gc=False, kw_only=True):
    """``object.name``; ``optional`` for ``?.``."""

    object: Expression
    name: str
    name_span: Span
    optional: bool = False


class Index(Node, frozen=True, gc=False, kw_only=True):
    """``object[index]``."""

    object: Expression
    index: Expression
    optional: bool = False


class Slice(Node, frozen=True, gc=False, kw_only=True):
    """``start:stop:step`` inside brackets."""

    start: Expression | None
    stop: Expression | None
    step: Expression | None


class Argument(Node, frozen=True, gc=False, kw_only=True):
    """One argument of a call; ``spread`` is ``*`` for ``...xs`` and ``*xs``, ``**`` for ``**kw``."""

    value: Expression
    name: str | None = None
    name_span: Span | None = None
    spread: Lit["", "*", "**"] = ""


class Call(Node, frozen=True, gc=False, kw_only=True):
    """A call; ``new`` for ``new X()``, ``tagged`` for tag`template` (one `Template` argument).

    ``arguments_span`` covers the argument list with its parentheses (or the template of a tagged call).
    """

    callee: Expression
    arguments: tuple[Argument, ...]
    arguments_span: Span
    new: bool = False
    tagged: bool = False
    optional: bool = False


class Item(Node, frozen=True, gc=False, kw_only=True):
    """One element of a list; ``spread`` for ``...xs`` and ``*xs``."""

    value: Expression
    spread: bool = False


class ListDisplay(Node, frozen=True, gc=False, kw_only=True):
    """A list, tuple or set written out."""

    items: tuple[Item, ...]
    kind: Lit["list", "tuple", "set"] = "list"


class Entry(Node, frozen=True, gc=False, kw_only=True):
    """One entry of an object or dict; a spread entry (``...x``, ``**x``) has no key.

    ``key`` is an expression, a `Literal` for plain names. Shorthand ``{ vpc }`` is key and `Name` value with
    the same span; methods are `Function` values.
    """

    key: Expression | None
    value: Expression
    shorthand: bool = False


class ObjectDisplay(Node, frozen=True, gc=False, kw_only=True):
    """An object literal or dict written out."""

    entries: tuple[Entry, ...]


class Conditional(Node, frozen=True, gc=False, kw_only=True):
    """``test ? then : otherwise`` and ``then if test else otherwise``."""

    test: Expression
    then: Expression
    otherwise: Expression


BinaryOperator: TypeAlias = Lit[
    "+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=",
    "and", "or", "??", "in", "not in", "instanceof", "|", "&", "^", "<<", ">>",
]  # fmt: skip


class Binary(Node, frozen=True, gc=False, kw_only=True):
    """Two operands; ``===`` and ``is`` are ``==``, ``&&`` is ``and``, ``||`` is ``or``."""

    operator: BinaryOperator
    left: Expression
    right: Expression


class Unary(Node, frozen=True, gc=False, kw_only=True):
    """One operand; ``!`` is ``not``."""

    operator: Lit["not", "-", "+", "~", "typeof", "void", "delete"]
    operand: Expression


class Assignment(Node, frozen=True, gc=False, kw_only=True):
    """``target = value`` as an expression or statement; ``operator`` for ``+=`` and its like.

    ``declares`` is ``const``, ``let`` or ``var`` for TypeScript declarations, ``plain`` otherwise. As an expression it
    is the new value, the old one where ``former`` is set (``i++``).
    """

    target: Pattern
    value: Expression
    operator: BinaryOperator | None = None
    declares: Lit["const", "let", "var", "plain"] = "plain"
    former: bool = False


class Parameter(Node, frozen=True, gc=False, kw_only=True):
    """A parameter; ``rest`` is ``*`` for ``*args`` and ``...args``, ``**`` for ``**kwargs``.

    ``annotation`` is the type as written. ``property`` for TypeScript parameter properties
    (``constructor(private readonly vpc: Vpc)`` also sets ``this.vpc``).
    """

    target: Pattern
    default: Expression | None = None
    annotation: str | None = None
    rest: Lit["", "*", "**"] = ""
    keyword_only: bool = False
    optional: bool = False
    property: bool = False


class Function(Node, frozen=True, gc=False, kw_only=True):
    """A function, method, arrow function or lambda. An expression body is a block of one `Return`.

    ``receiver`` is the name of a Python method's own first parameter (``self``, ``cls``), which is not in
    ``parameters``; None for functions, arrows and TypeScript methods (where ``this`` is bound instead).
    ``arrow`` functions keep the ``this`` around them.
    """

    name: str | None
    parameters: tuple[Parameter, ...]
    body: Block
    receiver: str | None = None
    arrow: bool = False
    decorators: tuple[Expression, ...] = ()
    generator: bool = False


class Clause(Node, frozen=True, gc=False, kw_only=True):
    """``for target in iterable if conditions`` of a comprehension."""

    target: Pattern
    iterable: Expression
    conditions: tuple[Expression, ...] = ()


class Comprehension(Node, frozen=True, gc=False, kw_only=True):
    """A list, set, dict or generator comprehension; ``key`` only for dicts."""

    kind: Lit["list", "set", "dict", "generator"]
    element: Expression
    clauses: tuple[Clause, ...]
    key: Expression | None = None


class Unparsed(Node, frozen=True, gc=False, kw_only=True):
    """Text that was not understood: broken syntax or a construct outside the model.

    ``mentions`` are the identifiers inside: what they refer to may be used in any way here. ``broken`` tells
    broken syntax from unsupported syntax. It stands where an expression or a statement may stand.
    """

    reason: str
    mentions: tuple[str, ...] = ()
    broken: bool = False


# --- patterns ------------------------------------------------------------------------------------


class PatternEntry(Node, frozen=True, gc=False, kw_only=True):
    """One part of a destructuring pattern; ``key`` only in object patterns, ``rest`` takes what is left."""

    target: Pattern
    key: str | None = None
    default: Expression | None = None
    rest: bool = False


class ListPattern(Node, frozen=True, gc=False, kw_only=True):
    """``[a, b]`` and ``a, b`` on the left; None for skipped places."""

    entries: tuple[PatternEntry | None, ...]


class ObjectPattern(Node, frozen=True, gc=False, kw_only=True):
    """``{ a, b: c = d, ...rest }`` on the left."""

    entries: tuple[PatternEntry, ...]


# --- statements ----------------------------------------------------------------------------------


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A statement and the distance of its first byte from the enclosing statement's (or file's) first byte."""

    at: int
    statement: Statement


class Block(msgspec.Struct, frozen=True, gc=False):
    """Statements in order. ``scoped`` for TypeScript blocks, which bind ``let`` and ``const`` themselves."""

    statements: tuple[Placed, ...]
    scoped: bool = False


class ExpressionStatement(Node, frozen=True, gc=False, kw_only=True):
    """An expression for its effect, assignments and declarations included.

    ``const a = 1, b = 2`` becomes one statement with two expressions.
    """

    expressions: tuple[Expression, ...]
    exported: bool = False


class If(Node, frozen=True, gc=False, kw_only=True):
    """``elif`` is an `If` alone in ``otherwise``."""

    test: Expression
    then: Block
    otherwise: Block | None = None


class ForEach(Node, frozen=True, gc=False, kw_only=True):
    """``for x of xs``, ``for x in xs`` (Python); ``keys`` for TypeScript's ``for (k in o)``."""

    target: Pattern
    iterable: Expression
    body: Block
    keys: bool = False
    otherwise: Block | None = None


class ForLoop(Node, frozen=True, gc=False, kw_only=True):
    """``for (initial; test; update) body``."""

    initial: tuple[Expression, ...]
    test: Expression | None
    update: tuple[Expression, ...]
    body: Block


class While(Node, frozen=True, gc=False, kw_only=True):
    """``while``; ``first`` for do-while, whose body runs before the test."""

    test: Expression
    body: Block
    first: bool = False


class Return(Node, frozen=True, gc=False, kw_only=True):
    """``return value``."""

    value: Expression | None


class Raise(Node, frozen=True, gc=False, kw_only=True):
    """``throw`` and ``raise``."""

    value: Expression | None


class Jump(Node, frozen=True, gc=False, kw_only=True):
    """``break`` and ``continue``; labels are not kept."""

    kind: Lit["break", "continue"]


class Try(Node, frozen=True, gc=False, kw_only=True):
    """``try``; each handler is its block alone."""

    body: Block
    handlers: tuple[Block, ...] = ()
    otherwise: Block | None = None
    finally_: Block | None = None


class Case(Node, frozen=True, gc=False, kw_only=True):
    """A case of a `Switch`; ``tests`` is empty for the default."""

    tests: tuple[Expression, ...]
    body: Block


class Switch(Node, frozen=True, gc=False, kw_only=True):
    """``switch``, and ``match`` with literal patterns (``falls`` is False there)."""

    subject: Expression
    cases: tuple[Case, ...]
    falls: bool = True


class Group(Node, frozen=True, gc=False, kw_only=True):
    """A bare block, or ``with`` (whose items come first, as assignments where they bind a name)."""

    items: tuple[Expression, ...]
    body: Block


class FunctionDefinition(Node, frozen=True, gc=False, kw_only=True):
    """A named function. ``exported`` and ``default`` are TypeScript's."""

    function: Function
    exported: bool = False
    default: bool = False


class Field(Node, frozen=True, gc=False, kw_only=True):
    """A class attribute; ``static`` for Python class attributes and TypeScript's ``static``."""

    name: str
    value: Expression | None
    annotation: str | None = None
    static: bool = False
    optional: bool = False


class Method(Node, frozen=True, gc=False, kw_only=True):
    """A method; ``at`` is the distance of the function's base from the class statement's first byte.

    The function's own spans are relative to that base, so that a method is remembered like a statement.
    """

    name: str
    function: Function
    at: int
    kind: Lit["method", "getter", "setter", "static", "class"] = "method"


class ClassDefinition(Node, frozen=True, gc=False, kw_only=True):
    """A class; interfaces with only fields are not classes, they leave no statement behind.

    ``dataclass`` for Python classes whose constructor is made from their fields.
    """

    name: str | None
    bases: tuple[Expression, ...]
    methods: tuple[Method, ...]
    fields: tuple[Field, ...]
    name_span: Span
    decorators: tuple[Expression, ...] = ()
    dataclass: bool = False
    abstract: bool = False
    exported: bool = False
    default: bool = False
    body: Block | None = None


class ImportedName(Node, frozen=True, gc=False, kw_only=True):
    """``name as alias``; ``alias`` equals ``name`` when not renamed."""

    name: str
    alias: str


class Import(Node, frozen=True, gc=False, kw_only=True):
    """Any import.

    ``module`` is as written, with Python's leading dots kept (``..lib.vpc``). ``namespace`` is the name
    bound to the whole module (``import * as ns``, ``import a.b as ns``, ``const ns = require()``; for ``import a.b`` it is ``a`` with
    ``path_binding`` true: the bound name is the package, and ``a.b`` is loaded). ``default`` is the name bound to the default
    export. ``star`` for ``from m import *``.
    """

    module: str
    module_span: Span
    names: tuple[ImportedName, ...] = ()
    namespace: str | None = None
    default: str | None = None
    star: bool = False
    path_binding: bool = False
    type_only: bool = False


class Export(Node, frozen=True, gc=False, kw_only=True):
    """``export { a as b }``, ``export { a } from m``, ``export * from m`` (star), ``export * as ns from m``,
    ``export default expression``, ``export = expression``."""

    names: tuple[ImportedName, ...] = ()
    module: str | None = None
    star: bool = False
    namespace: str | None = None
    default: Expression | None = None


Statement: TypeAlias = (
    ExpressionStatement
    | If
    | ForEach
    | ForLoop
    | While
    | Return
    | Raise
    | Jump
    | Try
    | Switch
    | Group
    | FunctionDefinition
    | ClassDefinition
    | Import
    | Export
    | Unparsed
)


class Comment(Node, frozen=True, gc=False, kw_only=True):
    """A comment that speaks to Stackproof; the span is absolute in the file."""

    text: str


class Module(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One lowered file; the spans of its top-level statements start at their ``Placed.at``.

    ``broken`` is true when the text has a syntax error anywhere. ``directives`` are the comments that contain
    ``stackproof:``, with absolute spans.
    """

    path: str
    language: Lit["typescript", "python"]
    body: Block
    broken: bool = False
    directives: tuple[Comment, ...] = ()


# --- families, last because they name the classes above ---

Expression: TypeAlias = (
    Literal
    | Template
    | Name
    | Super
    | Member
    | Index
    | Slice
    | Call
    | ListDisplay
    | ObjectDisplay
    | Conditional
    | Binary
    | Unary
    | Assignment
    | Function
    | Comprehension
    | Unparsed
    | ClassDefinition
)

Pattern: TypeAlias = Name | Member | Index | ListPattern | ObjectPattern | Unparsed
