from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from .buckets import Buckets

ACCOUNT = "123456789012"
REGION = "eu-west-1"
SUBNET_IDS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
SECURITY_GROUP_ID = "sg-0a1b2c3d4e5f60718"


class DataStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.env_name = environment
        self.prefix = f"shop-{environment}"
        self.key = self._create_key()
        Buckets(self, "Buckets", prefix=self.prefix, key=self.key)
        self._create_table()
        database = self._create_database()
        secretsmanager.CfnSecret(
            self,
            "connection",
            name=f"shop/{environment}/connection",
            kms_key_id=self.key.key_arn,
            secret_string=self.to_json_string(
                {
                    "engine": "postgres",
                    "host": database.attr_endpoint_address,
                    "port": 5432,
                    "dbname": "shop",
                }
            ),
        )

    def _create_key(self) -> kms.Key:
        key = kms.Key(
            self,
            "data-key",
            description=f"Data of the shop ({self.env_name})",
            enable_key_rotation=True,
            pending_window=Duration.days(30),
            policy=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        sid="Account",
                        principals=[iam.ArnPrincipal(f"arn:aws:iam::{ACCOUNT}:root")],
                        actions=["kms:*"],
                        resources=["*"],
                    )
                ]
            ),
        )
        # begin logs-statement
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="Logs",
                principals=[iam.ServicePrincipal(f"logs.{REGION}.amazonaws.com")],
                actions=[
                    f"kms:{verb}*"
                    for verb in ("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "Describe")
                ],
                resources=["*"],
                conditions={
                    "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:*"}
                },
            )
        )
        # end
        kms.Alias(self, "data-key-alias", alias_name=f"alias/{self.prefix}-data", target_key=key)
        logs.LogGroup(
            self,
            "audit-logs",
            log_group_name=f"/shop/{self.env_name}/audit",
            retention=logs.RetentionDays.ONE_YEAR,
            encryption_key=key,
        )
        return key

    def _create_table(self) -> None:
        table = dynamodb.Table(
            self,
            "orders",
            table_name=f"{self.prefix}-orders",
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self.key,
            time_to_live_attribute="expires",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            # begin protection
            deletion_protection=False,
            # end
        )
        table.add_global_secondary_index(
            index_name="by-customer",
            partition_key=dynamodb.Attribute(name="customer", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
            projection_type=dynamodb.ProjectionType.INCLUDE,
            non_key_attributes=["total"],
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
            kms_key_id=self.key.key_arn,
            db_name="shop",
            master_username="shop",
            manage_master_user_password=True,
            master_user_secret=rds.CfnDBInstance.MasterUserSecretProperty(kms_key_id=self.key.key_id),
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
