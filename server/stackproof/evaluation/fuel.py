"""Bounds on evaluation, so that no program can hang it."""

from __future__ import annotations

from collections.abc import Callable


class OutOfFuel(Exception):
    """Evaluation was stopped; what was understood so far remains."""


class Fuel:
    """Counts evaluated expressions down and asks now and then whether anybody still wants the result."""

    __slots__ = ("_cancelled", "left")

    # About ten times what the largest real programs need; a second or two of work.
    DEFAULT = 500_000
    # How many calls of program functions may be under way at once, and of the same function among them.
    DEPTH = 80
    RECURSION = 16
    # How many of those may be reached only if something unknown holds that did not matter to the call before.
    DOUBTFUL_RECURSION = 2
    # How often a loop over known things is unrolled.
    UNROLL = 512

    def __init__(self, amount: int = DEFAULT, cancelled: Callable[[], bool] | None = None) -> None:
        self.left = amount
        self._cancelled = cancelled

    def watch(self, cancelled: Callable[[], bool] | None) -> None:
        """Ask somebody else from now on whether the result is wanted."""
        self._cancelled = cancelled

    def burn(self) -> None:
        """Use up one unit.

        Raises:
            OutOfFuel: nothing is left, or the evaluation was cancelled.
        """
        self.left -= 1
        if self.left < 0 or not self.left & 2047:
            self.look_up()

    def burn_many(self, amount: int) -> None:
        """Use up several units at once.

        Raises:
            OutOfFuel: nothing is left, or the evaluation was cancelled.
        """
        self.left -= amount
        self.look_up()

    def look_up(self) -> None:
        """Stop when nothing is left or nobody wants the result any more.

        Raises:
            OutOfFuel: in both cases.
        """
        if self.left < 0:
            raise OutOfFuel("the program is too large or runs too long to be evaluated")
        if self._cancelled is not None and self._cancelled():
            raise OutOfFuel("cancelled")
