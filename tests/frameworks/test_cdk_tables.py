"""CloudFormation's resources whose arguments are another resource, another argument or another shape in Terraform."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import ts
from recognising import plain

_NETWORK = [
    (
        "new ec2.CfnFlowLog(this, 'x', { resourceId: 'v', resourceType: 'VPC', trafficType: 'ALL',"
        "deliverLogsPermissionArn: 'r', logDestination: 'g' })",
        "aws_flow_log",
        {"vpc_id": "v", "traffic_type": "ALL", "iam_role_arn": "r", "log_destination": "g"},
    ),
    (
        "new ec2.CfnFlowLog(this, 'x', { resourceId: 's', resourceType: 'Subnet' })",
        "aws_flow_log",
        {"subnet_id": "s"},
    ),
    (
        "new ec2.CfnInstance(this, 'x', { userData: cdk.Fn.base64('run') })",
        "aws_instance",
        {"user_data": "run"},
    ),
    (
        "new ec2.CfnInstance(this, 'x', { userData: 'cnVu' })",
        "aws_instance",
        {"user_data_base64": "cnVu"},
    ),
    (
        "new iam.CfnRolePolicy(this, 'x', { roleName: 'r', policyName: 'p', policyDocument: { Statement: [] } })",
        "aws_iam_role_policy",
        {"role": "r", "name": "p", "policy": {"json": {"Statement": []}}},
    ),
    (
        "new ec2.CfnSubnet(this, 'x', { cidrBlock: cdk.Fn.select(1, cdk.Fn.cidr('10.0.0.0/16', 4, '8')) })",
        "aws_subnet",
        {"cidr_block": "10.0.1.0/24"},
    ),
    (
        "new ec2.CfnSubnet(this, 'x', { cidrBlock: cdk.Fn.select(0, cdk.Fn.split(',', '10.0.9.0/24,b')) })",
        "aws_subnet",
        {"cidr_block": "10.0.9.0/24"},
    ),
    (
        "new ec2.CfnSubnet(this, 'x', { cidrBlock: cdk.Fn.select(9, cdk.Fn.cidr('10.0.0.0/16', 4, '8')) })",
        "aws_subnet",
        {"cidr_block": "?"},
    ),
    (
        "new ec2.CfnSubnet(this, 'x', { cidrBlock: cdk.Fn.select(0, cdk.Fn.cidr('all', 4, '8')) })",
        "aws_subnet",
        {"cidr_block": "?"},
    ),
]


@pytest.mark.parametrize(("code", "kind", "expected"), _NETWORK)
def test_networks(code: str, kind: str, expected: dict[str, Any]) -> None:
    program = ts(code + ";")
    assert plain(program.one(kind).properties) == expected
    assert program.not_understood() == []


def test_what_flow_logs_watch_may_be_unknown() -> None:
    flow_log = ts("new ec2.CfnFlowLog(this, 'x', { resourceId: 'v', resourceType: process.env.T! });").one(
        "aws_flow_log"
    )
    assert flow_log["vpc_id"].is_unknown()
    assert flow_log["subnet_id"].is_unknown()


_DOMAINS = [
    (
        "new route53.CfnHostedZone(this, 'x', { name: 'a.example.', hostedZoneConfig: { comment: 'c' },"
        "vpcs: [{ vpcId: 'v', vpcRegion: 'r' }], hostedZoneTags: [{ key: 'k', value: 't' }] })",
        "aws_route53_zone",
        {
            "name": "a.example",
            "comment": "c",
            "vpc": [{"vpc_id": "v", "vpc_region": "r"}],
            "tags": {"k": "t"},
        },
    ),
    (
        "new route53.CfnRecordSet(this, 'x', { name: 'a.example', type: 'A', hostedZoneId: 'z',"
        "aliasTarget: { dnsName: 'd', hostedZoneId: 'y', evaluateTargetHealth: true } })",
        "aws_route53_record",
        {
            "name": "a.example",
            "type": "A",
            "zone_id": "z",
            "alias": {"name": "d", "zone_id": "y", "evaluate_target_health": True},
        },
    ),
    (
        "new route53.CfnRecordSet(this, 'x', { name: 'n', type: 'A', hostedZoneName: 'z.', ttl: '60',"
        "resourceRecords: ['1.2.3.4'], weight: 10, setIdentifier: 's', failover: 'PRIMARY', region: 'r' })",
        "aws_route53_record",
        {
            "name": "n",
            "type": "A",
            "ttl": 60,
            "records": ["1.2.3.4"],
            "weighted_routing_policy": {"weight": 10},
            "set_identifier": "s",
            "failover_routing_policy": {"type": "PRIMARY"},
            "latency_routing_policy": {"region": "r"},
            "zone_id": "?",
        },
    ),
    (
        "new route53.CfnHealthCheck(this, 'x', { healthCheckConfig: { type: 'HTTPS', fullyQualifiedDomainName: 'd',"
        "inverted: true, alarmIdentifier: { name: 'a', region: 'r' } } })",
        "aws_route53_health_check",
        {
            "type": "HTTPS",
            "fqdn": "d",
            "invert_healthcheck": True,
            "cloudwatch_alarm_name": "a",
            "cloudwatch_alarm_region": "r",
        },
    ),
    (
        "new sm.CfnRotationSchedule(this, 'x', { secretId: 's', rotationRules: { automaticallyAfterDays: 30 },"
        "hostedRotationLambda: { rotationType: 'PostgreSQLSingleUser' } })",
        "aws_secretsmanager_secret_rotation",
        {
            "secret_id": "s",
            "rotation_rules": {"automatically_after_days": 30},
            "rotation_lambda_arn": "?",
        },
    ),
    (
        "new sm.CfnResourcePolicy(this, 'x', { secretId: 's', resourcePolicy: { Statement: [] } })",
        "aws_secretsmanager_secret_policy",
        {"secret_arn": "s", "policy": {"json": {"Statement": []}}},
    ),
]


@pytest.mark.parametrize(("code", "kind", "expected"), _DOMAINS)
def test_domains_and_secrets(code: str, kind: str, expected: dict[str, Any]) -> None:
    program = ts("const route53 = cdk.aws_route53; " + code + ";")
    assert plain(program.one(kind).properties) == expected
    assert program.not_understood() == []


def test_queries_of_a_zone_are_logged_by_a_resource_of_their_own() -> None:
    program = ts(
        "new cdk.aws_route53.CfnHostedZone(this, 'z', { name: 'a', queryLoggingConfig: { cloudWatchLogsLogGroupArn: 'g' } });"
    )
    log = program.one("aws_route53_query_log")
    assert plain(log.properties) == {"zone_id": "z.zone_id", "cloudwatch_log_group_arn": "g"}
    assert program.at(log.origin) == "{ cloudWatchLogsLogGroupArn: 'g' }"


def test_a_certificate_is_waited_for() -> None:
    program = ts(
        "new acm.CfnCertificate(this, 'c', { domainName: 'a', validationMethod: 'DNS', domainValidationOptions: ["
        "{ domainName: 'a', hostedZoneId: 'z' }, { domainName: 'b', validationDomain: 'm' }] });"
    )
    assert plain(program.one("aws_acm_certificate").properties) == {
        "domain_name": "a",
        "validation_method": "DNS",
        "validation_option": [{"domain_name": "b", "validation_domain": "m"}],
    }
    record = program.one("aws_route53_record")
    assert plain(record.properties) == {
        "zone_id": "z",
        "name": "c.domain_validation_options[0].resource_record_name",
        "type": "c.domain_validation_options[0].resource_record_type",
        "records": ["c.domain_validation_options[0].resource_record_value"],
    }
    assert plain(program.one("aws_acm_certificate_validation").properties) == {
        "certificate_arn": "c.arn",
        "validation_record_fqdns": ["c/Validation0.fqdn"],
    }


def test_a_private_certificate_needs_no_validation() -> None:
    program = ts("new acm.CfnCertificate(this, 'c', { domainName: 'a', certificateAuthorityArn: 'p' });")
    assert [r.type for r in program.recognition.resources] == ["aws_acm_certificate"]


@pytest.mark.parametrize(
    ("arguments", "value"), [("secretString: 'v'", "v"), ("generateSecretString: { passwordLength: 9 }", "?")]
)
def test_what_a_secret_holds_is_a_version_of_it(arguments: str, value: str) -> None:
    program = ts(f"new sm.CfnSecret(this, 's', {{ name: 'n', {arguments} }});")
    assert plain(program.one("aws_secretsmanager_secret").properties) == {"name": "n"}
    version = program.one("aws_secretsmanager_secret_version")
    assert plain(version.properties) == {"secret_id": "s.arn", "secret_string": value}


def test_a_secret_without_a_value_has_no_version() -> None:
    program = ts("new sm.CfnSecret(this, 's', { name: 'n' });")
    assert [r.type for r in program.recognition.resources] == ["aws_secretsmanager_secret"]


def test_a_star_is_a_principal_of_its_own() -> None:
    program = ts(
        "new s3.CfnBucketPolicy(this, 'p', { bucket: 'b', policyDocument: new iam.PolicyDocument({ statements: ["
        "new iam.PolicyStatement({ principals: [new iam.StarPrincipal()] }),"
        "new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()] })] }) });"
    )
    policy = program.one("aws_s3_bucket_policy")["policy"]
    assert plain(policy.get("Statement", 0, "Principal")) == "*"
    assert plain(policy.get("Statement", 1, "Principal")) == {"AWS": ["*"]}


def test_a_repository_keeps_its_policies_beside_it() -> None:
    program = ts(
        """const r = new cdk.aws_ecr.CfnRepository(this, 'r', { repositoryName: 'n', emptyOnDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutabilityExclusionFilters: [
        { imageTagMutabilityExclusionFilterType: 'WILDCARD', imageTagMutabilityExclusionFilterValue: 'v*' }],
      lifecyclePolicy: { lifecyclePolicyText: '{"rules": []}' },
      repositoryPolicyText: { Statement: [{ Effect: 'Allow' }] } });
    new logs.CfnLogGroup(this, 'l', { logGroupName: r.attrRepositoryUri, kmsKeyId: r.ref });"""
    )
    assert plain(program.one("aws_ecr_repository").properties) == {
        "name": "n",
        "force_delete": True,
        "image_scanning_configuration": {"scan_on_push": True},
        "image_tag_mutability_exclusion_filter": [{"filter_type": "WILDCARD", "filter": "v*"}],
    }
    assert plain(program.one("aws_ecr_lifecycle_policy").properties) == {
        "repository": "r.name",
        "policy": {"json": {"rules": []}},
    }
    assert plain(program.one("aws_ecr_repository_policy").properties) == {
        "repository": "r.name",
        "policy": {"json": {"Statement": [{"Effect": "Allow"}]}},
    }
    assert plain(program.one("aws_cloudwatch_log_group").properties) == {
        "name": "r.repository_url",
        "kms_key_id": "r.name",
    }
