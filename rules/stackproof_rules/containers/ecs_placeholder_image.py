"""Finds containers with images that only stand in for others, are not there yet, or end at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Related, Severity, Value, anchor, head, rule
from stackproof.rulekit.container_secrets import places
from stackproof.rulekit.containers import Container, containers, containers_of
from stackproof.rulekit.images import (
    Image,
    ask_for_image,
    ends_at_once,
    is_sidecar,
    kind_of,
    read,
    repository_of,
    runs_own_command,
    services_of,
)

# A web server may be meant to be one.
_PROXY = re.compile(r"(?i)nginx|httpd|apache|proxy|ingress|gateway|static|front")
# What builds and pushes images, by the library or the resources of the program.
_BUILDERS = re.compile(r"docker|awsx|command|null|codebuild|ecr-assets|ecr_assets|deploy")
_BUILDS = ("aws_codebuild_project", "aws_codepipeline", "aws_imagebuilder_container_recipe")


def _severity(graph: Graph, otherwise: Severity) -> Severity:
    return Severity.WARNING if graph.environment == "prod" else otherwise


def _is_proxy(container: Container) -> bool:
    """Whether a web server may be what the author wants: by its name, its neighbours, or what it is given."""
    given = ("mountPoints", "command", "entryPoint", "environmentFiles", "dependsOn")
    alone = (
        len(list(containers_of(container.task))) == 1 and container.task["container_definitions"].is_closed()
    )
    untouched = all(container.get(key).is_absent() or container.get(key).is_empty() for key in given)
    return _PROXY.search(container.name) is not None or not alone or not untouched


def _known(graph: Graph, container: Container, value: Value, image: Image) -> Iterator[Finding]:
    """What the name of an image alone tells."""
    at, task, text = anchor(value, container.task), container.task, value.text()
    alone = value.origin is not None and places(graph).get(value.origin) == 1
    fixes = ask_for_image(container, value.origin) if alone else []
    services = services_of(graph, task)
    # Only the end of an essential container ends its task.
    essential = container.get("essential")
    vital = essential.is_absent() or essential.is_(True)
    if services and vital and ends_at_once(image) and runs_own_command(container):
        yield Finding(
            at=at,
            message=f"container '{container.name}' ends as soon as it has started: image '{text}' runs nothing by "
            f"itself, so service '{services[0].name}' never becomes stable",
            related=[Related(head(services[0]), "the service that starts it again and again")],
            fixes=fixes,
            severity=Severity.WARNING,
        )
        return
    kind = kind_of(image)
    if kind == "asks" or (kind == "stands in" and not _is_proxy(container)):
        yield Finding(
            at=at,
            message=f"image '{text}' of container '{container.name}' only stands in for another one",
            fixes=fixes,
            severity=_severity(graph, Severity.INFORMATION),
        )
    elif not image.digest and image.tag in ("", "latest") and not is_sidecar(image):
        yield Finding(
            at=at,
            message=f"image '{text}' of container '{container.name}' has no tag of its own: what runs changes without "
            "a deployment",
            severity=_severity(graph, Severity.HINT),
        )


def _builds_images(graph: Graph) -> bool:
    """Whether something in the program may push images."""
    callees = (call.callee for call in graph.calls)
    return any(graph.of(*_BUILDS)) or any(
        callee is not None and _BUILDERS.search(".".join((callee.module, *callee.names)).lower())
        for callee in callees
    )


@rule(severity=Severity.INFORMATION)
def check(graph: Graph) -> Iterator[Finding]:
    for container in containers(graph):
        value = container.get("image")
        text = value.text()
        image = None if text is None else read(text)
        if image is not None:
            yield from _known(graph, container, value, image)
        repository = repository_of(value)
        if repository is None or not graph.is_closed_around([repository]) or _builds_images(graph):
            continue
        services = services_of(graph, container.task)
        idle = services and all(s["desired_count"].is_(0) for s in services)
        if services and not idle:
            yield Finding(
                at=anchor(value, container.task),
                message=f"repository '{repository.name}' is made with the service that needs an image from it: nothing "
                "in this program puts one there",
                related=[Related(head(repository), "the repository, which is empty at first")],
                severity=Severity.HINT,
            )
