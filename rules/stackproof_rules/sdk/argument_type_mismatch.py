"""Finds arguments whose type the class or function of the installed library does not take."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, by_version, rule
from stackproof.rulekit.conversions import cures
from stackproof.rulekit.mismatches import mismatches
from stackproof.rulekit.typenames import given_words, wanted_words


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for found in mismatches(graph):
        if found.is_truth_for_text or found.is_of_element:
            continue
        facts = found.call.facts
        wanted, given = wanted_words(found.wanted, facts), given_words(found.given, facts)
        converted = "; it deploys, but type checkers refuse it" if found.is_converted else ""
        yield Finding(
            at=found.at,
            message=f"'{found.argument}' of '{found.owner}' takes {wanted}, not {given}{converted}"
            f"{by_version(found.call.package)}",
            fixes=cures(found),
            severity=found.severity,
            told_by_compiler=found.call.is_compiled,
        )
