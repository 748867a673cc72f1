"""What the library's enum members and static constants are in the cloud's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.cdk.names import Located
from stackproof.model.values import Data, Origin, Scalar, Unknown, Value

# Members whose word in a template is another one than their value, or which Terraform says differently.
_VALUES: Mapping[str, Mapping[str, Data]] = MappingProxyType(
    {
        # Terraform says 0 for "never".
        "aws-logs.RetentionDays": {"INFINITE": 0},
        "aws-ecs.NetworkMode": {"NAT": "default"},
        "aws-ecs.Compatibility": {"EC2": "EC2", "FARGATE": "FARGATE", "EXTERNAL": "EXTERNAL"},
        "aws-elasticloadbalancingv2.ApplicationProtocol": {"HTTP": "HTTP", "HTTPS": "HTTPS"},
        "aws-s3.BucketEncryption": {
            "UNENCRYPTED": None, "KMS_MANAGED": "aws:kms", "KMS": "aws:kms", "S3_MANAGED": "AES256",
            "DSSE": "aws:kms:dsse", "DSSE_MANAGED": "aws:kms:dsse",
        },
        "core.RemovalPolicy": {
            "RETAIN": "retain", "DESTROY": "destroy", "SNAPSHOT": "snapshot",
            "RETAIN_ON_UPDATE_OR_DELETE": "retain-on-update-or-delete",
        },
    }
)  # fmt: skip

_RUNTIMES = re.compile(r"(PYTHON|NODEJS|JAVA|DOTNET|RUBY|GO|PROVIDED)(?:_(.+))?")
# Aurora for MySQL puts the version of MySQL in front: by the first number of its own.
_AURORA_MYSQL = {"2": "5.7.mysql_aurora.", "3": "8.0.mysql_aurora."}


def symbol_value(located: Located, origin: Origin | None) -> Value | None:
    """The value of a static; unknown for members that are not in the tables, None for what is no member."""
    if len(located.names) < 2:
        return None
    member = located.names[-1]
    group = f"{located.module}.{located.names[-2]}"
    for known in (_VALUES.get(group, {}), constants_of(group)):
        member = _as_listed(member, known)
        if member in known and not (group == "aws-lambda.Runtime" and member.endswith("LATEST")):
            return Scalar(known[member], origin=origin)
    if group == "aws-lambda.Runtime":
        return _runtime(member, origin)
    # Python puts underscores between digits and letters: ``CANARY_10_PERCENT_5_MINUTES``.
    alike = [v for m, v in constants_of(group).items() if m.replace("_", "") == member.replace("_", "")]
    if len(alike) == 1:
        return Scalar(alike[0], origin=origin)
    if group in ("aws-kms.KeySpec", "aws-kms.KeyUsage"):
        return Scalar(member, origin=origin)
    if member.startswith("VER_") and "EngineVersion" in group:
        return _engine_version(group, member[4:].replace("_", "."), origin)
    return Unknown(f"'{located.key}' is a constant of the CDK", origin=origin)


def _as_listed(member: str, known: Mapping[str, Data]) -> str:
    """The name under which a table has a member: Python puts underscores before and behind numbers."""
    if member in known or not any(c.isdigit() for c in member):
        return member
    bare = member.replace("_", "")
    return next((name for name in known if name.replace("_", "") == bare), member)


def _engine_version(group: str, version: str, origin: Origin | None) -> Value:
    """A version that is newer than the tables."""
    if group == "aws-rds.AuroraMysqlEngineVersion":
        lead = _AURORA_MYSQL.get(version.split(".")[0])
        return (
            Unknown(f"version {version}", origin=origin)
            if lead is None
            else Scalar(lead + version, origin=origin)
        )
    if "Oracle" in group or "SqlServer" in group:
        return Unknown(f"version {version}", origin=origin)
    return Scalar(version, origin=origin)


def _runtime(member: str, origin: Origin | None) -> Value:
    match = _RUNTIMES.fullmatch(member)
    if match is None:
        return Unknown(f"runtime {member}", origin=origin)
    family, version = match.group(1).lower(), (match.group(2) or "").lower()
    if version == "latest":
        return Unknown(f"runtime {member}", origin=origin)
    if family == "nodejs":
        # ``NODEJS_22_X``, and without a version the first of all.
        text = "nodejs" + version.replace("_x", ".x").replace("_", ".")
    elif family == "provided":
        text = "provided" + (f".{version}" if version else "")
    elif family == "java":
        text = "java" + version.replace("_corretto", ".al2")
    elif family in ("dotnet", "ruby", "python"):
        parts = version.replace("core_", "core").replace("_", ".")
        text = family + parts
    else:
        text = f"{family}{version.replace('_', '.')}"
    return Scalar(text, origin=origin)
