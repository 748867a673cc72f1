"""Classes of the program: definition, lookup, instantiation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackproof.evaluation import misfits, records
from stackproof.evaluation.frame import Frame
from stackproof.model.construction import Construction
from stackproof.model.program import ClassDefinition, Member, Method, Name
from stackproof.model.runtime import ClassValue, FunctionValue, Instance, Passed, Reference, Scope, Symbol
from stackproof.model.values import Origin, Scalar, Value

if TYPE_CHECKING:
    from stackproof.evaluation.history import Called
    from stackproof.evaluation.machine import Machine

# Bases that say nothing about the cloud.
_PLAIN_BASES = frozenset(
    {"object", "Object", "ABC", "Generic", "Protocol", "NamedTuple", "TypedDict", "Exception", "Error"}
)
_ENUM_BASES = frozenset({"Enum", "IntEnum", "StrEnum", "Flag"})


def define(machine: Machine, node: ClassDefinition, frame: Frame) -> ClassValue:
    """The class, with its static fields evaluated."""
    from stackproof.evaluation import modules

    gaps, mentions = len(machine.evaluation.gaps), len(machine.evaluation.mentions)
    bases = tuple(modules.settle(machine, machine.evaluate(b, frame)) for b in node.bases)
    # A class that is moved takes its bases along, and nothing else that is known about it.
    del machine.evaluation.mentions[mentions:]
    plain = all(isinstance(b, Name | Member) for b in node.bases)
    if machine.history is not None and not (plain and len(machine.evaluation.gaps) == gaps):
        machine.history.keep(frame.module.path, frame.base + node.span.end)
    cls = ClassValue(node, frame.base, frame.module, frame.scope, bases, origin=frame.at(node.name_span))
    machine.classes.append(cls)
    for base in bases:
        if isinstance(base, ClassValue):
            machine.use(base)
    if not any(f.static for f in node.fields) and node.body is None:
        return cls
    scope = Scope(frame.scope.file, frame.scope, kind="class", this=cls if frame.typescript else None)
    was = frame.scope
    frame.with_scope(scope)
    try:
        enum = is_enum(cls)
        for field in node.fields:
            if field.static and field.value is not None:
                machine.read_field(cls, field)
                value = machine.evaluate(field.value, frame)
                if enum:
                    value = Instance(
                        cls, {"value": value, "name": Scalar(field.name)}, origin=frame.origin(field)
                    )
                cls.statics[field.name] = value
                machine.bind(scope, field.name, value, frame.base)
        if node.body is not None:
            machine.execute(node.body, frame)
    finally:
        frame.with_scope(was)
    return cls


def ancestors(cls: ClassValue) -> Iterator[ClassValue]:
    """The class and its bases of the program, nearest first; cycles are cut."""
    seen: set[int] = set()
    stack = [cls]
    while stack:
        current = stack.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        stack[:0] = [b for b in current.bases if isinstance(b, ClassValue)]


def is_enum(cls: ClassValue) -> bool:
    """Whether the class is a Python enumeration."""
    return any(
        isinstance(b, Symbol) and b.module == "enum" and b.names[-1:] and b.names[-1] in _ENUM_BASES
        for c in ancestors(cls)
        for b in c.bases
    )


def is_named_tuple(cls: ClassValue) -> bool:
    """Whether objects of the class are tuples of their fields."""
    return any(
        isinstance(b, Symbol) and (b.module, b.names) == ("typing", ("NamedTuple",))
        for c in ancestors(cls)
        for b in c.bases
    )


def library_base(cls: ClassValue) -> Symbol | None:
    """The library class from which this one derives in the end, None for plain classes."""
    for current in ancestors(cls):
        for base in current.bases:
            if isinstance(base, Symbol) and base.names and base.names[-1] not in _PLAIN_BASES:
                if base.module in ("enum", "typing", "abc", "dataclasses", "", "unittest", "builtins"):
                    continue
                if records.is_record_base(base):
                    continue
                return base
    return None


def has_unknown_base(cls: ClassValue) -> bool:
    """Whether something about the bases is not known, so that members may come from there."""
    return any(
        not isinstance(b, ClassValue | Symbol)
        or (isinstance(b, Symbol) and b.module not in ("", "abc", "typing") and not records.is_record_base(b))
        for c in ancestors(cls)
        for b in c.bases
    )


def find(cls: ClassValue, name: str) -> tuple[Method, ClassValue] | None:
    """The method under a name and the class that defines it; setters are not found."""
    for current in ancestors(cls):
        for method in current.node.methods:
            if method.name == name and method.kind != "setter":
                return method, current
    return None


def static(machine: Machine, cls: ClassValue, name: str, called: bool = False) -> Value | None:
    """A static field or a method read from the class itself; ``called`` when nobody keeps it."""
    for current in ancestors(cls):
        if (value := current.statics.get(name)) is not None:
            return value
    found = find(cls, name)
    if found is not None:
        method, owner = found
        this: Value | None = cls if method.kind in ("static", "class") else None
        function = FunctionValue(
            method.function, owner.base + method.at, owner.module, owner.scope, this=this, owner=owner
        )
        machine.hold(function, called)
        return function
    base = library_base(cls)
    return Symbol(base.module, (*base.names, name)) if base is not None else None


def instantiate(
    machine: Machine,
    cls: ClassValue,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    door: Called | None = None,
) -> Value:
    """Create an object: the library base becomes a construction, then the constructors run."""
    machine.use(cls)
    instance = Instance(cls, origin=origin)
    instance.open = has_unknown_base(cls) and library_base(cls) is None
    base = library_base(cls)
    if base is not None:
        construction = Construction(
            number=-1,
            origin=origin,
            callee_origin=origin,
            arguments=Passed(
                list(passed.positional), dict(passed.keywords), passed.open, passed.origin, passed.outside
            ),
            site=machine.site(frame),
            callee=base,
            new=True,
            user_class=cls,
            conditional=frame.conditional,
            many=frame.many,
        )
        machine.record(construction)
        instance.construction = construction
    construct(machine, instance, cls, passed, frame, origin, door)
    return instance


def construct(
    machine: Machine,
    instance: Instance,
    cls: ClassValue,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    door: Called | None = None,
) -> None:
    """Run the constructor that ``cls`` has or inherits on ``instance``."""
    own = next((m for m in cls.node.methods if m.name == "constructor"), None)
    if own is not None:
        if not _has_bases(cls):
            initialise_fields(machine, instance, cls, frame)
        function = FunctionValue(
            own.function, cls.base + own.at, cls.module, cls.scope, this=instance, owner=cls
        )
        misfits.judge(machine, instance, cls, function, passed, frame, origin)
        if door is not None:
            door.instance = instance
        machine.call(function, passed, frame, origin, door)
        return
    if cls.node.dataclass:
        records.fill(machine, instance, passed, frame)
        return
    _construct_base(machine, instance, cls, passed, frame, origin)
    initialise_fields(machine, instance, cls, frame)


def _has_bases(cls: ClassValue) -> bool:
    return bool(cls.bases)


def construct_super(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> None:
    """``super(...)`` inside a constructor."""
    this = _this(frame)
    if frame.owner is None or not isinstance(this, Instance):
        return
    _construct_base(machine, this, frame.owner, passed, frame, origin)
    if frame.typescript:
        initialise_fields(machine, this, frame.owner, frame)


def _this(frame: Frame) -> Value | None:
    scope: Scope | None = frame.scope
    while scope is not None:
        if scope.this is not None:
            return scope.this
        scope = scope.parent
    return None


def _construct_base(
    machine: Machine, instance: Instance, cls: ClassValue, passed: Passed, frame: Frame, origin: Origin
) -> None:
    for base in cls.bases:
        if isinstance(base, ClassValue):
            construct(machine, instance, base, passed, frame, origin)
            return
    if records.is_record(cls):
        records.fill(machine, instance, passed, frame)
    if instance.construction is not None:
        machine.set_arguments(instance.construction, passed)


def initialise_fields(machine: Machine, instance: Instance, cls: ClassValue, frame: Frame) -> None:
    """Evaluate the field initialisers of one class for one object."""
    fields = [f for f in cls.node.fields if not f.static and f.value is not None]
    if not fields:
        return
    scope = Scope(cls.scope.file, cls.scope, this=instance, kind="function")
    inner = Frame(
        cls.module,
        scope,
        cls.base,
        cls.node.span,
        frame.conditional,
        frame.many,
        frame.stack,
        frame.functions,
        cls,
        doubts=frame.doubts,
    )
    for field in fields:
        if field.value is not None:
            machine.read_field(cls, field)
            machine.set_field(instance, field.name, machine.evaluate(field.value, inner))


def super_member(
    machine: Machine, name: str, frame: Frame, origin: Origin, called: bool = False
) -> Value | None:
    """``super.name``: looked up from the class after the one that defines the running method."""
    this = _this(frame)
    if frame.owner is None or not isinstance(this, Instance):
        return None
    for base in frame.owner.bases:
        if isinstance(base, ClassValue) and (found := find(base, name)) is not None:
            method, owner = found
            function = FunctionValue(
                method.function,
                owner.base + method.at,
                owner.module,
                owner.scope,
                this=this,
                owner=owner,
                origin=origin,
            )
            machine.hold(function, called)
            return function
    if this.construction is not None:
        return Reference(this.construction, (name,), origin=origin)
    return None
