from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from .buckets import Buckets
from .keys import Keys

SUBNET_IDS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
SECURITY_GROUP_ID = "sg-0a1b2c3d4e5f60718"


class DataStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.env_name = environment
        self.prefix = f"shop-{environment}"
        self.key = Keys(self, "Keys", environment).key
        Buckets(self, "Buckets", prefix=self.prefix, key_arn=self.key.attr_arn)
        self._create_table()
        database = self._create_database()
        self._create_secret(database)

    def _create_table(self) -> None:
        schema = dynamodb.CfnTable.KeySchemaProperty
        dynamodb.CfnTable(
            self,
            "orders",
            table_name=f"{self.prefix}-orders",
            billing_mode="PAY_PER_REQUEST",
            attribute_definitions=[
                dynamodb.CfnTable.AttributeDefinitionProperty(attribute_name=name, attribute_type="S")
                for name in ("pk", "sk", "customer")
            ],
            key_schema=[
                schema(attribute_name="pk", key_type="HASH"),
                schema(attribute_name="sk", key_type="RANGE"),
            ],
            global_secondary_indexes=[
                dynamodb.CfnTable.GlobalSecondaryIndexProperty(
                    index_name="by-customer",
                    key_schema=[
                        schema(attribute_name="customer", key_type="HASH"),
                        schema(attribute_name="sk", key_type="RANGE"),
                    ],
                    projection=dynamodb.CfnTable.ProjectionProperty(
                        projection_type="INCLUDE", non_key_attributes=["total"]
                    ),
                )
            ],
            stream_specification=dynamodb.CfnTable.StreamSpecificationProperty(
                stream_view_type="NEW_AND_OLD_IMAGES"
            ),
            sse_specification=dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True, sse_type="KMS", kms_master_key_id=self.key.attr_arn
            ),
            time_to_live_specification=dynamodb.CfnTable.TimeToLiveSpecificationProperty(
                attribute_name="expires", enabled=True
            ),
            point_in_time_recovery_specification=dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
                point_in_time_recovery_enabled=True
            ),
            # begin protection
            deletion_protection_enabled=False,
            # end
        )

    def _create_database(self) -> rds.CfnDBInstance:
        subnets = rds.CfnDBSubnetGroup(
            self,
            "db-subnets",
            db_subnet_group_name=f"{self.prefix}-database",
            db_subnet_group_description="Subnets of the database",
            subnet_ids=SUBNET_IDS,
        )
        parameters = rds.CfnDBParameterGroup(
            self,
            "db-parameters",
            db_parameter_group_name=f"{self.prefix}-postgres",
            family="postgres16",
            description="Settings of the database",
            parameters={"rds.force_ssl": "1", "log_min_duration_statement": "500"},
        )
        database = rds.CfnDBInstance(
            self,
            "database",
            db_instance_identifier=self.prefix,
            engine="postgres",
            # begin engine
            engine_version="16",
            # end
            db_instance_class="db.t4g.medium",
            allocated_storage="50",
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=self.key.attr_arn,
            db_name="shop",
            master_username="shop",
            manage_master_user_password=True,
            master_user_secret=rds.CfnDBInstance.MasterUserSecretProperty(kms_key_id=self.key.attr_key_id),
            db_subnet_group_name=subnets.ref,
            db_parameter_group_name=parameters.ref,
            vpc_security_groups=[SECURITY_GROUP_ID],
            backup_retention_period=14,
            multi_az=True,
            enable_cloudwatch_logs_exports=["postgresql"],
            # begin protection
            deletion_protection=False,
            # end
        )
        database.apply_removal_policy(RemovalPolicy.DESTROY)
        return database

    def _create_secret(self, database: rds.CfnDBInstance) -> None:
        connection = {
            "engine": "postgres",
            "host": database.get_att("Endpoint.Address").to_string(),
            "port": 5432,
            "dbname": "shop",
        }
        secretsmanager.CfnSecret(
            self,
            "connection",
            name=f"shop/{self.env_name}/connection",
            kms_key_id=self.key.attr_arn,
            secret_string=self.to_json_string(connection),
        )
