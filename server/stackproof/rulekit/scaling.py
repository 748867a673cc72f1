"""Application Auto Scaling: what is scaled, by which three words it is addressed, and whether two of those agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Template, Value
from stackproof.rulekit.answer import Answer, all_of
from stackproof.rulekit.links import HOPS, kind

TARGET, POLICY, ACTION = (
    "aws_appautoscaling_target",
    "aws_appautoscaling_policy",
    "aws_appautoscaling_scheduled_action",
)
ADDRESS = ("service_namespace", "resource_id", "scalable_dimension")
# How the identifiers of what a service scales begin.
_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ecs": (r"service/[^/]+/[^/]+", "service/<cluster>/<service>"),
        "dynamodb": (r"table/[^/]+(/index/[^/]+)?", "table/<table>"),
        "rds": (r"cluster:.+", "cluster:<cluster>"),
        "neptune": (r"cluster:.+", "cluster:<cluster>"),
        "lambda": (r"function:[^:]+:[^:]+", "function:<function>:<alias>"),
        "ec2": (r"(spot-fleet-request|capacity-reservation)/.+", "spot-fleet-request/<id>"),
        "appstream": (r"fleet/.+", "fleet/<fleet>"),
        "elasticmapreduce": (r"instancegroup/[^/]+/[^/]+", "instancegroup/<cluster>/<group>"),
        "sagemaker": (
            r"(endpoint/[^/]+/variant|inference-component)/.+",
            "endpoint/<endpoint>/variant/<variant>",
        ),
        "cassandra": (r"keyspace/[^/]+/table/[^/]+", "keyspace/<keyspace>/table/<table>"),
        "elasticache": (r"(replication-group|cache-cluster)/.+", "replication-group/<group>"),
        "workspaces": (r"workspacespool/.+", "workspacespool/<pool>"),
    }
)
# What is addressed by its name where other attributes are something else; what the name is called.
_BY_NAME: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "aws_ecs_cluster": (("arn", "id"), "name"),
        "aws_ecs_service": (("arn", "id"), "name"),
        "aws_dynamodb_table": (("arn",), "name"),
        "aws_rds_cluster": (("arn",), "cluster_identifier"),
        "aws_lambda_function": (("arn", "invoke_arn"), "function_name"),
    }
)
_METRICS = (
    ("ECSService", "ecs"),
    ("DynamoDB", "dynamodb"),
    ("RDSReader", "rds"),
    ("NeptuneReader", "neptune"),
    ("EC2SpotFleet", "ec2"),
    ("Lambda", "lambda"),
    ("AppStream", "appstream"),
    ("Cassandra", "cassandra"),
    ("SageMaker", "sagemaker"),
    ("ElastiCache", "elasticache"),
    ("KafkaBroker", "kafka"),
    ("Comprehend", "comprehend"),
    ("WorkSpaces", "workspaces"),
)
BALANCER_METRIC = "ALBRequestCountPerTarget"


def resolved(value: Value) -> Value:
    """What an argument is where it is read from a target's own argument."""
    for _ in range(HOPS):
        target = value.target()
        if target is None or kind(target) != TARGET or not isinstance(value, ResourceReference):
            return value
        # A target's identifier is that of what it scales.
        name = "resource_id" if value.attribute == "id" else value.attribute
        if target.external or name not in ADDRESS:
            return value
        value = target[name]
    return value


@dataclass(frozen=True)
class _Hole:
    """An attribute that only the deployment knows."""

    resource: int
    attribute: str


def _pieces(value: Value) -> list[str | _Hole] | None:
    """A text with what is known of its holes put in; None when something is not known."""
    parts = value.parts if isinstance(value, Template) else (value,)
    found: list[str | _Hole] = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, ResourceReference):
            own = part.resource[part.attribute].text() if part.attribute else None
            attribute = (
                "name" if part.attribute in _BY_NAME.get(kind(part.resource), ((), ""))[0] else part.attribute
            )
            found.append(own if own is not None else _Hole(id(part.resource), attribute))
        elif (text := part.text()) is not None:
            found.append(text)
        else:
            return None
    return found


def agrees(one: Value, other: Value) -> Answer:
    """Whether two arguments say the same; names that only the deployment knows differ for different resources."""
    first, second = _pieces(resolved(one)), _pieces(resolved(other))
    if first is None or second is None:
        return Answer.UNKNOWN
    if _joined(first) == _joined(second):
        return Answer.YES
    plain = all(isinstance(p, str) for p in (*first, *second))
    alike = len(first) == len(second) and all(
        a == b or (isinstance(a, _Hole) and isinstance(b, _Hole) and a.resource != b.resource)
        for a, b in zip(first, second, strict=False)
    )
    return Answer.NO if plain or alike else Answer.UNKNOWN


def _joined(pieces: list[str | _Hole]) -> list[str | _Hole]:
    found: list[str | _Hole] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def addressed(user: Resource, target: Resource) -> Answer:
    """Whether a policy or action is for a target."""
    if all(user[name].refers_to(target) for name in ADDRESS):
        return Answer.YES
    return all_of(agrees(user[name], target[name]) for name in ADDRESS)


def ill_formed(namespace: str, identifier: Value) -> str | None:
    """The form that an identifier should have, where it certainly has another one."""
    known = _FORMS.get(namespace)
    text = resolved(identifier).text()
    return (
        known[1] if known is not None and text is not None and re.fullmatch(known[0], text) is None else None
    )


def wrong_attributes(identifier: Value) -> Iterator[tuple[ResourceReference, str]]:
    """The parts of an identifier that are no names, each with the attribute that is one."""
    for reference in identifier.references():
        wrong, right = _BY_NAME.get(kind(reference.resource), ((), ""))
        if reference.attribute in wrong:
            yield reference, right


def namespace_of_metric(metric: str) -> str | None:
    """The namespace in which a predefined metric is known; None where it is known in several or none."""
    return next((namespace for prefix, namespace in _METRICS if metric.startswith(prefix)), None)


def scaled(identifier: Value) -> Resource | None:
    """The resource of the program that an identifier is about: the last one that it mentions."""
    found = [r.resource for r in resolved(identifier).references() if not r.resource.external]
    return found[-1] if found else None
