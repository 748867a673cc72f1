"""The database with what the reports are made of."""

import pulumi_aws as aws

from .network import Network
from .settings import Settings


def create_store(settings: Settings, network: Network) -> aws.rds.Instance:
    subnets = aws.rds.SubnetGroup(settings.name("store"), subnet_ids=network.private_ids)
    return aws.rds.Instance(
        settings.name("store"),
        engine="postgres",
        instance_class="db.t4g.medium",
        allocated_storage=100,
        username="warehouse",
        manage_master_user_password=True,
        db_subnet_group_name=subnets.name,
        vpc_security_group_ids=[network.security_group.id],
        storage_encrypted=True,
        backup_retention_period=0,
        skip_final_snapshot=True,
    )
