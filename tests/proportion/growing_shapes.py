"""Programs of any size, one family for each thing that programs have many of."""

from __future__ import annotations

from collections.abc import Callable

Files = dict[str, str]

_CDK = """import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as other from 'other-library';

class Main extends cdk.Stack {
  [name: string]: any;
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'vpc', { maxAzs: 2 });
    const bucket = new s3.Bucket(this, 'bucket', {});
    const key = new kms.Key(this, 'key', {});
    const role = new iam.Role(this, 'role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const cluster = new ecs.Cluster(this, 'cluster', { vpc });
    const shared: any[] = [];
    let text = 'a';
    let spread: any = {};
@BODY@
  }
@METHODS@
}
new Main(new cdk.App(), 'main');
"""
_CDKTF = """import { App, Fn, TerraformOutput, TerraformStack } from 'cdktf';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
const stack = new TerraformStack(new App(), 'main');
const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/8' });
@BODY@
"""
_PULUMI = """import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/8")
key = aws.kms.Key("key")
things = []
@BODY@
"""


def _times(count: int, text: str) -> str:
    return "\n".join(text.replace("@", str(number)) for number in range(count))


def _cdk(count: int, body: str, methods: str = "") -> Files:
    text = _CDK.replace("@BODY@", _times(count, body)).replace("@METHODS@", _times(count, methods))
    return {"cdk.json": '{"app": "npx ts-node main.ts"}', "main.ts": text}


def _cdktf(count: int, body: str) -> Files:
    manifest = '{"language": "typescript", "app": "npx ts-node main.ts"}'
    return {"cdktf.json": manifest, "main.ts": _CDKTF.replace("@BODY@", _times(count, body))}


def _pulumi(count: int, body: str) -> Files:
    manifest = "name: many\nruntime: python\n"
    return {"Pulumi.yaml": manifest, "__main__.py": _PULUMI.replace("@BODY@", _times(count, body))}


_STACK = (
    "import * as cdk from 'aws-cdk-lib';\nimport * as s3 from 'aws-cdk-lib/aws-s3';\nexport class S@ extends cdk.Stack"
    " {\n  constructor(scope: any, id: string) { super(scope, id); new s3.Bucket(this, 'b', {}); }\n}\n"
)


def _files(count: int) -> Files:
    files = {f"lib/s{n}.ts": _STACK.replace("@", str(n)) for n in range(count)}
    body = _times(count, "import { S@ } from './lib/s@';\nnew S@(app, 's@');")
    text = f"import * as cdk from 'aws-cdk-lib';\nconst app = new cdk.App();\n{body}\n"
    return {"cdk.json": '{"app": "npx ts-node main.ts"}', "main.ts": text, **files}


def _one_door(count: int) -> Files:
    files = _files(count)
    files["lib/index.ts"] = _times(count, "export * from './s@';")
    names = ", ".join(f"S{n}" for n in range(count))
    files["main.ts"] = (
        f"import * as cdk from 'aws-cdk-lib';\nimport {{ {names} }} from './lib';\nconst app = new cdk.App();\n"
        + _times(count, "new S@(app, 's@');")
    )
    return files


def _programs(count: int) -> Files:
    files: Files = {"shared/s0.ts": _STACK.replace("@", "0"), "shared/s1.ts": _STACK.replace("@", "1")}
    for n in range(count):
        files[f"apps/a{n}/cdk.json"] = '{"app": "npx ts-node main.ts"}'
        files[f"apps/a{n}/main.ts"] = (
            "import * as cdk from 'aws-cdk-lib';\nimport { S0 } from '../../shared/s0';\nimport '../../shared/s1';\n"
            "new S0(new cdk.App(), 's');\n"
        )
    return files


def _scripts(count: int) -> Files:
    """Programs without manifests that share a file."""
    files: Files = {"shared.ts": "import '@pulumi/pulumi';\nexport const a = 1;\n"}
    for n in range(count):
        files[f"s{n}.ts"] = (
            "import * as aws from '@pulumi/aws';\nimport { a } from './shared';\n"
            f"new aws.s3.Bucket('b{n}', {{ bucket: `x${{a}}` }});\n"
        )
    return files


_NETWORK = """const s@ = new Subnet(stack, 's@', { vpcId: vpc.id, cidrBlock: '10.0.@.0/24' });
const t@ = new RouteTable(stack, 't@', { vpcId: vpc.id });
new RouteTableAssociation(stack, 'a@', { subnetId: s@.id, routeTableId: t@.id });
const g@ = new SecurityGroup(stack, 'g@', { vpcId: vpc.id });
new EcsService(stack, 'e@', { launchType: 'FARGATE', networkConfiguration: { subnets: [s@.id], securityGroups: [g@.id] } });
"""
_BALANCERS = """const b@ = new S3Bucket(stack, 'b@', { bucket: 'logs-@' });
new S3BucketPolicy(stack, 'p@', { bucket: b@.id, policy: JSON.stringify({ Statement: [] }) });
const l@ = new Lb(stack, 'l@', { subnets: ['s'], accessLogs: { bucket: b@.bucket, enabled: true } });
new LbListener(stack, 'li@', { loadBalancerArn: l@.arn, port: 443, protocol: 'HTTPS', defaultAction: [] });
const k@ = new KmsKey(stack, 'k@', {});
new CloudwatchLogGroup(stack, 'c@', { kmsKeyId: k@.arn });
new TerraformOutput(stack, 'o@', { value: `${l@.arn}-${Fn.join(',', ['a', b@.arn])}` });
"""
_PYTHON = """s@ = aws.ec2.Subnet("s@", vpc_id=vpc.id, cidr_block="10.0.@.0/24")
things.append(s@)
b@ = aws.s3.Bucket("b@")
aws.s3.BucketPolicy("p@", bucket=b@.id, policy=b@.arn.apply(lambda arn: arn + "/*"))
l@ = aws.lb.LoadBalancer("l@", subnets=[s.id for s in [s@]])
aws.cloudwatch.LogGroup("g@", kms_key_id=key.arn)
pulumi.export("o@", l@.arn)
"""

SHAPES: dict[str, Callable[[int], Files]] = {
    "resources": lambda n: _cdk(n, "new s3.Bucket(this, 'b@', { bucketName: 'b-@', versioned: true });"),
    "fields": lambda n: _cdk(n, "this.b@ = new s3.Bucket(this, 'b@', { bucketName: `x${text}` });"),
    "methods": lambda n: _cdk(n, "this.m@();", "m@() { new sqs.Queue(this, 'q@', {}); }"),
    "grants": lambda n: _cdk(
        n, "const f@ = new lambda.Function(this, 'f@', { handler: 'a.b' }); bucket.grantRead(f@);"
    ),
    "statements of one policy": lambda n: _cdk(
        n, "role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:@'], resources: ['*'] }));"
    ),
    "security groups": lambda n: _cdk(
        n,
        "const g@ = new ec2.SecurityGroup(this, 'g@', { vpc }); g@.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));",
    ),
    "networks": lambda n: _cdk(n, "new ec2.Vpc(this, 'v@', { maxAzs: 2 });"),
    "services": lambda n: _cdk(
        n,
        "const t@ = new ecs.FargateTaskDefinition(this, 't@', {}); t@.addContainer('c', { image:"
        " ecs.ContainerImage.fromRegistry('x') }); new ecs.FargateService(this, 's@', { cluster, taskDefinition: t@ });",
    ),
    "balancers": lambda n: _cdk(
        n,
        "const l@ = new elbv2.ApplicationLoadBalancer(this, 'l@', { vpc }); l@.addListener('x', { port: 80,"
        " defaultAction: elbv2.ListenerAction.fixedResponse(200) });",
    ),
    "users of one key": lambda n: _cdk(n, "new logs.LogGroup(this, 'l@', { encryptionKey: key });"),
    "exports": lambda n: _cdk(
        n,
        "new cdk.CfnOutput(this, 'o@', { value: bucket.bucketArn, exportName: 'e@' }); this.i@ = cdk.Fn.importValue('e@');",
    ),
    "children found": lambda n: _cdk(
        n, "new dynamodb.Table(this, 't@', {}); this.c@ = this.node.findChild('t@');"
    ),
    "conditions": lambda n: _cdk(
        n, "if (process.env.A@) { new s3.Bucket(this, 'b@', {}); text = 'v@'; shared.push('v@'); }"
    ),
    "loops": lambda n: _cdk(
        n, "for (const x of other.list()) { new s3.Bucket(this, 'b@', { bucketName: x }); }"
    ),
    "a list that is given away": lambda n: _cdk(
        n, "shared.push(new s3.Bucket(this, 'b@', {})); other.use(shared);"
    ),
    "lists and objects that grow": lambda n: _cdk(
        n, "spread = { ...spread, k@: text }; text = `${text}${process.env.A@}`.slice(0, 3);"
    ),
    "undefined names": lambda n: _cdk(n, "const a@ = foo@(1);"),
    "files": _files,
    "files behind one door": _one_door,
    "programs": _programs,
    "scripts": _scripts,
    "subnets": lambda n: _cdktf(n, _NETWORK),
    "findings": lambda n: _cdktf(n, _BALANCERS),
    "python": lambda n: _pulumi(n, _PYTHON),
    "comprehensions": lambda n: _pulumi(
        n, "xs@ = [aws.s3.Bucket(f'b@-{i}') for i in range(3)]\nd@ = {b: 1 for b in ['a', 'b']}"
    ),
}
