"""How the library divides the addresses of a VPC among its subnets."""

from __future__ import annotations

import re
from collections.abc import Sequence as ReadOnly
from math import floor, log2

_BLOCK = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/(\d{1,2})")


def parse(block: str) -> tuple[int, int] | None:
    """The first address of a block as a number, and how many bits of it are fixed; None when it is no block.

    An address inside a block stands for the next one, as it does for the library.
    """
    match = _BLOCK.fullmatch(block)
    if match is None:
        return None
    *octets, mask = (int(g) for g in match.groups())
    if any(o > 255 for o in octets) or mask > 32:
        return None
    address = 0
    for octet in octets:
        address = address * 256 + octet
    size = 2 ** (32 - mask)
    return -(-address // size) * size, mask


def shown(address: int, mask: int) -> str:
    """A block as text."""
    octets = [str(address >> shift & 255) for shift in (24, 16, 8, 0)]
    return f"{'.'.join(octets)}/{mask}"


def allocate(block: str, masks: ReadOnly[int | None]) -> list[str] | None:
    """A block for each subnet, in their order; those without a mask share what the others leave.

    None when they do not fit, which the library takes for a mistake.
    """
    parsed = parse(block)
    if parsed is None:
        return None
    start, fixed = parsed
    end, position = start + 2 ** (32 - fixed), start
    found: dict[int, str] = {}

    def take(index: int, mask: int) -> None:
        nonlocal position
        size = 2 ** (32 - mask)
        first = -(-position // size) * size
        position = first + size
        found[index] = shown(first, mask)

    for index, mask in enumerate(masks):
        if mask is not None:
            take(index, mask)
    rest = [i for i, m in enumerate(masks) if m is None]
    if rest and position < end:
        mask = 32 - floor(log2((end - position) // len(rest))) if end - position >= len(rest) else 32
        for index in rest:
            take(index, mask)
    if len(found) != len(masks) or position > end:
        return None
    return [found[i] for i in range(len(masks))]
