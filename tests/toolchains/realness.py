"""Compares the graph of a CDK program with what the real library synthesises from the same program.

The synthesised template is itself written as a program of plain CloudFormation resources, so that both sides are graphs
in one vocabulary: "the graph of a program is the graph of its template". Resources are compared by kind and count, and for
types in `PROPERTIES` argument by argument, references included.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from shown_resources import Shown, matched
from strange_names import strange_names
from template_programs import as_program, without_helpers

from stackproof.analysis.workspace import Workspace
from stackproof.model.graph import Resource
from toolchains import Outcome, Program, python, typescript

Language = Literal["typescript", "python"]
# A program in TypeScript, and the same in Python: what stands behind the imports and `stack`.
Cases = Mapping[str, tuple[str, str]]

# Types which must occur as often as in the template.
COUNTED = frozenset(
    {
        "aws_cloudwatch_log_group",
        "aws_ecs_cluster",
        "aws_ecs_service",
        "aws_ecs_task_definition",
        "aws_eip",
        "aws_internet_gateway",
        "aws_kms_key",
        "aws_lb",
        "aws_lb_listener",
        "aws_lb_target_group",
        "aws_nat_gateway",
        "aws_route",
        "aws_route_table",
        "aws_route_table_association",
        "aws_s3_bucket",
        "aws_s3_bucket_policy",
        "aws_subnet",
        "aws_vpc",
        "aws_vpc_endpoint",
    }
)

# Types whose arguments are compared as well (all that either side has), except for those named here: what only the
# deployment knows, or what no rule can use.
PROPERTIES: Mapping[str, frozenset[str]] = {
    "aws_api_gateway_account": frozenset(),
    "aws_api_gateway_api_key": frozenset(),
    # The library makes up names for authorizers.
    "aws_api_gateway_authorizer": frozenset({"name"}),
    "aws_api_gateway_base_path_mapping": frozenset(),
    "aws_api_gateway_deployment": frozenset(),
    "aws_api_gateway_domain_name": frozenset(),
    "aws_api_gateway_gateway_response": frozenset(),
    "aws_api_gateway_integration": frozenset(),
    "aws_api_gateway_integration_response": frozenset(),
    "aws_api_gateway_method": frozenset(),
    "aws_api_gateway_method_response": frozenset(),
    "aws_api_gateway_method_settings": frozenset(),
    "aws_api_gateway_model": frozenset({"schema"}),
    "aws_api_gateway_request_validator": frozenset(),
    "aws_api_gateway_resource": frozenset(),
    "aws_api_gateway_rest_api": frozenset(),
    "aws_api_gateway_stage": frozenset(),
    "aws_api_gateway_usage_plan": frozenset(),
    "aws_api_gateway_usage_plan_key": frozenset(),
    "aws_apigatewayv2_api": frozenset(),
    "aws_apigatewayv2_api_mapping": frozenset(),
    "aws_apigatewayv2_authorizer": frozenset(),
    "aws_apigatewayv2_domain_name": frozenset(),
    "aws_apigatewayv2_integration": frozenset(),
    "aws_apigatewayv2_route": frozenset(),
    "aws_apigatewayv2_route_response": frozenset(),
    "aws_apigatewayv2_stage": frozenset(),
    # The library makes up names for links.
    "aws_apigatewayv2_vpc_link": frozenset({"name"}),
    "aws_cloudwatch_event_archive": frozenset({"description"}),
    "aws_cloudwatch_event_bus": frozenset(),
    "aws_cloudwatch_event_bus_policy": frozenset(),
    "aws_cloudwatch_event_rule": frozenset(),
    "aws_cloudwatch_event_target": frozenset(),
    "aws_cloudwatch_log_group": frozenset(),
    "aws_iam_role": frozenset(),
    # The library makes up names for the policies that grants are put in.
    "aws_iam_role_policy": frozenset({"name"}),
    "aws_lambda_alias": frozenset(),
    "aws_lambda_event_source_mapping": frozenset(),
    # What is deployed of the code is known after it is packed.
    "aws_lambda_function": frozenset({"filename", "s3_bucket", "s3_key", "image_uri"}),
    "aws_lambda_function_event_invoke_config": frozenset(),
    "aws_lambda_function_url": frozenset(),
    "aws_lambda_layer_version": frozenset({"filename", "s3_bucket", "s3_key"}),
    "aws_lambda_layer_version_permission": frozenset(),
    "aws_lambda_permission": frozenset(),
    "aws_lambda_provisioned_concurrency_config": frozenset(),
    "aws_s3_bucket_notification": frozenset(),
    "aws_scheduler_schedule": frozenset(),
    "aws_scheduler_schedule_group": frozenset(),
    "aws_sfn_activity": frozenset(),
    # States are the author's; what they need is in the role.
    "aws_sfn_state_machine": frozenset({"definition"}),
    "aws_sns_topic": frozenset(),
    "aws_sns_topic_policy": frozenset(),
    "aws_sns_topic_subscription": frozenset(),
    "aws_sqs_queue": frozenset(),
    "aws_sqs_queue_policy": frozenset(),
}

# Modules under the names that the programs use.
_MODULES = {
    "acm": "aws-certificatemanager",
    "actions": "aws-codepipeline-actions",
    "apigw": "aws-apigateway",
    "apigwv2": "aws-apigatewayv2",
    "appscaling": "aws-applicationautoscaling",
    "authorizers": "aws-apigatewayv2-authorizers",
    "autoscaling": "aws-autoscaling",
    "backup": "aws-backup",
    "batch": "aws-batch",
    "cloudfront": "aws-cloudfront",
    "cloudtrail": "aws-cloudtrail",
    "codebuild": "aws-codebuild",
    "codecommit": "aws-codecommit",
    "codedeploy": "aws-codedeploy",
    "codepipeline": "aws-codepipeline",
    "cognito": "aws-cognito",
    "cr": "custom-resources",
    "cw": "aws-cloudwatch",
    "cw_actions": "aws-cloudwatch-actions",
    "dynamodb": "aws-dynamodb",
    "ec2": "aws-ec2",
    "ecr": "aws-ecr",
    "ecs": "aws-ecs",
    "efs": "aws-efs",
    "eks": "aws-eks",
    "elasticache": "aws-elasticache",
    "elb": "aws-elasticloadbalancing",
    "elbv2": "aws-elasticloadbalancingv2",
    "elbv2_targets": "aws-elasticloadbalancingv2-targets",
    "events": "aws-events",
    "firehose": "aws-kinesisfirehose",
    "hooktargets": "aws-autoscaling-hooktargets",
    "iam": "aws-iam",
    "integrations": "aws-apigatewayv2-integrations",
    "kinesis": "aws-kinesis",
    "kms": "aws-kms",
    "lambda_": "aws-lambda",
    "lambda_destinations": "aws-lambda-destinations",
    "logs": "aws-logs",
    "logs_destinations": "aws-logs-destinations",
    "nodejs": "aws-lambda-nodejs",
    "opensearch": "aws-opensearchservice",
    "origins": "aws-cloudfront-origins",
    "patterns": "aws-ecs-patterns",
    "pipelines": "pipelines",
    "rds": "aws-rds",
    "redshift": "aws-redshift",
    "route53": "aws-route53",
    "route53_targets": "aws-route53-targets",
    "s3": "aws-s3",
    "s3_assets": "aws-s3-assets",
    "s3_deployment": "aws-s3-deployment",
    "s3_notifications": "aws-s3-notifications",
    "scheduler": "aws-scheduler",
    "scheduler_targets": "aws-scheduler-targets",
    "servicediscovery": "aws-servicediscovery",
    "sfn": "aws-stepfunctions",
    "sm": "aws-secretsmanager",
    "sns": "aws-sns",
    "sources": "aws-lambda-event-sources",
    "sqs": "aws-sqs",
    "ssm": "aws-ssm",
    "subscriptions": "aws-sns-subscriptions",
    "synthetics": "aws-synthetics",
    "targets": "aws-events-targets",
    "tasks": "aws-stepfunctions-tasks",
    "transfer": "aws-transfer",
    "wafv2": "aws-wafv2",
}


def differences(
    cases: Cases, language: Language, work: Path, also: Mapping[str, frozenset[str]] | None = None
) -> dict[str, list[str]]:
    """What the graph of each program has otherwise than its template; programs without differences are left out.

    ``also`` are types that are compared in these programs alone, as those in `PROPERTIES` are in all.
    """
    spelled = {name: _program(name, pair[language == "python"], language) for name, pair in cases.items()}
    programs = list(spelled.values())
    outcomes = typescript(programs, work) if language == "typescript" else python(programs, work)
    found: dict[str, list[str]] = {}
    for name, program in spelled.items():
        real = understood(_template_program(name, outcomes[name]), work / "templates" / name)
        wrong = compared(understood(program, work / "programs" / name), real, also)
        if wrong:
            found[name] = wrong
    return found


def understood(program: Program, folder: Path) -> list[Resource]:
    """The resources that a program makes, as its graph has them."""
    folder.mkdir(parents=True)
    for name, text in program.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cdk.json").write_text(json.dumps({"app": f"run {program.main}"}), encoding="utf-8")
    [found] = Workspace([str(folder)]).snapshot().check().programs
    return [r for r in found.graph.resources if not r.external]


def compared(
    graph: list[Resource], real: list[Resource], also: Mapping[str, frozenset[str]] | None = None
) -> list[str]:
    """What is wrong in a graph, a line each."""
    properties = {**PROPERTIES, **(also or {})}
    wanted = COUNTED | properties.keys()
    kinds = [Counter(r.type for r in side if r.type in wanted) for side in (graph, real)]
    wrong = [
        f"{kind}: {kinds[0][kind]}, not {kinds[1][kind]}"
        for kind in sorted(kinds[0] | kinds[1])
        if kinds[0][kind] != kinds[1][kind]
    ]
    wrong += [
        f"{strange} is not Terraform's"
        for resource in graph + real
        if resource.type in properties
        for strange in strange_names(resource)
    ]
    pairs = matched(graph, real)
    ours, theirs = Shown(), Shown({id(b): a for a, b in pairs})
    for mine, other in pairs:
        if mine.type not in properties:
            continue
        left, right = ours.arguments(mine), theirs.arguments(other)
        for name in sorted(left.keys() | right.keys() - properties[mine.type]):
            if name not in properties[mine.type] and not ours.same(left.get(name), right.get(name)):
                wrong.append(f"{mine.type} {mine.name}.{name}: {left.get(name)}, not {right.get(name)}")
    return wrong


def _program(name: str, body: str, language: Language) -> Program:
    """A whole program, with the modules that its body uses."""
    used = [(short, module) for short, module in _MODULES.items() if re.search(rf"\b{short}\.", body)]
    if language == "typescript":
        imports = [f"import * as {short} from 'aws-cdk-lib/{module}';" for short, module in used]
        head = ["import * as cdk from 'aws-cdk-lib';", *imports, "const app = new cdk.App();"]
        stack = "new cdk.Stack(app, 'Real', { env: { region: 'eu-west-1', account: '123456789012' } })"
        return Program(name, "cdk", {"main.ts": "\n".join([*head, f"const stack = {stack};", body, ""])})
    imports = [f"from aws_cdk import {module.replace('-', '_')} as {short}" for short, module in used]
    stack = 'cdk.Stack(app, "Real", env=cdk.Environment(region="eu-west-1", account="123456789012"))'
    lines = [
        "import aws_cdk as cdk",
        *imports,
        "app = cdk.App()",
        f"stack = {stack}",
        body,
        "app.synth()",
        "",
    ]
    return Program(name, "cdk", {"main.py": "\n".join(lines)})


def _template_program(name: str, outcome: Outcome) -> Program:
    assert outcome.errors == [], (name, outcome.errors)
    assert outcome.failure == "", (name, outcome.failure)
    [template] = outcome.templates
    return Program(name, "cdk", {"main.ts": as_program(without_helpers(template))})
