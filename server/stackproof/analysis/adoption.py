"""Decides with which program a class is read that no program of the workspace uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from stackproof.model.values import Origin


class Party(Protocol):
    """An evaluated program: the places of the classes it uses, and of the stacks and components it only defines."""

    @property
    def used(self) -> frozenset[Origin]: ...

    @property
    def unused(self) -> tuple[Origin, ...]: ...


def adopt(programs: Sequence[Party]) -> list[frozenset[Origin]]:
    """For each program the classes that are read with it, as if somebody used them.

    A library that hundreds of programs share is not read hundreds of times: what none of them uses is read with the
    first that knows it.
    """
    taken = {place for program in programs for place in program.used}
    shares = []
    for program in programs:
        share = frozenset(place for place in program.unused if place not in taken)
        taken |= share
        shares.append(share)
    return shares
