"""The pages of the web on which a declared thing is described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stackproof.frameworks.tokens import ResourceToken
from stackproof.model.facts import Fact

_CLOUDFORMATION = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference"
_SERVERLESS = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide"
_CDK = "https://docs.aws.amazon.com/cdk/api/v2"
_TERRAFORM = "https://registry.terraform.io/providers/hashicorp/aws"
_PULUMI = "https://www.pulumi.com/registry/packages/aws"
_TYPE = re.compile(r"AWS::(\w+)::(\w+)")
_PULUMI_TOKEN = re.compile(r"aws:(?:([\w-]+)/\w+|index/\w+):(\w+)")
_CDK_PACKAGE = re.compile(r"(aws-cdk-lib|constructs|@aws-cdk/aws-[\w-]+-alpha)\.(.+)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class Address(NamedTuple):
    """One page: what it is, and where."""

    title: str
    url: str


def addresses(fact: Fact, token: ResourceToken) -> tuple[Address, ...]:
    """The pages about a class, struct, enum or function, and about the resource that it makes."""
    return tuple(_addresses(fact, token))


def _addresses(fact: Fact, token: ResourceToken) -> Iterator[Address]:
    if (reference := _cdk(fact)) is not None:
        yield Address("CDK API reference", reference)
    if fact.token.startswith("aws:") and (registry := _pulumi(fact)) is not None:
        yield Address("Pulumi Registry", registry)
    # Only what speaks Terraform's names itself is well served by its pages.
    if token.terraform and not token.own.startswith("AWS::"):
        yield Address("Terraform Registry", terraform(token.terraform, fact.package.provider))
    if (known := _TYPE.fullmatch(token.cloudformation)) is not None:
        service, name = known[1].lower(), known[2].lower()
        # What the Serverless Application Model adds has pages elsewhere.
        serverless = service == "serverless"
        page = (
            f"{_SERVERLESS}/sam-resource-{name}"
            if serverless
            else f"{_CLOUDFORMATION}/aws-resource-{service}-{name}"
        )
        yield Address("CloudFormation", f"{page}.html")


def terraform(kind: str, version: str = "") -> str:
    """The page of a resource type or data source, of one version of the provider where that is known."""
    room = "data-sources" if kind.startswith("data.") else "resources"
    name = kind.removeprefix("data.").removeprefix("aws_")
    return f"{_TERRAFORM}/{version if _VERSION.fullmatch(version) else 'latest'}/docs/{room}/{name}"


def _cdk(fact: Fact) -> str | None:
    """Python has pages of its own, but not for what lies inside of other types."""
    known = _CDK_PACKAGE.fullmatch(fact.id)
    if known is None:
        return None
    module, name = fact.module, fact.name
    if module.startswith("aws_cdk") and "." not in name:
        return f"{_CDK}/python/{module}/{name}.html"
    return f"{_CDK}/docs/{known[1].replace('/', '_')}.{known[2]}.html"


def _pulumi(fact: Fact) -> str | None:
    known = _PULUMI_TOKEN.fullmatch(fact.token)
    if known is None:
        return None
    name = known[2].lower()
    path = f"{known[1].lower()}/{name}" if known[1] else name
    return f"{_PULUMI}/api-docs/{path}/"
