"""What there is to tell people about each rule."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from stackproof.analysis.configuration import INVALID_CONFIGURATION
from stackproof.analysis.suppression import UNUSED_SUPPRESSION
from stackproof.model.finding import Severity

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RuleInfo:
    """One rule for listings; ``text`` is its page in Markdown, empty when the page cannot be read."""

    id: str
    room: str
    severity: Severity
    title: str
    summary: str
    text: str
    references: tuple[str, ...]


# Findings that come from Stackproof itself have names too, and people ask for them in the same way.
_OWN = (
    RuleInfo(
        INVALID_CONFIGURATION,
        "stackproof",
        Severity.WARNING,
        INVALID_CONFIGURATION,
        "A setting of Stackproof is not understood, so its default is used.",
        f"# {INVALID_CONFIGURATION}\n\nA setting of Stackproof is not understood, so its default is used.\n\n## Fix\n\n"
        "`stackproof.toml`, or the table `[tool.stackproof]` of `pyproject.toml`, knows these keys:\n\n"
        '- `environment`: "dev", "test", "staging", "prod" or "ephemeral"\n'
        '- `compliance`: a list of profiles such as "pci-dss"\n'
        "- `exclude`: a list of patterns as in a `.gitignore`\n"
        '- `rules`: a table of rule ids, each "off", "hint", "information", "warning" or "error"\n',
        (),
    ),
    RuleInfo(
        UNUSED_SUPPRESSION,
        "stackproof",
        Severity.HINT,
        UNUSED_SUPPRESSION,
        "A comment allows a finding that does not occur.",
        f"# {UNUSED_SUPPRESSION}\n\nA comment allows a finding that does not occur.\n\n## Why\n\n"
        "`stackproof: allow rule-id - reason` hides a finding on its own line, or on the next one when it stands alone. "
        "When there is nothing to hide, the comment misleads its readers, and would hide a new mistake.\n\n## Fix\n\n"
        "Remove the comment, or correct the rule id.\n",
        (),
    ),
)


def catalogue() -> list[RuleInfo]:
    """All rules, those of Stackproof itself last; a rule whose page is broken is listed without it."""
    from stackproof.rulekit import load_rules

    found = []
    for rule in load_rules():
        try:
            page = rule.page
            text = page.explain()
        except Exception as error:
            logger.warning("the page of rule %s cannot be read: %s", rule.id, error)
            found.append(RuleInfo(rule.id, rule.room, rule.severity, rule.id, "", "", ()))
            continue
        found.append(
            RuleInfo(
                rule.id, rule.room, rule.severity, page.title, page.summary, text, tuple(page.references)
            )
        )
    return [*found, *_OWN]
