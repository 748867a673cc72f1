"""What a person decided where the sources differ from Terraform, or say nothing."""

from __future__ import annotations

# CloudFormation type to Terraform type where comparing names does not find it.
TYPES: dict[str, str] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": "aws_appautoscaling_target",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "aws_appautoscaling_policy",
    "AWS::AutoScaling::ScalingPolicy": "aws_autoscaling_policy",
    "AWS::AutoScaling::ScheduledAction": "aws_autoscaling_schedule",
    "AWS::Backup::BackupPlan": "aws_backup_plan",
    "AWS::Backup::BackupSelection": "aws_backup_selection",
    "AWS::Backup::BackupVault": "aws_backup_vault",
    "AWS::Budgets::Budget": "aws_budgets_budget",
    "AWS::CloudTrail::Trail": "aws_cloudtrail",
    "AWS::CloudWatch::Alarm": "aws_cloudwatch_metric_alarm",
    "AWS::CodePipeline::Pipeline": "aws_codepipeline",
    "AWS::Cognito::UserPoolGroup": "aws_cognito_user_group",
    "AWS::Cognito::UserPoolIdentityProvider": "aws_cognito_identity_provider",
    "AWS::Cognito::UserPoolResourceServer": "aws_cognito_resource_server",
    "AWS::DocDB::DBInstance": "aws_docdb_cluster_instance",
    "AWS::EC2::DHCPOptions": "aws_vpc_dhcp_options",
    "AWS::EC2::NetworkAclEntry": "aws_network_acl_rule",
    "AWS::EC2::SecurityGroupEgress": "aws_vpc_security_group_egress_rule",
    "AWS::EC2::SecurityGroupIngress": "aws_vpc_security_group_ingress_rule",
    "AWS::EC2::Volume": "aws_ebs_volume",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "aws_lb",
    "AWS::Events::EventBus": "aws_cloudwatch_event_bus",
    "AWS::Glue::Database": "aws_glue_catalog_database",
    "AWS::Glue::Table": "aws_glue_catalog_table",
    "AWS::IAM::ManagedPolicy": "aws_iam_policy",
    "AWS::IAM::OIDCProvider": "aws_iam_openid_connect_provider",
    "AWS::Lambda::EventInvokeConfig": "aws_lambda_function_event_invoke_config",
    "AWS::Lambda::Url": "aws_lambda_function_url",
    "AWS::Logs::LogGroup": "aws_cloudwatch_log_group",
    "AWS::Logs::LogStream": "aws_cloudwatch_log_stream",
    "AWS::Neptune::DBInstance": "aws_neptune_cluster_instance",
    "AWS::RDS::DBProxyTargetGroup": "aws_db_proxy_default_target_group",
    "AWS::Redshift::ClusterParameterGroup": "aws_redshift_parameter_group",
    "AWS::Redshift::ClusterSubnetGroup": "aws_redshift_subnet_group",
    "AWS::Route53::HostedZone": "aws_route53_zone",
    "AWS::Route53::RecordSet": "aws_route53_record",
    "AWS::SNS::Subscription": "aws_sns_topic_subscription",
    "AWS::SecretsManager::RotationSchedule": "aws_secretsmanager_secret_rotation",
    "AWS::WAFv2::LoggingConfiguration": "aws_wafv2_web_acl_logging_configuration",
}

# How Terraform calls a service in the names of types.
SERVICES: dict[str, tuple[str, ...]] = {
    "AmazonMQ": ("mq",),
    "AutoScaling": ("autoscaling", ""),
    "CertificateManager": ("acm",),
    "CloudTrail": ("cloudtrail", ""),
    "EC2": ("", "ec2"),
    "ElasticLoadBalancingV2": ("lb",),
    "Events": ("cloudwatchevent",),
    "Logs": ("cloudwatchlog",),
    "OpenSearchService": ("opensearch",),
    "RDS": ("db", "rds"),
    "StepFunctions": ("sfn",),
}

# Words in front of names of arguments that Terraform leaves out.
LEADS = ("db", "cache", "dbcluster", "replicationgroup", "cachecluster", "loadbalancer")

# An object of CloudFormation whose properties are arguments of the resource itself in Terraform.
ROOTS: dict[str, str] = {
    "AWS::Backup::BackupPlan": "BackupPlan",
    "AWS::Backup::BackupSelection": "BackupSelection",
    "AWS::Budgets::Budget": "Budget",
    "AWS::CloudFront::CachePolicy": "CachePolicyConfig",
    "AWS::CloudFront::Distribution": "DistributionConfig",
    "AWS::CloudFront::Function": "FunctionConfig",
    "AWS::CloudFront::OriginAccessControl": "OriginAccessControlConfig",
    "AWS::CloudFront::OriginRequestPolicy": "OriginRequestPolicyConfig",
    "AWS::CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateData",
    "AWS::EKS::Cluster": "ResourcesVpcConfig",
    "AWS::Events::Rule": "",
}

# Parts of a CloudFormation resource that are resources of their own in Terraform: where they stand there.
PARTS: tuple[tuple[str, str, str, str], ...] = (
    ("AWS::S3::Bucket", "VersioningConfiguration", "aws_s3_bucket_versioning", "versioning_configuration"),
    ("AWS::S3::Bucket", "LifecycleConfiguration", "aws_s3_bucket_lifecycle_configuration", ""),
    ("AWS::S3::Bucket", "ReplicationConfiguration", "aws_s3_bucket_replication_configuration", ""),
    ("AWS::S3::Bucket", "OwnershipControls", "aws_s3_bucket_ownership_controls", ""),
    ("AWS::S3::Bucket", "ObjectLockConfiguration", "aws_s3_bucket_object_lock_configuration", ""),
    ("AWS::S3::Bucket", "AccelerateConfiguration", "aws_s3_bucket_accelerate_configuration", ""),
    ("AWS::S3::Bucket", "CorsConfiguration", "aws_s3_bucket_cors_configuration", ""),
    ("AWS::S3::Bucket", "WebsiteConfiguration", "aws_s3_bucket_website_configuration", ""),
)

# Arguments of Terraform to enumerations of the services' interfaces, and what Terraform takes besides.
ENUMERATIONS: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {
    ("aws_dynamodb_table", "stream_view_type"): ("dynamodb", "StreamViewType", ()),
    ("aws_dynamodb_table", "attribute.type"): ("dynamodb", "ScalarAttributeType", ()),
    ("aws_dynamodb_table", "global_secondary_index.projection_type"): ("dynamodb", "ProjectionType", ()),
    ("aws_dynamodb_table", "local_secondary_index.projection_type"): ("dynamodb", "ProjectionType", ()),
    ("aws_ecr_repository", "encryption_configuration.encryption_type"): ("ecr", "EncryptionType", ()),
    ("aws_ecs_cluster", "setting.name"): ("ecs", "ClusterSettingName", ()),
    ("aws_ecs_service", "launch_type"): ("ecs", "LaunchType", ()),
    ("aws_ecs_service", "scheduling_strategy"): ("ecs", "SchedulingStrategy", ()),
    ("aws_ecs_service", "deployment_controller.type"): ("ecs", "DeploymentControllerType", ()),
    ("aws_ecs_task_definition", "network_mode"): ("ecs", "NetworkMode", ()),
    ("aws_ecs_task_definition", "requires_compatibilities"): ("ecs", "Compatibility", ()),
    ("aws_eks_node_group", "capacity_type"): ("eks", "CapacityTypes", ()),
    ("aws_kms_key", "customer_master_key_spec"): ("kms", "KeySpec", ()),
    ("aws_kms_key", "key_usage"): ("kms", "KeyUsageType", ()),
    ("aws_kinesis_stream", "stream_mode_details.stream_mode"): ("kinesis", "StreamMode", ()),
    ("aws_s3_bucket_acl", "acl"): ("s3", "BucketCannedACL", ("aws-exec-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write")),
    ("aws_s3_bucket_server_side_encryption_configuration", "rule.apply_server_side_encryption_by_default.sse_algorithm"): ("s3", "ServerSideEncryption", ()),
    ("aws_s3_bucket_versioning", "versioning_configuration.status"): ("s3", "BucketVersioningStatus", ("Disabled",)),
    ("aws_s3_bucket_versioning", "versioning_configuration.mfa_delete"): ("s3", "MFADelete", ()),
    ("aws_s3_bucket_lifecycle_configuration", "rule.transition.storage_class"): ("s3", "TransitionStorageClass", ()),
    ("aws_s3_bucket_lifecycle_configuration", "rule.noncurrent_version_transition.storage_class"): ("s3", "TransitionStorageClass", ()),
    ("aws_s3_object", "storage_class"): ("s3", "StorageClass", ()),
    ("aws_sns_topic_subscription", "protocol"): ("", "", ("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs")),
    ("aws_lambda_event_source_mapping", "starting_position"): ("lambda", "EventSourcePosition", ()),
    ("aws_lambda_function_url", "authorization_type"): ("lambda", "FunctionUrlAuthType", ()),
    ("aws_lambda_function_url", "invoke_mode"): ("lambda", "InvokeMode", ()),
    ("aws_api_gateway_integration", "type"): ("apigateway", "IntegrationType", ()),
    ("aws_api_gateway_integration", "connection_type"): ("apigateway", "ConnectionType", ()),
    ("aws_api_gateway_method", "authorization"): ("", "", ("NONE", "CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS")),
    ("aws_api_gateway_rest_api", "endpoint_configuration.types"): ("apigateway", "EndpointType", ()),
    ("aws_apigatewayv2_api", "protocol_type"): ("apigatewayv2", "ProtocolType", ()),
    ("aws_apigatewayv2_integration", "integration_type"): ("apigatewayv2", "IntegrationType", ()),
    ("aws_apigatewayv2_authorizer", "authorizer_type"): ("apigatewayv2", "AuthorizerType", ()),
    ("aws_elasticache_cluster", "engine"): ("", "", ("memcached", "redis", "valkey")),
    ("aws_elasticache_replication_group", "engine"): ("", "", ("redis", "valkey")),
    ("aws_mq_broker", "engine_type"): ("", "", ("ActiveMQ", "RabbitMQ")),
    ("aws_rds_cluster", "engine"): ("", "", ("aurora-mysql", "aurora-postgresql", "mysql", "postgres")),
    ("aws_rds_cluster_instance", "engine"): ("", "", ("aurora-mysql", "aurora-postgresql", "mysql", "postgres")),
    ("aws_ebs_volume", "type"): ("ec2", "VolumeType", ()),
    ("aws_instance", "root_block_device.volume_type"): ("ec2", "VolumeType", ()),
    ("aws_launch_template", "block_device_mappings.ebs.volume_type"): ("ec2", "VolumeType", ()),
    ("aws_lb", "load_balancer_type"): ("elbv2", "LoadBalancerTypeEnum", ()),
    ("aws_lb", "ip_address_type"): ("elbv2", "IpAddressType", ()),
    ("aws_lb_target_group", "target_type"): ("elbv2", "TargetTypeEnum", ()),
    ("aws_efs_file_system", "throughput_mode"): ("efs", "ThroughputMode", ()),
    ("aws_efs_file_system", "performance_mode"): ("efs", "PerformanceMode", ()),
    ("aws_ssm_parameter", "type"): ("ssm", "ParameterType", ()),
    ("aws_wafv2_web_acl", "scope"): ("wafv2", "Scope", ()),
    ("aws_route53_record", "type"): ("route53", "RRType", ()),
    ("aws_cloudwatch_metric_alarm", "comparison_operator"): ("cloudwatch", "ComparisonOperator", ()),
    ("aws_cloudwatch_metric_alarm", "statistic"): ("cloudwatch", "Statistic", ()),
    ("aws_sfn_state_machine", "type"): ("stepfunctions", "StateMachineType", ()),
    ("aws_codebuild_project", "environment.type"): ("codebuild", "EnvironmentType", ()),
    ("aws_codebuild_project", "environment.compute_type"): ("codebuild", "ComputeType", ()),
    ("aws_codebuild_project", "source.type"): ("codebuild", "SourceType", ()),
    ("aws_codebuild_project", "artifacts.type"): ("codebuild", "ArtifactsType", ()),
    ("aws_db_proxy", "engine_family"): ("rds", "EngineFamily", ()),
    ("aws_vpc_endpoint", "vpc_endpoint_type"): ("ec2", "VpcEndpointType", ()),
    ("aws_flow_log", "traffic_type"): ("ec2", "TrafficType", ()),
    ("aws_flow_log", "log_destination_type"): ("ec2", "LogDestinationType", ()),
}  # fmt: skip

# Arguments whose lists grow faster than this data, or which rules of their own look at.
DROPPED = (
    "instance_type", "instance_types", "runtime", "runtimes", "compatible_runtimes", "retention_in_days", "region", "region_name",
    "language_code", "accelerator_names", "hidden_instance_types", "ami_type", "kubernetes_version", "version", "operating_system",
    "compute_type", "predefined_metric_type", "ssl_policy", "minimum_protocol_version", "security_policy",
    "environment_type", "pii_entities_config", "connector_type", "engine_version", "platform_version", "managed_action",
    "accelerator_manufacturers", "accelerator_types", "cpu_manufacturers",
)  # fmt: skip
# Lists longer than this are catalogues.
LONGEST_LIST = 60

# Arguments, and beginnings of types, whose values Terraform takes in any case of letters.
ANY_CASE = (
    "protocol", "apply_method", "authentication_strategy", "routing_mode", "on_unauthenticated_request", "alpn_policy",
    "encryption_type", "enabled_cluster_log_types", "engine_type", "deployment_mode", "resource_type", "storage_type",
    "evaluate_low_sample_count_percentiles", "engine",
)  # fmt: skip
ANY_CASE_TYPES = ("aws_batch_", "aws_dms_", "aws_mq_", "aws_route53_health_check", "aws_elb")

# Where CloudFormation's or the interface's limits are not those of an ordinary resource.
NUMBERS: dict[tuple[str, str], tuple[float | None, float | None]] = {
    # More is only for functions on managed instances, which have a provider of capacity.
    ("aws_lambda_function", "memory_size"): (128, 10240),
    ("aws_lambda_function", "timeout"): (1, 900),
    ("aws_lambda_function", "ephemeral_storage.size"): (512, 10240),
    ("aws_db_instance", "backup_retention_period"): (0, 35),
    ("aws_rds_cluster", "backup_retention_period"): (1, 35),
    ("aws_docdb_cluster", "backup_retention_period"): (1, 35),
    ("aws_neptune_cluster", "backup_retention_period"): (1, 35),
    ("aws_redshift_cluster", "automated_snapshot_retention_period"): (0, 35),
    ("aws_elasticache_replication_group", "snapshot_retention_limit"): (0, 35),
    ("aws_elasticache_cluster", "snapshot_retention_limit"): (0, 35),
    ("aws_kms_key", "deletion_window_in_days"): (7, 30),
    ("aws_secretsmanager_secret", "recovery_window_in_days"): (0, 30),
    ("aws_lb", "idle_timeout"): (1, 4000),
    ("aws_lb_target_group", "deregistration_delay"): (0, 3600),
    ("aws_lb_target_group", "slow_start"): (0, 900),
    ("aws_lb_target_group", "health_check.interval"): (5, 300),
    ("aws_lb_target_group", "health_check.timeout"): (2, 120),
    ("aws_lb_target_group", "health_check.healthy_threshold"): (2, 10),
    ("aws_lb_target_group", "health_check.unhealthy_threshold"): (2, 10),
    ("aws_lb_listener", "port"): (1, 65535),
    ("aws_lb_listener_rule", "priority"): (1, 50000),
    ("aws_sqs_queue", "visibility_timeout_seconds"): (0, 43200),
    ("aws_sqs_queue", "message_retention_seconds"): (60, 1209600),
    ("aws_sqs_queue", "delay_seconds"): (0, 900),
    ("aws_sqs_queue", "receive_wait_time_seconds"): (0, 20),
    ("aws_api_gateway_integration", "timeout_milliseconds"): (50, 300000),
    ("aws_apigatewayv2_integration", "timeout_milliseconds"): (50, 30000),
    ("aws_api_gateway_authorizer", "authorizer_result_ttl_in_seconds"): (0, 3600),
    ("aws_iam_role", "max_session_duration"): (3600, 43200),
    ("aws_vpc_security_group_ingress_rule", "from_port"): (-1, 65535),
    ("aws_vpc_security_group_ingress_rule", "to_port"): (-1, 65535),
    ("aws_security_group", "ingress.from_port"): (-1, 65535),
    ("aws_security_group", "ingress.to_port"): (-1, 65535),
    ("aws_security_group", "egress.from_port"): (-1, 65535),
    ("aws_security_group", "egress.to_port"): (-1, 65535),
    ("aws_security_group_rule", "from_port"): (-1, 65535),
    ("aws_security_group_rule", "to_port"): (-1, 65535),
    ("aws_kinesis_stream", "retention_period"): (24, 8760),
}  # fmt: skip

_OPENSEARCH = (
    "1.0", "1.1", "1.2", "1.3", "2.3", "2.5", "2.7", "2.9", "2.10", "2.11", "2.13", "2.15", "2.17", "2.19", "3.1", "3.3", "3.5", "3.7",
)  # fmt: skip
_ELASTICSEARCH = (
    "1.5", "2.3", "5.1", "5.3", "5.5", "5.6", "6.0", "6.2", "6.3", "6.4", "6.5", "6.7", "6.8", "7.1", "7.4", "7.7", "7.8", "7.9", "7.10",
)  # fmt: skip

# Versions of engines that no source lists, from the services' own pages, and lines that have come to their end:
# docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html,
# docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html (and rabbitmq-...),
# docs.aws.amazon.com/neptune/latest/userguide/engine-releases.html.
ENGINES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "aws_opensearch_domain": {"OpenSearch": (_OPENSEARCH, ()), "Elasticsearch": (_ELASTICSEARCH, ())},
    "aws_elasticsearch_domain": {"Elasticsearch": (_ELASTICSEARCH, ())},
    "aws_mq_broker": {
        "ActiveMQ": (("5.18", "5.19"), ("5.15", "5.16", "5.17")),
        "RabbitMQ": (("3.13",), ("3.8", "3.9", "3.10", "3.11", "3.12")),
    },
    "aws_docdb_cluster": {"docdb": (("3.6.0", "4.0.0", "5.0.0", "8.0.0"), ())},
    "aws_neptune_cluster": {"neptune": ((), ("1.0", "1.1"))},
}
