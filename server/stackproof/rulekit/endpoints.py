"""VPC endpoints: which services of AWS can be reached without a way out of the VPC."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Template, Value
from stackproof.rulekit.answer import Answer, any_of
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.network import Routing
from stackproof.rulekit.pointers import pointing

_SERVICE = re.compile(r"^(?:com\.amazonaws|cn\.com\.amazonaws|aws\.api)\.[^.]+\.(.+)$", re.DOTALL)
_HOLE = "\x00"


def _is_service(value: Value, service: str) -> Answer:
    """Whether an endpoint's service name (``com.amazonaws.<region>.<service>``) means ``service``."""
    options = []
    for option in value.alternatives():
        written = option.literal() if isinstance(option, Template) else option.text()
        match = _SERVICE.match(written) if written is not None else None
        if match is None or _HOLE in match[1]:
            # Such a name may still end in something that rules the service out.
            ending = "" if written is None else written.rpartition(_HOLE)[2]
            ruled_out = ending != "" and not f"com.amazonaws.x.{service}".endswith(ending)
            options.append(Answer.NO if ruled_out else Answer.UNKNOWN)
        else:
            options.append(Answer.YES if match[1] == service else Answer.NO)
    if all(o is Answer.YES for o in options):
        return Answer.YES
    return Answer.NO if all(o is Answer.NO for o in options) else Answer.UNKNOWN


def _holds(values: Value, resources: Iterable[Resource]) -> Answer:
    """Whether a list names one of the resources."""
    wanted = tuple(resources)
    if values.is_absent():
        return Answer.NO
    answer = any_of(leads_to(item, resource) for item in values.items() for resource in wanted)
    return answer if values.is_closed() else answer | Answer.UNKNOWN


class Endpoints:
    """The endpoints of one VPC."""

    def __init__(self, graph: Graph, vpc: Resource) -> None:
        self._graph = graph
        self._vpc = vpc
        self._here = [
            (endpoint, link)
            for endpoint in pointing(graph, "aws_vpc_endpoint", "vpc_id", vpc)
            if (link := leads_to(endpoint["vpc_id"], vpc)) is not Answer.NO
        ]

    def any(self) -> Answer:
        """Whether the VPC has any endpoint at all."""
        return any_of(link for _, link in self._here)

    def interface(self, service: str) -> Answer:
        """Whether an interface endpoint answers for the service under its usual name."""
        return any_of(self._interface(endpoint, link, service) for endpoint, link in self._here)

    def gateway(self, service: str, routing: Routing) -> Answer:
        """Whether a gateway endpoint for the service is in the route table of a subnet."""
        return any_of(self._gateway(endpoint, link, service, routing) for endpoint, link in self._here)

    def _interface(self, endpoint: Resource, link: Answer, service: str) -> Answer:
        answer = link & _is_service(endpoint["service_name"], service)
        if answer is Answer.NO:
            return Answer.NO
        private = endpoint["private_dns_enabled"]
        if private.is_(True) and endpoint["vpc_endpoint_type"].is_("Interface") and not endpoint.conditional:
            return answer
        off = private.is_(False) or private.is_absent()
        # Names may be answered by a private hosted zone of one's own instead.
        return Answer.NO if off and not self._has_private_zone() else Answer.UNKNOWN

    def _has_private_zone(self) -> bool:
        return any(True for _ in self._graph.of("aws_route53_zone", "aws_route53_zone_association"))

    def _gateway(self, endpoint: Resource, link: Answer, service: str, routing: Routing) -> Answer:
        answer = link & _is_service(endpoint["service_name"], service)
        kind = endpoint["vpc_endpoint_type"]
        if answer is Answer.NO or kind.is_any_of("Interface", "GatewayLoadBalancer", "Resource"):
            return Answer.NO
        answer = answer & _holds(endpoint["route_table_ids"], routing.tables)
        type_ = "aws_vpc_endpoint_route_table_association"
        for association in pointing(self._graph, type_, "vpc_endpoint_id", endpoint):
            linked = leads_to(association["vpc_endpoint_id"], endpoint)
            table = any_of(leads_to(association["route_table_id"], t) for t in routing.tables)
            answer = answer | (linked & table)
        return Answer.UNKNOWN if answer is Answer.YES and endpoint.conditional else answer
