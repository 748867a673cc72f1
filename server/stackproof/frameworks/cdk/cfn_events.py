"""CloudFormation's events, schedules and workflows: what of them is called otherwise in Terraform."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import json_text, left_out, policy
from stackproof.frameworks.cdk.fitting import NOTHING, UP, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.policies import document
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, Mapping, ResourceReference, Scalar, Unknown, Value

_TARGET = Fit(
    "aws_cloudwatch_event_target",
    {
        "id": "target_id",
        "ecs_parameters": "ecs_target",
        "ecs_parameters.network_configuration.aws_vpc_configuration": UP,
        "ecs_parameters.tag_list": "tags",
        "ecs_parameters.placement_constraints": "placement_constraint",
        "ecs_parameters.placement_strategies": "ordered_placement_strategy",
        "sqs_parameters": "sqs_target",
        "kinesis_parameters": "kinesis_target",
        "batch_parameters": "batch_target",
        "batch_parameters.array_properties": UP,
        "batch_parameters.array_properties.size": "array_size",
        "batch_parameters.retry_strategy": UP,
        "batch_parameters.retry_strategy.attempts": "job_attempts",
        "http_parameters": "http_target",
        "input_transformer.input_paths_map": "input_paths",
        "redshift_data_parameters": "redshift_target",
        "redshift_data_parameters.secret_manager_arn": "secrets_manager_arn",
        "run_command_parameters": "run_command_targets",
        "run_command_parameters.run_command_targets": UP,
        "sage_maker_pipeline_parameters": "sagemaker_pipeline_target",
        "app_sync_parameters": "appsync_target",
        "app_sync_parameters.graph_ql_operation": "graphql_operation",
    },
)
# An address is given to a task as a word.
_ADDRESS = MappingProxyType({"ENABLED": True, "DISABLED": False})


def target_arguments(entries: ReadOnly[str, MapEntry]) -> dict[str, MapEntry]:
    """The arguments of a target that a rule has inside."""
    found = _TARGET.entries(entries)
    tasks = found.get("ecs_target")
    if tasks is not None:
        network = tasks.value.get("network_configuration")
        address = network.get("assign_public_ip").text()
        if isinstance(network, Mapping) and address is not None and address in _ADDRESS:
            network.entries["assign_public_ip"] = MapEntry(Scalar(_ADDRESS[address]))
    return found


def _targets(world: World, rule: Resource) -> None:
    """Targets are resources of their own."""
    entry = rule.properties.entries.pop("targets", None)
    for number, one in enumerate(listed(entry.value, "targets") if entry is not None else ()):
        target = part(world, rule, "aws_cloudwatch_event_target", {}, entry, f"Target{number}")
        arguments = {"rule": MapEntry(ResourceReference(rule, "name"))}
        if (bus := rule.properties.entries.get("event_bus_name")) is not None:
            arguments["event_bus_name"] = bus
        if isinstance(one, Mapping):
            arguments |= target_arguments(one.entries)
        else:
            arguments["arn"] = MapEntry(Unknown("a target", (one,)))
            target.properties.open = True
        target.properties.entries = arguments


def _bus_policy(world: World, resource: Resource) -> None:
    """A statement of a bus' policy, or a permission for one account."""
    entries = resource.properties.entries
    statement = entries.pop("statement", None)
    if statement is None:
        resource.type = "aws_cloudwatch_event_permission"
        return
    entries.pop("statement_id", None)
    content = document([statement.value])
    entries["policy"] = MapEntry(
        JsonText(content, origin=statement.value.origin), statement.key_origin, statement.origin
    )


def _bus(world: World, bus: Resource) -> None:
    entry = bus.properties.entries.pop("policy", None)
    if entry is not None:
        named = {"event_bus_name": ResourceReference(bus, "name"), "policy": entry.value}
        part(world, bus, "aws_cloudwatch_event_bus_policy", named, entry)


def _definition(world: World, machine: Resource) -> None:
    """The definition, which may be a text, an object, or a file."""
    entries = machine.properties.entries
    for name in ("definition_string", "definition_s3_location"):
        entry = entries.pop(name, None)
        if entry is not None:
            known = entry.value if name == "definition_string" else Unknown("a file", (entry.value,))
            entries["definition"] = MapEntry(known, entry.key_origin, entry.origin)
    if "definition_substitutions" in entries:
        entry = entries.pop("definition_substitutions")
        held = entries.get("definition")
        if held is not None:
            held.value = Unknown(
                "a definition with substitutions", (held.value, entry.value), origin=held.value.origin
            )


def _destination(value: Value) -> Value:
    """Logs of a workflow go to all streams of a log group, which is part of its ARN."""
    return value.get(0, "cloud_watch_logs_log_group", "log_group_arn")


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::Events::Rule",
        "aws_cloudwatch_event_rule",
        conversions={"event_pattern": json_text("event_pattern")},
        ref="name",
        finish=_targets,
    ),
    Kind(
        "AWS::Events::EventBus",
        "aws_cloudwatch_event_bus",
        conversions={"policy": policy("policy")},
        ref="name",
        finish=_bus,
    ),
    Kind("AWS::Events::EventBusPolicy", "aws_cloudwatch_event_bus_policy", finish=_bus_policy),
    Kind(
        "AWS::Events::Archive",
        "aws_cloudwatch_event_archive",
        {"archive_name": "name", "source_arn": "event_source_arn"},
        {"event_pattern": json_text("event_pattern")},
        ref="name",
    ),
    Kind(
        "AWS::Events::Connection",
        "aws_cloudwatch_event_connection",
        ref="name",
        fit=Fit(
            "aws_cloudwatch_event_connection",
            {
                "auth_parameters.api_key_auth_parameters": "api_key",
                "auth_parameters.api_key_auth_parameters.api_key_name": "key",
                "auth_parameters.api_key_auth_parameters.api_key_value": "value",
                "auth_parameters.basic_auth_parameters": "basic",
                "auth_parameters.o_auth_parameters": "oauth",
                "auth_parameters.connectivity_parameters": NOTHING,
            },
        ),
    ),
    Kind("AWS::Events::ApiDestination", "aws_cloudwatch_event_api_destination", ref="name"),
    Kind(
        "AWS::Scheduler::Schedule",
        "aws_scheduler_schedule",
        ref="name",
        fit=Fit(
            "aws_scheduler_schedule",
            {
                "target.event_bridge_parameters": "eventbridge_parameters",
                "target.ecs_parameters.network_configuration.awsvpc_configuration": UP,
                "target.sage_maker_pipeline_parameters": "sagemaker_pipeline_parameters",
                "target.sage_maker_pipeline_parameters.pipeline_parameter_list": "pipeline_parameter",
            },
        ),
    ),
    Kind("AWS::Scheduler::ScheduleGroup", "aws_scheduler_schedule_group", ref="name"),
    Kind(
        "AWS::StepFunctions::StateMachine",
        "aws_sfn_state_machine",
        conversions={"definition": json_text("definition")},
        ref="arn",
        attributes={"attr_name": "name"},
        fit=Fit(
            "aws_sfn_state_machine",
            {
                "state_machine_name": "name",
                "state_machine_type": "type",
                "logging_configuration.destinations": "log_destination",
            },
            {"logging_configuration.destinations": _destination},
        ),
        finish=_definition,
    ),
    Kind("AWS::StepFunctions::Activity", "aws_sfn_activity", ref="arn"),
    Kind(
        "AWS::StepFunctions::StateMachineAlias",
        "aws_sfn_alias",
        conversions={"deployment_preference": left_out},
        ref="arn",
        fit=Fit("aws_sfn_alias"),
    ),
    Kind("AWS::Pipes::Pipe", "aws_pipes_pipe", ref="name", fit=Fit("aws_pipes_pipe")),
)
