import json

from cdktf_cdktf_provider_aws.db_instance import DbInstance
from cdktf_cdktf_provider_aws.db_parameter_group import DbParameterGroup, DbParameterGroupParameter
from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion
from constructs import Construct

PARAMETERS = {"rds.force_ssl": 1, "log_min_duration_statement": 500}


class Database(Construct):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: str,
        subnet_ids: list[str],
        security_group_ids: list[str],
        key: KmsKey,
    ) -> None:
        super().__init__(scope, id)
        subnets = DbSubnetGroup(
            self,
            "db-subnets",
            name=f"shop-{environment}-database",
            description="Subnets of the database",
            subnet_ids=subnet_ids,
        )
        parameters = DbParameterGroup(
            self,
            "db-parameters",
            name=f"shop-{environment}-postgres",
            family="postgres16",
            description="Settings of the database",
            parameter=[
                DbParameterGroupParameter(name=name, value=str(value)) for name, value in PARAMETERS.items()
            ],
        )
        settings = {
            "engine": "postgres",
            # begin engine
            "engine_version": "16",
            # end
            "instance_class": "db.t4g.medium",
            "allocated_storage": 50,
            "storage_type": "gp3",
            "storage_encrypted": True,
            "multi_az": True,
            "backup_retention_period": 14,
        }
        self.instance = DbInstance(
            self,
            "database",
            identifier=f"shop-{environment}",
            **settings,
            kms_key_id=key.arn,
            db_name="shop",
            username="shop",
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.key_id,
            db_subnet_group_name=subnets.name,
            parameter_group_name=parameters.name,
            vpc_security_group_ids=security_group_ids,
            skip_final_snapshot=True,
            enabled_cloudwatch_logs_exports=["postgresql"],
            # begin protection
            deletion_protection=False,
            # end
        )
        self._store_connection(environment, key)

    def _store_connection(self, environment: str, key: KmsKey) -> None:
        secret = SecretsmanagerSecret(
            self, "connection", name=f"shop/{environment}/connection", kms_key_id=key.arn
        )
        connection = {
            "engine": "postgres",
            "host": self.instance.address,
            "port": 5432,
            "dbname": "shop",
        }
        SecretsmanagerSecretVersion(
            self, "connection-version", secret_id=secret.id, secret_string=json.dumps(connection)
        )
