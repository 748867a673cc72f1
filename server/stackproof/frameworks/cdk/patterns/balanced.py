"""Services behind a load balancer with one listener."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.actions import redirect
from stackproof.frameworks.cdk.balancing.balancers import make_balancer
from stackproof.frameworks.cdk.balancing.listeners import Listener, make_listener
from stackproof.frameworks.cdk.balancing.targetgroups import make_group
from stackproof.frameworks.cdk.balancing.targets import TargetGroup
from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
from stackproof.frameworks.cdk.ecs.servicemaking import make_service
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.patterns.parts import (
    CLOSED_LISTENER,
    SERVICE,
    Pattern,
    cluster_of,
    desired,
    fill,
    image_options,
    map_port,
    only,
    task_of,
)
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value


def _balanced(kind: str) -> Recipe:
    """An application or network load balancer in front of one service."""

    def recipe(call: Call) -> Node:
        world, props = call.world, call.props()
        name = world.name(call)
        machines = call.located is not None and call.located.names[-1].endswith("Ec2Service")
        launch = "Ec2Service" if machines else "FargateService"
        cluster = cluster_of(call, props, name)
        vpc = cluster.vpc if isinstance(cluster, ClusterThing) else props.thing("vpc")
        balancer = _front(call, props, name, vpc, kind)
        options = image_options(props)
        task = _task(call, props, options, name, launch)
        listener, group, parts = _listen(call, props, balancer, name, kind, vpc, options)
        mine = only(props, *SERVICE, "availability_zone_rebalancing")
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
        service.register(call, group)
        return Pattern(
            {
                "load_balancer": balancer,
                "listener": listener,
                "target_group": group,
                "service": service,
                "task_definition": task,
                "cluster": cluster,
                **parts,
            }
        )

    return recipe


def _task(call: Call, props: Arguments, options: Arguments, name: str, launch: str) -> Thing | None:
    kind = launch.replace("Service", "TaskDefinition")
    task = task_of(call, props, options, name, kind)
    if props.raw("task_definition") is not None or not isinstance(task, TaskThing):
        return task
    more: dict[str, MapEntry] = {}
    sources = (
        {
            "health_check": "health_check",
            "cpu": "container_cpu",
            "memory_limit_mib": "container_memory_limit_mib",
        }
        if launch == "FargateService"
        else {n: n for n in ("cpu", "memory_limit_mib", "memory_reservation_mib")}
    )
    for target, source in sources.items():
        if (entry := props.entry(source)) is not None and props.raw(source) is not None:
            more[target] = entry
    container = fill(call, task, options, name, "web", more)
    port = options.get("container_port")
    map_port(container, default(80) if port.is_absent() else port)
    return task


def _front(call: Call, props: Arguments, name: str, vpc: Thing | None, kind: str) -> Made | None:
    if props.raw("load_balancer") is not None:
        given = props.thing("load_balancer")
        return given if isinstance(given, Made) else None
    facing = props.get("public_load_balancer")
    public: Value = default(True) if facing.is_absent() else facing
    names = (
        ("load_balancer_name", "idle_timeout", "ip_address_type")
        if kind == "application"
        else ("ip_address_type",)
    )
    return make_balancer(call, only(props, *names), f"{name}/LB", vpc, kind=kind, implied=True, public=public)


def _listen(
    call: Call,
    props: Arguments,
    balancer: Made | None,
    name: str,
    kind: str,
    vpc: Thing | None,
    options: Arguments,
) -> tuple[Listener, TargetGroup, dict[str, Node | None]]:
    """The listener, its group, and what else there is: a certificate, a listener that redirects."""
    if kind == "network":
        listener = _network_listener(call, props, balancer, name)
        port = options.get("container_port")
        usual = default(443) if props.raw("listener_certificate") is not None else default(80)
        mine = Arguments(call.world, {"port": MapEntry(usual if port.is_absent() else port)}, options.open)
        group = make_group(
            call, mine, f"{name}/PublicListener/ECSGroup", implied=True, application=False, vpc=vpc,
            fallback=listener.resource["protocol"],
        )  # fmt: skip
        listener.send_all(group)
        _record(call, props, name, balancer)
        return listener, group, {}
    parts: dict[str, Node | None] = {}
    listener = _application_listener(call, props, balancer, name)
    entries = {
        "protocol": MapEntry(
            props.get("target_protocol") if props.raw("target_protocol") is not None else default("HTTP")
        )
    }
    mine = Arguments(call.world, entries, props.open, props.origin)
    if (version := props.entry("protocol_version")) is not None and props.raw("protocol_version") is not None:
        mine.entries["protocol_version"] = version
    group = make_group(call, mine, f"{name}/PublicListener/ECSGroup", implied=True, application=True, vpc=vpc)
    listener.send_all(group)
    parts["certificate"] = _certify(call, props, listener, name)
    parts["redirect_listener"] = _redirect(call, props, balancer, name)
    _record(call, props, name, balancer)
    return listener, group, parts


def _opened(props: Arguments) -> MapEntry:
    """Whether everybody may reach the listener."""
    given = props.entry("open_listener")
    if given is not None and props.raw("open_listener") is not None:
        return given
    balancer = props.raw("load_balancer")
    flag = props.world.flag(CLOSED_LISTENER)
    if flag is False or balancer is None:
        return MapEntry(default(True))
    return MapEntry(Unknown("whether the load balancer has groups of its own"))


def _application_listener(call: Call, props: Arguments, balancer: Made | None, name: str) -> Listener:
    """HTTPS as soon as there is a certificate; the certificate itself comes later."""
    mine = only(props, "protocol", "ssl_policy", port="listener_port")
    secure = props.raw("certificate") is not None
    if "protocol" not in mine.entries:
        word = default("HTTPS" if secure else "HTTP")
        mine.entries["protocol"] = MapEntry(Unknown("a protocol") if props.open else word)
    mine.entries["open"] = _opened(props)
    return make_listener(call, balancer, mine, f"{name}/PublicListener", implied=True, kind="application")


def _certify(call: Call, props: Arguments, listener: Listener, name: str) -> Node | None:
    if listener.resource["protocol"].is_not("HTTPS"):
        return None
    entry = props.entry("certificate")
    if entry is not None and props.raw("certificate") is not None:
        node = call.world.node(entry.value)
        arn = call.world.fold(entry.value)
        if isinstance(node, Made):
            arn = ResourceReference(node.resource, "arn", origin=entry.value.origin)
        put(listener.resource, "certificate_arn", arn, entry)
        return node
    if props.raw("domain_name") is None:
        return None
    # The library orders a certificate for the domain.
    made = call.world.add(
        "aws_acm_certificate",
        f"{name}/Certificate",
        {"domain_name": props.get("domain_name"), "validation_method": default("DNS")},
    )
    put(listener.resource, "certificate_arn", ResourceReference(made, "arn"))
    return Made(made, {"certificate_arn": "arn"})


def _redirect(call: Call, props: Arguments, balancer: Made | None, name: str) -> Node | None:
    wanted = props.get("redirect_http")
    if wanted.is_absent() or wanted.is_(False) or balancer is None:
        return None
    entries = {"protocol": MapEntry(default("HTTP")), "port": MapEntry(default(80)), "open": _opened(props)}
    listener = make_listener(
        call, balancer, Arguments(call.world, entries), f"{name}/PublicRedirectListener", implied=True,
        kind="application",
    )  # fmt: skip
    port = props.get("listener_port")
    number = port.number()
    shown: Value = default("443") if port.is_absent() else Scalar(str(number)) if number is not None else port
    permanent = Arguments(call.world, {"permanent": MapEntry(default(True))})
    listener.act(redirect(permanent, {"port": shown, "protocol": default("HTTPS")}))
    listener.resource.conditional = listener.resource.conditional or not wanted.is_(True)
    return listener


def _network_listener(call: Call, props: Arguments, balancer: Made | None, name: str) -> Listener:
    mine = only(props, port="listener_port")
    certificate = props.entry("listener_certificate")
    secure = certificate is not None and props.raw("listener_certificate") is not None
    if certificate is not None and secure:
        listed = Sequence([certificate.value], origin=certificate.value.origin)
        mine.entries["certificates"] = MapEntry(listed, certificate.key_origin, certificate.origin)
    mine.entries.setdefault("port", MapEntry(default(443 if secure else 80)))
    return make_listener(call, balancer, mine, f"{name}/PublicListener", implied=True, kind="network")


def _record(call: Call, props: Arguments, name: str, balancer: Made | None) -> None:
    """The name in a zone under which the load balancer is found."""
    domain, zone = props.get("domain_name"), props.thing("domain_zone")
    if domain.is_absent():
        return
    kind = props.raw("record_type")
    if kind is not None:
        word = getattr(kind, "names", ("",))[-1]
        if word == "NONE":
            return
    record = call.world.add(
        "aws_route53_record", f"{name}/DNS", {"name": domain, "type": default("A")}, role="record"
    )
    put(
        record,
        "zone_id",
        ResourceReference(zone.resource, "zone_id") if isinstance(zone, Made) else Unknown("a zone"),
    )
    # The library puts the zone's name behind the domain's where it is missing.
    if zone is None or isinstance(domain, Absent):
        record.properties.open = True
    if kind is not None:
        put(record, "type", Unknown("a kind of record"))
        record.properties.open = True
    elif balancer is not None:
        from stackproof.frameworks.cdk.securitygroups import block

        put(record, "name", Unknown("a name in the zone", (domain,), origin=domain.origin))
        alias = block(
            name=Unknown("the load balancer's name", (ResourceReference(balancer.resource, "dns_name"),)),
            zone_id=ResourceReference(balancer.resource, "zone_id"),
        )
        put(record, "alias", alias)
        record.properties.open = True


_P = "aws-ecs-patterns"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_P}.ApplicationLoadBalancedFargateService": _balanced("application"),
        f"{_P}.ApplicationLoadBalancedEc2Service": _balanced("application"),
        f"{_P}.NetworkLoadBalancedFargateService": _balanced("network"),
        f"{_P}.NetworkLoadBalancedEc2Service": _balanced("network"),
    }
)
