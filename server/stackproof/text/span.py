"""A half-open range of bytes in one text."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False, order=True):
    """Bytes ``start`` up to but not including ``end``, both zero-based."""

    start: int
    end: int

    def shift(self, by: int) -> Span:
        """The same range, ``by`` bytes further on."""
        return Span(self.start + by, self.end + by)

    def contains(self, offset: int) -> bool:
        """Whether a cursor at ``offset`` touches the range (its end included)."""
        return self.start <= offset <= self.end

    def encloses(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the ranges share a byte; an empty range overlaps what surrounds it."""
        if self.start == self.end or other.start == other.end:
            return (
                self.start <= other.start < self.end
                or other.start <= self.start < other.end
                or self.start == other.start
            )
        return self.start < other.end and other.start < self.end
