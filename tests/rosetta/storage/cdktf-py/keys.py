from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement,
    DataAwsIamPolicyDocumentStatementCondition,
    DataAwsIamPolicyDocumentStatementPrincipals,
)
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

if TYPE_CHECKING:
    from main import StorageConfig

LOG_ACTIONS = ["Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "Describe"]


def create_key(scope: Construct, config: StorageConfig) -> KmsKey:
    account, region = config.account, config.region
    statements = [
        DataAwsIamPolicyDocumentStatement(
            sid="Account",
            principals=[
                DataAwsIamPolicyDocumentStatementPrincipals(
                    type="AWS", identifiers=[f"arn:aws:iam::{account}:root"]
                )
            ],
            actions=["kms:*"],
            resources=["*"],
        )
    ]
    # begin logs-statement
    statements.append(
        DataAwsIamPolicyDocumentStatement(
            sid="Logs",
            principals=[
                DataAwsIamPolicyDocumentStatementPrincipals(
                    type="Service", identifiers=[f"logs.{region}.amazonaws.com"]
                )
            ],
            actions=[f"kms:{action}*" for action in LOG_ACTIONS],
            resources=["*"],
            condition=[
                DataAwsIamPolicyDocumentStatementCondition(
                    test="ArnLike",
                    variable="kms:EncryptionContext:aws:logs:arn",
                    values=[f"arn:aws:logs:{region}:{account}:*"],
                )
            ],
        )
    )
    # end
    policy = DataAwsIamPolicyDocument(scope, "data-key-document", statement=statements)
    key = KmsKey(
        scope,
        "data-key",
        description=f"Data of the shop ({config.environment})",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=policy.json,
    )
    KmsAlias(scope, "data-key-alias", name=f"alias/{config.name('data')}", target_key_id=key.id)
    return key


def create_log_group(scope: Construct, environment: str, key: KmsKey) -> None:
    CloudwatchLogGroup(
        scope, "audit-logs", name=f"/shop/{environment}/audit", retention_in_days=365, kms_key_id=key.arn
    )


def policy_document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
