"""Things of AWS that records lead to by another name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# The zone of all distributions.
_CLOUDFRONT = "Z2FDTNDATAQYW2"
_ACCELERATOR = "Z2BJ6XQ5FK7U4H"


class Alias(Opaque):
    """A target with its name and its zone; neither may be known."""

    def __init__(self, name: Value, zone: Value | None, health: Value | None = None) -> None:
        super().__init__((name,))
        self._name = name
        self._zone = zone
        self._health = health

    def bind(self, call: Call, zone: Thing | None) -> Value:
        """The block of a record in a zone, in CloudFormation's words."""
        own = self._zone
        if own is None:
            # Other records of the same zone.
            own = ResourceReference(zone.resource, "zone_id") if isinstance(zone, Made) else Unknown("a zone")
        entries = {"dns_name": MapEntry(self._name), "hosted_zone_id": MapEntry(own)}
        if self._health is not None and not self._health.is_absent():
            entries["evaluate_target_health"] = MapEntry(self._health)
        return MappingValue(entries)


def _of(call: Call, argument: str, attribute: str, what: str) -> Value:
    thing = call.thing(0, argument)
    found = thing.attribute(attribute) if isinstance(thing, Made) else None
    return found if isinstance(found, Value) else Unknown(what, call.world.folder.mentions(call.construction))


def _health(call: Call, at: int = 1) -> Value:
    props: Arguments = call.props(at)
    return props.get("evaluate_target_health")


def _balancer(call: Call) -> Node:
    balancer = call.thing(0, "load_balancer")
    if not isinstance(balancer, Made):
        return Alias(Unknown("a balancer"), Unknown("a zone"), _health(call))
    name = Template(("dualstack.", ResourceReference(balancer.resource, "dns_name")))
    return Alias(name, ResourceReference(balancer.resource, "zone_id"), _health(call))


def _distribution(call: Call) -> Node:
    name = _of(call, "distribution", "distribution_domain_name", "a distribution")
    return Alias(name, Scalar(_CLOUDFRONT))


def _website(call: Call) -> Node:
    """Names of websites and their zones follow from the region."""
    mentions = call.world.folder.mentions(call.construction)
    return Alias(
        Unknown("follows from the region", mentions), Unknown("follows from the region"), _health(call)
    )


def _gateway(call: Call) -> Node:
    mentions = call.world.folder.mentions(call.construction)
    return Alias(Unknown("the name of an API", mentions), Unknown("the zone of an API"))


def _by_name(name: str, zone: str) -> Recipe:
    def recipe(call: Call) -> Node:
        first, second = call.folded(0, name), call.folded(1, zone)
        return Alias(
            first if first is not None else Unknown("a name"),
            second if second is not None else Unknown("a zone"),
        )

    return recipe


def _accelerator(call: Call) -> Node:
    name = call.folded(0, "accelerator_domain_name")
    return Alias(name if name is not None else Unknown("an accelerator"), Scalar(_ACCELERATOR), _health(call))


def _record(call: Call) -> Node:
    return Alias(_of(call, "record", "domain_name", "a record"), None)


def _unclear(call: Call) -> Node:
    mentions = call.world.folder.mentions(call.construction)
    return Alias(Unknown("what a record leads to", mentions), Unknown("a zone"))


Make = Callable[[Call], Node]
_T = "aws-route53-targets"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_T}.LoadBalancerTarget": _balancer,
        f"{_T}.ClassicLoadBalancerTarget": _balancer,
        f"{_T}.CloudFrontTarget": _distribution,
        f"{_T}.BucketWebsiteTarget": _website,
        f"{_T}.ApiGateway": _gateway,
        f"{_T}.ApiGatewayDomain": _gateway,
        f"{_T}.ApiGatewayv2DomainProperties": _by_name("regional_domain_name", "regional_hosted_zone_id"),
        f"{_T}.GlobalAcceleratorDomainTarget": _accelerator,
        f"{_T}.Route53RecordTarget": _record,
        **{
            f"{_T}.{cls}": _unclear
            for cls in (
                "AppSyncTarget",
                "ElasticBeanstalkEnvironmentEndpointTarget",
                "GlobalAcceleratorTarget",
                "InterfaceVpcEndpointTarget",
                "UserPoolDomainTarget",
            )
        },
    }
)
