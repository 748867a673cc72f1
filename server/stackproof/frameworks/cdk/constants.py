"""The values of the library's enum members and static constants, read from bundled data."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from stackproof.model.values import Data

Constants = dict[str, dict[str, str | int | float | bool]]


@cache
def _constants() -> Constants:
    raw = files(__package__).joinpath("constants.bin").read_bytes()
    return msgspec.msgpack.decode(zlib.decompress(raw), type=Constants)


def constants_of(group: str) -> Mapping[str, Data]:
    """The members of a class or enum (``aws-rds.StorageType``) with what templates show for them; empty if unknown."""
    return _constants().get(group, {})
