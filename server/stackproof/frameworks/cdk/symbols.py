"""What the library's enum members and static constants are in the cloud's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.names import Located
from stackproof.model.values import Data, Origin, Scalar, Unknown, Value

_RETENTION = {
    "ONE_DAY": 1, "THREE_DAYS": 3, "FIVE_DAYS": 5, "ONE_WEEK": 7, "TWO_WEEKS": 14, "ONE_MONTH": 30,
    "TWO_MONTHS": 60, "THREE_MONTHS": 90, "FOUR_MONTHS": 120, "FIVE_MONTHS": 150, "SIX_MONTHS": 180,
    "ONE_YEAR": 365, "THIRTEEN_MONTHS": 400, "EIGHTEEN_MONTHS": 545, "TWO_YEARS": 731, "THREE_YEARS": 1096,
    "FIVE_YEARS": 1827, "SIX_YEARS": 2192, "SEVEN_YEARS": 2557, "EIGHT_YEARS": 2922, "NINE_YEARS": 3288,
    # Terraform says 0 for "never".
    "TEN_YEARS": 3653, "INFINITE": 0,
}  # fmt: skip

_VALUES: Mapping[str, Mapping[str, Data]] = MappingProxyType(
    {
        "aws-logs.RetentionDays": _RETENTION,
        "aws-ecs.NetworkMode": {"AWS_VPC": "awsvpc", "BRIDGE": "bridge", "HOST": "host", "NONE": "none", "NAT": "default"},
        "aws-ecs.Compatibility": {"EC2": "EC2", "FARGATE": "FARGATE", "EXTERNAL": "EXTERNAL"},
        "aws-ecs.ContainerInsights": {"ENABLED": "enabled", "DISABLED": "disabled", "ENHANCED": "enhanced"},
        "aws-ecs.Protocol": {"TCP": "tcp", "UDP": "udp"},
        "aws-ecs.FargatePlatformVersion": {
            "LATEST": "LATEST", "VERSION1_4": "1.4.0", "VERSION1_3": "1.3.0", "VERSION1_2": "1.2.0",
            "VERSION1_1": "1.1.0", "VERSION1_0": "1.0.0",
        },
        "aws-elasticloadbalancingv2.ApplicationProtocol": {"HTTP": "HTTP", "HTTPS": "HTTPS"},
        "aws-elasticloadbalancingv2.Protocol": {
            "HTTP": "HTTP", "HTTPS": "HTTPS", "TCP": "TCP", "TLS": "TLS", "UDP": "UDP", "TCP_UDP": "TCP_UDP",
        },
        "aws-elasticloadbalancingv2.TargetType": {"INSTANCE": "instance", "IP": "ip", "LAMBDA": "lambda", "ALB": "alb"},
        "aws-s3.BucketEncryption": {
            "UNENCRYPTED": None, "KMS_MANAGED": "aws:kms", "KMS": "aws:kms", "S3_MANAGED": "AES256",
            "DSSE": "aws:kms:dsse", "DSSE_MANAGED": "aws:kms:dsse",
        },
        "core.RemovalPolicy": {
            "RETAIN": "retain", "DESTROY": "destroy", "SNAPSHOT": "snapshot",
            "RETAIN_ON_UPDATE_OR_DELETE": "retain-on-update-or-delete",
        },
        "aws-iam.Effect": {"ALLOW": "Allow", "DENY": "Deny"},
        "aws-dynamodb.BillingMode": {"PAY_PER_REQUEST": "PAY_PER_REQUEST", "PROVISIONED": "PROVISIONED"},
        "aws-ec2.DefaultInstanceTenancy": {"DEFAULT": "default", "DEDICATED": "dedicated"},
        "aws-kms.KeySpec": {"SYMMETRIC_DEFAULT": "SYMMETRIC_DEFAULT"},
    }
)  # fmt: skip

_RUNTIMES = re.compile(r"(PYTHON|NODEJS|JAVA|DOTNET|RUBY|GO|PROVIDED)(?:_(.+))?")


def symbol_value(located: Located, origin: Origin | None) -> Value | None:
    """The value of a static; unknown for members that are not in the tables, None for what is no member."""
    if len(located.names) < 2:
        return None
    member = located.names[-1]
    group = f"{located.module}.{located.names[-2]}"
    known = _VALUES.get(group)
    if known is not None and member in known:
        return Scalar(known[member], origin=origin)
    if group == "aws-lambda.Runtime":
        return _runtime(member, origin)
    if group in ("aws-kms.KeySpec", "aws-kms.KeyUsage"):
        return Scalar(member, origin=origin)
    if member.startswith("VER_") and "EngineVersion" in group:
        return Scalar(member[4:].replace("_", "."), origin=origin)
    return Unknown(f"'{located.key}' is a constant of the CDK", origin=origin)


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
