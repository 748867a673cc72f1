"""Finds names for services under which nobody can be found, or which Cloud Map refuses."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Answer, Finding, Graph, Related, Resource, Severity, anchor, follow, head, rule
from stackproof.rulekit.discovery import (
    PRIVATE,
    SERVICE,
    Registration,
    names_fix,
    namespace_of,
    port_fix,
    record_fix,
    records,
    register_fix,
    registrations,
    without,
)

_ADDRESSES = ("A", "AAAA")


def _no_records(name: Resource, users: list[Registration]) -> Iterator[Finding]:
    config = name["dns_config"].get(0)
    found = config.get("dns_records")
    if config.is_present() and (found.is_absent() or found.is_empty()):
        shared = any(u.shared is Answer.YES for u in users)
        yield Finding(
            at=anchor(found if found.is_empty() else name["dns_config"], name),
            message=f"'{name.name}' has no DNS records, so that nobody finds it",
            fixes=[record_fix(name, shared)],
        )


def _refused(name: Resource) -> Iterator[Finding]:
    """What Cloud Map does not accept."""
    check, custom = name["health_check_config"], name["health_check_custom_config"]
    routing = name["dns_config"].get(0).get("routing_policy")
    namespace = namespace_of(name)
    if check.is_present() and custom.is_present():
        yield Finding(
            at=anchor(check, name),
            message=f"'{name.name}' has both a health check of Route 53 and one of its own, but can have only one",
            related=[Related(custom, "the other one")],
            fixes=[without(name, "health_check_config", "Remove the health check of Route 53")],
            severity=Severity.ERROR,
        )
    elif check.is_present() and namespace is not None:
        yield Finding(
            at=anchor(check, name),
            message=f"'{name.name}' is in a private namespace, which Route 53 cannot check",
            related=[Related(head(namespace), f"namespace '{namespace.name}'")],
            fixes=[without(name, "health_check_config", "Remove the health check of Route 53")],
            severity=Severity.ERROR,
        )
    alias = next((t for t in records(name) or () if t.is_("CNAME")), None)
    if alias is not None and (routing.is_absent() or routing.is_("MULTIVALUE")):
        yield Finding(
            at=anchor(alias, name),
            message=f"records of type CNAME need routing policy 'WEIGHTED' ('{name.name}')",
            severity=Severity.ERROR,
        )


def _unfit(registration: Registration) -> Iterator[Finding]:
    """Records and registrations that do not go with the network of the tasks."""
    types, name = records(registration.name), registration.name
    related = [] if registration.task is None else [Related(head(registration.task), "the task definition")]
    shared = registration.shared is Answer.YES
    if shared and types is not None and all(t.is_any_of(*_ADDRESSES) for t in types):
        yield Finding(
            at=anchor(types[0], name),
            message=f"tasks of '{registration.user.name}' have the network of their machine, so that only records of "
            "type SRV can tell where they are",
            related=related,
            fixes=port_fix(registration, types[0] if len(types) == 1 else None) if len(types) == 1 else [],
            severity=Severity.ERROR,
        )
    elif registration.lacks_port and (shared or (types is not None and any(t.is_("SRV") for t in types))):
        yield Finding(
            at=anchor(registration.entry, registration.user),
            message=f"'{registration.user.name}' registers under records that hold a port, but says neither container "
            "nor port",
            related=[*related, Related(head(name), f"'{name.name}'")],
            fixes=port_fix(registration, None),
            severity=Severity.ERROR,
        )


def _orphan(graph: Graph, name: Resource) -> Iterator[Finding]:
    """A name under which nobody registers, although there are services that could."""
    if graph.referrers(name) or not graph.is_closed_around([name]):
        return
    free = [
        s
        for s in graph.of("aws_ecs_service")
        if s["service_registries"].is_absent()
        and s["service_connect_configuration"].is_absent()
        and s.is_closed()
    ]
    if free:
        yield Finding(
            at=head(name),
            message=f"nobody registers under '{name.name}'",
            related=[Related(head(s), f"service '{s.name}' does not") for s in free[:3]],
            fixes=[register_fix(free[0], name)] if len(free) == 1 else [],
            severity=Severity.INFORMATION,
        )


def _unresolved(graph: Graph) -> Iterator[Finding]:
    """Private namespaces in VPCs that resolve no names."""
    for namespace in graph.of(PRIVATE):
        vpc = follow(namespace["vpc"], "aws_vpc")
        if namespace.external or vpc is None or vpc.type != "aws_vpc" or vpc.external or vpc.escapes:
            continue
        hostnames, support = vpc["enable_dns_hostnames"], vpc["enable_dns_support"]
        argument = "enable_dns_support" if support.is_(False) else "enable_dns_hostnames"
        if support.is_(False) or hostnames.is_absent() or hostnames.is_(False):
            yield Finding(
                at=anchor(namespace["vpc"], namespace),
                message=f"names of '{namespace.name}' are not resolved in VPC '{vpc.name}', which has no DNS "
                f"{'support' if support.is_(False) else 'host names'}",
                related=[Related(head(vpc), f"VPC '{vpc.name}'")],
                fixes=[names_fix(vpc, argument)],
            )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    everyone = list(registrations(graph))
    for name in graph.of(SERVICE):
        if not name.external:
            yield from _no_records(name, [r for r in everyone if r.name is name])
            yield from _refused(name)
            yield from _orphan(graph, name)
    for registration in everyone:
        yield from _unfit(registration)
    yield from _unresolved(graph)
