"""Surveys checked programs: counts by dialect and program, and every loss with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stackproof.analysis.pipeline import ProgramResult
from stackproof.analysis.survey.account import Account, Dialect, Loss
from stackproof.analysis.survey.judging import Knowledge
from stackproof.analysis.survey.sites import Resolve
from stackproof.analysis.survey.tally import Argument, Counter, Tally, merge
from stackproof.model.ports import Framework


def survey(
    results: Sequence[ProgramResult],
    frameworks: Sequence[Framework],
    resolver: Callable[[ProgramResult], Callable[[str], Resolve]],
    left_out: Mapping[str, str],
) -> Account:
    """The account of the programs; ``resolver`` tells what imports mean in a file of a program."""
    counter = Counter(frameworks)
    account = Account(left_out=dict(left_out))
    tallies = {r.entry.path: counter.count(r, resolver(r)) for r in results}
    for result in results:
        own = _dialects(tallies[result.entry.path], [result])
        if own:
            account.programs[result.entry.path] = own
    whole = merge(tallies.values())
    account.dialects = _dialects(whole, results)
    for name, dialect in account.dialects.items():
        dialect.programs = sum(1 for own in account.programs.values() if name in own)
    account.foreign.update(whole.foreign.values())
    _lose(account, whole)
    return account


def _dialects(tally: Tally, results: Sequence[ProgramResult]) -> dict[str, Dialect]:
    found: dict[str, Dialect] = {}
    files: dict[str, set[str]] = {}
    for at, place in tally.places.items():
        dialect = found.setdefault(place.dialect, Dialect(programs=1))
        files.setdefault(place.dialect, set()).add(at.file)
        shown = place.site.context.shown
        dialect.seen[shown] += 1
        dialect.reached[shown] += place.reached
        dialect.recognised += place.recognised
    for argument in tally.arguments.values():
        _count_argument(found[argument.dialect], argument)
    sources = {path: s for r in results for path, s in r.used.items()}
    for name, dialect in found.items():
        dialect.files = len(files[name])
        dialect.lines = sum(
            sources[path].document.data.count(b"\n") for path in files[name] if path in sources
        )
    return found


def _count_argument(dialect: Dialect, argument: Argument) -> None:
    match argument.judgement.knowledge:
        case Knowledge.CERTAIN:
            dialect.certain += 1
        case Knowledge.OUTSIDE:
            dialect.outside += 1
        case Knowledge.LOST:
            dialect.lost += 1
    if argument.refers:
        dialect.resolved += argument.resolved
        dialect.unresolved += not argument.resolved


def _lose(account: Account, tally: Tally) -> None:
    for at, place in tally.places.items():
        if not place.reached:
            account.lose(Loss("reach", place.dialect, place.reason), at)
        elif not place.recognised:
            reason = f"no resource is made of '{place.site.symbol.dotted}'"
            account.lose(Loss("recognise", place.dialect, reason), at)
    for argument in tally.arguments.values():
        if argument.judgement.knowledge is Knowledge.LOST:
            account.lose(Loss("value", argument.dialect, argument.judgement.reason), argument.origin)
        if argument.refers and not argument.resolved:
            account.lose(Loss("reference", argument.dialect, _unresolved(argument)), argument.origin)


def _unresolved(argument: Argument) -> str:
    hidden = argument.judgement.hidden
    if hidden:
        return f"it went into something that was not followed: {argument.judgement.reason}"
    calls = argument.judgement.references
    names = [c.callee.dotted if c.callee is not None else f".{c.method}()" for c in calls]
    return f"it leads to '{names[0]}', of which no resource is made"
