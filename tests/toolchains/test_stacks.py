"""Programs of several stacks have in their graph what the real library synthesises into several templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from joined_templates import joined
from realness import Language, compared, understood
from template_programs import as_program

from toolchains import Program, python, typescript

_ALL: frozenset[str] = frozenset()
# How a VPC lays out its own subnets is compared elsewhere.
_TYPES = {
    "aws_s3_bucket": _ALL,
    "aws_s3_bucket_policy": _ALL,
    "aws_subnet": frozenset({"availability_zone", "cidr_block", "map_public_ip_on_launch", "tags"}),
    "aws_vpc_endpoint": _ALL,
}

_TS_HEAD = """import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { aws_ec2 as ec2, aws_s3 as s3, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
const env = { region: 'eu-west-1', account: '123456789012' };
"""
_PY_HEAD = """import aws_cdk as cdk
from constructs import Construct
from aws_cdk import aws_ec2 as ec2, aws_s3 as s3, aws_kms as kms, aws_logs as logs
env = cdk.Environment(region="eu-west-1", account="123456789012")
"""
_CASES = {
    "nested": (
        """class Inner extends cdk.NestedStack {
          readonly bucket: s3.Bucket;
          constructor(scope: Construct, id: string, props: { vpc: ec2.IVpc; key: kms.IKey }) {
            super(scope, id);
            this.bucket = new s3.Bucket(this, 'Data', { bucketName: `data-${this.region}` });
            new ec2.CfnSubnet(this, 'Extra', { vpcId: props.vpc.vpcId, cidrBlock: '10.0.99.0/24' });
            new logs.CfnLogGroup(this, 'Logs', { logGroupName: 'inner', kmsKeyId: props.key.keyArn });
            new ec2.Vpc(this, 'Own');
          }
        }
        class Outer extends cdk.Stack {
          constructor(scope: Construct, id: string, props?: cdk.StackProps) {
            super(scope, id, props);
            const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });
            const key = new kms.Key(this, 'Key');
            const inner = new Inner(this, 'Inner', { vpc, key });
            new s3.CfnBucketPolicy(this, 'Policy', { bucket: inner.bucket.bucketName, policyDocument: {
              Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: inner.bucket.bucketArn }] } });
          }
        }
        new Outer(new cdk.App({ context: { 'aws:cdk:enable-asset-metadata': true } }), 'Outer', { env });""",
        """class Inner(cdk.NestedStack):
    def __init__(self, scope, id, *, vpc, key):
        super().__init__(scope, id)
        self.bucket = s3.Bucket(self, "Data", bucket_name=f"data-{self.region}")
        ec2.CfnSubnet(self, "Extra", vpc_id=vpc.vpc_id, cidr_block="10.0.99.0/24")
        logs.CfnLogGroup(self, "Logs", log_group_name="inner", kms_key_id=key.key_arn)
        ec2.Vpc(self, "Own")

class Outer(cdk.Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        vpc = ec2.Vpc(self, "Vpc", max_azs=2)
        key = kms.Key(self, "Key")
        inner = Inner(self, "Inner", vpc=vpc, key=key)
        s3.CfnBucketPolicy(self, "Policy", bucket=inner.bucket.bucket_name, policy_document={
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": inner.bucket.bucket_arn}]})

app = cdk.App(context={"aws:cdk:enable-asset-metadata": True})
Outer(app, "Outer", env=env)
app.synth()""",
    ),
    "stages": (
        """class Network extends cdk.Stack {
          readonly vpc = new ec2.Vpc(this, 'Vpc', { natGateways: 1 });
        }
        class Service extends cdk.Stack {
          constructor(scope: Construct, id: string, vpc: ec2.IVpc, props?: cdk.StackProps) {
            super(scope, id, props);
            new ec2.CfnSubnet(this, 'Extra', { vpcId: vpc.vpcId, cidrBlock: '10.0.99.0/24',
              availabilityZone: cdk.Fn.select(0, cdk.Fn.getAzs()) });
            new s3.Bucket(this, 'Data', { bucketName: `${cdk.Stack.of(this).stackName.toLowerCase()}-${this.account}` });
          }
        }
        class Environment extends cdk.Stage {
          constructor(scope: Construct, id: string, props?: cdk.StageProps) {
            super(scope, id, props);
            const network = new Network(this, 'Network');
            new Service(this, 'Service', network.vpc);
          }
        }
        const app = new cdk.App();
        for (const name of ['Dev', 'Prod']) {
          new Environment(app, name, name === 'Prod' ? { env } : {});
        }""",
        """class Network(cdk.Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        self.vpc = ec2.Vpc(self, "Vpc", nat_gateways=1)

class Service(cdk.Stack):
    def __init__(self, scope, id, vpc, **kwargs):
        super().__init__(scope, id, **kwargs)
        ec2.CfnSubnet(self, "Extra", vpc_id=vpc.vpc_id, cidr_block="10.0.99.0/24",
                      availability_zone=cdk.Fn.select(0, cdk.Fn.get_azs()))
        s3.Bucket(self, "Data", bucket_name=f"{cdk.Stack.of(self).stack_name.lower()}-{self.account}")

class Environment(cdk.Stage):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        network = Network(self, "Network")
        Service(self, "Service", network.vpc)

app = cdk.App()
for name in ["Dev", "Prod"]:
    Environment(app, name, **({"env": env} if name == "Prod" else {}))
app.synth()""",
    ),
    "exports": (
        """const app = new cdk.App();
        const first = new cdk.Stack(app, 'First', { env });
        const key = new kms.Key(first, 'Key');
        new cdk.CfnOutput(first, 'Out', { value: key.keyArn, exportName: 'key' });
        const vpc = new ec2.CfnVPC(first, 'Vpc', { cidrBlock: '10.1.0.0/16' });
        const id = first.exportValue(vpc.ref);
        const second = new cdk.Stack(app, 'Second', { env });
        new logs.CfnLogGroup(second, 'Logs', { logGroupName: 'second', kmsKeyId: cdk.Fn.importValue('key') });
        new ec2.CfnSubnet(second, 'A', { vpcId: id, cidrBlock: '10.1.1.0/24' });
        new ec2.CfnSubnet(second, 'B', { vpcId: vpc.ref, cidrBlock: '10.1.2.0/24' });""",
        """app = cdk.App()
first = cdk.Stack(app, "First", env=env)
key = kms.Key(first, "Key")
cdk.CfnOutput(first, "Out", value=key.key_arn, export_name="key")
vpc = ec2.CfnVPC(first, "Vpc", cidr_block="10.1.0.0/16")
given = first.export_value(vpc.ref)
second = cdk.Stack(app, "Second", env=env)
logs.CfnLogGroup(second, "Logs", log_group_name="second", kms_key_id=cdk.Fn.import_value("key"))
ec2.CfnSubnet(second, "A", vpc_id=given, cidr_block="10.1.1.0/24")
ec2.CfnSubnet(second, "B", vpc_id=vpc.ref, cidr_block="10.1.2.0/24")
app.synth()""",
    ),
    "surroundings": (
        """const app = new cdk.App({ context: { zones: { count: 2 }, names: ['a', 'b'] } });
        app.node.setContext('extra', { bucket: 'extra' });
        class Group extends Construct {
          constructor(scope: Construct, id: string) {
            super(scope, id);
            const stack = cdk.Stack.of(this);
            for (const name of this.node.tryGetContext('names')) {
              new s3.Bucket(this, name, { bucketName: `${name}-${this.node.id.toLowerCase()}-${stack.region}` });
            }
            if (stack.region === 'eu-west-1') {
              new s3.Bucket(this, 'Here', { bucketName: this.node.tryGetContext('extra').bucket });
            } else {
              new s3.Bucket(this, 'There');
            }
          }
        }
        const here = new cdk.Stack(app, 'Here', { env });
        new Group(here, 'Group');
        new ec2.Vpc(here, 'Vpc', { maxAzs: app.node.tryGetContext('zones').count, natGateways: 0 });
        new ec2.Vpc(new cdk.Stack(app, 'Anywhere'), 'Vpc', { maxAzs: 6, natGateways: 0 });
        new ec2.Vpc(new cdk.Stack(app, 'Half', { env: { region: 'eu-west-1' } }), 'Vpc', { natGateways: 0 });""",
        """app = cdk.App(context={"zones": {"count": 2}, "names": ["a", "b"]})
app.node.set_context("extra", {"bucket": "extra"})

class Group(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        stack = cdk.Stack.of(self)
        for name in self.node.try_get_context("names"):
            s3.Bucket(self, name, bucket_name=f"{name}-{self.node.id.lower()}-{stack.region}")
        if stack.region == "eu-west-1":
            s3.Bucket(self, "Here", bucket_name=self.node.try_get_context("extra")["bucket"])
        else:
            s3.Bucket(self, "There")

here = cdk.Stack(app, "Here", env=env)
Group(here, "Group")
ec2.Vpc(here, "Vpc", max_azs=app.node.try_get_context("zones")["count"], nat_gateways=0)
ec2.Vpc(cdk.Stack(app, "Anywhere"), "Vpc", max_azs=6, nat_gateways=0)
ec2.Vpc(cdk.Stack(app, "Half", env=cdk.Environment(region="eu-west-1")), "Vpc", nat_gateways=0)
app.synth()""",
    ),
    "functions": (
        """const app = new cdk.App();
        const stack = new cdk.Stack(app, 'Stack', { env });
        const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.2.0.0/16' });
        ['10.2.0.0/24', '10.2.1.0/24'].forEach((cidrBlock, i) =>
          new ec2.CfnSubnet(stack, `S${i}`, { vpcId: vpc.ref, cidrBlock, tags: [{ key: 'Name', value: cdk.Fn.select(i, ['x', 'y']) }] }));
        new ec2.CfnVPCEndpoint(stack, 'E', { vpcId: vpc.ref, vpcEndpointType: 'Gateway',
          serviceName: cdk.Fn.join('.', ['com.amazonaws', stack.region, 's3']) });
        new ec2.CfnVPCEndpoint(stack, 'D', { vpcId: vpc.ref, vpcEndpointType: 'Gateway',
          serviceName: cdk.Fn.sub('com.amazonaws.${AWS::Region}.${S}', { S: 'dynamodb' }) });
        new s3.Bucket(stack, 'B', { bucketName: cdk.Fn.select(1, cdk.Fn.split('/', 'a/b-c')) });
        const map = new cdk.CfnMapping(stack, 'M', { mapping: { k: { n: 'from-map' } }, lazy: true });
        new s3.Bucket(stack, 'M2', { bucketName: map.findInMap('k', 'n') });""",
        """app = cdk.App()
stack = cdk.Stack(app, "Stack", env=env)
vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.2.0.0/16")
for i, block in enumerate(["10.2.0.0/24", "10.2.1.0/24"]):
    ec2.CfnSubnet(stack, f"S{i}", vpc_id=vpc.ref, cidr_block=block,
                  tags=[cdk.CfnTag(key="Name", value=cdk.Fn.select(i, ["x", "y"]))])
ec2.CfnVPCEndpoint(stack, "E", vpc_id=vpc.ref, vpc_endpoint_type="Gateway",
                   service_name=cdk.Fn.join(".", ["com.amazonaws", stack.region, "s3"]))
ec2.CfnVPCEndpoint(stack, "D", vpc_id=vpc.ref, vpc_endpoint_type="Gateway",
                   service_name=cdk.Fn.sub("com.amazonaws.${AWS::Region}.${S}", {"S": "dynamodb"}))
s3.Bucket(stack, "B", bucket_name=cdk.Fn.select(1, cdk.Fn.split("/", "a/b-c")))
mapped = cdk.CfnMapping(stack, "M", mapping={"k": {"n": "from-map"}}, lazy=True)
s3.Bucket(stack, "M2", bucket_name=mapped.find_in_map("k", "n"))
app.synth()""",
    ),
}


@pytest.mark.parametrize("language", ["typescript", "python"])
def test_graphs_of_several_stacks_are_real(language: Language, tmp_path: Path) -> None:
    if language == "typescript":
        programs = [Program(n, "cdk", {"main.ts": _TS_HEAD + c[0]}) for n, c in _CASES.items()]
        outcomes = typescript(programs, tmp_path)
    else:
        programs = [Program(n, "cdk", {"main.py": _PY_HEAD + c[1]}) for n, c in _CASES.items()]
        outcomes = python(programs, tmp_path)
    wrong: dict[str, list[str]] = {}
    for program in programs:
        outcome = outcomes[program.name]
        assert (outcome.errors, outcome.failure) == ([], ""), program.name
        template = joined(dict(zip(outcome.names, outcome.templates, strict=True)))
        real = Program(program.name, "cdk", {"main.ts": as_program(template)})
        found = compared(
            understood(program, tmp_path / "programs" / program.name),
            understood(real, tmp_path / "templates" / program.name),
            _TYPES,
        )
        if found:
            wrong[program.name] = found
    assert wrong == {}
