"""The network of the shop."""

import pulumi
import pulumi_aws as aws

from config import Config
from firewall import Firewall
from vpc import NetworkArgs, NetworkComponent

config = Config()
network = NetworkComponent("network", NetworkArgs(cidr_prefix="10.20", zones=["a", "b", "c"], config=config))
firewall = Firewall("firewall", network.vpc.id, config)

app_subnet_ids = [subnet.id for subnet in network.subnets["app"]]

# Endpoints
# begin egress
aws.ec2.VpcEndpoint(
    f"s3-{config.stack}",
    vpc_id=network.vpc.id,
    service_name=f"com.amazonaws.{config.region}.s3",
    vpc_endpoint_type="Gateway",
    route_table_ids=[table.id for table in network.private_tables] + [network.data_table.id],
)
for service in ("ecr.api", "ecr.dkr", "logs"):
    aws.ec2.VpcEndpoint(
        f"{service.replace('.', '-')}-endpoint-{config.stack}",
        aws.ec2.VpcEndpointArgs(
            vpc_id=network.vpc.id,
            service_name=f"com.amazonaws.{config.region}.{service}",
            vpc_endpoint_type="Interface",
            subnet_ids=app_subnet_ids,
            security_group_ids=[firewall.groups["endpoints"].id],
            private_dns_enabled=True,
        ),
    )
# end

# Flow logs
log_group = aws.cloudwatch.LogGroup(
    f"flow-log-group-{config.stack}", name=f"/vpc/{config.prefix}/flow", retention_in_days=90
)
trust = aws.iam.get_policy_document(
    statements=[
        aws.iam.GetPolicyDocumentStatementArgs(
            actions=["sts:AssumeRole"],
            principals=[
                aws.iam.GetPolicyDocumentStatementPrincipalArgs(
                    type="Service", identifiers=["vpc-flow-logs.amazonaws.com"]
                )
            ],
        )
    ]
)
role = aws.iam.Role(
    f"flow-log-role-{config.stack}", name=f"{config.prefix}-flow-logs", assume_role_policy=trust.json
)
aws.iam.RolePolicy(
    f"flow-log-policy-{config.stack}",
    name="write",
    role=role.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    "Resource": pulumi.Output.concat(log_group.arn, ":*"),
                }
            ],
        }
    ),
)
# begin flow-log
aws.ec2.FlowLog(
    f"flow-log-{config.stack}",
    vpc_id=network.vpc.id,
    traffic_type="ALL",
    log_destination_type="cloud-watch-logs",
    log_destination=log_group.arn,
    iam_role_arn=role.arn,
    max_aggregation_interval=60,
)
# end

aws.ec2.Instance(
    f"runner-{config.stack}",
    ami="ami-0123456789abcdef0",
    instance_type="t3.small",
    subnet_id=app_subnet_ids[0],
    vpc_security_group_ids=[firewall.groups["app"].id],
    user_data="\n".join(["#!/bin/bash", "dnf install -y docker", "systemctl enable --now docker"]),
    tags=config.tags("runner"),
)

pulumi.export("vpc_id", network.vpc.id)
pulumi.export("app_subnet_ids", app_subnet_ids)
