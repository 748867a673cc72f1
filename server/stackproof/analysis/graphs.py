"""Puts together what the frameworks recognised in one evaluation."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable

from stackproof.model.construction import Construction, Evaluation, Gap
from stackproof.model.graph import Graph, Resource
from stackproof.model.ports import Framework, Recognition
from stackproof.model.runtime import Instance, Reference
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings
from stackproof.model.values import (
    Choice,
    JsonText,
    Mapping,
    Sequence,
    Template,
    Unknown,
    Value,
)

# One reason is enough for a resource to be no longer closed; some more are for people to read.
_MOST_ESCAPES = 8

logger = logging.getLogger(__name__)


def build(
    evaluation: Evaluation, frameworks: Iterable[Framework], surroundings: Surroundings = NO_SURROUNDINGS
) -> Graph:
    """The graph of one program, with every resource marked that reached code which nobody understood."""
    recognitions = [_recognise(f, evaluation, surroundings) for f in frameworks]
    resources = sorted(
        (r for recognition in recognitions for r in recognition.resources),
        key=lambda r: r.construction.number,
    )
    gaps = [*evaluation.gaps, *(g for recognition in recognitions for g in recognition.gaps)]
    gaps += _mark_escapes(evaluation, recognitions, resources)
    return Graph(
        resources,
        uses=[u for recognition in recognitions for u in recognition.uses],
        stringified=[s for recognition in recognitions for s in recognition.stringified],
        components=[c for recognition in recognitions for c in recognition.components],
        misfits=evaluation.misfits,
        mentions=evaluation.mentions,
        operations=evaluation.operations,
        gaps=gaps,
        complete=evaluation.complete,
        understood=frozenset(number for recognition in recognitions for number in recognition.understood),
        files=tuple(evaluation.files),
    )


def _recognise(framework: Framework, evaluation: Evaluation, surroundings: Surroundings) -> Recognition:
    """What one framework sees; one that fails sees nothing, so that all it would know stays unknown."""
    try:
        return framework.recognise(evaluation, surroundings)
    except Exception:
        logger.exception("the %s room failed", framework.name)
        evaluation.complete = False
        return Recognition()


def _mark_escapes(
    evaluation: Evaluation, recognitions: list[Recognition], resources: list[Resource]
) -> list[Gap]:
    understood = {number for recognition in recognitions for number in recognition.understood}
    made: dict[int, list[Resource]] = defaultdict(list)
    for resource in resources:
        made[id(resource.construction)].append(resource)
    gaps: list[Gap] = []
    # What can be reached from a value, as far as there is room for more reasons.
    within: dict[int, list[Resource]] = {}
    for call in evaluation.constructions:
        if call.number in understood:
            continue
        name = call.callee.dotted if call.callee is not None else f"method {call.method}"
        gap = Gap("unrecognised", f"{name} is not known", call.callee_origin)
        gaps.append(gap)
        reached: dict[int, Resource] = {}
        for value in _given(call):
            # The same list or object may be given to any number of calls.
            known = within.get(id(value))
            if known is None or any(len(r.escapes) >= _MOST_ESCAPES for r in known):
                everything = known if known is not None else [r for c in _reached(value) for r in made[id(c)]]
                known = within[id(value)] = [r for r in everything if len(r.escapes) < _MOST_ESCAPES]
            reached.update((id(r), r) for r in known)
        for resource in reached.values():
            resource.escapes.append(gap)
    return gaps


def _given(call: Construction) -> list[Value]:
    """What a call gets hold of: its receiver and arguments."""
    given = [*call.arguments.positional, *(e.value for e in call.arguments.keywords.values())]
    return given if call.receiver is None else [*given, call.receiver]


def _reached(value: Value) -> list[Construction]:
    """The constructions which somebody who has a value can get hold of."""
    found: list[Construction] = []
    seen: set[int] = set()
    stack: list[Value] = [value]
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        match value:
            case Reference():
                found.append(value.construction)
                if value.construction.receiver is not None:
                    stack.append(value.construction.receiver)
            case Instance() if value.construction is not None:
                # A scope gives access to the tree below it, not to the fields of the program's class.
                found.append(value.construction)
            case Instance():
                stack.extend(value.fields.values())
            case Sequence():
                stack.extend(value.elements)
            case Mapping():
                stack.extend(e.value for e in value.entries.values())
            case Template():
                stack.extend(p for p in value.parts if isinstance(p, Value))
            case JsonText():
                stack.append(value.content)
            case Choice():
                stack.extend(value.options)
            case Unknown():
                stack.extend(value.mentions)
            case _:
                pass
    return found
