"""What AWS accepts as the values of arguments, as rules ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """What one argument may be; what is not limited is empty or None.

    ``values`` are all that is allowed, in any case of letters when ``any_case``. ``low`` to ``high`` bounds numbers,
    ``shortest`` to ``longest`` the characters of a text. ``pattern`` is a regular expression for the whole text, ``words``
    says in a half sentence what it allows.
    """

    values: tuple[str | int | float, ...] = ()
    any_case: bool = False
    low: float | None = None
    high: float | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A runtime of Lambda: from when it is deprecated, and functions can no longer be created or changed with it."""

    name: str
    deprecated: date | None = None
    no_creation: date | None = None
    no_update: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class EngineVersions:
    """All versions of an engine that are known, oldest first; those ``withdrawn`` can no longer be created.

    ``removed_lines`` are beginnings of versions (``5.15``) none of which can be created any more.
    """

    known: tuple[str, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    removed_lines: tuple[str, ...] = ()


class ServiceFacts(Protocol):
    """Facts about services, true on ``as_of``; what is not known is answered with nothing."""

    @property
    def as_of(self) -> date:
        """The day on which the facts were true."""
        ...

    def limits(self, kind: str) -> Mapping[str, Limits]:
        """The limited arguments of a resource type, by their dotted path of Terraform names."""
        ...

    def runtime(self, name: str) -> Runtime | None:
        """A runtime of Lambda by the name that the service uses (``nodejs18.x``)."""
        ...

    def runtimes(self) -> tuple[Runtime, ...]:
        """All runtimes of Lambda that there ever were."""
        ...

    def engine_versions(self, kind: str, engine: str) -> EngineVersions | None:
        """The versions of an engine, as a resource type offers it."""
        ...

    def log_retentions(self) -> tuple[int, ...]:
        """For how many days log groups can keep events, in order."""
        ...

    def fargate_memory(self) -> Mapping[int, tuple[int, ...]]:
        """The memory in MiB that goes with each number of CPU units on Fargate, in order."""
        ...

    def reserved_environment(self) -> frozenset[str]:
        """The environment variables of functions that Lambda keeps to itself."""
        ...


@dataclass(frozen=True)
class NoFacts:
    """Implements `ServiceFacts` for where nothing is known."""

    as_of: date = date.min
    _nothing: Mapping[str, Limits] = field(default_factory=lambda: MappingProxyType({}))

    def limits(self, kind: str) -> Mapping[str, Limits]:
        """Nothing."""
        return self._nothing

    def runtime(self, name: str) -> Runtime | None:
        """Nothing."""
        return None

    def runtimes(self) -> tuple[Runtime, ...]:
        """Nothing."""
        return ()

    def engine_versions(self, kind: str, engine: str) -> EngineVersions | None:
        """Nothing."""
        return None

    def log_retentions(self) -> tuple[int, ...]:
        """Nothing."""
        return ()

    def fargate_memory(self) -> Mapping[int, tuple[int, ...]]:
        """Nothing."""
        return MappingProxyType({})

    def reserved_environment(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()
