"""Tests and the code of functions are looked at beside a program, and are no part of it."""

from __future__ import annotations

from pathlib import Path

from stackproof.analysis.workspace import Workspace
from stackproof.text import Document

STACK = """
from aws_cdk import App, Stack
from aws_cdk import aws_sqs as sqs


class Jobs(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        sqs.Queue(self, "Queue")


Jobs(App(), "Jobs")
"""
WEAK = """
from aws_cdk import App
from stack import Jobs


def test_jobs():
    assert Jobs(App(), "Test") is not None
"""
STRONG = WEAK.replace("is not None", ".stack_name == 'Test'")


def said(workspace: Workspace) -> list[str]:
    report = workspace.snapshot().check()
    return [p.rule for p in report.problems if p.at.file.endswith("test_stack.py")]


def project(folder: Path) -> tuple[Workspace, Path]:
    (folder / "stack.py").write_text(STACK)
    test = folder / "tests" / "test_stack.py"
    test.parent.mkdir()
    test.write_text(WEAK)
    return Workspace([str(folder)], live=True), test


def test_an_edit_of_a_test_is_seen_without_evaluating_the_program(tmp_path: Path) -> None:
    workspace, test = project(tmp_path)
    assert said(workspace) == ["unit-test-without-assertions"]
    [program] = workspace.snapshot().check().programs
    workspace.open(Document.from_text(str(test), STRONG))
    assert said(workspace) == []
    workspace.open(Document.from_text(str(test), WEAK))
    assert said(workspace) == ["unit-test-without-assertions"]
    [again] = workspace.snapshot().check().programs
    assert again.graph is program.graph


def test_a_test_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    workspace, test = project(tmp_path)
    assert said(workspace) == ["unit-test-without-assertions"]
    test.unlink()
    workspace.touch([str(test)])
    assert said(workspace) == []
    test.write_text(WEAK)
    workspace.touch([str(test)])
    assert said(workspace) == ["unit-test-without-assertions"]


def test_tests_do_not_count_as_parts_of_the_program(tmp_path: Path) -> None:
    workspace, _ = project(tmp_path)
    for _ in range(2):
        report, account = workspace.snapshot().survey()
        assert [Path(p.entry).name for p in report.programs] == ["stack.py"]
        assert [dialect.programs for dialect in account.dialects.values()] == [1]
        assert [dialect.lines for dialect in account.dialects.values()] == [len(STACK.splitlines())]


def test_the_code_of_a_function_is_looked_at_anew_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / "index.ts").write_text(
        """
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const code = new pulumi.asset.FileArchive('./rotation');
const runtime = 'python3.13';
const rotate = new aws.lambda.Function('rotate', { role: 'r', runtime, handler: 'index.handler', code });
new aws.secretsmanager.SecretRotation('r', { secretId: 's', rotationLambdaArn: rotate.arn });
"""
    )
    handler = tmp_path / "rotation" / "index.py"
    workspace = Workspace([str(tmp_path)])

    def rules() -> list[str]:
        return [p.rule for p in workspace.snapshot().check().problems if "rotation" in p.rule]

    assert rules() == []
    handler.parent.mkdir()
    handler.write_text("def handler(event, context):\n    pass\n")
    workspace.touch([str(handler)])
    assert rules() == ["secret-rotation-lambda-stub"]
    workspace.open(Document.from_text(str(handler), "from .other import handler\n"))
    assert rules() == []
