"""Reads what the CDK's classes are out of the type descriptions of its packages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stackproof.frameworks.vocabulary.build import jsii
from stackproof.frameworks.vocabulary.build.reviewed import CDK_HOLDERS, CDK_PARTS, CDK_RESOURCES
from stackproof.frameworks.vocabulary.data import HOLDER, L1, PLAIN, RESOURCE, CdkData, CdkEntry

_LIBRARY = "aws-cdk-lib."
_CONSTRUCT = "constructs.Construct"


def read(library: Path, constructs: Path) -> CdkData:
    """The classes of ``aws-cdk-lib`` and ``constructs``, each given as a package's folder."""
    types = jsii.types(library) | jsii.types(constructs)
    made = _made(types)
    modules: dict[str, dict[str, CdkEntry]] = {}
    for name, described in sorted(types.items()):
        if described["kind"] == "class":
            module, short = _place(name, described)
            modules.setdefault(module, {})[short] = _entry(name, types, made)
    return CdkData(modules)


def _place(name: str, described: dict[str, Any]) -> tuple[str, str]:
    """``aws-cdk-lib.aws_ec2.Vpc`` stands in ``aws-ec2`` as ``Vpc``."""
    if not name.startswith(_LIBRARY):
        return "constructs", name.partition(".")[2]
    module, _, inner = described.get("namespace", "core").partition(".")
    return module.replace("_", "-"), f"{inner}.{described['name']}" if inner else described["name"]


def _entry(name: str, types: dict[str, Any], made: dict[str, str]) -> CdkEntry:
    bases = _bases(name, types)
    if _CONSTRUCT not in bases or not CDK_PARTS.isdisjoint(bases):
        return CdkEntry(PLAIN)
    if f"{_LIBRARY}CfnResource" in bases:
        return CdkEntry(L1, _marks(types[name]).get("cloudformationResource", ""))
    if f"{_LIBRARY}Resource" in bases or not CDK_RESOURCES.keys().isdisjoint(bases):
        return CdkEntry(RESOURCE, next((t for b in bases if (t := _main(b, types[b], made))), ""))
    # What else is an element of a template is no resource: outputs, parameters, mappings, conditions.
    element = f"{_LIBRARY}CfnElement" in bases and name not in CDK_HOLDERS
    return CdkEntry(PLAIN if element else HOLDER)


def _bases(name: str, types: dict[str, Any]) -> list[str]:
    """The class itself, its base class, and so on."""
    found = []
    while name in types:
        found.append(name)
        name = types[name].get("base", "")
    return found


def _marks(described: dict[str, Any]) -> dict[str, str]:
    marks: dict[str, str] = described.get("docs", {}).get("custom", {})
    return marks


def _main(name: str, described: dict[str, Any], made: dict[str, str]) -> str:
    """The CloudFormation type of a construct's main resource, where the library or a review tells it."""
    # A construct called like an L1 class of its module is one of that (`Bucket` is around `CfnBucket`).
    module = name.rpartition(".")[0]
    like = made.get(f"{module}.cfn{described['name'].lower()}", "")
    return CDK_RESOURCES.get(name) or _marks(described).get("resource") or like


def _made(types: dict[str, Any]) -> dict[str, str]:
    """The CloudFormation types by the L1 classes, whose short names are in lower case."""
    found = {}
    for name, described in types.items():
        if (kind := _marks(described).get("cloudformationResource")) is not None:
            module, _, short = name.rpartition(".")
            found[f"{module}.{short.lower()}"] = kind
    return found
