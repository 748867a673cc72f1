import json

import pulumi
import pulumi_aws as aws

from network import Network

ACCOUNT = "123456789012"


def create_log_group() -> aws.cloudwatch.LogGroup:
    key = aws.kms.Key(
        "log-key",
        enable_key_rotation=True,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                        "Action": "kms:*",
                        "Resource": "*",
                    },
                    # begin logs-statement
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
                        "Action": [
                            "kms:Encrypt*",
                            "kms:Decrypt*",
                            "kms:ReEncrypt*",
                            "kms:GenerateDataKey*",
                            "kms:Describe*",
                        ],
                        "Resource": "*",
                    },
                    # end
                ],
            }
        ),
    )
    return aws.cloudwatch.LogGroup("logs", name="/shop", retention_in_days=30, kms_key_id=key.arn)


def create_balancer(network: Network, firewall: aws.ec2.SecurityGroup) -> aws.lb.LoadBalancer:
    bucket = aws.s3.Bucket("access-logs", bucket="shop-access-logs")
    # begin bucket-policy
    policy = aws.s3.BucketPolicy(
        "access-logs-policy",
        bucket=bucket.id,
        policy=bucket.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                            "Action": "s3:PutObject",
                            "Resource": f"{arn}/alb/AWSLogs/{ACCOUNT}/*",
                        }
                    ],
                }
            )
        ),
    )
    # end
    return aws.lb.LoadBalancer(
        "alb",
        name="shop-staging",
        load_balancer_type="application",
        subnets=[subnet.id for subnet in network.public_subnets],
        security_groups=[firewall.id],
        # begin protection
        enable_deletion_protection=False,
        # end
        access_logs=aws.lb.LoadBalancerAccessLogsArgs(bucket=bucket.id, prefix="alb", enabled=True),
        # begin bucket-policy
        opts=pulumi.ResourceOptions(depends_on=[policy]),
        # end
    )


def create_service(network: Network) -> None:
    logs = create_log_group()
    firewall = aws.ec2.SecurityGroup(
        "firewall",
        description="shop",
        vpc_id=network.vpc.id,
        egress=[{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}],
    )
    balancer = create_balancer(network, firewall)
    targets = aws.lb.TargetGroup(
        "targets", port=8080, protocol="HTTP", target_type="ip", vpc_id=network.vpc.id
    )
    https = aws.lb.Listener(
        "https",
        load_balancer_arn=balancer.arn,
        port=443,
        protocol="HTTPS",
        # begin certificate
        certificate_arn=f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/shop",
        # end
        default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
    )
    aws.lb.Listener(
        "http",
        load_balancer_arn=balancer.arn,
        port=80,
        protocol="HTTP",
        default_actions=[
            aws.lb.ListenerDefaultActionArgs(
                type="redirect",
                redirect=aws.lb.ListenerDefaultActionRedirectArgs(
                    port="443", protocol="HTTPS", status_code="HTTP_301"
                ),
            )
        ],
    )

    cluster = aws.ecs.Cluster("cluster", name="shop")
    task = aws.ecs.TaskDefinition(
        "task",
        family="shop",
        cpu="256",
        memory="512",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop-execution",
        container_definitions=pulumi.Output.json_dumps(
            [
                {
                    "name": "shop",
                    "image": "public.ecr.aws/example/shop:1",
                    "essential": True,
                    "portMappings": [{"containerPort": 8080}],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {
                            "awslogs-group": logs.name,
                            "awslogs-region": "eu-west-1",
                            "awslogs-stream-prefix": "shop",
                        },
                    },
                }
            ]
        ),
    )
    aws.ecs.Service(
        "shop",
        name="shop",
        cluster=cluster.arn,
        task_definition=task.arn,
        launch_type="FARGATE",
        desired_count=2,
        network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
            subnets=[subnet.id for subnet in network.private_subnets],
            security_groups=[firewall.id],
            assign_public_ip=False,
        ),
        load_balancers=[
            aws.ecs.ServiceLoadBalancerArgs(
                target_group_arn=targets.arn, container_name="shop", container_port=8080
            )
        ],
        opts=pulumi.ResourceOptions(depends_on=[https]),
    )
