"""Origins and behaviours of the library's first construct for distributions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, arguments_of
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.distribution.access import Identity
from stackproof.frameworks.cdk.distribution.behaviors import association, at_edge
from stackproof.frameworks.cdk.distribution.binding import DistributionThing
from stackproof.frameworks.cdk.distribution.origins import headers
from stackproof.frameworks.cdk.options import (
    attribute_of,
    attributes_of,
    block_of,
    by_default,
    each_of,
    given,
    given_or,
)
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.model.values import Certainty, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_GET = ("GET", "HEAD")
_METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "GH": _GET,
        "GHO": (*_GET, "OPTIONS"),
        "ALL": ("DELETE", *_GET, "OPTIONS", "PATCH", "POST", "PUT"),
    }
)
_CUSTOM = (
    ("http_port", "http_port", default(80)),
    ("https_port", "https_port", default(443)),
    ("origin_keepalive_timeout", "origin_keepalive_timeout", default(5)),
    ("origin_read_timeout", "origin_read_timeout", default(30)),
    ("origin_protocol_policy", "origin_protocol_policy", default("https-only")),
    ("allowed_origin_ssl_versions", "origin_ssl_protocols", by_default("TLSv1.2")),
)


class WebSources:
    """The origins of one distribution."""

    def __init__(self, call: Call, thing: DistributionThing) -> None:
        self._call = call
        self._thing = thing

    def add(self, source: Arguments, number: int) -> Value:
        """The id by which the behaviours of a source name its origin, or the group of it and its stand-in."""
        first: Value = Scalar(f"origin{number}")
        known = self._failover(source, number)
        self._thing.append_block(
            "origins", self._origin(source, ("s3_origin_source", "custom_origin_source"), first)
        )
        return first if known is None else known

    def _failover(self, source: Arguments, number: int) -> Value | None:
        """The id of the group that a source is with its stand-in; None when it has none."""
        names = ("failover_s3_origin_source", "failover_custom_origin_source")
        codes = given_or(
            source,
            "failover_criteria_status_codes",
            Sequence([default(c) for c in (500, 502, 503, 504)], certainty=Certainty.DEFAULT),
        )
        if all(source.absent(name) for name in names):
            return None
        if all(source.raw(name) is None for name in names):
            self._thing.lose_origins(self._call, Unknown("a stand-in"))
            return Unknown("an origin")
        first, second = Scalar(f"origin{number}"), Scalar(f"originSecondary{number}")
        self._thing.append_block("origins", self._origin(source, names, second, stand_in=True))
        group = Scalar(f"OriginGroup{number}")
        members: list[Value] = [block(origin_id=first), block(origin_id=second)]
        criteria = block(status_codes=block(items=codes))
        made = block(id=group, failover_criteria=criteria, members=block(items=Sequence(members)))
        self._thing.append_block("origin_groups", made)
        return group

    def _origin(
        self, source: Arguments, names: tuple[str, str], number: Value, *, stand_in: bool = False
    ) -> Value:
        bucket, custom = source.nested(names[0]), source.nested(names[1])
        inner = bucket or custom
        if inner is None:
            mentions = tuple(source.get(name) for name in names)
            for value in mentions:
                self._thing.lose_origins(self._call, value)
            return Unknown("an origin", mentions)
        made = Arranged(source)
        made.put("id", number)
        for name, target in (("origin_path", "origin_path"), ("origin_headers", "origin_custom_headers")):
            holder = source if source.raw(name) is not None else inner
            made.put(target, headers(holder, name) if name == "origin_headers" else given(holder, name), name)
        holder = source if source.raw("origin_shield_region") is not None else inner
        region = given(holder, "origin_shield_region")
        shield = None if region is None else block(enabled=True, origin_shield_region=region)
        made.put(
            "origin_shield", Unknown("a shield") if region is not None and region.is_unknown() else shield
        )
        for name, held in (("connection_attempts", 3), ("connection_timeout", 10)):
            made.put(name, default(held) if stand_in else given_or(source, name, held), name)
        for later in ("behaviors", "failover_criteria_status_codes", *names):
            source.entry(later)
        if bucket is not None:
            self._bucket(made, bucket)
        else:
            made.put("domain_name", inner.get("domain_name"))
            entries = {target: MapEntry(given_or(inner, name, held)) for name, target, held in _CUSTOM}
            made.put("custom_origin_config", block_of(entries, inner))
        return MappingValue(made.entries, open=source.open, origin=source.origin)

    def _bucket(self, made: Arranged, inner: Arguments) -> None:
        """A bucket, which an identity may read where one is given."""
        written = inner.raw("s3_bucket_source")
        name = "bucket_regional_domain_name"
        domain = attribute_of(inner.world, written, name) if written is not None else Unknown("a bucket")
        made.put("domain_name", domain)
        identity, bucket = inner.thing("origin_access_identity"), inner.thing("s3_bucket_source")
        if inner.absent("origin_access_identity"):
            made.put("s3_origin_config", MappingValue({}, certainty=Certainty.DEFAULT))
            return
        known = isinstance(identity, Identity)
        made.put(
            "s3_origin_config",
            block(origin_access_identity=identity.path)
            if isinstance(identity, Identity)
            else Unknown("an identity"),
        )
        if not isinstance(bucket, BucketThing):
            return
        if not known:
            bucket.lose_sight()
        elif isinstance(identity, Identity):
            allowed = statement(["s3:GetObject"], identity.principals, [bucket.objects()])
            bucket.allow(allowed, certain=self._call.certain)


class WebBehaviors:
    """The behaviours of one distribution, of which one is for all requests that fit no other."""

    def __init__(self, call: Call, props: Arguments, thing: DistributionThing) -> None:
        self._call = call
        self._props = props
        self._thing = thing
        self._default: Value | None = None
        # Whether there may be others than are seen.
        self.unclear = False

    def add(self, source: Arguments, target: Value) -> None:
        """The behaviours of a source."""
        listed = source.elements("behaviors")
        for element in listed or ():
            inner = arguments_of(self._call.world, element)
            if inner is None:
                self.unclear = True
                continue
            main = inner.get("is_default_behavior")
            if main.is_(True):
                self._default = self._behavior(inner, target)
            elif main.is_absent() or main.is_(False):
                made = self._behavior(inner, target)
                pattern = given_or(inner, "path_pattern", Unknown("a pattern"))
                made.entries["path_pattern"] = MapEntry(pattern)
                self._thing.append_block("cache_behaviors", made)
            else:
                self.unclear = True
        self.unclear = self.unclear or listed is None

    def settle(self) -> None:
        """When all sources are seen."""
        if self.unclear:
            self._thing.lose_behaviors(self._call, Unknown("behaviours"))
        found = self._default if self._default is not None else Unknown("a behaviour")
        self._thing.put("default_cache_behavior", found, self._props.entry("origin_configs"))

    def _behavior(self, inner: Arguments, target: Value) -> MappingValue:
        made = Arranged(inner)
        made.put("target_origin_id", target)
        for name in ("allowed_methods", "cached_methods"):
            chosen = given_or(inner, name, "GH").text()
            listed: list[Value] = [Scalar(m) for m in _METHODS.get(chosen or "", ())]
            made.put(name, Sequence(listed) if listed else Unknown("methods"), name)
        made.put("compress", given_or(inner, "compress", True), "compress")
        made.copy("default_ttl", "max_ttl", "min_ttl", "trusted_signers")
        nothing = block(query_string=default(False), cookies=block(forward=default("none")))
        made.put("forwarded_values", given_or(inner, "forwarded_values", nothing), "forwarded_values")
        groups = attributes_of(inner, "trusted_key_groups", "key_group_id", "groups of keys")
        made.put("trusted_key_groups", groups, "trusted_key_groups")
        usual = given_or(self._props, "viewer_protocol_policy", "redirect-to-https")
        made.put(
            "viewer_protocol_policy",
            given_or(inner, "viewer_protocol_policy", usual),
            "viewer_protocol_policy",
        )
        functions = each_of(inner, "function_associations", association, "functions")
        made.put("function_associations", functions, "function_associations")
        lambdas = each_of(
            inner,
            "lambda_function_associations",
            lambda one: at_edge(self._call, one, "lambda_function"),
            "functions",
        )
        made.put("lambda_function_associations", lambdas, "lambda_function_associations")
        for later in ("is_default_behavior", "path_pattern"):
            inner.entry(later)
        return block_of(made.entries, inner)
