"""Services behind load balancers: which container answers to which target group, and what its image is known to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.containers import Container, containers_of
from stackproof.rulekit.images import read
from stackproof.rulekit.links import follow
from stackproof.rulekit.starters import Starter, definition_of, starters

# Where stock web servers listen. They serve a page of their own and nothing else.
_PORTS: Mapping[str, int] = MappingProxyType(
    {
        "nginx": 80,
        "httpd": 80,
        "nginxinc/nginx-unprivileged": 8080,
        "amazon/amazon-ecs-sample": 80,
        "ecs-sample-image/amazon-ecs-sample": 80,
    }
)
_CHANGES = ("command", "entryPoint", "mountPoints", "volumesFrom", "environmentFiles", "dependsOn")


@dataclass(frozen=True, eq=False)
class Balanced:
    """A container to which a target group sends requests; ``entry`` is what the service says about that."""

    starter: Starter
    entry: Value
    group: Resource
    task: Resource
    container: Container | None

    @property
    def port(self) -> Value:
        """The port at which the container is asked."""
        return self.entry.get("container_port")


def balanced(graph: Graph) -> Iterator[Balanced]:
    """All pairs of target groups and containers of which the program makes both."""
    for starter in starters(graph):
        task = definition_of(starter)
        if starter.path or task is None:
            continue
        for entry in starter.arguments.get("load_balancer").items():
            group = follow(entry.get("target_group_arn"), "aws_lb_target_group")
            if group is not None and group.type == "aws_lb_target_group" and not group.external:
                yield Balanced(starter, entry, group, task, _container(task, entry.get("container_name")))


def _container(task: Resource, name: Value) -> Container | None:
    """The container of a name; the only one where the name is not known."""
    found = list(containers_of(task))
    text = name.text()
    if text is not None:
        return next((c for c in found if c.value.get("name").is_(text)), None)
    closed = task["container_definitions"].is_closed()
    return found[0] if len(found) == 1 and closed and not name.is_absent() else None


def stock_port(container: Container) -> int | None:
    """Where a container listens that is certainly a stock web server as it comes; None for all others."""
    text = container.get("image").text()
    image = None if text is None else read(text)
    untouched = all(container.get(key).is_absent() or container.get(key).is_empty() for key in _CHANGES)
    return None if image is None or not untouched else _PORTS.get(image.name)


def accepts(matcher: Value, code: int) -> bool:
    """Whether a health check may take a code for a sign of health (``200-299,404``)."""
    if matcher.is_absent():
        return False
    text = matcher.text() or (str(matcher.number()) if matcher.number() is not None else None)
    if text is None or re.fullmatch(r"[\d,\-\s]+", text) is None:
        return True
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and int(first) <= code <= int(last if last.isdigit() else first):
            return True
    return False


def number(value: Value) -> int | None:
    """A port that is written as a number or as text."""
    found = value.number()
    text = value.text()
    if found is None and text is not None and text.isdigit():
        return int(text)
    return None if found is None else int(found)
