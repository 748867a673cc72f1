"""Calls: into the program's own functions, and out of it to libraries."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from stackproof.evaluation import classes, members, mentions, modules, patterns, statements, textmaking
from stackproof.evaluation.callbacks import once_for_many
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.fuel import Fuel
from stackproof.evaluation.globals import call_global
from stackproof.evaluation.history import Called
from stackproof.evaluation.methods import call_method as call_data_method
from stackproof.evaluation.operators import join, unknown
from stackproof.evaluation.standard import is_standard, is_world
from stackproof.model.construction import Construction
from stackproof.model.program import Call, Expression, Function, Member, Name, Parameter, Super
from stackproof.model.program import Template as TemplateNode
from stackproof.model.runtime import (
    ClassValue,
    FunctionValue,
    Instance,
    ModuleValue,
    Passed,
    Reference,
    Scope,
    Symbol,
)
from stackproof.model.values import (
    Choice,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def evaluate_call(machine: Machine, node: Call, frame: Frame, expression: int | None = None) -> Value:
    """The value of a call expression. Chains of method calls are followed without recursion.

    ``expression`` is the number of the expression in its statement when nothing but the call's value is needed to go on
    behind it.
    """
    return links_from(machine, node, 0, None, frame, expression)


def links_from(
    machine: Machine, node: Call, first: int, value: Value | None, frame: Frame, expression: int | None
) -> Value:
    """The value of a chain of calls from its link number ``first``; ``value`` is that of the link before it."""
    chain = [node]
    while (
        isinstance(chain[-1].callee, Member)
        and isinstance(chain[-1].callee.object, Call)
        and not isinstance(chain[-1].callee.object.callee, Super)
    ):
        chain.append(chain[-1].callee.object)
    for number in range(first, len(chain)):
        door = None if expression is None else Called(expression, number)
        value = _evaluate_one(machine, chain[-1 - number], value, frame, door)
    assert value is not None
    return value


def _evaluate_one(
    machine: Machine, node: Call, target: Value | None, frame: Frame, door: Called | None
) -> Value:
    """One link of a chain; ``target`` is the value of the link before it."""
    machine.fuel.burn()
    origin = frame.origin(node)
    callee = node.callee
    if isinstance(callee, Super):
        passed = _arguments(machine, node, frame)
        classes.construct_super(machine, passed, frame, origin)
        return Scalar(None, origin=origin)
    if isinstance(callee, Member):
        if isinstance(callee.object, Super):
            passed = _arguments(machine, node, frame)
            return _call_super_method(machine, callee, passed, frame, origin)
        if target is None:
            target = machine.evaluate(callee.object, frame)
        if (node.optional or callee.optional) and target.is_(None):
            return Scalar(None, origin=origin)
        mentions.note(machine, target, callee, frame, "call")
        passed = _arguments(machine, node, frame)
        where = frame.at(callee.name_span)
        whole = frame.origin(callee)
        return _call_member(machine, target, callee.name, passed, frame, origin, where, whole, node.new, door)
    function = machine.evaluate(callee, frame)
    passed = _arguments(machine, node, frame)
    return _call(machine, function, passed, frame, origin, frame.origin(callee), node.new, door)


def _arguments(machine: Machine, node: Call, frame: Frame) -> Passed:
    passed = Passed(origin=frame.at(node.arguments_span), call=node)
    for argument in node.arguments:
        value = _evaluate_argument(machine, node, argument.value, frame)
        if argument.name is not None:
            key = frame.at(argument.name_span) if argument.name_span is not None else None
            passed.keywords[argument.name] = MapEntry(value, key, frame.origin(argument))
        elif argument.spread == "*":
            known = members.iterate(machine, value, frame, frame.origin(argument))
            if known is None or known[1]:
                passed.open = True
            if known is not None:
                passed.positional.extend(known[0])
        elif argument.spread == "**":
            _spread_keywords(passed, value)
        else:
            passed.positional.append(value)
    return passed


def _evaluate_argument(machine: Machine, node: Call, argument: Expression, frame: Frame) -> Value:
    if not node.tagged or not isinstance(argument, TemplateNode):
        return machine.evaluate(argument, frame)
    # The tag gets the pieces one by one, so that nothing becomes a text here.
    parts = [p if isinstance(p, str) else machine.evaluate(p, frame) for p in argument.parts]
    return join(parts, frame.typescript, frame.origin(argument))


def _spread_keywords(passed: Passed, value: Value) -> None:
    if isinstance(value, Mapping):
        passed.keywords.update(value.entries)
        passed.open = passed.open or value.open
        passed.outside = passed.outside or any(isinstance(r, Unknown) and r.outside for r in value.rest)
    elif not value.is_(None):
        passed.open = True
        passed.outside = passed.outside or (isinstance(value, Unknown) and value.outside)
        for option in value.alternatives():
            if isinstance(option, Mapping):
                for key, entry in option.entries.items():
                    passed.keywords.setdefault(
                        key, MapEntry(choice([entry.value, Scalar(None)]), entry.key_origin, entry.origin)
                    )


def _call_super_method(
    machine: Machine, callee: Member, passed: Passed, frame: Frame, origin: Origin
) -> Value:
    found = classes.super_member(machine, callee.name, frame, origin, called=True)
    if isinstance(found, FunctionValue):
        return call_function(machine, found, passed, frame, origin)
    if isinstance(found, Reference):
        target = Reference(found.construction, origin=origin)
        return external(
            machine, None, target, callee.name, passed, frame, origin, frame.at(callee.name_span), False
        )
    return unknown("a method of the base class", *passed.positional, origin=origin)


def _call_member(
    machine: Machine,
    target: Value,
    name: str,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    where: Origin,
    whole: Origin,
    new: bool,
    door: Called | None = None,
) -> Value:
    """``target.name(...)``; ``where`` is the name, ``whole`` the callee with its target."""
    if isinstance(target, Choice):
        with frame.doubting():
            options = [
                _call_member(machine, o, name, passed, frame, origin, where, whole, new)
                for o in members.something(target)
            ]
        return choice(options, origin)
    if isinstance(target, Reference):
        textmaking.of_method(machine, target, name, passed, None, frame, origin)
        return external(machine, None, target, name, passed, frame, origin, where, new)
    if isinstance(target, Symbol):
        if target.names[-1:] != ("constructor",) and name == "constructor" and passed.positional:
            this = passed.positional[0]
            if isinstance(this, Instance) and this.construction is not None:
                rest = Passed(passed.positional[1:], passed.keywords, passed.open, passed.origin)
                machine.set_arguments(this.construction, rest)
                return Scalar(None, origin=origin)
        callee = members.get(machine, target, name, frame, origin)
        return _call(machine, callee, passed, frame, origin, whole, new)
    if isinstance(target, Instance | ModuleValue | ClassValue):
        function = modules.settle(machine, members.get(machine, target, name, frame, origin, called=True))
        if (
            isinstance(target, Instance)
            and isinstance(function, Reference)
            and target.construction is not None
        ):
            receiver = Reference(target.construction, origin=target.origin)
            return external(machine, None, receiver, name, passed, frame, origin, where, new)
        return _call(machine, function, passed, frame, origin, whole, new, door)
    if isinstance(target, Mapping) and (entry := target.entries.get(name)) is not None:
        return _call(machine, modules.settle(machine, entry.value), passed, frame, origin, whole, new, door)
    result = call_data_method(machine, target, name, passed, frame, origin)
    if result is not None:
        textmaking.of_method(machine, target, name, passed, result, frame, origin)
        return result
    return external(machine, None, target, name, passed, frame, origin, where, new)


def call_value(
    machine: Machine,
    function: Value,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    door: Called | None = None,
) -> Value:
    """Call any value."""
    return _call(machine, modules.settle(machine, function), passed, frame, origin, origin, False, door)


def _call(
    machine: Machine,
    function: Value,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    where: Origin,
    new: bool,
    door: Called | None = None,
) -> Value:
    match function:
        case FunctionValue():
            return call_function(machine, function, passed, frame, origin, door)
        case ClassValue():
            return machine.instantiate(function, passed, frame, origin, door)
        case Symbol():
            return _call_symbol(machine, function, passed, frame, origin, where, new)
        case Choice():
            with frame.doubting():
                return choice(
                    [_call(machine, o, passed, frame, origin, where, new) for o in function.options], origin
                )
        case Instance():
            method = classes.find(function.cls, "__call__")
            if method is not None:
                bound = members.get(machine, function, "__call__", frame, origin)
                return _call(machine, bound, passed, frame, origin, where, new)
        case Reference():
            target = Reference(function.construction, function.path[:-1], origin=function.origin)
            if function.path:
                return external(machine, None, target, function.path[-1], passed, frame, origin, where, new)
        case _:
            pass
    gap = machine.gap("unknown-call", "a call of something unknown", origin)
    _give_away(machine, passed, frame, origin, Unknown(gap.detail))
    values = [*passed.positional, *(e.value for e in passed.keywords.values())]
    machine.escape(values, gap)
    return unknown("result of a call that was not followed", *values, origin=origin)


def _call_symbol(
    machine: Machine, symbol: Symbol, passed: Passed, frame: Frame, origin: Origin, where: Origin, new: bool
) -> Value:
    if is_standard(symbol, frame.typescript):
        result = call_global(machine, symbol, passed, frame, origin)
        textmaking.of_function(machine, symbol, passed, result, frame, origin, where)
        if result is not None:
            return result
        _give_away(machine, passed, frame, origin, Unknown("standard library"))
        values = [*passed.positional, *(e.value for e in passed.keywords.values())]
        result = unknown(f"result of {symbol.dotted}", *values, origin=origin)
        result.outside = is_world(symbol)
        return result
    textmaking.of_library(symbol, frame)
    return external(machine, symbol, None, None, passed, frame, origin, where, new)


def external(
    machine: Machine,
    callee: Symbol | None,
    receiver: Value | None,
    method: str | None,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    where: Origin,
    new: bool,
) -> Value:
    """A call to the outside: a library says what it means, or it is recorded."""
    construction = Construction(
        number=-1,
        origin=origin,
        callee_origin=where,
        arguments=passed,
        site=machine.site(frame),
        callee=callee,
        receiver=receiver,
        method=method,
        new=new,
        conditional=frame.conditional,
        many=frame.many,
    )
    value = machine.ask(construction, frame)
    if value is not None:
        return value
    if receiver is not None and not isinstance(receiver, Reference):
        # A method of something that is neither ours nor a library's: follow callbacks, trust nothing.
        return _opaque_method(machine, receiver, method or "", passed, frame, origin)
    reference = machine.record(construction)
    handed: Value = Unknown("callback")
    if method in members.LOOPS and isinstance(receiver, Reference) and receiver.path:
        handed = members.any_element(receiver, origin)
    _give_away(machine, passed, frame, origin, handed)
    return reference


def _opaque_method(
    machine: Machine, receiver: Value, method: str, passed: Passed, frame: Frame, origin: Origin
) -> Value:
    values = [*passed.positional, *(e.value for e in passed.keywords.values())]
    _give_away(machine, passed, frame, origin, Unknown(f"method {method} of something unknown"))
    gap = machine.gap("unknown-call", f"{method} of something unknown", origin)
    if not isinstance(receiver, Scalar | Sequence | Mapping):
        machine.escape([receiver], gap)
        machine.escape([v for v in values if not isinstance(v, FunctionValue)], gap)
    return unknown(f"result of {method}", receiver, *values, origin=origin)


def _give_away(machine: Machine, passed: Passed, frame: Frame, origin: Origin, handed: Value) -> None:
    """Functions handed to code that we do not see may be called any number of times, with what is ``handed``."""
    values = [*passed.positional, *(e.value for e in passed.keywords.values())]
    with machine.calling_back():
        for value in values:
            if isinstance(value, FunctionValue):
                once_for_many(machine, value, [handed], frame, origin)


def call_function(
    machine: Machine,
    function: FunctionValue,
    passed: Passed,
    frame: Frame,
    origin: Origin,
    door: Called | None = None,
) -> Value:
    """Run a function of the program, inlined at the call."""
    node = function.node
    key = (function.module.path, function.base + node.span.start)
    if len(frame.functions) >= Fuel.DEPTH or _recurs(key, frame):
        gap = machine.gap("recursion", f"{node.name or 'a function'} calls itself too deeply", origin)
        values = [*passed.positional, *(e.value for e in passed.keywords.values())]
        machine.escape(values, gap)
        return unknown("recursion", origin=origin)
    machine.enter(function)
    if machine.history is not None:
        machine.history.head(function)
    positional = list(passed.positional)
    this = function.this
    if node.receiver is not None and this is None and positional:
        this = positional.pop(0)
    scope = Scope(function.module.path, function.scope, this=this, receiver=node.receiver, kind="function")
    inner = Frame(
        function.module,
        scope,
        function.base,
        node.span,
        frame.conditional,
        frame.many,
        (*frame.stack, origin),
        (*frame.functions, (key, frame.doubts)),
        function.owner,
        doubts=frame.doubts,
        types_asked=frame.types_asked,
    )
    if node.receiver is not None and this is not None:
        machine.bind(scope, node.receiver, this, function.base)
    _bind_parameters(machine, node.parameters, positional, passed, inner, this)
    if door is not None:
        end = function.base + node.span.end
        door.node, door.origin = node, origin
        door.parameters = tuple(b for b in scope.names.values() if b.at == end)
    statements.execute(machine, node.body, inner, door)
    return leave_function(machine, node, inner, frame, origin)


def leave_function(machine: Machine, node: Function, frame: Frame, outer: Frame, origin: Origin) -> Value:
    """The value of a call when the body has ended; ``outer`` is the frame of the call."""
    if machine.history is not None:
        # More statements would have run if there were any, and parameters are bound where the function ends.
        machine.history.touch(frame.module.path, frame.base + node.span.end)
    if frame.types_asked and len(node.body.statements) == 1:
        # A function that is but a question for a type.
        outer.types_asked = True
    if node.generator:
        return Sequence([Unknown("generated")], open=True, origin=origin)
    if not frame.returns:
        return Scalar(None, origin=origin)
    if frame.maybe_returned and not node.arrow and len(frame.returns) == 1:
        return choice([frame.returns[0], Scalar(None)], origin)
    return choice(frame.returns, origin)


def _recurs(key: tuple[str, int], frame: Frame) -> bool:
    """Whether a function that is under way has been entered again often enough.

    What ends a recursion may be known, then it is followed; where it is not, each round tells the same, and rounds
    that call themselves several times would double the work with every level.
    """
    doubts = [doubts for entered, doubts in frame.functions if entered == key]
    if len(doubts) >= Fuel.RECURSION:
        return True
    return sum(a < b for a, b in pairwise([*doubts, frame.doubts])) > Fuel.DOUBTFUL_RECURSION


def _bind_parameters(
    machine: Machine,
    parameters: tuple[Parameter, ...],
    positional: list[Value],
    passed: Passed,
    frame: Frame,
    this: Value | None,
) -> None:
    keywords = dict(passed.keywords)
    taken = 0
    for parameter in parameters:
        value: Value | None = None
        if parameter.rest == "*":
            value = Sequence(positional[taken:], passed.open)
            taken = len(positional)
        elif parameter.rest == "**":
            more = (Unknown("arguments that are not listed", outside=passed.outside),) if passed.open else ()
            value = Mapping(keywords, passed.open, more, origin=passed.origin)
            keywords = {}
        else:
            name = parameter.target.id if isinstance(parameter.target, Name) else None
            if not parameter.keyword_only and taken < len(positional):
                value = positional[taken]
                taken += 1
            elif name is not None and name in keywords:
                value = keywords.pop(name).value
            value = _parameter_value(machine, parameter, value, passed, frame)
        patterns.assign(machine, parameter.target, value, frame, "parameter")
        if parameter.property and isinstance(this, Instance) and isinstance(parameter.target, Name):
            machine.set_field(this, parameter.target.id, value)


def _parameter_value(
    machine: Machine, parameter: Parameter, value: Value | None, passed: Passed, frame: Frame
) -> Value:
    name = parameter.target.id if isinstance(parameter.target, Name) else "parameter"
    if value is not None and not (frame.typescript and parameter.default is not None):
        return value
    if value is not None and parameter.default is not None:
        return patterns.with_default(machine, value, parameter.default, frame)
    where = Origin(
        frame.module.path, Span(frame.base + parameter.span.start, frame.base + parameter.span.end)
    )
    if parameter.default is not None:
        default = machine.evaluate(parameter.default, frame)
        given = Unknown(f"parameter {name}", outside=passed.outside, origin=where)
        return choice([default, given]) if passed.open else default
    if passed.open or not frame.typescript:
        return Unknown(f"parameter {name}", outside=passed.outside, origin=where)
    return Scalar(None, origin=where)
