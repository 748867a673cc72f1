"""The command that shows the page of a rule."""

from __future__ import annotations

import argparse
import re
import sys

from stackproof.analysis.suggestion import did_you_mean
from stackproof.cli.catalogue import catalogue
from stackproof.cli.errors import UsageError
from stackproof.cli.output import emit
from stackproof.cli.style import Style, style_for

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)


def explain(options: argparse.Namespace) -> int:
    """Print why a rule exists, how its findings are cured, where to read more.

    Raises:
        UsageError: there is no such rule.
    """
    rules = {rule.id: rule for rule in catalogue()}
    rule = rules.get(options.rule) or rules.get(options.rule.strip().lower().replace("_", "-"))
    if rule is None:
        hint = did_you_mean(options.rule, rules)
        raise UsageError(f"unknown rule '{options.rule}'{hint or '; `stackproof rules` lists all'}")
    text = rule.text or f"# {rule.title}\n"
    emit(_painted(text, style_for(sys.stdout, options.color)))
    return 0


def _painted(text: str, style: Style) -> str:
    return _HEADING.sub(lambda m: style.paint("bold", m[0]), text)
