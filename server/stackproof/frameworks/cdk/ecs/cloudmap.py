"""Cloud Map: namespaces, services, and what is registered with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# The kinds of namespaces, and their types in CloudFormation.
_TYPES = {
    "HTTP": "AWS::ServiceDiscovery::HttpNamespace",
    "DNS_PRIVATE": "AWS::ServiceDiscovery::PrivateDnsNamespace",
    "DNS_PUBLIC": "AWS::ServiceDiscovery::PublicDnsNamespace",
}


class Namespace(Made):
    """A namespace; ``kind`` is the library's word for it."""

    def __init__(self, world: World, resource: Resource, kind: str) -> None:
        super().__init__(
            resource, {"namespace_arn": "arn", "namespace_id": "id", "namespace_name": "name"}, fragile=False
        )
        self.kind = kind
        self.methods["create_service"] = lambda c: make_service(
            c, c.props(1), f"{resource.name}/{world.name(c, 0)}", self
        )


def make_namespace(call: Call, props: Arguments, name: str, kind: str, vpc: Thing | None = None) -> Namespace:
    """A namespace, for the names of a VPC when it is private."""
    arranged = Arranged(props)
    arranged.copy("name", "description")
    place = vpc if vpc is not None else props.thing("vpc")
    if kind == "DNS_PRIVATE":
        known = ResourceReference(place.resource, "id") if isinstance(place, VpcThing) else Unknown("a VPC")
        arranged.put("vpc", known, "vpc")
    for read in ("type", "use_for_service_connect", "vpc"):
        props.entry(read)
    resource = describe(call.world, _TYPES[kind], name, arranged).resource
    return Namespace(call.world, resource, kind)


def make_service(call: Call, props: Arguments, name: str, namespace: Thing | None) -> Made:
    """A service, whose instances are found by DNS unless the namespace has none."""
    arranged = Arranged(props)
    arranged.copy("name", "description")
    kind = namespace.kind if isinstance(namespace, Namespace) else None
    id_: Value = (
        ResourceReference(namespace.resource, "id") if isinstance(namespace, Made) else Unknown("a namespace")
    )
    arranged.put("namespace_id", id_, "namespace")
    discovery = props.get("discovery_type")
    if discovery.is_("API") or (discovery.is_absent() and kind == "HTTP"):
        if discovery.is_("API"):
            arranged.put("type", "HTTP", "discovery_type")
    elif kind is None or not (discovery.is_absent() or discovery.is_("DNS_AND_API")):
        arranged.keep("dns_config", Unknown("how names are found"))
    else:
        arranged.keep("dns_config", _names(props, id_), "dns_record_type")
    _checks(arranged, props)
    for read in ("dns_ttl", "routing_policy", "dns_record_type", "load_balancer"):
        props.entry(read)
    resource = describe(call.world, "AWS::ServiceDiscovery::Service", name, arranged).resource
    made = Made(resource, {"service_arn": "arn", "service_id": "id", "service_name": "name"}, fragile=False)
    for method in ("load_balancer", "non_ip_instance", "ip_instance", "cname_instance"):
        made.methods[f"register_{method}"] = lambda c: _registered(c, resource)
    return made


def _names(props: Arguments, namespace: Value) -> MappingValue:
    record, ttl = props.get("dns_record_type"), props.get("dns_ttl")
    alias = props.get("load_balancer")
    weighted = record.is_("CNAME") or alias.is_(True)
    sure = (record.is_absent() or record.text() is not None) and (alias.is_absent() or alias.text() is None)
    seconds = default(60) if ttl.is_absent() else ttl
    types: list[Value] = [default("A")] if record.is_absent() else [record]
    if record.is_("A, AAAA"):
        types = [default("A"), default("AAAA")]
    records: list[Value] = [MappingValue({"type": MapEntry(t), "ttl": MapEntry(seconds)}) for t in types]
    policy: Value = default("WEIGHTED" if weighted else "MULTIVALUE")
    return MappingValue(
        {
            "dns_records": MapEntry(Sequence(records)),
            "namespace_id": MapEntry(namespace),
            "routing_policy": MapEntry(policy if sure else Unknown("a policy", (policy,))),
        },
        open=props.open,
    )


def _checks(arranged: Arranged, props: Arguments) -> None:
    check = props.get("health_check")
    if isinstance(check, MappingValue):
        made = MappingValue(dict(check.entries), open=check.open, origin=check.origin)
        made.entries.setdefault("type", MapEntry(default("HTTP")))
        made.entries.setdefault("failure_threshold", MapEntry(default(1)))
        if check.get("type").is_not("TCP"):
            made.entries.setdefault("resource_path", MapEntry(default("/")))
        arranged.put("health_check_config", made, "health_check")
    elif not check.is_absent():
        arranged.put("health_check_config", check, "health_check")
    custom = props.get("custom_health_check")
    if not custom.is_absent():
        arranged.put("health_check_custom_config", custom, "custom_health_check")


def _registered(call: Call, service: Resource) -> Node:
    resource = call.world.add(
        "aws_service_discovery_instance",
        call.world.name(call, 0),
        {"service_id": ResourceReference(service, "id")},
        implied=False,
    )
    # Its attributes are put together from what is given.
    resource.properties.open = True
    return Made(resource)


def _namespace(kind: str) -> Recipe:
    return lambda call: make_namespace(call, call.props(), call.world.name(call), kind)


def _service(call: Call) -> Node:
    props = call.props()
    return make_service(call, props, call.world.name(call), props.thing("namespace"))


def _external_namespace(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        what = _TYPES[kind].rsplit("::", 1)[-1].removesuffix("Namespace")
        names = {"Http": "http", "PrivateDns": "private_dns", "PublicDns": "public_dns"}
        resource = call.world.external(f"aws_service_discovery_{names[what]}_namespace", call)
        put(resource, "name", call.props().get("namespace_name"))
        return Namespace(call.world, resource, kind)

    return recipe


def _external_service(call: Call) -> Node:
    resource = call.world.external("aws_service_discovery_service", call)
    return Made(resource, {"service_arn": "arn", "service_id": "id", "service_name": "name"}, fragile=False)


def _instance(call: Call) -> Node:
    props = call.props()
    service = props.thing("service")
    if not isinstance(service, Made):
        return Opaque()
    return _registered(call, service.resource)


_S = "aws-servicediscovery"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_S}.HttpNamespace": _namespace("HTTP"),
        f"{_S}.PrivateDnsNamespace": _namespace("DNS_PRIVATE"),
        f"{_S}.PublicDnsNamespace": _namespace("DNS_PUBLIC"),
        f"{_S}.HttpNamespace.from_http_namespace_attributes": _external_namespace("HTTP"),
        f"{_S}.PrivateDnsNamespace.from_private_dns_namespace_attributes": _external_namespace("DNS_PRIVATE"),
        f"{_S}.PublicDnsNamespace.from_public_dns_namespace_attributes": _external_namespace("DNS_PUBLIC"),
        f"{_S}.Service": _service,
        f"{_S}.Service.from_service_attributes": _external_service,
        **{
            f"{_S}.{name}": _instance
            for name in ("IpInstance", "NonIpInstance", "CnameInstance", "AliasTargetInstance")
        },
    }
)
