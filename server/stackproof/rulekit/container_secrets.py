"""Secrets that containers are given: what names them, and whether ECS takes that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Origin, ResourceReference, Template, Value, walk
from stackproof.rulekit.containers import Container, containers, entry
from stackproof.rulekit.links import follow, kind

SECRET, VERSION, PARAMETER = (
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_version",
    "aws_ssm_parameter",
)
_TAKEN_FOR_NAME = "which ECS takes for the name of an SSM parameter"
# What attributes of secrets and parameters are, where they are no name that ECS understands.
_WRONG: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (SECRET, "name"): f"the name of a secret, {_TAKEN_FOR_NAME}",
        (VERSION, "id"): "a secret's ARN with the version behind a bar, which ECS does not understand",
        (VERSION, "version_id"): f"the version of a secret, {_TAKEN_FOR_NAME}",
        (VERSION, "secret_string"): f"the secret itself, {_TAKEN_FOR_NAME}",
        (VERSION, "secret_binary"): f"the secret itself, {_TAKEN_FOR_NAME}",
        (PARAMETER, "value"): f"the parameter's value, {_TAKEN_FOR_NAME}",
        (PARAMETER, "insecure_value"): f"the parameter's value, {_TAKEN_FOR_NAME}",
        (PARAMETER, "version"): f"the version of a parameter, {_TAKEN_FOR_NAME}",
    }
)
_NAME = re.compile(r"[\w.\-/]+", re.ASCII)
_FIELDS = 3


@dataclass(frozen=True, eq=False)
class SecretUse:
    """A secret that a container is given; ``what`` names the argument that says which."""

    container: Container
    value: Value
    what: str


@dataclass(frozen=True, eq=False)
class Fault:
    """Why ECS does not understand a value.

    ``reference`` is the attribute at fault, ``tail`` the text behind an ARN that lacks colons and what it should be.
    """

    why: str
    reference: ResourceReference | None = None
    tail: tuple[str, str] | None = None


def secret_uses(graph: Graph) -> Iterator[SecretUse]:
    """All of them: variables of containers, and options of their logs."""
    for container in containers(graph):
        for secret in container.get("secrets").items():
            yield SecretUse(container, entry(secret, "valueFrom"), f"valueFrom of '{_name(secret)}'")
        for option in container.get("logConfiguration", "secretOptions").items():
            yield SecretUse(container, entry(option, "valueFrom"), f"valueFrom of '{_name(option)}'")


def _name(secret: Value) -> str:
    return secret.get("name").text() or "a secret"


def fault(graph: Graph, value: Value) -> Fault | None:
    """What is certainly wrong with a value that is to name a secret; None when nothing is."""
    if isinstance(value, ResourceReference):
        return _of_reference(value)
    if isinstance(value, Template):
        return _of_template(value)
    text = value.text()
    return None if text is None else _of_text(graph, text)


def _of_reference(reference: ResourceReference) -> Fault | None:
    why = _WRONG.get((kind(reference.resource), reference.attribute))
    return None if why is None else Fault(f"is {why}", reference)


def _of_template(template: Template) -> Fault | None:
    first, rest = template.parts[0], template.parts[1:]
    if isinstance(first, str):
        return _of_pieces(template.literal())
    if not isinstance(first, ResourceReference):
        return None
    found = _of_reference(first)
    if found is not None:
        return found
    tail = "".join(p for p in rest if isinstance(p, str))
    is_arn = kind(first.resource) in (SECRET, VERSION) and first.attribute in ("arn", "id")
    whole = all(isinstance(p, str) for p in rest)
    return _of_tail(tail) if is_arn and whole and tail.startswith(":") else None


def _of_tail(tail: str) -> Fault | None:
    """What stands behind the ARN of a secret: key, stage and version, each after a colon."""
    colons = tail.count(":")
    if colons == _FIELDS:
        return None
    why = "lacks colons behind the ARN: ECS wants all of ':key:stage:version', where stage and version may be empty"
    if colons > _FIELDS:
        return Fault("has more behind the ARN than ':key:stage:version'")
    return Fault(why, tail=(tail, tail + ":" * (_FIELDS - colons)))


def _of_pieces(text: str) -> Fault | None:
    """A text with holes, each of which is a NUL character."""
    start = text.partition("\0")[0]
    if not start or "{" in text:
        return None
    if not start.startswith("arn:"):
        odd = len("arn:") <= len(start) and _NAME.fullmatch(start) is None
        return Fault("is neither an ARN nor the name of an SSM parameter") if odd else None
    fields = text.split(":")
    # A hole may hold colons, so that only what stands behind the last one can be counted.
    return _of_arn(fields) if "\0" not in ":".join(fields[:3] + fields[6:]) else None


def _of_arn(fields: list[str]) -> Fault | None:
    service = fields[2] if len(fields) > 2 else ""
    if service == "ssm":
        return None
    if service != "secretsmanager":
        return Fault("is the ARN of something else than a secret or an SSM parameter")
    behind = fields[7:]
    if not behind:
        return None
    if len(behind) != _FIELDS:
        return _of_tail(":" + ":".join(behind))
    if re.search(r"-[A-Za-z0-9]{6}$", fields[6]) is None:
        return Fault(
            "has a key behind an ARN that is not whole: six random characters belong to the secret's name"
        )
    return None


def _of_text(graph: Graph, text: str) -> Fault | None:
    if "{" in text:
        return None
    if text.startswith("arn:"):
        return _of_arn(text.split(":"))
    named = [s for s in graph.of(SECRET) if s["name"].is_(text)]
    parameters = [p for p in graph.of(PARAMETER) if not p["name"].is_not(text)]
    if named and not parameters:
        return Fault(f"is the name of secret '{named[0].name}', {_TAKEN_FOR_NAME}")
    if _NAME.fullmatch(text) is None:
        return Fault("is neither an ARN nor the name of an SSM parameter")
    return None


def places(graph: Graph) -> Mapping[Origin, int]:
    """How many values of all resources come from each place of the program."""
    view = graph.views.get(places)
    if not isinstance(view, dict):
        view = graph.views[places] = {}
        for resource in graph.resources:
            walk(resource.properties, lambda v: _count(view, v.origin))
    return view


def _count(counts: dict[Origin, int], origin: Origin | None) -> None:
    if origin is not None:
        counts[origin] = counts.get(origin, 0) + 1


def secret_of(value: Value) -> Resource | None:
    """The secret of the program that a value names."""
    first = value.parts[0] if isinstance(value, Template) else value
    found = follow(first, SECRET) if isinstance(first, Value) else None
    return found if found is not None and found.type == SECRET and not found.external else None
