"""Code to be written, already spelled for a framework and not yet for a language's punctuation.

Frameworks choose names (``cidrBlock`` or ``cidr_block``, class and module names) and shapes (an object or
keywords). Languages choose quotes, commas, indentation, line breaks, and how an import is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stackproof.model.construction import Construction
from stackproof.model.importing import AddImport, DropNames
from stackproof.model.values import Data, Origin


@dataclass(frozen=True, eq=False)
class Constant:
    """A scalar, in the language's own spelling."""

    data: Data


@dataclass(frozen=True, eq=False)
class Variable:
    """A name in scope, or a dotted path from one (``this.vpc``, ``props.vpc``)."""

    path: str


@dataclass(frozen=True, eq=False)
class Verbatim:
    """Source text taken from the program itself."""

    text: str


@dataclass(frozen=True, eq=False)
class Imported:
    """A name of a module, to be imported if it is not: ``name`` inside ``module``.

    ``names`` may be dotted (``ec2.Vpc``): the first part is what an import binds. ``namespace`` asks for the whole module
    (``import * as name from module``, ``import module as name``).
    """

    module: str
    name: str
    namespace: bool = False


@dataclass(frozen=True, eq=False)
class Attribute:
    """``object.name``."""

    object: Code
    name: str


@dataclass(frozen=True, eq=False)
class Invocation:
    """A call; ``new`` is written only in languages that have it."""

    callee: Code
    positional: tuple[Code, ...] = ()
    keywords: tuple[tuple[str, Code], ...] = ()
    new: bool = False


@dataclass(frozen=True, eq=False)
class Elements:
    """A list."""

    items: tuple[Code, ...]


@dataclass(frozen=True, eq=False)
class Entries:
    """An object or dict; keys are written as names where the language allows it."""

    entries: tuple[tuple[str, Code], ...]


@dataclass(frozen=True, eq=False)
class Interpolation:
    """A string with holes; ``tag`` for TypeScript template tags (``pulumi.interpolate``)."""

    parts: tuple[str | Code, ...]
    tag: Code | None = None


@dataclass(frozen=True, eq=False)
class Equality:
    """``left === right`` / ``left == right``."""

    left: Code
    right: Code


Code = (
    Constant
    | Variable
    | Verbatim
    | Imported
    | Attribute
    | Invocation
    | Elements
    | Entries
    | Interpolation
    | Equality
)


@dataclass(frozen=True, eq=False)
class Assign:
    """A statement that binds a new local name (made unique by the writer), or none when never used."""

    name: str | None
    value: Code


@dataclass(frozen=True, eq=False)
class InsertStatements:
    """Statements after (or before) a statement of the program, at its indentation."""

    at: Origin
    statements: tuple[Assign, ...]
    where: Literal["after", "before"] = "after"


@dataclass(frozen=True, eq=False)
class SetKey:
    """Set a key in the arguments of a call, as written there; creates what is missing on the way.

    ``path`` begins in the call's object argument or keywords: names as spelled in that language, or list indexes.
    ``position`` is where the object argument stands among the positional ones, for calls without it yet.
    """

    construction: Construction
    path: tuple[str | int, ...]
    value: Code
    position: int = 2


@dataclass(frozen=True, eq=False)
class RemoveKey:
    """Remove a key, its value and its comma from the arguments of a call."""

    construction: Construction
    path: tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class AppendItem:
    """Add an element to the list display that stands at ``list_origin``."""

    list_origin: Origin
    value: Code


@dataclass(frozen=True, eq=False)
class ReplaceCode:
    """Put code in the place of an expression."""

    at: Origin
    value: Code


@dataclass(frozen=True, eq=False)
class ReplaceSource:
    """Put text in a place as it is."""

    at: Origin
    text: str


@dataclass(frozen=True, eq=False)
class AddItem:
    """Add an argument to the call (or an entry to the object) that stands at ``holder``, named where names are written."""

    holder: Origin
    name: str
    value: Code


@dataclass(frozen=True, eq=False)
class RemoveItem:
    """Take an argument out of the call (or an entry out of the object) that stands at ``holder``."""

    holder: Origin
    number: int


@dataclass(frozen=True, eq=False)
class AddParameter:
    """Let a function take one more argument, which may be left out. ``kind`` is what it will be given, if known."""

    function: Origin
    name: str
    kind: Literal["text", "number", "truth"] | None = None


@dataclass(frozen=True, eq=False)
class Rewrite:
    """Put a call in the place of an expression; its arguments are literal texts, and texts that stand there now."""

    at: Origin
    callee: Code
    pieces: tuple[str | Origin, ...]


@dataclass(frozen=True, eq=False)
class Retyped:
    """An object in the text, what is called instead, and the named arguments that its keys become."""

    at: Origin
    callee: Code
    names: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Retype:
    """Write objects as calls with their entries as named arguments; what they hold stays.

    ``objects`` begins with the one around the others. Nothing else may be given it but ``taker``: the arguments of a
    call, or the attribute to which it is assigned.
    """

    objects: tuple[Retyped, ...]
    taker: Origin


Change = (
    InsertStatements
    | SetKey
    | RemoveKey
    | AppendItem
    | ReplaceCode
    | ReplaceSource
    | AddItem
    | RemoveItem
    | AddParameter
    | Rewrite
    | Retype
    | AddImport
    | DropNames
)
