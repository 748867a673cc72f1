"""Finds CloudFormation's resource types by class, by name, and by Terraform's type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.cfn_table import KINDS

__all__ = ["Kind", "by_class", "by_cloudformation_type", "by_terraform_type"]


# Services whose CDK module is not called like their CloudFormation namespace.
_MODULES = {"LAMBDA": "aws-lambda", "CERTIFICATEMANAGER": "aws-certificatemanager"}


@lru_cache(maxsize=1)
def _by_class() -> Mapping[tuple[str, str], Kind]:
    found: dict[tuple[str, str], Kind] = {}
    for kind in KINDS:
        if kind.cloudformation.startswith("Custom::"):
            continue
        _, service, name = kind.cloudformation.split("::")
        found[_MODULES.get(service.upper(), f"aws-{service.lower()}"), f"Cfn{name}"] = kind
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Kind]:
    return MappingProxyType({k.cloudformation: k for k in KINDS})


@lru_cache(maxsize=1)
def _by_type() -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for kind in KINDS:
        found.setdefault(kind.type, kind)
    return MappingProxyType(found)


def by_class(module: str, name: str) -> Kind | None:
    """The resource type behind an L1 class (``aws-ec2``, ``CfnVPC``)."""
    return _by_class().get((module, name))


def by_cloudformation_type(name: str) -> Kind | None:
    """The resource type under CloudFormation's name (``AWS::EC2::VPC``)."""
    return _by_name().get(name)


def by_terraform_type(name: str) -> Kind | None:
    """The CloudFormation resource that stands for one of Terraform's."""
    return _by_type().get(name)
