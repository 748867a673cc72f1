"""Evaluating expressions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from stackproof.evaluation import (
    calls,
    classes,
    members,
    mentions,
    modules,
    operators,
    patterns,
    statements,
    textmaking,
)
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.globals import global_value
from stackproof.model.program import (
    Assignment,
    Binary,
    Call,
    ClassDefinition,
    Clause,
    Comprehension,
    Conditional,
    Expression,
    Function,
    Index,
    ListDisplay,
    Literal,
    Member,
    Name,
    ObjectDisplay,
    Slice,
    Super,
    Unary,
    Unparsed,
)
from stackproof.model.program import Template as TemplateNode
from stackproof.model.runtime import FunctionValue, Instance, Reference, Scope, Symbol
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Pending,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def evaluate(machine: Machine, node: Expression, frame: Frame) -> Value:
    """The value of an expression; its origin is the expression itself where that decides the value."""
    # The same as `Fuel.burn`, without the call: this runs for every expression.
    fuel = machine.fuel
    fuel.left -= 1
    if fuel.left < 0 or not fuel.left & 2047:
        fuel.look_up()
    return _EVALUATORS[type(node)](machine, node, frame)


def _literal(machine: Machine, node: Literal, frame: Frame) -> Value:
    return Scalar(node.value, origin=frame.origin(node))


def _template(machine: Machine, node: TemplateNode, frame: Frame) -> Value:
    parts: list[str | Value] = [p if isinstance(p, str) else evaluate(machine, p, frame) for p in node.parts]
    value = operators.join(parts, frame.typescript, frame.origin(node))
    if isinstance(value, Template):
        textmaking.of_template(machine, node, parts, value, frame)
    return value


def _seen_at(value: Value, node: Expression, frame: Frame) -> Value:
    """The value as read at a place: what is written there decides it as much as where it was made.

    Lists, mappings and objects stay themselves, for they can be changed through any name.
    """
    again = _AGAIN.get(type(value))
    return value if again is None else again(value, frame.origin(node))


def is_own(value: Value) -> bool:
    """Whether the value of an expression that reads a name or attribute was made for that expression alone."""
    return type(value) in _AGAIN


_AGAIN: dict[type, Callable[[Any, Origin], Value]] = {
    Scalar: lambda v, o: Scalar(v.data, origin=o),
    Template: lambda v, o: Template(v.parts, v.lifted, origin=o),
    Reference: lambda v, o: Reference(v.construction, v.path, origin=o),
    Symbol: lambda v, o: Symbol(v.module, v.names, origin=o),
    Unknown: lambda v, o: Unknown(v.reason, v.mentions, v.outside, origin=o),
    Pending: lambda v, o: Pending(v.reason, v.mentions, v.outside, origin=o),
    JsonText: lambda v, o: JsonText(v.content, origin=o),
}


def _name(machine: Machine, node: Name, frame: Frame) -> Value:
    name = node.id
    if name == "this" and frame.scope.this is not None:
        return frame.scope.this
    scope: Scope | None = frame.scope
    while scope is not None:
        binding = scope.names.get(name)
        if binding is not None:
            value = binding.value
            if type(value) is modules.Lazy:
                value = modules.settle(machine, value)
            return _seen_at(value, node, frame)
        scope = scope.parent
    origin = frame.origin(node)
    known = global_value(name, frame, origin)
    if known is not None:
        return known
    stars = _star_imports(frame)
    if len(stars) == 1:
        return Symbol(stars[0].module, (*stars[0].names, name), origin=origin)
    machine.gap("undefined-name", name, origin)
    return Unknown(f"{name} is not defined", origin=origin)


def _star_imports(frame: Frame) -> list[Symbol]:
    found = []
    scope = frame.scope
    while scope.parent is not None:
        scope = scope.parent
    for name, binding in scope.names.items():
        if name.startswith("*") and isinstance(binding.value, Symbol):
            found.append(binding.value)
    return found


def _super(machine: Machine, node: Super, frame: Frame) -> Value:
    return Unknown("super", origin=frame.origin(node))


def _member(machine: Machine, node: Member, frame: Frame) -> Value:
    origin = frame.origin(node)
    if isinstance(node.object, Super):
        found = classes.super_member(machine, node.name, frame, origin)
        return found if found is not None else Unknown("a member of the base class", origin=origin)
    target = evaluate(machine, node.object, frame)
    if node.optional and target.is_(None):
        return Scalar(None, origin=origin)
    mentions.note(machine, target, node, frame)
    value = modules.settle(machine, members.get(machine, target, node.name, frame, origin))
    if node.optional and members.may_be_nothing(target):
        value = choice([value, Scalar(None)], origin)
    return _seen_at(value, node, frame)


def _index(machine: Machine, node: Index, frame: Frame) -> Value:
    origin = frame.origin(node)
    target = evaluate(machine, node.object, frame)
    if node.optional and target.is_(None):
        return Scalar(None, origin=origin)
    if isinstance(node.index, Slice):
        return members.slice_of(machine, target, node.index, frame, origin)
    key = evaluate(machine, node.index, frame)
    access = frame.at(type(node.span)(node.object.span.end, node.span.end))
    value = members.index(machine, target, key, frame, origin, access)
    if node.optional and members.may_be_nothing(target):
        value = choice([value, Scalar(None)], origin)
    return _seen_at(value, node, frame)


def _slice(machine: Machine, node: Slice, frame: Frame) -> Value:
    return Unknown("slice", origin=frame.origin(node))


def _list(machine: Machine, node: ListDisplay, frame: Frame) -> Value:
    elements: list[Value] = []
    is_open = False
    for item in node.items:
        value = evaluate(machine, item.value, frame)
        if not item.spread:
            elements.append(value)
            continue
        known = members.iterate(machine, value, frame, frame.origin(item))
        if known is None:
            is_open = True
            elements.append(Unknown("elements of something unknown", (value,), origin=frame.origin(item)))
        else:
            elements.extend(known[0])
            is_open = is_open or known[1]
    return Sequence(elements, is_open, origin=frame.origin(node))


def _object(machine: Machine, node: ObjectDisplay, frame: Frame) -> Value:
    mapping = Mapping({}, origin=frame.origin(node))
    for entry in node.entries:
        value = evaluate(machine, entry.value, frame)
        if entry.key is None:
            _spread_into(machine, mapping, value, frame)
            continue
        key = (
            evaluate(machine, entry.key, frame)
            if not isinstance(entry.key, Literal)
            else Scalar(entry.key.value)
        )
        if not isinstance(key, Scalar):
            mapping.open = True
            machine.escape(
                (), machine.gap("unknown-key", "an entry with an unknown key", frame.origin(entry))
            )
            continue
        mapping.entries[operators.show(key.data, True) if frame.typescript else str(key.data)] = MapEntry(
            value, frame.origin(entry.key), frame.origin(entry)
        )
    return mapping


def _spread_into(machine: Machine, mapping: Mapping, value: Value, frame: Frame) -> None:
    match value:
        case Mapping():
            mapping.entries.update(value.entries)
            mapping.open = mapping.open or value.open
            mapping.rest += value.rest
        case Scalar():
            # `...(flag && {...})` with a false flag, or nothing at all, adds nothing.
            pass
        case Instance() if value.construction is None and not value.open:
            mapping.entries.update({k: MapEntry(v, None, v.origin) for k, v in value.fields.items()})
        case _:
            for option in value.alternatives():
                if isinstance(option, Mapping):
                    for key, entry in option.entries.items():
                        old = mapping.entries.get(key)
                        before = old.value if old is not None else Scalar(None)
                        mapping.entries[key] = MapEntry(
                            choice([before, entry.value]), entry.key_origin, entry.origin
                        )
                    mapping.open = mapping.open or option.open
                    mapping.rest += option.rest
                elif not isinstance(option, Scalar):
                    mapping.open = True
                    mapping.rest = (*mapping.rest, option)


def _conditional(machine: Machine, node: Conditional, frame: Frame) -> Value:
    answer = operators.truth(evaluate(machine, node.test, frame), frame.typescript)
    if answer is not None:
        return evaluate(machine, node.then if answer else node.otherwise, frame)
    return choice(
        [_maybe(machine, node.then, frame), _maybe(machine, node.otherwise, frame)], frame.origin(node)
    )


def _maybe(machine: Machine, node: Expression, frame: Frame) -> Value:
    """Evaluate what is only evaluated if something unknown holds."""
    with frame.doubting():
        return evaluate(machine, node, frame)


def _binary(machine: Machine, node: Binary, frame: Frame) -> Value:
    # Long chains of + lean to the left; they are followed without recursion.
    chain = [node]
    while isinstance(chain[-1].left, Binary) and len(chain) < 100_000:
        chain.append(chain[-1].left)
    value = evaluate(machine, chain[-1].left, frame)
    operands: list[tuple[Value, Expression]] = [(value, chain[-1].left)]
    for part in reversed(chain):
        value = _operate(machine, part, value, frame, operands)
    if isinstance(value, Template):
        textmaking.of_sum(machine, chain, operands, value, frame)
    return value


def _operate(
    machine: Machine, node: Binary, left: Value, frame: Frame, operands: list[tuple[Value, Expression]]
) -> Value:
    origin = frame.origin(node)
    if node.operator in ("and", "or", "??"):
        return _logical(machine, node, left, frame)
    right = evaluate(machine, node.right, frame)
    operands.append((right, node.right))
    made = operators.binary(node.operator, left, right, frame.typescript, origin)
    textmaking.of_type_operator(made, node.operator, frame)
    return made


def _logical(machine: Machine, node: Binary, left: Value, frame: Frame) -> Value:
    if node.operator == "??":
        if left.is_(None):
            return evaluate(machine, node.right, frame)
        if not left.is_unknown() and not any(v.is_(None) for v in left.alternatives()):
            return left
        kept = [v for v in left.alternatives() if not v.is_(None)]
        return choice([*kept, _maybe(machine, node.right, frame)], frame.origin(node))
    answer = operators.truth(left, frame.typescript)
    if answer is not None:
        keeps_left = answer == (node.operator == "or")
        return left if keeps_left else evaluate(machine, node.right, frame)
    right = _maybe(machine, node.right, frame)
    kept = [
        v for v in left.alternatives() if operators.truth(v, frame.typescript) is not (node.operator == "and")
    ]
    return choice([*kept, right], frame.origin(node))


def _unary(machine: Machine, node: Unary, frame: Frame) -> Value:
    origin = frame.origin(node)
    value = evaluate(machine, node.operand, frame)
    if node.operator == "not":
        answer = operators.truth(value, frame.typescript)
        return Unknown("negation", origin=origin) if answer is None else Scalar(not answer, origin=origin)
    number = value.number()
    if node.operator in ("-", "+") and number is not None:
        return Scalar(-number if node.operator == "-" else number, origin=origin)
    is_text = isinstance(value, Template) and not value.lifted
    if node.operator == "typeof" and (is_text or isinstance(value, Scalar)):
        kind = "string"
        if isinstance(value, Scalar):
            kind = {bool: "boolean", int: "number", float: "number", str: "string"}.get(
                type(value.data), "undefined"
            )
        return Scalar(kind, origin=origin)
    if node.operator == "void":
        return Scalar(None, origin=origin)
    textmaking.of_type_operator(value, node.operator, frame)
    return Unknown(f"operator {node.operator}", origin=origin)


def _assignment(machine: Machine, node: Assignment, frame: Frame) -> Value:
    old: Value | None = None
    if node.operator is None:
        value = evaluate(machine, node.value, frame)
    elif isinstance(node.target, Name | Member | Index):
        old = evaluate(machine, node.target, frame)
        value = _augmented(machine, node, old, frame)
    else:
        value = Unknown("assignment", origin=frame.origin(node))
    patterns.assign(machine, node.target, value, frame, node.declares)
    return old if node.former and old is not None else value


def _augmented(machine: Machine, node: Assignment, old: Value, frame: Frame) -> Value:
    assert node.operator is not None
    if node.operator in ("and", "or", "??"):
        left: Expression = node.target  # type: ignore[assignment]
        return _logical(
            machine, Binary(span=node.span, operator=node.operator, left=left, right=node.value), old, frame
        )
    right = evaluate(machine, node.value, frame)
    if node.operator == "+" and isinstance(old, Sequence) and not frame.typescript:
        # Python's += changes the list itself, which others may hold.
        machine.journal.on_list(old)
        known = members.iterate(machine, right, frame, frame.origin(node))
        old.elements.extend(known[0] if known is not None else [right])
        old.open = old.open or known is None or known[1]
        return old
    return operators.binary(node.operator, old, right, frame.typescript, frame.origin(node))


def _function(machine: Machine, node: Function, frame: Frame) -> Value:
    return FunctionValue(
        node,
        frame.base,
        frame.module,
        frame.scope,
        this=frame.scope.this if node.arrow else None,
        owner=frame.owner,
        origin=frame.origin(node),
    )


def _class(machine: Machine, node: ClassDefinition, frame: Frame) -> Value:
    return classes.define(machine, node, frame)


def _comprehension(machine: Machine, node: Comprehension, frame: Frame) -> Value:
    outer = frame.scope
    frame.with_scope(Scope(outer.file, outer, this=outer.this, receiver=outer.receiver))
    origin = frame.origin(node)
    elements: list[Value] = []
    mapping = Mapping({}, origin=origin)
    state = {"open": False}

    def emit() -> None:
        element = evaluate(machine, node.element, frame)
        if node.kind != "dict" or node.key is None:
            elements.append(element)
            return
        key = evaluate(machine, node.key, frame)
        if isinstance(key, Scalar):
            mapping.entries[str(key.data)] = MapEntry(element, key.origin, origin)
        else:
            state["open"] = True

    try:
        _clauses(machine, node.clauses, frame, emit, state)
    finally:
        frame.with_scope(outer)
    if node.kind == "dict":
        mapping.open = state["open"]
        return mapping
    return Sequence(elements, state["open"], origin=origin)


def _clauses(
    machine: Machine,
    clauses: tuple[Clause, ...],
    frame: Frame,
    emit: Callable[[], None],
    state: dict[str, bool],
) -> None:
    if not clauses:
        emit()
        return
    clause = clauses[0]
    source = evaluate(machine, clause.iterable, frame)
    known = members.iterate(machine, source, frame, frame.origin(clause.iterable))
    elements, more = known if known is not None else ([], True)

    def each(element: Value) -> None:
        patterns.assign(machine, clause.target, element, frame, "let")
        uncertain = False
        for condition in clause.conditions:
            answer = operators.truth(evaluate(machine, condition, frame), frame.typescript)
            if answer is False:
                return
            uncertain = uncertain or answer is None
        state["open"] = state["open"] or uncertain
        with frame.doubting() if uncertain else nullcontext():
            _clauses(machine, clauses[1:], frame, emit, state)

    for element in elements[: machine.fuel.UNROLL]:
        each(element)
    if more or len(elements) > machine.fuel.UNROLL:
        state["open"] = True
        many = frame.many
        frame.many = True
        try:
            with frame.doubting():
                each(members.any_element(source, source.origin))
        finally:
            frame.many = many


def _unparsed(machine: Machine, node: Unparsed, frame: Frame) -> Value:
    statements.unparsed(machine, node, frame)
    return Unknown(node.reason, origin=frame.origin(node))


def _call(machine: Machine, node: Call, frame: Frame) -> Value:
    return calls.evaluate_call(machine, node, frame)


_EVALUATORS: dict[type, Callable[..., Value]] = {
    Literal: _literal,
    TemplateNode: _template,
    Name: _name,
    Super: _super,
    Member: _member,
    Index: _index,
    Slice: _slice,
    Call: _call,
    ListDisplay: _list,
    ObjectDisplay: _object,
    Conditional: _conditional,
    Binary: _binary,
    Unary: _unary,
    Assignment: _assignment,
    Function: _function,
    Comprehension: _comprehension,
    Unparsed: _unparsed,
    ClassDefinition: _class,
}

__all__ = ["evaluate", "is_own"]
