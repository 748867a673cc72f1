"""Zones of Route 53 with their networks, delegations and grants."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Granting, grantee
from stackproof.frameworks.cdk.grants import bestow, grant, grantee_of, permission
from stackproof.frameworks.cdk.iam import RoleThing, assume_document
from stackproof.frameworks.cdk.kms import KeyThing
from stackproof.frameworks.cdk.policies import open_statements
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue


class ZoneThing(Made):
    """A zone; ``zone_name`` is its name as the program gives it."""

    def __init__(self, world: World, resource: Resource, zone_name: Value) -> None:
        super().__init__(resource, {"hosted_zone_id": "zone_id", "hosted_zone_name_servers": "name_servers"})
        self.world = world
        self.zone_name = zone_name
        self.attributes["zone_name"] = zone_name
        self.attributes["name"] = zone_name
        self.attributes["hosted_zone_arn"] = self.arn
        self.attributes["grants"] = Granting(self)

    @property
    def arn(self) -> Value:
        """The ARN of the zone, as policies of the library name it."""
        return self.world.arn(":route53:::hostedzone/", ResourceReference(self.resource, "zone_id"))

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_vpc":
                append(
                    self.resource, "vpc", network(self.world, call.argument(0, "vpc")), certain=call.certain
                )
                return Opaque()
            case "grant_delegation":
                return self._grant(call)
            case "add_delegation":
                return self._delegate(call)
            case "enable_dnssec":
                return sign(call, call.props(0), self, f"{self.resource.name}/KeySigningKey", whole=True)
            case _:
                return super().call(method, call)

    def _grant(self, call: Call) -> Node:
        if call.props(1).entries:
            # Only some names may be delegated.
            found = Unknown("conditions", call.world.folder.mentions(call.construction))
        else:
            found = None
        for json in delegation(self.arn, found):
            bestow(grantee_of(call.world, grantee(call)), json, None, call.certain)
        # Whoever is not known gets more than is seen.
        if grantee_of(call.world, grantee(call)).role is None:
            grant(call, grantee(call), ["route53:ListHostedZonesByName"], [Scalar("*")])
        return Opaque()

    def _delegate(self, call: Call) -> Node:
        from stackproof.frameworks.cdk.edge.records import record, timed

        props, other = call.props(1), call.thing(0, "delegate")
        known = other if isinstance(other, ZoneThing) else None
        servers: Value = ResourceReference(known.resource, "name_servers") if known else Unknown("servers")
        named = known.zone_name if known is not None else Unknown("a zone")
        name = f"{self.resource.name}/{self.zone_name.text()} -> {named.text()}"
        made = Arranged(props)
        made.put("resource_records", servers)
        timed(made, 172800)
        return record(call, made, name, self, "NS", named, implied=True)


def delegation(arn: Value, conditions: Value | None = None) -> list[MappingValue]:
    """What someone may do who delegates names of a zone."""
    kinds = MappingValue(
        {
            "route53:ChangeResourceRecordSetsRecordTypes": MapEntry(Sequence([Scalar("NS")])),
            "route53:ChangeResourceRecordSetsActions": MapEntry(
                Sequence([Scalar("UPSERT"), Scalar("DELETE")])
            ),
        }
    )
    said = (
        conditions if conditions is not None else MappingValue({"ForAllValues:StringEquals": MapEntry(kinds)})
    )
    return [
        permission(["route53:ChangeResourceRecordSets"], [arn], said),
        permission(["route53:ListHostedZonesByName"], [Scalar("*")]),
    ]


def network(world: World, value: Value | None) -> Value:
    """A network that a private zone is for."""
    thing = world.node(value) if value is not None else None
    if not isinstance(thing, VpcThing):
        return Unknown("a VPC", (world.fold(value),) if value is not None else ())
    entries = {
        "vpc_id": MapEntry(ResourceReference(thing.resource, "id")),
        "vpc_region": MapEntry(world.pseudo("region")),
    }
    return MappingValue(entries)


def _zone(call: Call) -> Node:
    props, world = call.props(), call.world
    made = Arranged(props)
    zone_name = props.get("zone_name")
    made.put("name", zone_name, "zone_name")
    props.entry("add_trailing_dot")
    comment = props.get("comment")
    if not (comment.is_absent() or comment.is_("")):
        made.put("hosted_zone_config", MappingValue({"comment": MapEntry(comment)}), "comment")
    logs = props.get("query_logs_log_group_arn")
    if not logs.is_absent():
        said = MappingValue({"cloud_watch_logs_log_group_arn": MapEntry(logs)})
        made.put("query_logging_config", said, "query_logs_log_group_arn")
    fast = props.get("accelerated_recovery_enabled")
    if not fast.is_absent():
        block = MappingValue({"enable_accelerated_recovery": MapEntry(fast)})
        made.put("hosted_zone_features", block, "accelerated_recovery_enabled")
    _networks(world, made)
    for read in (
        "caa_amazon",
        "cross_account_zone_delegation_principal",
        "cross_account_zone_delegation_role_name",
    ):
        props.entry(read)
    resource = describe(world, "AWS::Route53::HostedZone", world.name(call), made).resource
    zone = ZoneThing(world, resource, zone_name)
    _public(call, props, zone)
    return zone


def _networks(world: World, made: Arranged) -> None:
    props = made.props
    if props.raw("vpc") is not None:
        made.keep("vpc", Sequence([network(world, props.raw("vpc"))]), "vpc")
    elif props.raw("vpcs") is not None:
        elements = props.elements("vpcs")
        listed = Sequence([network(world, v) for v in elements or ()], open=elements is None)
        made.keep("vpc", listed, "vpcs")


def _public(call: Call, props: Arguments, zone: ZoneThing) -> None:
    """What public zones may have besides: a record for Amazon's certificates, a role for other accounts."""
    from stackproof.frameworks.cdk.edge.records import record, timed

    amazon = props.get("caa_amazon")
    if not (amazon.is_absent() or amazon.is_(False)):
        made = Arranged(Arguments(call.world))
        made.put("resource_records", Sequence([Scalar('0 issue "amazon.com"')]))
        timed(made, 1800)
        caa = record(call, made, f"{zone.resource.name}/CaaAmazon", zone, "CAA", None, implied=True)
        caa.resource.conditional = caa.resource.conditional or not amazon.is_(True)
    principal = props.raw("cross_account_zone_delegation_principal")
    if principal is not None:
        json = MappingValue({"Statement": MapEntry(Sequence(list(delegation(zone.arn))))})
        role = call.world.add(
            "aws_iam_role",
            f"{zone.resource.name}/CrossAccountZoneDelegationRole",
            {
                "assume_role_policy": JsonText(assume_document(call.world, principal)),
                "inline_policy": Sequence(
                    [
                        MappingValue(
                            {"name": MapEntry(Scalar("delegation")), "policy": MapEntry(JsonText(json))}
                        )
                    ]
                ),
            },
            role="delegation-role",
        )
        name = "cross_account_zone_delegation_role_name"
        put(role, "name", props.get(name), props.entry(name))
        zone.attributes["cross_account_zone_delegation_role"] = RoleThing(call.world, role)


def sign(call: Call, props: Arguments, zone: ZoneThing, name: str, *, whole: bool) -> Node:
    """A key by which a zone is signed; with ``whole``, it is signed from then on."""
    key, given = props.thing("kms_key"), props.get("key_signing_key_name")
    if isinstance(key, KeyThing):
        # The service may use the key, under conditions that name the zone.
        open_statements(key.document())
    made = call.world.add(
        "aws_route53_key_signing_key",
        name,
        {
            "hosted_zone_id": ResourceReference(zone.resource, "zone_id"),
            "key_management_service_arn": ResourceReference(key.resource, "arn")
            if isinstance(key, Made)
            else Unknown("a key"),
            "name": Unknown("a name from the path of the key") if given.is_absent() else given,
            "status": props.get("status"),
        },
    )
    if whole:
        signed = {"hosted_zone_id": ResourceReference(zone.resource, "zone_id")}
        secured = call.world.add("aws_route53_hosted_zone_dnssec", f"{zone.resource.name}/DNSSEC", signed)
        secured.depends_on.append(ResourceReference(made))
    return Made(made)


def _key(call: Call) -> Node | None:
    props = call.props()
    zone = props.thing("hosted_zone")
    if not isinstance(zone, ZoneThing):
        return None
    return sign(call, props, zone, call.world.name(call), whole=False)


def _external(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_route53_zone", call)
    name = props.get("zone_name")
    if name.is_absent():
        name = props.get("domain_name")
    known = Unknown("the name of a zone from elsewhere", outside=True) if name.is_absent() else name
    if not name.is_absent():
        put(resource, "name", name)
    identifier = props.get("hosted_zone_id")
    if identifier.is_absent():
        text = call.folded(2, "hosted_zone_id")
        identifier = text if text is not None and text.text() is not None else identifier
    put(resource, "zone_id", identifier)
    zone = ZoneThing(call.world, resource, known)
    zone.fragile = False
    return zone


def subdomain(name: Value, zone: Value) -> Value:
    """A name in a zone, in full and without a dot at its end."""
    own, outer = name.text(), zone.text()
    if own is not None and own.endswith("."):
        return Scalar(own.removesuffix("."), origin=name.origin)
    if outer is None:
        if name is zone:
            return zone
        return Unknown("a name in a zone", (name, zone), origin=name.origin)
    outer = outer.removesuffix(".")
    if own is not None:
        whole = own if own == outer or own.endswith(f".{outer}") else f"{own}.{outer}"
        return Scalar(whole, origin=name.origin)
    pieces = name.pieces()
    last = pieces[-1] if pieces else None
    if isinstance(last, str):
        # What ends in a name of the zone is complete; what does not gets it.
        if last.endswith((f".{outer}", f".{outer}.")):
            return name
        return Template((*pieces[:-1], f"{last}.{outer}"), origin=name.origin)
    return Unknown("a name in a zone", (name,), origin=name.origin)


_Z = "aws-route53"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"{_Z}.{cls}": _zone for cls in ("HostedZone", "PublicHostedZone", "PrivateHostedZone")},
        **{
            f"{_Z}.{kind}HostedZone.from_{lead}hosted_zone_{form}": _external
            for kind, lead in (("", ""), ("Public", "public_"), ("Private", "private_"))
            for form in ("id", "attributes")
        },
        **{f"{_Z}.{kind}HostedZone.from_lookup": _external for kind in ("", "Public", "Private")},
        f"{_Z}.KeySigningKey": _key,
    }
)
