"""Policies of keys, buckets and roles, and what may change everything."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import counts, py, ts
from recognising import plain, recognise

from stackproof.frameworks.cdk.framework import Cdk
from stackproof.model.values import Certainty

_LOGS = "new iam.ServicePrincipal(`logs.${cdk.Stack.of(this).region}.amazonaws.com`)"


def _services(program: Any) -> list[Any]:
    found = program.one("aws_kms_key")["policy"].get("Statement")
    return [plain(s.get("Principal", "Service")) for s in found.items()]


@pytest.mark.parametrize(
    "code",
    [
        f"k.addToResourcePolicy(new iam.PolicyStatement({{ principals: [{_LOGS}], actions: ['kms:Encrypt*'], resources: ['*'] }}));",
        f"const s = new iam.PolicyStatement(); s.addPrincipals({_LOGS}); s.addActions('kms:Encrypt*'); s.addAllResources(); k.addToResourcePolicy(s);",
        f"k.grantEncryptDecrypt({_LOGS});",
        f"k.grant({_LOGS}, 'kms:Encrypt*', 'kms:Decrypt*');",
    ],
)
def test_what_is_added_to_a_key_joins_the_default_policy(code: str) -> None:
    program = ts(f"const k = new kms.Key(this, 'K'); {code}")
    assert _services(program) == [None, ["logs.us-east-1.amazonaws.com"]]
    policy = program.one("aws_kms_key")["policy"].get("Statement")
    assert policy.is_closed()
    assert plain(policy.get(0, "Principal")) == {
        "AWS": ["arn:{partition.partition}:iam::{account_id.account_id}:root"]
    }


def test_a_key_has_the_default_policy_of_the_library() -> None:
    program = ts("new kms.Key(this, 'K', { enableKeyRotation: true });")
    assert program.one("aws_kms_key")["policy"].certainty is Certainty.DEFAULT
    assert _services(program) == [None]


def test_a_grant_to_a_role_changes_nothing_of_the_key() -> None:
    program = ts(
        "const k = new kms.Key(this, 'K'); k.grantDecrypt(new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal() }));"
    )
    assert _services(program) == [None]
    assert plain(program.one("aws_iam_role_policy")["policy"].get("Statement", 0)) == {
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": ["K.arn"],
    }


@pytest.mark.parametrize(
    "code",
    [
        f"if (process.env.P) k.grantEncrypt({_LOGS});",
        "k.addToResourcePolicy(JSON.parse(process.env.P!));",
        "k.grantEncrypt(JSON.parse(process.env.P!));",
    ],
)
def test_what_may_be_added_to_a_key_leaves_its_policy_open(code: str) -> None:
    program = ts(f"const k = new kms.Key(this, 'K'); {code}")
    assert not program.one("aws_kms_key")["policy"].get("Statement").is_closed()


@pytest.mark.parametrize(
    "policy",
    [
        f"new iam.PolicyDocument({{ statements: [new iam.PolicyStatement({{ principals: [{_LOGS}], actions: ['kms:*'], resources: ['*'] }})] }})",
        "iam.PolicyDocument.fromJson({ Version: '2012-10-17', Statement: [{ Effect: 'Allow',"
        " Principal: { Service: [`logs.${this.region}.amazonaws.com`] }, Action: ['kms:*'], Resource: ['*'] }] })",
    ],
)
def test_documents_have_one_form(policy: str) -> None:
    program = ts(f"new kms.Key(this, 'K', {{ policy: {policy} }});")
    assert plain(program.one("aws_kms_key")["policy"]) == {
        "json": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": ["logs.us-east-1.amazonaws.com"]},
                    "Action": ["kms:*"],
                    "Resource": ["*"],
                }
            ],
        }
    }


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("new iam.ArnPrincipal('arn')", {"AWS": ["arn"]}),
        ("new iam.AnyPrincipal()", {"AWS": ["*"]}),
        ("new iam.FederatedPrincipal('f', {})", {"Federated": ["f"]}),
        (
            "new iam.CompositePrincipal(new iam.ServicePrincipal('a'), new iam.ServicePrincipal('b'))",
            {"Service": ["a", "b"]},
        ),
        ("new iam.AccountPrincipal('1')", {"AWS": ["arn:{partition.partition}:iam::1:root"]}),
        ("JSON.parse('x')", {"...": True}),
    ],
)
def test_principals(principal: str, expected: object) -> None:
    program = ts(
        "const b = new s3.Bucket(this, 'B'); b.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:*'],"
        f" resources: [b.arnForObjects('p/*')], principals: [{principal}] }}));"
    )
    statement = program.one("aws_s3_bucket_policy")["policy"].get("Statement", 0)
    assert str(plain(statement.get("Principal"))).replace("{1}", "1") == str(expected)
    assert plain(statement.get("Resource")) == ["{B.arn}/p/*"]


def test_a_bucket_has_a_policy_only_if_something_is_in_it() -> None:
    program = ts("new s3.Bucket(this, 'A'); new s3.Bucket(this, 'B', { enforceSSL: true });")
    policy = program.one("aws_s3_bucket_policy")
    assert policy["bucket"].refers_to(program.one("aws_s3_bucket", "B"))
    assert policy["policy"].get("Statement", 0, "Effect").is_("Deny")


def test_grants_of_a_bucket_to_services_are_in_its_policy() -> None:
    program = ts("new s3.Bucket(this, 'B').grantPut(new iam.ServicePrincipal('x.amazonaws.com'));")
    statement = program.one("aws_s3_bucket_policy")["policy"].get("Statement", 0)
    assert plain(statement.get("Principal")) == {"Service": ["x.amazonaws.com"]}


def test_log_groups_name_their_key_by_its_arn() -> None:
    program = ts(
        "const k = new kms.Key(this, 'K'); new logs.LogGroup(this, 'G', { encryptionKey: k, retention: logs.RetentionDays.ONE_YEAR });"
    )
    group = program.one("aws_cloudwatch_log_group")
    assert plain(group["kms_key_id"]) == "K.arn"
    assert group["retention_in_days"].is_(365)
    assert program.at(group["kms_key_id"].origin) == "k"


def test_an_alias_stands_for_its_key() -> None:
    program = ts(
        "const k = new kms.Key(this, 'K'); const a = new kms.Alias(this, 'A', { aliasName: 'alias/a', targetKey: k });"
        f"new logs.LogGroup(this, 'G', {{ encryptionKey: a }}); a.grantEncryptDecrypt({_LOGS});"
    )
    assert program.one("aws_cloudwatch_log_group")["kms_key_id"].refers_to(program.one("aws_kms_key"))
    assert _services(program)[1:] == [["logs.us-east-1.amazonaws.com"]]


def test_roles() -> None:
    program = py(
        """role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"), managed_policies=[
            iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AmazonECSTaskExecutionRolePolicy")])
        role.add_to_policy(iam.PolicyStatement(actions=["a:B"], resources=["*"]))"""
    )
    role = program.one("aws_iam_role")
    trust = role["assume_role_policy"].get("Statement", 0)
    assert plain(trust.get("Principal")) == {"Service": ["ecs-tasks.amazonaws.com"]}
    assert plain(role["managed_policy_arns"]) == [
        "arn:{partition.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    ]
    assert plain(program.one("aws_iam_role_policy")["policy"].get("Statement", 0, "Action")) == ["a:B"]


def test_an_aspect_of_the_author_opens_everything() -> None:
    text = """import { Aspects, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
    class Mine { visit(node: any) { node.anything(); } }
    const stack = new Stack(); new s3.Bucket(stack, 'B'); Aspects.of(stack).add(ASPECT);"""
    assert not recognise(Cdk(), text.replace("ASPECT", "new Mine()")).one("aws_s3_bucket").is_closed()
    other = "import { AwsSolutionsChecks } from 'cdk-nag';\n" + text
    assert (
        recognise(Cdk(), other.replace("ASPECT", "new AwsSolutionsChecks()")).one("aws_s3_bucket").is_closed()
    )


def test_constructs_that_read_a_bucket_leave_it_closed() -> None:
    program = ts(
        "const b = new s3.Bucket(this, 'B'); new cdk.aws_cloudtrail.Trail(this, 'T', { bucket: b }); b.grantRead(new iam.Role(this, 'R',"
        " { assumedBy: new iam.ServicePrincipal('x') })); cdk.Tags.of(b).add('a', 'b'); new cdk.CfnOutput(this, 'o', { value: b.bucketName });"
        "b.addLifecycleRule({}); new cdk.aws_sns.Topic(this, 'S');"
    )
    assert program.not_understood() == []
    assert program.one("aws_s3_bucket").is_closed()


@pytest.mark.parametrize(
    "code",
    [
        "b.inventPolicies();",
        "b.node.findChild('Policy');",
    ],
)
def test_what_may_do_anything_is_not_understood(code: str) -> None:
    program = ts(f"const b = new s3.Bucket(this, 'B'); {code}")
    assert len(program.not_understood()) == 1


@pytest.mark.parametrize("name", ["fromBucketName", "fromBucketArn"])
def test_buckets_from_outside(name: str) -> None:
    program = ts(
        f"const b = s3.Bucket.{name}(this, 'B', 'x'); b.addToResourcePolicy(new iam.PolicyStatement({{}}));"
    )
    assert program.one("aws_s3_bucket").external
    assert counts(program, "aws_s3_bucket_policy") == {"aws_s3_bucket_policy": 0}


def test_encryption_and_versions_have_resources_of_their_own() -> None:
    program = ts(
        "const k = new kms.Key(this, 'K'); new s3.Bucket(this, 'B', { encryptionKey: k, versioned: true });"
        "new s3.Bucket(this, 'M', { encryption: s3.BucketEncryption.S3_MANAGED });"
    )
    kept = program.one("aws_s3_bucket_server_side_encryption_configuration", "B")["rule"]
    chosen = kept.get(0, "apply_server_side_encryption_by_default")
    assert plain(chosen) == {"sse_algorithm": "aws:kms", "kms_master_key_id": "K.arn"}
    assert program.one("aws_s3_bucket_versioning")["versioning_configuration"].get("status").is_("Enabled")
