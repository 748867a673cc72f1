"""Policies of CloudFront's: by what answers are kept, what origins are told, which headers viewers get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.naming import made_up, with_region
from stackproof.frameworks.cdk.options import given, given_or
from stackproof.frameworks.cdk.reshaping import copied, elements, inside
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.model.values import Certainty, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_DAY = 86400
_MOST_OF_ID = 110
# Parts of requests: the block about each, and what is said in it.
_PARTS = {
    "cookie": ("cookies_config", "cookie_behavior", "cookies"),
    "header": ("headers_config", "header_behavior", "headers"),
    "query_string": ("query_strings_config", "query_string_behavior", "query_strings"),
}


def _requests(made: Arranged) -> None:
    """What is done with each part of requests."""
    for name, (target, behavior, listed) in _PARTS.items():
        source = f"{name}_behavior"
        value = given(made.props, source)
        if value is None:
            entries = {behavior: MapEntry(default("none"))}
            made.put(target, MappingValue(entries, certainty=Certainty.DEFAULT), source)
        elif isinstance(value, MappingValue):
            names = {"behavior": behavior, "items": listed}
            entries = {names.get(k, k): e for k, e in value.entries.items()}
            made.put(target, MappingValue(entries, open=value.open, origin=value.origin), source)
        else:
            made.put(target, Unknown("what is done with requests", (value,), origin=value.origin), source)


def _policy(call: Call, kind: str, block: str, config: Arranged) -> Node:
    """A policy, which says everything in one block."""
    made = Arranged(config.props)
    made.put(block, MappingValue(config.entries))
    resource = describe(call.world, f"AWS::CloudFront::{kind}", call.world.name(call), made).resource
    return Made(resource, fragile=False)


def _cache(call: Call) -> Node:
    props = call.props()
    made, inner = Arranged(props), Arranged(props)
    named = with_region(call, _MOST_OF_ID, first=False)
    made.put("name", given_or(props, "cache_policy_name", named), "cache_policy_name")
    made.copy("comment")
    least = given_or(props, "min_ttl", 0)
    usual = _longer(given_or(props, "default_ttl", _DAY), least)
    made.put("min_ttl", least, "min_ttl")
    made.put("default_ttl", usual, "default_ttl")
    made.put("max_ttl", _longer(given_or(props, "max_ttl", 365 * _DAY), usual), "max_ttl")
    _requests(inner)
    for name in ("enable_accept_encoding_gzip", "enable_accept_encoding_brotli"):
        inner.put(name, given_or(props, name, False), name)
    made.put("parameters_in_cache_key_and_forwarded_to_origin", MappingValue(inner.entries))
    return _policy(call, "CachePolicy", "cache_policy_config", made)


def _longer(time: Value, least: Value) -> Value:
    """A time, or another one that it must not be below."""
    own, other = time.number(), least.number()
    if own is None or other is None:
        return Unknown("a time", (time, least), origin=time.origin)
    return time if own >= other else least


def _origin_request(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.put(
        "name", given_or(props, "origin_request_policy_name", made_up(call)), "origin_request_policy_name"
    )
    made.copy("comment")
    _requests(made)
    return _policy(call, "OriginRequestPolicy", "origin_request_policy_config", made)


def _response_headers(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    unnamed = Unknown("a name that the library makes up")
    made.put("name", given_or(props, "response_headers_policy_name", unnamed), "response_headers_policy_name")
    made.copy("comment")
    for source, target, change in (
        ("cors_behavior", "cors_config", elements(_cors)),
        ("custom_headers_behavior", "custom_headers_config", elements(_renamed({"custom_headers": "items"}))),
        ("security_headers_behavior", "security_headers_config", elements(_security)),
    ):
        value = given(props, source)
        if value is not None:
            made.put(target, change(value), source)
    removed = given(props, "remove_headers")
    if removed is not None:
        headers = inside("header")(removed) if isinstance(removed, Sequence) else removed
        made.put("remove_headers_config", MappingValue({"items": MapEntry(headers)}), "remove_headers")
    made.put("server_timing_headers_config", _timing(props), "server_timing_sampling_rate")
    return _policy(call, "ResponseHeadersPolicy", "response_headers_policy_config", made)


def _renamed(names: Mapping[str, str]) -> Callable[[MappingValue], MappingValue]:
    def change(block: MappingValue) -> MappingValue:
        entries = {names.get(k, k): e for k, e in block.entries.items() if not e.value.is_absent()}
        return MappingValue(entries, open=block.open, origin=block.origin)

    return change


_SECONDS = _renamed({"access_control_max_age": "access_control_max_age_sec"})
_LISTS = tuple(
    f"access_control_{name}" for name in ("allow_headers", "allow_methods", "allow_origins", "expose_headers")
)


def _cors(block: MappingValue) -> Value:
    made = copied(_SECONDS(block))
    for name in _LISTS:
        entry = made.entries.get(name)
        if entry is not None:
            listed = MappingValue({"items": MapEntry(entry.value)}, origin=entry.value.origin)
            made.entries[name] = MapEntry(listed, entry.key_origin, entry.origin)
    return made


def _security(block: MappingValue) -> Value:
    made = _renamed({})(block)
    entry = made.entries.get("strict_transport_security")
    if entry is not None:
        entry.value = elements(_SECONDS)(entry.value)
    return made


def _timing(props: Arguments) -> Value | None:
    rate = given(props, "server_timing_sampling_rate")
    if rate is None or rate.is_(0):
        return None
    if rate.number() is None:
        return Unknown("a rate", (rate,), origin=rate.origin)
    return MappingValue({"enabled": MapEntry(default(True)), "sampling_rate": MapEntry(rate)})


def _all(word: str) -> Recipe:
    """Nothing, or everything, of a part of requests."""
    return lambda call: MappingValue({"behavior": MapEntry(Scalar(word))}, origin=call.construction.origin)


def _some(word: str) -> Recipe:
    """What is listed of a part of requests, or everything else."""

    def recipe(call: Call) -> Node:
        listed = call.rest(0)
        items = Sequence(listed or [], open=listed is None)
        entries = {"behavior": MapEntry(Scalar(word)), "items": MapEntry(items)}
        return MappingValue(entries, origin=call.construction.origin)

    return recipe


def _all_headers(call: Call) -> Node:
    """All headers of the viewer, and those named of CloudFront's own."""
    listed = call.rest(0)
    if listed is None:
        return Unknown("headers", origin=call.construction.origin)
    entries = {"behavior": MapEntry(Scalar("allViewerAndWhitelistCloudFront" if listed else "allViewer"))}
    if listed:
        entries["items"] = MapEntry(Sequence(listed))
    return MappingValue(entries, origin=call.construction.origin)


def _existing(kind: str, argument: str) -> Recipe:
    """A policy that is there already, by its id."""

    def recipe(call: Call) -> Node:
        resource = call.world.external(kind, call)
        managed = argument.startswith("managed")
        put(resource, "id", call.folded(0 if managed else 2, argument))
        return Made(resource, fragile=False)

    return recipe


_F = "aws-cloudfront"
_KINDS = {
    "CachePolicy": ("aws_cloudfront_cache_policy", "cache_policy"),
    "OriginRequestPolicy": ("aws_cloudfront_origin_request_policy", "origin_request_policy"),
    "ResponseHeadersPolicy": ("aws_cloudfront_response_headers_policy", "response_headers_policy"),
}
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_F}.CachePolicy": _cache,
        f"{_F}.OriginRequestPolicy": _origin_request,
        f"{_F}.ResponseHeadersPolicy": _response_headers,
        **{
            f"{_F}.{name}.from_{word}_id": _existing(kind, f"{word}_id")
            for name, (kind, word) in _KINDS.items()
        },
        **{
            f"{_F}.{name}.from_managed_{word}": _existing(kind, f"managed_{word}_id")
            for name, (kind, word) in _KINDS.items()
        },
        **{
            f"{_F}.{kind}{part}Behavior.{method}": recipe
            for kind in ("Cache", "OriginRequest")
            for part in ("Cookie", "Header", "QueryString")
            for method, recipe in (
                ("none", _all("none")),
                ("all", _all("all")),
                ("allow_list", _some("whitelist")),
                ("deny_list", _some("allExcept")),
            )
        },
        f"{_F}.OriginRequestHeaderBehavior.all": _all_headers,
    }
)
