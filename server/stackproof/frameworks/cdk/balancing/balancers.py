"""Load balancers of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.listeners import make_listener
from stackproof.frameworks.cdk.balancing.logs import log_to
from stackproof.frameworks.cdk.balancing.targets import TargetGroup
from stackproof.frameworks.cdk.cfn_balancing import BALANCER, place, typed
from stackproof.frameworks.cdk.connections import Connections, Group
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
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
# Arguments that are attributes: under Terraform's names.
_SETTINGS = {
    "deletion_protection": "enable_deletion_protection",
    "cross_zone_enabled": "enable_cross_zone_load_balancing",
    "zonal_shift": "enable_zonal_shift",
}
_APPLICATION = {
    "http2_enabled": "enable_http2",
    "idle_timeout": "idle_timeout",
    "drop_invalid_header_fields": "drop_invalid_header_fields",
    "desync_mitigation_mode": "desync_mitigation_mode",
    "preserve_host_header": "preserve_host_header",
    "x_amzn_tls_version_and_cipher_suite_headers": "enable_tls_version_and_cipher_suite_headers",
    "preserve_xff_client_port": "enable_xff_client_port",
    "xff_header_processing_mode": "xff_header_processing_mode",
    "waf_fail_open": "enable_waf_fail_open",
    "client_keep_alive": "client_keep_alive",
}
_OWN_GROUP = "@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault"


class Balancer(Made):
    """A load balancer; ``kind`` is Terraform's ``application``, ``network`` or ``gateway``."""

    def __init__(
        self, world: World, resource: Resource, kind: str, vpc: Thing | None, connections: Connections
    ) -> None:
        super().__init__(resource, _LB_NAMES)
        self.world = world
        self.kind = kind
        self.attributes["connections"] = connections
        if vpc is not None:
            self.attributes["vpc"] = vpc
        self.methods["add_listener"] = lambda c: make_listener(
            c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}", implied=False, kind=kind
        )
        self.methods["add_redirect"] = self._redirect
        self.methods["log_access_logs"] = lambda c: log_to(c, self.resource, kind, "access_logs")
        self.methods["log_connection_logs"] = lambda c: log_to(c, self.resource, kind, "connection_logs")
        self.methods["log_health_check_logs"] = lambda c: log_to(c, self.resource, kind, "health_check_logs")
        self.methods["set_attribute"] = self._attribute
        self.methods["add_security_group"] = self._add_group
        self.methods["on_cloud_trail_event"] = lambda c: Opaque()

    def attribute(self, name: str) -> Node | None:
        if name in ("listeners", "metrics", "load_balancer_security_groups") and name not in self.attributes:
            return Opaque((self.value(),))
        return super().attribute(name)

    def _redirect(self, call: Call) -> Node:
        """From HTTP to HTTPS, unless told otherwise."""
        from stackproof.frameworks.cdk.balancing.actions import redirect

        props = call.props(0)
        given = {"port": "source_port", "protocol": "source_protocol", "open": "open"}
        entries = {
            k: e for k, s in given.items() if (e := props.entry(s)) is not None and props.raw(s) is not None
        }
        entries.setdefault("port", MapEntry(default(80)))
        entries.setdefault("protocol", MapEntry(default("HTTP")))
        mine = Arguments(self.world, entries, props.open, props.origin)
        shown = self.world.fold(entries["port"].value).number()
        target = props.get("target_port")
        number = target.number()
        port: Value = (
            default("443") if target.is_absent() else Scalar(str(number)) if number is not None else target
        )
        listener = make_listener(
            call,
            self,
            mine,
            f"{self.resource.name}/Redirect{shown or '*'}To{port.text() or '*'}",
            implied=True,
            kind=self.kind,
        )
        protocol = props.get("target_protocol")
        action = redirect(
            Arguments(self.world, {"permanent": MapEntry(default(True))}, origin=props.origin),
            {"port": port, "protocol": default("HTTPS") if protocol.is_absent() else protocol},
        )
        listener.act(action)
        return listener

    def _add_group(self, call: Call) -> Node:
        group = call.thing(0, "security_group")
        connections = self.attributes["connections"]
        assert isinstance(connections, Connections)
        if isinstance(group, Group) and isinstance(group, Made):
            connections.add(group)
            append(
                self.resource,
                "security_groups",
                ResourceReference(group.resource, "id"),
                certain=call.certain,
            )
        else:
            connections.open = True
            put(self.resource, "security_groups", Unknown("security groups"))
        return Opaque()

    def _attribute(self, call: Call) -> Node | None:
        key, value = call.folded(0, "key"), call.folded(1, "value")
        text = key.text() if key is not None else None
        if text is None:
            return None
        path = BALANCER.get(text)
        if path is not None:
            made = typed(text, value if value is not None else Scalar(None))
            certain = made if call.certain else Unknown("an attribute that may be set", (made,))
            place(self.resource, path, certain, MapEntry(certain, None, call.construction.origin))
        return Opaque()


def make_balancer(
    call: Call,
    props: Arguments,
    name: str,
    vpc: Thing | None,
    *,
    kind: str,
    implied: bool,
    public: Value,
) -> Balancer:
    """A load balancer in the subnets its props select: public ones when it faces the internet."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy("ip_address_type", load_balancer_name="name")
    arranged.put("type", default(kind))
    internal: Value = Unknown("whether it faces the internet", origin=public.origin)
    if public.is_(True) or public.is_(False):
        internal = Scalar(public.is_(False), origin=public.origin, certainty=public.certainty)
    arranged.keep("internal", internal, "internet_facing")
    _settings(arranged, props, kind)
    entry = "subnet_mappings" if props.raw("subnet_mappings") is not None else "vpc_subnets"
    if entry == "subnet_mappings":
        arranged.keep("subnet_mapping", _mappings(props), entry)
    else:
        unclear = Unknown("subnets of a VPC that is not known")
        arranged.keep(
            "subnets", _subnets(vpc, props, public) if isinstance(vpc, VpcThing) else unclear, entry
        )
    groups = _groups(call, props, name, vpc, kind)
    props.entry("vpc")
    resource = describe(
        world, "AWS::ElasticLoadBalancingV2::LoadBalancer", name, arranged, implied=implied
    ).resource
    if groups is not None:
        put(
            resource,
            "security_groups",
            groups.ids,
            props.entry("security_group") or props.entry("security_groups"),
        )
    connections = groups.connections(world) if groups is not None else Connections(world)
    return Balancer(world, resource, kind, vpc, connections)


def _settings(arranged: Arranged, props: Arguments, kind: str) -> None:
    protection = props.get("deletion_protection")
    if protection.is_absent():
        arranged.keep("enable_deletion_protection", default(False))
    for source, target in {**_SETTINGS, **(_APPLICATION if kind == "application" else {})}.items():
        value = props.get(source)
        if not value.is_absent():
            arranged.keep(target, value, source)
    props.entry("deny_all_igw_traffic")
    capacity = props.get("minimum_capacity_unit")
    if not capacity.is_absent():
        inner = MappingValue({"capacity_units": MapEntry(capacity)})
        unclear = Unknown("a capacity", (capacity,), origin=capacity.origin)
        told = inner if capacity.is_present() else unclear
        arranged.keep("minimum_load_balancer_capacity", told, "minimum_capacity_unit")
    if kind == "network":
        arranged.copy(client_routing_policy="dns")
        if (routing := arranged.entries.pop("dns", None)) is not None:
            arranged.keep("dns_record_client_routing_policy", routing.value, "client_routing_policy")
        name = "enforce_security_group_inbound_rules_on_private_link_traffic"
        enforced = props.get(name)
        if not enforced.is_absent():
            known = enforced.is_(True) or enforced.is_(False)
            word = Scalar("on" if enforced.is_(True) else "off", origin=enforced.origin)
            arranged.keep(name, word if known else Unknown("a switch"), name)
        props.entry("enable_prefix_for_ipv6_source_nat")


def _groups(call: Call, props: Arguments, name: str, vpc: Thing | None, kind: str) -> Groups | None:
    """The groups given, or the one that the library makes; None when there is none."""
    vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    said = Unknown("a description of the library's own")
    if kind == "application":
        given = groups_given(props, "", "security_group")
        if given is not None:
            return given
    elif kind == "network":
        given = groups_given(props, "security_groups", "")
        if given is not None:
            return given
        flag = call.world.flag(_OWN_GROUP)
        disabled = props.get("disable_security_groups")
        if flag is False or disabled.is_(True):
            return None
        if flag is None or not (disabled.is_absent() or disabled.is_(False)):
            return Groups(Unknown("a security group that a feature flag decides about"), [], open=True)
    else:
        return None
    made = own_group(call, f"{name}/SecurityGroup", vpc_id, description=said, out=False)
    ids: list[Value] = [ResourceReference(made.resource, "id")]
    return Groups(Sequence(ids), [made])


def _mappings(props: Arguments) -> Value:
    """Subnets, each with an address of its own."""
    written = props.raw("subnet_mappings")
    elements = props.world.elements(written) if written is not None else None
    if elements is None:
        return Unknown("subnets", (props.get("subnet_mappings"),))
    made: list[Value] = []
    for element in elements:
        folded = props.world.fold(element)
        entries = {"subnet_id": MapEntry(_subnet_id(folded.get("subnet")))}
        for source, target in (
            ("allocation_id", "allocation_id"),
            ("private_ipv4_address", "private_ipv4_address"),
            ("ipv6_address", "ipv6_address"),
        ):
            value = folded.get(source)
            if not value.is_absent():
                entries[target] = MapEntry(value)
        made.append(MappingValue(entries, origin=element.origin))
    return Sequence(made, origin=written.origin if written is not None else None)


def _subnet_id(value: Value) -> Value:
    target = value.target()
    return (
        Unknown("a subnet", (value,))
        if target is None
        else ResourceReference(target, "id", origin=value.origin)
    )


def _subnets(vpc: VpcThing, props: Arguments, public: Value) -> Value:
    if props.raw("vpc_subnets") is not None or props.open:
        return vpc.subnet_ids(props)
    if public.is_(True) and vpc.plan is not None:
        return Sequence([ResourceReference(vpc.subnets[i].resource, "id") for i in vpc.plan.of("public")])
    if public.is_(False):
        return vpc.subnet_ids(None)
    return Unknown("subnets", (vpc.value(),))


def _balancer(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        facing = props.get("internet_facing")
        public = default(False) if facing.is_absent() else facing
        name = call.world.name(call)
        return make_balancer(call, props, name, props.thing("vpc"), kind=kind, implied=False, public=public)

    return recipe


def _external(kind: str, what: str) -> Recipe:
    """A load balancer, listener or target group from outside."""

    def recipe(call: Call) -> Node:
        world = call.world
        resource = world.external(what, call)
        if what == "aws_lb_target_group":
            return TargetGroup(world, resource, application=kind == "application")
        if what == "aws_lb_listener":
            from stackproof.frameworks.cdk.balancing.listeners import Listener

            return Listener(world, resource, None, kind)
        put(resource, "load_balancer_type", default(kind))
        vpc = call.props().thing("vpc")
        made = Balancer(world, resource, kind, vpc, Connections(world, open=True))
        made.fragile = False
        return made

    return recipe


_E = "aws-elasticloadbalancingv2"
_LOOKUPS = (
    ("ApplicationLoadBalancer", "lookup", "aws_lb"),
    ("ApplicationLoadBalancer", "application_load_balancer_attributes", "aws_lb"),
    ("NetworkLoadBalancer", "lookup", "aws_lb"),
    ("NetworkLoadBalancer", "network_load_balancer_attributes", "aws_lb"),
    ("ApplicationListener", "lookup", "aws_lb_listener"),
    ("ApplicationListener", "application_listener_attributes", "aws_lb_listener"),
    ("NetworkListener", "lookup", "aws_lb_listener"),
    ("NetworkListener", "network_listener_arn", "aws_lb_listener"),
    ("ApplicationTargetGroup", "target_group_attributes", "aws_lb_target_group"),
    ("NetworkTargetGroup", "target_group_attributes", "aws_lb_target_group"),
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationLoadBalancer": _balancer("application"),
        f"{_E}.NetworkLoadBalancer": _balancer("network"),
        **{
            f"{_E}.{c}.from_{s}": _external("network" if c.startswith("Network") else "application", what)
            for c, s, what in _LOOKUPS
        },
    }
)
