"""Finds log groups that keep their events for less time than a profile asks for, or for ever without saying so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Certainty,
    Finding,
    Fix,
    Graph,
    Plain,
    Related,
    Resource,
    SetArgument,
    Severity,
    anchor,
    head,
    leads_to,
    rule,
)
from stackproof.rulekit.environment import is_told_by_names, purpose
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.profiles import Floor, log_floor

_NAME = "retention_in_days"
_YEAR = 365


def _days(group: Resource) -> float | None:
    """For how many days a group certainly keeps its events; 0 stands for ever."""
    value = group[_NAME]
    text = value.text()
    return int(text) if text is not None and text.isdigit() else value.number()


def _fix(group: Resource, days: int, why: str) -> Fix:
    return Fix(
        title=f"Keep events for {days} days",
        goal="keep-logs",
        intents=(SetArgument(group, (_NAME,), Plain(days)),),
        subjects=(group,),
        why_unsafe=why,
        preferred=True,
    )


def _copies(graph: Graph, group: Resource) -> Resource | Answer:
    """The filter that sends a group's events elsewhere; whether there is one when that is all that is known."""
    answer = Answer.NO
    for sender in pointing(
        graph, "aws_cloudwatch_log_subscription_filter", "log_group_name", group, name="name"
    ):
        link = leads_to(sender["log_group_name"], group, "name")
        if link is Answer.YES and not sender.conditional:
            return sender
        answer = answer | (Answer.UNKNOWN if link is not Answer.NO else Answer.NO)
    return answer


def _short(graph: Graph, group: Resource, floor: Floor, offered: tuple[int, ...]) -> Iterator[Finding]:
    days, least = _days(group), floor.days
    if not days or days >= least or purpose(graph, group) == "short-lived":
        return
    sender = _copies(graph, group)
    if sender is not Answer.NO:
        # What is sent elsewhere may be kept there.
        if floor.at_hand is None or days >= floor.at_hand or not isinstance(sender, Resource):
            return
        least = floor.at_hand
    value = group[_NAME]
    longer = offered[bisect_left(offered, least) : bisect_left(offered, least) + 1]
    written = value.certainty is Certainty.WRITTEN and value.origin is not None
    at_hand = " at hand" if least < floor.days else ""
    yield Finding(
        at=anchor(value, group) if written else head(group),
        message=(
            f"log group '{group.name}' keeps events for {days:g} days, "
            f"and {floor.asked_by} asks for {least}{at_hand}"
        ),
        related=[Related(head(sender), "what it sends elsewhere")] if isinstance(sender, Resource) else [],
        fixes=[
            _fix(group, d, "Keeping logs costs about 0.03 USD a month for each gigabyte.") for d in longer
        ],
        # Where names come from outside, it may be for development.
        severity=None if is_told_by_names(graph, group) else Severity.INFORMATION,
    )


def _for_ever(group: Resource) -> Iterator[Finding]:
    """Nobody said for how long: that is for ever."""
    said = group.implied or group.escapes or _NAME in group.properties.entries
    if group[_NAME].is_absent() and not said:
        yield Finding(
            at=head(group),
            message=f"log group '{group.name}' keeps its events for ever, since nothing says for how long",
            fixes=[_fix(group, _YEAR, "Events that are older are deleted.")],
            severity=Severity.HINT,
        )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    floor, offered = log_floor(graph), graph.services.log_retentions()
    for group in graph.of("aws_cloudwatch_log_group"):
        if group.external or group["log_group_class"].is_("DELIVERY"):
            continue
        if floor is None:
            yield from _for_ever(group)
        elif offered and graph.is_closed_around([group]):
            yield from _short(graph, group, floor, offered)
