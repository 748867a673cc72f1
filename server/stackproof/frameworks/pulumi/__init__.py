"""Pulumi programs that use the AWS provider."""

from stackproof.frameworks.pulumi.framework import Pulumi

__all__ = ["Pulumi"]
