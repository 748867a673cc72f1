"""The bundled data's shape, with its loaders."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

# What an attribute holds. A code of at least NESTED is NESTED + 2 * (number of its struct), one more for a list.
SCALAR, LIST, MAP, NESTED = 0, 1, 2, 8


class ResourceEntry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One resource type: the numbers of its argument and computed structs, its CDKTF class if irregular."""

    arguments: int
    computed: int
    class_name: str = ""


class TerraformData(msgspec.Struct, frozen=True):
    """All types (``aws_vpc``, ``data.aws_vpc``); structs are shared and map names to codes."""

    structs: list[dict[str, int]]
    types: dict[str, ResourceEntry]


class PulumiData(msgspec.Struct, frozen=True):
    """Pulumi's names: ``ec2.Vpc`` and ``ec2.getVpc`` to types, irregular arguments, enum members.

    ``arguments`` maps a Terraform type to canonical Pulumi names at any depth whose Terraform name cannot be computed.
    ``enums`` maps ``lambda.Runtime`` to its members.
    """

    resources: dict[str, str]
    functions: dict[str, str]
    arguments: dict[str, dict[str, str]]
    enums: dict[str, dict[str, str | int | float]]


# What a class of the CDK is: code of the library that makes nothing by itself, a construct that makes others, a
# construct for one resource, the class of one CloudFormation type.
PLAIN, HOLDER, RESOURCE, L1 = 0, 1, 2, 3


class CdkEntry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One class of the CDK: its role, and the CloudFormation type of its (main) resource where it is known."""

    role: int
    cloudformation: str = ""


class CdkData(msgspec.Struct, frozen=True):
    """The classes of the CDK by module (``core``, ``aws-ec2``) and name (``Vpc``, ``experimental.EdgeFunction``)."""

    modules: dict[str, dict[str, CdkEntry]]


_T = TypeVar("_T")


def pack(data: object) -> bytes:
    """The bytes in which data is bundled."""
    return zlib.compress(msgspec.msgpack.encode(data), 9)


def _load(name: str, type_: type[_T]) -> _T:
    raw = files(__package__).joinpath(name).read_bytes()
    return msgspec.msgpack.decode(zlib.decompress(raw), type=type_)


@cache
def terraform_data() -> TerraformData:
    """Terraform's types, read once."""
    return _load("terraform.bin", TerraformData)


@cache
def pulumi_data() -> PulumiData:
    """Pulumi's names, read once."""
    return _load("pulumi.bin", PulumiData)


@cache
def cdk_data() -> CdkData:
    """The CDK's classes, read once."""
    return _load("cdk.bin", CdkData)
