"""Roles: who may take them on, and what they are allowed to do, as far as their policies are understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Template, Value
from stackproof.rulekit.answer import Answer, any_of
from stackproof.rulekit.links import follow, leads_to
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.policy import NOT_UNDERSTOOD, Policy, listed, read_policy, service

EXECUTION_POLICY = "service-role/AmazonECSTaskExecutionRolePolicy"
_PULL = (
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
)
# What policies of AWS allow, as far as it is asked here.
_OF_AWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        EXECUTION_POLICY: (*_PULL, "logs:CreateLogStream", "logs:PutLogEvents"),
        "AdministratorAccess": ("*",),
        "PowerUserAccess": ("*",),
        "SecretsManagerReadWrite": ("secretsmanager:*",),
        "AWSSecretsManagerClientReadOnlyAccess": ("secretsmanager:*",),
        "AmazonSSMReadOnlyAccess": ("ssm:Get*", "ssm:List*", "ssm:Describe*"),
        "AmazonSSMFullAccess": ("ssm:*",),
        "CloudWatchFullAccess": ("logs:*",),
        "CloudWatchLogsFullAccess": ("logs:*",),
        "CloudWatchAgentServerPolicy": ("logs:*", "ssm:GetParameter"),
        "AmazonEC2ContainerRegistryReadOnly": ("ecr:*",),
        "AmazonEC2ContainerRegistryPowerUser": ("ecr:*",),
        "AmazonEC2ContainerRegistryFullAccess": ("ecr:*",),
        "service-role/AWSLambdaBasicExecutionRole": ("logs:*",),
        "service-role/AmazonEC2ContainerServiceforEC2Role": (
            "ecr:*",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ),
        "AmazonS3FullAccess": ("s3:*",),
        "AmazonS3ReadOnlyAccess": ("s3:*",),
        "AmazonDynamoDBFullAccess": ("dynamodb:*",),
        "AmazonSQSFullAccess": ("sqs:*",),
        "AmazonSNSFullAccess": ("sns:*",),
        "AWSXRayDaemonWriteAccess": ("xray:*",),
    }
)
_MARK = ":iam::aws:policy/"


def role_of(value: Value) -> Resource | None:
    """The role of the program that an argument names."""
    found = follow(value, "aws_iam_role")
    return found if found is not None and found.type == "aws_iam_role" and not found.external else None


def trusts(role: Resource, name: str) -> Answer:
    """Whether a service may take on a role; ``name`` is a regular expression of its name."""
    document = role["assume_role_policy"]
    if document.is_absent():
        return Answer.UNKNOWN
    return read_policy(document).allows(service(name), "sts:AssumeRole")


def may(graph: Graph, role: Resource, action: str) -> Answer:
    """Whether some policy of a role allows an action, on whichever resource. Denials are not weighed."""
    if not graph.is_closed_around([role]):
        known = any_of(found for found in _answers(graph, role, action) if found is Answer.YES)
        return known | Answer.UNKNOWN
    return any_of(_answers(graph, role, action))


def _answers(graph: Graph, role: Resource, action: str) -> Iterator[Answer]:
    for document in listed(role["inline_policy"])[0]:
        yield _allows(read_policy(document.get("policy")), action)
    if not role["inline_policy"].is_absent() and not role["inline_policy"].is_closed():
        yield Answer.UNKNOWN
    arns, whole = listed(role["managed_policy_arns"])
    yield Answer.NO if whole else Answer.UNKNOWN
    for arn in arns:
        yield _of_managed(graph, arn, action)
    for found, link in _companions(graph, role, "aws_iam_role_policy", "role"):
        yield link & _allows(read_policy(found["policy"]), action)
    for found, link in _companions(graph, role, "aws_iam_role_policy_attachment", "role"):
        yield link & _of_managed(graph, found["policy_arn"], action)
    for found in graph.of("aws_iam_policy_attachment"):
        roles = found["roles"]
        if (
            roles.may_refer_to(role)
            or roles.has_unknown()
            or any(r.text() is not None for r in roles.items())
        ):
            yield Answer.UNKNOWN & _of_managed(graph, found["policy_arn"], action)


def _companions(graph: Graph, role: Resource, type_: str, argument: str) -> Iterator[tuple[Resource, Answer]]:
    for found in pointing(graph, type_, argument, role, name="name"):
        link = leads_to(found[argument], role, "name")
        if link is not Answer.NO:
            sure = link is Answer.YES and not found.conditional and not found.escapes
            yield found, Answer.YES if sure else Answer.UNKNOWN


def _allows(policy: Policy, action: str) -> Answer:
    answer = any_of(s.allows & s.covers(action) for s in policy.statements)
    return answer if policy.complete else answer | Answer.UNKNOWN


def managed_name(arn: Value) -> str | None:
    """The path and name of a policy of AWS (``service-role/X``), None for all else."""
    text = arn.literal() if isinstance(arn, Template) else arn.text()
    if text is None or _MARK not in text:
        return None
    name = text.partition(_MARK)[2]
    return None if "\0" in name else name


def _of_managed(graph: Graph, arn: Value, action: str) -> Answer:
    name = managed_name(arn)
    if name is not None:
        allowed = _OF_AWS.get(name)
        if allowed is None:
            return Answer.UNKNOWN
        return Answer.YES if any(fnmatchcase(action, pattern) for pattern in allowed) else Answer.NO
    policy = follow(arn, "aws_iam_policy")
    if policy is None or policy.type != "aws_iam_policy" or policy.external:
        return _allows(NOT_UNDERSTOOD, action)
    return _allows(read_policy(policy["policy"]), action)
