"""Calls of programs beside what the installed libraries say of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_packages as small

from stackproof.analysis.report import Problem
from stackproof.analysis.workspace import Workspace
from stackproof.model.graph import Graph
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import InstalledCall, Severity, as_sure_as, by_version, installed_calls

PROGRAMS = {
    "main.py": """
from cdktf_cdktf_provider_aws.instance import Instance, InstanceEbsBlockDevice
from cdktf import TerraformStack
from somewhere import rest

class Main(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        for n in range(2):
            Instance(self, f"i{n}", ami="a", root_block_device={"volume_size": 1}, mistake=True)
        Instance(self, "open", **rest)
        InstanceEbsBlockDevice(device_name="/dev/sdb")
""",
    "index.ts": """
import * as aws from '@pulumi/aws';
const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16', wrong: 1 });
new aws.ec2.Subnet('subnet', undefined as any);
""",
}


def calls(folder: Path, name: str) -> list[InstalledCall]:
    (folder / name).write_text(PROGRAMS[name])
    report = Workspace([str(folder / name)], catalogue=Catalogue(Store(None))).snapshot().check()
    [program] = report.programs
    return list(installed_calls(program.graph))


def test_python_calls_give_keywords_and_take_what_the_package_says(tmp_path: Path) -> None:
    found = [c for c in calls(tmp_path, "main.py") if c.fact.name.startswith("Instance")]
    assert [c.fact.name for c in found] == ["Instance", "Instance", "InstanceEbsBlockDevice"]
    first, spread, struct = found
    assert first.given is not None
    assert set(first.given.entries) == {"ami", "root_block_device", "mistake"}
    assert first.given.closed
    assert set(first.given.entries) - set(first.accepted) == {"mistake"}
    assert spread.given is not None
    assert not spread.given.closed
    assert struct.accepted["device_name"].required


def test_typescript_calls_give_an_object(tmp_path: Path) -> None:
    vpc, subnet = [c for c in calls(tmp_path, "index.ts") if c.fact.token.startswith("aws:ec2")]
    assert vpc.given is not None
    assert set(vpc.given.entries) - set(vpc.accepted) == {"wrong"}
    assert subnet.given is None


def test_what_is_not_the_installed_versions_word_counts_less(tmp_path: Path) -> None:
    [vpc, _] = [c for c in calls(tmp_path, "index.ts") if c.fact.token.startswith("aws:ec2")]
    assert as_sure_as(vpc.package, Severity.ERROR) is Severity.WARNING
    assert as_sure_as(vpc.package, Severity.HINT) is Severity.HINT
    assert "@pulumi/aws" in by_version(vpc.package)


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_without_a_catalogue_nothing_is_known(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(PROGRAMS[name])
    [program] = Workspace([str(tmp_path / name)]).snapshot().check().programs
    graph: Graph = program.graph
    assert list(installed_calls(graph)) == []
    assert graph.calls


def problems(folder: Path, text: str) -> list[Problem]:
    (folder / "main.ts").write_text(text)
    report = (
        Workspace([str(folder / "main.ts")], catalogue=Catalogue(Store(None), patient=True))
        .snapshot()
        .check()
    )
    return [p for p in report.problems if p.rule == "unknown-resource-argument"]


def test_a_compiler_tells_of_what_is_written_in_the_call_itself(tmp_path: Path) -> None:
    small.write_pulumi_npm(tmp_path)
    found = problems(
        tmp_path,
        """
import * as pulumi from '@pulumi/pulumi';
import * as tiny from '@pulumi/tiny';
const args = { kind: 'warm', bucketNam: 'a' };
new tiny.store.Bucket('a', args);
new tiny.store.Bucket('b', { kind: 'warm', enabled: true });
""",
    )
    assert [(p.message.split("'")[3], p.told_by_compiler) for p in found] == [
        ("bucketNam", False),
        ("enabled", True),
    ]


def test_no_compiler_knows_what_is_bundled(tmp_path: Path) -> None:
    text = "import * as aws from '@pulumi/aws';\nnew aws.ec2.Vpc('a', { cidr_block: '10.0.0.0/16' });\n"
    assert [p.told_by_compiler for p in problems(tmp_path, text)] == [False]
