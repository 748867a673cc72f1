"""What security groups let out, and what opens connections from behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.finding import Severity
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Certainty, Value
from stackproof.rulekit import ecs
from stackproof.rulekit.answer import Answer, any_of
from stackproof.rulekit.links import follow, leads_to
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.starters import starters

RULE, OLD_RULE = "aws_vpc_security_group_egress_rule", "aws_security_group_rule"
_RULES = (RULE, OLD_RULE)
# The CDK's rule that fits no traffic, so that AWS does not put its own in place of none.
_NOWHERE = "255.255.255.255/32"

# What start scripts use to fetch things.
_FETCHES = re.compile(r"\b(apt|apt-get|yum|dnf|apk|snap|pip3?|npm|curl|wget|git|docker|aws|cfn-init)\b")

# Those that open connections, with the argument that holds their groups and how messages call them.
_CALLERS: tuple[tuple[str, tuple[str | int, ...], str], ...] = (
    ("aws_lambda_function", ("vpc_config", 0, "security_group_ids"), "function '{}'"),
    ("aws_instance", ("vpc_security_group_ids",), "instance '{}'"),
    ("aws_launch_template", ("vpc_security_group_ids",), "the machines of '{}'"),
    ("aws_launch_template", ("network_interfaces", 0, "security_groups"), "the machines of '{}'"),
    ("aws_launch_configuration", ("security_groups",), "the machines of '{}'"),
    ("aws_batch_compute_environment", ("compute_resources", 0, "security_group_ids"), "the jobs of '{}'"),
    ("aws_codebuild_project", ("vpc_config", 0, "security_group_ids"), "the builds of '{}'"),
    ("aws_apprunner_vpc_connector", ("security_groups",), "what uses '{}'"),
    ("aws_mwaa_environment", ("network_configuration", 0, "security_group_ids"), "environment '{}'"),
    ("aws_synthetics_canary", ("vpc_config", 0, "security_group_ids"), "canary '{}'"),
    ("aws_db_proxy", ("vpc_security_group_ids",), "proxy '{}'"),
    ("aws_apigatewayv2_vpc_link", ("security_group_ids",), "VPC link '{}'"),
    ("aws_dms_replication_instance", ("vpc_security_group_ids",), "replication instance '{}'"),
)


@dataclass(frozen=True, eq=False)
class Caller:
    """Something that opens connections through the security groups in ``groups``, a list argument.

    ``what`` names it in messages, ``to`` what it has to reach. ``ports`` are those that it certainly needs (TCP).
    """

    resource: Resource
    what: str
    groups: Value
    to: str = "anything"
    ports: tuple[int, ...] = ()
    severity: Severity = Severity.WARNING


def callers(graph: Graph) -> Iterator[Caller]:
    """All of them. Databases, caches, file systems and endpoints only answer, for which no rule is needed."""
    yield from _tasks(graph)
    yield from _balancers(graph)
    for type_, path, what in _CALLERS:
        for resource in graph.of(type_):
            groups = resource.properties.get(*path)
            more = pointing(graph, "aws_network_interface_sg_attachment", "network_interface_id", resource)
            if groups.is_present() and not resource.external and next(more, None) is None:
                yield Caller(resource, what.format(resource.name), groups, severity=_severity(resource))


def _severity(resource: Resource) -> Severity:
    """Machines may well do without, unless their start scripts fetch something."""
    if resource.type not in ("aws_instance", "aws_launch_template", "aws_launch_configuration"):
        return Severity.WARNING
    script = "".join(p for p in resource["user_data"].pieces() if isinstance(p, str))
    return Severity.INFORMATION if _FETCHES.search(script) is None else Severity.WARNING


def _tasks(graph: Graph) -> Iterator[Caller]:
    for starter in starters(graph):
        groups = starter.network.get("security_groups")
        fargate = ecs.runs_on_fargate(starter.launch_type, starter.strategy, starter.definition)
        # Registries and the log service speak HTTPS, unless a registry of one's own has another port.
        task = ecs.task(starter.definition)
        https = "logs" in task.needs or any(":" not in _host(image) for image in task.public_images)
        if fargate is Answer.YES:
            ports = (443,) if https else ()
            yield Caller(starter.resource, starter.what, groups, "anything", ports, Severity.ERROR)
        elif groups.is_present():
            # On machines of one's own, images and logs go through the machine's groups.
            yield Caller(starter.resource, starter.what, groups, severity=Severity.INFORMATION)


def _host(image: Value) -> str:
    """The registry in an image's name; the name itself, tag included, tells no port where there is no slash."""
    text = image.text() or ":/"
    return text.partition("/")[0] if "/" in text else ""


def _balancers(graph: Graph) -> Iterator[Caller]:
    for balancer in graph.of("aws_lb"):
        targets = list(_targets(graph, balancer))
        if targets and not balancer.external:
            ports = tuple(dict.fromkeys(p for t in targets for p in _ports(graph, t)))
            what = f"load balancer '{balancer.name}'"
            yield Caller(balancer, what, balancer["security_groups"], "its targets", ports)


def _targets(graph: Graph, balancer: Resource) -> Iterator[Resource]:
    """The target groups to which a balancer certainly forwards; functions are reached by other ways."""
    around = graph.referrers(balancer, "aws_lb_listener")
    listeners = [x for x in around if x["load_balancer_arn"].refers_to(balancer)]
    rules = [
        rule
        for listener in listeners
        for rule in graph.referrers(listener, "aws_lb_listener_rule")
        if rule["listener_arn"].target() is listener
    ]
    seen: set[int] = set()
    for resource in (*listeners, *rules):
        for reference in resource.properties.references():
            group = reference.resource
            kinds = group["target_type"]
            known = kinds.is_absent() or kinds.is_any_of("ip", "instance", "alb")
            if group.type == "aws_lb_target_group" and known and id(group) not in seen:
                seen.add(id(group))
                yield group


def _ports(graph: Graph, targets: Resource) -> Iterator[int]:
    """The ports of tasks with addresses of their own that are registered with a target group."""
    if not targets["target_type"].is_("ip"):
        return
    for service in graph.referrers(targets, "aws_ecs_service"):
        for block in service["load_balancer"].items():
            port = block.get("container_port").number()
            if block.get("target_group_arn").refers_to(targets) and port is not None:
                yield int(port)


def groups_of(graph: Graph, caller: Caller) -> list[Resource] | None:
    """The security groups of a caller, when the program makes all of them."""
    groups = caller.groups
    found = [follow(item, "aws_security_group") for item in groups.items()]
    known = [g for g in found if g is not None and g.type == "aws_security_group" and not g.external]
    if not known or len(known) < len(found) or not groups.is_closed() or not graph.is_closed_around(known):
        return None
    return known


def rules_out(graph: Graph, group: Resource) -> list[Value] | None:
    """The rules for outgoing traffic of a group, inline ones and others; None when there may be more of them.

    A written list with nothing in it is somebody's decision, of which nothing is said either.
    """
    inline = group["egress"]
    if inline.is_empty() and inline.certainty is Certainty.WRITTEN:
        return None
    if not (inline.is_absent() or inline.is_closed()):
        return None
    found = list(inline.items())
    for type_ in _RULES:
        for rule in pointing(graph, type_, "security_group_id", group):
            link = leads_to(rule["security_group_id"], group)
            if link is Answer.NO or (type_ == OLD_RULE and rule["type"].is_("ingress")):
                continue
            if link is Answer.UNKNOWN or rule.conditional or not rule.is_closed():
                return None
            if not rule["cidr_ipv4"].is_(_NOWHERE):
                found.append(rule.properties)
    return found


def lets_out(rule: Value, port: int) -> Answer:
    """Whether a rule lets connections to a TCP port out, wherever they lead to."""
    protocol = rule.get("protocol")
    protocol = rule.get("ip_protocol") if protocol.is_absent() else protocol
    # Upper case is taken, too.
    word = str(protocol.number() if protocol.text() is None else protocol.text()).lower()
    if word in ("-1", "all"):
        return Answer.YES
    if word not in ("tcp", "6"):
        return Answer.UNKNOWN if word == "none" else Answer.NO
    first, final = (_number(rule.get(name)) for name in ("from_port", "to_port"))
    if first is None or final is None:
        return Answer.UNKNOWN
    return Answer.YES if first <= port <= final else Answer.NO


def _number(value: Value) -> float | None:
    text = value.text()
    return int(text) if text is not None and text.isdigit() else value.number()


@dataclass(frozen=True, eq=False)
class Shut:
    """A caller whose groups let nothing out (``port`` None), or nothing to a port that it needs."""

    caller: Caller
    groups: tuple[Resource, ...]
    port: int | None = None


def shut(graph: Graph) -> Iterator[Shut]:
    """All callers that certainly cannot reach what they have to."""
    if not graph.complete:
        return
    for caller in callers(graph):
        groups = groups_of(graph, caller)
        lists = [rules_out(graph, group) for group in groups or ()]
        rules = [rule for each in lists for rule in each or ()]
        if groups is None or any(each is None for each in lists):
            continue
        if not rules:
            yield Shut(caller, tuple(groups))
            continue
        for port in caller.ports:
            if any_of(lets_out(rule, port) for rule in rules) is Answer.NO:
                yield Shut(caller, tuple(groups), port)
