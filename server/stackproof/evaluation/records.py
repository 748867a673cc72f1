"""Objects whose constructors are made from their fields: data classes, named tuples, models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackproof.evaluation import classes
from stackproof.evaluation.frame import Frame
from stackproof.model.program import Call, Field, Function, Literal, Member, Name
from stackproof.model.runtime import ClassValue, FunctionValue, Instance, Passed, Symbol
from stackproof.model.values import Origin, Unknown, Value
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

# Classes of libraries which make constructors of the annotated fields of the classes that derive from them.
_BASES = frozenset(
    {
        ("typing", "NamedTuple"),
        ("pydantic", "BaseModel"),
        ("pydantic.v1", "BaseModel"),
        ("pydantic_settings", "BaseSettings"),
        ("pydantic", "BaseSettings"),
        ("msgspec", "Struct"),
        ("sqlmodel", "SQLModel"),
    }
)


def is_record_base(base: Symbol) -> bool:
    """Whether classes that derive from a library's class are made from their fields."""
    return bool(base.names) and (base.module, base.names[-1]) in _BASES


def is_record(cls: ClassValue) -> bool:
    """Whether the constructor of a class is made from its fields."""
    return cls.node.dataclass or any(
        isinstance(b, Symbol) and is_record_base(b) for c in classes.ancestors(cls) for b in c.bases
    )


def _is_surrounded(cls: ClassValue) -> bool:
    """Whether fields that are not given come from the environment."""
    return any(
        isinstance(b, Symbol) and b.names[-1:] == ("BaseSettings",)
        for c in classes.ancestors(cls)
        for b in c.bases
    )


def _changed(cls: ClassValue) -> Iterator[str | None]:
    """The fields that validators may change; None for all of them."""
    for current in classes.ancestors(cls):
        for method in current.node.methods:
            for decorator in method.function.decorators:
                call = decorator if isinstance(decorator, Call) else None
                named = call.callee if call is not None else decorator
                name = (
                    named.id if isinstance(named, Name) else named.name if isinstance(named, Member) else ""
                )
                if name in ("field_validator", "validator"):
                    for argument in call.arguments if call is not None else ():
                        if isinstance(argument.value, Literal) and argument.name is None:
                            yield str(argument.value.value)
                elif name in ("model_validator", "root_validator"):
                    yield None


def fill(machine: Machine, instance: Instance, cls: ClassValue, passed: Passed, frame: Frame) -> None:
    fields = [f for c in reversed(list(classes.ancestors(cls))) for f in c.node.fields]
    names = list(
        dict.fromkeys(f.name for f in fields if f.annotation is None or "ClassVar" not in f.annotation)
    )
    defaults = {
        f.name: (f, c)
        for c in reversed(list(classes.ancestors(cls)))
        for f in c.node.fields
        if f.value is not None
    }
    changed = set(_changed(cls))
    for number, name in enumerate(names):
        value = passed.at(number, name)
        if value is None and name in defaults and not passed.open:
            value = _default(machine, *defaults[name], frame)
        if value is None:
            value = Unknown(f"field {name}", outside=passed.outside or _is_surrounded(cls))
        elif name in changed or None in changed or (_is_surrounded(cls) and passed.at(number, name) is None):
            value = Unknown("a field that is decided elsewhere", (value,), _is_surrounded(cls))
        machine.set_field(instance, name, value)
    after = classes.find(cls, "__post_init__")
    if after is not None:
        method, owner = after
        function = FunctionValue(
            method.function, owner.base + method.at, owner.module, owner.scope, this=instance, owner=owner
        )
        machine.call(function, Passed(), frame, instance.origin or Origin(cls.module.path, Span(0, 0)))


def _default(machine: Machine, field: object, cls: ClassValue, frame: Frame) -> Value:
    """A dataclass default; ``field(default_factory=f)`` is called anew."""
    assert isinstance(field, Field)
    assert field.value is not None
    inner = Frame(
        cls.module,
        cls.scope,
        cls.base,
        cls.node.span,
        frame.conditional,
        frame.many,
        frame.stack,
        frame.functions,
        doubts=frame.doubts,
    )
    node = field.value
    if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.id in ("field", "Field"):
        for argument in node.arguments:
            if argument.name == "default" or (argument.name is None and not argument.spread):
                return machine.evaluate(argument.value, inner)
            if argument.name == "default_factory":
                factory = machine.evaluate(argument.value, inner)
                return machine.call(factory, Passed(), inner, inner.origin(node))
        return Unknown("field")
    if isinstance(node, Literal | Function):
        return machine.evaluate(node, inner)
    known = cls.statics.get(field.name)
    return known if known is not None else machine.evaluate(node, inner)
