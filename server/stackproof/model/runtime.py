"""Values that live only while a program is evaluated: functions, classes, instances, library symbols."""

from __future__ import annotations

from collections.abc import Sequence as ReadOnly
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from stackproof.model.program import Call, ClassDefinition, Function, Module
from stackproof.model.values import MapEntry, Mapping, Origin, Value

if TYPE_CHECKING:
    from stackproof.model.construction import Construction


@dataclass(slots=True, eq=False)
class Binding:
    """A variable's value, and the byte offset in its file from which it is bound."""

    value: Value
    at: int


@dataclass(slots=True, eq=False)
class Scope:
    """The variables visible at a place. ``this`` and ``receiver`` (its name) are set by methods.

    Fixes look here for a name by which a resource can be called where new code is put.
    """

    file: str
    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)
    this: Value | None = None
    receiver: str | None = None
    kind: Literal["module", "function", "block", "class"] = "block"

    def find(self, name: str) -> Binding | None:
        """The binding of ``name`` here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if (binding := scope.names.get(name)) is not None:
                return binding
            scope = scope.parent
        return None


@dataclass(slots=True, eq=False)
class Symbol(Value):
    """Something of a library: the module as imported and the dotted names inside it.

    ``import * as aws from '@pulumi/aws'; aws.ec2.Vpc`` is ``Symbol("@pulumi/aws", ("ec2", "Vpc"))``;
    ``from aws_cdk import aws_ec2 as ec2; ec2.Vpc`` is ``Symbol("aws_cdk", ("aws_ec2", "Vpc"))``;
    ``import X from 'm'`` is ``Symbol("m", ("default",))``. An unresolved global name has module ``""``.
    """

    module: str
    names: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        """Module and names in one string, for messages."""
        return ".".join((self.module, *self.names)) if self.module else ".".join(self.names)


@dataclass(slots=True, eq=False)
class Reference(Value):
    """A construction (empty path) or an attribute of one, attribute names as written.

    A path step is an attribute name, or an index as ``[0]`` / ``["key"]`` (``[?]`` when unknown).
    """

    construction: Construction
    path: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class FunctionValue(Value):
    """A function of the program with what it closes over. ``this`` is set for bound methods."""

    node: Function
    base: int
    module: Module
    scope: Scope
    this: Value | None = None
    owner: ClassValue | None = None


@dataclass(slots=True, eq=False)
class ClassValue(Value):
    """A class of the program. ``bases`` are evaluated; library bases are `Symbol`s."""

    node: ClassDefinition
    base: int
    module: Module
    scope: Scope
    bases: tuple[Value, ...]
    statics: dict[str, Value] = field(default_factory=dict)

    @property
    def place(self) -> Origin:
        """Where its name stands."""
        return Origin(self.module.path, self.node.name_span.shift(self.base))


@dataclass(slots=True, eq=False)
class Instance(Value):
    """An object of a program's class. ``construction`` is set when the class derives from a library's."""

    cls: ClassValue
    fields: dict[str, Value] = field(default_factory=dict)
    construction: Construction | None = None
    open: bool = False


@dataclass(slots=True, eq=False)
class ModuleValue(Value):
    """A module of the program, as bound by ``import * as`` and ``import m``.

    ``stars`` are the modules all of whose names it offers, too (``export * from m``), by the names of their imports.
    """

    path: str
    scope: Scope
    exports: dict[str, Value]
    stars: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Passed:
    """The arguments of one call, evaluated. ``open`` when a spread of unknown size is among them.

    ``outside`` when whoever calls is not part of the program, so that nothing of it is known. ``call`` is the call as
    the program writes it, None when a library or the evaluator calls.
    """

    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, MapEntry] = field(default_factory=dict)
    open: bool = False
    origin: Origin | None = None
    outside: bool = False
    call: Call | None = None

    def at(self, index: int, *names: str | None) -> Value | None:
        """The argument under one of the keywords, or at a position; None when it is not there."""
        for name in names:
            if name is not None and (entry := self.keywords.get(name)) is not None:
                return entry.value
        return self.positional[index] if 0 <= index < len(self.positional) else None

    def named(self, name: str) -> MapEntry | None:
        """The argument under a name: a keyword, or an entry of an object among the arguments."""
        found = self.keywords.get(name)
        for value in self.positional if found is None else ():
            if isinstance(value, Mapping) and name in value.entries:
                found = value.entries[name]
        return found

    def as_mapping(self) -> Mapping:
        """The keyword arguments as one mapping."""
        return Mapping(dict(self.keywords), open=self.open, origin=self.origin)


class Invoke(Protocol):
    """Calls a function value of the program, as a library would call it back.

    ``repeated`` when the library may do so any number of times.
    """

    def __call__(
        self, function: Value, arguments: ReadOnly[Value], /, *, repeated: bool = False
    ) -> Value: ...


class Library(Protocol):
    """What a framework's own functions mean, asked by the evaluator before it treats a call as opaque."""

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """The value of a library call (``pulumi.interpolate``, ``output.apply(f)``, ``Fn.jsonencode(x)``).

        None when this library has nothing to say; the value is then a `Reference` to the call itself.
        """
        ...

    def attribute(self, target: Value, name: str) -> Value | None:
        """The value of an attribute of a `Symbol` or `Reference`, None for the ordinary meaning."""
        ...
