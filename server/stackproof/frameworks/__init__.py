"""The frameworks that Stackproof knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackproof.model.ports import Framework, TerraformText


def all_frameworks(terraform: TerraformText | None = None) -> tuple[Framework, ...]:
    """One of each; they hold no state between evaluations. ``terraform`` reads expressions inside strings."""
    from stackproof.frameworks.cdk import Cdk
    from stackproof.frameworks.cdktf import Cdktf
    from stackproof.frameworks.pulumi import Pulumi

    return Cdktf(terraform), Pulumi(), Cdk()
