"""What a survey counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from stackproof.model.values import Origin

# The ways in which something is lost on its way from the text to the graph.
Stage = Literal["reach", "recognise", "value", "reference"]


@dataclass(frozen=True)
class Loss:
    """One way of losing something: where on the way, and why."""

    stage: Stage
    dialect: str
    reason: str


@dataclass(eq=False)
class Lost:
    """How often something was lost in one way, and the first place where it was."""

    count: int = 0
    example: Origin | None = None


@dataclass(eq=False)
class Dialect:
    """The counts of one framework in one language; all counts are of places in the text.

    ``seen`` are constructions of AWS resources by where they stand, ``reached`` those that evaluation came by,
    ``recognised`` those of them that gave a resource. Arguments are the named ones of reached constructions:
    ``certain``, decided ``outside`` the program, or ``lost``. References are arguments that lead to other
    constructions: ``resolved`` when the graph holds what they lead to.
    """

    programs: int = 0
    files: int = 0
    lines: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    recognised: int = 0
    certain: int = 0
    outside: int = 0
    lost: int = 0
    resolved: int = 0
    unresolved: int = 0


@dataclass(eq=False)
class Account:
    """A survey of a workspace.

    ``dialects`` by name (``cdk-ts``), ``programs`` the same by entry file and dialect. ``foreign`` counts resources of
    other clouds by their library. ``left_out`` are the files and manifests that were not read, with the reason.
    """

    dialects: dict[str, Dialect] = field(default_factory=dict)
    programs: dict[str, dict[str, Dialect]] = field(default_factory=dict)
    losses: dict[Loss, Lost] = field(default_factory=dict)
    foreign: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)

    def lose(self, loss: Loss, example: Origin | None) -> None:
        """Count one loss."""
        lost = self.losses.setdefault(loss, Lost(0, example))
        lost.count += 1
