"""Finds integration tests that never look at anything that is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, rule

_PROFILE = "tests"


@rule(severity=Severity.HINT)
def check(graph: Graph) -> Iterator[Finding]:
    severity = Severity.INFORMATION if _PROFILE in graph.compliance else Severity.HINT
    for file in graph.tests():
        if file.integrates and file.synthesizes and not file.reaches_out:
            yield Finding(
                at=file.cases[0].at,
                message="these integration tests only synthesise: nothing in this file talks to what is deployed",
                severity=severity,
            )
