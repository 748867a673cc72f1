"""Terraform's own expression language, as far as it occurs inside other programs."""

from stackproof.languages.hcl.expressions import HclExpressions

__all__ = ["HclExpressions"]
