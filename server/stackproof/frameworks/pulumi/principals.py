"""The principals that Pulumi's IAM module has names for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Services that are called otherwise than their names.
_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {
        "directoryservices": "ds",
        "ecstasks": "ecs-tasks",
        "statemachine": "states",
        "vpcflowlogs": "vpc-flow-logs",
    }
)


def service(name: str) -> str:
    """The service behind ``LambdaPrincipal``."""
    stem = name.removesuffix("Principal").removesuffix("Service").lower()
    return f"{_IRREGULAR.get(stem, stem)}.amazonaws.com"
