"""What is not equal between the dialects by design, each with its reason."""

from __future__ import annotations

# Families of one program in every dialect.
FAMILIES = ("service", "network", "containers", "balancing", "storage", "functions")

# Types that are left out.
TYPES = {
    "provider.aws": "only Terraform's dialects declare a provider",
}

# Types that say something about another resource: the argument that names it, its own argument, and the argument in
# which that resource says the same by itself, alone or in a list.
ATTACHMENTS = {
    "aws_iam_role_policy_attachment": ("role", "policy_arn", "managed_policy_arns"),
    "aws_internet_gateway_attachment": ("internet_gateway_id", "vpc_id", "vpc_id"),
}

# Arguments that are left out, by type and name.
ARGUMENTS: dict[str, dict[str, str]] = {
    "aws_api_gateway_deployment": {"triggers": "only Terraform is told when to deploy again"},
    "aws_db_instance": {
        "skip_final_snapshot": "CloudFormation's policy of deletion is no argument of a resource",
        "final_snapshot_identifier": "CloudFormation finds the name by itself",
    },
    "aws_route53_record": {"ttl": "CloudFormation chooses it for the records that validate a certificate"},
}

# The same for every type.
EVERYWHERE = {
    "lifecycle": "what an update leaves alone is an option of a resource in Pulumi, and nothing in CloudFormation",
}

# Types whose names are left out: where CloudFormation says them inside another resource they have none, and they
# are told apart by the resource they belong to.
NAMELESS = frozenset(
    {
        "aws_acm_certificate_validation",
        "aws_api_gateway_integration",
        "aws_api_gateway_method_settings",
        "aws_cloudwatch_event_target",
        "aws_ecr_lifecycle_policy",
        "aws_route53_record",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
        "aws_secretsmanager_secret_version",
    }
)

# Attributes that repeat an argument: to refer to one is to say what that argument says.
REPEATED = frozenset(
    {
        ("aws_acm_certificate_validation", "certificate_arn"),
        ("aws_api_gateway_method", "http_method"),
        ("aws_api_gateway_stage", "stage_name"),
        ("aws_appautoscaling_target", "resource_id"),
        ("aws_appautoscaling_target", "scalable_dimension"),
        ("aws_appautoscaling_target", "service_namespace"),
    }
)

# ARNs that Terraform has attributes for, and what they are made of.
_HERE = "eu-west-1:123456789012"
MADE_OF = {
    ("aws_api_gateway_rest_api", "execution_arn"): (f"arn:aws:execute-api:{_HERE}:", "id", ""),
    ("aws_lambda_function", "invoke_arn"): (
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/",
        "arn",
        "/invocations",
    ),
}

# What an attribute of a type is called here when it has several names; `id` is what Terraform calls the import id.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "aws_ecs_cluster": {"id": "arn"},
    "aws_eip": {"id": "allocation_id"},
    "aws_iam_role": {"id": "name"},
    "aws_kms_key": {"id": "key_id"},
    "aws_lambda_function": {"id": "function_name"},
    "aws_lb": {"id": "arn"},
    "aws_lb_listener": {"id": "arn"},
    "aws_lb_target_group": {"id": "arn"},
    "aws_route53_zone": {"id": "zone_id"},
    "aws_s3_bucket": {"id": "bucket"},
    "aws_secretsmanager_secret": {"id": "arn"},
    "aws_sns_topic": {"id": "arn"},
    "aws_sqs_queue": {"id": "url"},
}

# Arguments which nobody knows before deployment, in every dialect.
UNKNOWN: dict[str, frozenset[str]] = {
    "aws_ecs_task_definition": frozenset({"container_definitions{}.image"}),
}
