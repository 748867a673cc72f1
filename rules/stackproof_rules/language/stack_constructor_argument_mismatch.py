"""Finds arguments that a stack, component or construct of the program does not take, or does not get."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    DropPassed,
    Finding,
    Fix,
    Graph,
    Misfit,
    PassVariable,
    Related,
    ReplaceText,
    Severity,
    TakeParameter,
    rule,
)
from stackproof.rulekit.scalars import closest

_LOSES = "What is passed there has no effect any more; look whether it should have one."
_UNUSED = "The constructor takes the argument, and it is still for you to use it."


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _message(misfit: Misfit, names: tuple[str, ...], meant: str | None) -> str:
    what, listed = misfit.class_name, " and ".join(f"'{name}'" for name in names)
    match misfit.kind:
        case "unknown":
            return f"'{what}' takes no argument {listed}" + (
                "" if meant is None else f"; did you mean '{meant}'?"
            )
        case "twice":
            return f"'{what}' gets {listed} twice, by position and by name"
        case "surplus":
            return f"'{what}' takes at most {misfit.most} arguments by position"
        case "missing":
            return f"'{what}' cannot be created without {listed}"


def _drop(misfit: Misfit) -> Fix:
    named = f"'{misfit.names[0]}'" if misfit.names else "the argument"
    return Fix(
        title=f"Do not pass {named}",
        goal="drop-argument",
        intents=(DropPassed(misfit.holder, misfit.number),),
        why_unsafe=_LOSES,
    )


def _fixes(misfit: Misfit, names: tuple[str, ...], meant: str | None) -> Iterator[Fix]:
    if misfit.within_reach:
        yield Fix(
            title="Pass " + " and ".join(f"'{name}'" for name in names),
            goal="pass-argument",
            intents=tuple(PassVariable(misfit.holder, n, n) for n in names),
            why_unsafe="The variables have the names of the arguments; look whether they are meant.",
            preferred=True,
        )
    if misfit.kind == "missing":
        return
    if meant is not None:
        yield Fix(
            title=f"Pass it as '{meant}'",
            goal="rename-argument",
            intents=(ReplaceText(misfit.at, meant),),
            safe=_plain(meant) == _plain(misfit.names[0]),
            why_unsafe="Only the spelling says that this is the argument which is meant.",
            preferred=True,
        )
    if misfit.extensible:
        name = misfit.names[0]
        yield Fix(
            title=f"Let '{misfit.class_name}' take '{name}'",
            goal="take-argument",
            intents=(TakeParameter(misfit.constructor, name, misfit.value),),
            why_unsafe=_UNUSED,
        )
    yield _drop(misfit)


def _related(misfit: Misfit) -> list[Related]:
    defined = Related(misfit.definition, f"'{misfit.class_name}' is defined here")
    return [defined] if misfit.surplus is None else [Related(misfit.surplus, "this is too many"), defined]


def _slips(graph: Graph) -> dict[int, str]:
    """Which argument each unknown one is meant to be, by the misfit's identity."""
    found: dict[int, str] = {}
    for misfit in graph.misfits:
        if misfit.kind == "unknown" and (meant := closest(misfit.names[0], misfit.free)) is not None:
            found[id(misfit)] = meant
    return found


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    slips = _slips(graph)
    spelt = {(m.holder, slips[id(m)]) for m in graph.misfits if id(m) in slips}
    lacking = {(m.holder, name) for m in graph.misfits if m.kind == "missing" for name in m.names}
    for misfit in graph.misfits:
        meant = slips.get(id(misfit))
        names = tuple(n for n in misfit.names if (misfit.holder, n) not in spelt)
        if misfit.kind == "missing" and not names:
            # It is there, under a wrong name, which is said already.
            continue
        fixes = _fixes(misfit, names, meant)
        if (misfit.holder, meant) in lacking:
            fixes = (fix for fix in fixes if fix.goal == "rename-argument")
        yield Finding(
            at=misfit.at,
            message=_message(misfit, names, meant),
            related=_related(misfit),
            fixes=list(fixes),
            told_by_compiler=misfit.compiled,
        )
