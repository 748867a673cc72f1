"""Running statements: blocks, branches, loops."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from stackproof.evaluation import calls, classes, members, modules, operators, patterns
from stackproof.evaluation.difference import defines
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.fuel import Fuel
from stackproof.evaluation.history import Branch, Door, History, Level, Module
from stackproof.evaluation.journal import Outcome, merge
from stackproof.model.program import (
    Assignment,
    Block,
    Call,
    ClassDefinition,
    Export,
    Expression,
    ExpressionStatement,
    ForEach,
    ForLoop,
    FunctionDefinition,
    Group,
    If,
    Import,
    Jump,
    Raise,
    Return,
    Statement,
    Switch,
    Try,
    Unparsed,
    While,
)
from stackproof.model.runtime import FunctionValue, Instance, Scope
from stackproof.model.values import Scalar, Unknown, Value
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


class Flow(IntEnum):
    """How a block ended."""

    NORMAL = 0
    RETURN = 1
    BREAK = 2
    CONTINUE = 3
    RAISE = 4


def execute(machine: Machine, block: Block, frame: Frame, door: Door | None = None) -> Flow:
    """Run a block; functions are known from its beginning (TypeScript hoists them).

    With a ``door`` it is remembered how far the block has come.
    """
    base, statement, scope = frame.base, frame.statement, frame.scope
    if block.scoped and scope.kind != "module":
        frame.with_scope(Scope(scope.file, scope, this=scope.this, receiver=scope.receiver))
    level = None if door is None else Level(block, base, frame, statement, scope, door)
    if level is not None and machine.history is not None:
        machine.history.enter(level)
    try:
        if frame.typescript:
            for index, placed in enumerate(block.statements):
                if isinstance(placed.statement, FunctionDefinition):
                    frame.enter(base + placed.at, placed.statement.span)
                    _note(machine, placed.statement, frame, level, index)
                    _define_function(machine, placed.statement, frame)
        return go_on(machine, block, 0, base, frame, level)
    finally:
        leave(machine, frame, base, statement, scope, level)


def go_on(machine: Machine, block: Block, first: int, base: int, frame: Frame, level: Level | None) -> Flow:
    """Run a block from its statement number ``first``."""
    for index in range(first, len(block.statements)):
        placed = block.statements[index]
        if level is not None and machine.history is not None:
            machine.history.step(level, index, placed.statement)
        node = placed.statement
        frame.enter(base + placed.at, node.span)
        machine.fuel.burn()
        if machine.history is not None:
            _note(machine, node, frame, level, index)
        runner = _RUNNERS.get(type(node))
        flow = runner(machine, node, frame) if runner is not None else Flow.NORMAL
        if flow is not Flow.NORMAL:
            return flow
    return Flow.NORMAL


def leave(
    machine: Machine, frame: Frame, base: int, statement: Span, scope: Scope, level: Level | None
) -> None:
    """Put a frame back to where it was before a block."""
    if level is not None and machine.history is not None:
        machine.history.leave(level)
    frame.scope = scope
    frame.enter(base, statement)


def _note(machine: Machine, node: Statement, frame: Frame, level: Level | None, index: int) -> None:
    """Note that a statement has an effect, unless it is a definition that may be exchanged, or knows better itself."""
    history = machine.history
    if history is None:
        return
    history.top = None
    if level is not None and isinstance(level.door, Module) and defines(node):
        history.top = (level.door.path, index)
    elif not (isinstance(node, If) and history.is_at(frame, node)):
        history.touch(frame.module.path, frame.base + node.span.end)


def _expression(machine: Machine, node: ExpressionStatement, frame: Frame) -> Flow:
    return expressions_from(machine, node, 0, frame)


def expressions_from(machine: Machine, node: ExpressionStatement, first: int, frame: Frame) -> Flow:
    """Run a statement from its expression number ``first``."""
    remembered = machine.history is not None and machine.history.is_at(frame, node)
    for number in range(first, len(node.expressions)):
        expression = node.expressions[number]
        call = outermost_call(expression) if remembered else None
        if call is None:
            machine.evaluate(expression, frame)
        else:
            # As for any other expression.
            machine.fuel.burn()
            if call is not expression:
                machine.fuel.burn()
            value = calls.evaluate_call(machine, call, frame, number)
            finish(machine, expression, value, frame)
    return Flow.NORMAL


def outermost_call(expression: Expression) -> Call | None:
    """The call after which nothing is left to do in an expression but to assign its value."""
    if isinstance(expression, Call):
        return expression
    if (
        isinstance(expression, Assignment)
        and expression.operator is None
        and isinstance(expression.value, Call)
    ):
        return expression.value
    return None


def finish(machine: Machine, expression: Expression, value: Value, frame: Frame) -> None:
    """Do with the value of the `outermost_call` of an expression what is left to do."""
    if isinstance(expression, Assignment):
        patterns.assign(machine, expression.target, value, frame, expression.declares)


def _define_function(machine: Machine, node: FunctionDefinition, frame: Frame) -> Flow:
    function = node.function
    if function.name is None:
        return Flow.NORMAL
    existing = frame.scope.names.get(function.name)
    if existing is not None and isinstance(existing.value, FunctionValue) and existing.at == frame.base:
        return Flow.NORMAL
    value = FunctionValue(function, frame.base, frame.module, frame.scope, origin=frame.origin(node))
    binding = machine.bind(frame.scope, function.name, value, frame.base)
    if machine.history is not None:
        machine.history.define(value, binding)
    if node.default and (module := machine.modules.get(frame.module.path)) is not None:
        machine.set_export(module, "default", value)
    return Flow.NORMAL


def _define_class(machine: Machine, node: ClassDefinition, frame: Frame) -> Flow:
    history = machine.history
    top = None if history is None else history.top
    value = classes.define(machine, node, frame)
    binding = machine.bind(frame.scope, node.name, value, frame.base) if node.name is not None else None
    if history is not None:
        history.top = top
        history.define(value, binding)
    if node.default and (module := machine.modules.get(frame.module.path)) is not None:
        machine.set_export(module, "default", value)
    return Flow.NORMAL


def _import(machine: Machine, node: Import, frame: Frame) -> Flow:
    modules.run_import(machine, node, frame)
    return Flow.NORMAL


def _export(machine: Machine, node: Export, frame: Frame) -> Flow:
    modules.run_export(machine, node, frame)
    return Flow.NORMAL


def _return(machine: Machine, node: Return, frame: Frame) -> Flow:
    frame.returns.append(Scalar(None) if node.value is None else machine.evaluate(node.value, frame))
    return Flow.RETURN


def _raise(machine: Machine, node: Raise, frame: Frame) -> Flow:
    if node.value is not None:
        machine.evaluate(node.value, frame)
    return Flow.RAISE


def _jump(machine: Machine, node: Jump, frame: Frame) -> Flow:
    return Flow.BREAK if node.kind == "break" else Flow.CONTINUE


def _if(machine: Machine, node: If, frame: Frame) -> Flow:
    test = machine.evaluate(node.test, frame)
    answer = operators.truth(test, frame.typescript)
    history = machine.history
    if history is not None and history.is_at(frame, node):
        if answer is not None:
            return _side(machine, history, node, not answer, frame)
        history.touch(frame.module.path, frame.base + node.span.end)
    if answer is True:
        return machine.execute(node.then, frame)
    if answer is False:
        return machine.execute(node.otherwise, frame) if node.otherwise is not None else Flow.NORMAL
    otherwise = node.otherwise
    return alternatives(
        machine,
        frame,
        [
            lambda: machine.execute(node.then, frame),
            lambda: machine.execute(otherwise, frame) if otherwise is not None else Flow.NORMAL,
        ],
    )


def _side(machine: Machine, history: History, node: If, otherwise: bool, frame: Frame) -> Flow:
    """One side of a condition that is known; the other has no effect."""
    block = node.otherwise if otherwise else node.then
    seen = block if block is not None else node.then
    last = seen.statements[0].at - 1 if seen.statements else node.span.end
    history.touch(frame.module.path, frame.base + last)
    if block is None:
        return Flow.NORMAL
    return end_side(machine, node, execute(machine, block, frame, Branch(node, otherwise)), frame)


def end_side(machine: Machine, node: If, flow: Flow, frame: Frame) -> Flow:
    """Note that a side has come to its end, where more statements would run if there were any."""
    if flow is Flow.NORMAL and machine.history is not None:
        machine.history.touch(frame.module.path, frame.base + node.span.end)
    return flow


def alternatives(machine: Machine, frame: Frame, branches: list[Callable[[], Flow]]) -> Flow:
    """Try every branch as if it alone were taken, then go on with all their outcomes merged.

    A branch that raises ends the program, so what follows only ever sees the others.
    """
    flows: list[Flow] = []
    outcomes: list[Outcome] = []
    returns = len(frame.returns)
    raised = 0
    for branch in branches:
        machine.journal.begin()
        try:
            with frame.doubting():
                flow = branch()
        finally:
            changes = machine.journal.end()
        if flow is Flow.RAISE:
            changes.rollback()
            raised += 1
            continue
        flows.append(flow)
        outcomes.append(changes.rollback())
    if not flows:
        return Flow.RAISE
    going_on = [o for o, f in zip(outcomes, flows, strict=True) if f is not Flow.RETURN]
    merge(going_on or outcomes)
    if all(f is flows[0] for f in flows):
        return flows[0]
    if len(frame.returns) > returns:
        frame.maybe_returned = True
    frame.conditional = True
    frame.doubts += 1
    return Flow.NORMAL


def _loop_over(
    machine: Machine,
    frame: Frame,
    known: tuple[list[Value], bool] | None,
    bind: Callable[[Value], None],
    body: Block,
    source: Value,
) -> Flow:
    """Run a loop body for each known element, then once more for those that are not known."""
    elements, more = known if known is not None else ([], True)
    if len(elements) > Fuel.UNROLL:
        elements, more = elements[: Fuel.UNROLL], True
    certainty = frame.certainty
    flow = Flow.NORMAL
    for element in elements:
        bind(element)
        flow = machine.execute(body, frame)
        if flow in (Flow.BREAK, Flow.RETURN, Flow.RAISE):
            break
    if flow in (Flow.RETURN, Flow.RAISE):
        return flow
    if flow is not Flow.BREAK and more:
        element = members.any_element(source, source.origin)

        def once() -> Flow:
            many = frame.many
            frame.many = True
            try:
                bind(element)
                ended = machine.execute(body, frame)
            finally:
                frame.many = many
            return Flow.NORMAL if ended in (Flow.BREAK, Flow.CONTINUE) else ended

        flow = alternatives(machine, frame, [once, lambda: Flow.NORMAL])
        if flow is Flow.RETURN:
            return flow
    frame.leave_loop(certainty)
    return Flow.NORMAL


def _for_each(machine: Machine, node: ForEach, frame: Frame) -> Flow:
    source = machine.evaluate(node.iterable, frame)
    origin = frame.origin(node.iterable)
    outer = frame.scope
    if frame.typescript and outer.kind != "module":
        frame.with_scope(Scope(outer.file, outer, this=outer.this, receiver=outer.receiver))
    try:
        known = members.keys(source) if node.keys else members.iterate(machine, source, frame, origin)
        return _loop_over(
            machine,
            frame,
            known,
            lambda v: patterns.assign(machine, node.target, v, frame, "let"),
            node.body,
            source,
        )
    finally:
        frame.with_scope(outer)


def _for_loop(machine: Machine, node: ForLoop, frame: Frame) -> Flow:
    outer = frame.scope
    frame.with_scope(Scope(outer.file, outer, this=outer.this, receiver=outer.receiver))
    try:
        for expression in node.initial:
            machine.evaluate(expression, frame)
        return _while(machine, frame, node.test, node.body, node.update, False)
    finally:
        frame.with_scope(outer)


def _while_loop(machine: Machine, node: While, frame: Frame) -> Flow:
    return _while(machine, frame, node.test, node.body, (), node.first)


def _while(
    machine: Machine,
    frame: Frame,
    test: Expression | None,
    body: Block,
    update: tuple[Expression, ...],
    first: bool,
) -> Flow:
    certainty = frame.certainty
    for _ in range(Fuel.UNROLL):
        if test is not None and not first:
            answer = operators.truth(machine.evaluate(test, frame), frame.typescript)
            if answer is False:
                frame.leave_loop(certainty)
                return Flow.NORMAL
            if answer is None:
                break
        first = False
        flow = machine.execute(body, frame)
        if flow in (Flow.RETURN, Flow.RAISE):
            return flow
        if flow is Flow.BREAK:
            frame.leave_loop(certainty)
            return Flow.NORMAL
        for expression in update:
            machine.evaluate(expression, frame)
    else:
        machine.gap("endless-loop", "a loop runs longer than it is followed", frame.at(frame.statement))
    return _loop_over(machine, frame, None, lambda _: _forget(machine, frame, update), body, Unknown("loop"))


def _forget(machine: Machine, frame: Frame, update: tuple[Expression, ...]) -> None:
    """The counters of a loop that is not followed have no known value."""
    for expression in update:
        target = getattr(expression, "target", None)
        if target is not None:
            patterns.assign(machine, target, Unknown("a loop counter"), frame)


def _runs(machine: Machine, block: Block, frame: Frame) -> Callable[[], Flow]:
    return lambda: machine.execute(block, frame)


def _try(machine: Machine, node: Try, frame: Frame) -> Flow:
    machine.tried += bool(node.handlers)
    try:
        flow = machine.execute(node.body, frame)
    finally:
        machine.tried -= bool(node.handlers)
    if flow is Flow.NORMAL and node.otherwise is not None:
        flow = machine.execute(node.otherwise, frame)
    for handler in node.handlers:
        ended = alternatives(machine, frame, [_runs(machine, handler, frame), lambda: Flow.NORMAL])
        if flow is Flow.RAISE:
            flow = ended
    if node.finally_ is not None:
        ended = machine.execute(node.finally_, frame)
        if ended is not Flow.NORMAL:
            return ended
    return flow


def _switch(machine: Machine, node: Switch, frame: Frame) -> Flow:
    subject = machine.evaluate(node.subject, frame)
    chosen: int | None = None
    certain = True
    for number, case in enumerate(node.cases):
        answers = [operators.equal(subject, machine.evaluate(t, frame)) for t in case.tests]
        if True in answers:
            chosen = number
            break
        if None in answers:
            certain = False
            break
    if certain:
        if chosen is None:
            chosen = next((i for i, c in enumerate(node.cases) if not c.tests), None)
        return _run_cases(machine, node, chosen, frame) if chosen is not None else Flow.NORMAL
    branches: list[Callable[[], Flow]] = [
        (lambda n=number: _run_cases(machine, node, n, frame))  # type: ignore[misc]
        for number in range(len(node.cases))
    ]
    if all(c.tests for c in node.cases):
        branches.append(lambda: Flow.NORMAL)
    return alternatives(machine, frame, branches)


def _run_cases(machine: Machine, node: Switch, start: int, frame: Frame) -> Flow:
    for case in node.cases[start:]:
        flow = machine.execute(case.body, frame)
        if flow is Flow.BREAK and node.falls:
            return Flow.NORMAL
        if flow is not Flow.NORMAL or not node.falls:
            return flow
    return Flow.NORMAL


def _group(machine: Machine, node: Group, frame: Frame) -> Flow:
    for item in node.items:
        machine.evaluate(item, frame)
    return machine.execute(node.body, frame)


def unparsed(machine: Machine, node: Unparsed, frame: Frame) -> None:
    """Text that was not understood: whatever it mentions may be used there in any way."""
    gap = machine.gap("syntax-error" if node.broken else "unsupported", node.reason, frame.origin(node))
    values: list[Value] = []
    this = frame.scope.this
    for name in node.mentions:
        if (binding := frame.scope.find(name)) is not None and binding.value is not this:
            values.append(modules.settle(machine, binding.value))
        if isinstance(this, Instance) and name in this.fields:
            values.append(this.fields[name])
    machine.escape(values, gap)


def _unparsed(machine: Machine, node: Unparsed, frame: Frame) -> Flow:
    unparsed(machine, node, frame)
    return Flow.NORMAL


_RUNNERS: dict[type, Callable[[Machine, Statement, Frame], Flow]] = {
    ExpressionStatement: _expression,  # type: ignore[dict-item]
    FunctionDefinition: _define_function,  # type: ignore[dict-item]
    ClassDefinition: _define_class,  # type: ignore[dict-item]
    Import: _import,  # type: ignore[dict-item]
    Export: _export,  # type: ignore[dict-item]
    Return: _return,  # type: ignore[dict-item]
    Raise: _raise,  # type: ignore[dict-item]
    Jump: _jump,  # type: ignore[dict-item]
    If: _if,  # type: ignore[dict-item]
    ForEach: _for_each,  # type: ignore[dict-item]
    ForLoop: _for_loop,  # type: ignore[dict-item]
    While: _while_loop,  # type: ignore[dict-item]
    Try: _try,  # type: ignore[dict-item]
    Switch: _switch,  # type: ignore[dict-item]
    Group: _group,  # type: ignore[dict-item]
    Unparsed: _unparsed,  # type: ignore[dict-item]
}
