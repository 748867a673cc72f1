"""Finds tasks that ECS cannot start on behalf of their author, since it may not do what that takes."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Answer, Finding, Graph, Related, Resource, Severity, anchor, head, rule
from stackproof.rulekit.execution import SERVICE, Need, allows_itself, needs, permission_fixes, role_fixes
from stackproof.rulekit.policy import read_policy
from stackproof.rulekit.roles import EXECUTION_POLICY, managed_name, may, role_of, trusts
from stackproof.rulekit.scalars import instead


def _listed(words: list[str]) -> str:
    """Words in order, each once."""
    return ", ".join(dict.fromkeys(words))


def _no_role(graph: Graph, task: Resource, wanted: list[Need]) -> Finding:
    return Finding(
        at=head(task),
        message=f"task definition '{task.name}' has no execution role, which is needed for "
        f"{_listed([n.what for n in wanted])}",
        related=[Related(n.because, n.what) for n in wanted[:3]],
        fixes=role_fixes(graph, task, wanted),
        severity=Severity.ERROR,
    )


def _lacking(graph: Graph, task: Resource, role: Resource, wanted: list[Need]) -> Iterator[Finding]:
    lacking = [
        n
        for n in wanted
        if any(may(graph, role, a) is Answer.NO for a in n.actions)
        and (n.key is None or allows_itself(graph, n.key, role) is Answer.NO)
    ]
    if not lacking:
        return
    actions = [a for n in lacking for a in n.actions if may(graph, role, a) is Answer.NO]
    related = [Related(head(role), f"role '{role.name}'"), *(Related(n.because, n.what) for n in lacking[:2])]
    own = role_of(task["task_role_arn"])
    if own is not None and own is not role and all(may(graph, own, a) is Answer.YES for a in actions):
        related.append(
            Related(head(own), "the task's own role may, but is only for what runs in the containers")
        )
    yield Finding(
        at=anchor(task["execution_role_arn"], task),
        message=f"execution role '{role.name}' may not {_listed(actions)}, which tasks of '{task.name}' need to start",
        related=related,
        fixes=permission_fixes(role, lacking),
    )


def _distrusted(task: Resource, role: Resource) -> Iterator[Finding]:
    """A role that ECS cannot take on."""
    document = role["assume_role_policy"]
    if trusts(role, r"ecs-tasks\.amazonaws\.com(\.cn)?") is not Answer.NO or not role.is_closed():
        return
    named = [p for s in read_policy(document).statements for p in s.principals()[0] if p.kind == "Service"]
    fixes = []
    if len(named) == 1 and named[0].value.text() is not None:
        why = "Who could take on the role until now cannot any more."
        fixes = [
            instead(
                role,
                named[0].value,
                SERVICE,
                goal="trust-ecs-tasks",
                title=f"Trust {SERVICE}",
                why_unsafe=why,
            )
        ]
    yield Finding(
        at=anchor(task["execution_role_arn"], task),
        message=f"ECS cannot take on execution role '{role.name}', which does not trust '{SERVICE}'",
        related=[Related(head(role), f"role '{role.name}'")],
        fixes=fixes,
    )


def _misnamed(graph: Graph) -> Iterator[Finding]:
    """The policy of AWS under a path where it is not."""
    bare = EXECUTION_POLICY.rpartition("/")[2]
    for attachment in graph.of("aws_iam_role_policy_attachment", "aws_iam_policy_attachment"):
        arn = attachment["policy_arn"]
        if managed_name(arn) == bare:
            text, fixes = arn.text(), []
            if text is not None:
                fixed = text.replace(f"/{bare}", f"/{EXECUTION_POLICY}")
                fixes = [
                    instead(
                        attachment, arn, fixed, goal="set-policy-arn", title="Add 'service-role/'", safe=True
                    )
                ]
            yield Finding(
                at=anchor(arn, attachment),
                message=f"there is no policy '{bare}' of AWS: its path is '{EXECUTION_POLICY}'",
                fixes=fixes,
                severity=Severity.ERROR,
            )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for task in graph.of("aws_ecs_task_definition"):
        given = task["execution_role_arn"]
        if task.external or task.escapes:
            continue
        wanted = list(needs(graph, task))
        role = role_of(given)
        if given.is_absent() and wanted:
            yield _no_role(graph, task, wanted)
        elif role is not None:
            yield from _lacking(graph, task, role, wanted)
            yield from _distrusted(task, role)
    yield from _misnamed(graph)
