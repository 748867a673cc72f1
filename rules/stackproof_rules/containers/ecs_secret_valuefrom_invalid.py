"""Finds secrets of containers that are named in a way which ECS does not understand."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    AmendText,
    Answer,
    Finding,
    Fix,
    Graph,
    Related,
    Resource,
    Severity,
    TakeAttribute,
    anchor,
    head,
    leads_to,
    rule,
)
from stackproof.rulekit.container_secrets import (
    VERSION,
    Fault,
    SecretUse,
    fault,
    places,
    secret_of,
    secret_uses,
)
from stackproof.rulekit.pointers import pointing

_ROTATION = "aws_secretsmanager_secret_rotation"


def _fixes(graph: Graph, use: SecretUse, found: Fault) -> Iterator[Fix]:
    task = use.container.task
    reference, at = found.reference, use.value.origin
    # What is read elsewhere too must stay as it is there.
    if reference is not None and reference.origin is not None and places(graph).get(reference.origin) == 1:
        yield Fix(
            title=f"Use the ARN of '{reference.resource.name}'",
            goal="use-secret-arn",
            intents=(TakeAttribute(task, reference, "arn"),),
            subjects=(task,),
            safe=True,
            preferred=True,
        )
    if found.tail is not None and at is not None and places(graph).get(at) == 1:
        old, new = found.tail
        yield Fix(
            title=f"Write '{new}' behind the ARN",
            goal="complete-secret-arn",
            intents=(AmendText(task, at, old, new),),
            subjects=(task,),
            safe=True,
            preferred=True,
        )


def _has_no_value(graph: Graph, secret: Resource) -> bool:
    """Whether certainly nothing in the program puts anything into a secret."""
    companions = [(VERSION, "secret_id"), (_ROTATION, "secret_id")]
    if not graph.is_closed_around([secret]):
        return False
    return all(
        leads_to(found[argument], secret, "name") is Answer.NO
        for type_, argument in companions
        for found in pointing(graph, type_, argument, secret, name="name")
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    empty: set[int] = set()
    for use in secret_uses(graph):
        task, found = use.container.task, fault(graph, use.value)
        if found is not None:
            reference = found.reference
            yield Finding(
                at=anchor(use.value, task),
                message=f"{use.what} in container '{use.container.name}' {found.why}",
                related=[]
                if reference is None
                else [Related(head(reference.resource), "what it is read from")],
                fixes=list(_fixes(graph, use, found)),
            )
        secret = secret_of(use.value)
        if secret is not None and id(secret) not in empty and _has_no_value(graph, secret):
            empty.add(id(secret))
            yield Finding(
                at=anchor(use.value, task),
                message=f"secret '{secret.name}' has no value in this program: container '{use.container.name}' "
                "does not start until somebody gives it one",
                related=[Related(head(secret), f"secret '{secret.name}'")],
                severity=Severity.HINT,
            )
