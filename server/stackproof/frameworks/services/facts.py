"""Answers questions about services from the bundled facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType

import msgspec

from stackproof.frameworks.services.data import LimitEntry, ServiceData, service_data
from stackproof.model.services import EngineVersions, Limits, Runtime, ServiceFacts

_NONE: Mapping[str, Limits] = MappingProxyType({})
# Types that offer what another one offers.
_LIKE = {
    "aws_rds_cluster_instance": "aws_rds_cluster",
    "aws_rds_global_cluster": "aws_rds_cluster",
    "aws_elasticache_replication_group": "aws_elasticache_cluster",
    "aws_elasticache_global_replication_group": "aws_elasticache_cluster",
    "aws_docdb_cluster_instance": "aws_docdb_cluster",
    "aws_neptune_cluster_instance": "aws_neptune_cluster",
}


class BundledFacts:
    """Implements `ServiceFacts`."""

    def __init__(self, data: ServiceData) -> None:
        self._data = data
        self._limits: dict[str, Mapping[str, Limits]] = {}
        self._engines: dict[tuple[str, str], EngineVersions] = {}
        self._fargate = MappingProxyType({int(k): tuple(v) for k, v in data.fargate.items()})
        self._reserved = frozenset(data.reserved_environment)

    @property
    def as_of(self) -> date:
        """The day on which the facts were true."""
        return date.fromisoformat(self._data.as_of)

    def limits(self, kind: str) -> Mapping[str, Limits]:
        """The limited arguments of a resource type, by their dotted path of Terraform names."""
        known = self._limits.get(kind)
        if known is None:
            raw = self._data.limits.get(kind)
            if raw is None:
                return _NONE
            entries = msgspec.msgpack.decode(raw, type=dict[str, LimitEntry])
            known = MappingProxyType({path: self._limit(entry) for path, entry in entries.items()})
            self._limits[kind] = known
        return known

    def _limit(self, entry: LimitEntry) -> Limits:
        return Limits(
            values=tuple(self._data.lists[entry.values]) if entry.values >= 0 else (),
            any_case=entry.any_case,
            low=entry.low,
            high=entry.high,
            shortest=entry.shortest,
            longest=entry.longest,
            pattern=entry.pattern,
            words=entry.words,
        )

    @cached_property
    def _runtimes(self) -> dict[str, Runtime]:
        return {
            name: Runtime(
                name,
                _day(entry.deprecated),
                _day(entry.no_creation),
                _day(entry.no_update),
                entry.successor or None,
            )
            for name, entry in self._data.runtimes.items()
        }

    def runtime(self, name: str) -> Runtime | None:
        """A runtime of Lambda by the name that the service uses."""
        return self._runtimes.get(name)

    def runtimes(self) -> tuple[Runtime, ...]:
        """All runtimes of Lambda that there ever were."""
        return tuple(self._runtimes.values())

    def engine_versions(self, kind: str, engine: str) -> EngineVersions | None:
        """The versions of an engine, as a resource type offers it."""
        key = (_LIKE.get(kind, kind), engine)
        if key not in self._engines:
            entry = self._data.engines.get(key[0], {}).get(engine)
            if entry is None:
                return None
            self._engines[key] = EngineVersions(
                tuple(entry.known), frozenset(entry.withdrawn), tuple(entry.removed_lines)
            )
        return self._engines[key]

    def log_retentions(self) -> tuple[int, ...]:
        """For how many days log groups can keep events, in order."""
        return tuple(self._data.retentions)

    def fargate_memory(self) -> Mapping[int, tuple[int, ...]]:
        """The memory in MiB that goes with each number of CPU units on Fargate, in order."""
        return self._fargate

    def reserved_environment(self) -> frozenset[str]:
        """The environment variables of functions that Lambda keeps to itself."""
        return self._reserved


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def service_facts() -> ServiceFacts:
    """The bundled facts, read on first use."""
    return BundledFacts(service_data())
