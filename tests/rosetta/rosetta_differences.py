"""What is not equal between the dialects by design, each with its reason."""

from __future__ import annotations

# Families of one program in every dialect.
FAMILIES = ("service", "network")

# Types that are left out.
TYPES = {
    "provider.aws": "only Terraform's dialects declare a provider",
    "aws_internet_gateway_attachment": "Terraform also attaches a gateway by its `vpc_id`, which is compared",
}

# Arguments that are left out, by type and name.
ARGUMENTS: dict[str, dict[str, str]] = {}

# The same for every type.
EVERYWHERE = {
    "lifecycle": "what an update leaves alone is an option of a resource in Pulumi, and nothing in CloudFormation",
}

# Types whose names are left out: where CloudFormation says them inside another resource they have none, and they
# are told apart by the resource they belong to.
NAMELESS = frozenset(
    {
        "aws_s3_bucket_versioning",
    }
)

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
    "aws_s3_bucket": {"id": "bucket"},
    "aws_secretsmanager_secret": {"id": "arn"},
    "aws_sns_topic": {"id": "arn"},
    "aws_sqs_queue": {"id": "url"},
}

# Arguments which nobody knows before deployment, in every dialect.
UNKNOWN: dict[str, frozenset[str]] = {}
