"""CloudFormation's builds, pipelines and deployments under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, listed, named, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.thing import put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Mapping, ResourceReference, Sequence, Value


def _hooks(world: World, project: Resource) -> None:
    """A project that starts on pushes has a webhook."""
    triggers = take(project, "triggers")
    if triggers is None or triggers.get("webhook").is_(False) or triggers.get("webhook").is_absent():
        return
    hook = world.add(
        "aws_codebuild_webhook", project.name, {"project_name": ResourceReference(project, "name")}
    )
    put(hook, "build_type", triggers.get("build_type"))
    groups = triggers.get("filter_groups")
    if not groups.is_absent():
        put(hook, "filter_group", _filters(groups))


def _filters(groups: Value) -> Value:
    """Each group of filters is a block with a list."""
    if not isinstance(groups, Sequence):
        return groups
    made: list[Value] = [
        Mapping({"filter": MapEntry(group)}, origin=group.origin) for group in groups.elements
    ]
    return Sequence(made, open=groups.open, origin=groups.origin)


def _tag_sets(world: World, value: Value) -> dict[str, Value]:
    groups = world.fold(value).get("ec2_tag_set_list")
    made: list[Value] = [
        Mapping({"ec2_tag_filter": MapEntry(group.get("ec2_tag_group"))}) for group in listed(groups, "tags")
    ]
    return {"ec2_tag_set": Sequence(made, origin=value.origin)}


def _regional_stores(world: World, value: Value) -> dict[str, Value]:
    """The buckets of a pipeline in its regions."""
    made: list[Value] = []
    for store in listed(world.fold(value), "stores"):
        inner, region = store.get("artifact_store"), store.get("region")
        if isinstance(inner, Mapping):
            inner = Mapping(
                {**inner.entries, "region": MapEntry(region)}, open=inner.open, origin=inner.origin
            )
        made.append(inner)
    return {"artifact_store": Sequence(made, origin=value.origin)}


_ACTIONS = "stages.actions"
_RULES = ("before_entry", "on_failure", "on_success")
_GREEN = "blue_green_deployment_configuration"

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::CodeBuild::Project",
        "aws_codebuild_project",
        {
            "build_batch_config.batch_report_mode": NOTHING,
            "build_batch_config.restrictions.fleets_allowed": NOTHING,
            # Names of variables are data, so that what is around them keeps its capitals, too.
            "environment.environment_variables.Name": "name",
            "environment.environment_variables.Type": "type",
            "environment.environment_variables.Value": "value",
            "environment.host_kernel": NOTHING,
            "logs_config.cloud_watch_logs": "cloudwatch_logs",
            "queued_timeout_in_minutes": "queued_timeout",
            "secondary_sources.build_spec": "buildspec",
            "source.build_spec": "buildspec",
            "source.source_identifier": NOTHING,
            "timeout_in_minutes": "build_timeout",
            "visibility": "project_visibility",
        },
        ref="name",
        finish=_hooks,
    ),
    fitted(
        "AWS::CodeBuild::ReportGroup",
        "aws_codebuild_report_group",
        {"export_config.export_config_type": "type", "export_config.s3_destination.bucket_owner": NOTHING},
        ref="arn",
    ),
    fitted(
        "AWS::CodeBuild::SourceCredential",
        "aws_codebuild_source_credential",
        {"username": "user_name"},
        ref="arn",
    ),
    fitted(
        "AWS::CodePipeline::Pipeline",
        "aws_codepipeline",
        {
            "disable_inbound_stage_transitions": NOTHING,
            "restart_execution_on_update": NOTHING,
            f"{_ACTIONS}.action_type_id": UP,
            f"{_ACTIONS}.commands": NOTHING,
            f"{_ACTIONS}.environment_variables": NOTHING,
            f"{_ACTIONS}.output_variables": NOTHING,
            "stages.blockers": NOTHING,
        },
        {
            f"{_ACTIONS}.input_artifacts": named(),
            f"{_ACTIONS}.output_artifacts": named(),
            **{f"stages.{rule}.conditions.rules.input_artifacts": named() for rule in _RULES},
        },
        conversions={"artifact_stores": _regional_stores},
        ref="name",
    ),
    fitted(
        "AWS::CodePipeline::Webhook",
        "aws_codepipeline_webhook",
        {"register_with_third_party": NOTHING, "target_pipeline_version": NOTHING},
        ref="arn",
    ),
    fitted("AWS::CodeDeploy::Application", "aws_codedeploy_app", {"application_name": "name"}, ref="name"),
    fitted(
        "AWS::CodeDeploy::DeploymentGroup",
        "aws_codedeploy_deployment_group",
        {
            "application_name": "app_name",
            "auto_scaling_groups": "autoscaling_groups",
            _GREEN: "blue_green_deployment_config",
            "deployment": NOTHING,
            "ec2_deployment_options": NOTHING,
            "load_balancer_info.elb_info_list": "elb_info",
            "load_balancer_info.target_group_info_list": "target_group_info",
            "load_balancer_info.target_group_pair_info_list": "target_group_pair_info",
            "on_premises_tag_set": NOTHING,
        },
        {"alarm_configuration.alarms": named()},
        conversions={"ec2_tag_set": _tag_sets},
        ref="deployment_group_name",
    ),
    fitted(
        "AWS::CodeDeploy::DeploymentConfig",
        "aws_codedeploy_deployment_config",
        {
            "traffic_routing_config.time_based_canary.canary_interval": "interval",
            "traffic_routing_config.time_based_canary.canary_percentage": "percentage",
            "traffic_routing_config.time_based_linear.linear_interval": "interval",
            "traffic_routing_config.time_based_linear.linear_percentage": "percentage",
        },
        ref="deployment_config_name",
    ),
    fitted(
        "AWS::CodeCommit::Repository",
        "aws_codecommit_repository",
        {"code": NOTHING, "repository_description": "description", "triggers": NOTHING},
        ref="repository_id",
        attributes={"attr_name": "repository_name"},
    ),
    fitted(
        "AWS::CodeStarConnections::Connection",
        "aws_codestarconnections_connection",
        {"connection_name": "name"},
        ref="arn",
        attributes={"attr_connection_arn": "arn"},
    ),
    fitted(
        "AWS::CodeConnections::Connection",
        "aws_codeconnections_connection",
        {"connection_name": "name"},
        ref="arn",
        attributes={"attr_connection_arn": "arn"},
    ),
    fitted("AWS::ImageBuilder::Component", "aws_imagebuilder_component", ref="arn"),
    fitted(
        "AWS::ImageBuilder::ImageRecipe",
        "aws_imagebuilder_image_recipe",
        {
            "additional_instance_configuration": UP,
            "additional_instance_configuration.user_data_override": "user_data_base64",
            "ami_watermarks": NOTHING,
        },
        ref="arn",
    ),
    fitted(
        "AWS::ImageBuilder::ContainerRecipe",
        "aws_imagebuilder_container_recipe",
        {"image_os_version_override": NOTHING},
        ref="arn",
    ),
    fitted(
        "AWS::ImageBuilder::Image",
        "aws_imagebuilder_image",
        {
            "deletion_settings": NOTHING,
            "image_pipeline_execution_settings": NOTHING,
        },
        ref="arn",
    ),
    fitted(
        "AWS::ImageBuilder::ImagePipeline",
        "aws_imagebuilder_image_pipeline",
        {"image_tags": NOTHING, "schedule.auto_disable_policy": NOTHING},
        ref="arn",
    ),
    fitted(
        "AWS::ImageBuilder::InfrastructureConfiguration",
        "aws_imagebuilder_infrastructure_configuration",
        {
            "parent_instance": NOTHING,
            "terminate_instance_on_completion": NOTHING,
        },
        ref="arn",
    ),
    fitted(
        "AWS::ImageBuilder::DistributionConfiguration",
        "aws_imagebuilder_distribution_configuration",
        {"distributions.launch_template_configurations.set_default_version": "default"},
        ref="arn",
    ),
)
