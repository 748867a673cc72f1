"""What distributions do with requests: by what they keep answers, to whom they listen, which functions they ask."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.options import (
    attribute_of,
    attributes_of,
    block_of,
    each_of,
    given,
    given_or,
)
from stackproof.frameworks.cdk.policies import Document, statement, statements_of
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value, choice
from stackproof.model.values import Mapping as MappingValue

_METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ALLOW_GET_HEAD": ("GET", "HEAD"),
        "ALLOW_GET_HEAD_OPTIONS": ("GET", "HEAD", "OPTIONS"),
        "ALLOW_ALL": ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"),
        "CACHE_GET_HEAD": ("GET", "HEAD"),
        "CACHE_GET_HEAD_OPTIONS": ("GET", "HEAD", "OPTIONS"),
    }
)
_REDIRECT = "@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps"
_EDGE = Principals([Principal("Service", Scalar("edgelambda.amazonaws.com"))])
_OPTIMIZED = constants_of("aws-cloudfront.CachePolicy")["CACHING_OPTIMIZED"]


def behavior(call: Call, props: Arguments, target: Value, pattern: Value | None = None) -> MappingValue:
    """The block for requests that fit a pattern (or no other one), in CloudFormation's words."""
    made = Arranged(props)
    made.put("path_pattern", pattern)
    made.put("target_origin_id", target, "origin")
    for name in ("allowed_methods", "cached_methods"):
        made.put(name, _methods(props, name), name)
    policy = _named(props, "cache_policy", "cache_policy_id")
    made.put("cache_policy_id", default(str(_OPTIMIZED)) if policy is None else policy, "cache_policy")
    made.put("compress", given_or(props, "compress", True), "compress")
    for source, target_name, attribute in (
        ("origin_request_policy", "origin_request_policy_id", "origin_request_policy_id"),
        ("response_headers_policy", "response_headers_policy_id", "response_headers_policy_id"),
        ("realtime_log_config", "realtime_log_config_arn", "realtime_log_config_arn"),
    ):
        made.put(target_name, _named(props, source, attribute), source)
    made.copy("smooth_streaming")
    made.put("viewer_protocol_policy", _protocol(call, props), "viewer_protocol_policy")
    made.put(
        "function_associations",
        each_of(props, "function_associations", association, "functions"),
        "function_associations",
    )
    made.put("lambda_function_associations", _lambdas(call, props), "edge_lambdas")
    groups = attributes_of(props, "trusted_key_groups", "key_group_id", "groups of keys")
    made.put("trusted_key_groups", groups, "trusted_key_groups")
    grpc = given(props, "enable_grpc")
    made.put("grpc_config", None if grpc is None else block(enabled=grpc), "enable_grpc")
    return block_of(made.entries, props)


def _named(props: Arguments, name: str, attribute: str) -> Value | None:
    """The attribute of a construct given as an option; None when there certainly is none."""
    written = props.raw(name)
    if written is not None:
        return attribute_of(props.world, written, attribute)
    return None if props.absent(name) else Unknown(name)


def _methods(props: Arguments, name: str) -> Value | None:
    written = props.raw(name)
    if written is None:
        return None if props.absent(name) else Unknown("methods")
    options: list[Value] = []
    for option in written.alternatives():
        known = _METHODS.get(option.names[-1]) if isinstance(option, Symbol) and option.names else None
        listed = [Scalar(m, origin=option.origin) for m in known or ()]
        unclear = Unknown("methods", origin=option.origin)
        options.append(Sequence([*listed], origin=option.origin) if known else unclear)
    return choice(options)


def _protocol(call: Call, props: Arguments) -> Value:
    on = call.world.flag(_REDIRECT)
    held: Value = default("redirect-to-https" if on else "allow-all")
    return given_or(props, "viewer_protocol_policy", Unknown("a policy") if on is None else held)


def association(inner: Arguments) -> Value:
    """A function that CloudFront itself runs, with when it does."""
    function = inner.raw("function")
    arn = (
        attribute_of(inner.world, function, "function_arn") if function is not None else Unknown("a function")
    )
    entries = {"function_arn": MapEntry(arn), "event_type": MapEntry(inner.get("event_type"))}
    return MappingValue(entries, open=inner.open, origin=inner.origin)


def _lambdas(call: Call, props: Arguments) -> Value | None:
    return each_of(props, "edge_lambdas", lambda inner: at_edge(call, inner, "function_version"), "functions")


def at_edge(call: Call, inner: Arguments, name: str) -> Value:
    """A function of Lambda that is copied to all places, whose role the copies must be able to assume."""
    version = inner.raw(name)
    arn: Value = (
        attribute_of(inner.world, version, "edge_arn") if version is not None else Unknown("a function")
    )
    thing = inner.thing(name)
    if isinstance(thing, Made) and isinstance(thing.grantee, Holder):
        trust_edge(thing.grantee, certain=call.certain)
    entries = {"lambda_function_arn": MapEntry(arn), "event_type": MapEntry(inner.get("event_type"))}
    body = given(inner, "include_body")
    if body is not None:
        entries["include_body"] = MapEntry(body)
    return MappingValue(entries, open=inner.open, origin=inner.origin)


def trust_edge(role: Thing, *, certain: bool = True) -> None:
    """Let the copies of a function assume its role."""
    trust = role.attribute("assume_role_policy")
    found = statements_of(trust.json) if isinstance(trust, Document) else None
    if found is not None:
        made = statement(["sts:AssumeRole"], _EDGE)
        made.entries.pop("Resource")
        found.elements.append(made)
        found.open = found.open or not certain


def _restriction(kind: str) -> Recipe:
    """``GeoRestriction.allowlist('CH', 'FR')`` and its like."""

    def recipe(call: Call) -> Node:
        places = call.rest(0)
        listed = Sequence(places or [], open=places is None)
        entries = {"restriction_type": MapEntry(Scalar(kind)), "locations": MapEntry(listed)}
        return MappingValue(entries, origin=call.construction.origin)

    return recipe


_G = "aws-cloudfront.GeoRestriction"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_G}.allowlist": _restriction("whitelist"),
        f"{_G}.whitelist": _restriction("whitelist"),
        f"{_G}.denylist": _restriction("blacklist"),
        f"{_G}.blacklist": _restriction("blacklist"),
    }
)
