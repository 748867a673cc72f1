"""The library's static lists, with which programs compute."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.names import locate
from stackproof.model.runtime import Symbol
from stackproof.model.values import Scalar, Sequence, Value

_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "aws-apigateway.Cors.ALL_ORIGINS": ("*",),
        "aws-apigateway.Cors.ALL_METHODS": ("OPTIONS", "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"),
        "aws-apigateway.Cors.DEFAULT_HEADERS": (
            "Content-Type",
            "X-Amz-Date",
            "Authorization",
            "X-Api-Key",
            "X-Amz-Security-Token",
            "X-Amz-User-Agent",
        ),
    }
)
_NAMES = frozenset(key.rsplit(".", 1)[-1] for key in _LISTS)


def static_list(target: Symbol, name: str) -> Value | None:
    """The elements of a static list of a class; None for everything else."""
    if name not in _NAMES:
        return None
    located = locate(Symbol(target.module, (*target.names, name)))
    known = _LISTS.get(located.key) if located is not None else None
    return None if known is None else Sequence([Scalar(text) for text in known])
