"""What a rule is: a pure function from a graph to findings, with its name and page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from stackproof.model.finding import Finding, Severity
from stackproof.model.graph import Graph
from stackproof.rulekit.page import Page, read_page

Check = Callable[[Graph], Iterable[Finding]]


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. ``id`` is its file's name in kebab case, ``room`` the folder it stands in."""

    id: str
    room: str
    check: Check
    severity: Severity
    page_path: Path

    @cached_property
    def page(self) -> Page:
        """The page beside the rule.

        Raises:
            OSError: there is no page.
        """
        return read_page(self.page_path)

    def __repr__(self) -> str:
        return f"<rule {self.id}>"


def rule(*, severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Make a rule of a function; its file gives the rule its name and tells where its page is."""

    def make(check: Check) -> Rule:
        path = Path(inspect.getfile(check))
        return Rule(
            id=path.stem.replace("_", "-"),
            room=path.parent.name,
            check=check,
            severity=severity,
            page_path=path.with_suffix(".md"),
        )

    return make
