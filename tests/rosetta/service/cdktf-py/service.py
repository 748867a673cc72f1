import json

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceLoadBalancer,
    EcsServiceNetworkConfiguration,
)
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionRedirect,
)
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupEgress
from constructs import Construct

from network import Network

ACCOUNT = "123456789012"


class Service(Construct):
    def __init__(self, scope: Construct, id: str, network: Network) -> None:
        super().__init__(scope, id)
        logs = self._log_group()
        anywhere = SecurityGroupEgress(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"])
        firewall = SecurityGroup(
            self, "firewall", description="shop", vpc_id=network.vpc.id, egress=[anywhere]
        )

        bucket = S3Bucket(self, "access-logs", bucket="shop-access-logs")
        # begin bucket-policy
        policy = S3BucketPolicy(
            self,
            "access-logs-policy",
            bucket=bucket.id,
            policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                            "Action": "s3:PutObject",
                            "Resource": f"{bucket.arn}/alb/AWSLogs/{ACCOUNT}/*",
                        }
                    ],
                }
            ),
        )
        # end
        balancer = Lb(
            self,
            "alb",
            name="shop-staging",
            load_balancer_type="application",
            subnets=[subnet.id for subnet in network.public_subnets],
            security_groups=[firewall.id],
            # begin protection
            enable_deletion_protection=False,
            # end
            access_logs=LbAccessLogs(bucket=bucket.id, prefix="alb", enabled=True),
            # begin bucket-policy
            depends_on=[policy],
            # end
        )
        targets = LbTargetGroup(
            self, "targets", port=8080, protocol="HTTP", target_type="ip", vpc_id=network.vpc.id
        )
        https = LbListener(
            self,
            "https",
            load_balancer_arn=balancer.arn,
            port=443,
            protocol="HTTPS",
            # begin certificate
            certificate_arn=f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/shop",
            # end
            default_action=[LbListenerDefaultAction(type="forward", target_group_arn=targets.arn)],
        )
        LbListener(
            self,
            "http",
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            default_action=[
                LbListenerDefaultAction(
                    type="redirect",
                    redirect=LbListenerDefaultActionRedirect(
                        port="443", protocol="HTTPS", status_code="HTTP_301"
                    ),
                )
            ],
        )

        cluster = EcsCluster(self, "cluster", name="shop")
        container = {
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
        task = EcsTaskDefinition(
            self,
            "task",
            family="shop",
            cpu="256",
            memory="512",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop-execution",
            container_definitions=json.dumps([container]),
        )
        EcsService(
            self,
            "shop",
            name="shop",
            cluster=cluster.arn,
            task_definition=task.arn,
            launch_type="FARGATE",
            desired_count=2,
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=[subnet.id for subnet in network.private_subnets],
                security_groups=[firewall.id],
                assign_public_ip=False,
            ),
            load_balancer=[
                EcsServiceLoadBalancer(
                    target_group_arn=targets.arn, container_name="shop", container_port=8080
                )
            ],
            depends_on=[https],
        )

    def _log_group(self) -> CloudwatchLogGroup:
        statements = [
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
        ]
        key = KmsKey(
            self,
            "log-key",
            enable_key_rotation=True,
            policy=json.dumps({"Version": "2012-10-17", "Statement": statements}),
        )
        return CloudwatchLogGroup(self, "logs", name="/shop", retention_in_days=30, kms_key_id=key.arn)
