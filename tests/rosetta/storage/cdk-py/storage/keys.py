from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

ACCOUNT = "123456789012"
REGION = "eu-west-1"


class Keys(Construct):
    def __init__(self, scope: Construct, construct_id: str, environment: str) -> None:
        super().__init__(scope, construct_id)
        policy = iam.PolicyDocument(
            statements=[
                iam.PolicyStatement(
                    sid="Account",
                    principals=[iam.ArnPrincipal(f"arn:aws:iam::{ACCOUNT}:root")],
                    actions=["kms:*"],
                    resources=["*"],
                )
            ]
        )
        # begin logs-statement
        policy.add_statements(
            iam.PolicyStatement(
                sid="Logs",
                principals=[iam.ServicePrincipal(f"logs.{REGION}.amazonaws.com")],
                actions=[
                    f"kms:{verb}*"
                    for verb in ("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "Describe")
                ],
                resources=["*"],
                conditions={
                    "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:*"}
                },
            )
        )
        # end
        self.key = kms.CfnKey(
            self,
            "data-key",
            description=f"Data of the shop ({environment})",
            enable_key_rotation=True,
            pending_window_in_days=30,
            key_policy=policy,
        )
        kms.CfnAlias(
            self,
            "data-key-alias",
            alias_name=f"alias/shop-{environment}-data",
            target_key_id=self.key.attr_key_id,
        )
        logs.CfnLogGroup(
            self,
            "audit-logs",
            log_group_name=f"/shop/{environment}/audit",
            retention_in_days=365,
            kms_key_id=self.key.attr_arn,
        )
