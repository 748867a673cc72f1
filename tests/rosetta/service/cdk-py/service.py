from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from network import Network

ACCOUNT = "123456789012"


class Service(Construct):
    def __init__(self, scope: Construct, id: str, *, network: Network) -> None:
        super().__init__(scope, id)
        group = self._log_group()
        anywhere = ec2.CfnSecurityGroup.EgressProperty(
            ip_protocol="-1", from_port=0, to_port=0, cidr_ip="0.0.0.0/0"
        )
        firewall = ec2.CfnSecurityGroup(
            self,
            "firewall",
            group_description="shop",
            vpc_id=network.vpc.ref,
            security_group_egress=[anywhere],
        )

        bucket = s3.CfnBucket(self, "access-logs", bucket_name="shop-access-logs")
        # begin bucket-policy
        policy = s3.CfnBucketPolicy(
            self,
            "access-logs-policy",
            bucket=bucket.ref,
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                        "Action": "s3:PutObject",
                        "Resource": f"{bucket.attr_arn}/alb/AWSLogs/{ACCOUNT}/*",
                    }
                ],
            },
        )
        # end
        attribute = elbv2.CfnLoadBalancer.LoadBalancerAttributeProperty
        balancer = elbv2.CfnLoadBalancer(
            self,
            "alb",
            name="shop-staging",
            type="application",
            subnets=[subnet.ref for subnet in network.public_subnets],
            security_groups=[firewall.attr_group_id],
            load_balancer_attributes=[
                # begin protection
                attribute(key="deletion_protection.enabled", value="false"),
                # end
                attribute(key="access_logs.s3.enabled", value="true"),
                attribute(key="access_logs.s3.bucket", value=bucket.ref),
                attribute(key="access_logs.s3.prefix", value="alb"),
            ],
        )
        # begin bucket-policy
        balancer.add_dependency(policy)
        # end
        targets = elbv2.CfnTargetGroup(
            self, "targets", port=8080, protocol="HTTP", target_type="ip", vpc_id=network.vpc.ref
        )
        https = elbv2.CfnListener(
            self,
            "https",
            load_balancer_arn=balancer.ref,
            port=443,
            protocol="HTTPS",
            # begin certificate
            certificates=[
                elbv2.CfnListener.CertificateProperty(
                    certificate_arn=f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/shop"
                )
            ],
            # end
            default_actions=[elbv2.CfnListener.ActionProperty(type="forward", target_group_arn=targets.ref)],
        )
        elbv2.CfnListener(
            self,
            "http",
            load_balancer_arn=balancer.ref,
            port=80,
            protocol="HTTP",
            default_actions=[
                elbv2.CfnListener.ActionProperty(
                    type="redirect",
                    redirect_config=elbv2.CfnListener.RedirectConfigProperty(
                        port="443", protocol="HTTPS", status_code="HTTP_301"
                    ),
                )
            ],
        )

        cluster = ecs.CfnCluster(self, "cluster", cluster_name="shop")
        task = ecs.CfnTaskDefinition(
            self,
            "task",
            family="shop",
            cpu="256",
            memory="512",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/shop-execution",
            container_definitions=[
                ecs.CfnTaskDefinition.ContainerDefinitionProperty(
                    name="shop",
                    image="public.ecr.aws/example/shop:1",
                    essential=True,
                    port_mappings=[ecs.CfnTaskDefinition.PortMappingProperty(container_port=8080)],
                    log_configuration=ecs.CfnTaskDefinition.LogConfigurationProperty(
                        log_driver="awslogs",
                        options={
                            "awslogs-group": group.ref,
                            "awslogs-region": "eu-west-1",
                            "awslogs-stream-prefix": "shop",
                        },
                    ),
                )
            ],
        )
        service = ecs.CfnService(
            self,
            "shop",
            service_name="shop",
            cluster=cluster.attr_arn,
            task_definition=task.ref,
            launch_type="FARGATE",
            desired_count=2,
            network_configuration=ecs.CfnService.NetworkConfigurationProperty(
                awsvpc_configuration=ecs.CfnService.AwsVpcConfigurationProperty(
                    subnets=[subnet.ref for subnet in network.private_subnets],
                    security_groups=[firewall.attr_group_id],
                    assign_public_ip="DISABLED",
                )
            ),
            load_balancers=[
                ecs.CfnService.LoadBalancerProperty(
                    target_group_arn=targets.ref, container_name="shop", container_port=8080
                )
            ],
        )
        service.add_dependency(https)

    def _log_group(self) -> logs.CfnLogGroup:
        key = kms.CfnKey(
            self,
            "log-key",
            enable_key_rotation=True,
            key_policy={
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
            },
        )
        return logs.CfnLogGroup(
            self, "logs", log_group_name="/shop", retention_in_days=30, kms_key_id=key.attr_arn
        )
