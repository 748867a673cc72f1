"""Finds tasks for Fargate whose CPU and memory do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackproof.rulekit import Finding, Fix, Graph, Related, Resource, Severity, Value, anchor, rule
from stackproof.rulekit.fargate import cpu_units, mebibytes
from stackproof.rulekit.scalars import instead


def _for_fargate(task: Resource) -> bool:
    """Whether a task certainly is to run on Fargate."""
    return any(v.is_("FARGATE") for v in task["requires_compatibilities"].items())


def _nearest(wanted: int, options: tuple[int, ...]) -> int:
    """The smallest option that is enough, else the largest."""
    return next((o for o in options if o >= wanted), options[-1])


def _memory(task: Resource, value: Value, size: int, more: bool) -> Fix:
    return instead(
        task,
        value,
        size,
        goal="set-task-memory",
        title=f"Give the task {size} MiB of memory",
        why_unsafe="" if more else "The task then has less memory.",
        safe=more,
        preferred=True,
    )


def _cpu(task: Resource, value: Value, units: int, preferred: bool = False) -> Fix:
    return instead(
        task,
        value,
        units,
        goal="set-task-cpu",
        title=f"Give the task {units} CPU units",
        why_unsafe="What the task costs changes with it.",
        preferred=preferred,
    )


def _wrong_cpu(task: Resource, value: Value, units: int, offered: Mapping[int, tuple[int, ...]]) -> Finding:
    near = _nearest(units, tuple(sorted(offered)))
    return Finding(
        at=anchor(value, task),
        message=f"Fargate offers no task with {units} CPU units ('{task.name}')",
        fixes=[_cpu(task, value, near, preferred=True)],
    )


def _wrong_pair(task: Resource, units: int, size: int, offered: Mapping[int, tuple[int, ...]]) -> Finding:
    cpu, memory = task["cpu"], task["memory"]
    options = offered[units]
    best = _nearest(size, options)
    fixes = [_memory(task, memory, best, best >= size)]
    fits = [u for u in sorted(offered) if size in offered[u]]
    if fits:
        fixes.append(_cpu(task, cpu, min(fits, key=lambda u: abs(u - units))))
    return Finding(
        at=anchor(memory, task),
        message=f"Fargate offers no task with {units} CPU units and {size} MiB of memory ('{task.name}'): with these "
        f"units it is {options[0]} to {options[-1]} MiB",
        related=[Related(cpu, "the CPU units")],
        fixes=fixes,
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    offered = graph.services.fargate_memory()
    for task in graph.of("aws_ecs_task_definition"):
        if not offered or task.external or not _for_fargate(task):
            continue
        units, size = cpu_units(task["cpu"]), mebibytes(task["memory"])
        if units is not None and units not in offered:
            yield _wrong_cpu(task, task["cpu"], units, offered)
        elif units is not None and size is not None and size not in offered[units]:
            yield _wrong_pair(task, units, size, offered)
