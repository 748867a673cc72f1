"""Finds components that do not say what belongs to them, or when they are complete."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Component, Finding, Fix, Graph, Related, Respell, Severity, head, rule

_MOST_NAMED = 8


def _loose(component: Component) -> Finding:
    count, strays = len(component.strays), component.strays
    which = f"{count} of the {component.members} resources" if component.members > 1 else "the resource"
    fix = Fix(
        title=f"Make them parts of '{component.name}'",
        goal="name-parent",
        intents=(Respell(component.adopting),),
        why_unsafe="The URNs change: what is deployed already is replaced, unless aliases name the old ones.",
    )
    return Finding(
        at=component.definition,
        message=f"{which} that '{component.name}' makes {'do' if count > 1 else 'does'} not have it as parent",
        related=[Related(head(r), f"'{r.name}' has no parent") for r in strays[:_MOST_NAMED]],
        fixes=[fix] if component.adopting else [],
        severity=Severity.WARNING,
    )


def _incomplete(component: Component) -> Finding:
    fix = Fix(
        title="Register that it is complete",
        goal="register-outputs",
        intents=(Respell(component.registering),),
        safe=True,
        preferred=True,
    )
    return Finding(
        at=component.definition,
        message=f"'{component.name}' never registers its outputs, so it never counts as complete",
        fixes=[fix] if component.registering else [],
        severity=Severity.INFORMATION,
    )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for component in graph.components:
        if component.strays:
            yield _loose(component)
        if not component.registers:
            yield _incomplete(component)
