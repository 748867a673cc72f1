"""Origins that only distributions reach: addresses of functions, and what stands in networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe, entry_of
from stackproof.frameworks.cdk.distribution.access import implied_control
from stackproof.frameworks.cdk.distribution.origins import Origin, Site, custom
from stackproof.frameworks.cdk.options import by_default, given, given_or
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_CUSTOM = "custom_origin_config"


class UrlOrigin(Origin):
    """The address of a function that only the distribution may call."""

    def __init__(self, call: Call, props: Arguments) -> None:
        super().__init__(props, _host(call), _CUSTOM, custom(props, fixed=True))
        self._url = call.thing(0, "lambda_function_url")
        self._control: Thing | None = props.thing("origin_access_control")
        self._unclear = self._control is None and not props.absent("origin_access_control")

    def bind(self, site: Site) -> MappingValue:
        found = super().bind(site)
        if self._control is None and not self._unclear:
            name = f"{site.name}/FunctionUrlOriginAccessControl"
            self._control = implied_control(site.call.world, name, "lambda")
        number: Value = Unknown("an access control")
        if isinstance(self._control, Made):
            number = ResourceReference(self._control.resource, "id")
        found.entries["origin_access_control_id"] = MapEntry(number)
        arn = self._url.attribute("function_arn") if isinstance(self._url, Made) else None
        function = arn if isinstance(arn, Value) else Unknown("a function", (self.domain,))
        for action in ("InvokeFunctionUrl", "InvokeFunction"):
            entries = {
                "principal": entry_of("cloudfront.amazonaws.com"),
                "action": entry_of(f"lambda:{action}"),
                "function_name": entry_of(function),
                "source_arn": entry_of(site.arn),
            }
            name = f"{site.name}/{action}"
            describe(site.call.world, "AWS::Lambda::Permission", name, entries, implied=True)
        return found


def _host(call: Call) -> Value:
    """The host in the address of a function, which is known when it is there."""
    value = call.argument(0, "lambda_function_url")
    mentions = () if value is None else (call.world.fold(value),)
    return Unknown("the host of an address", mentions)


def _url(call: Call) -> Node:
    props = call.props(1)
    return Origin(props, _host(call), _CUSTOM, custom(props, fixed=True))


def _url_with_control(call: Call) -> Node:
    return UrlOrigin(call, call.props(1))


class Endpoint(Opaque):
    """What stands in a network: its ARN, and the name by which it is found there."""

    def __init__(self, arn: Value, domain: Value) -> None:
        super().__init__((arn, domain))
        self.arn = arn
        self.domain = domain


class NetworkOrigin(Origin):
    """Something in a network; what leads there is made once, unless it is there already."""

    def __init__(
        self, props: Arguments, domain: Value, endpoint: Endpoint | None, held: Value | None
    ) -> None:
        config = Arranged(props)
        config.copy(read_timeout="origin_read_timeout", keepalive_timeout="origin_keepalive_timeout")
        super().__init__(
            props, given_or(props, "domain_name", domain), "vpc_origin_config", MappingValue(config.entries)
        )
        self._endpoint = endpoint
        self._number = held
        for later in (*_ENDPOINT, "vpc_origin_name", "protocol_policy", "origin_ssl_protocols"):
            props.entry(later)

    def bind(self, site: Site) -> MappingValue:
        if self._number is None and self._endpoint is not None:
            made = lead(site.call.world, f"{site.name}/VpcOrigin", self.props, self._endpoint, implied=True)
            self._number = ResourceReference(made, "id")
        number = self._number if self._number is not None else Unknown("what leads into a network")
        assert isinstance(self.config, MappingValue)
        self.config.entries["vpc_origin_id"] = MapEntry(number)
        return super().bind(site)


_ENDPOINT = ("http_port", "https_port")


def lead(world: World, name: str, props: Arguments, endpoint: Endpoint, *, implied: bool) -> Resource:
    """What leads distributions to an endpoint in a network."""
    config = Arranged(props)
    config.put("arn", endpoint.arn, "endpoint")
    config.copy(*_ENDPOINT)
    unnamed = Unknown("a name that the library makes up")
    config.put("name", given_or(props, "vpc_origin_name", unnamed), "vpc_origin_name")
    config.put("origin_protocol_policy", given(props, "protocol_policy"), "protocol_policy")
    protocols = given_or(props, "origin_ssl_protocols", by_default("TLSv1.2"))
    config.put("origin_ssl_protocols", protocols, "origin_ssl_protocols")
    entries = {"vpc_origin_endpoint_config": MapEntry(MappingValue(config.entries, open=props.open))}
    return describe(world, "AWS::CloudFront::VpcOrigin", name, entries, implied=implied).resource


def _balancer(call: Call, argument: str) -> Endpoint:
    thing = call.thing(0, argument)
    if not isinstance(thing, Made):
        unclear = Unknown("a balancer", call.world.folder.mentions(call.construction))
        return Endpoint(unclear, unclear)
    return Endpoint(ResourceReference(thing.resource, "arn"), ResourceReference(thing.resource, "dns_name"))


def _machine(call: Call, argument: str) -> Endpoint:
    thing = call.thing(0, argument)
    if not isinstance(thing, Made):
        unclear = Unknown("a machine", call.world.folder.mentions(call.construction))
        return Endpoint(unclear, unclear)
    world, number = call.world, ResourceReference(thing.resource, "id")
    arn = world.arn(":ec2:", world.pseudo("region"), ":", world.pseudo("account"), ":instance/", number)
    return Endpoint(arn, ResourceReference(thing.resource, "private_dns"))


def _into(find: Callable[[Call, str], Endpoint], argument: str) -> Recipe:
    """``VpcOrigin.withApplicationLoadBalancer(balancer)`` and its like."""

    def recipe(call: Call) -> Node:
        endpoint = find(call, argument)
        return NetworkOrigin(call.props(1), endpoint.domain, endpoint, None)

    return recipe


def _led(call: Call) -> Node:
    """``VpcOrigin.withVpcOrigin(origin)``."""
    thing = call.thing(0, "origin")
    domain = thing.attributes.get("domain_name") if isinstance(thing, Made) else None
    number = ResourceReference(thing.resource, "id") if isinstance(thing, Made) else Unknown("a VPC origin")
    host = domain if isinstance(domain, Value) else Unknown("the name of a host")
    return NetworkOrigin(call.props(1), host, None, number)


def _lead(call: Call) -> Node:
    """``new cloudfront.VpcOrigin(this, 'id', { endpoint })``."""
    props = call.props()
    node = props.node("endpoint")
    unclear = Unknown("an endpoint", (props.get("endpoint"),))
    endpoint = node if isinstance(node, Endpoint) else Endpoint(unclear, unclear)
    made = Made(
        lead(call.world, call.world.name(call), props, endpoint, implied=False),
        {"vpc_origin_id": "id", "vpc_origin_arn": "arn"},
        fragile=False,
    )
    made.attributes["domain_name"] = endpoint.domain
    return made


def _existing(call: Call) -> Node:
    resource = call.world.external("aws_cloudfront_vpc_origin", call)
    made = Made(resource, {"vpc_origin_id": "id", "vpc_origin_arn": "arn"}, fragile=False)
    last = call.located.names[-1] if call.located is not None else ""
    if last == "from_vpc_origin_id":
        put(resource, "id", call.folded(2, "vpc_origin_id"))
    elif last == "from_vpc_origin_attributes":
        put(resource, "id", call.props(2).get("vpc_origin_id"))
        domain = call.props(2).get("domain_name")
        if not domain.is_absent():
            made.attributes["domain_name"] = domain
    return made


def _endpoint(find: Callable[[Call, str], Endpoint], argument: str) -> Recipe:
    return lambda call: find(call, argument)


_O, _F = "aws-cloudfront-origins", "aws-cloudfront"
_INTO = {
    "application_load_balancer": (_balancer, "alb"),
    "network_load_balancer": (_balancer, "nlb"),
    "ec2_instance": (_machine, "instance"),
}
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_O}.FunctionUrlOrigin": _url,
        f"{_O}.FunctionUrlOrigin.with_origin_access_control": _url_with_control,
        f"{_O}.VpcOrigin.with_vpc_origin": _led,
        **{f"{_O}.VpcOrigin.with_{name}": _into(find, argument) for name, (find, argument) in _INTO.items()},
        f"{_F}.VpcOrigin": _lead,
        **{f"{_F}.VpcOrigin.from_vpc_origin_{by}": _existing for by in ("id", "arn", "attributes")},
        **{
            f"{_F}.VpcOriginEndpoint.{name}": _endpoint(find, argument)
            for name, (find, argument) in _INTO.items()
        },
    }
)
