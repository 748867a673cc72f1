"""Cures for security groups that let too little out."""

from __future__ import annotations

from stackproof.model.fix import (
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    Block,
    Fix,
    Intent,
    Many,
    NewResource,
    Plain,
    SetArgument,
)
from stackproof.model.graph import Graph, Resource
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.outbound import OLD_RULE, RULE, Shut
from stackproof.rulekit.pointers import pointing

_HTTPS = 443


def cures(graph: Graph, found: Shut) -> list[Fix]:
    """What can be done about it, the best first."""
    group, port = found.groups[0], found.port
    if port is not None:
        return [_fix(graph, group, port, preferred=True)]
    everything = _fix(graph, group, None, preferred=True)
    return [everything, _fix(graph, group, _HTTPS)] if _HTTPS in found.caller.ports else [everything]


def _fix(graph: Graph, group: Resource, port: int | None, *, preferred: bool = False) -> Fix:
    """A rule for everything, or for one TCP port, in the manner in which the group has its others."""
    what = "everything" if port is None else "HTTPS" if port == _HTTPS else f"TCP port {port}"
    return Fix(
        title=f"Let {what} out of '{group.name}'",
        goal="let-everything-out" if port is None else "let-port-out",
        intents=(_intent(graph, group, port),),
        subjects=(group,),
        why_unsafe="It decides what may be reached from behind the group, anywhere on the internet included.",
        preferred=preferred,
    )


def _intent(graph: Graph, group: Resource, port: int | None) -> Intent:
    ports: dict[str, Argument] = {"from_port": Plain(port or 0), "to_port": Plain(port or 0)}
    protocol = Plain("-1" if port is None else "tcp")
    anywhere = Plain("0.0.0.0/0")
    inline: dict[str, Argument] = {**ports, "protocol": protocol, "cidr_blocks": Many((anywhere,))}
    if group["egress"].is_present() and not group["egress"].is_empty():
        return AppendToList(group, ("egress",), Block(inline))
    manner = _manner(graph, group)
    if manner is None:
        return SetArgument(group, ("egress",), Many((Block(inline),)))
    arguments: dict[str, Argument] = {"security_group_id": AttributeOf(group)}
    if manner == RULE:
        # Such a rule has no ports when it is for all protocols.
        arguments |= {"cidr_ipv4": anywhere, "ip_protocol": protocol} | (ports if port is not None else {})
    else:
        arguments |= {"type": Plain("egress"), **inline}
    return AddResources(group, (NewResource("rule", manner, f"{group.name} egress", arguments),))


def _manner(graph: Graph, group: Resource) -> str | None:
    """The type of resources that are the rules of a group; None when they stand in the group itself."""
    if group["ingress"].is_present() and not group["ingress"].is_empty():
        return None
    for type_, manner in (
        (RULE, RULE),
        ("aws_vpc_security_group_ingress_rule", RULE),
        (OLD_RULE, OLD_RULE),
    ):
        for rule in pointing(graph, type_, "security_group_id", group):
            if leads_to(rule["security_group_id"], group) is Answer.YES:
                return manner
    return None
