"""Graphs in a form that can be compared between dialects."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from stackproof.analysis.report import Report
from stackproof.analysis.workspace import Workspace
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import (
    Absent,
    Certainty,
    JsonText,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Value,
)

HERE = Path(__file__).parent
DIALECTS = ("cdktf-ts", "cdktf-py", "pulumi-ts", "pulumi-py", "cdk-ts", "cdk-py")

# What rules read. Arguments that are the same but written in another shape by design (a target group's health check,
# the rate of a schedule) are not compared.
_READ: dict[str, tuple[str, ...]] = {
    "aws_vpc": ("cidr_block", "enable_dns_hostnames"),
    "aws_subnet": ("vpc_id", "cidr_block", "availability_zone", "map_public_ip_on_launch"),
    "aws_internet_gateway": (),
    "aws_internet_gateway_attachment": ("vpc_id", "internet_gateway_id"),
    "aws_route_table": ("vpc_id",),
    "aws_route": ("route_table_id", "destination_cidr_block", "gateway_id", "nat_gateway_id"),
    "aws_route_table_association": ("subnet_id", "route_table_id"),
    "aws_eip": ("domain",),
    "aws_nat_gateway": ("allocation_id", "subnet_id"),
    "aws_security_group": ("vpc_id", "description"),
    "aws_s3_bucket": ("bucket",),
    "aws_s3_bucket_policy": ("bucket", "policy"),
    "aws_lb": (
        "name", "load_balancer_type", "subnets", "security_groups", "enable_deletion_protection", "access_logs",
    ),
    "aws_lb_target_group": ("port", "protocol", "target_type", "vpc_id"),
    "aws_lb_listener": ("load_balancer_arn", "port", "protocol", "certificate_arn", "default_action"),
    "aws_ecs_cluster": ("name",),
    "aws_ecs_task_definition": (
        "family", "cpu", "memory", "network_mode", "requires_compatibilities", "execution_role_arn",
        "container_definitions",
    ),
    "aws_ecs_service": (
        "name", "cluster", "task_definition", "launch_type", "desired_count", "network_configuration", "load_balancer",
    ),
    "aws_kms_key": ("enable_key_rotation", "policy"),
    "aws_cloudwatch_log_group": ("name", "retention_in_days", "kms_key_id"),
}  # fmt: skip

_REGION = re.compile(
    r"^[ \t]*(?://|#) begin (?P<name>[a-z-]+)\n(?P<body>.*?)^[ \t]*(?://|#) end\n", re.M | re.S
)


def read(folder: Path) -> Report:
    """The report about a program, which must be whole and understood."""
    report = Workspace([str(folder)]).snapshot().check()
    assert not report.broken
    assert len(report.programs) == 1
    assert report.programs[0].graph.complete
    return report


def graph_of(folder: Path) -> Graph:
    """The graph of the one program in a folder."""
    return read(folder).programs[0].graph


def mutated(dialect: str, name: str, target: Path) -> Path:
    """A copy of a program without the regions of a name, or with ``false`` turned to true in ``protection``."""
    shutil.copytree(HERE / dialect, target)
    touched = 0
    for file in sorted(target.rglob("*")):
        if file.suffix not in (".ts", ".py"):
            continue
        text = file.read_text(encoding="utf-8")

        def replace(match: re.Match[str]) -> str:
            nonlocal touched
            if match["name"] != name:
                return match[0]
            touched += 1
            if name != "protection":
                return ""
            return match["body"].replace("false", "true").replace("False", "True")

        file.write_text(_REGION.sub(replace, text), encoding="utf-8")
    assert touched
    return target


def name_of(resource: Resource) -> str:
    """The name without what dialects add: paths of scopes, capitals, separators."""
    return re.sub(r"[^a-z0-9]", "", resource.name.rsplit("/", 1)[-1].lower())


def canonical(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """What a value says, leaf by leaf: scalars as text, references as the name of their target.

    A block that is written alone equals a list of one; `Absent`, ``None`` and a library's defaults say nothing.
    """
    if value.certainty is Certainty.DEFAULT:
        return
    match value:
        case Absent():
            return
        case Scalar():
            if value.data is not None:
                yield path, str(value.data).lower()
        case ResourceReference():
            yield path, f"<{value.resource.type} {name_of(value.resource)}>"
        case Template():
            leaves = [
                p if isinstance(p, str) else "".join(leaf for _, leaf in canonical(p, ""))
                for p in value.parts
            ]
            yield path, "".join(leaves).lower()
        case Mapping():
            assert value.is_closed(), path
            for key, entry in value.entries.items():
                yield from canonical(entry.value, f"{path}.{key}")
        case Sequence():
            assert value.is_closed(), path
            for index, element in enumerate(value.elements):
                yield from canonical(element, path if len(value.elements) == 1 else f"{path}[{index}]")
        case JsonText():
            yield from canonical(value.content, path)
        case _:
            raise AssertionError(f"{path} is {value!r}")


Shape = tuple[str, str, bool, bool, frozenset[tuple[str, str]]]


def shapes(graph: Graph) -> Counter[Shape]:
    """The compared resources: type, name, whether it is closed, conditional or many, and its leaves."""
    found: Counter[Shape] = Counter()
    for resource in graph.resources:
        if resource.type not in _READ or resource.external:
            continue
        leaves = {
            leaf for argument in _READ[resource.type] for leaf in canonical(resource[argument], argument)
        }
        uncertain = resource.conditional or resource.many
        found[resource.type, name_of(resource), resource.is_closed(), uncertain, frozenset(leaves)] += 1
    return found


def waits(graph: Graph) -> set[tuple[str, str]]:
    """Who explicitly waits for whom."""
    return {
        (name_of(resource), name_of(target))
        for resource in graph.resources
        for value in resource.depends_on
        for target in [v.target() for v in value.items() or (value,)]
        if target is not None
    }
