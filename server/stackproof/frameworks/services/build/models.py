"""Reads the enumerations of service interfaces as botocore bundles them."""

from __future__ import annotations

import gzip
import json
from functools import cached_property
from pathlib import Path
from typing import Any

# CloudFormation's name of a service, to the folder of its interface where that is called otherwise.
_FOLDERS = {
    "AmazonMQ": "mq",
    "CertificateManager": "acm",
    "Cognito": "cognito-idp",
    "DirectoryService": "ds",
    "ElasticLoadBalancing": "elb",
    "ElasticLoadBalancingV2": "elbv2",
    "Elasticsearch": "es",
    "InspectorV2": "inspector2",
    "KinesisFirehose": "firehose",
    "MSK": "kafka",
    "OpenSearchService": "opensearch",
}


class Models:
    """The interfaces in an installed botocore."""

    def __init__(self, package: Path) -> None:
        self._data = package / "data"
        self._read: dict[str, dict[str, tuple[str, ...]]] = {}

    @cached_property
    def _folders(self) -> dict[str, str]:
        found = {d.name.replace("-", ""): d.name for d in self._data.iterdir() if d.is_dir()}
        # Some services are called without their numbers elsewhere.
        return {**found, **{own.lower(): folder for own, folder in _FOLDERS.items()}}

    def enumerations(self, service: str) -> dict[str, tuple[str, ...]]:
        """The enumerations of a service (CloudFormation's name or botocore's) by shape; empty when there is none."""
        folder = self._folders.get(service.replace("-", "").lower())
        if folder is None:
            return {}
        if folder not in self._read:
            shapes = _model(self._data / folder).get("shapes", {})
            self._read[folder] = {n: tuple(s["enum"]) for n, s in shapes.items() if "enum" in s}
        return self._read[folder]

    def widened(self, service: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """The values with those of the smallest enumeration of the service that holds them all.

        CloudFormation leaves out what its own resources cannot do.
        """
        wider = [e for e in self.enumerations(service).values() if set(values) <= set(e)]
        best = min(wider, key=len, default=values)
        return (*values, *(v for v in best if v not in values))


def _model(folder: Path) -> dict[str, Any]:
    versions = sorted(d for d in folder.iterdir() if d.is_dir())
    for name in ("service-2.json.gz", "service-2.json"):
        path = versions[-1] / name if versions else folder / name
        if path.exists():
            raw = path.read_bytes()
            found: dict[str, Any] = json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)
            return found
    return {}
