"""Types of data, security and edge services which graphs must have argument by argument as templates do."""

from __future__ import annotations

from collections.abc import Mapping

_ALL: frozenset[str] = frozenset()
# Names which the library makes up.
_NAMED = frozenset({"name"})

TYPES: Mapping[str, frozenset[str]] = {
    "aws_cloudwatch_log_group": _ALL,
    "aws_db_instance": _ALL,
    "aws_db_instance_role_association": _ALL,
    "aws_db_option_group": _ALL,
    "aws_db_parameter_group": _ALL,
    "aws_db_proxy": _ALL,
    "aws_db_proxy_default_target_group": _ALL,
    "aws_db_proxy_endpoint": _ALL,
    "aws_db_proxy_target": _ALL,
    "aws_db_subnet_group": _ALL,
    "aws_dynamodb_contributor_insights": _ALL,
    "aws_dynamodb_kinesis_streaming_destination": _ALL,
    "aws_dynamodb_resource_policy": _ALL,
    "aws_dynamodb_table": _ALL,
    "aws_iam_access_key": _ALL,
    "aws_iam_group": _ALL,
    "aws_iam_group_policy": _NAMED,
    "aws_iam_group_policy_attachment": _ALL,
    "aws_iam_instance_profile": _ALL,
    "aws_iam_policy": _ALL,
    "aws_iam_role": _ALL,
    "aws_iam_role_policy": _NAMED,
    "aws_iam_role_policy_attachment": _ALL,
    "aws_iam_user": _ALL,
    "aws_iam_user_group_membership": _ALL,
    "aws_iam_user_login_profile": _ALL,
    "aws_iam_user_policy": _NAMED,
    "aws_iam_user_policy_attachment": _ALL,
    "aws_kms_alias": _ALL,
    # The description names the path of the construct that makes a key.
    "aws_kms_key": frozenset({"description"}),
    "aws_rds_cluster": _ALL,
    "aws_rds_cluster_instance": _ALL,
    "aws_rds_cluster_parameter_group": _ALL,
    "aws_rds_cluster_role_association": _ALL,
    # Emptying is a function of the library's, which finds its buckets by a tag.
    "aws_s3_bucket": frozenset({"force_destroy", "tags"}),
    "aws_s3_bucket_accelerate_configuration": _ALL,
    "aws_s3_bucket_acl": _ALL,
    "aws_s3_bucket_cors_configuration": _ALL,
    "aws_s3_bucket_intelligent_tiering_configuration": _ALL,
    "aws_s3_bucket_inventory": _ALL,
    "aws_s3_bucket_lifecycle_configuration": _ALL,
    "aws_s3_bucket_logging": _ALL,
    "aws_s3_bucket_metric": _ALL,
    "aws_s3_bucket_notification": _ALL,
    "aws_s3_bucket_object_lock_configuration": _ALL,
    "aws_s3_bucket_ownership_controls": _ALL,
    "aws_s3_bucket_policy": _ALL,
    "aws_s3_bucket_public_access_block": _ALL,
    "aws_s3_bucket_replication_configuration": _ALL,
    "aws_s3_bucket_server_side_encryption_configuration": _ALL,
    "aws_s3_bucket_versioning": _ALL,
    "aws_s3_bucket_website_configuration": _ALL,
    "aws_secretsmanager_secret": _ALL,
    "aws_secretsmanager_secret_policy": _ALL,
    "aws_secretsmanager_secret_rotation": _ALL,
    "aws_secretsmanager_secret_version": _ALL,
    "aws_ssm_parameter": _ALL,
}
