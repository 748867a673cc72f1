"""Buckets as origins, with what they must allow to be read by a distribution."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.distribution.access import Identity, implied_control, implied_identity
from stackproof.frameworks.cdk.distribution.origins import Origin, Site, arn_of, custom
from stackproof.frameworks.cdk.kms import KeyThing
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Thing
from stackproof.model.values import (
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)
from stackproof.model.values import Mapping as MappingValue

# What the levels of access allow on objects, and with the key of a bucket.
_LEVELS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "READ": ("s3:GetObject", ("kms:Decrypt",)),
        "READ_VERSIONED": ("s3:GetObjectVersion", ()),
        "LIST": ("s3:ListBucket", ()),
        "WRITE": ("s3:PutObject", ("kms:Encrypt", "kms:GenerateDataKey*")),
        "DELETE": ("s3:DeleteObject", ()),
    }
)
_CLOUDFRONT = Principals([Principal("Service", Scalar("cloudfront.amazonaws.com"))])
_CONFIG = "s3_origin_config"


class BucketOrigin(Origin):
    """A bucket that lets everybody read, or is made to otherwise."""

    def __init__(self, call: Call, props: Arguments, config: Value) -> None:
        written = call.argument(0, "bucket")
        self.buckets = [
            thing if isinstance(thing := call.world.node(each), BucketThing) else None
            for each in (written.alternatives() if written is not None else ())
        ]
        names: list[Value] = [
            ResourceReference(b.resource, "bucket_regional_domain_name")
            if b is not None
            else Unknown("a bucket")
            for b in self.buckets
        ]
        mentions = () if written is None else (call.world.fold(written),)
        known = bool(names) and None not in self.buckets
        super().__init__(props, choice(names) if known else Unknown("a bucket", mentions), _CONFIG, config)

    def allow(self, site: Site, json: MappingValue) -> None:
        """Add a statement about objects to the bucket's policy; each of several buckets may be the one."""
        certain = site.certain and len(self.buckets) == 1
        for bucket in self.buckets:
            if bucket is not None:
                made = MappingValue(dict(json.entries), origin=site.call.construction.origin)
                made.entries["Resource"] = MapEntry(self._resources(bucket, json.entries["Action"].value))
                bucket.allow(made, certain=certain)

    @staticmethod
    def _resources(bucket: BucketThing, actions: Value) -> Value:
        arn = ResourceReference(bucket.resource, "arn")
        listed = any(a.is_("s3:ListBucket") for a in actions.items())
        return Sequence([bucket.objects(), *([arn] if listed else [])], open=not actions.is_closed())


class WithControl(BucketOrigin):
    """A bucket that only distributions of the program may read."""

    def __init__(self, call: Call, props: Arguments) -> None:
        super().__init__(call, props, block(origin_access_identity=""))
        self._control: Thing | None = props.thing("origin_access_control")
        self._unclear = self._control is None and not props.absent("origin_access_control")
        self._levels = props.raw("origin_access_levels")
        self._known = self._levels is not None or props.absent("origin_access_levels")

    def bind(self, site: Site) -> MappingValue:
        found = super().bind(site)
        if self._control is None and not self._unclear:
            self._control = implied_control(site.call.world, f"{site.name}/S3OriginAccessControl", "s3")
        number: Value = Unknown("an access control")
        if isinstance(self._control, Made):
            number = ResourceReference(self._control.resource, "id")
        found.entries["origin_access_control_id"] = MapEntry(number)
        actions, key_actions = self._actions(site.call)
        condition = _from("StringEquals", site.arn)
        self.allow(site, _permission(actions, condition))
        self._decrypt(site, key_actions)
        return found

    def _actions(self, call: Call) -> tuple[Sequence, Sequence]:
        """What the levels of access allow; open where one of them is not known."""
        listed = call.world.fold(self._levels) if self._levels is not None else Sequence([Scalar("READ")])
        texts = [e.text() for e in listed.items()]
        known = list(dict.fromkeys(t for t in texts if t in _LEVELS))
        is_open = not (listed.is_closed() and self._known) or None in texts or len(known) < len(set(texts))
        actions: list[Value] = [Scalar(_LEVELS[level][0]) for level in known if level is not None]
        key: list[Value] = [Scalar(a) for level in known if level is not None for a in _LEVELS[level][1]]
        return Sequence(actions, open=is_open), Sequence(key, open=is_open)

    def _decrypt(self, site: Site, actions: Sequence) -> None:
        """The key cannot name the distribution, which needs the bucket, which needs the key."""
        if not actions.elements and not actions.open:
            return
        for bucket in self.buckets:
            if bucket is not None and isinstance(bucket.key, KeyThing):
                json = _permission(actions, _from("ArnLike", arn_of(site.call.world, "*")))
                json.entries["Resource"] = MapEntry(Sequence([Scalar("*")]))
                bucket.key.allow(json, certain=site.certain and len(self.buckets) == 1)


def _from(operator: str, arn: Value) -> MappingValue:
    """Only for requests of a distribution."""
    return MappingValue({operator: MapEntry(MappingValue({"AWS:SourceArn": MapEntry(arn)}))})


def _permission(actions: Sequence, condition: Value) -> MappingValue:
    json = statement(actions.elements, _CLOUDFRONT, Condition=condition)
    json.entries["Action"] = MapEntry(Sequence(list(actions.elements), open=actions.open))
    return json


class WithIdentity(BucketOrigin):
    """A bucket that an identity may read, which distributions take on. ``maybe`` when it may not be read that way."""

    def __init__(self, call: Call, props: Arguments, *, maybe: bool = False) -> None:
        super().__init__(call, props, Unknown("an identity"))
        self._identity: Thing | None = props.thing("origin_access_identity")
        self._unclear = self._identity is None and not props.absent("origin_access_identity")
        self._maybe = maybe

    def bind(self, site: Site) -> MappingValue:
        if self._identity is None and not self._unclear:
            made = implied_identity(site.call.world, f"{site.name}/S3Origin", site.id)
            made.resource.conditional = made.resource.conditional or self._maybe
            self._identity = made
        if isinstance(self._identity, Identity):
            self.config = block(origin_access_identity=self._identity.path)
            self._let(site, self._identity.principals)
        else:
            for bucket in self.buckets:
                if bucket is not None:
                    bucket.lose_sight()
        found = super().bind(site)
        if self._maybe:
            unclear = Unknown("how a bucket is read")
            found.entries["domain_name"] = found.entries[_CONFIG] = MapEntry(unclear)
            found.entries["custom_origin_config"] = MapEntry(unclear)
        return found

    def _let(self, site: Site, principals: Principals) -> None:
        certain = Site(site.call, site.distribution, site.scope, site.id, site.certain and not self._maybe)
        self.allow(certain, statement(["s3:GetObject"], principals))


def _with_control(call: Call) -> Node:
    return WithControl(call, call.props(1))


def _with_identity(call: Call) -> Node:
    return WithIdentity(call, call.props(1))


def _as_it_is(call: Call) -> Node:
    return BucketOrigin(call, call.props(1), block(origin_access_identity=""))


def _website(call: Call, props: Arguments) -> Origin:
    bucket = call.thing(0, "bucket")
    found = bucket.attribute("bucket_website_domain_name") if isinstance(bucket, Made) else None
    domain = found if isinstance(found, Value) else Unknown("a website")
    return Origin(props, domain, "custom_origin_config", custom(props, "http-only"))


def _static_website(call: Call) -> Node:
    return _website(call, call.props(1))


def _either(call: Call) -> Node:
    """``new S3Origin(bucket)``: a website is asked like any other; other buckets let an identity read."""
    props, bucket = call.props(1), call.thing(0, "bucket")
    website = bucket.website if isinstance(bucket, BucketThing) else None
    if website:
        props.entry("origin_access_identity")
        return _website(call, props)
    return WithIdentity(call, props, maybe=website is None)


_O = "aws-cloudfront-origins"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_O}.S3BucketOrigin.with_origin_access_control": _with_control,
        f"{_O}.S3BucketOrigin.with_origin_access_identity": _with_identity,
        f"{_O}.S3BucketOrigin.with_bucket_defaults": _as_it_is,
        f"{_O}.S3StaticWebsiteOrigin": _static_website,
        f"{_O}.S3Origin": _either,
    }
)
