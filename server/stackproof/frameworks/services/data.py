"""The bundled facts' shape, with their loader."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files

import msgspec


class Source(msgspec.Struct, frozen=True):
    """A package from which facts were taken."""

    name: str
    version: str
    licence: str


class LimitEntry(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """One limited argument, as `stackproof.model.services.Limits`; ``values`` is the number of a list in the data."""

    values: int = -1
    any_case: bool = False
    low: float | None = None
    high: float | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: str = ""
    words: str = ""


class RuntimeEntry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One runtime; days are in ISO form, empty where there is none."""

    deprecated: str
    no_creation: str
    no_update: str
    successor: str


class EngineEntry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The versions of one engine, oldest first, and those that can no longer be created."""

    known: list[str]
    withdrawn: list[str]
    removed_lines: list[str]


class ServiceData(msgspec.Struct, frozen=True):
    """All facts; ``limits`` by resource type and argument, decoded type by type when asked for.

    ``engines`` are by resource type and engine.
    """

    as_of: str
    sources: list[Source]
    lists: list[list[str | int | float]]
    limits: dict[str, msgspec.Raw]
    runtimes: dict[str, RuntimeEntry]
    engines: dict[str, dict[str, EngineEntry]]
    retentions: list[int]
    fargate: dict[str, list[int]]
    reserved_environment: list[str]


def pack(data: ServiceData) -> bytes:
    """The bytes in which the facts are bundled."""
    return zlib.compress(msgspec.msgpack.encode(data), 9)


@cache
def service_data() -> ServiceData:
    """The bundled facts, read once."""
    raw = files(__package__).joinpath("facts.bin").read_bytes()
    return msgspec.msgpack.decode(zlib.decompress(raw), type=ServiceData)
