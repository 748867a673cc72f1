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
