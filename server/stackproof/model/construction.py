"""What evaluation yields: the calls a program makes to the libraries outside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from stackproof.model.runtime import ClassValue, Passed, Reference, Scope, Symbol
from stackproof.model.values import MapEntry, Origin, Value


class ConstructionKind(StrEnum):
    """What a class of a framework makes, as far as its name alone tells: for counting, not for judging."""

    # A resource of the cloud that Stackproof speaks of, or a construct around one.
    RESOURCE = "resource"
    # Something that exists already: a data source, a resource that is imported or looked up.
    LOOKUP = "lookup"
    # Holds resources: a stack, a component, a construct of higher level.
    CONSTRUCT = "construct"
    # Certainly a resource, of another provider.
    FOREIGN = "foreign"
    # What else a framework offers: typed arguments, providers, outputs, helpers.
    OTHER = "other"


@dataclass(slots=True, eq=False)
class Gap:
    """Something that was not understood, and why. ``kind`` is a short stable word for counting."""

    kind: str
    detail: str
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Site:
    """Where in the program a call stands: its statement, and the names visible there."""

    statement: Origin
    scope: Scope
    language: Literal["typescript", "python"]
    # Calls on the way from the entry point down to here, outermost first: (call origin) of user functions.
    stack: tuple[Origin, ...] = ()


@dataclass(slots=True, eq=False)
class Construction:
    """One call to the outside: ``new X(...)``, ``X(...)``, ``X.f(...)``, ``thing.method(...)``.

    ``callee`` is set for calls of library symbols, ``receiver`` and ``method`` for calls on another
    construction (or an attribute of one). A user class deriving from a library class gives one construction with
    ``user_class`` set, whose ``callee`` is the library base class and whose arguments are those given to it.
    """

    number: int
    origin: Origin
    callee_origin: Origin
    arguments: Passed
    site: Site
    callee: Symbol | None = None
    receiver: Value | None = None
    method: str | None = None
    new: bool = False
    user_class: ClassValue | None = None
    # Created only when something unknown holds.
    conditional: bool = False
    # Stands for any number of creations (a loop over something unknown, a callback).
    many: bool = False
    # Methods called on it, in order, and attributes assigned to it afterwards.
    calls: list[Construction] = field(default_factory=list)
    writes: dict[str, MapEntry] = field(default_factory=dict)
    # Why this is no longer only in known hands; empty while it is.
    escapes: list[Gap] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Operation:
    """Something done to an attribute of a construction that is not a plain read.

    ``access`` covers what stands after the attribute: ``[0]``; for iteration and ``length`` (Python's ``len``) it covers
    the whole.
    """

    kind: Literal["index", "iterate", "call", "length"]
    target: Reference
    arguments: tuple[Value, ...]
    origin: Origin
    access: Origin
    site: Site


@dataclass(slots=True, eq=False)
class TextMaking:
    """A place where the language itself makes a text of values that are (or hold) attributes of constructions.

    ``holes`` are those values and where each is read, ``pieces`` all that the text is made of, as far as it can be told:
    literal pieces, and the places of the others. ``made`` are the parts of the text. ``callee`` is the function that
    does it. Nothing is noted of functions that libraries call: what they are given need not be what was passed on.
    """

    kind: Literal["template", "sum", "format", "json", "text"]
    holes: tuple[tuple[Value, Origin], ...]
    origin: Origin
    site: Site
    pieces: tuple[str | Origin, ...] = ()
    made: tuple[str | Value, ...] | None = None
    callee: Origin | None = None
    # Whether it is made for people to read while the program runs, and for nothing else.
    shown: bool = False


@dataclass(slots=True, eq=False)
class Mention:
    """A place where the program names an attribute of a library, of a class of it, or of an object made by it.

    ``target`` is what it is an attribute of: a `Symbol`, a `Reference`, or an `Instance` whose own class has no such
    name. ``at`` is where the name stands, ``how`` what is done: assignments are noted for symbols only. ``sure`` is
    False where the program allows for there being no such attribute, or casts the object to another type.
    """

    target: Value
    name: str
    at: Origin
    language: Literal["typescript", "python"]
    how: Literal["read", "call", "write"]
    sure: bool


@dataclass(slots=True, eq=False)
class Misfit:
    """An argument of a call that the constructor of a class of the program does not take, or does not get.

    ``unknown`` are names it does not know, ``surplus`` positions behind its last, ``twice`` what is given by position
    and by name, ``missing`` what it cannot do without. ``names`` are those arguments, ``number`` which one it is in
    ``holder``: the call, or an object written out in it.
    """

    kind: Literal["unknown", "surplus", "twice", "missing"]
    class_name: str
    names: tuple[str, ...]
    at: Origin
    holder: Origin
    # The constructor, and the part of it (or of the class) that people look for.
    constructor: Origin
    definition: Origin
    number: int = -1
    # What could be given and is not; how many positions there are.
    free: tuple[str, ...] = ()
    most: int = 0
    # The first argument that is too many.
    surplus: Origin | None = None
    value: Value | None = None
    # Variables with the missing names at the call, one for each; empty when one has none.
    within_reach: tuple[str, ...] = ()
    # Whether a constructor can be given one more parameter of that name.
    extensible: bool = False
    # Whether the call is in a language whose compiler says the same.
    compiled: bool = False


@dataclass(slots=True, eq=False)
class Evaluation:
    """The outcome of evaluating one program from one entry point.

    ``files`` are the program's files in the order they were read. ``complete`` is False when some of the program was not
    evaluated (fuel ran out, a project file could not be read): nothing may then be called missing.
    """

    entry: str
    constructions: list[Construction] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    texts: list[TextMaking] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    complete: bool = True
    # The functions of the program that ran: their files, and where they begin there.
    entered: set[tuple[str, int]] = field(default_factory=set)
    # Rises when what was known before is no longer valid.
    version: int = 0
