from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from .config import EnvironmentConfig


def add_flow_logs(scope: Construct, vpc: ec2.CfnVPC, config: EnvironmentConfig) -> None:
    group = logs.CfnLogGroup(
        scope, "flow-log-group", log_group_name=f"/vpc/{config.prefix}/flow", retention_in_days=90
    )
    trust = iam.PolicyDocument(
        statements=[
            iam.PolicyStatement(
                actions=["sts:AssumeRole"],
                principals=[iam.ServicePrincipal("vpc-flow-logs.amazonaws.com")],
            )
        ]
    )
    role = iam.CfnRole(
        scope,
        "flow-log-role",
        role_name=f"{config.prefix}-flow-logs",
        assume_role_policy_document=trust,
    )
    iam.CfnPolicy(
        scope,
        "flow-log-policy",
        policy_name="write",
        roles=[role.ref],
        policy_document={
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    "Resource": f"{group.attr_arn}:*",
                }
            ],
        },
    )
    # begin flow-log
    ec2.CfnFlowLog(
        scope,
        "flow-log",
        resource_id=vpc.ref,
        resource_type="VPC",
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.attr_arn,
        deliver_logs_permission_arn=role.attr_arn,
        max_aggregation_interval=60,
    )
    # end
