import json

import pulumi_aws as aws

from settings import Settings, document


def _logs_statement(settings: Settings) -> dict:
    where = f"{settings.region}:{settings.account}"
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{settings.region}.amazonaws.com"},
        "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{where}:*"}},
    }


def create_encryption(settings: Settings) -> aws.kms.Key:
    statements = [
        {
            "Sid": "Account",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{settings.account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    ]
    # begin logs-statement
    statements += [_logs_statement(settings)]
    # end
    key = aws.kms.Key(
        "data-key",
        description=f"Data of the shop ({settings.environment})",
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=json.dumps(document(*statements)),
    )
    aws.kms.Alias("data-key-alias", name=f"alias/{settings.prefix}-data", target_key_id=key.key_id)
    aws.cloudwatch.LogGroup(
        "audit-logs",
        name=f"/shop/{settings.environment}/audit",
        retention_in_days=365,
        kms_key_id=key.arn,
    )
    return key
