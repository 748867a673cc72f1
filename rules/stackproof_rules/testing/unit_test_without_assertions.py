"""Finds tests that hold a program to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, rule

_PROFILE = "tests"
_MESSAGES = {
    "nothing": "this test asserts nothing: it passes whatever is deployed",
    "existing": "this test only asserts that something is there: it passes whatever is deployed",
}


@rule(severity=Severity.HINT)
def check(graph: Graph) -> Iterator[Finding]:
    severity = Severity.INFORMATION if _PROFILE in graph.compliance else Severity.HINT
    for file in graph.tests():
        for case in file.cases:
            if case.asserts in _MESSAGES:
                yield Finding(at=case.at, message=_MESSAGES[case.asserts], severity=severity)
