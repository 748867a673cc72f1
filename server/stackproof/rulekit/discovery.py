"""Names under which services are found: which records they have, who registers there, how a registration is completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.fix import (
    Argument,
    AttributeOf,
    Block,
    Fix,
    Intent,
    Many,
    Plain,
    RemoveArgument,
    SetArgument,
)
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.balanced import number
from stackproof.rulekit.containers import containers_of
from stackproof.rulekit.links import follow
from stackproof.rulekit.scalars import instead
from stackproof.rulekit.starters import definition_of, on_fargate, starters

SERVICE = "aws_service_discovery_service"
PRIVATE = "aws_service_discovery_private_dns_namespace"
_PORTS = ("container_name", "container_port", "port")


@dataclass(frozen=True, eq=False)
class Registration:
    """A service whose tasks register under a name; ``shared`` tells whether they have the network of their machine."""

    user: Resource
    entry: Value
    name: Resource
    task: Resource | None
    shared: Answer

    @property
    def lacks_port(self) -> bool:
        """Whether certainly nothing says at which port tasks are found."""
        return all(self.entry.get(key).is_absent() for key in _PORTS)


def registrations(graph: Graph) -> Iterator[Registration]:
    """All services of the program that register under names of the program."""
    for starter in starters(graph):
        for entry in starter.arguments.get("service_registries").items():
            name = follow(entry.get("registry_arn"), SERVICE)
            if name is None or name.type != SERVICE or name.external:
                continue
            task = definition_of(starter)
            mode = None if task is None else task["network_mode"]
            shared = Answer.UNKNOWN
            if on_fargate(starter) is Answer.YES or (mode is not None and mode.is_("awsvpc")):
                shared = Answer.NO
            elif mode is not None and mode.is_any_of("bridge", "host"):
                shared = Answer.YES
            yield Registration(starter.resource, entry, name, task, shared)


def records(name: Resource) -> tuple[Value, ...] | None:
    """The types of the records under a name; None where they are not all known."""
    found = name["dns_config"].get(0).get("dns_records")
    types = tuple(record.get("type") for record in found.items())
    return types if types and found.is_closed() and all(t.text() is not None for t in types) else None


def namespace_of(name: Resource) -> Resource | None:
    """The private namespace of the program in which a name is."""
    for value in (name["dns_config"].get(0).get("namespace_id"), name["namespace_id"]):
        found = follow(value, PRIVATE)
        if found is not None and found.type == PRIVATE and not found.external:
            return found
    return None


def _complete(resource: Resource, title: str, intents: tuple[Intent, ...], why: str, goal: str) -> Fix:
    return Fix(title=title, goal=goal, intents=intents, subjects=(resource,), why_unsafe=why, preferred=True)


def record_fix(name: Resource, shared: bool) -> Fix:
    """A record of the type that goes with the network of the tasks."""
    kind = "SRV" if shared else "A"
    record: Argument = Block({"ttl": Plain(10), "type": Plain(kind)})
    path = ("dns_config", 0, "dns_records")
    why = "It decides under which kind of record others find the service."
    return _complete(
        name, f"Add a record of type {kind}", (SetArgument(name, path, Many((record,))),), why, "add-record"
    )


def port_fix(registration: Registration, kind: Value | None) -> list[Fix]:
    """Say which port of which container it is, with records that hold ports; empty where there are several."""
    task = registration.task
    found = [] if task is None else list(containers_of(task))
    ports = found[0].get("portMappings").items() if len(found) == 1 else ()
    name = found[0].value.get("name").text() if found else None
    port = number(ports[0].get("containerPort")) if len(ports) == 1 else None
    intents: list[Intent] = []
    if kind is not None:
        intents += instead(registration.name, kind, "SRV", goal="").intents
        if not intents:
            return []
    if registration.lacks_port:
        if name is None or port is None:
            return []
        where = ("service_registries", 0)
        intents.append(SetArgument(registration.user, (*where, "container_name"), Plain(name)))
        intents.append(SetArgument(registration.user, (*where, "container_port"), Plain(port)))
    title = (
        "Find the tasks by SRV records" if kind is not None else f"Register port {port} of container '{name}'"
    )
    why = "Whoever looks for the service has to ask for SRV records."
    return [_complete(registration.user, title, tuple(intents), why, "register-port")]


def register_fix(user: Resource, name: Resource) -> Fix:
    """Let the tasks of a service register under a name."""
    block = Block({"registry_arn": AttributeOf(name, "arn")})
    return Fix(
        title=f"Register the tasks of '{user.name}' under it",
        goal="register-service",
        intents=(SetArgument(user, ("service_registries",), block),),
        subjects=(user, name),
        why_unsafe="Others find the tasks of this service under the name then.",
        preferred=True,
    )


def without(name: Resource, argument: str, title: str) -> Fix:
    """Leave an argument out."""
    why = "The name is made anew, without this check."
    return _complete(name, title, (RemoveArgument(name, (argument,)),), why, "remove-health-check")


def names_fix(vpc: Resource, argument: str) -> Fix:
    """Let a VPC resolve names."""
    title = (
        "Turn on DNS host names in the VPC" if argument.endswith("hostnames") else "Turn on DNS in the VPC"
    )
    intents = (SetArgument(vpc, (argument,), Plain(True)),)
    why = "Machines with public addresses get public names then."
    return _complete(vpc, title, intents, why, "resolve-names")
