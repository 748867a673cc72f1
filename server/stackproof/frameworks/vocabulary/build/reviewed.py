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

# Constructs of the CDK which make no resource of their own: parts of another one. Derived classes are meant, too.
CDK_PARTS = frozenset(
    {
        "aws-cdk-lib.AssetStaging",
        "aws-cdk-lib.CfnHook",
        "aws-cdk-lib.aws_batch.EcsEc2ContainerDefinition",
        "aws-cdk-lib.aws_batch.EcsFargateContainerDefinition",
        "aws-cdk-lib.aws_batch.EksContainerDefinition",
        "aws-cdk-lib.aws_batch.LinuxParameters",
        "aws-cdk-lib.aws_ecs.ContainerDefinition",
        "aws-cdk-lib.aws_ecs.LinuxParameters",
        "aws-cdk-lib.aws_ecs.ServiceManagedVolume",
        "aws-cdk-lib.aws_stepfunctions.State",
    }
)

# Elements of templates that make resources all the same.
CDK_HOLDERS = frozenset({"aws-cdk-lib.cloudformation_include.CfnInclude"})

# Constructs of the CDK for one resource which do not derive from its base class for resources, or do not say for which.
CDK_RESOURCES: dict[str, str] = {
    "aws-cdk-lib.aws_applicationautoscaling.TargetTrackingScalingPolicy": "AWS::ApplicationAutoScaling::ScalingPolicy",
    "aws-cdk-lib.aws_appsync.AppSyncBaseDataSource": "AWS::AppSync::DataSource",
    "aws-cdk-lib.aws_appsync.BaseDataSource": "AWS::AppSync::DataSource",
    "aws-cdk-lib.aws_appsync.Resolver": "AWS::AppSync::Resolver",
    "aws-cdk-lib.aws_autoscaling.TargetTrackingScalingPolicy": "AWS::AutoScaling::ScalingPolicy",
    "aws-cdk-lib.aws_dynamodb.TableV2": "AWS::DynamoDB::GlobalTable",
    "aws-cdk-lib.aws_ecs.AsgCapacityProvider": "AWS::ECS::CapacityProvider",
    "aws-cdk-lib.aws_ecs.ManagedInstancesCapacityProvider": "AWS::ECS::CapacityProvider",
    "aws-cdk-lib.aws_eks_v2.FargateProfile": "AWS::EKS::FargateProfile",
    "aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListenerCertificate": (
        "AWS::ElasticLoadBalancingV2::ListenerCertificate"
    ),
    "aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListenerRule": "AWS::ElasticLoadBalancingV2::ListenerRule",
    "aws-cdk-lib.aws_elasticloadbalancingv2.TargetGroupBase": "AWS::ElasticLoadBalancingV2::TargetGroup",
}
