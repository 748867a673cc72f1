"""Where distributions get what they serve: web servers, load balancers, interfaces, functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.options import block_of, by_default, given, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apiresources import Api
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

# What the blocks of all origins are made of, under the library's names.
_COMMON = (
    "connection_attempts", "connection_timeout", "response_completion_timeout", "origin_access_control_id",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Site:
    """Where an origin is bound: its distribution, the scope it has there, the id it gets unless it has one."""

    call: Call
    distribution: Resource
    scope: str
    id: Value
    certain: bool

    @property
    def name(self) -> str:
        """The beginning of the names of what an origin makes there."""
        return f"{self.distribution.name}/{self.scope}"

    @property
    def arn(self) -> Value:
        """The ARN of the distribution, as policies of the library name it."""
        return arn_of(self.call.world, ResourceReference(self.distribution, "id"))


def arn_of(world: World, distribution_id: Value | str) -> Value:
    """The ARN of a distribution of the account."""
    return world.arn(":cloudfront::", world.pseudo("account"), ":distribution/", distribution_id)


class Origin(Opaque):
    """An origin: its block in CloudFormation's words, which ``kind`` has the name of what it is."""

    def __init__(self, props: Arguments, domain: Value, kind: str, config: Value) -> None:
        super().__init__((domain,))
        self.props = props
        self.domain = domain
        self.kind = kind
        self.config = config

    def bind(self, site: Site) -> MappingValue:
        """Its block in a distribution."""
        props = self.props
        made = Arranged(props)
        made.put("id", given_or(props, "origin_id", site.id), "origin_id")
        made.put("domain_name", self.domain)
        made.copy(*_COMMON)
        made.put("origin_path", _path(props), "origin_path")
        made.put("origin_custom_headers", headers(props, "custom_headers"), "custom_headers")
        made.put("origin_shield", _shield(props), "origin_shield_region")
        made.put(self.kind, self.config)
        return block_of(made.entries, props)


class Group(Opaque):
    """An origin with another one for when it fails; ``codes`` tell when that is."""

    def __init__(self, primary: Value | None, fallback: Value | None, codes: Value) -> None:
        super().__init__()
        self.primary = primary
        self.fallback = fallback
        self.codes = codes


def _path(props: Arguments) -> Value | None:
    """A path begins with a slash and has none at its end; what only the deployment knows stays as it is."""
    value = given(props, "origin_path")
    text = value.text() if value is not None else None
    if value is None or text is None:
        unclear = value is not None and value.has_unknown()
        return Unknown("a path", (value,), origin=value.origin) if value is not None and unclear else value
    path = text if text.startswith("/") else f"/{text}"
    return Scalar(path.removesuffix("/"), origin=value.origin)


def headers(props: Arguments, name: str) -> Value | None:
    """Headers that origins are sent, from a map of them."""
    if given(props, name) is None:
        return None
    written = props.get(name, VERBATIM)
    if not isinstance(written, MappingValue):
        return Unknown("headers", (written,), origin=written.origin)
    found: list[Value] = [
        MappingValue({"header_name": MapEntry(Scalar(k)), "header_value": MapEntry(e.value)}, origin=e.origin)
        for k, e in written.entries.items()
    ]
    return Sequence(found, open=written.open, origin=written.origin) if found or written.open else None


def _shield(props: Arguments) -> Value | None:
    enabled, region = props.get("origin_shield_enabled"), given(props, "origin_shield_region")
    if enabled.is_(False):
        return block(enabled=Scalar(False, origin=enabled.origin))
    if region is None and (enabled.is_absent() or enabled.is_(True)):
        return None
    if region is None or region.is_unknown() or not (enabled.is_absent() or enabled.is_(True)):
        return Unknown("a shield")
    return block(enabled=True, origin_shield_region=region)


def custom(props: Arguments, policy: str = "https-only", *, fixed: bool = False) -> MappingValue:
    """How an origin is spoken to that is no bucket; ``fixed`` where the author has no say in protocols and ports."""
    made = Arranged(props)
    protocols = by_default("TLSv1.2")
    if fixed:
        made.put("origin_ssl_protocols", protocols)
        made.put("origin_protocol_policy", policy)
    else:
        made.put(
            "origin_ssl_protocols", given_or(props, "origin_ssl_protocols", protocols), "origin_ssl_protocols"
        )
        made.put("origin_protocol_policy", given_or(props, "protocol_policy", policy), "protocol_policy")
        made.copy("http_port", "https_port")
    made.copy(
        "ip_address_type", read_timeout="origin_read_timeout", keepalive_timeout="origin_keepalive_timeout"
    )
    return MappingValue(made.entries, certainty=Certainty.DEFAULT if fixed else Certainty.WRITTEN)


def _http(call: Call) -> Node:
    props, domain = call.props(1), call.folded(0, "domain_name")
    return Origin(
        props, domain if domain is not None else Unknown("a domain"), "custom_origin_config", custom(props)
    )


def named(call: Call, argument: str, attribute: str) -> Value:
    """The name of a host that is an attribute of the first argument."""
    value = call.argument(0, argument)
    thing = call.thing(0, argument)
    found = thing.attribute(attribute) if isinstance(thing, Made) else None
    if isinstance(found, Value):
        return found
    return Unknown("the name of a host", () if value is None else (call.world.fold(value),))


def _balancer(call: Call) -> Node:
    props = call.props(1)
    return Origin(
        props, named(call, "load_balancer", "load_balancer_dns_name"), "custom_origin_config", custom(props)
    )


def _rest(call: Call) -> Node:
    """``new RestApiOrigin(api)``: its host, and its stage as the path."""
    props, api = call.props(1), call.thing(0, "rest_api")
    mentions = call.world.folder.mentions(call.construction)
    domain: Value = Unknown("the name of an interface", mentions)
    stage: Value | None = None
    if isinstance(api, Api):
        world = call.world
        parts = (api.id, ".execute-api.", world.pseudo("region"), ".", world.pseudo("url_suffix"))
        domain, stage = Template(parts), api.stage_name()
    path = Template(("/", stage if stage is not None else Unknown("a stage", mentions)))
    origin = Origin(props, domain, "custom_origin_config", custom(props, fixed=True))
    if props.raw("origin_path") is None:
        unclear = not props.absent("origin_path")
        props.entries["origin_path"] = MapEntry(Unknown("a path", (path,)) if unclear else path)
    return origin


def _group(call: Call) -> Node:
    props = call.props(0)
    codes = given_or(
        props,
        "fallback_status_codes",
        Sequence([Scalar(c) for c in (500, 502, 503, 504)], certainty=Certainty.DEFAULT),
    )
    props.entry("selection_criteria")
    return Group(props.raw("primary_origin"), props.raw("fallback_origin"), codes)


_O = "aws-cloudfront-origins"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_O}.HttpOrigin": _http,
        f"{_O}.LoadBalancerV2Origin": _balancer,
        f"{_O}.RestApiOrigin": _rest,
        f"{_O}.OriginGroup": _group,
    }
)
