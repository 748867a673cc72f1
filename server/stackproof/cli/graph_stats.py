"""What of the programs was understood, as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stackproof.analysis.survey.account import Account, Dialect, Lost
from stackproof.cli.style import visible
from stackproof.cli.view import View
from stackproof.text import Encoding

_MOST_LOSSES = 40
_MOST_PLACES = 3
_STAGES = {
    "reach": "not reached",
    "recognise": "not recognised",
    "value": "value unknown",
    "reference": "reference lost",
}


def graph_stats(account: Account, view: View) -> str:
    """Counts by dialect, the losses with the most frequent first, and what was not read."""
    return "\n".join([*_counts(account), *_losses(account, view), *_left_out(account, view)]) + "\n"


def _counts(account: Account) -> Iterator[str]:
    if not account.dialects:
        yield "No construction of an AWS resource was seen."
    for name, dialect in sorted(account.dialects.items()):
        yield from _dialect(name, dialect)
        yield ""
    if account.foreign:
        listed = ", ".join(f"{n} of {visible(m)}" for m, n in account.foreign.most_common(8))
        yield f"resources of other clouds, not looked at: {account.foreign.total()} ({listed})"
        yield ""


def _dialect(name: str, d: Dialect) -> Iterator[str]:
    seen, reached = d.seen.total(), d.reached.total()
    arguments = d.certain + d.outside + d.lost
    references = d.resolved + d.unresolved
    yield f"{name}: {_many(d.programs, 'program')}, {_many(d.files, 'file')}, {_many(d.lines, 'line')}"
    yield f"  constructions seen      {seen:7}"
    for shown, count in d.seen.most_common():
        yield f"    {shown:36} {count:7}   {share(d.reached[shown], count)} reached"
    yield f"  reached                 {reached:7}   {share(reached, seen)}"
    yield f"  recognised              {d.recognised:7}   {share(d.recognised, reached)} of those reached"
    yield f"  arguments               {arguments:7}   {share(d.certain, arguments)} certain, " + (
        f"{share(d.outside, arguments)} decided outside the program, {share(d.lost, arguments)} unknown"
    )
    yield f"  references              {references:7}   {share(d.resolved, references)} resolved"


def share(part: int, whole: int) -> str:
    """A part as a percentage of the whole; of nothing, all."""
    return f"{100 * part / whole if whole else 100:.1f} %"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _losses(account: Account, view: View) -> Iterator[str]:
    if not account.losses:
        return
    yield "lost, most frequent first:"
    ordered = sorted(account.losses.items(), key=lambda item: -item[1].count)
    for loss, lost in ordered[:_MOST_LOSSES]:
        stage = _STAGES[loss.stage]
        yield f"  {lost.count:5}  {loss.dialect:9}  {stage:14}  {visible(loss.reason)}{_example(lost, view)}"
    rest = ordered[_MOST_LOSSES:]
    if rest:
        total = sum(lost.count for _, lost in rest)
        yield f"  {total:5}  for {_many(len(rest), 'other reason')} (--format json lists all)"
    yield ""


def _example(lost: Lost, view: View) -> str:
    if lost.example is None:
        return ""
    start, _ = view.positions(lost.example, Encoding.UTF16)
    return f"  [{visible(view.shown(lost.example.file))}:{start.line + 1}]"


def _left_out(account: Account, view: View) -> Iterator[str]:
    if not account.left_out:
        return
    yield "left out:"
    places: dict[str, list[str]] = {}
    for path, reason in sorted(account.left_out.items()):
        places.setdefault(reason, []).append(visible(view.shown(path)))
    for reason, count in Counter(account.left_out.values()).most_common():
        some = places[reason][:_MOST_PLACES]
        more = ", ..." if count > len(some) else ""
        yield f"  {count:5}  {visible(reason)}: {', '.join(some)}{more}"
