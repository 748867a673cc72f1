"""Writes the table of all rules, ``rules/README.md``: run ``python -m stackproof.rulekit.table``."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from stackproof.rulekit.registry import load_rules
from stackproof.rulekit.rule import Rule

_NAMES = {"cdk": "CDK", "cdktf": "CDKTF", "pulumi": "Pulumi"}


def _dialects(rule: Rule) -> str:
    present = {example.framework for example in rule.page.examples}
    return ", ".join(name for key, name in _NAMES.items() if key in present)


def table(rules: tuple[Rule, ...], base: str = "stackproof_rules") -> str:
    """The text of the table; ``base`` is the folder of the rules as seen from the table."""
    lines = [
        "# Rules",
        "",
        "Made by `python -m stackproof.rulekit.table`; change the pages, not this file.",
        "",
        f"{len(rules)} rules. Each one is two files, its check and its page; the page is also its test.",
        "",
    ]
    for room in sorted({rule.room for rule in rules}):
        lines += [f"## {room}", "", "| rule | severity | shown for | finds |", "|---|---|---|---|"]
        for rule in rules:
            if rule.room == room:
                page = f"{base}/{room}/{rule.page_path.name}"
                summary = rule.page.summary.replace("|", "\\|")
                lines.append(f"| [{rule.id}]({page}) | {rule.severity} | {_dialects(rule)} | {summary} |")
        lines.append("")
    return "\n".join(lines)


def location(package: str = "stackproof_rules") -> Path:
    """Where the table stands: beside the folder of the rules.

    Raises:
        LookupError: the package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed")
    return Path(next(iter(spec.submodule_search_locations))).parent / "README.md"


if __name__ == "__main__":
    location().write_text(table(load_rules()), encoding="utf-8")
