"""Objects whose constructors are made from their fields: data classes, named tuples, models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackproof.evaluation import classes
from stackproof.evaluation.frame import Frame
from stackproof.model.program import Call, Field, Function, Literal, Member, Method, Name
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


@dataclass(frozen=True, eq=False)
class _Validator:
    """A method that checks, or changes, what fields are given; ``fields`` is empty when it sees the whole object."""

    method: Method
    owner: ClassValue
    fields: tuple[str, ...]
    mode: str

    def function(self, this: Value) -> FunctionValue:
        function, owner = self.method.function, self.owner
        return FunctionValue(
            function, owner.base + self.method.at, owner.module, owner.scope, this=this, owner=owner
        )


def _validators(cls: ClassValue) -> Iterator[_Validator]:
    """The validators of a class and its bases, those of the bases first."""
    for owner in reversed(list(classes.ancestors(cls))):
        for method in owner.node.methods:
            for decorator in method.function.decorators:
                call = decorator if isinstance(decorator, Call) else None
                named = call.callee if call is not None else decorator
                name = (
                    named.id if isinstance(named, Name) else named.name if isinstance(named, Member) else ""
                )
                if not name.endswith(("field_validator", "model_validator", "root_validator", "validator")):
                    continue
                arguments = call.arguments if call is not None else ()
                literals = [(a.name, a.value.value) for a in arguments if isinstance(a.value, Literal)]
                fields = tuple(str(v) for key, v in literals if key is None)
                mode = next((str(v) for key, v in literals if key == "mode"), "after")
                pre = any(key == "pre" and v is True for key, v in literals)
                yield _Validator(method, owner, fields, "before" if pre else mode)


def _validated(
    machine: Machine, instance: Instance, name: str, value: Value, validators: list[_Validator], frame: Frame
) -> Value:
    """What the validators of a field make of a value that it is given."""
    for validator in validators:
        if name not in validator.fields and "*" not in validator.fields:
            continue
        if validator.mode == "wrap":
            return Unknown("a field that a validator decides", (value,))
        origin = instance.origin or Origin(instance.cls.module.path, Span(0, 0))
        made = machine.call(validator.function(instance.cls), Passed([value]), frame, origin)
        # One that only objects has no result where it objects, and then there is no program.
        value = value if made.is_(None) else made
    return value


def fill(machine: Machine, instance: Instance, passed: Passed, frame: Frame) -> None:
    """Give an object the fields that a call names, or their defaults."""
    cls = instance.cls
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
    validators = list(_validators(cls))
    before = any(not v.fields and v.mode != "after" for v in validators)
    surrounded = _is_surrounded(cls)
    for number, name in enumerate(names):
        given = passed.at(number, name)
        value = given
        if given is not None:
            value = _validated(machine, instance, name, given, validators, frame)
        elif name in defaults and not passed.open:
            value = _default(machine, *defaults[name], frame)
        if value is None:
            value = Unknown(f"field {name}", outside=passed.outside or surrounded)
        elif before or (surrounded and given is None):
            value = Unknown("a field that is decided elsewhere", (value,), surrounded)
        machine.set_field(instance, name, value)
    origin = instance.origin or Origin(cls.module.path, Span(0, 0))
    for validator in validators:
        if not validator.fields and validator.mode == "after":
            machine.call(validator.function(instance), Passed(), frame, origin)
    after = classes.find(cls, "__post_init__")
    if after is not None:
        method, owner = after
        function = FunctionValue(
            method.function, owner.base + method.at, owner.module, owner.scope, this=instance, owner=owner
        )
        machine.call(function, Passed(), frame, origin)


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
    machine.read_field(cls, field)
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
