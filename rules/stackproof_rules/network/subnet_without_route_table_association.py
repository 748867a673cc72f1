"""Finds subnets that were left out when their neighbours were associated with route tables."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    AddResources,
    Answer,
    AttributeOf,
    AttributeOfNew,
    Finding,
    Fix,
    Graph,
    NewResource,
    Related,
    Resource,
    Severity,
    head,
    rule,
)
from stackproof.rulekit.egress import cut_off
from stackproof.rulekit.egress_fixes import last
from stackproof.rulekit.network import Network, Way

# Who lives in such a subnet talks to nobody outside, so that local routes are what is wanted.
_NEED_NOTHING = (
    "aws_db_subnet_group",
    "aws_dax_subnet_group",
    "aws_docdb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_redshift_subnet_group",
    "aws_redshift_cluster",
    "aws_efs_mount_target",
    "aws_vpc_endpoint",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_network_acl",
    "aws_network_acl_association",
)


def _fix(graph: Graph, network: Network, subnet: Resource, vpc: Resource) -> Fix:
    """An association with the table that fits: public for public subnets, private for the others."""
    wanted = Way.INTERNET_GATEWAY if subnet["map_public_ip_on_launch"].is_(True) else Way.ELSEWHERE
    tables = [
        t
        for t in graph.of("aws_route_table")
        if t["vpc_id"].refers_to(vpc) and not t.conditional and not t.many and network.way(t)[0] is wanted
    ]
    new: list[NewResource] = []
    chosen: AttributeOf | AttributeOfNew
    if tables:
        chosen, near = AttributeOf(tables[0]), last([subnet, tables[0]])
        title = f"Associate '{subnet.name}' with route table '{tables[0].name}'"
    else:
        chosen, near = AttributeOfNew("table"), last([subnet, vpc])
        title = f"Give '{subnet.name}' a route table of its own"
        new.append(NewResource("table", "aws_route_table", f"{subnet.name} rt", {"vpc_id": AttributeOf(vpc)}))
    arguments = {"subnet_id": AttributeOf(subnet), "route_table_id": chosen}
    new.append(NewResource("association", "aws_route_table_association", f"{subnet.name} rta", arguments))
    return Fix(
        title=title,
        goal="associate-route-table",
        intents=(AddResources(near, tuple(new)),),
        subjects=(subnet, vpc),
        why_unsafe="It decides which networks the subnet can reach.",
        preferred=True,
    )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    if not graph.complete:
        return
    network = Network(graph)
    associated: dict[int, list[Resource]] = {}
    starving = {id(subnet) for cut in cut_off(graph, network) for subnet in cut.subnets}
    for subnet in graph.of("aws_subnet"):
        routing = network.routing(subnet)
        if routing is None or routing.association is not None or id(subnet) in starving:
            continue
        vpc = routing.vpc
        if id(vpc) not in associated:
            associated[id(vpc)] = [
                s
                for s in network.subnets(vpc)
                if not s.conditional and isinstance(network.association(s), Resource)
            ]
        # This subnet has none itself.
        neighbours = associated[id(vpc)]
        if not neighbours or network.manages_main_table(vpc) is not Answer.NO:
            continue
        users = [u for u in graph.referrers(subnet) if u.type != "aws_nat_gateway"]
        if users and all(u.type in _NEED_NOTHING for u in users):
            continue
        yield Finding(
            at=head(subnet),
            message=f"subnet '{subnet.name}' has no route table association, so it uses the VPC's main route table",
            related=[
                Related(head(neighbours[0]), f"subnet '{neighbours[0].name}' of the same VPC has one"),
                Related(head(vpc), "the main route table of this VPC has local routes only"),
            ],
            fixes=[_fix(graph, network, subnet, vpc)],
            severity=None if users else Severity.INFORMATION,
        )
