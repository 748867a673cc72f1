"""One stack in every dialect gives equal graphs, and equal defects give equal findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from rosetta_graphs import DIALECTS, HERE, graph_of, mutated, read, shapes, waits

FIRST = DIALECTS[0]

DEFECTS = {
    "nat-route": "private-subnet-without-egress",
    "spare-association": "subnet-without-route-table-association",
    "bucket-policy": "alb-access-logs-without-bucket-policy",
    "logs-statement": "kms-key-policy-missing-logs-service",
    "certificate": "https-listener-without-certificate",
    "protection": "deletion-protection-in-ephemeral-environment",
}


@pytest.mark.parametrize("dialect", DIALECTS[1:])
def test_the_same_stack_gives_the_same_graph(dialect: str) -> None:
    first, other = graph_of(HERE / FIRST), graph_of(HERE / dialect)
    expected, found = shapes(first), shapes(other)
    assert sorted(map(_readable, found - expected)) == []
    assert sorted(map(_readable, expected - found)) == []
    assert waits(other) == waits(first)


def test_the_first_graph_is_what_the_program_says() -> None:
    graph = graph_of(HERE / FIRST)
    kinds = sorted(kind for kind, *_ in shapes(graph).elements())
    assert kinds.count("aws_subnet") == 5
    assert kinds.count("aws_route_table_association") == 5
    assert kinds.count("aws_route") == 2
    assert kinds.count("aws_lb_listener") == 2
    assert len(kinds) == 31
    [service] = graph.of("aws_ecs_service")
    subnets = [subnet.target() for subnet in service["network_configuration"].get("subnets").items()]
    assert [subnet.name for subnet in subnets if subnet is not None] == ["private-0", "private-1"]
    assert {("private-route", "nat"), ("alb", "access-logs")} <= {
        (r.name, reference.resource.name) for r in graph.resources for reference in r.properties.references()
    }


@pytest.mark.parametrize("dialect", [*DIALECTS, "cdk-l2-ts", "cdk-l2-py"])
def test_a_sound_stack_is_silent(dialect: str) -> None:
    assert [problem.message for problem in read(HERE / dialect).problems] == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_same_defect_gives_the_same_finding(defect: str, tmp_path: Path) -> None:
    found = {}
    for dialect in DIALECTS:
        report = read(mutated(dialect, defect, tmp_path / dialect))
        found[dialect] = [(problem.rule, problem.severity) for problem in report.problems]
    assert {rule for rule, _ in found[FIRST]} == {DEFECTS[defect]}
    assert found == dict.fromkeys(DIALECTS, found[FIRST])


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_same_defect_is_explained_alike(defect: str, tmp_path: Path) -> None:
    found = {
        dialect: [p.message for p in read(mutated(dialect, defect, tmp_path / dialect)).problems]
        for dialect in DIALECTS
    }
    assert found == dict.fromkeys(DIALECTS, found[FIRST])


def test_both_languages_of_the_higher_level_library_give_the_same_graph() -> None:
    first, other = graph_of(HERE / "cdk-l2-ts"), graph_of(HERE / "cdk-l2-py")

    def described(graph: object) -> list[object]:
        return sorted((r.type, r.name, r.implied, r.external, r.is_closed()) for r in graph.resources)  # type: ignore[attr-defined]

    assert described(first) == described(other)
    assert shapes(first) == shapes(other)
    assert waits(first) == waits(other)


def _readable(shape: tuple[str, str, bool, bool, frozenset[tuple[str, str]]]) -> str:
    kind, name, closed, uncertain, leaves = shape
    flags = ("" if closed else " open") + (" uncertain" if uncertain else "")
    return f"{kind} {name}{flags}: " + ", ".join(f"{path}={leaf}" for path, leaf in sorted(leaves))
