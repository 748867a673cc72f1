"""What is deprecated, and what there is at all, follows the version that a program uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from toolchains import HOME, NODE_MODULES, need

_RULES = ("deprecated-api-use", "nonexistent-member")

_CLUSTER = """import { App, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';

const stack = new Stack(new App(), 'App');
new ecs.Cluster(stack, 'Old', { containerInsights: true });
new ecs.Cluster(stack, 'New', { containerInsightsV2: ecs.ContainerInsights.ENABLED });
"""
_REGION = """import * as aws from '@pulumi/aws';

export const name = aws.getRegionOutput().name;
export const region = aws.getRegionOutput().region;
export const logs = new aws.s3.BucketV2('logs', { bucket: 'application-logs' });
export const objects = new aws.s3.BucketObjectv2('page', { bucket: logs.bucket, key: 'page' });
export const versioning = new aws.s3.BucketVersioningV2('kept', {
  bucket: logs.bucket,
  versioningConfiguration: { status: 'Enabled' },
});
export const zone = logs.hostedZone;
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """What the installed libraries say, read anew."""
    return Catalogue(Store(tmp_path_factory.mktemp("facts")), patient=True)


def found(folder: Path, modules: Path, text: str, catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """The rule, the severity and the guilty text of what is found with these packages installed."""
    need(modules)
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    (folder / "main.ts").write_text(text)
    if "cdk" in text:
        (folder / "cdk.json").write_text(json.dumps({"app": "npx ts-node main.ts"}))
    else:
        (folder / "Pulumi.yaml").write_text("name: example\nruntime: nodejs\nmain: main.ts\n")
    problems = Workspace([str(folder)], catalogue=catalogue).snapshot().check().problems
    assert not [p.message for p in problems if p.rule in _RULES and "not installed" in p.message]
    return [
        (p.rule, p.severity.value, text.encode()[p.at.span.start : p.at.span.end].decode())
        for p in problems
        if p.rule in _RULES
    ]


def other(label: str) -> Path:
    """The packages of another version than the toolchains'."""
    return HOME / "versions" / label.replace("/", "+") / "node_modules"


def test_container_insights_of_the_cdk(tmp_path: Path, catalogue: Catalogue) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    assert found(before, other("aws-cdk-lib@2.175.1"), _CLUSTER, catalogue) == [
        ("nonexistent-member", "error", "ContainerInsights")
    ]
    assert found(after, NODE_MODULES, _CLUSTER, catalogue) == [
        ("deprecated-api-use", "warning", "containerInsights")
    ]


def test_buckets_and_regions_of_pulumi(tmp_path: Path, catalogue: Catalogue) -> None:
    six, seven = tmp_path / "six", tmp_path / "seven"
    six.mkdir()
    seven.mkdir()
    sixth = found(six, other("@pulumi/aws@6.83.3"), _REGION, catalogue)
    assert sixth == [
        ("nonexistent-member", "error", "region"),
        ("nonexistent-member", "error", "hostedZone"),
    ]
    seventh = found(seven, NODE_MODULES, _REGION, catalogue)
    assert sorted(seventh) == [
        ("deprecated-api-use", "warning", "BucketV2"),
        ("deprecated-api-use", "warning", "BucketVersioningV2"),
        ("deprecated-api-use", "warning", "name"),
        ("nonexistent-member", "error", "hostedZone"),
    ]


_NAT = """import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

const stack = new Stack(new App(), 'App');
const natGatewayProvider = ec2.NatProvider.instance({ instanceType: new ec2.InstanceType('t3.nano') });
new ec2.Vpc(stack, 'Net', { natGatewayProvider });
"""


def test_the_package_tells_what_is_broken(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(tmp_path, NODE_MODULES, _NAT, catalogue) == [("deprecated-api-use", "warning", "instance")]
    [problem] = [
        p
        for p in Workspace([str(tmp_path)], catalogue=catalogue).snapshot().check().problems
        if p.rule == "deprecated-api-use"
    ]
    assert problem.message.startswith("'instance' of 'NatProvider' is deprecated; use 'instanceV2' (")
    assert problem.message.endswith("image that has reached EOL on Dec 31 2023)")
