"""The transcoding service behind its load balancer."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

from .network import Network
from .storage import Storage

PORT = 9000


class Transcoder(Construct):
    def __init__(
        self, scope: Construct, construct_id: str, *, environment: str, network: Network, storage: Storage
    ) -> None:
        super().__init__(scope, construct_id)
        self.network = network
        self.group = ec2.CfnSecurityGroup(
            self,
            "SecurityGroup",
            group_description="Transcoder and its load balancer",
            vpc_id=network.vpc.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp", from_port=port, to_port=port, cidr_ip="10.40.0.0/16"
                )
                for port in (443, PORT)
            ],
        )

        cluster = ecs.CfnCluster(self, "Cluster", cluster_name=f"media-{environment}")
        task = ecs.FargateTaskDefinition(self, "Task", cpu=2048, memory_limit_mib=4096)
        task.add_container(
            "transcoder",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/example/transcoder:4.2"),
            port_mappings=[ecs.PortMapping(container_port=PORT)],
            environment={"VIDEOS": storage.videos.bucket_name},
            logging=ecs.LogDrivers.aws_logs(stream_prefix="transcoder", log_group=storage.worker_log),
        )
        storage.videos.grant_read_write(task.task_role)

        target = elbv2.CfnTargetGroup(
            self, "Target", port=PORT, protocol="HTTP", target_type="ip", vpc_id=network.vpc.ref
        )
        balancer = self._balancer(f"media-{environment}", storage)
        listener = elbv2.CfnListener(
            self,
            "Listener",
            load_balancer_arn=balancer.ref,
            port=443,
            protocol="HTTPS",
            default_actions=[elbv2.CfnListener.ActionProperty(type="forward", target_group_arn=target.ref)],
        )
        service = ecs.CfnService(
            self,
            "Service",
            cluster=cluster.ref,
            task_definition=task.task_definition_arn,
            launch_type="FARGATE",
            desired_count=2,
            load_balancers=[
                ecs.CfnService.LoadBalancerProperty(
                    container_name="transcoder", container_port=PORT, target_group_arn=target.ref
                )
            ],
            network_configuration=ecs.CfnService.NetworkConfigurationProperty(
                awsvpc_configuration=ecs.CfnService.AwsVpcConfigurationProperty(
                    subnets=[subnet.ref for subnet in network.subnets.private],
                    security_groups=[self.group.ref],
                    assign_public_ip="DISABLED",
                )
            ),
        )
        service.add_dependency(listener)
        cdk.CfnOutput(self, "Address", value=balancer.attr_dns_name)

    def _balancer(self, name: str, storage: Storage) -> elbv2.CfnLoadBalancer:
        attributes = {
            "access_logs.s3.enabled": "true",
            "access_logs.s3.bucket": storage.access_logs.bucket_name,
            "access_logs.s3.prefix": name,
            "deletion_protection.enabled": "true",
        }
        return elbv2.CfnLoadBalancer(
            self,
            "LoadBalancer",
            name=name,
            scheme="internet-facing",
            subnets=[subnet.ref for subnet in self.network.subnets.public],
            security_groups=[self.group.ref],
            load_balancer_attributes=[
                elbv2.CfnLoadBalancer.LoadBalancerAttributeProperty(key=key, value=value)
                for key, value in attributes.items()
            ],
        )
