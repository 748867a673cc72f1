"""How members of the CDK are called in all import forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.frameworks.cdk.names import locate, snake
from stackproof.model.runtime import Symbol


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("aws-cdk-lib/aws-ec2", ("SubnetType", "PUBLIC")),
        ("aws-cdk-lib", ("aws_ec2", "SubnetType", "PUBLIC")),
        ("aws-cdk-lib/aws-ec2/lib/vpc", ("SubnetType", "PUBLIC")),
        ("@aws-cdk/aws-ec2", ("SubnetType", "PUBLIC")),
        ("aws_cdk", ("aws_ec2", "SubnetType", "PUBLIC")),
        ("aws_cdk.aws_ec2", ("SubnetType", "PUBLIC")),
    ],
)
def test_all_imports_of_a_member_mean_the_same(module: str, names: tuple[str, ...]) -> None:
    assert locate(Symbol(module, names)) == ("aws-ec2", ("SubnetType", "PUBLIC"))


@pytest.mark.parametrize(
    ("module", "names", "expected"),
    [
        ("aws-cdk-lib", ("Stack",), "core.Stack"),
        ("aws_cdk.core", ("Stack",), "core.Stack"),
        ("@aws-cdk/core", ("Stack",), "core.Stack"),
        ("constructs", ("Construct",), "constructs.Construct"),
        ("aws-cdk-lib/custom-resources", ("Provider",), "custom-resources.Provider"),
        ("aws_cdk", ("custom_resources", "Provider"), "custom-resources.Provider"),
        ("aws-cdk-lib/aws-ec2", ("Vpc", "fromLookup"), "aws-ec2.Vpc.from_lookup"),
        ("aws_cdk", ("aws_ec2", "Vpc", "from_lookup"), "aws-ec2.Vpc.from_lookup"),
    ],
)
def test_places_of_members(module: str, names: tuple[str, ...], expected: str) -> None:
    located = locate(Symbol(module, names))
    assert located is not None
    assert located.key == expected


@pytest.mark.parametrize("module", ["aws-cdk-library", "cdk", "aws_cdk_extra.ec2", "lodash", ""])
def test_other_libraries_are_not_the_cdk(module: str) -> None:
    assert locate(Symbol(module, ("Vpc",))) is None


@pytest.mark.parametrize(
    ("camel", "python"),
    [
        ("natGateways", "nat_gateways"),
        ("memoryLimitMiB", "memory_limit_mib"),
        ("enforceSSL", "enforce_ssl"),
        ("containerInsightsV2", "container_insights_v2"),
        ("KMSKeyId", "kms_key_id"),
        ("redirectHTTP", "redirect_http"),
        ("anyIpv4", "any_ipv4"),
        ("vpc", "vpc"),
        ("S3", "S3"),
        ("aws:SourceArn", "aws:SourceArn"),
    ],
)
def test_python_names(camel: str, python: str) -> None:
    assert snake(camel) == python


@given(st.text(max_size=30))
def test_python_names_stay_as_they_are(name: str) -> None:
    once = snake(name)
    assert snake(once) == once
