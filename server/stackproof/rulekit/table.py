"""Writes the table of all rules, ``rules/README.md``: run ``python -m stackproof.rulekit.table``."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from stackproof.rulekit.page import Example, parse_page
from stackproof.rulekit.registry import load_rules
from stackproof.rulekit.rule import Rule

_CELLS = (
    ("cdk", "typescript", "CDK TS"),
    ("cdk", "python", "CDK Py"),
    ("cdktf", "typescript", "CDKTF TS"),
    ("cdktf", "python", "CDKTF Py"),
    ("pulumi", "typescript", "Pulumi TS"),
    ("pulumi", "python", "Pulumi Py"),
)
_LEGEND = (
    "**F**: there is a program in that dialect on which the rule fires. **S**: there is one that looks much the same, on "
    "which it is silent. **R**: what its fix makes of the wrong one is accepted by the real compiler and library "
    "(synthesised for CDK and CDKTF, run under mocks for Pulumi), and the defect, which is in what the library synthesises from "
    "the wrong one, is gone. The programs are on the rule's page and in `tests/rules`; the "
    "tests run them there for F and S, and in `tests/toolchains` for R. An empty cell means that it cannot occur there, or is not found."
)


def _cell(rule: Rule, corners: tuple[Example, ...], framework: str, language: str) -> str:
    """What the examples of one dialect show of a rule; ``corners`` are those beside its page."""
    own, more = (
        [e for e in found if (e.framework, e.language) == (framework, language)]
        for found in (rule.page.examples, corners)
    )
    wrong = [e for e in (*own, *more) if any(x.rule == rule.id for x in e.expected)]
    silent = any(not e.expected for e in (*own, *more))
    # The real libraries see the page's examples only.
    fixed = any(e.fixed for e in own if e in wrong)
    return " ".join(letter for letter, shown in zip("FSR", (wrong, silent, fixed), strict=True) if shown)


def corner_cases(folder: Path) -> dict[str, tuple[Example, ...]]:
    """The examples beside the pages, by rule; nothing where there is no such folder."""
    return {
        path.stem: parse_page(path.read_text(encoding="utf-8")).examples
        for path in sorted(folder.glob("*.md"))
    }


def table(
    rules: tuple[Rule, ...],
    base: str = "stackproof_rules",
    corners: Mapping[str, tuple[Example, ...]] = MappingProxyType({}),
) -> str:
    """The text of the table; ``base`` is the folder of the rules as seen from the table."""
    lines = [
        "# Rules",
        "",
        "Made by `python -m stackproof.rulekit.table`; change the pages, not this file.",
        "",
        f"{len(rules)} rules. Each one is two files, its check and its page; the page is also its test.",
        "",
        _LEGEND,
        "",
    ]
    heads = " | ".join(name for _, _, name in _CELLS)
    for room in sorted({rule.room for rule in rules}):
        lines += [
            f"## {room}",
            "",
            f"| rule | severity | {heads} | finds |",
            "|---" * (len(_CELLS) + 3) + "|",
        ]
        for rule in rules:
            if rule.room == room:
                page = f"{base}/{room}/{rule.page_path.name}"
                summary = rule.page.summary.replace("|", "\\|")
                more = corners.get(rule.id, ())
                cells = " | ".join(
                    _cell(rule, more, framework, language) for framework, language, _ in _CELLS
                )
                lines.append(f"| [{rule.id}]({page}) | {rule.severity} | {cells} | {summary} |")
        lines.append("")
    return "\n".join(lines)


def current() -> str:
    """The text as it should be now, with the corner cases of a working copy."""
    return table(load_rules(), corners=corner_cases(location().parents[1] / "tests" / "rules"))


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
    location().write_text(current(), encoding="utf-8")
