"""CDKTF programs as resources."""

from __future__ import annotations

import pytest
from recognising import Recognised, plain, recognise

from stackproof.frameworks.cdktf import Cdktf

CDKTF = Cdktf()


def stack(body: str, imports: str = "") -> Recognised:
    """A TypeScript stack with the given constructor body."""
    return recognise(
        CDKTF,
        f"""
import {{ App, TerraformStack, Fn, Token, TerraformOutput, TerraformLocal, TerraformVariable }} from 'cdktf';
import * as aws from '@cdktf/provider-aws';
{imports}
class S extends TerraformStack {{
  constructor(scope: any, id: string) {{
    super(scope, id);
    {body}
  }}
}}
new S(new App(), 's');
""",
    )


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';", "NatGateway"),
        ("import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway/index';", "NatGateway"),
        ("import { NatGateway } from '@cdktn/provider-aws/lib/nat-gateway';", "NatGateway"),
        ("import { natGateway } from '@cdktf/provider-aws';", "natGateway.NatGateway"),
        ("import * as nat from '@cdktf/provider-aws/lib/nat-gateway';", "nat.NatGateway"),
        ("", "aws.natGateway.NatGateway"),
    ],
)
def test_all_ways_to_import_a_class(statement: str, name: str) -> None:
    found = stack(f"new {name}(this, 'nat', {{ subnetId: 's', tags: {{ costCenter: 'x' }} }});", statement)
    assert plain(found.one("aws_nat_gateway", "nat").properties)["tags"] == {"costCenter": "x"}
    assert found.not_understood() == []


@pytest.mark.parametrize(
    "module",
    ["cdktf_cdktf_provider_aws.nat_gateway", "cdktn_provider_aws.nat_gateway", "imports.aws.nat_gateway"],
)
def test_all_ways_to_import_in_python(module: str) -> None:
    found = recognise(
        CDKTF,
        f"from {module} import NatGateway\nNatGateway(None, 'nat', subnet_id='s', depends_on=[])\n",
        "py",
    )
    assert plain(found.one("aws_nat_gateway", "nat").properties) == {
        "subnet_id": "s",
        "connectivity_type": "public",
    }


def test_structs_in_python() -> None:
    found = recognise(
        CDKTF,
        """
from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.route_table import RouteTable, RouteTableRoute
RouteTable(None, "rt", vpc_id="v", lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
           route=[RouteTableRoute(cidr_block="0.0.0.0/0", gateway_id="igw")])
""",
        "py",
    )
    table = found.one("aws_route_table")
    assert plain(table["route"]) == [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw"}]
    assert plain(table["lifecycle"]) == {"create_before_destroy": True}
    place = table["route"].get(0, "gateway_id").origin
    assert place is not None
    assert found.at(place) == '"igw"'
    assert found.not_understood() == []


def test_references_and_origins() -> None:
    found = stack(
        "const vpc = new aws.vpc.Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16' });"
        "new aws.subnet.Subnet(this, 'a', { vpcId: vpc.id, dependsOn: [vpc] });"
    )
    subnet = found.one("aws_subnet", "a")
    assert subnet["vpc_id"].refers_to(found.one("aws_vpc"))
    assert plain(subnet["vpc_id"]) == "vpc.id"
    assert [plain(d) for d in subnet.depends_on] == ["vpc"]
    assert subnet["depends_on"].is_absent()
    assert found.at(subnet.origin) == "aws.subnet.Subnet"


def test_defaults_are_marked_and_only_where_all_arguments_are_known() -> None:
    found = stack(
        "new aws.subnet.Subnet(this, 'a', { vpcId: 'v' });"
        "new aws.subnet.Subnet(this, 'b', { vpcId: 'v', ...unknown });"
    )
    default = found.one("aws_subnet", "a")["map_public_ip_on_launch"]
    assert default.is_(False)
    assert default.certainty == "default"
    assert found.one("aws_subnet", "b")["map_public_ip_on_launch"].is_unknown()


def test_policy_documents_read_like_json() -> None:
    found = stack(
        """
    const doc = new aws.dataAwsIamPolicyDocument.DataAwsIamPolicyDocument(this, 'doc', { statement: [{
      actions: ['s3:GetObject'], resources: ['*'],
      principals: [{ type: 'Service', identifiers: ['ecs.amazonaws.com'] }],
      condition: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['1'] }] }] });
    new aws.iamPolicy.IamPolicy(this, 'p', { policy: doc.json });"""
    )
    assert plain(found.one("aws_iam_policy")["policy"]) == {
        "json": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": ["*"],
                    "Principal": {"Service": ["ecs.amazonaws.com"]},
                    "Condition": {"StringEquals": {"aws:SourceAccount": ["1"]}},
                }
            ],
        }
    }
    assert found.one("data.aws_iam_policy_document").external


def test_a_merged_policy_document_stays_open() -> None:
    found = stack(
        """
    const doc = new aws.dataAwsIamPolicyDocument.DataAwsIamPolicyDocument(this, 'doc', {
      sourcePolicyDocuments: [other], statement: { actions: ['a'], resources: ['*'] } });
    new aws.iamPolicy.IamPolicy(this, 'p', { policy: doc.json });"""
    )
    statements = found.one("aws_iam_policy")["policy"].get("Statement")
    assert not statements.is_closed()
    assert statements.get(0, "Action").get(0).is_("a")


def test_functions_and_tokens() -> None:
    found = stack(
        """
    new aws.ecsTaskDefinition.EcsTaskDefinition(this, 'td', { family: Fn.join('-', ['a', 'b']),
      cpu: Token.asString('256'), containerDefinitions: Fn.jsonencode([{ portMappings: [] }]) });
    new aws.subnet.Subnet(this, 'a', { cidrBlock: Fn.cidrsubnet('10.0.0.0/16', 8, 3), vpcId: Fn.file('x') });"""
    )
    task = found.one("aws_ecs_task_definition")
    assert plain(task["family"]) == "a-b"
    assert plain(task["cpu"]) == "256"
    assert plain(task["container_definitions"]) == {"json": [{"portMappings": []}]}
    assert plain(found.one("aws_subnet")["cidr_block"]) == "10.0.3.0/24"
    assert found.one("aws_subnet")["vpc_id"].is_unknown()


def test_overrides_and_puts() -> None:
    found = stack(
        """
    const sg = new aws.securityGroup.SecurityGroup(this, 'sg', { ingress: [{ fromPort: 1, toPort: 1 }], name: 'x' });
    sg.addOverride('ingress.0.to_port', 443);
    sg.addOverride('revoke_rules_on_delete', true);
    sg.putEgress([{ fromPort: 0, toPort: 0 }]);
    sg.resetName();
    this.addOverride('terraform.backend.s3.use_lockfile', true);"""
    )
    group = found.one("aws_security_group")
    assert plain(group.properties) == {
        "ingress": [{"from_port": 1, "to_port": 443}],
        "revoke_rules_on_delete": True,
        "egress": [{"from_port": 0, "to_port": 0}],
    }
    assert found.not_understood() == []


def test_an_override_at_an_unknown_path_opens_the_resource() -> None:
    found = stack("const v = new aws.vpc.Vpc(this, 'v', {}); v.addOverride(somewhere, 1);")
    assert not found.one("aws_vpc").properties.is_closed()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # Lists are added to lists, objects are merged, all else is replaced: as the library does.
        ("q.addOverride('tags', { B: 'b' })", {"name": "q", "tags": {"A": "a", "B": "b"}, "more": ["x"]}),
        ("q.addOverride('tags.A', 'b')", {"name": "q", "tags": {"A": "b"}, "more": ["x"]}),
        ("q.addOverride('more', ['y'])", {"name": "q", "tags": {"A": "a"}, "more": ["x", "y"]}),
        ("q.addOverride('more.1', 'y')", {"name": "q", "tags": {"A": "a"}, "more": ["x", "y"]}),
        ("q.addOverride('more.5', 'y')", {"name": "q", "tags": {"A": "a"}, "more": "?"}),
        ("q.addOverride('name', undefined)", {"tags": {"A": "a"}, "more": ["x"]}),
        ("q.addOverride('name.first', 'z')", {"name": {"first": "z"}, "tags": {"A": "a"}, "more": ["x"]}),
        # The last one at a path counts, and overrides go before what is put or assigned.
        (
            "q.addOverride('name', 'y'); q.addOverride('name', 'z'); q.name = 'late';",
            {"name": "z", "tags": {"A": "a"}, "more": ["x"]},
        ),
        (
            "if (process.env.P) q.addOverride('name', 'z')",
            {"name": "?", "tags": {"A": "a"}, "more": ["x"]},
        ),
        ("if (process.env.P) q.resetTags()", {"name": "q", "tags": "?", "more": ["x"]}),
        ("if (process.env.P) q.putTags({})", {"name": "q", "tags": "?", "more": ["x"]}),
        (
            "if (process.env.P) q.name = 'z'",
            {"name": {"either": ["z", "q"]}, "tags": {"A": "a"}, "more": ["x"]},
        ),
    ],
)
def test_overrides_are_merged(code: str, expected: object) -> None:
    found = stack(
        "const q = new aws.sqsQueue.SqsQueue(this, 'q', { name: 'q', tags: { A: 'a' }, more: ['x'] } as any);"
        + code
    )
    assert plain(found.one("aws_sqs_queue").properties) == expected


def test_an_override_does_not_change_what_others_share() -> None:
    found = stack(
        """
    const rules = [{ fromPort: 1 }];
    const a = new aws.securityGroup.SecurityGroup(this, 'a', { ingress: rules });
    new aws.securityGroup.SecurityGroup(this, 'b', { ingress: rules });
    a.addOverride('ingress.0.from_port', 2);"""
    )
    assert plain(found.one("aws_security_group", "a")["ingress"]) == [{"from_port": 2}]
    assert plain(found.one("aws_security_group", "b")["ingress"]) == [{"from_port": 1}]


def test_unknown_arguments_open_the_resource_and_are_mentioned() -> None:
    found = stack(
        "const vpc = new aws.vpc.Vpc(this, 'vpc', {});"
        "new aws.subnet.Subnet(this, 'a', Object.freeze(make(vpc)));"
    )
    subnet = found.one("aws_subnet")
    assert subnet["vpc_id"].is_unknown()
    assert subnet.properties.may_refer_to(found.one("aws_vpc"))


def test_repeated_resources() -> None:
    found = stack(
        "new aws.subnet.Subnet(this, 'a', { vpcId: 'v', count: 3 }); new aws.vpc.Vpc(this, 'v', {});"
    )
    assert found.one("aws_subnet").many
    assert not found.one("aws_vpc").many


def test_both_names_of_a_load_balancer_are_one_type() -> None:
    found = stack("new aws.alb.Alb(this, 'a', { internal: true }); new aws.lb.Lb(this, 'b', {});")
    assert [r.name for r in found.recognition.resources if r.type == "aws_lb"] == ["a", "b"]


def test_providers_and_backends() -> None:
    found = stack(
        "new AwsProvider(this, 'aws', { region: 'eu-west-1' }); new S3Backend(this, { bucket: 'b', useLockfile: true });",
        "import { AwsProvider } from '@cdktf/provider-aws/lib/provider'; import { S3Backend } from 'cdktf';",
    )
    assert plain(found.one("provider.aws")["region"]) == "eu-west-1"
    assert plain(found.one("backend.s3").properties) == {"bucket": "b", "use_lockfile": True}


def test_classes_newer_than_the_vocabulary() -> None:
    found = stack(
        "new Widget(this, 'w', { someThing: 1 });", "import { Widget } from '@cdktf/provider-aws/lib/widget';"
    )
    assert plain(found.one("aws_widget").properties) == {"some_thing": 1}


def test_locals_and_variables() -> None:
    found = stack(
        """
    const cidr = new TerraformLocal(this, 'cidr', '10.0.0.0/16');
    const name = new TerraformVariable(this, 'n', { type: 'string' });
    new aws.vpc.Vpc(this, 'v', { cidrBlock: cidr.asString, instanceTenancy: name.stringValue });
    new TerraformOutput(this, 'o', { value: name.value });"""
    )
    assert plain(found.one("aws_vpc")["cidr_block"]) == "10.0.0.0/16"
    assert found.one("aws_vpc")["instance_tenancy"].is_unknown()
    assert found.not_understood() == []


def test_modules_of_others_are_not_understood() -> None:
    found = stack(
        "const v = new aws.vpc.Vpc(this, 'v', {}); new TerraformHclModule(this, 'm', { source: 'x', variables: { v: v.id } });",
        "import { TerraformHclModule } from 'cdktf';",
    )
    assert found.not_understood() == ["cdktf.TerraformHclModule"]


@pytest.mark.parametrize(
    ("use", "access", "replacement"),
    [
        ("cert.domainValidationOptions('0')", "('0')", ".get(0)"),
        ("cert.domainValidationOptions(1)", "(1)", ".get(1)"),
        ("cert.domainValidationOptions[0]", "[0]", ".get(0)"),
        ("cert.domainValidationOptions.get('0')", "get('0')", "get(0)"),
        ("cert.domainValidationOptions.forEach(f)", "forEach(f)", None),
    ],
)
def test_wrong_uses_of_lists(use: str, access: str, replacement: str | None) -> None:
    found = stack(
        f"const cert = new aws.acmCertificate.AcmCertificate(this, 'c', {{ domainName: 'a' }}); const x = {use};"
    )
    (judged,) = found.recognition.uses
    assert (judged.allowed, judged.written) == (False, "domainValidationOptions")
    assert found.at(judged.access) == access
    assert judged.replacement == replacement
    assert judged.resource is found.one("aws_acm_certificate")


def test_right_uses_of_lists() -> None:
    found = stack(
        """
    const cert = new aws.acmCertificate.AcmCertificate(this, 'c', { domainName: 'a', subjectAlternativeNames: ['b'] });
    const i = 1;
    new aws.route53Record.Route53Record(this, 'r', { name: cert.domainValidationOptions.get(i).resourceRecordName });"""
    )
    assert found.recognition.uses == []
    assert (
        plain(found.one("aws_route53_record")["name"])
        == "c.domain_validation_options[1].resource_record_name"
    )


def test_broken_arguments_raise_nothing() -> None:
    for body in (
        "new aws.vpc.Vpc();",
        "new aws.vpc.Vpc(this);",
        "new aws.vpc.Vpc(this, 'v', 5);",
        "new aws.vpc.Vpc(this, 'v', [1]);",
        "new aws.vpc.Vpc(...all);",
        "const v = new aws.vpc.Vpc(this, 'v', {}); v.addOverride(); v.putTags(); v.addOverride('a.b.c', 1);",
        "new aws.dataAwsIamPolicyDocument.DataAwsIamPolicyDocument(this, 'd', { statement: 5 }).json;",
        "Fn.join(); Fn.element([], 0); Fn.cidrsubnet('x', 1, 2); Fn.merge(1); Token.asString();",
    ):
        assert all(g.kind != "crash" for g in stack(body).recognition.gaps), body
