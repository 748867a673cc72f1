"""What makes connections to listeners secure: certificates, policies, certificates of clients."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def certificate_arns(world: World, value: Value) -> list[Value] | None:
    """The ARNs of certificates given as constructs, as ``ListenerCertificate``s or as texts; None when not all are known."""
    elements = world.elements(value)
    if elements is None:
        return None
    found: list[Value] = []
    for element in elements:
        node = world.node(element)
        if isinstance(node, Made):
            found.append(ResourceReference(node.resource, "arn", origin=element.origin))
        elif node is None:
            found.append(Unknown("a certificate", (world.fold(element),), origin=element.origin))
        else:
            found.append(node.value() if isinstance(node, Thing) else node)
    return found


def further_certificate(world: World, listener: Resource, arn: Value) -> None:
    """One more certificate of a listener."""
    world.add(
        "aws_lb_listener_certificate",
        listener.name,
        {"listener_arn": ResourceReference(listener, "arn"), "certificate_arn": arn},
    )


def post_quantum(world: World, arranged: Arranged, protocol: Value) -> None:
    """A feature flag changes the policy that holds when none is given."""
    if "ssl_policy" in arranged.entries or not protocol.is_any_of("HTTPS", "TLS"):
        return
    flag = world.flag("@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy")
    if flag:
        arranged.put("ssl_policy", "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09")


def mutual_authentication(arranged: Arranged, props: Arguments) -> None:
    """What a listener wants of the certificates of clients."""
    inner = props.nested("mutual_authentication")
    if inner is None:
        if props.raw("mutual_authentication") is not None:
            arranged.put("mutual_authentication", Unknown("mutual authentication"), "mutual_authentication")
        return
    entries: dict[str, MapEntry] = {}
    for source, target in (
        ("mutual_authentication_mode", "mode"),
        ("ignore_client_certificate_expiry", "ignore_client_certificate_expiry"),
    ):
        if not inner.get(source).is_absent():
            entries[target] = MapEntry(inner.get(source))
    names = inner.get("advertise_trust_store_ca_names")
    if not names.is_absent():
        word = "on" if names.is_(True) else "off"
        known = names.is_(True) or names.is_(False)
        entries["advertise_trust_store_ca_names"] = MapEntry(Scalar(word) if known else Unknown("a switch"))
    if (store := inner.thing("trust_store")) is not None and isinstance(store, Made):
        entries["trust_store_arn"] = MapEntry(ResourceReference(store.resource, "arn"))
    elif inner.raw("trust_store") is not None:
        entries["trust_store_arn"] = MapEntry(Unknown("a trust store"))
    arranged.put(
        "mutual_authentication",
        MappingValue(entries, open=inner.open, origin=inner.origin),
        "mutual_authentication",
    )


def certify(
    world: World, resource: Resource, props: Arguments, written: Value | None, arns: list[Value] | None
) -> None:
    """Give a listener its certificates: the first is its own, each other one a resource."""
    entry = props.entry("certificates") or props.entry("certificate_arns")
    if arns is None:
        origin = written.origin if written is not None else None
        put(resource, "certificate_arn", Unknown("certificates", origin=origin), entry)
    elif arns:
        put(resource, "certificate_arn", arns[0], entry)
    elif written is not None:
        absent = Absent(origin=written.origin)
        place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
        resource.properties.entries["certificate_arn"] = MapEntry(absent, *place)
    for arn in (arns or [])[1:]:
        further_certificate(world, resource, arn)


def _certificate(call: Call) -> Node | None:
    """``ListenerCertificate.fromArn`` and ``fromCertificateManager``."""
    value = call.positional[0] if call.positional else None
    if value is None:
        named = call.construction.arguments.keywords
        value = next((e.value for e in named.values()), None)
    if value is None:
        return None
    node = call.world.node(value)
    if isinstance(node, Made):
        return ResourceReference(node.resource, "arn", origin=value.origin)
    return call.world.fold(value)


def _added_certificate(call: Call) -> Node:
    """``new ApplicationListenerCertificate(this, 'id', { listener, certificates })``."""
    props = call.props()
    listener = props.thing("listener")
    written = props.raw("certificates")
    arns = certificate_arns(call.world, written) if written is not None else None
    for arn in arns if arns is not None else [Unknown("certificates")]:
        resource = call.world.add(
            "aws_lb_listener_certificate", call.world.name(call), {"certificate_arn": arn}
        )
        target: Value = Unknown("a listener")
        if isinstance(listener, Made):
            target = ResourceReference(listener.resource, "arn")
        put(resource, "listener_arn", target)
    return Opaque()


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ListenerCertificate.from_arn": _certificate,
        f"{_E}.ListenerCertificate.from_certificate_manager": _certificate,
        f"{_E}.ListenerCertificate": _certificate,
        f"{_E}.ApplicationListenerCertificate": _added_certificate,
        f"{_E}.NetworkListenerCertificate": _added_certificate,
    }
)
