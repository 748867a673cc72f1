"""What the CDK's roles offer to reach the goals of fixes for tasks."""

from __future__ import annotations

from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.words import At, Construct, Words, is_made_by
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    InsertStatements,
    Variable,
)
from stackproof.model.fix import AddResources, AttributeOf, Fix, SetArgument
from stackproof.model.graph import Resource

_TASK, _ROLE = "aws-ecs.CfnTaskDefinition", "aws-iam.Role"
_EXECUTION = "service-role/AmazonECSTaskExecutionRolePolicy"


def _managed(words: Words) -> Code:
    policies = Attribute(words.module("aws-iam"), "ManagedPolicy")
    return words.call(policies, "fromAwsManagedPolicyName", (Constant(_EXECUTION),))


def _secrets(fix: Fix) -> list[Resource]:
    return [r for r in fix.subjects if r.type == "aws_secretsmanager_secret"]


def add(fix: Fix, at: At) -> list[Change]:
    """A role in front of CloudFormation's own task definition."""
    task = fix.subjects[0]
    construct = Construct(task, at)
    construct.entries()
    names = construct.names.before(task.construction)
    scope = None if names is None else names.scope_expression()
    # Reading secrets is allowed by the secret, which is named elsewhere.
    own = any(new.key == "own" for i in fix.intents if isinstance(i, AddResources) for new in i.resources)
    if names is None or scope is None or own or not is_made_by(task.construction, _TASK):
        raise Declined
    words = Words(names)
    iam = words.module("aws-iam")
    principal = words.construct(
        Attribute(iam, "ServicePrincipal"), (Constant("ecs-tasks.amazonaws.com"),), ()
    )
    made = words.construct(
        Attribute(iam, "Role"),
        (scope, names.logical(f"{task.name} execution role", task.construction)),
        [("assumedBy", principal), ("managedPolicies", Elements((_managed(words),)))],
    )
    variable = names.local(f"{task.name} execution role")
    arn = Attribute(Variable(variable), words.word("roleArn"))
    return [
        InsertStatements(names.at, (Assign(variable, made),), names.where),
        construct.set(arn, "executionRoleArn"),
    ]


def take(fix: Fix, at: At) -> list[Change]:
    """A role that is there for CloudFormation's own task definition."""
    intent = next((i for i in fix.intents if isinstance(i, SetArgument)), None)
    if intent is None or not isinstance(intent.value, AttributeOf):
        raise Declined
    construct, role = Construct(intent.resource, at), intent.value.resource.construction
    construct.entries()
    thing = construct.names.expression(role)
    located = None if role.callee is None else locate(role.callee)
    if thing is None or located is None or not is_made_by(intent.resource.construction, _TASK):
        raise Declined
    attribute = {"aws-iam.Role": "roleArn", "aws-iam.CfnRole": "attrArn"}.get(located.key)
    if attribute is None:
        raise Declined
    return [construct.set(Attribute(thing, construct.words.word(attribute)), "executionRoleArn")]


def allow(fix: Fix, at: At) -> list[Change]:
    """The role's own method for a policy of AWS, and the secrets' own one to be read."""
    role, secrets = fix.subjects[0], _secrets(fix)
    new = [n for i in fix.intents if isinstance(i, AddResources) for n in i.resources]
    if not is_made_by(role.construction, _ROLE) or not new:
        raise Declined
    latest = max([role, *secrets], key=lambda r: r.construction.number)
    place = at(latest).after([role.construction, *(s.construction for s in secrets)])
    thing = None if place is None else place.expression(role.construction)
    if place is None or thing is None:
        raise Declined
    words = Words(place)
    calls: list[Code] = []
    if any(n.key == "managed" for n in new):
        calls.append(words.call(thing, "addManagedPolicy", (_managed(words),)))
    for secret in secrets:
        named = place.expression(secret.construction)
        if named is None or not is_made_by(secret.construction, "aws-secretsmanager.Secret"):
            raise Declined
        calls.append(words.call(named, "grantRead", (thing,)))
    if any(n.key == "own" for n in new) and not secrets:
        raise Declined
    return [InsertStatements(place.at, tuple(Assign(None, call) for call in calls))]
