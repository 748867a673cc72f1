"""Says which resource a library's class makes, in the words of CloudFormation and of Terraform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackproof.frameworks.cdk.cloudformation import by_cloudformation_type, by_terraform_type
from stackproof.frameworks.recognition import Shape
from stackproof.frameworks.vocabulary.cdk import cdk_classes
from stackproof.frameworks.vocabulary.names import snake
from stackproof.frameworks.vocabulary.vocabulary import vocabulary

_CDK = "aws-cdk-lib."
_PULUMI = "@pulumi/aws."


@dataclass(frozen=True)
class ResourceToken:
    """The type of a resource by the names of both, empty where they are not known. Data sources have no ``cloudformation``.

    ``own`` is the name by which the library itself goes; the other is what stands for the same thing there.
    """

    own: str = ""
    cloudformation: str = ""
    terraform: str = ""


def resource_token(id: str, token: str) -> ResourceToken:
    """The resource behind a class or function with this id and token (see `model.facts.Fact`)."""
    if token.startswith(("aws_", "data.aws_")):
        return _of_terraform(token, token)
    if id.startswith(_PULUMI):
        dotted = id.removeprefix(_PULUMI)
        words = vocabulary()
        known = (words.pulumi_class(dotted) or words.pulumi_function(dotted)) if token else None
        return _of_terraform(token, known or "")
    own = token
    if not own and id.startswith(_CDK):
        module, _, name = id.removeprefix(_CDK).partition(".")
        found = cdk_classes().find(module.replace("_", "-"), name) if name else None
        own = found.cloudformation if found is not None and found.role in ("l1", "resource") else ""
    kind = by_cloudformation_type(own) if own else None
    return ResourceToken(own, own, kind.type if kind is not None else "")


def _of_terraform(own: str, terraform: str) -> ResourceToken:
    kind = by_terraform_type(terraform) if terraform else None
    cloudformation = kind.cloudformation if kind is not None else ""
    # The CDK has resources of its own making, which nobody else can name.
    return ResourceToken(own, cloudformation if cloudformation.startswith("AWS::") else "", terraform)


def neutral_path(id: str, token: ResourceToken, names: Iterable[str]) -> tuple[str, ...] | None:
    """The way to an argument in Terraform's names, from the names that a program writes; None when it is not known.

    Constructs of the CDK above CloudFormation have arguments of their own.
    """
    written = tuple(names)
    if not token.terraform or not written:
        return None
    if id.startswith(_CDK):
        return _of_cloudformation(token, written) if id.rpartition(".")[2].startswith("Cfn") else None
    plural = id.startswith(_PULUMI)
    shape: Shape = (
        vocabulary().pulumi_shape(token.terraform) if plural else vocabulary().shape(token.terraform)
    )
    found: list[str] = []
    for name in written:
        neutral, shape = shape.entry(name)
        found.append(neutral)
    return tuple(found)


def _of_cloudformation(token: ResourceToken, written: tuple[str, ...]) -> tuple[str, ...] | None:
    kind = by_cloudformation_type(token.cloudformation)
    first = snake(written[0])
    # What is converted, or fitted into other blocks, is not said in the same words.
    if kind is None or first in kind.conversions or (kind.fit is not None and len(written) > 1):
        return None
    return (kind.argument(first), *(snake(name) for name in written[1:]))
