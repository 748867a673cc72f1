"""Images of containers: which ones only stand in for something else, or end at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stackproof.model.fix import Fix, Given, WriteAt
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Origin, Template, Value
from stackproof.rulekit.containers import Container
from stackproof.rulekit.starters import definition_of, starters

_NAMES = ("image", "container_image", "image_uri", "image_url", "image_name")
# What people deploy until they have something of their own.
_STAND_INS = re.compile(
    r"(nginx|httpd|hello-world|nginxdemos/(hello|nginx-hello)|traefik/whoami|containous/whoami|docker/getting-started"
    r"|amazon/amazon-ecs-sample|ecs-sample-image/amazon-ecs-sample|crccheck/hello-world|yeasy/simple-web)"
)
# Their command ends, or is a shell or prompt that ends when nobody types.
_ENDING = re.compile(
    r"(alpine|busybox|ubuntu|debian|centos|fedora|amazonlinux(/amazonlinux)?|rockylinux|archlinux|bash|python|node|ruby"
    r"|golang|rust|openjdk|amazoncorretto|eclipse-temurin|php|perl|hello-world|gcc|buildpack-deps)"
)
# What runs beside an application, and is best the newest.
_SIDECARS = re.compile(r"(envoy|xray|x-ray|fluent-?bit|fluentd|cloudwatch-agent|otel|datadog/agent|newrelic)")
# Words that ask to be replaced, in the last part of a name.
_ASKING = re.compile(
    r"(?i)(^|[-_.<{])(placeholder|todo|replace[-_]?me|change[-_]?me|your|example|sample)([-_.>}]|$)"
)
_HOSTS = re.compile(
    r"^(docker\.io/library/|docker\.io/|index\.docker\.io/|registry-1\.docker\.io/|public\.ecr\.aws/docker/library/"
    r"|public\.ecr\.aws/|library/)"
)


@dataclass(frozen=True)
class Image:
    """The name of an image: without its registry where that is a well known one, and its tag (empty: none)."""

    name: str
    tag: str
    digest: bool


def read(text: str) -> Image | None:
    """The parts of an image's name; None when the text is no such name."""
    bare, at, _ = text.partition("@")
    last = bare.rpartition("/")[2]
    name, colon, tag = last.partition(":")
    if not name or not text.strip() or " " in text or (colon and not tag):
        return None
    whole = bare[: len(bare) - len(last)] + name
    return Image(_HOSTS.sub("", whole, count=1), tag, bool(at))


Kind = Literal["asks", "stands in"]


def kind_of(image: Image) -> Kind | None:
    """Whether an image only stands in for another one."""
    if _ASKING.search(image.name.rpartition("/")[2]) is not None and "ecs-sample" not in image.name:
        return "asks"
    return "stands in" if _STAND_INS.fullmatch(image.name) is not None else None


def ends_at_once(image: Image) -> bool:
    """Whether the image's own command ends when nobody types anything."""
    variants = re.search(r"(apache|fpm)", image.tag) if image.name == "php" else None
    return variants is None and _ENDING.fullmatch(image.name) is not None


def is_sidecar(image: Image) -> bool:
    """Whether an image is one that watches or connects others."""
    return _SIDECARS.search(image.name) is not None


def runs_own_command(container: Container) -> bool:
    """Whether certainly nothing is said about what the container runs."""
    keys = ("command", "entryPoint", "interactive", "pseudoTerminal")
    return all(container.get(key).is_absent() or container.get(key).is_empty() for key in keys)


def services_of(graph: Graph, task: Resource) -> list[Resource]:
    """The services that keep tasks of a definition running."""
    return [
        s.resource
        for s in starters(graph)
        if s.resource.type == "aws_ecs_service" and definition_of(s) is task
    ]


def repository_of(image: Value) -> Resource | None:
    """The repository of the program in which an image is to be."""
    first = image.parts[0] if isinstance(image, Template) else image
    target = first.target() if isinstance(first, Value) else None
    ours = target is not None and target.type == "aws_ecr_repository" and not target.external
    return target if ours else None


def ask_for_image(container: Container, at: Origin | None, entry: str = "") -> list[Fix]:
    """Let whoever deploys say which image it is."""
    if at is None:
        return []
    return [
        Fix(
            title="Let whoever deploys name the image",
            goal="ask-for-image",
            intents=(WriteAt(container.task, at, Given(_NAMES), entry),),
            subjects=(container.task,),
            why_unsafe="The program can then be deployed only where the image is given.",
            preferred=True,
        )
    ]
