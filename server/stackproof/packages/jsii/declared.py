"""Reads which names the TypeScript files of a jsii package export, of which its assembly tells only some."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from stackproof.packages.unreadable import MALFORMED

# Types by other names, functions, plain objects and what is marked as internal are in no assembly.
_NAMED: Final = re.compile(
    r"^export (?:declare )?(?:default )?(?:abstract )?(?:class|interface|enum|const enum|type|const|let|var|function|namespace)"
    r" ([\w$]+)",
    re.MULTILINE,
)
_LISTED: Final = re.compile(r"^export (?:type )?\{([^}]*)\}", re.MULTILINE)
_SPACE: Final = re.compile(r"^export (?:type )?\* as ([\w$]+) from", re.MULTILINE)
_STAR: Final = re.compile(r"^export (?:type )?\* from ['\"]([^'\"]+)['\"]", re.MULTILINE)
_ENDINGS: Final = (".d.ts", ".ts", "/index.d.ts", "/index.ts")


class _Manifest(msgspec.Struct):
    types: str = ""
    typings: str = ""


# Those of the versions whose facts come with Stackproof, as the compiler lists them.
UNTOLD: Final = frozenset({
    "ApiKeyCredentialLocationType", "ApiKeyCredentialProviderConfiguration", "AmiContextResponse",
    "ArtifactProperties", "AssetMetadataEntry", "AuthorizationBindResult", "AvailabilityZonesContextResponse",
    "AwsSdkMetadata", "CidrBlock", "Code", "Compatibility", "ComputeEnvironmentBase", "Condition", "Conditions",
    "ContextQueryProperties", "CustomClaimValueType", "DimensionHash", "DimensionsMap",
    "EndpointServiceAvailabilityZonesContextResponse", "EstimateSizeOptions", "Event", "Expression",
    "FieldAwareEventInput", "GatewayIamRoleCredentialProviderConfig", "GatewayProtocolType", "IEnvironmentAware",
    "IToolSchemaConfiguration", "InputType", "InstanceTagGroup", "JobDefinitionBase",
    "ListenerQueryContextProviderOptions", "LoadBalancerQueryContextProviderOptions", "LoadBalancerTarget",
    "LogMessageMetadataEntry", "LogicalIdMetadataEntry", "ManagedComputeEnvironmentBase", "Mapper",
    "MetadataEntryData", "NetworkBuilder", "NetworkUtils", "OAuthCredentialProviderConfiguration", "Operator",
    "OperatorExpression", "OriginAccessControlBase", "PartitionProjection", "PolicyValidationReportConclusion",
    "PolicyViolationSeverity", "PrimitiveType", "Properties", "ResourceEnvironment", "RestrictionMap",
    "RuntimeObservabilityOptions", "SchedulingPolicyBase", "StackInstancesBindResult", "StackMetadata",
    "StackSetDeploymentModelBindResult", "StackTagsMetadataEntry", "TargetSchema", "Validator",
})  # fmt: skip
_KINDS: Final = re.compile(r"I\w+Ref|\w+(?:Reference|Error)")
_CLASS: Final = re.compile(r"[A-Z][\w$]*[a-z][\w$]*")


def may_be_untold(name: str) -> bool:
    """Whether a package of an unknown version may export a name of which its assembly does not tell."""
    if name.startswith("aws_"):
        return False
    return name in UNTOLD or not _CLASS.fullmatch(name) or _KINDS.fullmatch(name) is not None


class Declared:
    """The names that modules of one installed package export. ``folder`` is the package's own."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._known: dict[str, frozenset[str] | None] = {}

    def names(self, module: str) -> frozenset[str] | None:
        """What the file of a module (a path in the package, without ending) exports; None when that is not known."""
        if module not in self._known:
            found = list(self._files(os.path.join(self._folder, module or self._main()), set()))
            whole = None not in found
            self._known[module] = (
                frozenset(n for each in found if each is not None for n in each) if whole else None
            )
        return self._known[module]

    def _main(self) -> str:
        """The file that the package names for its types."""
        try:
            with open(os.path.join(self._folder, "package.json"), "rb") as opened:
                told = msgspec.json.decode(opened.read(), type=_Manifest)
        except (OSError, *MALFORMED):
            return "index"
        return os.path.normpath((told.types or told.typings or "index").removesuffix(".d.ts"))

    def _files(self, path: str, seen: set[str]) -> Iterator[list[str] | None]:
        """The names of each file on the way, None for one that cannot be read."""
        file = next((path + e for e in _ENDINGS if os.path.isfile(path + e)), None)
        if file is None:
            yield None
            return
        if file in seen:
            return
        seen.add(file)
        try:
            with open(file, encoding="utf-8", errors="replace") as opened:
                text = opened.read()
        except OSError:
            yield None
            return
        yield list(_exported(text))
        for target in _STAR.findall(text):
            if not target.startswith("."):
                yield None
                return
            yield from self._files(os.path.normpath(os.path.join(os.path.dirname(file), target)), seen)


def _exported(text: str) -> Iterator[str]:
    yield from _NAMED.findall(text)
    yield from _SPACE.findall(text)
    for listed in _LISTED.findall(text):
        yield from (each.split()[-1] for each in listed.split(",") if each.strip())
