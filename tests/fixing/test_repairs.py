"""Fixes of real findings, from whole programs to whole programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackproof.analysis.fixing import combine
from stackproof.analysis.report import Repair, Report
from stackproof.analysis.workspace import Workspace
from stackproof.text import apply_edits

TS_HEAD = """import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Vpc } from '@cdktn/provider-aws/lib/vpc';
import { Subnet } from '@cdktn/provider-aws/lib/subnet';
import { InternetGateway } from '@cdktn/provider-aws/lib/internet-gateway';
import { RouteTable } from '@cdktn/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktn/provider-aws/lib/route-table-association';
import { EcsService } from '@cdktn/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktn/provider-aws/lib/ecs-task-definition';
import { Lb } from '@cdktn/provider-aws/lib/lb';
import { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket';
"""

NETWORK = """
class S extends TerraformStack {
  private readonly priv: Subnet[];
  constructor(scope: Construct, id: string, props: { suffix: string }) {
    super(scope, id);
    const vpc = new Vpc(this, `tap-vpc-${props.suffix}`, { cidrBlock: '10.0.0.0/16' });
    const igw = new InternetGateway(this, `tap-igw-${props.suffix}`, { vpcId: vpc.id });
    const pub = new Subnet(this, `tap-public-${props.suffix}`, { vpcId: vpc.id, cidrBlock: '10.0.0.0/24' });
    this.priv = ['a', 'b'].map((az, i) => new Subnet(this, `tap-private-${i}-${props.suffix}`, {
      vpcId: vpc.id, cidrBlock: `10.0.${i + 1}.0/24`,
    }));
    const rt = new RouteTable(this, 'rt', { vpcId: vpc.id, route: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }] });
    new RouteTableAssociation(this, 'rta', { subnetId: pub.id, routeTableId: rt.id });
    const task = new EcsTaskDefinition(this, 'task', {
      family: 'f', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512',
      containerDefinitions: JSON.stringify([{ name: 'app', image: 'nginx:1.27', essential: true }]),
    });
    new EcsService(this, 'service', {
      name: 's', taskDefinition: task.arn, launchType: 'FARGATE',
      networkConfiguration: { subnets: this.priv.map(s => s.id) },
    });
  }
}
new S(new App(), 's', { suffix: process.env.SUFFIX || 'dev' });
"""


def check(folder: Path) -> Report:
    return Workspace([str(folder)]).snapshot().check()


def repair(report: Report, rule: str, title: str = "") -> Repair:
    problems = [p for p in report.problems if p.rule == rule]
    assert problems, [p.rule for p in report.problems]
    return next(r for p in problems for r in p.repairs if title in r.title)


def apply(report: Report, fix: Repair) -> str:
    edits = fix.edits()
    assert edits is not None
    (path, own), *others = edits.items()
    assert not others
    after = apply_edits(report.documents[path].data, own)
    Path(path).write_bytes(after)
    return after.decode()


def test_a_nat_gateway_is_added_behind_a_loop(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(TS_HEAD + NETWORK)
    report = check(tmp_path)
    after = apply(report, repair(report, "private-subnet-without-egress", "NAT"))
    assert "import { Eip } from '@cdktn/provider-aws/lib/eip';" in after
    assert "const natEip = new Eip(this, `tap-nat-eip-${props.suffix}`, " in after
    assert "dependsOn: [igw]" in after
    assert "subnetId: this.priv[0].id" in after
    assert "subnetId: this.priv[1].id" in after
    assert "${i}" not in after.split("this.priv = ")[1].split("}));")[1]
    again = check(tmp_path)
    assert not again.broken
    assert not [p for p in again.problems if p.rule == "private-subnet-without-egress"]


def test_line_ends_are_kept(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_bytes((TS_HEAD + NETWORK).replace("\n", "\r\n").encode())
    report = check(tmp_path)
    after = apply(report, repair(report, "private-subnet-without-egress", "NAT"))
    assert "\n" not in after.replace("\r\n", "")


BALANCER = """
class S extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    %s
  }
}
new S(new App(), 's');
"""


@pytest.mark.parametrize(
    "body",
    [
        # The same call makes two load balancers.
        "for (const n of ['a', 'b']) { new Lb(this, n, { enableDeletionProtection: true }); }",
        "const make = (n: string) => new Lb(this, n, { enableDeletionProtection: true }); make('a'); make('b');",
        # The value is in another object.
        "const all = { enableDeletionProtection: true }; new Lb(this, 'a', all);",
        "const all = { enableDeletionProtection: true }; new Lb(this, 'a', { ...all });",
    ],
)
def test_what_is_shared_is_left_alone(tmp_path: Path, body: str) -> None:
    (tmp_path / "main.ts").write_text(TS_HEAD + BALANCER % body)
    report = check(tmp_path)
    found = [p for p in report.problems if p.rule == "deletion-protection-in-ephemeral-environment"]
    assert found
    assert all(r.edits() is None for p in found for r in p.repairs)


def test_protection_follows_the_environment(tmp_path: Path) -> None:
    body = "const environmentSuffix = process.env.X; new Lb(this, 'a', {\n      enableDeletionProtection: true });"
    (tmp_path / "main.ts").write_text(TS_HEAD + BALANCER % body)
    report = check(tmp_path)
    after = apply(report, repair(report, "deletion-protection-in-ephemeral-environment", "production only"))
    assert "enableDeletionProtection: environmentSuffix === 'prod'" in after


LOGS = """
class S extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'logs', {});
    new Lb(this, 'a', { accessLogs: { bucket: bucket.bucket, enabled: true, prefix: 'x' } });
  }
}
new S(new App(), 's');
"""


def test_the_bucket_policy_comes_before_the_balancer(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(TS_HEAD + LOGS)
    report = check(tmp_path)
    after = apply(report, repair(report, "alb-access-logs-without-bucket-policy"))
    assert after.index("new S3BucketPolicy(") < after.index("new Lb(")
    assert "/x/AWSLogs/${currentAccount.accountId}/*`" in after
    assert "dependsOn: [logsPolicy]" in after
    assert "const currentAccount = new DataAwsCallerIdentity(this, 'current-account');" in after
    assert not [p for p in check(tmp_path).problems if p.rule == "alb-access-logs-without-bucket-policy"]


PULUMI = """import * as pulumi from "@pulumi/pulumi"
import * as aws from "@pulumi/aws"

const east = new aws.Provider("east", { region: "us-east-1" })
const key = new aws.kms.Key("main-key", {
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
        ],
    }),
}, { provider: east })
new aws.cloudwatch.LogGroup("logs", { kmsKeyId: key.arn }, { provider: east })
"""


def test_outputs_do_not_go_into_plain_json(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: nodejs\n")
    (tmp_path / "index.ts").write_text(PULUMI)
    report = check(tmp_path)
    after = apply(report, repair(report, "kms-key-policy-missing-logs-service"))
    assert "policy: pulumi.jsonStringify({" in after
    assert "aws.getRegionOutput({}, { provider: east }).id" in after
    assert ";" not in after
    assert "'" not in after
    assert not [p for p in check(tmp_path).problems if p.rule == "kms-key-policy-missing-logs-service"]


CDK = """from aws_cdk import App, Stack, aws_ec2 as ec2, aws_ecs as ecs, aws_kms as kms, aws_logs as logs
from constructs import Construct


class Network(Construct):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.vpc = ec2.Vpc(
            self, "Vpc",
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC),
                ec2.SubnetConfiguration(name="app", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            ],
        )


class Main(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        network = Network(self, "Network")
        cluster = ecs.Cluster(self, "Cluster", vpc=network.vpc)
        task = ecs.FargateTaskDefinition(self, "Task")
        task.add_container("app", image=ecs.ContainerImage.from_registry("nginx:1.27"))
        ecs.FargateService(self, "Service", cluster=cluster, task_definition=task)
        key = kms.Key(self, "Key")
        logs.LogGroup(self, "Logs", encryption_key=key)


app = App()
Main(app, "main")
"""


def test_cdk_networks_get_their_nat_gateways(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CDK)
    report = check(tmp_path)
    after = apply(report, repair(report, "private-subnet-without-egress", "NAT"))
    assert "nat_gateways" not in after
    assert 'name="app", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS' in after
    assert not [p for p in check(tmp_path).problems if p.rule == "private-subnet-without-egress"]


def test_cdk_subnets_that_others_select_stay_isolated(tmp_path: Path) -> None:
    selection = ", vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED))"
    (tmp_path / "app.py").write_text(CDK.replace("task_definition=task)", f"task_definition=task{selection}"))
    report = check(tmp_path)
    assert repair(report, "private-subnet-without-egress", "NAT").edits() is None


def test_cdk_key_policies_get_a_statement(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CDK)
    report = check(tmp_path)
    after = apply(report, repair(report, "kms-key-policy-missing-logs-service"))
    assert "aws_iam as iam" in after
    assert "key.add_to_resource_policy(" in after
    assert not [p for p in check(tmp_path).problems if p.rule == "kms-key-policy-missing-logs-service"]


def test_repairs_that_do_not_go_together_take_turns(tmp_path: Path) -> None:
    text = TS_HEAD + LOGS.replace(
        "new Lb(this, 'a', {", "new Lb(this, 'a', { enableDeletionProtection: true,"
    )
    (tmp_path / "main.ts").write_text(text)
    for _ in range(4):
        report = check(tmp_path)
        chosen = [next((r for r in reversed(p.repairs) if r.edits()), None) for p in report.problems]
        edits = combine([r for r in chosen if r is not None])
        for path, own in edits.items():
            Path(path).write_bytes(apply_edits(report.documents[path].data, own))
        if not edits:
            break
    report = check(tmp_path)
    assert not report.broken
    assert not report.problems


def test_one_fix_asked_for_twice_is_applied_once(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(TS_HEAD + LOGS)
    report = check(tmp_path)
    fix = repair(report, "alb-access-logs-without-bucket-policy")
    other = repair(check(tmp_path), "alb-access-logs-without-bucket-policy")
    assert combine([fix, other]) == {k: tuple(sorted(v)) for k, v in (fix.edits() or {}).items()}


L1 = """import { App, Stack, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';

class S extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const key = new kms.CfnKey(this, 'Key', { keyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' }] } });
    new logs.CfnLogGroup(this, 'Logs', { kmsKeyId: key.attrArn });
  }
}
new S(new App(), 's');
"""


def test_an_element_of_a_list_on_one_line_moves_to_its_own(tmp_path: Path) -> None:
    (tmp_path / "app.ts").write_text(L1)
    report = check(tmp_path)
    after = apply(report, repair(report, "kms-key-policy-missing-logs-service"))
    assert "aws_logs as logs, Aws } from 'aws-cdk-lib';" in after
    assert "\n      {\n        Sid: 'AllowCloudWatchLogs',\n" in after
    assert "`logs.${Aws.REGION}.amazonaws.com`" in after
    assert not [p for p in check(tmp_path).problems if p.rule == "kms-key-policy-missing-logs-service"]
