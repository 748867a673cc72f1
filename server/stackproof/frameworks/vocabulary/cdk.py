"""Questions about what the CDK's classes are, answered from the bundled data."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from stackproof.frameworks.vocabulary.data import CdkData, cdk_data

Role = Literal["plain", "holder", "resource", "l1"]
_ROLES: tuple[Role, ...] = ("plain", "holder", "resource", "l1")


class CdkClass(NamedTuple):
    """One class: its role, and the CloudFormation type of its main resource (empty when it is not known).

    ``l1`` is the class of one CloudFormation type, ``resource`` a construct around one resource (which may make more),
    ``holder`` any other construct that makes resources, ``plain`` everything that is none of these.
    """

    role: Role
    cloudformation: str = ""


class CdkClasses:
    """The classes of aws-cdk-lib and constructs."""

    def __init__(self, data: CdkData) -> None:
        self._modules = data.modules

    def find(self, module: str, name: str) -> CdkClass | None:
        """A class by module (``core``, ``aws-ec2``) and name (``Vpc``); None for what is no class of the library.

        Packages that were not yet part of the library (``aws-apigatewayv2-alpha``) are looked up where they went.
        """
        classes = self._modules.get(module) or self._modules.get(module.removesuffix("-alpha"), {})
        entry = classes.get(name)
        return None if entry is None else CdkClass(_ROLES[entry.role], entry.cloudformation)


@cache
def cdk_classes() -> CdkClasses:
    """The bundled classes, read on first use."""
    return CdkClasses(cdk_data())
