from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_servicediscovery as servicediscovery
from constructs import Construct

from .fargate import FargateApp
from .settings import Settings


class ContainersStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, settings: Settings, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.settings = settings
        self.version = self.node.get_context("version")
        self._create_cluster()
        self._create_secrets()
        self._create_roles()
        for app in settings.apps:
            fargate = FargateApp(self, app.name, stack=self, app=app)
            CfnOutput(self, f"{app.name}-uri", value=fargate.repository.attr_repository_uri)

    def _create_cluster(self) -> None:
        self.cluster = ecs.CfnCluster(
            self,
            "cluster",
            cluster_name=self.settings.prefix,
            cluster_settings=[
                ecs.CfnCluster.ClusterSettingsProperty(name="containerInsights", value="enabled")
            ],
        )
        # begin capacity
        strategy = ecs.CfnClusterCapacityProviderAssociations.CapacityProviderStrategyProperty
        ecs.CfnClusterCapacityProviderAssociations(
            self,
            "capacity",
            cluster=self.cluster.ref,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=[
                strategy(capacity_provider="FARGATE", base=1, weight=1),
                strategy(capacity_provider="FARGATE_SPOT", weight=4),
            ],
        )
        # end
        self.namespace = servicediscovery.CfnPrivateDnsNamespace(
            self,
            "namespace",
            name=f"{self.settings.environment}.shop.internal",
            vpc=self.settings.vpc_id,
        )
        self.firewall = ec2.CfnSecurityGroup(
            self,
            "service-sg",
            group_name=f"{self.settings.prefix}-services",
            group_description="Services of the shop",
            vpc_id=self.settings.vpc_id,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    description="within",
                    ip_protocol="tcp",
                    from_port=8080,
                    to_port=8080,
                    cidr_ip="10.0.0.0/8",
                )
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="-1", from_port=0, to_port=0, cidr_ip="0.0.0.0/0"
                )
            ],
        )

    def _create_secrets(self) -> None:
        self.secrets = {
            name: secretsmanager.CfnSecret(
                self,
                f"{name}-secret",
                name=f"shop/{self.settings.environment}/{name}",
                description=f"The {name} of the shop",
            )
            for name in ("database", "api-key")
        }

    def _create_roles(self) -> None:
        trust = iam.PolicyDocument.from_json(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    }
                ],
            }
        )
        self.execution_role = iam.CfnRole(
            self,
            "execution-role",
            role_name=f"{self.settings.prefix}-execution",
            assume_role_policy_document=trust,
            managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
        )
        # begin secret-access
        read = iam.PolicyStatement(
            actions=["secretsmanager:GetSecretValue"],
            resources=[secret.attr_id for secret in self.secrets.values()],
        )
        iam.CfnRolePolicy(
            self,
            "execution-policy",
            policy_name="read-secrets",
            role_name=self.execution_role.ref,
            policy_document=iam.PolicyDocument(statements=[read]),
        )
        # end
        self.task_role = iam.CfnRole(
            self,
            "task-role",
            role_name=f"{self.settings.prefix}-task",
            assume_role_policy_document=trust,
        )
        where = f"{self.settings.region}:{self.settings.account}"
        iam.CfnRolePolicy(
            self,
            "task-policy",
            policy_name="queues",
            role_name=self.task_role.ref,
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
                        "Resource": f"arn:aws:sqs:{where}:{self.settings.prefix}-*",
                    }
                ],
            },
        )
