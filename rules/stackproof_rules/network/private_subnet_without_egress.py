"""Finds workloads in subnets from which they cannot pull their image or reach the services they need."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Related, Severity, anchor, head, rule
from stackproof.rulekit.egress import Cut, cut_off
from stackproof.rulekit.egress_fixes import cures
from stackproof.rulekit.network import Network
from stackproof.rulekit.workloads import Kind


def _reach(cut: Cut) -> str:
    """What cannot be reached, as far as that is certain."""
    if cut.workload.task is None:
        return "anything outside the VPC"
    reached = cut.workload.kind is Kind.FARGATE and not cut.mirror and cut.all_images_may_be_private
    if reached and not any(service in ("ecr.api", "ecr.dkr", "s3") for service in cut.lacking):
        return f"{', '.join(cut.lacking)} or the internet"
    return "ECR or the internet"


def _message(cut: Cut) -> str:
    names = ", ".join(f"'{subnet.name}'" for subnet in cut.subnets)
    subnets = f"subnet {names}" if len(cut.subnets) == 1 else f"subnets {names}"
    reach = _reach(cut)
    if cut.mirror:
        return f"{cut.workload.what} cannot reach {reach} from public {subnets} without a public IP address"
    message = f"{cut.workload.what} cannot reach {reach} from {subnets}: there is no default route"
    if cut.workload.kind is Kind.FARGATE and cut.workload.task is not None:
        if not cut.all_images_may_be_private:
            message += ", and VPC endpoints do not help with images from outside ECR"
        else:
            message += f" and no VPC endpoint for {', '.join(cut.lacking)}"
    return message


def _only_shells(cut: Cut) -> bool:
    """Whether the tasks start, and only shells in their containers cannot be opened."""
    return cut.lacking == ("ssmmessages",) and cut.all_images_may_be_private and not cut.mirror


def _related(cut: Cut) -> list[Related]:
    related: list[Related] = []
    for routing in cut.routings:
        subnet, table = routing.subnet, routing.table
        related.append(Related(head(subnet), f"subnet '{subnet.name}'"))
        if table is not None:
            lacks = "leads to an internet gateway" if cut.mirror else "has no default route"
            related.append(Related(head(table), f"its route table '{table.name}' {lacks}"))
        elif not cut.mirror:
            uses = f"'{subnet.name}' uses the main route table of this VPC, which has local routes only"
            related.append(Related(head(routing.vpc), uses))
    return related


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    network = Network(graph)
    for cut in cut_off(graph, network):
        yield Finding(
            at=anchor(cut.at, cut.workload.resource),
            message=_message(cut),
            related=_related(cut),
            fixes=cures(graph, network, cut),
            severity=Severity.WARNING if _only_shells(cut) else cut.workload.severity,
        )
