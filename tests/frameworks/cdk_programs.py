"""Small CDK programs in both languages, with the imports and the stack written once."""

from __future__ import annotations

from typing import Any

from recognising import Recognised, plain, recognise

from stackproof.frameworks.cdk.framework import Cdk

_TS = """import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { aws_s3 as s3, aws_kms as kms, aws_iam as iam, aws_logs as logs, aws_rds as rds } from 'aws-cdk-lib';
import { aws_certificatemanager as acm, aws_secretsmanager as sm, aws_lambda as lambda_ } from 'aws-cdk-lib';
export class Main extends cdk.Stack {
  constructor(scope: Construct, id: string, props: any) {
    super(scope, id, props);
    %s
  }
}
new Main(new cdk.App(), 'main', { env: { account: '111111111111', region: 'us-east-1' } });
"""
_PY = """import aws_cdk as cdk
from constructs import Construct
from aws_cdk import aws_ec2 as ec2, aws_ecs as ecs, aws_ecs_patterns as patterns
from aws_cdk import aws_elasticloadbalancingv2 as elbv2, aws_s3 as s3, aws_kms as kms, aws_iam as iam
from aws_cdk import aws_logs as logs, aws_rds as rds, aws_certificatemanager as acm
from aws_cdk import aws_secretsmanager as sm, aws_lambda as lambda_

class Main(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        %s

Main(cdk.App(), "main", env=cdk.Environment(account="111111111111", region="us-east-1"))
"""


def ts(body: str) -> Recognised:
    """A TypeScript program whose stack's constructor has this body."""
    return recognise(Cdk(), _TS % body.strip(), "ts")


def py(body: str) -> Recognised:
    """A Python program whose stack's constructor has this body."""
    lines = body.strip().splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    return recognise(Cdk(), _PY % "\n        ".join([lines[0], *(line[indent:] for line in lines[1:])]), "py")


def shown(program: Recognised) -> list[Any]:
    """All resources of a program as plain data, for comparing programs."""
    return sorted(
        (r.type, r.name, r.external, r.implied, r.role, str(plain(r.properties)), len(r.escapes))
        for r in program.recognition.resources
    )


def counts(program: Recognised, *types: str) -> dict[str, int]:
    """How many resources there are of each of the types."""
    return {t: sum(1 for r in program.recognition.resources if r.type == t) for t in types}
