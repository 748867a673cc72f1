"""Runs a rule so that its failure costs nothing but its own findings."""

from __future__ import annotations

import logging

from stackproof.model.finding import Finding
from stackproof.model.graph import Graph
from stackproof.rulekit.rule import Rule

logger = logging.getLogger(__name__)


def run(rule: Rule, graph: Graph) -> list[Finding]:
    """The rule's findings, each with its rule's id and a severity; those before a crash are kept."""
    findings: list[Finding] = []
    try:
        for finding in rule.check(graph):
            finding.rule = rule.id
            if finding.severity is None:
                finding.severity = rule.severity
            findings.append(finding)
    except Exception:
        logger.exception("rule %s crashed", rule.id)
    return findings
