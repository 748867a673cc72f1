from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from network import Network


class Service(Construct):
    def __init__(self, scope: Construct, id: str, *, network: Network, domain: str) -> None:
        super().__init__(scope, id)
        vpc = network.vpc

        key = kms.Key(self, "Key", enable_key_rotation=True)
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("logs.eu-west-1.amazonaws.com")],
                actions=[
                    "kms:Encrypt*",
                    "kms:Decrypt*",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:Describe*",
                ],
                resources=["*"],
            )
        )
        log_group = logs.LogGroup(self, "Logs", encryption_key=key, retention=logs.RetentionDays.ONE_MONTH)

        cluster = ecs.Cluster(self, "Cluster", vpc=vpc)
        task = ecs.FargateTaskDefinition(self, "Task", cpu=256, memory_limit_mib=512)
        task.add_container(
            "web",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/example/shop:1"),
            port_mappings=[ecs.PortMapping(container_port=8080)],
            logging=ecs.LogDrivers.aws_logs(stream_prefix=domain, log_group=log_group),
        )
        service = ecs.FargateService(
            self,
            "Web",
            cluster=cluster,
            task_definition=task,
            desired_count=2,
            security_groups=[network.firewall],
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
        )

        bucket = s3.Bucket(self, "AccessLogs", encryption=s3.BucketEncryption.S3_MANAGED)
        balancer = elbv2.ApplicationLoadBalancer(
            self,
            "Alb",
            vpc=vpc,
            internet_facing=True,
            security_group=network.firewall,
            deletion_protection=False,
        )
        balancer.log_access_logs(bucket, domain)
        https = balancer.add_listener(
            "Https",
            port=443,
            certificates=[
                elbv2.ListenerCertificate.from_arn("arn:aws:acm:eu-west-1:123456789012:certificate/shop")
            ],
        )
        https.add_targets("Web", port=8080, protocol=elbv2.ApplicationProtocol.HTTP, targets=[service])
        balancer.add_redirect()
