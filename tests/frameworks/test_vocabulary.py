"""Terraform's names, and every framework's way to them."""

from __future__ import annotations

import pytest

from stackproof.frameworks.vocabulary.cdk import CdkClass, cdk_classes
from stackproof.frameworks.vocabulary.data import L1, cdk_data
from stackproof.frameworks.vocabulary.names import (
    canonical,
    cdktf_camel,
    cdktf_pascal,
    plural,
    singulars,
    snake,
)
from stackproof.frameworks.vocabulary.vocabulary import vocabulary

VOCABULARY = vocabulary()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("cidrBlock", "cidr_block"),
        ("nat-gateway", "nat_gateway"),
        ("ipv6CidrBlock", "ipv6_cidr_block"),
        ("tags", "tags"),
    ],
)
def test_snake_case(written: str, name: str) -> None:
    assert snake(written) == name


def test_a_letter_after_a_digit_begins_a_word_in_cdktf() -> None:
    assert cdktf_camel("m2ts_settings") == "m2TsSettings"
    assert cdktf_pascal("s3control_bucket") == "S3ControlBucket"


@pytest.mark.parametrize("word", ["route", "policy", "alias", "strategy", "switch", "access_class"])
def test_a_plural_leads_back_to_its_word(word: str) -> None:
    assert plural(word) == word or canonical(word) in singulars(canonical(plural(word)))


@pytest.mark.parametrize("stem", ["nat-gateway", "natGateway", "nat_gateway"])
def test_modules_in_any_casing(stem: str) -> None:
    assert VOCABULARY.type_of_stem(stem) == "aws_nat_gateway"


def test_every_type_is_found_by_its_class() -> None:
    missed = [k for k in VOCABULARY.types() if VOCABULARY.type_of_class(VOCABULARY.class_name(k)) != k]
    assert missed == []
    assert len(VOCABULARY.types()) > 2000


def test_irregular_class_names() -> None:
    assert VOCABULARY.class_name("aws_s3_bucket_versioning") == "S3BucketVersioningA"
    assert VOCABULARY.type_of_class("DataAwsCallerIdentity") == "data.aws_caller_identity"


def test_nested_names_are_renamed_and_map_keys_kept() -> None:
    name, block = VOCABULARY.shape("aws_ecs_service").entry("networkConfiguration")
    assert (name, block.entry("assignPublicIp")[0]) == ("network_configuration", "assign_public_ip")
    name, tags = VOCABULARY.shape("aws_ecs_service").entry("tags")
    assert (name, tags.entry("costCenter")[0]) == ("tags", "costCenter")
    _, environment = VOCABULARY.shape("aws_lambda_function").entry("environment")
    assert environment.entry("variables")[1].entry("myVariable")[0] == "myVariable"


def test_words_that_typescript_reserves() -> None:
    _, rule = VOCABULARY.shape("aws_security_group").entry("ingress")
    assert rule.entry("selfAttribute")[0] == "self"
    assert VOCABULARY.shape("aws_instance").entry("fetchPasswordData")[0] == "get_password_data"


def test_an_unknown_type_follows_the_common_rule() -> None:
    name, block = VOCABULARY.shape("aws_of_tomorrow").entry("someBlock")
    assert (name, block.entry("innerName")[0]) == ("some_block", "inner_name")


@pytest.mark.parametrize(
    ("dotted", "kind"),
    [
        ("ec2.NatGateway", "aws_nat_gateway"),
        ("ec2.Eip", "aws_eip"),
        ("vpc.SecurityGroupEgressRule", "aws_vpc_security_group_egress_rule"),
        ("lb.LoadBalancer", "aws_lb"),
        ("alb.Listener", "aws_lb_listener"),
        ("elb.LoadBalancer", "aws_elb"),
        ("ecs.ClusterCapacityProviders", "aws_ecs_cluster_capacity_providers"),
        ("s3.Bucket", "aws_s3_bucket"),
        ("s3.BucketV2", "aws_s3_bucket"),
        ("s3.BucketVersioningV2", "aws_s3_bucket_versioning"),
        ("s3.BucketReplicationConfig", "aws_s3_bucket_replication_configuration"),
        ("s3.BucketObject", "aws_s3_bucket_object"),
        ("s3.BucketObjectv2", "aws_s3_object"),
        ("kms.Key", "aws_kms_key"),
        ("cloudwatch.LogGroup", "aws_cloudwatch_log_group"),
        ("cloudwatch.EventRule", "aws_cloudwatch_event_rule"),
        ("iam.RolePolicyAttachment", "aws_iam_role_policy_attachment"),
        ("acm.CertificateValidation", "aws_acm_certificate_validation"),
        ("route53.Zone", "aws_route53_zone"),
        ("rds.Instance", "aws_db_instance"),
        ("rds.Cluster", "aws_rds_cluster"),
        ("rds.SubnetGroup", "aws_db_subnet_group"),
        ("lambda.Function", "aws_lambda_function"),
        ("apigateway.RestApi", "aws_api_gateway_rest_api"),
        ("apigatewayv2.Api", "aws_apigatewayv2_api"),
        ("secretsmanager.SecretRotation", "aws_secretsmanager_secret_rotation"),
        ("ssm.Parameter", "aws_ssm_parameter"),
        ("servicediscovery.PrivateDnsNamespace", "aws_service_discovery_private_dns_namespace"),
        ("appautoscaling.Policy", "aws_appautoscaling_policy"),
        ("autoscaling.Group", "aws_autoscaling_group"),
        ("dynamodb.Table", "aws_dynamodb_table"),
        ("sns.TopicSubscription", "aws_sns_topic_subscription"),
        ("sqs.Queue", "aws_sqs_queue"),
        ("cloudfront.Distribution", "aws_cloudfront_distribution"),
        ("wafv2.WebAcl", "aws_wafv2_web_acl"),
        ("elasticache.ReplicationGroup", "aws_elasticache_replication_group"),
        ("efs.MountTarget", "aws_efs_mount_target"),
        ("ecr.Repository", "aws_ecr_repository"),
        ("cognito.UserPool", "aws_cognito_user_pool"),
        ("eks.NodeGroup", "aws_eks_node_group"),
        ("backup.Plan", "aws_backup_plan"),
        ("sfn.StateMachine", "aws_sfn_state_machine"),
        ("directconnect.LinkAggregationGroup", "aws_dx_lag"),
        ("cfg.Rule", "aws_config_config_rule"),
        ("amp.Workspace", "aws_prometheus_workspace"),
    ],
)
def test_pulumi_classes(dotted: str, kind: str) -> None:
    assert VOCABULARY.pulumi_class(dotted) == kind


def test_pulumi_functions() -> None:
    assert VOCABULARY.pulumi_function("getCallerIdentity") == "data.aws_caller_identity"
    assert VOCABULARY.pulumi_function("ec2.get_vpc") == "data.aws_vpc"
    assert VOCABULARY.pulumi_function("lb.getLoadBalancer") == "data.aws_lb"


def test_differently_named_classes_do_not_share_a_type() -> None:
    """Only the same class in another module or version is the same resource."""
    classes: dict[str, set[str]] = {}
    for dotted, kind in VOCABULARY.pulumi.resources.items():
        own = dotted.rpartition(".")[2].removesuffix("V2").removeprefix("Vpc")
        classes.setdefault(kind, set()).add(own)
    assert {kind: names for kind, names in classes.items() if len(names) > 1} == {}


def test_pulumi_plurals_and_exceptions() -> None:
    name, strategy = VOCABULARY.pulumi_shape("aws_ecs_cluster_capacity_providers").entry(
        "defaultCapacityProviderStrategies"
    )
    assert (name, strategy.entry("capacityProvider")[0]) == (
        "default_capacity_provider_strategy",
        "capacity_provider",
    )
    assert VOCABULARY.pulumi_shape("aws_lambda_function").entry("name")[0] == "function_name"
    assert VOCABULARY.pulumi_shape("aws_api_gateway_base_path_mapping").entry("restApi")[0] == "api_id"
    assert VOCABULARY.pulumi_shape("aws_security_group").entry("ingress")[0] == "ingress"


def test_plurals_are_no_names_in_cdktf() -> None:
    assert VOCABULARY.shape("aws_route_table").entry("routes")[0] == "routes"
    assert VOCABULARY.pulumi_shape("aws_route_table").entry("routes")[0] == "route"


def test_attributes() -> None:
    path = ("domainValidationOptions", "[0]", "resourceRecordName")
    assert (
        VOCABULARY.attribute("aws_acm_certificate", path)
        == "domain_validation_options[0].resource_record_name"
    )
    assert VOCABULARY.attribute("aws_s3_bucket", ("bucketInput",)) == "bucket"
    assert VOCABULARY.attribute("aws_lambda_function", ("name",), plural=True) == "function_name"


def test_lists_of_objects() -> None:
    assert VOCABULARY.is_list_of_objects("aws_acm_certificate", ("domainValidationOptions",))
    assert not VOCABULARY.is_list_of_objects("aws_acm_certificate", ("domainValidationOptions", "[0]"))
    assert not VOCABULARY.is_list_of_objects("aws_acm_certificate", ("arn",))
    assert not VOCABULARY.is_list_of_objects("aws_acm_certificate", ("subjectAlternativeNames",))
    assert VOCABULARY.is_map("aws_vpc", ("tags",))


def test_enum_members_in_both_languages() -> None:
    assert VOCABULARY.pulumi_enum("lambda.Runtime", "NodeJS20dX") == "nodejs20.x"
    assert VOCABULARY.pulumi_enum("lambda.Runtime", "NODE_JS20D_X") == "nodejs20.x"
    assert VOCABULARY.pulumi_enum("lambda.Runtime", "Cobol") is None


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("aws-ec2", "Vpc", CdkClass("resource", "AWS::EC2::VPC")),
        ("aws-ec2", "PrivateSubnet", CdkClass("resource", "AWS::EC2::Subnet")),
        ("aws-lambda-nodejs", "NodejsFunction", CdkClass("resource", "AWS::Lambda::Function")),
        ("aws-dynamodb", "TableV2", CdkClass("resource", "AWS::DynamoDB::GlobalTable")),
        ("aws-apigatewayv2-alpha", "HttpApi", CdkClass("resource", "AWS::ApiGatewayV2::Api")),
        ("aws-ec2", "CfnVPC", CdkClass("l1", "AWS::EC2::VPC")),
        ("core", "NestedStack", CdkClass("holder")),
        ("aws-ecs", "ContainerDefinition", CdkClass("plain")),
        ("aws-ec2", "SubnetConfiguration", None),
    ],
)
def test_classes_of_the_cdk(module: str, name: str, expected: CdkClass | None) -> None:
    assert cdk_classes().find(module, name) == expected


def test_every_l1_class_has_its_type() -> None:
    unnamed = [
        (module, name)
        for module, entries in cdk_data().modules.items()
        for name, entry in entries.items()
        if entry.role == L1 and not entry.cloudformation.startswith(("AWS::", "Alexa::"))
    ]
    # The class for any type at all.
    assert unnamed == [("core", "CfnResource")]
