"""What ECS needs before a task can start: pull its images, open its logs, read its secrets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.fix import (
    AddResources,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Fix,
    Json,
    Many,
    NewResource,
    Plain,
    PlainMap,
    SetArgument,
)
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.container_secrets import SECRET
from stackproof.rulekit.containers import Container, containers_of, entry
from stackproof.rulekit.ecs import from_ecr, secret_services
from stackproof.rulekit.links import follow
from stackproof.rulekit.policy import Principal, read_policy
from stackproof.rulekit.roles import EXECUTION_POLICY, may, trusts
from stackproof.rulekit.starters import definition_of, on_fargate, starters

SERVICE = "ecs-tasks.amazonaws.com"
_ARN = f"arn:aws:iam::aws:policy/{EXECUTION_POLICY}"
_SECRETS = {"secretsmanager": "secretsmanager:GetSecretValue", "ssm": "ssm:GetParameters"}


@dataclass(frozen=True, eq=False)
class Need:
    """Actions that the start of a container takes, and the value that makes them necessary."""

    what: str
    actions: tuple[str, ...]
    because: Value
    secret: Resource | None = None
    key: Resource | None = None


def for_fargate(graph: Graph, task: Resource) -> bool:
    """Whether a task certainly runs on Fargate."""
    if any(v.is_("FARGATE") for v in task["requires_compatibilities"].items()):
        return True
    return any(definition_of(s) is task and on_fargate(s) is Answer.YES for s in starters(graph))


def needs(graph: Graph, task: Resource) -> Iterator[Need]:
    """What certainly is needed. On machines of one's own, their role pulls images and writes logs."""
    fargate = for_fargate(graph, task)
    for container in containers_of(task):
        if fargate:
            yield from _of_fargate(container)
        secrets = [
            *container.get("secrets").items(),
            *container.get("logConfiguration", "secretOptions").items(),
        ]
        for secret in secrets:
            value = entry(secret, "valueFrom")
            found = follow(value, SECRET)
            ours = found if found is not None and found.type == SECRET and not found.external else None
            for service in secret_services(value):
                yield Need("secrets", (_SECRETS[service],), value, ours)
            key = None if ours is None else follow(ours["kms_key_id"], "aws_kms_key")
            if ours is not None and key is not None and key.type == "aws_kms_key" and not key.external:
                yield Need("secrets", ("kms:Decrypt",), value, ours, key)
        credentials = container.get("repositoryCredentials", "credentialsParameter")
        if credentials.is_present():
            yield Need("credentials of a registry", (_SECRETS["secretsmanager"],), credentials)


def allows_itself(graph: Graph, key: Resource, role: Resource) -> Answer:
    """Whether the policy of a key lets a role decrypt, be it allowed to by policies of its own or not."""
    if not graph.is_closed_around([key]) or graph.referrers(key, "aws_kms_grant", "aws_kms_key_policy"):
        return Answer.UNKNOWN

    def is_role(principal: Principal) -> Answer:
        if principal.value.may_refer_to(role) or principal.kind == "*":
            return Answer.UNKNOWN
        # The account as a whole leaves it to the policies of its roles.
        text = principal.written
        return Answer.NO if text is not None and text.endswith(":root") else Answer.UNKNOWN

    document = key["policy"]
    return Answer.NO if document.is_absent() else read_policy(document).allows(is_role, "kms:Decrypt")


def _of_fargate(container: Container) -> Iterator[Need]:
    image, log = container.get("image"), container.get("logConfiguration")
    if image.is_present() and from_ecr(image) is Answer.YES:
        yield Need("images from ECR", ("ecr:GetAuthorizationToken", "ecr:BatchGetImage"), image)
    driver = entry(log, "logDriver")
    if driver.is_("awslogs"):
        yield Need("log driver awslogs", ("logs:CreateLogStream", "logs:PutLogEvents"), driver)
        creates = log.get("options").get("awslogs-create-group")
        if creates.is_any_of("true", True):
            yield Need("creating log groups", ("logs:CreateLogGroup",), creates)


def _statement(actions: tuple[str, ...], resources: Argument) -> Argument:
    return PlainMap(
        {"Effect": Plain("Allow"), "Action": Many(tuple(map(Plain, actions))), "Resource": resources}
    )


def _document(*statements: Argument) -> Json:
    return Json(PlainMap({"Version": Plain("2012-10-17"), "Statement": Many(statements)}))


def _secrets_of(wanted: list[Need]) -> list[Resource]:
    """The secrets of the program among what is needed, each once."""
    return list({id(n.secret): n.secret for n in wanted if n.secret is not None}.values())


def _statements(wanted: list[Need]) -> list[Argument]:
    """What the policy of AWS does not hold: to read the program's secrets, and to create log groups."""
    found: list[Argument] = []
    if secrets := _secrets_of(wanted):
        allowed = Many(tuple(AttributeOf(s, "arn") for s in secrets))
        found.append(_statement((_SECRETS["secretsmanager"],), allowed))
    if keys := list({id(n.key): n.key for n in wanted if n.key is not None}.values()):
        found.append(_statement(("kms:Decrypt",), Many(tuple(AttributeOf(k, "arn") for k in keys))))
    if any("logs:CreateLogGroup" in n.actions for n in wanted):
        found.append(_statement(("logs:CreateLogGroup",), Plain("*")))
    return found


def role_fixes(graph: Graph, task: Resource, wanted: list[Need]) -> list[Fix]:
    """Give a task without an execution role one that is there and fit, or a new one."""
    actions = {a for need in wanted for a in need.actions}
    for role in graph.of("aws_iam_role"):
        unfit = role.external or role.conditional or role.many
        trusted = trusts(role, r"ecs-tasks\.amazonaws\.com") is Answer.YES
        if not unfit and trusted and all(may(graph, role, action) is Answer.YES for action in actions):
            return [_take(task, role)]
    trust = PlainMap(
        {
            "Effect": Plain("Allow"),
            "Action": Plain("sts:AssumeRole"),
            "Principal": PlainMap({"Service": Plain(SERVICE)}),
        }
    )
    role_ = AttributeOfNew("role", "name")
    new = [
        NewResource(
            "role", "aws_iam_role", f"{task.name} execution role", {"assume_role_policy": _document(trust)}
        ),
        NewResource(
            "policy",
            "aws_iam_role_policy_attachment",
            f"{task.name} execution policy",
            {"role": role_, "policy_arn": Plain(_ARN)},
        ),
    ]
    if statements := _statements(wanted):
        own: dict[str, Argument] = {"role": role_, "policy": _document(*statements)}
        new.append(NewResource("own", "aws_iam_role_policy", f"{task.name} start", own))
    return [
        Fix(
            title="Add an execution role",
            goal="add-execution-role",
            intents=(
                AddResources(task, tuple(new)),
                SetArgument(task, ("execution_role_arn",), AttributeOfNew("role", "arn")),
            ),
            subjects=(task,),
            why_unsafe="It lets ECS pull images and write logs for you.",
            preferred=True,
        )
    ]


def _take(task: Resource, role: Resource) -> Fix:
    return Fix(
        title=f"Use role '{role.name}'",
        goal="set-execution-role",
        intents=(SetArgument(task, ("execution_role_arn",), AttributeOf(role, "arn")),),
        subjects=(task, role),
        why_unsafe="ECS may then do for this task what the role allows.",
        preferred=True,
    )


def permission_fixes(role: Resource, lacking: list[Need]) -> list[Fix]:
    """Allow what is lacking: the policy of AWS for images and logs, a policy of its own for secrets."""
    new: list[NewResource] = []
    rest = [n for n in lacking if not n.actions[0].startswith(("ecr:", "logs:CreateLogStream"))]
    if len(rest) < len(lacking):
        arguments: dict[str, Argument] = {"role": AttributeOf(role, "name"), "policy_arn": Plain(_ARN)}
        new.append(
            NewResource("managed", "aws_iam_role_policy_attachment", f"{role.name} execution", arguments)
        )
    statements = _statements(rest)
    secrets = _secrets_of(rest)
    if statements:
        arguments = {"role": AttributeOf(role, "name"), "policy": _document(*statements)}
        new.append(NewResource("own", "aws_iam_role_policy", f"{role.name} start", arguments))
    if not new:
        return []
    keys = [n.key for n in rest if n.key is not None]
    near = max([role, *secrets, *keys], key=lambda r: r.construction.number)
    return [
        Fix(
            title=f"Allow it to role '{role.name}'",
            goal="allow-execution-role",
            intents=(AddResources(near, tuple(new)),),
            subjects=(role, *secrets),
            why_unsafe="It decides what ECS may do for your tasks.",
            preferred=True,
        )
    ]
