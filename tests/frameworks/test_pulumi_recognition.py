"""Pulumi programs as resources."""

from __future__ import annotations

import pytest
from recognising import Recognised, plain, recognise

from stackproof.frameworks.pulumi import Pulumi

PULUMI = Pulumi()


def typescript(body: str) -> Recognised:
    """A TypeScript program."""
    head = "import * as pulumi from '@pulumi/pulumi';\nimport * as aws from '@pulumi/aws';\n"
    return recognise(PULUMI, head + body)


def python(body: str) -> Recognised:
    """A Python program."""
    return recognise(PULUMI, "import pulumi\nimport pulumi_aws as aws\n" + body, "py")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import * as a from '@pulumi/aws';", "a.ec2.NatGateway"),
        ("import { ec2 } from '@pulumi/aws';", "ec2.NatGateway"),
        ("import * as ec2 from '@pulumi/aws/ec2';", "ec2.NatGateway"),
        ("import { NatGateway } from '@pulumi/aws/ec2';", "NatGateway"),
        ("import { NatGateway } from '@pulumi/aws/ec2/natGateway';", "NatGateway"),
    ],
)
def test_all_ways_to_import_a_class(statement: str, name: str) -> None:
    found = recognise(
        PULUMI, f"{statement}\nnew {name}('nat', {{ subnetId: 's', tags: {{ costCenter: 'x' }} }});"
    )
    assert plain(found.one("aws_nat_gateway", "nat")["tags"]) == {"costCenter": "x"}
    assert found.not_understood() == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import pulumi_aws as aws", "aws.ec2.NatGateway"),
        ("from pulumi_aws import ec2", "ec2.NatGateway"),
        ("from pulumi_aws.ec2 import NatGateway", "NatGateway"),
        ("import pulumi_aws", "pulumi_aws.ec2.NatGateway"),
    ],
)
def test_all_ways_to_import_in_python(statement: str, name: str) -> None:
    found = recognise(PULUMI, f"{statement}\n{name}('nat', subnet_id='s')\n", "py")
    assert plain(found.one("aws_nat_gateway", "nat")["subnet_id"]) == "s"


@pytest.mark.parametrize(
    "arguments",
    [
        "routes=[aws.ec2.RouteTableRouteArgs(cidr_block='0.0.0.0/0', gateway_id='g')], vpc_id='v'",
        "routes=[{'cidr_block': '0.0.0.0/0', 'gateway_id': 'g'}], vpc_id='v'",
        "aws.ec2.RouteTableArgs(routes=[{'cidrBlock': '0.0.0.0/0', 'gatewayId': 'g'}], vpc_id='v')",
    ],
)
def test_all_ways_to_pass_arguments_in_python(arguments: str) -> None:
    found = python(f"aws.ec2.RouteTable('rt', {arguments}, opts=pulumi.ResourceOptions(protect=True))\n")
    table = plain(found.one("aws_route_table", "rt").properties)
    assert table["route"] == [{"cidr_block": "0.0.0.0/0", "gateway_id": "g"}]
    assert (table["vpc_id"], table["pulumi:protect"]) == ("v", True)
    assert found.not_understood() == []


def test_options() -> None:
    found = typescript(
        """
const igw = new aws.ec2.InternetGateway('igw');
const base = { dependsOn: igw };
new aws.ec2.Eip('a', { domain: 'vpc' }, { dependsOn: [igw], retainOnDelete: true, ignoreChanges: ['tags'] });
new aws.ec2.Eip('b', {}, pulumi.mergeOptions(base, { protect: true }));
new aws.ec2.Eip('c', {}, { transformations: [change] });
"""
    )
    first, second = found.one("aws_eip", "a"), found.one("aws_eip", "b")
    assert [plain(d) for d in first.depends_on] == ["igw"]
    assert plain(first["pulumi:retain_on_delete"]) is True
    assert [plain(d) for d in second.depends_on] == ["igw"]
    assert second["pulumi:protect"].is_(True)
    assert not found.one("aws_eip", "c").properties.is_closed()


def test_components_are_followed_and_understood() -> None:
    found = typescript(
        """
class Net extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('x:y:Net', name, {}, opts);
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: '10.0.0.0/16' }, { parent: this });
    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
const net = new Net('main');
new aws.ec2.Subnet('s', { vpcId: net.vpcId });
"""
    )
    assert found.one("aws_subnet")["vpc_id"].refers_to(found.one("aws_vpc", "main-vpc"))
    assert found.not_understood() == []


def test_outputs_stand_for_what_they_hold() -> None:
    found = typescript(
        """
const b = new aws.s3.Bucket('b', {});
const k = new aws.kms.Key('k', {});
const both = pulumi.all([b.arn, k.arn]).apply(([x, y]) => JSON.stringify({ Statement: [{ Resource: [x, `${y}/*`] }] }));
new aws.iam.Policy('p', { policy: both, name: pulumi.interpolate`${b.id}-policy`, path: pulumi.concat('/', b.id, '/'),
  description: pulumi.output('d') });
"""
    )
    policy = plain(found.one("aws_iam_policy").properties)
    assert policy["policy"] == {"json": {"Statement": [{"Resource": ["b.arn", "{k.arn}/*"]}]}}
    assert policy["name"] == "{b.id}-policy"
    assert policy["path"] == "/{b.id}/"
    assert policy["description"] == "d"


def test_outputs_in_python() -> None:
    found = python(
        """
b = aws.s3.Bucket("b")
aws.iam.Policy("p", policy=pulumi.Output.json_dumps({"Statement": [{"Resource": b.arn}]}),
               path=pulumi.Output.format("/{0}/{name}", b.id, name="x"),
               name=pulumi.Output.all(arn=b.arn).apply(lambda a: f"{a['arn']}-p"),
               description=pulumi.Output.all(b.id, "x").apply(lambda a: a[1]))
"""
    )
    policy = plain(found.one("aws_iam_policy").properties)
    assert policy == {
        "policy": {"json": {"Statement": [{"Resource": "b.arn"}]}},
        "path": "/{b.id}/x",
        "name": "{b.arn}-p",
        "description": "x",
    }


def test_policy_helpers() -> None:
    found = typescript(
        """
const doc = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ['s3:*'], resources: ['*'] }] });
new aws.iam.Role('r', { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs.amazonaws.com' }) });
new aws.iam.Policy('p', { policy: doc.json });
new aws.iam.Policy('q', { policy: { Version: '2012-10-17', Statement: [{ Action: 'a' }] } });
"""
    )
    assert (
        found.one("aws_iam_role")["assume_role_policy"]
        .get("Statement", 0, "Principal", "Service")
        .is_("ecs.amazonaws.com")
    )
    assert plain(found.one("aws_iam_policy", "p")["policy"].get("Statement", 0, "Action")) == ["s3:*"]
    # Where Terraform takes a text, Pulumi takes the object as well.
    assert plain(found.one("aws_iam_policy", "q")["policy"]) == {
        "json": {"Version": "2012-10-17", "Statement": [{"Action": "a"}]}
    }


def test_principals_have_names() -> None:
    found = typescript(
        """
new aws.iam.Role('r', { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal(aws.iam.Principals.LambdaPrincipal) });
new aws.iam.Role('s', { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal(aws.iam.Principals.EcsTasksPrincipal) });
"""
    )
    for name, service in (("r", "lambda"), ("s", "ecs-tasks")):
        trust = found.one("aws_iam_role", name)["assume_role_policy"]
        assert trust.get("Statement", 0, "Principal", "Service").is_(f"{service}.amazonaws.com")


def test_configuration_is_unknown_and_harmless() -> None:
    found = typescript(
        """
const config = new pulumi.Config();
const other = new pulumi.StackReference('x/y/z');
new aws.ec2.Subnet('s', { vpcId: other.getOutput('vpc'), cidrBlock: config.require('cidr'), availabilityZone: `${pulumi.getStack()}a` });
"""
    )
    subnet = found.one("aws_subnet")
    assert subnet["vpc_id"].is_unknown()
    assert subnet["cidr_block"].is_unknown()
    assert subnet["availability_zone"].is_present()
    assert found.not_understood() == []


def test_look_ups_are_external() -> None:
    found = typescript(
        """
const me = aws.getCallerIdentityOutput();
const old = aws.ec2.Vpc.get('old', 'vpc-1');
const found = aws.ec2.getVpcOutput({ filters: [{ name: 'tag:Name', values: ['x'] }] });
new aws.ec2.Subnet('a', { vpcId: old.id });
new aws.ec2.Subnet('b', { vpcId: found.id });
"""
    )
    kinds = [(r.type, r.external) for r in found.recognition.resources if r.external]
    assert kinds == [("data.aws_caller_identity", True), ("data.aws_vpc", True), ("data.aws_vpc", True)]
    assert found.one("data.aws_vpc", "old")["id"].is_("vpc-1")
    assert plain(found.one("data.aws_vpc", "found")["filter"]) == [{"name": "tag:Name", "values": ["x"]}]
    assert plain(found.one("aws_subnet", "b")["vpc_id"]) == "found.id"


def test_enum_members() -> None:
    found = typescript("new aws.lambda.Function('f', { runtime: aws.lambda.Runtime.NodeJS20dX, name: 'n' });")
    assert plain(found.one("aws_lambda_function")["runtime"]) == "nodejs20.x"
    assert plain(found.one("aws_lambda_function")["function_name"]) == "n"
    found = python("aws.lambda_.Function('f', runtime=aws.lambda_.Runtime.PYTHON3D12)\n")
    assert plain(found.one("aws_lambda_function")["runtime"]) == "python3.12"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("alb.LoadBalancer", "aws_lb"),
        ("applicationloadbalancing.LoadBalancer", "aws_lb"),
        ("elasticloadbalancingv2.LoadBalancer", "aws_lb"),
        ("elasticloadbalancing.LoadBalancer", "aws_elb"),
        ("s3.BucketV2", "aws_s3_bucket"),
    ],
)
def test_old_names(name: str, kind: str) -> None:
    assert typescript(f"new aws.{name}('x', {{}});").one(kind).name == "x"


def test_components_of_other_packages_are_external_and_not_understood() -> None:
    found = typescript(
        "import * as awsx from '@pulumi/awsx';\n"
        "const vpc = new awsx.ec2.Vpc('v', {});\n"
        "new aws.ec2.Subnet('s', { vpcId: vpc.vpcId });\n"
    )
    assert found.one("awsx.ec2.Vpc").external
    assert found.not_understood() == ["@pulumi/awsx.ec2.Vpc"]
    assert found.one("aws_subnet")["vpc_id"].target() is found.one("awsx.ec2.Vpc")


def test_methods_that_make_resources_are_not_understood() -> None:
    found = typescript("const b = new aws.s3.Bucket('b'); b.onObjectCreated('x', e => {});")
    assert found.not_understood() == [".onObjectCreated"]


@pytest.mark.parametrize(
    ("use", "access"),
    [
        ("cert.domainValidationOptions.get(0)", ".get(0)"),
        ("cert.domainValidationOptions('0')", "('0')"),
    ],
)
def test_wrong_uses_of_lists(use: str, access: str) -> None:
    found = typescript(
        f"const cert = new aws.acm.Certificate('c', {{}});\nconst x = {use}.resourceRecordName;\n"
    )
    (judged,) = found.recognition.uses
    assert (judged.allowed, judged.replacement, found.at(judged.access)) == (False, "[0]", access)


def test_right_uses_of_lists() -> None:
    found = typescript(
        """
const cert = new aws.acm.Certificate('c', {});
new aws.route53.Record('r', { name: cert.domainValidationOptions[0].resourceRecordName,
  records: [cert.domainValidationOptions.apply(o => o[0].resourceRecordValue)] });
"""
    )
    assert found.recognition.uses == []
    record = plain(found.one("aws_route53_record").properties)
    assert record["name"] == "c.domain_validation_options[0].resource_record_name"
    assert record["records"] == ["c.domain_validation_options[0].resource_record_value"]


def test_broken_arguments_raise_nothing() -> None:
    for body in (
        "new aws.ec2.Vpc();",
        "new aws.ec2.Vpc('v', 5, 6);",
        "new aws.ec2.Vpc(...all);",
        "new aws.ec2.Vpc('v', {}, { dependsOn: 5, protect: null });",
        "pulumi.all(); pulumi.all(5).apply(); pulumi.interpolate(); pulumi.concat(...x); pulumi.jsonStringify();",
        "aws.iam.getPolicyDocumentOutput({ statements: [5] }).json.apply(x => x);",
        "aws.iam.assumeRolePolicyForPrincipal();",
    ):
        assert all(g.kind != "crash" for g in typescript(body).recognition.gaps), body


def test_arguments_assigned_to_a_struct_count_where_they_may_be_assigned() -> None:
    program = """
config = pulumi.Config()
args = aws.lb.ListenerArgs(load_balancer_arn="arn:x", protocol="HTTPS", ssl_policy="old")
args.port = 443
if config.get("certificate"):
    args.certificate_arn = "arn:cert"
    args.ssl_policy = "new"
aws.lb.Listener("https", args=args)
"""
    listener = python(program).one("aws_lb_listener")
    assert plain(listener.properties) == {
        "load_balancer_arn": "arn:x",
        "protocol": "HTTPS",
        "port": 443,
        "certificate_arn": {"either": ["arn:cert", None]},
        "ssl_policy": {"either": ["new", "old"]},
    }
