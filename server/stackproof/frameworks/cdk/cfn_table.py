"""The reviewed table from CloudFormation's resource types to Terraform's: names, conversions, attributes."""

from __future__ import annotations

from stackproof.frameworks.cdk import (
    cfn_balancing,
    cfn_buckets,
    cfn_clusters,
    cfn_containers,
    cfn_delivery,
    cfn_domains,
    cfn_ec2,
    cfn_identity,
    cfn_machines,
    cfn_network,
    cfn_registries,
    cfn_scaling,
    cfn_secrets,
    cfn_serverless,
    cfn_stores,
    cfn_tables,
)
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy

_DATABASE = {
    "db_instance_identifier": "identifier",
    "db_instance_class": "instance_class",
    "db_cluster_identifier": "cluster_identifier",
    "vpc_security_groups": "vpc_security_group_ids",
    "storage_encrypted": "storage_encrypted",
    "master_username": "username",
    "master_user_password": "password",
    "engine_version": "engine_version",
}


_CLUSTER = {
    "db_cluster_identifier": "cluster_identifier",
    "database_name": "database_name",
    "master_username": "master_username",
    "master_user_password": "master_password",
    "preferred_backup_window": "preferred_backup_window",
}


KINDS: tuple[Kind, ...] = (
    *cfn_network.KINDS,
    *cfn_buckets.KINDS,
    *cfn_domains.KINDS,
    *cfn_registries.KINDS,
    *cfn_secrets.KINDS,
    *cfn_identity.KINDS,
    *cfn_serverless.KINDS,
    *cfn_stores.KINDS,
    *cfn_tables.KINDS,
    *cfn_ec2.KINDS,
    *cfn_machines.KINDS,
    *cfn_scaling.KINDS,
    *cfn_balancing.KINDS,
    *cfn_containers.KINDS,
    *cfn_clusters.KINDS,
    *cfn_delivery.KINDS,
    Kind(
        "AWS::KMS::Key",
        "aws_kms_key",
        {
            "key_spec": "customer_master_key_spec",
            "enabled": "is_enabled",
            "pending_window_in_days": "deletion_window_in_days",
        },
        {"key_policy": policy("policy")},
        ref="key_id",
        attributes={"attr_key_id": "key_id"},
    ),
    Kind("AWS::KMS::Alias", "aws_kms_alias", {"alias_name": "name"}, ref="name"),
    Kind("AWS::Logs::LogGroup", "aws_cloudwatch_log_group", {"log_group_name": "name"}, ref="name"),
    Kind("AWS::RDS::DBInstance", "aws_db_instance", _DATABASE, attributes={"attr_db_instance_arn": "arn"}),
    Kind(
        "AWS::RDS::DBCluster",
        "aws_rds_cluster",
        {**_CLUSTER, "vpc_security_group_ids": "vpc_security_group_ids"},
    ),
    Kind("AWS::Cognito::UserPool", "aws_cognito_user_pool", {"user_pool_name": "name"}),
)
