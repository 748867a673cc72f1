"""Finds numbers that are too small or large, and texts that are too long or have characters that are not allowed."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from stackproof.rulekit import Finding, Fix, Graph, Limits, Resource, Severity, Value, anchor, rule
from stackproof.rulekit.scalars import instead, limited, scalars
from stackproof.rulekit.texts import allowed, bad_characters, least_length, mended

# Limits that hold only without another argument.
_WITHOUT = {
    ("aws_lambda_function", "memory_size"): "capacity_provider_config",
    ("aws_lambda_function", "timeout"): "capacity_provider_config",
}


def _number(data: object) -> float | None:
    """A number, or the text of one; None for anything else."""
    if isinstance(data, bool) or not isinstance(data, int | float | str):
        return None
    try:
        number = float(data)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _shown(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _bounds(limits: Limits) -> str:
    low, high = (None if n is None else _shown(n) for n in (limits.low, limits.high))
    if low is not None and high is not None:
        return f"it is {low} to {high}"
    return f"it is at least {low}" if low is not None else f"it is at most {high}"


def _out(number: float | None, limits: Limits) -> bool:
    low, high = limits.low, limits.high
    # 0 and -1 are Terraform's own words for "not given" and "no limit".
    if number is None or (low is not None and (number == -1 or (number == 0 and low > 0))):
        return False
    return (low is not None and number < low) or (high is not None and number > high)


def _of_number(resource: Resource, name: str, value: Value, limits: Limits) -> Finding | None:
    numbers = [_number(v.data) for v in scalars(value)]
    if not numbers or not all(_out(n, limits) for n in numbers):
        return None
    first = numbers[0] or 0
    nearest = limits.low if limits.low is not None and first < limits.low else limits.high
    return Finding(
        at=anchor(value, resource),
        message=f"'{name}' of '{resource.name}' cannot be {_shown(first)}: {_bounds(limits)}",
        fixes=[]
        if nearest is None
        else [
            instead(
                resource,
                value,
                int(nearest) if float(nearest).is_integer() else nearest,
                goal="set-number",
                title=f"Use {_shown(nearest)}",
                why_unsafe="It is the nearest number that is allowed, not the one that was asked for.",
                preferred=True,
            )
        ],
    )


def _renamed(resource: Resource, value: Value, limits: Limits) -> Iterator[Fix]:
    text = value.text()
    other = None if text is None else mended(text, limits)
    if other is not None:
        yield instead(
            resource,
            value,
            other,
            goal="set-text",
            title=f"Write '{other}'",
            why_unsafe="What has another name or description is made anew, and may be known elsewhere by its name.",
            preferred=True,
        )


def _of_text(resource: Resource, name: str, value: Value, limits: Limits) -> Finding | None:
    said = _complaint(value, limits)
    if said is None:
        return None
    return Finding(
        at=anchor(value, resource),
        message=f"'{name}' of '{resource.name}' {said}",
        fixes=list(_renamed(resource, value, limits)),
    )


def _complaint(value: Value, limits: Limits) -> str | None:
    """What is wrong with a text in words; None when nothing certainly is."""
    length = least_length(value)
    if length is None or length == 0:
        return None
    text = value.text()
    if limits.longest is not None and length > limits.longest:
        has = f"has {length}" if text is not None else f"has at least {length}"
        return f"{has} characters, and {limits.longest} are allowed"
    if limits.shortest is not None and text is not None and length < limits.shortest:
        return f"has {length} characters, and needs {limits.shortest}"
    bad = bad_characters(value, limits)
    if bad:
        return f"cannot have {', '.join(map(repr, bad))} in it: allowed are {limits.words}"
    if text is not None and not allowed(text, limits):
        return f"cannot be '{text}': allowed are {limits.words}"
    return None


def _applies(resource: Resource, path: str) -> bool:
    """Whether a limit holds for a resource, whatever else it has."""
    unless = _WITHOUT.get((resource.type, path))
    return unless is None or resource[unless].is_absent()


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for resource in graph.resources:
        if resource.external:
            continue
        for path, limits, value in limited(graph, resource):
            if not _applies(resource, path):
                continue
            numeric = limits.low is not None or limits.high is not None
            look = _of_number if numeric else _of_text
            found = look(resource, path.rpartition(".")[2], value, limits)
            if found is not None:
                yield found
