"""Running statements: blocks, branches, loops."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from stackproof.evaluation import classes, members, modules, operators, patterns
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.fuel import Fuel
from stackproof.evaluation.journal import Outcome, merge
from stackproof.model.program import (
    Block,
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
    Placed,
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

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


class Flow(IntEnum):
    """How a block ended."""

    NORMAL = 0
    RETURN = 1
    BREAK = 2
    CONTINUE = 3
    RAISE = 4


def execute(machine: Machine, block: Block, frame: Frame) -> Flow:
    """Run a block; functions are known from its beginning (TypeScript hoists them)."""
    base, statement, scope = frame.base, frame.statement, frame.scope
    if block.scoped and scope.kind != "module":
        frame.with_scope(Scope(scope.file, scope, this=scope.this, receiver=scope.receiver))
    flow = Flow.NORMAL
    try:
        if frame.typescript:
            for placed in block.statements:
                if isinstance(placed.statement, FunctionDefinition):
                    frame.enter(base + placed.at, placed.statement.span)
                    _define_function(machine, placed.statement, frame)
        for placed in block.statements:
            flow = _run(machine, placed, base, frame)
            if flow is not Flow.NORMAL:
                break
    finally:
        frame.scope = scope
        frame.enter(base, statement)
    return flow


def _run(machine: Machine, placed: Placed, base: int, frame: Frame) -> Flow:
    node = placed.statement
    frame.enter(base + placed.at, node.span)
    machine.fuel.burn()
    runner = _RUNNERS.get(type(node))
    return runner(machine, node, frame) if runner is not None else Flow.NORMAL


def _expression(machine: Machine, node: ExpressionStatement, frame: Frame) -> Flow:
    for expression in node.expressions:
        machine.evaluate(expression, frame)
    return Flow.NORMAL


def _define_function(machine: Machine, node: FunctionDefinition, frame: Frame) -> Flow:
    function = node.function
    if function.name is None:
        return Flow.NORMAL
    existing = frame.scope.names.get(function.name)
    if existing is not None and isinstance(existing.value, FunctionValue) and existing.value.node is function:
        return Flow.NORMAL
    value = FunctionValue(function, frame.base, frame.module, frame.scope, origin=frame.origin(node))
    machine.bind(frame.scope, function.name, value, frame.base)
    if node.default and (module := machine.modules.get(frame.module.path)) is not None:
        module.exports["default"] = value
    return Flow.NORMAL


def _define_class(machine: Machine, node: ClassDefinition, frame: Frame) -> Flow:
    value = classes.define(machine, node, frame)
    if node.name is not None:
        machine.bind(frame.scope, node.name, value, frame.base)
    if node.default and (module := machine.modules.get(frame.module.path)) is not None:
        module.exports["default"] = value
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
    flow = machine.execute(node.body, frame)
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
