"""CloudFormation's secrets and parameters, as Terraform says them."""

from __future__ import annotations

import json

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING, UP, Fit
from stackproof.frameworks.cdk.parts import part
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, JsonText, MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

VERSION = "aws_secretsmanager_secret_version"


def _version(world: World, secret: Resource) -> None:
    """What is in a secret is a version of it."""
    entries = secret.properties.entries
    generated, written = entries.pop("generate_secret_string", None), entries.pop("secret_string", None)
    entry = written if written is not None else generated
    if entry is None:
        return
    content = entry.value if written is not None else _generated(entry.value)
    part(
        world,
        secret,
        VERSION,
        {"secret_id": ResourceReference(secret, "arn"), "secret_string": content},
        entry,
    )


def _generated(value: Value) -> Value:
    """A text that only the deployment makes; with a template, its keys are known."""
    key, template = value.get("generate_string_key").text(), value.get("secret_string_template")
    content: Value = template.content if isinstance(template, JsonText) else Absent()
    if (text := template.text()) is not None:
        content = _read(text)
    if key is None or not isinstance(content, MappingValue):
        return Unknown("a text that is generated", (value,), origin=value.origin)
    entries = {**content.entries, key: MapEntry(Unknown("a password that is generated"))}
    return JsonText(MappingValue(entries, open=content.open), origin=value.origin)


def _read(text: str) -> Value:
    try:
        content = json.loads(text)
    except ValueError:
        return Absent()
    if not isinstance(content, dict):
        return Absent()
    plain = (str, int, float, bool, type(None))
    return MappingValue(
        {k: MapEntry(Scalar(v) if isinstance(v, plain) else Unknown("a part")) for k, v in content.items()}
    )


def _rotation(world: World, rotation: Resource) -> None:
    """Functions of AWS' own rotate where no function is given."""
    hosted = rotation.properties.entries.pop("hosted_rotation_lambda", None)
    if hosted is not None:
        function = Unknown("a function that AWS makes", (hosted.value,), origin=hosted.value.origin)
        rotation.properties.entries["rotation_lambda_arn"] = MapEntry(
            function, hosted.key_origin, hosted.origin
        )


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::SecretsManager::Secret",
        "aws_secretsmanager_secret",
        ref="arn",
        attributes={"attr_id": "arn"},
        fit=Fit("aws_secretsmanager_secret", {"replica_regions": "replica", "type": NOTHING}),
        finish=_version,
    ),
    Kind(
        "AWS::SecretsManager::ResourcePolicy",
        "aws_secretsmanager_secret_policy",
        {"secret_id": "secret_arn"},
        {"resource_policy": policy("policy")},
    ),
    Kind(
        "AWS::SecretsManager::RotationSchedule",
        "aws_secretsmanager_secret_rotation",
        {"rotate_immediately_on_update": "rotate_immediately"},
        finish=_rotation,
    ),
    Kind(
        "AWS::SecretsManager::SecretTargetAttachment",
        "cfn:CfnSecretTargetAttachment",
        stands_for="secret_id",
    ),
    Kind(
        "AWS::SSM::Parameter",
        "aws_ssm_parameter",
        ref="name",
        fit=Fit("aws_ssm_parameter", {"policies": NOTHING}),
    ),
    Kind(
        "AWS::Serverless::Application",
        "aws_serverlessapplicationrepository_cloudformation_stack",
        fit=Fit(
            "aws_serverlessapplicationrepository_cloudformation_stack",
            {"location": UP, "timeout_in_minutes": NOTHING, "notification_arns": NOTHING},
        ),
    ),
)
