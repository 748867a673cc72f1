"""Security groups of the CDK in networks that are none, as half-typed programs have them."""

from __future__ import annotations

from pathlib import Path

from stackproof.analysis.workspace import Workspace
from stackproof.model.values import Value, walk

PROGRAM = """
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
const stack = new Stack(new App(), 'S');
new ec2.SecurityGroup(stack, 'G', { vpc: lambda.Code.fromInline('x') as any });
"""


def test_what_is_no_network_gives_an_unknown_one(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(PROGRAM)
    [program] = Workspace([str(tmp_path)]).snapshot().check().programs
    [group] = program.graph.of("aws_security_group")
    assert group["vpc_id"].is_unknown()
    found: list[Value] = []
    walk(group.properties, found.append)
    assert all(isinstance(value, Value) for value in found)
