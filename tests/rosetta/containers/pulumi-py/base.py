import json

import pulumi
import pulumi_aws as aws

from settings import ACCOUNT, ENVIRONMENT, PREFIX, REGION, VPC_ID, named

TRUST = json.dumps(
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


class Base(pulumi.ComponentResource):
    """The cluster, its secrets and roles."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:containers:Base", name, None, opts)
        self.opts = pulumi.ResourceOptions(parent=self)
        self._add_cluster()
        self._add_network()
        self.secrets = {name: self._secret(name) for name in ["database", "api-key"]}
        self._add_execution_role()
        self._add_task_role()
        self.register_outputs({"cluster": self.cluster.arn})

    def _add_cluster(self) -> None:
        self.cluster = aws.ecs.Cluster(
            named("cluster"),
            name=PREFIX,
            settings=[aws.ecs.ClusterSettingArgs(name="containerInsights", value="enabled")],
            opts=self.opts,
        )
        # begin capacity
        aws.ecs.ClusterCapacityProviders(
            named("capacity"),
            cluster_name=self.cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategies=[
                aws.ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs(
                    capacity_provider="FARGATE", base=1, weight=1
                ),
                aws.ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs(
                    capacity_provider="FARGATE_SPOT", weight=4
                ),
            ],
            opts=self.opts,
        )
        # end

    def _add_network(self) -> None:
        self.namespace = aws.servicediscovery.PrivateDnsNamespace(
            named("namespace"), name=f"{ENVIRONMENT}.shop.internal", vpc=VPC_ID, opts=self.opts
        )
        self.firewall = aws.ec2.SecurityGroup(
            named("service-sg"),
            name=f"{PREFIX}-services",
            description="Services of the shop",
            vpc_id=VPC_ID,
            ingress=[
                {
                    "description": "within",
                    "protocol": "tcp",
                    "from_port": 8080,
                    "to_port": 8080,
                    "cidr_blocks": ["10.0.0.0/8"],
                }
            ],
            egress=[
                aws.ec2.SecurityGroupEgressArgs(
                    protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"]
                )
            ],
            opts=self.opts,
        )

    def _secret(self, name: str) -> aws.secretsmanager.Secret:
        return aws.secretsmanager.Secret(
            named(f"{name}-secret"),
            name=f"shop/{ENVIRONMENT}/{name}",
            description=f"The {name} of the shop",
            opts=self.opts,
        )

    def _add_execution_role(self) -> None:
        self.execution_role = aws.iam.Role(
            named("execution-role"), name=f"{PREFIX}-execution", assume_role_policy=TRUST, opts=self.opts
        )
        aws.iam.RolePolicyAttachment(
            named("execution-managed"),
            role=self.execution_role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            opts=self.opts,
        )
        # begin secret-access
        aws.iam.RolePolicy(
            named("execution-policy"),
            name="read-secrets",
            role=self.execution_role.id,
            policy=pulumi.Output.all(*[secret.arn for secret in self.secrets.values()]).apply(
                lambda arns: json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": [
                            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arns}
                        ],
                    }
                )
            ),
            opts=self.opts,
        )
        # end

    def _add_task_role(self) -> None:
        self.task_role = aws.iam.Role(
            named("task-role"), name=f"{PREFIX}-task", assume_role_policy=TRUST, opts=self.opts
        )
        queues = aws.iam.get_policy_document_output(
            statements=[
                {
                    "actions": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
                    "resources": [f"arn:aws:sqs:{REGION}:{ACCOUNT}:{PREFIX}-*"],
                }
            ]
        )
        aws.iam.RolePolicy(
            named("task-policy"), name="queues", role=self.task_role.id, policy=queues.json, opts=self.opts
        )
