"""CloudFormation's logs, as Terraform says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import json_text, verbatim
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.policies import policy_document
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, ResourceReference


def _group(world: World, group: Resource) -> None:
    """What is masked, and by which fields there are indexes, are resources of their own in Terraform."""
    entries, name = group.properties.entries, ResourceReference(group, "name")
    masked = entries.pop("data_protection_policy", None)
    if masked is not None:
        part(
            world,
            group,
            "aws_cloudwatch_log_data_protection_policy",
            {"log_group_name": name, "policy_document": JsonText(masked.value)},
            masked,
        )
    indexed = entries.pop("field_index_policies", None)
    for count, policy in enumerate(listed(indexed.value, "policies") if indexed is not None else ()):
        part(
            world,
            group,
            "aws_cloudwatch_log_index_policy",
            {"log_group_name": name, "policy_document": JsonText(policy)},
            indexed,
            str(count),
        )
    allowed = entries.pop("resource_policy_document", None)
    if allowed is not None:
        part(
            world,
            group,
            "aws_cloudwatch_log_resource_policy",
            {"policy_document": JsonText(policy_document(world, allowed.value))},
            allowed,
        )


def _destination(world: World, destination: Resource) -> None:
    """Who may send there is said by a resource of its own in Terraform."""
    policy = destination.properties.entries.pop("destination_policy", None)
    if policy is not None and not policy.value.is_(""):
        part(
            world,
            destination,
            "aws_cloudwatch_log_destination_policy",
            {"destination_name": ResourceReference(destination, "name"), "access_policy": policy.value},
            policy,
        )


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::Logs::LogGroup",
        "aws_cloudwatch_log_group",
        {"log_group_name": "name"},
        {
            "data_protection_policy": verbatim("data_protection_policy"),
            "field_index_policies": verbatim("field_index_policies"),
            "resource_policy_document": verbatim("resource_policy_document"),
        },
        ref="name",
        fit=Fit(
            "aws_cloudwatch_log_group",
            {"log_group_name": "name", "bearer_token_authentication_enabled": NOTHING},
        ),
        finish=_group,
    ),
    fitted("AWS::Logs::LogStream", "aws_cloudwatch_log_stream", {"log_stream_name": "name"}, ref="name"),
    fitted(
        "AWS::Logs::MetricFilter",
        "aws_cloudwatch_log_metric_filter",
        {
            "filter_name": "name",
            "filter_pattern": "pattern",
            "metric_transformations.metric_name": "name",
            "metric_transformations.metric_namespace": "namespace",
            "metric_transformations.metric_value": "value",
            "emit_system_field_dimensions": NOTHING,
            "field_selection_criteria": NOTHING,
        },
        {"metric_transformations.dimensions": keyed()},
        ref="name",
    ),
    fitted(
        "AWS::Logs::SubscriptionFilter",
        "aws_cloudwatch_log_subscription_filter",
        {
            "filter_name": "name",
            "apply_on_transformed_logs": NOTHING,
            "emit_system_fields": NOTHING,
            "field_selection_criteria": NOTHING,
        },
        ref="name",
    ),
    fitted(
        "AWS::Logs::ResourcePolicy",
        "aws_cloudwatch_log_resource_policy",
        conversions={"policy_document": json_text("policy_document")},
        ref="policy_name",
    ),
    fitted("AWS::Logs::QueryDefinition", "aws_cloudwatch_query_definition", ref="query_definition_id"),
    fitted(
        "AWS::Logs::Destination",
        "aws_cloudwatch_log_destination",
        {"destination_name": "name", "destination_policy": "destination_policy"},
        conversions={"destination_policy": json_text("destination_policy")},
        ref="name",
        attributes={"attr_arn": "arn"},
        finish=_destination,
    ),
    fitted(
        "AWS::Logs::AccountPolicy",
        "aws_cloudwatch_log_account_policy",
        conversions={"policy_document": json_text("policy_document")},
    ),
    fitted(
        "AWS::Logs::LogAnomalyDetector",
        "aws_cloudwatch_log_anomaly_detector",
        {"account_id": NOTHING},
        ref="arn",
        attributes={"attr_anomaly_detector_arn": "arn"},
    ),
)
