"""ECS tasks: on what they run, which images they pull, which services their start needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stackproof.model.graph import Resource
from stackproof.model.values import Choice, Template, Value
from stackproof.rulekit.answer import Answer, all_of, any_of
from stackproof.rulekit.links import follow

_ECR = re.compile(r"\.dkr[.-]ecr[.-]")
_FARGATE = ("FARGATE", "FARGATE_SPOT")


@dataclass(frozen=True, eq=False)
class Task:
    """A task definition as far as it matters for its start.

    ``known`` is False when its containers are not all known; the other fields are then lower bounds.
    ``public_images`` certainly come from a registry that is not ECR of the account; ``unclear_images`` may.
    """

    known: bool
    public_images: tuple[Value, ...] = ()
    unclear_images: tuple[Value, ...] = ()
    needs: frozenset[str] = field(default_factory=frozenset)


def containers(task: Resource) -> tuple[tuple[Value, ...], bool]:
    """The container definitions of a task, and whether that is all of them."""
    definitions = task["container_definitions"]
    return definitions.items(), definitions.is_closed() and not task.external


def _either(value: Value, json: str, block: str) -> Value:
    """An entry in the spelling of the JSON text, else in that of an argument."""
    found = value.get(json)
    return value.get(block) if found.is_absent() else found


def from_ecr(image: Value) -> Answer:
    """Whether an image comes from ECR of some account."""
    target = image.target()
    if target is not None:
        return Answer.YES if target.type.startswith("aws_ecr_") else Answer.UNKNOWN
    if isinstance(image, Template):
        if _ECR.search(image.literal()) is not None:
            return Answer.YES
        if any(r.resource.type.startswith("aws_ecr_") for r in image.references()):
            return Answer.YES
        first = image.parts[0] if image.parts else ""
        # The registry's host is the part before the first slash; a name without one is Docker Hub's.
        return Answer.NO if isinstance(first, str) and "/" in first else Answer.UNKNOWN
    text = image.text()
    if text is None:
        return Answer.UNKNOWN
    return Answer.YES if _ECR.search(text) is not None else Answer.NO


def secret_services(value: Value) -> Iterator[str]:
    """The services in which what a value names is kept."""
    written = value.literal() if isinstance(value, Template) else value.text() or ""
    types = {reference.resource.type for reference in value.references()}
    if ":secretsmanager:" in written or any(t.startswith("aws_secretsmanager_") for t in types):
        yield "secretsmanager"
    if ":ssm:" in written or "aws_ssm_parameter" in types:
        yield "ssm"


def task(definition: Value) -> Task:
    """What is known of the task definition to which a value points."""
    resource = follow(definition, "aws_ecs_task_definition")
    if resource is None or resource.type != "aws_ecs_task_definition" or resource.external:
        return Task(known=False)
    found, known = containers(resource)
    public: list[Value] = []
    unclear: list[Value] = []
    needs: set[str] = set()
    for container in found:
        image = container.get("image")
        match from_ecr(image):
            case Answer.NO:
                public.append(image)
            case Answer.UNKNOWN:
                unclear.append(image)
        log = _either(container, "logConfiguration", "log_configuration")
        if _either(log, "logDriver", "log_driver").is_("awslogs"):
            needs.add("logs")
        secrets = container.get("secrets")
        for secret in secrets.items():
            needs.update(secret_services(_either(secret, "valueFrom", "value_from")))
    return Task(known and resource.is_closed(), tuple(public), tuple(unclear), frozenset(needs))


def runs_on_fargate(launch_type: Value, strategy: Value, definition: Value) -> Answer:
    """Whether tasks run on Fargate, by the arguments of what starts them."""
    if launch_type.is_("FARGATE"):
        return Answer.YES
    if launch_type.is_any_of("EC2", "EXTERNAL"):
        return Answer.NO
    providers = [item.get("capacity_provider") for item in strategy.items()]
    if providers and strategy.is_closed():
        answers = [
            Answer.YES if p.is_any_of(*_FARGATE) else Answer.NO if _is_other(p) else Answer.UNKNOWN
            for p in providers
        ]
        if all_of(answers) is Answer.YES:
            return Answer.YES
        return Answer.NO if any_of(answers) is Answer.NO else Answer.UNKNOWN
    resource = follow(definition, "aws_ecs_task_definition")
    if resource is None:
        return Answer.UNKNOWN
    compatible = resource["requires_compatibilities"]
    modes = compatible.items()
    if modes and compatible.is_closed() and all(m.is_("FARGATE") for m in modes):
        return Answer.YES
    return Answer.UNKNOWN


def _is_other(provider: Value) -> bool:
    return all(provider.is_not(name) for name in _FARGATE) or provider.target() is not None


def has_public_ip(assign: Value) -> Answer:
    """Whether tasks get a public address, by the argument that says so (no, when it is not given)."""
    if assign.is_any_of(True, "ENABLED"):
        return Answer.YES
    if assign.is_any_of(False, "DISABLED") or assign.is_absent():
        return Answer.NO
    return Answer.UNKNOWN


def is_old_platform(version: Value) -> Answer:
    """Whether a Fargate platform version is older than 1.4.0."""
    if version.is_absent() or version.is_("LATEST"):
        return Answer.NO
    text = version.text()
    if text is None or isinstance(version, Choice):
        return Answer.UNKNOWN
    match = re.match(r"^(\d+)\.(\d+)", text)
    if match is None:
        return Answer.UNKNOWN
    return Answer.YES if (int(match[1]), int(match[2])) < (1, 4) else Answer.NO
