"""Finds target groups that cannot find their containers healthy, by what is known of image and network."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Finding,
    Fix,
    Graph,
    Plain,
    Related,
    SetArgument,
    Severity,
    Value,
    anchor,
    head,
    rule,
)
from stackproof.rulekit.balanced import Balanced, accepts, balanced, number, stock_port
from stackproof.rulekit.containers import containers
from stackproof.rulekit.scalars import instead
from stackproof.rulekit.starters import on_fargate

_SERVED = ("/", "/index.html")
_TOOLS = ("curl", "wget", "sh", "bash", "CMD-SHELL")


def _path(pair: Balanced, image: str) -> Iterator[Finding]:
    """A path that stock web servers do not have."""
    check = pair.group["health_check"].get(0)
    path, matcher = check.get("path"), check.get("matcher")
    text = path.text()
    if text is None or not text.startswith("/") or text.partition("?")[0] in _SERVED or accepts(matcher, 404):
        return
    yield Finding(
        at=anchor(path, pair.group),
        message=f"the health check of '{pair.group.name}' asks for '{text}', but image '{image}' serves '/' only and "
        "answers 404",
        related=_related(pair),
        fixes=[
            instead(
                pair.group,
                path,
                "/",
                goal="set-health-check-path",
                title="Ask for '/'",
                why_unsafe="When the image is replaced by your own, '/' may say less about its health.",
                preferred=True,
            )
        ],
    )


def _related(pair: Balanced) -> list[Related]:
    container = pair.container
    related = [] if container is None else [Related(container.get("image"), "the image")]
    return [*related, Related(head(pair.starter.resource), f"service '{pair.starter.resource.name}'")]


def _port(pair: Balanced, image: str, listens: int) -> Iterator[Finding]:
    """A port on which nobody listens."""
    port = number(pair.port)
    if port is None or port == listens or pair.container is None:
        return
    places: dict[object, tuple[Value, Fix]] = {}
    for value in (pair.port, *(m.get("containerPort") for m in pair.container.get("portMappings").items())):
        if number(value) == port and value.origin is not None:
            fix = instead(pair.starter.resource, value, listens, goal="set-port")
            places.setdefault(value.origin, (value, fix))
    intents = tuple(intent for _, fix in places.values() for intent in fix.intents)
    yield Finding(
        at=anchor(pair.port, pair.starter.resource),
        message=f"requests are sent to port {port} of container '{pair.container.name}', but image '{image}' listens "
        f"on port {listens}",
        related=_related(pair),
        fixes=[
            Fix(
                title=f"Send them to port {listens}",
                goal="set-port",
                intents=intents,
                subjects=(pair.starter.resource, pair.task),
                why_unsafe="An image of your own may listen on another port.",
                preferred=True,
            )
        ]
        if len(intents) == len(places) > 0
        else [],
    )


def _encrypted(pair: Balanced, image: str) -> Iterator[Finding]:
    """TLS to a server that does not speak it."""
    protocol = pair.group["protocol"]
    if protocol.is_any_of("HTTPS", "TLS"):
        yield Finding(
            at=anchor(protocol, pair.group),
            message=f"'{pair.group.name}' speaks {protocol.text()} with its targets, but image '{image}' speaks plain "
            "HTTP",
            related=_related(pair),
            fixes=[
                instead(
                    pair.group,
                    protocol,
                    "HTTP",
                    goal="set-protocol",
                    title="Speak plain HTTP with the targets",
                    why_unsafe="What goes from the load balancer to the containers is then not encrypted.",
                    preferred=True,
                )
            ],
        )


def _kind(pair: Balanced) -> Iterator[Finding]:
    """Targets of a kind that tasks with this network are not."""
    kind, mode = pair.group["target_type"], pair.task["network_mode"]
    own = mode.is_("awsvpc") or on_fargate(pair.starter) is Answer.YES
    shared = mode.is_any_of("bridge", "host")
    instance = kind.is_("instance") or (kind.is_absent() and pair.group.is_closed())
    by_address = shared and kind.is_("ip")
    if not by_address and not (own and instance):
        return
    has, wants = ("instance", "ip") if own else ("ip", "instance")
    yield Finding(
        at=head(pair.group) if kind.is_absent() or kind.origin is None else anchor(kind, pair.group),
        message=f"target group '{pair.group.name}' has target type '{has}', but tasks of '{pair.task.name}' have network "
        f"mode '{mode.text() or 'awsvpc'}' and need '{wants}'",
        related=[Related(head(pair.starter.resource), f"service '{pair.starter.resource.name}'")],
        fixes=[
            Fix(
                title=f"Use target type '{wants}'",
                goal="set-target-type",
                intents=(SetArgument(pair.group, ("target_type",), Plain(wants)),),
                subjects=(pair.group,),
                why_unsafe="A target group that is there already is replaced.",
                preferred=True,
            )
        ],
        severity=Severity.ERROR,
    )


def _tools(graph: Graph) -> Iterator[Finding]:
    """Checks inside of containers with tools that an image certainly does not have."""
    for container in containers(graph):
        image = container.get("image").text() or ""
        command = container.get("healthCheck", "command")
        words = [w for v in command.items() for w in (v.text() or "").split()]
        tool = next((w for w in words if w.rpartition("/")[2] in _TOOLS), None)
        if image.startswith("gcr.io/distroless/") and "debug" not in image and tool is not None:
            needs = "a shell" if tool == "CMD-SHELL" else f"'{tool}'"
            yield Finding(
                at=anchor(command, container.task),
                message=f"the health check of container '{container.name}' needs {needs}, which image '{image}' does "
                "not have",
                related=[Related(container.get("image"), "the image")],
            )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for pair in balanced(graph):
        key = (id(pair.group), id(pair.task))
        if key in seen:
            continue
        seen.add(key)
        yield from _kind(pair)
        listens = None if pair.container is None else stock_port(pair.container)
        if pair.container is None or listens is None:
            continue
        image = pair.container.get("image").text() or ""
        yield from _path(pair, image)
        yield from _port(pair, image, listens)
        yield from _encrypted(pair, image)
    yield from _tools(graph)
