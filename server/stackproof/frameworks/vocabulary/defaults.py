"""What an argument means when it is not given, for the arguments whose absence decides something."""

from __future__ import annotations

from stackproof.model.values import Data

# Terraform type to argument to default, as the provider documents it.
DEFAULTS: dict[str, dict[str, Data]] = {
    "aws_subnet": {"map_public_ip_on_launch": False, "assign_ipv6_address_on_creation": False},
    "aws_vpc": {"enable_dns_support": True, "enable_dns_hostnames": False},
    "aws_nat_gateway": {"connectivity_type": "public"},
    "aws_instance": {"source_dest_check": True},
    "aws_vpc_endpoint": {"vpc_endpoint_type": "Gateway"},
    "aws_lb": {"load_balancer_type": "application", "internal": False, "enable_deletion_protection": False},
    "aws_lb_target_group": {"target_type": "instance"},
    "aws_kms_key": {"enable_key_rotation": False, "key_usage": "ENCRYPT_DECRYPT"},
    "aws_s3_bucket": {"force_destroy": False},
    "aws_db_instance": {
        "deletion_protection": False,
        "multi_az": False,
        "skip_final_snapshot": False,
        "storage_encrypted": False,
    },
    "aws_rds_cluster": {
        "deletion_protection": False,
        "skip_final_snapshot": False,
        "storage_encrypted": False,
    },
    "aws_dynamodb_table": {"billing_mode": "PROVISIONED", "deletion_protection_enabled": False},
    "aws_lambda_function": {"memory_size": 128, "timeout": 3, "package_type": "Zip"},
    "aws_efs_file_system": {"encrypted": False},
    "aws_ecr_repository": {"image_tag_mutability": "MUTABLE", "force_delete": False},
    "aws_route53_record": {"allow_overwrite": False},
    "aws_elasticache_replication_group": {"automatic_failover_enabled": False, "multi_az_enabled": False},
}
