"""What a rule reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.values import Origin, Value


class Severity(StrEnum):
    """How bad it is, as in the protocol."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """1 for errors to 4 for hints, as the protocol numbers them."""
        return list(Severity).index(self) + 1


class Tag(StrEnum):
    """Extra meaning that editors show in their own way."""

    DEPRECATED = "deprecated"
    UNNECESSARY = "unnecessary"


Anchor = Value | Resource | Origin


@dataclass(slots=True, eq=False)
class Related:
    """Another place that plays a part, and what part."""

    at: Anchor
    message: str


@dataclass(slots=True, eq=False)
class Finding:
    """One problem at one place.

    ``at`` is the guilty value, resource or place. ``severity`` overrides the rule's own. ``rule`` is set by the driver.
    ``told_by_compiler`` when the compiler that runs in the editors of the program's language says the same here.
    """

    at: Anchor
    message: str
    related: list[Related] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    severity: Severity | None = None
    tags: frozenset[Tag] = frozenset()
    rule: str = ""
    told_by_compiler: bool = False


def place(anchor: Anchor) -> Origin | None:
    """Where an anchor stands in the text."""
    return anchor if isinstance(anchor, Origin) else anchor.origin
