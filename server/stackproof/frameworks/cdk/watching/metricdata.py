"""The metrics that the library's classes have methods for, read from bundled data."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypedDict

import msgspec


class MetricData(TypedDict, total=False):
    """One metric; a math expression has ``expression`` and ``using``.

    Texts name attributes of the object with ``$.`` in front (``$.cluster.clusterName``), arguments with ``$``.
    """

    namespace: str
    name: str
    statistic: str
    dimensions: dict[str, str]
    unit: str
    period: int | float
    expression: str
    label: str
    using: dict[str, MetricData]


@cache
def _metrics() -> dict[str, dict[str, MetricData]]:
    raw = files(__package__).joinpath("metrics.bin").read_bytes()
    return msgspec.msgpack.decode(zlib.decompress(raw), type=dict[str, dict[str, MetricData]])


def described_metrics(group: str) -> Mapping[str, MetricData]:
    """The metrics of a class (``aws-sqs.Queue``) by the name of the method; empty if it has none."""
    return _metrics().get(group, {})
