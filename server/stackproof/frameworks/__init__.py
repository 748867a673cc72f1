"""The frameworks that Stackproof knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackproof.model.ports import Framework


def all_frameworks() -> tuple[Framework, ...]:
    """One of each; they hold no state between evaluations."""
    from stackproof.frameworks.cdk import Cdk
    from stackproof.frameworks.cdktf import Cdktf
    from stackproof.frameworks.pulumi import Pulumi

    return Cdktf(), Pulumi(), Cdk()
