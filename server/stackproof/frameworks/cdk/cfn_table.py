"""The reviewed table from CloudFormation's resource types to Terraform's: names, conversions, attributes."""

from __future__ import annotations

from stackproof.frameworks.cdk import (
    cfn_balancing,
    cfn_buckets,
    cfn_clusters,
    cfn_containers,
    cfn_databases,
    cfn_delivery,
    cfn_distributions,
    cfn_domains,
    cfn_ec2,
    cfn_identity,
    cfn_logs,
    cfn_machines,
    cfn_network,
    cfn_registries,
    cfn_scaling,
    cfn_secrets,
    cfn_serverless,
    cfn_stores,
    cfn_streams,
    cfn_tables,
    cfn_users,
    cfn_watching,
)
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy

KINDS: tuple[Kind, ...] = (
    *cfn_network.KINDS,
    *cfn_buckets.KINDS,
    *cfn_databases.KINDS,
    *cfn_domains.KINDS,
    *cfn_registries.KINDS,
    *cfn_secrets.KINDS,
    *cfn_identity.KINDS,
    *cfn_logs.KINDS,
    *cfn_serverless.KINDS,
    *cfn_stores.KINDS,
    *cfn_streams.KINDS,
    *cfn_tables.KINDS,
    *cfn_users.KINDS,
    *cfn_watching.KINDS,
    *cfn_ec2.KINDS,
    *cfn_machines.KINDS,
    *cfn_scaling.KINDS,
    *cfn_balancing.KINDS,
    *cfn_containers.KINDS,
    *cfn_clusters.KINDS,
    *cfn_delivery.KINDS,
    *cfn_distributions.KINDS,
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
)
