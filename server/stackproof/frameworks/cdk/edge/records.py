"""Records of Route 53: addresses, aliases, texts, mail and the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.edge.aliases import Alias
from stackproof.frameworks.cdk.edge.zones import ZoneThing, subdomain
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.values import (
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_COPIED = ("comment", "multi_value_answer", "region", "weight", "failover")
_ROUTED = ("geo_location", "region", "weight", "multi_value_answer", "failover")


class Target(Opaque):
    """What a record leads to: values, or something of AWS by another name."""

    def __init__(self, values: Value | None, alias: Alias | None = None, *, aliased: bool = False) -> None:
        super().__init__()
        self.values = values
        self.alias = alias
        self.aliased = aliased


def timed(made: Arranged, otherwise: int) -> None:
    """How long a record may be kept."""
    ttl = made.props.get("ttl")
    made.put("ttl", default(otherwise) if ttl.is_absent() else ttl, "ttl")


def record(
    call: Call,
    made: Arranged,
    name: str,
    zone: Thing | None,
    kind: Value | str,
    record_name: Value | None,
    *,
    implied: bool = False,
) -> Made:
    """A record in a zone; without a name of its own, it is the zone's."""
    known = zone if isinstance(zone, ZoneThing) else None
    made.put(
        "hosted_zone_id", ResourceReference(known.resource, "zone_id") if known else Unknown("a zone"), "zone"
    )
    made.put("type", kind, "record_type")
    own = record_name
    if known is None:
        text = own.text() if own is not None else None
        said: Value = Scalar(text) if text is not None and text.endswith(".") else Unknown("a name in a zone")
    else:
        said = subdomain(own if own is not None else known.zone_name, known.zone_name)
    made.put("name", said, "record_name")
    resource = describe(call.world, "AWS::Route53::RecordSet", name, made, implied=implied).resource
    return Made(resource, {"domain_name": "fqdn"})


def _make(call: Call, props: Arguments, kind: Value | str, target: Target | None) -> Node:
    made = Arranged(props)
    made.copy(*_COPIED)
    for read in ("zone", "record_name", "record_type", "delete_existing", "target", "values", "name_servers"):
        props.entry(read)
    source = next(
        (n for n in ("target", "values", "domain_name", "name_servers") if n in props.entries), None
    )
    if target is None:
        for name in ("resource_records", "alias_target", "ttl"):
            made.put(name, Unknown("follows from a target that is not known"), source)
    elif target.aliased:
        said = (
            target.alias.bind(call, props.thing("zone")) if target.alias is not None else Unknown("an alias")
        )
        made.put("alias_target", said, source)
        props.entry("ttl")
    else:
        made.put("resource_records", target.values, source)
        timed(made, 172800 if "name_servers" in props.entries else 1800)
    _route(made)
    check = props.thing("health_check")
    if isinstance(check, Made):
        made.put("health_check_id", ResourceReference(check.resource, "id"), "health_check")
    elif props.raw("health_check") is not None:
        made.put("health_check_id", Unknown("a check"), "health_check")
    given = props.get("record_name")
    zone = props.thing("zone")
    own = None if given.is_absent() or given.is_("") else given
    return record(call, made, call.world.name(call), zone, kind, own)


def _route(made: Arranged) -> None:
    """Where several records have one name, each has an identifier."""
    props = made.props
    place = props.node("geo_location")
    if isinstance(place, Place):
        made.put("geo_location", place.block, "geo_location")
    elif props.raw("geo_location") is not None:
        made.put("geo_location", Unknown("a place"), "geo_location")
    if props.raw("cidr_routing_config") is not None:
        made.put("cidr_routing_config", Unknown("networks"), "cidr_routing_config")
    given = props.get("set_identifier")
    if not given.is_absent():
        made.put("set_identifier", given, "set_identifier")
    elif isinstance(place, Place):
        made.put("set_identifier", place.identifier)
    elif any(props.raw(n) is not None and not props.get(n).is_(False) for n in _ROUTED):
        made.put("set_identifier", Unknown("an identifier from the path of the record"))


class Place(Opaque):
    """``GeoLocation.country('US')``."""

    def __init__(self, block: Value, identifier: Value) -> None:
        super().__init__()
        self.block = block
        self.identifier = identifier


def _place(*names: str) -> Recipe:
    """A place from its parts, by CloudFormation's names."""

    def recipe(call: Call) -> Node:
        given = [call.folded(n, name) for n, name in enumerate(names)]
        keys = {"continent_code": "CONTINENT", "country_code": "COUNTRY", "subdivision_code": "SUBDIVISION"}
        found = {k: v for k, v in zip(names, given, strict=True) if v is not None}
        if names == ("subdivision_code", "country_code"):
            found.setdefault("country_code", default("US"))
        texts = {k: v.text() for k, v in found.items()}
        words = [f"{keys[k]}_{texts[k]}" for k in keys if k in found]
        known = None not in texts.values()
        identifier = Scalar("_".join(["GEO", *words])) if known else Unknown("an identifier")
        return Place(MappingValue({k: MapEntry(v) for k, v in found.items()}), identifier)

    return recipe


def _anywhere(call: Call) -> Node:
    return Place(MappingValue({"country_code": MapEntry(Scalar("*"))}), Scalar("GEO_COUNTRY_*"))


def _with_target(kind: str | None) -> Recipe:
    """Records whose target is given."""

    def recipe(call: Call) -> Node:
        props = call.props()
        target = props.node("target")
        said: Value | str = kind if kind is not None else props.get("record_type")
        return _make(call, props, said, target if isinstance(target, Target) else None)

    return recipe


Write = Callable[[Arguments], Value]


def _pieces(*parts: str | Value) -> Value:
    flat: list[str | Value] = []
    for part in parts:
        number = part.number() if isinstance(part, Value) else None
        text = part if isinstance(part, str) else str(number) if number is not None else part.text()
        if text is None:
            flat.append(part)
        elif flat and isinstance(flat[-1], str):
            flat[-1] += text
        else:
            flat.append(text)
    return Scalar(flat[0]) if len(flat) == 1 and isinstance(flat[0], str) else Template(tuple(flat))


def _listed(kind: str, write: Write) -> Recipe:
    """Records whose values are blocks."""

    def recipe(call: Call) -> Node:
        props = call.props()
        elements = props.elements("values")
        found: list[Value] = []
        for element in elements or ():
            inner = arguments_of(call.world, element)
            found.append(write(inner) if inner is not None else Unknown("a value"))
        return _make(call, props, kind, Target(Sequence(found, open=elements is None)))

    return recipe


def _texts(call: Call) -> Node:
    props = call.props()
    values = props.get("values")
    found = [_quoted(v) for v in values.items()]
    return _make(
        call, props, "TXT", Target(Sequence(found, open=not values.is_closed(), origin=values.origin))
    )


def _quoted(value: Value) -> Value:
    """A text in quotes, in pieces that are short enough."""
    text = value.text()
    if text is None:
        return Unknown("a text", (value,), origin=value.origin)
    parts = [text[i : i + 255] for i in range(0, len(text), 255)]
    return Scalar("".join(json.dumps(p, ensure_ascii=False) for p in parts), origin=value.origin)


def _single(call: Call) -> Node:
    """``new CnameRecord(this, 'id', { domainName })``."""
    props = call.props()
    return _make(call, props, "CNAME", Target(Sequence([props.get("domain_name")])))


def _servers(call: Call) -> Node:
    """``new NsRecord(this, 'id', { values })``."""
    props = call.props()
    return _make(call, props, "NS", Target(props.get("values")))


def _delegated(call: Call) -> Node:
    """``new ZoneDelegationRecord(this, 'id', { nameServers })``, whose names end in dots."""
    props = call.props()
    given = props.get("name_servers")
    if not isinstance(given, Sequence):
        return _make(call, props, "NS", Target(given))
    found: list[Value] = []
    for server in given.elements:
        text = server.text()
        dotted = None if text is None else text if text.endswith(".") else f"{text}."
        found.append(server if dotted is None else Scalar(dotted, origin=server.origin))
    return _make(call, props, "NS", Target(Sequence(found, open=given.open, origin=given.origin)))


def _amazon(call: Call) -> Node:
    return _make(call, call.props(), "CAA", Target(Sequence([Scalar('0 issue "amazon.com"')])))


def _values(call: Call) -> Node:
    given = call.rest(0)
    return Target(Sequence(given or [], open=given is None))


def _alias(call: Call) -> Node:
    node = call.thing(0, "alias_target")
    return Target(None, node if isinstance(node, Alias) else None, aliased=True)


def _elsewhere(call: Call) -> Node:
    """Records that something of the library's own makes in another account."""
    return Opaque(call.world.folder.mentions(call.construction))


_R = "aws-route53"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_R}.RecordSet": _with_target(None),
        **{f"{_R}.{k}Record": _with_target(k.upper()) for k in ("A", "Aaaa")},
        **{f"{_R}.{k}Record": _with_target(k.upper()) for k in ("Ds", "Https", "Svcb")},
        f"{_R}.CnameRecord": _single,
        f"{_R}.TxtRecord": _texts,
        f"{_R}.NsRecord": _servers,
        f"{_R}.ZoneDelegationRecord": _delegated,
        f"{_R}.CrossAccountZoneDelegationRecord": _elsewhere,
        f"{_R}.CaaAmazonRecord": _amazon,
        f"{_R}.MxRecord": _listed("MX", lambda a: _pieces(a.get("priority"), " ", a.get("host_name"))),
        f"{_R}.SrvRecord": _listed(
            "SRV",
            lambda a: _pieces(
                a.get("priority"), " ", a.get("weight"), " ", a.get("port"), " ", a.get("host_name")
            ),
        ),
        f"{_R}.CaaRecord": _listed(
            "CAA", lambda a: _pieces(a.get("flag"), " ", a.get("tag"), ' "', a.get("value"), '"')
        ),
        f"{_R}.RecordTarget.from_values": _values,
        f"{_R}.RecordTarget.from_ip_addresses": _values,
        f"{_R}.RecordTarget.from_alias": _alias,
        f"{_R}.GeoLocation.continent": _place("continent_code"),
        f"{_R}.GeoLocation.country": _place("country_code"),
        f"{_R}.GeoLocation.subdivision": _place("subdivision_code", "country_code"),
        f"{_R}.GeoLocation.default": _anywhere,
    }
)
