"""Load balancers of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.conversions import attribute
from stackproof.frameworks.cdk.listeners import Listener, balancer_kind, make_listener
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block, given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_LB_NAMES = {
    "load_balancer_arn": "arn",
    "load_balancer_dns_name": "dns_name",
    "load_balancer_canonical_hosted_zone_id": "zone_id",
    "load_balancer_name": "name",
    "load_balancer_full_name": "arn_suffix",
}


class Balancer(Made):
    """A load balancer; ``kind`` is Terraform's ``application`` or ``network``."""

    def __init__(self, world: World, resource: Resource, kind: str) -> None:
        super().__init__(resource, _LB_NAMES)
        self.world = world
        self.kind = kind
        self.methods["add_listener"] = lambda c: make_listener(
            c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}", implied=False
        )
        self.methods["add_redirect"] = self._redirect
        self.methods["log_access_logs"] = lambda c: self._logs(c, "access_logs")
        self.methods["log_connection_logs"] = lambda c: self._logs(c, "connection_logs")
        self.methods["log_health_check_logs"] = lambda c: Opaque()
        self.methods["set_attribute"] = self._attribute
        self.methods["remove_attribute"] = lambda c: None
        self.methods["add_security_group"] = lambda c: Opaque()
        self.methods["on_cloud_trail_event"] = lambda c: Opaque()

    def attribute(self, name: str) -> Node | None:
        if name in ("listeners", "vpc", "metrics", "load_balancer_security_groups", "connections"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def _redirect(self, call: Call) -> Node:
        props = call.props(0)
        port = props.get("source_port")
        target = props.get("target_port")
        redirect = block(
            port="443" if target.is_absent() else target, protocol="HTTPS", status_code="HTTP_301"
        )
        resource = call.world.add(
            "aws_lb_listener",
            f"{self.resource.name}/Redirect{'80' if port.is_absent() else '*'}To443",
            {
                "load_balancer_arn": ResourceReference(self.resource, "arn"),
                "port": default(80) if port.is_absent() else port,
                "protocol": default("HTTP"),
                "default_action": Sequence([block(type="redirect", redirect=redirect)]),
            },
        )
        return Listener(self.world, resource)

    def _logs(self, call: Call, name: str) -> Node:
        """Logs go to a bucket whose policy the library completes, unless the bucket is from outside."""
        bucket = call.thing(0, "bucket")
        prefix = call.folded(1, "prefix")
        origin = call.construction.origin
        target: Value = Unknown("a bucket", origin=origin)
        if isinstance(bucket, Made):
            target = ResourceReference(bucket.resource, "id", origin=origin)
        entries = {"bucket": MapEntry(target), "enabled": MapEntry(Scalar(True, origin=origin))}
        if prefix is not None:
            entries["prefix"] = MapEntry(prefix)
        value: Value = MappingValue(entries, origin=origin)
        if not call.certain:
            value = Unknown("logs that may be turned on", (value,), origin=origin)
        put(self.resource, name, value, MapEntry(value, None, origin))
        if isinstance(bucket, BucketThing):
            services: list[Principal] = [
                Principal("Service", Scalar(s))
                for s in ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")
            ]
            text = prefix.text() if prefix is not None else ""
            pattern: str | Value = "*" if text is None else f"{text}/AWSLogs/*" if text else "AWSLogs/*"
            bucket.allow(statement(["s3:PutObject"], Principals(services), [bucket.objects(pattern)]))
            if bucket.policy is not None:
                self.resource.depends_on.append(ResourceReference(bucket.policy))
        return Opaque()

    def _attribute(self, call: Call) -> Node | None:
        key, value = call.folded(0, "key"), call.folded(1, "value")
        text = key.text() if key is not None else None
        if text is None:
            return None
        found: dict[str, Value] = {
            k: e.value for k, e in self.resource.properties.entries.items() if k.endswith("_logs")
        }
        if attribute(found, text, value if value is not None else Scalar(None)):
            for name, made in found.items():
                certain = made if call.certain else Unknown("an attribute that may be set", (made,))
                put(self.resource, name, certain, MapEntry(certain, None, call.construction.origin))
        return Opaque()


def make_balancer(
    call: Call,
    props: Arguments,
    name: str,
    vpc: VpcThing | Thing | None,
    *,
    kind: str,
    implied: bool,
    public: Value,
) -> Balancer:
    """A load balancer in the subnets its props select: public ones when it faces the internet."""
    world = call.world
    internal: Value
    if public.is_(True) or public.is_(False):
        internal = Scalar(public.is_(False), origin=public.origin, certainty=public.certainty)
    else:
        internal = Unknown("whether it faces the internet", origin=public.origin)
    resource = world.add(
        "aws_lb", name, {"load_balancer_type": default(kind), "internal": internal}, implied=implied
    )
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    put(resource, "name", props.get("load_balancer_name"), props.entry("load_balancer_name"))
    for source, target in (
        ("deletion_protection", "enable_deletion_protection"),
        ("idle_timeout", "idle_timeout"),
        ("http2_enabled", "enable_http2"),
        ("drop_invalid_header_fields", "drop_invalid_header_fields"),
        ("cross_zone_enabled", "enable_cross_zone_load_balancing"),
    ):
        put(resource, target, props.get(source), props.entry(source))
    if isinstance(vpc, VpcThing):
        put(resource, "subnets", _subnets(vpc, props, public), props.entry("vpc_subnets"))
    else:
        put(resource, "subnets", Unknown("subnets of a VPC that is not known"))
    groups = given_groups(props)
    if groups is None and kind == "application":
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        groups = Sequence([ResourceReference(security_group(call, f"{name}/SecurityGroup", vpc_id), "id")])
    put(resource, "security_groups", groups, props.entry("security_group"))
    return Balancer(world, resource, kind)


def _subnets(vpc: VpcThing, props: Arguments, public: Value) -> Value:
    if props.raw("vpc_subnets") is not None or props.open:
        return vpc.subnet_ids(props)
    if public.is_(True) and vpc.plan is not None:
        return Sequence([ResourceReference(vpc.subnets[i].resource, "id") for i in vpc.plan.of("public")])
    if public.is_(False):
        return vpc.subnet_ids(None)
    return Unknown("subnets", (vpc.value(),))


def _balancer(call: Call) -> Node:
    props = call.props()
    facing = props.get("internet_facing")
    public = default(False) if facing.is_absent() else facing
    return make_balancer(
        call,
        props,
        call.world.name(call),
        props.thing("vpc"),
        kind=balancer_kind(call, None),
        implied=False,
        public=public,
    )


def _listener(call: Call) -> Node:
    props = call.props()
    balancer = props.thing("load_balancer")
    return make_listener(
        call, balancer if isinstance(balancer, Made) else None, props, call.world.name(call), implied=False
    )


def _external(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        made = Made(call.world.external(kind, call), _LB_NAMES if kind == "aws_lb" else {}, fragile=False)
        if kind != "aws_lb":
            return made
        made.methods["add_listener"] = lambda c: make_listener(
            c, made, c.props(1), call.world.name(c, 0), implied=False
        )
        return made

    return recipe


_E = "aws-elasticloadbalancingv2"


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationLoadBalancer": _balancer,
        f"{_E}.NetworkLoadBalancer": _balancer,
        f"{_E}.ApplicationListener": _listener,
        f"{_E}.NetworkListener": _listener,
        **{
            f"{_E}.{c}.from_{s}": _external(k)
            for c, s, k in (
                ("ApplicationLoadBalancer", "lookup", "aws_lb"),
                ("ApplicationLoadBalancer", "application_load_balancer_attributes", "aws_lb"),
                ("NetworkLoadBalancer", "lookup", "aws_lb"),
                ("NetworkLoadBalancer", "network_load_balancer_attributes", "aws_lb"),
                ("ApplicationListener", "lookup", "aws_lb_listener"),
                ("ApplicationListener", "application_listener_attributes", "aws_lb_listener"),
                ("ApplicationTargetGroup", "target_group_attributes", "aws_lb_target_group"),
                ("NetworkTargetGroup", "target_group_attributes", "aws_lb_target_group"),
            )
        },
    }
)
