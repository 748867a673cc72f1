"""Steps of scaling: how many machines or tasks more or fewer, by how far a metric is off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from stackproof.frameworks.cdk.arguments import Arguments, arguments_of

Number = int | float


@dataclass(frozen=True)
class Step:
    """A change while a metric is between two bounds; None for no change."""

    lower: Number
    upper: Number
    change: Number | None


@dataclass(frozen=True)
class Plan:
    """The steps below and above the values at which nothing changes, and those values; None where there are none."""

    below: tuple[Step, ...]
    low: Number | None
    above: tuple[Step, ...]
    high: Number | None


def plan(props: Arguments, *, absolute: bool) -> Plan | None:
    """What the steps of a policy become; None when they are not all known, or make no sense."""
    written = props.elements("scaling_steps")
    rough: list[tuple[Number | None, Number | None, Number]] = []
    for element in written or ():
        step = arguments_of(props.world, element)
        if step is None or step.open:
            return None
        change = step.get("change").number()
        bounds = [step.get(n).number() for n in ("lower", "upper")]
        known = all(
            b is not None or step.raw(n) is None for b, n in zip(bounds, ("lower", "upper"), strict=True)
        )
        if change is None or not known or (bounds[0] is None and bounds[1] is None):
            return None
        rough.append((bounds[0], bounds[1], change))
    if written is None or len(rough) < 2:
        return None
    full = _completed(rough)
    return None if full is None else _thresholds(_with_gaps(full, absolute))


def _completed(rough: list[tuple[Number | None, Number | None, Number]]) -> list[Step] | None:
    """Steps in order, whose open bounds are those of their neighbours."""
    steps = sorted(([*s] for s in rough), key=lambda s: s[0] if s[0] is not None else s[1])  # type: ignore[arg-type, return-value]
    changed = True
    while changed:
        changed = False
        for first, second in pairwise(steps):
            if first[1] is not None and second[0] is None:
                second[0], changed = first[1], True
            if second[0] is not None and first[1] is None:
                first[1], changed = second[0], True
    if steps[0][0] is None:
        steps[0][0] = 0
    if steps[-1][1] is None:
        steps[-1][1] = inf
    made = [
        Step(lower, upper, change)
        for lower, upper, change in steps
        if lower is not None and upper is not None
    ]
    return made if len(made) == len(steps) else None


def _with_gaps(steps: list[Step], absolute: bool) -> list[Step]:
    """No change where no step is, nor where the change is none."""
    found: list[Step] = []
    end: Number = 0
    for step in steps:
        if step.lower > end:
            found.append(Step(end, step.lower, None))
        found.append(replace(step, change=None) if step.change == 0 and not absolute else step)
        end = step.upper
    if end != inf:
        found.append(Step(end, inf, None))
    merged: list[Step] = []
    for step in found:
        if merged and merged[-1].change is None and step.change is None:
            merged[-1] = replace(merged[-1], upper=step.upper)
        else:
            merged.append(step)
    return merged


def _thresholds(steps: list[Step]) -> Plan:
    gap = next((n for n, s in enumerate(steps) if s.change is None), None)
    if gap is not None:
        below, above = gap - 1, gap + 1
    elif len(steps) == 1:
        below, above = -1, 0
    else:
        below, above = len(steps) // 2 - 1, len(steps) // 2
    low = steps[below].upper if below >= 0 else None
    high = steps[above].lower if above < len(steps) else None
    return Plan(tuple(reversed(steps[: below + 1])), low, tuple(steps[above:]), high)
