"""What a person decided where comparing names does not find the truth."""

from __future__ import annotations

# Pulumi class or function to Terraform type; empty where there is none in the described provider version.
TYPES: dict[str, str] = {
    "arczonalshift.AutoshiftObserverNotificationStatus": "",
    "cloudfront.MultitenantDistribution": "",
    "cloudwatch.OtelEnrichment": "",
    "directconnect.LinkAggregationGroup": "aws_dx_lag",
    "ec2.getDedicatedHost": "data.aws_ec2_host",
    "ecs.DaemonTaskDefinition": "",
    "opensearch.ServerlessCollectionGroup": "",
    "opensearch.getServerlessCollectionGroup": "",
    "observabilityadmin.TelemetryRule": "",
    "observabilityadmin.TelemetryRuleForOrganization": "",
    "pinpoint.Smsvoicev2Pool": "",
    "ram.ResourceShareAssociationsExclusive": "",
    "s3.BucketObject": "aws_s3_bucket_object",
    "s3.BucketObjectv2": "aws_s3_object",
    "s3.FilesAccessPoint": "",
    "s3.FilesFileSystemPolicy": "",
    "s3.FilesMountTarget": "",
    "s3.getFilesAccessPoint": "",
    "s3.getFilesMountTarget": "",
    "securityhub.AccountV2": "",
    "securityhub.AutomationRuleV2": "",
    "ssoadmin.CustomerManagedPolicyAttachmentsExclusive": "",
    "ssoadmin.ManagedPolicyAttachmentsExclusive": "",
    "vpn.getConnection": "data.aws_vpn_connection",
}

# Terraform type with the canonical Pulumi name of an argument at any depth, to its Terraform name.
ARGUMENTS: dict[tuple[str, str], str] = {
    ("aws_api_gateway_base_path_mapping", "restapi"): "api_id",
    ("aws_api_gateway_stage", "deployment"): "deployment_id",
    ("aws_api_gateway_vpc_link", "targetarn"): "target_arns",
    ("aws_cloudwatch_log_subscription_filter", "loggroup"): "log_group_name",
    ("aws_cloudwatch_metric_alarm", "name"): "alarm_name",
    ("aws_elastic_beanstalk_environment", "version"): "version_label",
    ("aws_iot_topic_rule", "kineses"): "kinesis",
    ("aws_lambda_function", "code"): "filename",
    ("aws_lambda_function", "name"): "function_name",
    ("aws_lambda_layer_version", "code"): "filename",
    ("aws_lambda_permission", "function"): "function_name",
    ("aws_s3_bucket_website_configuration", "routingruledetails"): "routing_rule",
    ("aws_sns_topic_subscription", "topic"): "topic_arn",
    **{
        (f"aws_api_gateway_{kind}", "restapi"): "rest_api_id"
        for kind in (
            "authorizer",
            "deployment",
            "integration",
            "integration_response",
            "method",
            "method_response",
            "method_settings",
            "model",
            "request_validator",
            "resource",
            "stage",
        )
    },
}
