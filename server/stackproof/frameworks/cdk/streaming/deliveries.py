"""``firehose.DeliveryStream`` with where it delivers to, the roles it works with, and where it logs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Grant, bestow_by, let
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.kms import implied_key
from stackproof.frameworks.cdk.options import given
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.streaming.destinations import Bound, Destination
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Unknown

_SERVICE = "firehose.amazonaws.com"
_NAMES = {"delivery_stream_arn": "arn", "delivery_stream_name": "name"}
_GRANTS: Mapping[str, Grant] = MappingProxyType(
    {"grant_put_records": Grant(("firehose:PutRecord", "firehose:PutRecordBatch"))}
)


class DeliveryThing(Made):
    """A stream that delivers; the role of its own is made when something asks for it."""

    def __init__(self, call: Call, resource: Resource, role: Thing | None, *, known: bool = True) -> None:
        super().__init__(resource, dict(_NAMES))
        self._call = call
        self._role = role
        self._known = known
        self.attributes["connections"] = Connections(call.world, open=True)
        let(self, _GRANTS)

    def attribute(self, name: str) -> Node | None:
        if name == "grant_principal":
            return self.role() or Opaque((self.value(),))
        return super().attribute(name)

    def role(self) -> Thing | None:
        """The role of its own; None when it is not known."""
        if self._role is None and self._known:
            self._role = _own_role(self._call, self.resource.name)
        return self._role


class Source(Opaque):
    """A stream of data that is read."""

    def __init__(self, stream: Thing | None) -> None:
        super().__init__()
        self.stream = stream


class Encryption(Opaque):
    """Whose key encrypts what is on its way: ``kind`` is CloudFormation's word, None for nothing."""

    def __init__(self, kind: str | None, key: Thing | None = None, *, unclear: bool = False) -> None:
        super().__init__()
        self.kind = kind
        self.key = key
        self.unclear = unclear


def _own_role(call: Call, name: str) -> Holder:
    return implied_role(call.world, f"{name}/Service Role", _SERVICE, "service-role", complete=True)


def _stream(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy("delivery_stream_name")
    role, known = props.thing("role"), props.raw("role") is not None or props.absent("role")
    known = known and (props.raw("role") is None or role is not None)
    role = _encrypt(call, made, name, role, known=known)
    role = _read(call, made, name, role, known=known)
    _deliver(call, made, name)
    resource = describe(world, "AWS::KinesisFirehose::DeliveryStream", name, made).resource
    return DeliveryThing(call, resource, role, known=known)


def _encrypt(call: Call, made: Arranged, name: str, role: Thing | None, *, known: bool) -> Thing | None:
    """With whose key what is on its way is encrypted; the role that uses it."""
    props = made.props
    node = props.node("encryption")
    target = "delivery_stream_encryption_configuration_input"
    if not isinstance(node, Encryption):
        unclear = None if props.absent("encryption") else Unknown("encryption")
        made.put(target, unclear, "encryption")
        return role
    if node.unclear:
        made.put(target, block(key_type="CUSTOMER_MANAGED_CMK", key_arn=Unknown("a key")), "encryption")
        return role
    key = node.key
    if key is not None and role is None and known:
        role = _own_role(call, name)
    if key is None and node.kind == "CUSTOMER_MANAGED_CMK":
        key = implied_key(call.world, f"{name}/Key")
        put(key.resource, "description", Unknown("a description with the path of the stream"))
    if isinstance(key, Made):
        arn = ResourceReference(key.resource, "arn")
        made.put(target, block(key_type="CUSTOMER_MANAGED_CMK", key_arn=arn), "encryption")
        if isinstance(role, Holder):
            bestow_by(call, key, "grant_encrypt_decrypt", role)
    elif node.kind is not None:
        made.put(target, block(key_type=node.kind), "encryption")
    return role


def _read(call: Call, made: Arranged, name: str, role: Thing | None, *, known: bool) -> Thing | None:
    """From where data are read, where they are not put there; the role that reads."""
    props = made.props
    node = props.node("source")
    if not isinstance(node, Source):
        unclear = None if props.absent("source") else Unknown("a source")
        made.put("kinesis_stream_source_configuration", unclear, "source")
        return role
    if role is None and known:
        role = _own_role(call, name)
    stream = node.stream
    if isinstance(role, Holder):
        bestow_by(call, stream, "grant_read", role)
    where = ResourceReference(stream.resource, "arn") if isinstance(stream, Made) else Unknown("a stream")
    arn = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    told = block(kinesis_stream_arn=where, role_arn=arn)
    made.put("kinesis_stream_source_configuration", told, "source")
    return role


def _deliver(call: Call, made: Arranged, name: str) -> None:
    node = made.props.node("destination")
    if isinstance(node, Destination):
        bound: Bound = node.bind(call, name)
        made.put(bound.target, bound.block, "destination")
    else:
        told = Unknown("a destination", (made.props.get("destination"),))
        made.put("extended_s3_destination_configuration", told, "destination")


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_kinesis_firehose_delivery_stream", call)
    method = call.located.names[-1] if call.located is not None else ""
    props = call.props(2) if method.endswith("attributes") else Arguments(world)
    name = (
        call.folded(2, "delivery_stream_name")
        if method.endswith("name")
        else given(props, "delivery_stream_name")
    )
    arn = (
        call.folded(2, "delivery_stream_arn")
        if method.endswith("arn")
        else given(props, "delivery_stream_arn")
    )
    if arn is None and name is not None:
        own = (":firehose:", world.pseudo("region"), ":", world.pseudo("account"), ":deliverystream/")
        arn = world.arn(*own, name)
    put(resource, "name", name)
    put(resource, "arn", arn)
    thing = DeliveryThing(call, resource, props.thing("role"), known=False)
    thing.fragile = False
    return thing


def _source(call: Call) -> Node:
    return Source(call.thing(0, "stream"))


def _encryption(kind: str | None) -> Recipe:
    def recipe(call: Call) -> Node:
        written = call.argument(0, "encryption_key")
        key = call.thing(0, "encryption_key")
        unclear = written is not None and not isinstance(key, Made)
        return Encryption(kind, key, unclear=unclear)

    return recipe


_K = "aws-kinesisfirehose"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_K}.DeliveryStream": _stream,
        **{
            f"{_K}.DeliveryStream.from_delivery_stream_{by}": _external
            for by in ("name", "arn", "attributes")
        },
        f"{_K}.KinesisStreamSource": _source,
        f"{_K}.StreamEncryption.unencrypted": _encryption(None),
        f"{_K}.StreamEncryption.aws_owned_key": _encryption("AWS_OWNED_CMK"),
        f"{_K}.StreamEncryption.customer_managed_key": _encryption("CUSTOMER_MANAGED_CMK"),
    }
)
