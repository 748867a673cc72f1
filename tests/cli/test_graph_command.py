"""Tests of the resource graph as JSON, as a flowchart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackproof.analysis.report import ProgramReport, Report, Statistics
from stackproof.cli.main import main
from stackproof.model.construction import Construction, Gap, Site
from stackproof.model.graph import Graph, Resource
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.text import Document, Span

TEXT = "const vpc = 1;\nconst a = 2;\n"


def resource(path: str, kind: str, name: str, start: int, **properties: Value) -> Resource:
    origin = Origin(path, Span(start, start + 5))
    site = Site(origin, Scope(path), "typescript")
    return Resource(
        type=kind,
        name=name,
        properties=Mapping({key: MapEntry(value) for key, value in properties.items()}),
        origin=origin,
        construction=Construction(0, origin, origin, Passed(), site),
        framework="pulumi",
    )


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = str(tmp_path / "index.ts")
    (tmp_path / "index.ts").write_text(TEXT)
    vpc = resource(path, "aws_vpc", 'ma"in', 0, cidr_block=Scalar("10.0.0.0/16"))
    vpc.external = True
    subnet = resource(
        path,
        "aws_subnet",
        "a|<b>",
        15,
        vpc_id=ResourceReference(vpc, "id"),
        tags=Sequence([Template(("x-", ResourceReference(vpc, "arn"))), Scalar(True)], open=True),
        policy=JsonText(Mapping({"n": MapEntry(Scalar(1))}, open=True)),
        zone=Choice((Scalar("a"), Unknown("a parameter"))),
        gone=Absent(),
        perhaps=Absent(closed=False),
    )
    twin = resource(path, "aws_subnet", "a|<b>", 15)
    twin.conditional = twin.many = twin.implied = True
    twin.depends_on = [ResourceReference(subnet)]
    gaps = [Gap("call", "no idea\nof {this}", Origin(path, Span(16, 17)))]
    graph = Graph([vpc, subnet, twin], gaps=gaps)
    report = Report(
        documents={path: Document(path, TEXT.encode())},
        programs=[ProgramReport(path, graph)],
        statistics=Statistics(programs=1),
    )

    class Drawn:
        def __init__(self, *_: object) -> None: ...

        def snapshot(self) -> Drawn:
            return self

        def check(self, progress: object) -> Report:
            return report

    monkeypatch.setattr("stackproof.cli.graph.Workspace", Drawn)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_json(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "."]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["version"] == 1
    (program,) = content["programs"]
    assert program["entry"] == "index.ts"
    assert program["complete"] is True
    vpc, subnet, twin = program["resources"]
    assert vpc["id"] == 'aws_vpc.ma"in'
    assert vpc["external"] is True
    assert subnet["file"] == "index.ts"
    assert subnet["range"] == {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 5}}
    assert subnet["properties"] == {
        "vpc_id": {"ref": 'aws_vpc.ma"in', "attribute": "id"},
        "tags": [
            {"join": ["x-", {"ref": 'aws_vpc.ma"in', "attribute": "arn"}]},
            True,
            {"unknown": "there may be more"},
        ],
        "policy": {"json": {"n": 1, "*": {"unknown": "there may be more"}}},
        "zone": {"oneOf": ["a", {"unknown": "a parameter"}]},
        "gone": None,
        "perhaps": {"unknown": "may be given"},
    }
    assert twin["id"] == "aws_subnet.a|<b>#2"
    assert (twin["implied"], twin["conditional"], twin["many"]) == (True, True, True)
    assert program["edges"] == [
        {"from": "aws_subnet.a|<b>", "to": 'aws_vpc.ma"in', "attribute": "id", "argument": "vpc_id", "kind": "argument"},
        {"from": "aws_subnet.a|<b>", "to": 'aws_vpc.ma"in', "attribute": "arn", "argument": "tags[0]", "kind": "argument"},
        {"from": "aws_subnet.a|<b>#2", "to": "aws_subnet.a|<b>", "attribute": "", "argument": "depends_on", "kind": "dependency"},
    ]  # fmt: skip
    (gap,) = program["gaps"]
    assert (gap["kind"], gap["reason"], gap["file"]) == ("call", "no idea\nof {this}", "index.ts")


def test_mermaid(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", ".", "--format", "mermaid"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "flowchart LR",
        '  p0r0["aws_vpc<br/>ma#34;in"]:::external',
        '  p0r1["aws_subnet<br/>a#124;#60;b#62;"]',
        '  p0r2("aws_subnet<br/>a#124;#60;b#62; …"):::conditional',
        '  p0r1 -->|"vpc_id"| p0r0',
        '  p0r1 -->|"tags#91;0#93;"| p0r0',
        '  p0r2 -.->|"depends_on"| p0r1',
        "  %% not understood: call: no idea of (this) (index.ts:2)",
        "  classDef external stroke-dasharray: 5 5",
        "  classDef conditional stroke-dasharray: 2 2",
    ]


def test_missing_path(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "nothing"]) == 2
    assert "no such file or folder: nothing" in capsys.readouterr().err
