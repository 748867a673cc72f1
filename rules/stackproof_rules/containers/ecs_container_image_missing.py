"""Finds containers of which nobody says which image they run."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, anchor, rule
from stackproof.rulekit.container_secrets import places
from stackproof.rulekit.containers import containers
from stackproof.rulekit.images import ask_for_image


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for container in containers(graph):
        image, value = container.get("image"), container.value
        empty = image.is_("")
        if not container.task.escapes and value.is_present() and (empty or image.is_absent()):
            guilty = image if empty else value
            alone = guilty.origin is not None and places(graph).get(guilty.origin) == 1
            entry = "image" if image.is_absent() else ""
            yield Finding(
                at=anchor(guilty, container.task),
                message=f"container '{container.name}' has no image",
                fixes=ask_for_image(container, guilty.origin, entry) if alone else [],
            )
