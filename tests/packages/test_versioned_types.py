"""Rules about the types of arguments follow the version that a program uses, and so do their fixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from real_packages import other_version
from test_package_versions import compiles

from stackproof.analysis.report import Problem
from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity
from stackproof.packages.catalogue import Catalogue
from stackproof.text import Document, apply_edits

_PROGRAM = """
import { App, TerraformStack } from 'cdktf';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';

const app = new App();
const stack = new TerraformStack(app, 'cache');
new ElasticacheReplicationGroup(stack, 'cache', {
  replicationGroupId: 'cache',
  description: 'sessions',
  atRestEncryptionEnabled: %s,
  transitEncryptionEnabled: %s,
});
app.synth();
"""
_RULES = ("nullable-bool-argument-type", "argument-type-mismatch")


def problems(folder: Path, catalogue: Catalogue) -> list[Problem]:
    (folder / "cdktf.json").write_text(json.dumps({"language": "typescript", "app": "npx ts-node main.ts"}))
    report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
    return [p for p in report.problems if p.rule in _RULES]


@pytest.mark.parametrize(
    ("version", "given", "rule", "fixed"),
    [
        ("19.47.0", ("true", "true"), "", ("true", "true")),
        ("19.47.0", ("'true'", "true"), "argument-type-mismatch", ("true", "true")),
        ("19.48.0", ("'true'", "true"), "", ("'true'", "true")),
        ("19.48.0", ("true", "true"), "nullable-bool-argument-type", ("'true'", "true")),
        ("19.48.0", ("'true'", "'true'"), "argument-type-mismatch", ("'true'", "true")),
    ],
)
def test_what_is_a_string_in_one_version_is_a_boolean_in_another(
    catalogue: Catalogue,
    tmp_path: Path,
    version: str,
    given: tuple[str, str],
    rule: str,
    fixed: tuple[str, str],
) -> None:
    folder, program = other_version(f"@cdktf/provider-aws@{version}"), _PROGRAM % given
    assert compiles(folder, tmp_path / "before", program) == (not rule)
    told = problems(tmp_path / "before", catalogue)
    assert [p.rule for p in told] == ([rule] if rule else [])
    for problem in told:
        assert problem.severity is Severity.ERROR
        assert problem.told_by_compiler
        repair = problem.repairs[0]
        assert repair.safe
        edits = repair.edits()
        assert edits is not None
        document = Document.from_text(problem.at.file, program)
        after = apply_edits(document.data, edits[problem.at.file]).decode()
        assert after == _PROGRAM % fixed
        assert compiles(folder, tmp_path / "after", after)
