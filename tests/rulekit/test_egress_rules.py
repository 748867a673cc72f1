"""Subnets without a way out, and all that makes them no failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder, set_argument

from stackproof.model.finding import Finding, Severity
from stackproof.model.fix import AddResources, Fix, NewResource, SetArgument
from stackproof.model.graph import Resource
from stackproof.rulekit import load_rules, run

RULES = {rule.id: rule for rule in load_rules()}
EGRESS = RULES["private-subnet-without-egress"]
ASSOCIATION = RULES["subnet-without-route-table-association"]


@dataclass
class World:
    """A VPC with a public and a private subnet, and a Fargate service in the private one."""

    b: Builder
    vpc: Resource
    igw: Resource
    public: Resource
    public_table: Resource
    private: Resource
    task: Resource
    service: Resource

    def egress(self, **options: Any) -> list[Finding]:
        return run(EGRESS, self.b.graph(**options))

    def associations(self, **options: Any) -> list[Finding]:
        return run(ASSOCIATION, self.b.graph(**options))

    def put(self, **network: Any) -> None:
        set_argument(self.b, self.service, "network_configuration", network)


@pytest.fixture
def world() -> World:
    b = Builder()
    vpc = b.add("aws_vpc", "vpc", cidr_block="10.0.0.0/16")
    igw = b.add("aws_internet_gateway", "igw", vpc_id=vpc)
    public = b.add("aws_subnet", "public", vpc_id=vpc, map_public_ip_on_launch=True)
    table = b.add("aws_route_table", "public-rt", vpc_id=vpc)
    b.add("aws_route", "r", route_table_id=table, destination_cidr_block="0.0.0.0/0", gateway_id=igw)
    b.add("aws_route_table_association", "public-a", subnet_id=public, route_table_id=table)
    private = b.add("aws_subnet", "private", vpc_id=vpc)
    image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1"
    task = b.add("aws_ecs_task_definition", "task", container_definitions=[{"name": "app", "image": image}])
    service = b.add(
        "aws_ecs_service",
        "svc",
        launch_type="FARGATE",
        task_definition=(task, "arn"),
        network_configuration={"subnets": [private]},
    )
    return World(b, vpc, igw, public, table, private, task, service)


def new_resources(fix: Fix) -> list[NewResource]:
    return [n for i in fix.intents if isinstance(i, AddResources) for n in i.resources]


def test_service_in_private_subnet_is_reported_at_the_element(world: World) -> None:
    (finding,) = world.egress()
    assert finding.at is world.service["network_configuration"].get("subnets", 0)
    assert finding.severity is Severity.ERROR
    assert "'svc'" in finding.message
    assert "'private'" in finding.message
    assert world.vpc.construction.callee_origin in [r.at for r in finding.related]


def test_nat_fix_is_complete(world: World) -> None:
    (finding,) = world.egress()
    fix = finding.fixes[0]
    assert fix.goal == "route-through-nat"
    assert [n.type for n in new_resources(fix)] == [
        "aws_eip",
        "aws_nat_gateway",
        "aws_route_table",
        "aws_route",
        "aws_route_table_association",
    ]
    eip, nat = new_resources(fix)[:2]
    assert [d.resource for d in eip.depends_on] == [world.igw]  # type: ignore[union-attr]
    assert nat.arguments["subnet_id"].resource is world.public  # type: ignore[union-attr]
    assert isinstance(fix.intents[0], AddResources)
    assert fix.intents[0].near is world.private


def test_nat_fix_uses_what_is_there(world: World) -> None:
    table = world.b.add("aws_route_table", "private-rt", vpc_id=world.vpc)
    nat = world.b.add("aws_nat_gateway", "nat", subnet_id=world.public)
    world.b.add("aws_route_table_association", "a", subnet_id=world.private, route_table_id=table)
    (finding,) = world.egress()
    (route,) = new_resources(finding.fixes[0])
    assert route.type == "aws_route"
    assert route.arguments["route_table_id"].resource is table  # type: ignore[union-attr]
    assert route.arguments["nat_gateway_id"].resource is nat  # type: ignore[union-attr]


def test_nat_fix_only_associates_when_a_table_leads_out(world: World) -> None:
    nat = world.b.add("aws_nat_gateway", "nat", subnet_id=world.public)
    route = {"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat}
    table = world.b.add("aws_route_table", "private-rt", vpc_id=world.vpc, route=[route])
    (finding,) = world.egress()
    (association,) = new_resources(finding.fixes[0])
    assert association.arguments["route_table_id"].resource is table  # type: ignore[union-attr]


def test_one_cure_serves_all_subnets_of_the_workload(world: World) -> None:
    second = world.b.add("aws_subnet", "private-2", vpc_id=world.vpc)
    world.put(subnets=[world.private, second])
    findings = world.egress()
    assert len(findings) == 2
    made = [n.type for n in new_resources(findings[0].fixes[0])]
    assert made.count("aws_route_table_association") == 2
    assert made.count("aws_nat_gateway") == 1


def test_endpoints_fix_lists_what_lacks(world: World) -> None:
    (finding,) = world.egress()
    fix = finding.fixes[1]
    assert fix.goal == "add-vpc-endpoints"
    assert [n.key for n in new_resources(fix)] == ["group", "ecr.api", "ecr.dkr", "s3"]
    assert isinstance(fix.intents[0], SetArgument)
    assert fix.intents[0].path == ("enable_dns_hostnames",)


def test_no_endpoints_fix_for_public_images(world: World) -> None:
    set_argument(world.b, world.task, "container_definitions", [{"image": "nginx:1.27"}])
    (finding,) = world.egress()
    assert [f.goal for f in finding.fixes] == ["route-through-nat"]


def associate(w: World, **arguments: Any) -> Resource:
    table = w.b.add("aws_route_table", "private-rt", vpc_id=w.vpc)
    w.b.add("aws_route_table_association", "a", subnet_id=w.private, route_table_id=table, **arguments)
    return table


def default_route(w: World, **target: Any) -> None:
    w.b.add("aws_route", "d", route_table_id=associate(w), destination_cidr_block="0.0.0.0/0", **target)


def endpoints(w: World, *names: str, table: Any = None, **options: Any) -> None:
    for name in names:
        if name == "s3":
            kind: dict[str, Any] = {"vpc_endpoint_type": "Gateway", "route_table_ids": [table]}
        else:
            kind = {"vpc_endpoint_type": "Interface", "private_dns_enabled": True, **options}
        w.b.add(
            "aws_vpc_endpoint", name, vpc_id=w.vpc, service_name=f"com.amazonaws.us-east-1.{name}", **kind
        )


def full_endpoints(w: World) -> None:
    endpoints(w, "ecr.api", "ecr.dkr", "s3", table=associate(w))


def main_table_with_nat(w: World) -> None:
    w.b.add(
        "aws_default_route_table",
        "main",
        default_route_table_id=(w.vpc, "default_route_table_id"),
        route=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}],
    )


def main_association_with_nat(w: World) -> None:
    table = w.b.add(
        "aws_route_table", "t", vpc_id=w.vpc, route=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}]
    )
    w.b.add("aws_main_route_table_association", "m", vpc_id=w.vpc, route_table_id=table)


def route_on_main_table(w: World) -> None:
    w.b.add(
        "aws_route",
        "d",
        route_table_id=(w.vpc, "main_route_table_id"),
        destination_cidr_block="0.0.0.0/0",
        nat_gateway_id="nat-1",
    )


def public_ip_and_igw(w: World) -> None:
    w.put(subnets=[w.public], assign_public_ip=True)


def conditional_nat(w: World) -> None:
    w.b.add(
        "aws_route",
        "d",
        route_table_id=associate(w),
        destination_cidr_block="0.0.0.0/0",
        nat_gateway_id="nat-1",
        _conditional=True,
    )


def inline_open(w: World) -> None:
    set_argument(w.b, associate(w), "route", UNKNOWN)


SILENT: dict[str, Callable[[World], object]] = {
    "nat gateway": lambda w: default_route(w, nat_gateway_id="nat-1"),
    "nat instance": lambda w: default_route(w, network_interface_id="eni-1"),
    "transit gateway": lambda w: default_route(w, transit_gateway_id="tgw-1"),
    "core network": lambda w: default_route(w, core_network_arn="arn:x"),
    "firewall endpoint": lambda w: default_route(w, vpc_endpoint_id="vpce-1"),
    "virtual private gateway": lambda w: default_route(w, gateway_id=w.b.add("aws_vpn_gateway", "vgw")),
    "unknown target": lambda w: default_route(w, gateway_id=UNKNOWN),
    "route to other networks": lambda w: w.b.add(
        "aws_route",
        "d",
        route_table_id=associate(w),
        destination_cidr_block="10.0.0.0/8",
        transit_gateway_id="tgw-1",
    ),
    "propagated routes": lambda w: w.b.add(
        "aws_vpn_gateway_route_propagation", "p", route_table_id=associate(w), vpn_gateway_id="vgw-1"
    ),
    "unknown destination": lambda w: w.b.add(
        "aws_route",
        "d",
        route_table_id=associate(w),
        destination_cidr_block=UNKNOWN,
        nat_gateway_id="nat-1",
    ),
    "unknown inline routes": inline_open,
    "conditional nat": conditional_nat,
    "association of unknown subnet": lambda w: w.b.add(
        "aws_route_table_association", "a", subnet_id=UNKNOWN, route_table_id="rtb-1"
    ),
    "external table": lambda w: w.b.add(
        "aws_route_table_association", "a", subnet_id=w.private, route_table_id="rtb-1"
    ),
    "endpoints": full_endpoints,
    "default table": main_table_with_nat,
    "main association": main_association_with_nat,
    "route on main table": route_on_main_table,
    "public ip": public_ip_and_igw,
    "external subnet": lambda w: w.put(subnets=["subnet-123"]),
    "unknown subnets": lambda w: w.put(subnets=UNKNOWN),
    "subnet of external vpc": lambda w: set_argument(w.b, w.private, "vpc_id", "vpc-1"),
    "escaped vpc": lambda w: w.vpc.escapes.append(w.b.add("x", "x", _escaped=True).escapes[0]),
    "database only": lambda w: (
        w.put(subnets=[]),
        w.b.add("aws_db_subnet_group", "db", subnet_ids=[w.private]),
        w.b.add("aws_elasticache_subnet_group", "cache", subnet_ids=[w.private]),
        w.b.add("aws_efs_mount_target", "efs", subnet_id=w.private),
    ),
    "regional nat": lambda w: default_route(
        w, nat_gateway_id=w.b.add("aws_nat_gateway", "nat", availability_mode="regional", vpc_id=w.vpc)
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_no_failure(world: World, name: str) -> None:
    assert world.egress()
    SILENT[name](world)
    assert world.egress() == []


def test_silent_when_the_program_is_not_wholly_read(world: World) -> None:
    assert world.egress(complete=False) == []


def test_any_argument_unknown_silences(world: World) -> None:
    associate(world)
    assert world.egress()
    linking = {"route_table_id", "subnet_id", "network_configuration", "destination_cidr_block"}
    for resource in world.b.resources:
        # The private subnet has its one association, so those of others cannot be for it as well.
        if resource.name == "public-a":
            continue
        for name, entry in resource.properties.entries.items():
            if name in linking - ({"destination_cidr_block"} if resource.name == "r" else set()):
                kept, entry.value = entry.value, UNKNOWN
                assert world.egress() == [], (resource, name)
                entry.value = kept


@pytest.mark.parametrize("missing", ["ecr.api", "ecr.dkr", "s3"])
def test_each_endpoint_is_needed(world: World, missing: str) -> None:
    table = associate(world)
    endpoints(world, *({"ecr.api", "ecr.dkr", "s3"} - {missing}), table=table)
    (finding,) = world.egress()
    assert finding.message.endswith(missing)


def test_endpoints_must_answer_to_the_usual_names(world: World) -> None:
    table = associate(world)
    endpoints(world, "s3", table=table)
    endpoints(world, "ecr.api", "ecr.dkr", private_dns_enabled=False)
    assert world.egress()
    world.b.add("aws_route53_zone", "zone", name="amazonaws.com")
    assert world.egress() == []


def test_gateway_endpoint_must_be_in_the_route_table(world: World) -> None:
    associate(world)
    endpoints(world, "ecr.api", "ecr.dkr", "s3", table=world.public_table)
    (finding,) = world.egress()
    assert finding.message.endswith("s3")


def test_logs_and_secrets_need_endpoints(world: World) -> None:
    full_endpoints(world)
    container = {
        "image": "1.dkr.ecr.eu-west-1.amazonaws.com/a",
        "logConfiguration": {"logDriver": "awslogs"},
        "secrets": [{"name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:1:secret:a"}],
    }
    set_argument(world.b, world.task, "container_definitions", [container])
    (finding,) = world.egress()
    assert finding.message.endswith("logs, secretsmanager")


def test_old_platform_needs_one_endpoint_less(world: World) -> None:
    table = associate(world)
    endpoints(world, "ecr.dkr", "s3", table=table)
    assert world.egress()
    set_argument(world.b, world.service, "platform_version", "1.3.0")
    assert world.egress() == []


def test_endpoint_of_unknown_service_silences(world: World) -> None:
    associate(world)
    options = {"vpc_endpoint_type": "Interface", "private_dns_enabled": True}
    name = ("com.amazonaws.eu-west-1.", UNKNOWN)
    unknown = world.b.add("aws_vpc_endpoint", "e", vpc_id=world.vpc, service_name=name, **options)
    assert world.egress()[0].message.endswith("endpoint for s3")
    unknown.properties.entries.pop("vpc_endpoint_type")
    set_argument(world.b, unknown, "route_table_ids", UNKNOWN)
    assert world.egress() == []


def test_public_subnet_without_public_ip(world: World) -> None:
    world.put(subnets=[world.public])
    (finding,) = world.egress()
    assert "public IP" in finding.message
    (fix,) = finding.fixes
    assert fix.goal == "assign-public-ip"
    assert isinstance(fix.intents[0], SetArgument)
    assert fix.intents[0].path == ("network_configuration", "assign_public_ip")
    set_argument(world.b, world.service, "launch_type", "EC2")
    assert world.egress() == []


def test_public_ip_unknown_is_silent(world: World) -> None:
    world.put(subnets=[world.public], assign_public_ip=UNKNOWN)
    assert world.egress() == []


def test_fargate_by_task_or_by_capacity_provider(world: World) -> None:
    world.service.properties.entries.pop("launch_type")
    assert world.egress()[0].severity is Severity.WARNING
    set_argument(world.b, world.task, "requires_compatibilities", ["FARGATE"])
    assert world.egress()[0].severity is Severity.ERROR
    set_argument(world.b, world.task, "requires_compatibilities", ["EC2", "FARGATE"])
    providers = [{"capacity_provider": "FARGATE_SPOT", "weight": 1}]
    set_argument(world.b, world.service, "capacity_provider_strategy", providers)
    assert world.egress()[0].severity is Severity.ERROR


def test_other_workloads_and_their_severities(world: World) -> None:
    world.put(subnets=[])
    world.b.add("aws_lambda_function", "fn", vpc_config={"subnet_ids": [world.private]})
    world.b.add("aws_instance", "vm", subnet_id=world.private, user_data="yum install")
    world.b.add("aws_instance", "quiet", subnet_id=world.private)
    world.b.add("aws_eks_node_group", "nodes", subnet_ids=[world.private])
    template = world.b.add("aws_launch_template", "lt", user_data="x")
    world.b.add(
        "aws_autoscaling_group",
        "asg",
        launch_template={"id": template},
        vpc_zone_identifier=[world.private],
    )
    found = {f.message.split(" cannot")[0]: f.severity for f in world.egress()}
    assert found == {
        "function 'fn'": Severity.INFORMATION,
        "instance 'vm'": Severity.WARNING,
        "the nodes of 'nodes'": Severity.WARNING,
        "instances of 'asg'": Severity.WARNING,
    }


def test_start_script_in_a_launch_template(world: World) -> None:
    world.put(subnets=[])
    script = world.b.add("aws_launch_template", "lt", name="web", user_data="x")
    bare = world.b.add("aws_launch_template", "bare")
    spec = {"launch_template_specification": {"launch_template_id": script}}
    place: dict[str, Any] = {"vpc_zone_identifier": [world.private]}
    world.b.add("aws_autoscaling_group", "a", launch_template={"name": (script, "name")}, **place)
    world.b.add("aws_autoscaling_group", "b", mixed_instances_policy={"launch_template": spec}, **place)
    world.b.add("aws_autoscaling_group", "c", launch_template={"id": bare}, **place)
    world.b.add("aws_instance", "d", launch_template={"id": script}, subnet_id=world.private)
    found = {f.message.split(" cannot")[0] for f in world.egress()}
    assert found == {"instances of 'a'", "instances of 'b'", "instance 'd'"}


def test_shells_in_containers_need_an_endpoint(world: World) -> None:
    full_endpoints(world)
    set_argument(world.b, world.service, "enable_execute_command", True)
    (finding,) = world.egress()
    assert finding.severity is Severity.WARNING
    assert "cannot reach ssmmessages or the internet" in finding.message
    endpoints(world, "ssmmessages")
    assert world.egress() == []


def test_association_rule_is_merged_into_egress_rule(world: World) -> None:
    assert world.associations() == []
    world.put(subnets=[])
    (finding,) = world.associations()
    assert finding.at == world.private.construction.callee_origin
    assert finding.severity is Severity.INFORMATION
    assert [n.type for n in new_resources(finding.fixes[0])] == [
        "aws_route_table",
        "aws_route_table_association",
    ]


def test_association_rule_warns_when_somebody_lives_there(world: World) -> None:
    world.put(subnets=[])
    world.b.add("aws_instance", "quiet", subnet_id=world.private)
    (finding,) = world.associations()
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "change",
    [
        lambda w: w.b.add("aws_db_subnet_group", "db", subnet_ids=[w.private]),
        main_table_with_nat,
        main_association_with_nat,
        route_on_main_table,
        lambda w: associate(w),
        lambda w: w.b.add("aws_route_table_association", "a", subnet_id=UNKNOWN, route_table_id="rtb-1"),
        lambda w: w.b.add(
            "aws_route_table_association",
            "a",
            subnet_id=w.private,
            route_table_id=w.public_table,
            _conditional=True,
        ),
        lambda w: set_argument(w.b, w.private, "vpc_id", UNKNOWN),
    ],
)
def test_association_rule_is_silent(world: World, change: Callable[[World], object]) -> None:
    world.put(subnets=[])
    assert world.associations()
    change(world)
    assert world.associations() == []


def test_association_rule_needs_an_associated_neighbour() -> None:
    b = Builder()
    vpc = b.add("aws_vpc", "vpc")
    b.add("aws_subnet", "a", vpc_id=vpc)
    b.add("aws_subnet", "b", vpc_id=vpc)
    assert run(ASSOCIATION, b.graph()) == []


def test_association_fix_takes_the_fitting_table(world: World) -> None:
    world.put(subnets=[])
    set_argument(world.b, world.private, "map_public_ip_on_launch", True)
    (finding,) = world.associations()
    (association,) = new_resources(finding.fixes[0])
    assert association.arguments["route_table_id"].resource is world.public_table  # type: ignore[union-attr]
