import pulumi
import pulumi_aws as aws

from settings import Settings


def create(
    settings: Settings, key: aws.kms.Key, subnet_ids: list[str], security_group_ids: list[str]
) -> tuple[aws.rds.Instance, aws.secretsmanager.Secret]:
    subnets = aws.rds.SubnetGroup(
        "db-subnets",
        name=f"{settings.prefix}-database",
        description="Subnets of the database",
        subnet_ids=subnet_ids,
    )
    parameters = aws.rds.ParameterGroup(
        "db-parameters",
        name=f"{settings.prefix}-postgres",
        family="postgres16",
        description="Settings of the database",
        parameters=[
            aws.rds.ParameterGroupParameterArgs(name="rds.force_ssl", value="1"),
            aws.rds.ParameterGroupParameterArgs(name="log_min_duration_statement", value="500"),
        ],
    )
    instance = aws.rds.Instance(
        "database",
        identifier=settings.prefix,
        engine="postgres",
        # begin engine
        engine_version="16",
        # end
        instance_class="db.t4g.medium",
        allocated_storage=50,
        storage_type="gp3",
        storage_encrypted=True,
        kms_key_id=key.arn,
        db_name="shop",
        username="shop",
        manage_master_user_password=True,
        master_user_secret_kms_key_id=key.key_id,
        db_subnet_group_name=subnets.name,
        parameter_group_name=parameters.name,
        vpc_security_group_ids=security_group_ids,
        backup_retention_period=14,
        multi_az=True,
        skip_final_snapshot=True,
        enabled_cloudwatch_logs_exports=["postgresql"],
        # begin protection
        deletion_protection=False,
        # end
    )
    secret = aws.secretsmanager.Secret(
        "connection", name=f"shop/{settings.environment}/connection", kms_key_id=key.arn
    )
    aws.secretsmanager.SecretVersion(
        "connection-version",
        secret_id=secret.id,
        secret_string=pulumi.Output.json_dumps(
            {"engine": "postgres", "host": instance.address, "port": 5432, "dbname": "shop"}
        ),
    )
    return instance, secret
