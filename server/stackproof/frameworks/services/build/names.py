"""What names may look like, from the services' own pages: how long, which characters."""

from __future__ import annotations

# Type and argument: shortest, longest, pattern of the whole (empty for any characters), its meaning in words.
# Where upper case is only changed to lower case on the way, both are taken.
_WORD = r"[A-Za-z0-9_-]+"
_WORD_SAID = "letters, digits, hyphens and underscores"
_DOTTED = r"[A-Za-z0-9_.-]+"
_DOTTED_SAID = "letters, digits, dots, hyphens and underscores"
_IAM = r"[A-Za-z0-9_+=,.@-]+"
_IAM_SAID = "letters, digits and the characters _+=,.@-"
_BALANCER = r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_BALANCER_SAID = "letters, digits and hyphens, no hyphen at either end, and must not begin with 'internal-'"
_TARGETS = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_TARGETS_SAID = "letters, digits and hyphens, no hyphen at either end"
_DATABASE = r"[A-Za-z](?!.*--)(?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DATABASE_SAID = "letters, digits and single hyphens; a letter at the beginning, no hyphen at the end"
_FIFO = r"[A-Za-z0-9_-]+(?:\.fifo)?"
_FIFO_SAID = "letters, digits, hyphens and underscores, and '.fifo' at the end of a FIFO one's"
_BUCKET = (
    r"(?!xn--)(?!sthree-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)(?!.*-s3alias$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])"
)
_BUCKET_SAID = "lower-case letters, digits, hyphens and single dots, a letter or digit at either end"
_GROUP = r"(?!sg-)[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+"
_GROUP_SAID = (
    "letters, digits, spaces and the characters ._-:/()#,@[]+=&;{}!$*, and must not begin with 'sg-'"
)
_GROUP_TEXT = r"[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*"
_GROUP_TEXT_SAID = "letters, digits, spaces and the characters ._-:/()#,@[]+=&;{}!$*"
_SECRET = r"[A-Za-z0-9/_+=.@-]+"
_SECRET_SAID = "letters, digits and the characters /_+=.@-"

NAMES: dict[tuple[str, str], tuple[int | None, int | None, str, str]] = {
    ("aws_s3_bucket", "bucket"): (3, 63, _BUCKET, _BUCKET_SAID),
    ("aws_lb", "name"): (1, 32, _BALANCER, _BALANCER_SAID),
    ("aws_lb_target_group", "name"): (1, 32, _TARGETS, _TARGETS_SAID),
    ("aws_elb", "name"): (1, 32, _TARGETS, _TARGETS_SAID),
    ("aws_iam_role", "name"): (1, 64, _IAM, _IAM_SAID),
    ("aws_iam_role", "name_prefix"): (1, 38, _IAM, _IAM_SAID),
    ("aws_iam_user", "name"): (1, 64, _IAM, _IAM_SAID),
    ("aws_iam_group", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_iam_policy", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_iam_role_policy", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_iam_user_policy", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_iam_group_policy", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_iam_instance_profile", "name"): (1, 128, _IAM, _IAM_SAID),
    ("aws_lambda_function", "function_name"): (1, 64, _WORD, _WORD_SAID),
    ("aws_lambda_layer_version", "layer_name"): (1, 140, _WORD, _WORD_SAID),
    ("aws_lambda_alias", "name"): (1, 128, rf"(?!\d+$){_WORD}", f"{_WORD_SAID}, not digits alone"),
    ("aws_elasticache_replication_group", "replication_group_id"): (1, 40, _DATABASE, _DATABASE_SAID),
    ("aws_elasticache_cluster", "cluster_id"): (1, 50, _DATABASE, _DATABASE_SAID),
    ("aws_elasticache_subnet_group", "name"): (1, 255, r"[A-Za-z0-9-]+", "letters, digits and hyphens"),
    ("aws_elasticache_parameter_group", "name"): (1, 255, _DATABASE, _DATABASE_SAID),
    ("aws_sqs_queue", "name"): (1, 80, _FIFO, _FIFO_SAID),
    ("aws_sns_topic", "name"): (1, 256, _FIFO, _FIFO_SAID),
    ("aws_cloudwatch_log_group", "name"): (1, 512, r"(?!aws/)[A-Za-z0-9._/#-]+", "letters, digits and the characters ._/#-, and must not begin with 'aws/'"),
    ("aws_cloudwatch_log_stream", "name"): (1, 512, r"[^:*]+", "anything but ':' and '*'"),
    ("aws_cloudwatch_metric_alarm", "alarm_name"): (1, 255, "", ""),
    ("aws_cloudwatch_event_rule", "name"): (1, 64, _DOTTED, _DOTTED_SAID),
    ("aws_cloudwatch_event_bus", "name"): (1, 256, r"[A-Za-z0-9/_.-]+", "letters, digits and the characters /_.-"),
    ("aws_cloudwatch_dashboard", "dashboard_name"): (1, 255, _WORD, _WORD_SAID),
    ("aws_db_instance", "identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_db_subnet_group", "name"): (1, 255, r"[A-Za-z0-9 ._-]+", "letters, digits, spaces, dots, hyphens and underscores"),
    ("aws_db_parameter_group", "name"): (1, 255, r"[A-Za-z](?!.*--)(?:[A-Za-z0-9.-]*[A-Za-z0-9])?", f"{_DATABASE_SAID}; dots too"),
    ("aws_db_proxy", "name"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_rds_cluster", "cluster_identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_rds_cluster_instance", "identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_rds_global_cluster", "global_cluster_identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_docdb_cluster", "cluster_identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_docdb_cluster_instance", "identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_neptune_cluster", "cluster_identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_redshift_cluster", "cluster_identifier"): (1, 63, _DATABASE, _DATABASE_SAID),
    ("aws_dynamodb_table", "name"): (3, 255, _DOTTED, _DOTTED_SAID),
    ("aws_ecs_cluster", "name"): (1, 255, _WORD, _WORD_SAID),
    ("aws_ecs_service", "name"): (1, 255, _WORD, _WORD_SAID),
    ("aws_ecs_task_definition", "family"): (1, 255, _WORD, _WORD_SAID),
    ("aws_ecr_repository", "name"): (2, 256, r"(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*", "lower-case letters and digits, with dots, hyphens, underscores and slashes between them"),
    ("aws_eks_cluster", "name"): (1, 100, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORD_SAID}, a letter or digit first"),
    ("aws_eks_node_group", "node_group_name"): (1, 63, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORD_SAID}, a letter or digit first"),
    ("aws_kinesis_stream", "name"): (1, 128, _DOTTED, _DOTTED_SAID),
    ("aws_kinesis_firehose_delivery_stream", "name"): (1, 64, _DOTTED, _DOTTED_SAID),
    ("aws_kms_alias", "name"): (1, 256, r"alias/(?!aws/)[A-Za-z0-9:/_-]+", "'alias/' and then letters, digits and the characters :/_- (not 'aws/')"),
    ("aws_secretsmanager_secret", "name"): (1, 512, _SECRET, _SECRET_SAID),
    ("aws_ssm_parameter", "name"): (1, 2048, r"[A-Za-z0-9_./-]+", "letters, digits and the characters _./-"),
    ("aws_sfn_state_machine", "name"): (1, 80, "", ""),
    ("aws_security_group", "name"): (1, 255, _GROUP, _GROUP_SAID),
    ("aws_security_group", "description"): (None, 255, _GROUP_TEXT, _GROUP_TEXT_SAID),
    ("aws_launch_template", "name"): (3, 128, r"[A-Za-z0-9()./_-]+", "letters, digits and the characters ().-/_"),
    ("aws_autoscaling_group", "name"): (1, 255, "", ""),
    ("aws_cloudtrail", "name"): (3, 128, r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])", f"{_DOTTED_SAID}, a letter or digit at either end"),
    ("aws_backup_vault", "name"): (2, 50, _WORD, _WORD_SAID),
    ("aws_codebuild_project", "name"): (2, 255, r"[A-Za-z0-9][A-Za-z0-9_-]+", f"{_WORD_SAID}, a letter or digit first"),
    ("aws_codepipeline", "name"): (1, 100, r"[A-Za-z0-9.@_-]+", "letters, digits and the characters .@_-"),
    ("aws_cognito_user_pool", "name"): (1, 128, r"[\w\s+=,.@-]+", "letters, digits, spaces and the characters _+=,.@-"),
    ("aws_cognito_user_pool_domain", "domain"): (1, 253, "", ""),
    ("aws_opensearch_domain", "domain_name"): (3, 28, r"[a-z][a-z0-9-]+", "lower-case letters, digits and hyphens, a letter first"),
    ("aws_elasticsearch_domain", "domain_name"): (3, 28, r"[a-z][a-z0-9-]+", "lower-case letters, digits and hyphens, a letter first"),
    ("aws_wafv2_web_acl", "name"): (1, 128, _WORD, _WORD_SAID),
    ("aws_wafv2_ip_set", "name"): (1, 128, _WORD, _WORD_SAID),
    ("aws_msk_cluster", "cluster_name"): (1, 64, "", ""),
    ("aws_mq_broker", "broker_name"): (1, 50, r"[A-Za-z0-9._~-]+", "letters, digits and the characters ._~-"),
    ("aws_athena_workgroup", "name"): (1, 128, _DOTTED, _DOTTED_SAID),
    ("aws_api_gateway_stage", "stage_name"): (1, 128, r"[A-Za-z0-9_-]+", _WORD_SAID),
    ("aws_scheduler_schedule", "name"): (1, 64, _DOTTED, _DOTTED_SAID),
}  # fmt: skip
