"""No name that can really be imported is called missing, and names that cannot be are."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest
from real_packages import HERE, NODE, sample, site_packages

from stackproof.model.facts import Facts
from stackproof.model.runtime import Symbol
from stackproof.packages.catalogue import Catalogue
from stackproof.packages.store import Store
from toolchains import NODE_MODULES, PYTHON, need

_PULUMI = (
    "@pulumi/pulumi",
    "@pulumi/aws",
    "@pulumi/aws/ec2",
    "@pulumi/aws/s3",
    "@pulumi/aws/types/enums/ec2",
)
_TERRAFORM = ("cdktf", "constructs", "@cdktf/provider-aws/lib/provider", "@cdktf/provider-aws/lib/s3-bucket")
# Modules of which many programs import something, and those with much that no assembly tells.
_CDK = (
    "aws-cdk-lib", "aws-cdk-lib/aws-batch", "aws-cdk-lib/aws-cloudwatch", "aws-cdk-lib/aws-ec2", "aws-cdk-lib/aws-ecs",
    "aws-cdk-lib/aws-elasticloadbalancingv2", "aws-cdk-lib/aws-events", "aws-cdk-lib/aws-iam", "aws-cdk-lib/aws-s3",
    "aws-cdk-lib/assertions", "aws-cdk-lib/cx-api", "aws-cdk-lib/pipelines", "aws-cdk-lib/cloud-assembly-schema",
)  # fmt: skip


@cache
def exported() -> dict[str, list[str] | None]:
    """What modules export by the compiler's word."""
    need(NODE_MODULES / "typescript", NODE_MODULES / "aws-cdk-lib", NODE_MODULES / "@pulumi" / "aws")
    manifest = json.loads((NODE_MODULES / "aws-cdk-lib" / "package.json").read_text())
    others = [
        f"aws-cdk-lib{key[1:]}" for key in manifest["exports"] if "json" not in key and "jsii" not in key
    ]
    modules = [*_CDK, *_TERRAFORM, *_PULUMI, *sample(others, 40)]
    done = subprocess.run(
        ["node", "--max-old-space-size=3000", str(HERE / "list_exports.js"), str(NODE_MODULES)],
        input=json.dumps(modules),
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, list[str] | None] = json.loads(done.stdout)
    return found


def _missing(facts: Facts, module: str, name: str) -> bool:
    found = facts.find(Symbol(module, (name,)))
    return found is not None and found.missing != ""


@pytest.mark.parametrize("installed", [True, False])
def test_what_typescript_exports_is_never_missing(
    catalogue: Catalogue, installed: bool, tmp_path: Path
) -> None:
    facts = catalogue.facts("typescript", str(NODE if installed else tmp_path))
    if not installed:
        facts = Catalogue(Store(None)).facts("typescript", str(tmp_path))
    modules = exported()
    assert [m for m in (*_CDK, *_TERRAFORM, *_PULUMI) if not modules[m]] == []
    wrong = [
        f"{module} {n}"
        for module, names in modules.items()
        for n in names or ()
        if _missing(facts, module, n)
    ]
    assert wrong == []
    told = [m for m in (*_CDK, *_TERRAFORM, *_PULUMI) if not _missing(facts, m, "Sheepdog")]
    # What one package takes over from another is not followed.
    assert told in ([], ["aws-cdk-lib/cloud-assembly-schema"])


_PYTHON = (
    ("aws_cdk", "App"), ("aws_cdk", "core"), ("aws_cdk", "Construct"), ("aws_cdk", "aws_elasticloadbalancing2"),
    ("aws_cdk.aws_s3", "Bucket"), ("aws_cdk.aws_s3", "CfnResource"), ("aws_cdk.aws_s3", "constructs"),
    ("cdktf", "Construct"), ("cdktf", "TerraformStack"), ("cdktf_cdktf_provider_aws", "AwsProvider"),
    ("cdktf_cdktf_provider_aws", "vpc"), ("cdktf_cdktf_provider_aws.s3", "S3Bucket"),
    ("cdktf_cdktf_provider_aws.s3_bucket_versioning", "S3BucketVersioning"), ("pulumi_aws", "lambda_"),
    ("pulumi_aws", "s4"), ("pulumi_aws", "provider"), ("pulumi_aws", "config"), ("pulumi_aws.config", "region"),
    ("pulumi_aws.ec2", "vpc"), ("pulumi_aws.ec2", "vpcs"), ("pulumi_aws.ec2", "_enums"), ("pulumi_aws.ec2", "outputs"),
    ("pulumi_aws.ec2.vpc", "Vpc"), ("pulumi_aws.ecx", "Cluster"), ("pulumi_aws.lambda_.function", "Function"),
)  # fmt: skip


def test_python_imports_work_unless_they_are_called_missing(catalogue: Catalogue) -> None:
    need(PYTHON)
    script = "\n".join(
        f"try:\n    from {module} import {name}\n    print(1)\nexcept ImportError:\n    print(0)"
        for module, name in _PYTHON
    )
    done = subprocess.run(
        [str(PYTHON), "-c", script], capture_output=True, encoding="utf-8", timeout=280, check=True
    )
    works = [line == "1" for line in done.stdout.split()]
    facts = catalogue.facts("python", "/", (site_packages(),))
    called = [not _missing(facts, module, name) for module, name in _PYTHON]
    assert dict(zip(_PYTHON, called, strict=True)) == dict(zip(_PYTHON, works, strict=True))
