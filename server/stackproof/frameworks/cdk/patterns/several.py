"""Services behind load balancers with several listeners and target groups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.balancing.balancers import Balancer, make_balancer
from stackproof.frameworks.cdk.balancing.listeners import Listener, make_listener
from stackproof.frameworks.cdk.balancing.targets import TargetGroup
from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
from stackproof.frameworks.cdk.ecs.containers import Container
from stackproof.frameworks.cdk.ecs.servicemaking import make_service
from stackproof.frameworks.cdk.ecs.services import ServiceThing
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.patterns.parts import (
    SERVICE,
    Pattern,
    cluster_of,
    desired,
    fill,
    image_options,
    only,
    task_of,
)
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, Things, put
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def _several(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        world, props = call.world, call.props()
        name = world.name(call)
        machines = call.located is not None and call.located.names[-1].endswith("Ec2Service")
        launch = "Ec2Service" if machines else "FargateService"
        cluster = cluster_of(call, props, name)
        vpc = cluster.vpc if isinstance(cluster, ClusterThing) else props.thing("vpc")
        balancers, listeners = _fronts(call, props, name, vpc, kind)
        task, container = _task(call, props, name, launch)
        mine = only(props, *SERVICE)
        desired(props, "desired_count", mine)
        service = make_service(
            call,
            mine,
            f"{name}/Service",
            cluster=cluster,
            task=task,
            kind=launch,
            implied=True,
            subnets="task_subnets",
        )
        groups = _groups(call, props, service, container, listeners, vpc, kind)
        if props.open or not listeners:
            world.open(service, "pattern", "load balancers that are not known", call.construction.origin)
        return Pattern(
            {
                "load_balancer": balancers[0] if balancers else None,
                "load_balancers": Things(balancers),
                "listener": listeners[0] if listeners else None,
                "listeners": Things(listeners),
                "target_group": groups[0] if groups else None,
                "target_groups": Things(groups),
                "service": service,
                "task_definition": task,
                "cluster": cluster,
            }
        )

    return recipe


def _fronts(
    call: Call, props: Arguments, name: str, vpc: Thing | None, kind: str
) -> tuple[list[Balancer], list[Listener]]:
    """The load balancers asked for, or one; the listeners of each."""
    written = props.raw("load_balancers")
    if written is None:
        named = {} if kind == "network" else {"load_balancer_name": MapEntry(default("LB"))}
        balancer = make_balancer(
            call,
            Arguments(call.world, named),
            f"{name}/LB",
            vpc,
            kind=kind,
            implied=True,
            public=default(True),
        )
        return [balancer], [_listener(call, balancer, Arguments(call.world), f"{name}/PublicListener", kind)]
    balancers: list[Balancer] = []
    listeners: list[Listener] = []
    for element in call.world.elements(written) or ():
        inner = arguments_of(call.world, element)
        if inner is None:
            continue
        facing = inner.get("public_load_balancer")
        mine = only(inner, "idle_timeout", load_balancer_name="name")
        balancer = make_balancer(
            call, mine, f"{name}/{inner.get('name').text() or 'LB'}", vpc, kind=kind, implied=True,
            public=default(True) if facing.is_absent() else facing,
        )  # fmt: skip
        balancers.append(balancer)
        for listened in inner.elements("listeners") or ():
            one = arguments_of(call.world, listened)
            if one is not None:
                shown = one.get("name").text() or "Listener"
                listeners.append(_listener(call, balancer, one, f"{name}/{shown}", kind))
    return balancers, listeners


def _listener(call: Call, balancer: Balancer, props: Arguments, name: str, kind: str) -> Listener:
    if kind == "network":
        mine = only(props, "port")
        mine.entries.setdefault("port", MapEntry(default(80)))
        return make_listener(call, balancer, mine, name, implied=True, kind=kind)
    mine = only(props, "port", "protocol", "ssl_policy")
    secure = props.raw("certificate") is not None
    mine.entries.setdefault("protocol", MapEntry(default("HTTPS" if secure else "HTTP")))
    listener = make_listener(call, balancer, mine, name, implied=True, kind=kind)
    if listener.resource["protocol"].is_not("HTTPS"):
        return listener
    certificate = props.thing("certificate")
    arn: Value = Unknown("a certificate")
    if isinstance(certificate, Made):
        arn = ResourceReference(certificate.resource, "arn")
    elif not secure:
        made = call.world.add(
            "aws_acm_certificate", f"{name}/Certificate", {"domain_name": props.get("domain_name")}
        )
        arn = ResourceReference(made, "arn")
    put(listener.resource, "certificate_arn", arn, props.entry("certificate"))
    return listener


def _task(call: Call, props: Arguments, name: str, launch: str) -> tuple[Thing | None, Container | None]:
    options = image_options(props)
    task = task_of(call, props, options, name, launch.replace("Service", "TaskDefinition"))
    if not isinstance(task, TaskThing):
        return task, None
    if props.raw("task_definition") is not None:
        return task, task.default_container()
    more: dict[str, MapEntry] = {}
    if launch == "Ec2Service":
        more = only(props, "cpu", "memory_limit_mib", "memory_reservation_mib").entries
    container = fill(call, task, options, name, "web", more)
    ports = options.get("container_ports")
    for port in ports.items() if isinstance(ports, Sequence) else ():
        _open(container, port, Unknown("tcp"))
    return task, container


def _open(container: Container, port: Value, protocol: Value) -> None:
    """Open a port of a container, once."""
    number = port.number()
    mappings = container.json.get("portMappings").items()
    if number is not None and any(m.get("containerPort").is_(number) for m in mappings):
        return
    entries = {"containerPort": MapEntry(port)}
    if protocol.text() is not None:
        entries["protocol"] = MapEntry(protocol)
    container.extend("portMappings", container.port_mapping(MappingValue(entries)), True)


def _groups(
    call: Call,
    props: Arguments,
    service: ServiceThing,
    container: Container | None,
    listeners: list[Listener],
    vpc: Thing | None,
    kind: str,
) -> list[TargetGroup]:
    """A group for each target that is asked for, on the listener that it names."""
    written = props.raw("target_groups")
    if not listeners or container is None:
        return []
    if written is None:
        first = container.json.get("portMappings", 0, "containerPort")
        if first.is_absent():
            _open(container, default(80), Unknown("tcp"))
            first = default(80)
        port = Arguments(call.world, {"port": MapEntry(first)})
        return [listeners[0].send(call, port, "ECS", service)]
    made: list[TargetGroup] = []
    for element in call.world.elements(written) or ():
        inner = arguments_of(call.world, element)
        if inner is None:
            call.world.open(service, "target-group", "a group that is not known", written.origin)
            continue
        _open(container, inner.get("container_port"), inner.get("protocol"))
        listener = _named(listeners, inner.get("listener"))
        text = container.json.get("name").text() or ""
        label = f"ECSTargetGroup{text}{inner.get('container_port').number() or '*'}"
        where = {
            "container_name": MapEntry(container.json.get("name")),
            **only(inner, "container_port").entries,
        }
        target = service.target(Arguments(call.world, where))
        given = inner.entry("container_port") if kind == "network" else None
        entries = {"port": given if given is not None else MapEntry(default(80))}
        entries |= only(inner, "priority", "path_pattern", "host_header").entries
        if "path_pattern" in entries:
            entries["path_patterns"] = MapEntry(Sequence([entries.pop("path_pattern").value]))
        made.append(listener.send(call, Arguments(call.world, entries, inner.open), label, target))
    return made


def _named(listeners: list[Listener], wanted: Value) -> Listener:
    text = wanted.text()
    found = (li for li in listeners if text is not None and li.resource.name.endswith(f"/{text}"))
    return next(found, listeners[0])


_P = "aws-ecs-patterns"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_P}.ApplicationMultipleTargetGroupsFargateService": _several("application"),
        f"{_P}.ApplicationMultipleTargetGroupsEc2Service": _several("application"),
        f"{_P}.NetworkMultipleTargetGroupsFargateService": _several("network"),
        f"{_P}.NetworkMultipleTargetGroupsEc2Service": _several("network"),
    }
)
