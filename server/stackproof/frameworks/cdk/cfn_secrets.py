"""CloudFormation's secrets, with their values, rotation and policies."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.parts import part
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Unknown, Value


def _secret(world: World, secret: Resource) -> None:
    """What a secret holds is a version of it."""
    entries = secret.properties.entries
    written, made = entries.pop("secret_string", None), entries.pop("generate_secret_string", None)
    entry = written if written is not None else made
    if entry is None:
        return
    value: Value = Unknown("generated", (entry.value,), origin=entry.value.origin)
    properties = {
        "secret_id": ResourceReference(secret, "arn"),
        "secret_string": value if written is None else written.value,
    }
    part(world, secret, "aws_secretsmanager_secret_version", properties, entry)


def _rotation(world: World, rotation: Resource) -> None:
    """A function that CloudFormation makes for the rotation has an ARN that nobody knows."""
    entries = rotation.properties.entries
    hosted = entries.pop("hosted_rotation_lambda", None)
    if hosted is not None:
        entries["rotation_lambda_arn"] = MapEntry(
            Unknown("a function of CloudFormation", (hosted.value,)), hosted.key_origin, hosted.origin
        )


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::SecretsManager::Secret",
        "aws_secretsmanager_secret",
        ref="arn",
        attributes={"attr_id": "arn"},
        fit=Fit("aws_secretsmanager_secret", {"replica_regions": "replica", "type": NOTHING}),
        finish=_secret,
    ),
    Kind(
        "AWS::SecretsManager::RotationSchedule",
        "aws_secretsmanager_secret_rotation",
        {"rotate_immediately_on_update": "rotate_immediately"},
        finish=_rotation,
    ),
    Kind(
        "AWS::SecretsManager::ResourcePolicy",
        "aws_secretsmanager_secret_policy",
        {"secret_id": "secret_arn"},
        {"resource_policy": policy("policy")},
    ),
)
