"""One stack in every dialect gives equal graphs, and equal defects give equal findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rosetta_defects import DEFECTS
from rosetta_differences import FAMILIES, UNKNOWN
from rosetta_graphs import DIALECTS, FIRST, HERE, graph_of, mutated, programs, read, regions, report_of
from rosetta_higher import FAMILIES as HIGHER
from rosetta_higher import higher_differences
from rosetta_shapes import differences, shapes, waits
from stackproof.analysis.report import Problem, Report
from stackproof.model.finding import Severity

_HIGHER = [family for family in FAMILIES if family in HIGHER]
_DEFECTS = [(family, name) for family in FAMILIES for name in DEFECTS[family]]


@pytest.mark.parametrize("dialect", DIALECTS[1:])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_stack_gives_the_same_graph(family: str, dialect: str) -> None:
    first, other = graph_of(family, FIRST), graph_of(family, dialect)
    assert differences(first, other) == []
    assert waits(other) == waits(first)


@pytest.mark.parametrize("family", FAMILIES)
def test_everything_is_known_that_can_be(family: str) -> None:
    for kind, name, closed, uncertain, leaves in shapes(graph_of(family, FIRST)):
        assert closed, (kind, name)
        assert not uncertain, (kind, name)
        unknown = {path for path, leaf in leaves if "<?>" in leaf or leaf == "..."}
        assert unknown <= UNKNOWN.get(kind, frozenset()), (kind, name)


def test_the_first_graph_is_what_the_program_says() -> None:
    graph = graph_of("service", FIRST)
    kinds = sorted(kind for kind, *_ in shapes(graph).elements())
    assert kinds.count("aws_subnet") == 5
    assert kinds.count("aws_route_table_association") == 5
    assert kinds.count("aws_route") == 2
    assert kinds.count("aws_lb_listener") == 2
    assert len(kinds) == 30
    [service] = graph.of("aws_ecs_service")
    subnets = [subnet.target() for subnet in service["network_configuration"].get("subnets").items()]
    assert [subnet.name for subnet in subnets if subnet is not None] == ["private-0", "private-1"]
    assert {("private-route", "nat"), ("alb", "access-logs")} <= {
        (r.name, reference.resource.name) for r in graph.resources for reference in r.properties.references()
    }


@pytest.mark.parametrize("folder", programs(), ids=lambda f: f"{f.parent.name}-{f.name}")
def test_a_sound_stack_is_silent(folder: Path) -> None:
    assert [p.message for p in _loud(report_of(folder.parent.name, folder.name))] == []


@pytest.mark.parametrize(("family", "defect"), _DEFECTS)
def test_the_same_defect_gives_the_same_graph_and_finding(family: str, defect: str, tmp_path: Path) -> None:
    reports = {dialect: read(mutated(family, dialect, defect, tmp_path / dialect)) for dialect in DIALECTS}
    graphs = {dialect: report.programs[0].graph for dialect, report in reports.items()}
    assert shapes(graphs[FIRST]) != shapes(graph_of(family, FIRST))
    for dialect in DIALECTS[1:]:
        assert differences(graphs[FIRST], graphs[dialect]) == []
        assert waits(graphs[FIRST]) == waits(graphs[dialect])
    found = {
        dialect: sorted(
            (p.rule, p.severity, _plain(p.message)) for p in _loud(report, DEFECTS[family][defect].rule)
        )
        for dialect, report in reports.items()
    }
    rule = DEFECTS[family][defect].rule
    assert {rule for rule, *_ in found[FIRST]} == ({rule} if rule else set())
    assert found == dict.fromkeys(DIALECTS, found[FIRST])


def _loud(report: Report, rule: str | None = None) -> list[Problem]:
    """Errors and warnings, and what a rule of interest says: remarks do not make a program unsound."""
    loud = (Severity.ERROR, Severity.WARNING)
    return [p for p in report.problems if p.severity in loud or p.rule == rule]


def _plain(message: str) -> str:
    """A message without what the names in it have of their dialect."""
    return re.sub(r"[^a-z0-9 ]", "", message.lower())


def _higher_in_both_languages() -> list[str]:
    return sorted(
        folder.parent.name for folder in HERE.glob("*/cdk-l2-ts") if (folder.parent / "cdk-l2-py").exists()
    )


@pytest.mark.parametrize("family", _higher_in_both_languages())
def test_both_languages_of_the_higher_level_library_give_the_same_graph(family: str) -> None:
    first, other = graph_of(family, "cdk-l2-ts"), graph_of(family, "cdk-l2-py")

    def described(graph: object) -> list[object]:
        return sorted((r.type, r.name, r.implied, r.external, r.is_closed()) for r in graph.resources)  # type: ignore[attr-defined]

    assert described(first) == described(other)
    assert shapes(first) == shapes(other)
    assert waits(first) == waits(other)


@pytest.mark.parametrize("family", _HIGHER)
def test_higher_constructs_give_the_same_graph(family: str) -> None:
    dialects = [
        folder.name for folder in programs() if folder.parent.name == family and "-l2-" in folder.name
    ]
    assert dialects
    for dialect in dialects:
        assert higher_differences(family, graph_of(family, FIRST), graph_of(family, dialect)) == []


@pytest.mark.parametrize("family", _HIGHER)
def test_the_same_defect_in_higher_constructs_gives_the_same_finding(family: str, tmp_path: Path) -> None:
    for folder in programs():
        if folder.parent.name != family or "-l2-" not in folder.name:
            continue
        tried = [name for name in DEFECTS[family] if name in regions(folder)]
        assert tried
        for name in tried:
            report = read(mutated(family, folder.name, name, tmp_path / f"{folder.name}-{name}"))
            rule = DEFECTS[family][name].rule
            assert {p.rule for p in _loud(report, rule)} == ({rule} if rule else set()), name
