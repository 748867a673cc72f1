"""Evaluates a changed program from where the change can first be felt, instead of from the beginning.

Evaluation is deterministic: what ran before anything of the changed text had an effect runs in the same way again. So
it is not run again. What happened after that moment is undone, definitions of the changed files are exchanged for their
new versions, and evaluation goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from stackproof.evaluation import calls, expressions, statements
from stackproof.evaluation.difference import Difference, compare
from stackproof.evaluation.history import Branch, Called, Definition, History, Level, Moment, Stand
from stackproof.evaluation.history import Module as ModuleDoor
from stackproof.evaluation.loading import Loader
from stackproof.evaluation.machine import Machine
from stackproof.evaluation.statements import Flow
from stackproof.model.program import (
    Block,
    ClassDefinition,
    ExpressionStatement,
    Function,
    FunctionDefinition,
    If,
    Module,
)
from stackproof.model.runtime import ClassValue, FunctionValue
from stackproof.model.values import Origin


def evaluate_again(
    machine: Machine,
    loader: Loader,
    changed: Mapping[str, tuple[Module, Module]],
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Let a machine that remembers its history evaluate a newer version of its program.

    ``changed`` has the version evaluated so far and the newer one of all files that are different, by path. False when
    the program has to be evaluated from its beginning, by another machine; this one is then as it was.
    """
    history = machine.history
    if history is None or not history.moments:
        return False
    found = (compare(old, new) for old, new in changed.values())
    differences = {d.old.path: d for d in found if d is not None}
    number = _latest(machine, history, differences)
    if number is None or not all(_fits(s.level, differences) for s in history.moments[number].stands):
        return False
    machine.loader = loader
    machine.fuel.watch(cancelled)
    moment = history.go_back(number)
    for difference in differences.values():
        _exchange(history.definitions, difference)
        for level in history.known_levels():
            _renew(level, difference)
    machine.go_on(lambda: _resume(machine, moment))
    return True


# --- how far back ---


def _latest(machine: Machine, history: History, differences: Mapping[str, Difference]) -> int | None:
    """The latest moment that no difference touches; None when that is the beginning, or nothing is known."""
    number = history.now
    for path, difference in differences.items():
        touched = history.touched(path, difference.start)
        if touched is not None:
            number = min(number, touched)
        loaded = history.loaded(path)
        if loaded is None:
            # It was read, but does not run before the evaluation goes on.
            continue
        if path == machine.evaluation.entry:
            if difference.old.language == "typescript" and not difference.functions:
                return None
            number = _within(history, number, difference)
        elif not difference.whole or (difference.old.language == "typescript" and not difference.functions):
            number = min(number, loaded)
    return number if number > 0 else None


def _within(history: History, number: int, difference: Difference) -> int:
    """The latest moment up to ``number`` at which no statement of the entry had run that has no counterpart."""
    limit = max(difference.index, difference.alike)
    while number > 0:
        stands = history.moments[number].stands
        if stands[0].index <= limit if stands else difference.whole:
            break
        number -= 1
    return number


# --- new definitions in the place of old ones ---


def _exchange(definitions: Iterable[Definition], difference: Difference) -> None:
    path, old, new = difference.old.path, difference.old.body, difference.new.body
    # Functions may have been defined before statements behind which they stand, so those are no guide to them.
    numbers = dict(zip(_functions(old), _functions(new), strict=False))
    for definition in definitions:
        if definition.path != path or definition.index < difference.index:
            continue
        definition.index = numbers.get(definition.index, definition.index)
        placed = new.statements[definition.index]
        node, base, value = placed.statement, placed.at, definition.value
        if isinstance(node, FunctionDefinition) and isinstance(value, FunctionValue):
            value.node, value.base, value.module = node.function, base, difference.new
            value.origin = Origin(path, node.span.shift(base))
        elif isinstance(node, ClassDefinition) and isinstance(value, ClassValue):
            value.node, value.base, value.module = node, base, difference.new
            value.origin = value.place
            for known, written in zip(value.bases, node.bases, strict=True):
                if expressions.is_own(known):
                    known.origin = Origin(path, written.span.shift(base))
        if definition.binding is not None:
            definition.binding.at = base


def _functions(body: Block) -> list[int]:
    return [i for i, p in enumerate(body.statements) if isinstance(p.statement, FunctionDefinition)]


# --- going on ---


def _resume(machine: Machine, moment: Moment) -> None:
    if moment.stands:
        _level(machine, moment.stands, 0)
        machine.finish_entry()


def _renew(level: Level, difference: Difference) -> None:
    """Let a level run the newer version of its block."""
    frame, door = level.frame, level.door
    if frame.module.path != difference.old.path:
        return
    frame.module = difference.new
    if isinstance(door, ModuleDoor):
        level.block = difference.new.body
        return
    match difference.around.get(_place(level)), door:
        case Function() as node, Called():
            end = level.base + node.span.end
            for binding in door.parameters:
                binding.at = end
            door.node, level.block, level.statement = node, node.body, node.span
        case If() as node, Branch():
            side = node.otherwise if door.otherwise else node.then
            assert side is not None
            level.block, level.statement = side, node.span
        case _:
            # Stands before the difference.
            pass


def _fits(level: Level, differences: Mapping[str, Difference]) -> bool:
    """Whether a level stands before the difference in its file, or it is known what takes the place of its block."""
    difference = differences.get(level.frame.module.path)
    if difference is None or isinstance(level.door, ModuleDoor) or _place(level) in difference.around:
        return True
    statements_of = level.block.statements
    last = statements_of[-1] if statements_of else None
    end = level.base + (last.at + last.statement.span.end if last is not None else 0)
    return end <= difference.start


def _place(level: Level) -> int:
    """Where the function or condition begins whose statements a level runs."""
    door = level.door
    return level.base + (door.node.span.start if isinstance(door, Called) and door.node is not None else 0)


def _level(machine: Machine, stands: tuple[Stand, ...], number: int) -> Flow:
    """Run what is left of a level, that of the levels inside first."""
    stand, history = stands[number], machine.history
    assert history is not None
    stand.restore()
    level = stand.level
    level.index = stand.index
    history.levels.append(level)
    first, flow = stand.index, Flow.NORMAL
    try:
        if number + 1 < len(stands):
            flow, first = _statement(machine, stands, number, level), first + 1
        if flow is Flow.NORMAL:
            flow = statements.go_on(machine, level.block, first, level.base, level.frame, level)
        return flow
    finally:
        statements.leave(machine, level.frame, level.base, level.statement, level.scope, level)


def _statement(machine: Machine, stands: tuple[Stand, ...], number: int, level: Level) -> Flow:
    """Run what is left of the statement in which the next level is."""
    placed = level.block.statements[level.index]
    node, frame, door = placed.statement, level.frame, stands[number + 1].level.door
    level.node = node
    frame.enter(level.base + placed.at, node.span)
    frame.at_site(stands[number].site)
    inner = stands[number + 1].level.frame
    flow = _level(machine, stands, number + 1)
    if isinstance(node, If):
        return statements.end_side(machine, node, flow, frame)
    assert isinstance(node, ExpressionStatement)
    assert isinstance(door, Called)
    assert door.node is not None
    assert door.origin is not None
    value = calls.leave_function(machine, door.node, inner, frame, door.origin)
    if door.instance is not None:
        value = door.instance
    expression = node.expressions[door.expression]
    call = statements.outermost_call(expression)
    assert call is not None
    value = calls.links_from(machine, call, door.link + 1, value, frame, door.expression)
    statements.finish(machine, expression, value, frame)
    return statements.expressions_from(machine, node, door.expression + 1, frame)


__all__ = ["evaluate_again"]
