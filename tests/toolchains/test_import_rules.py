"""Imports that only the installed version can judge: the real tools refuse them, and accept what the fixes write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity
from stackproof.packages import Catalogue, Store
from stackproof.text import Document, apply_edits
from toolchains import NODE_MODULES, PYTHON, Program, need, python, typescript

_CDK = """
export class MyStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new %s(this, 'Media');
  }
}
new MyStack(new App(), 'MyStack');
"""
_TERRAFORM = """
class MyStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
%s
  }
}
const app = new App();
new MyStack(app, 'my-stack');
app.synth();
"""
_QUEUES = """    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const queue = new SqsQueue(this, 'queue', { name: 'orders' });
    new SqsQueuePolicy(this, 'policy', { queueUrl: queue.url, policy: '{}' });"""
_TYPESCRIPT = {
    "old-cdk": (
        "cdk",
        "import { App, Construct, Stack } from '@aws-cdk/core';\nimport * as s3 from '@aws-cdk/aws-s3';\n"
        + _CDK % "s3.Bucket",
    ),
    "old-providers": (
        "cdktf",
        "import { App, TerraformStack } from 'cdktf';\nimport { Construct } from 'constructs';\n"
        "import { AwsProvider } from '@cdktf/provider-aws';\n"
        "import { SqsQueue, SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs';\n" + _TERRAFORM % _QUEUES,
    ),
    "modules": (
        "pulumi",
        "import * as db from '@pulumi/aws/dynamo-db';\nimport { CustomResourceOption } from '@pulumi/pulumi';\n\n"
        "const options: CustomResourceOption = { protect: true };\n"
        "export const table = new db.Table('orders', { hashKey: 'id', billingMode: 'PAY_PER_REQUEST',\n"
        "  attributes: [{ name: 'id', type: 'S' }] }, options);\n",
    ),
}
_PYTHON = {
    "old-cdk": (
        "cdk",
        "from aws_cdk import aws_s3 as s3\nfrom aws_cdk.core import App, Construct, Stack\n\n\n"
        "class MyStack(Stack):\n    def __init__(self, scope: Construct, id: str):\n"
        "        super().__init__(scope, id)\n        s3.Bucket(self, 'Media')\n\n\n"
        "app = App()\nMyStack(app, 'MyStack')\napp.synth()\n",
    ),
    "old-providers": (
        "cdktf",
        "from cdktf import App, TerraformStack\nfrom cdktf_cdktf_provider_aws import AwsProvider\n"
        "from cdktf_cdktf_provider_aws.sqs import SqsQueue, SqsQueuePolicy\nfrom constructs import Construct\n\n\n"
        "class MyStack(TerraformStack):\n    def __init__(self, scope: Construct, id: str):\n"
        "        super().__init__(scope, id)\n        AwsProvider(self, 'aws', region='eu-west-1')\n"
        "        queue = SqsQueue(self, 'queue', name='orders')\n"
        "        SqsQueuePolicy(self, 'policy', queue_url=queue.url, policy='{}')\n\n\n"
        "app = App()\nMyStack(app, 'my-stack')\napp.synth()\n",
    ),
    "modules": (
        "pulumi",
        "import pulumi\nfrom pulumi_aws.dynamo_db import Table\n\ntable = Table('orders', hash_key='id',\n"
        "    billing_mode='PAY_PER_REQUEST', attributes=[{'name': 'id', 'type': 'S'}])\n"
        "pulumi.export('table', table.name)\n",
    ),
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """What the installed libraries say, read anew."""
    return Catalogue(Store(tmp_path_factory.mktemp("facts")), patient=True)


def _fixed(folder: Path, framework: str, name: str, text: str, catalogue: Catalogue) -> str:
    """The program after the first fix of each finding; all of them must be errors with a fix."""
    folder.mkdir(parents=True)
    entry = folder / name
    command = f"python {name}" if name.endswith(".py") else f"npx ts-node {name}"
    if framework == "pulumi":
        runtime = "python" if name.endswith(".py") else "nodejs"
        (folder / "Pulumi.yaml").write_text(f"name: example\nruntime: {runtime}\nmain: {name}\n")
    else:
        (folder / f"{framework}.json").write_text(json.dumps({"app": command, "language": "x"}))
    for _ in range(6):
        entry.write_text(text)
        report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
        problems = [p for p in report.problems if p.rule == "unresolvable-import"]
        if not problems:
            return text
        assert {p.severity for p in problems} == {Severity.ERROR}
        edits = problems[0].repairs[0].edits()
        assert edits is not None, problems[0].message
        text = apply_edits(Document.from_text(str(entry), text).data, edits[str(entry)]).decode()
    pytest.fail(text)


def test_typescript_imports_of_other_versions(tmp_path: Path, installed: Catalogue) -> None:
    need(NODE_MODULES / "typescript")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    programs = []
    for name, (framework, text) in _TYPESCRIPT.items():
        fixed = _fixed(tmp_path / "checked" / name, framework, "main.ts", text, installed)
        programs += [Program(f"{name}-bad", framework, {"main.ts": text})]
        programs += [Program(f"{name}-good", framework, {"main.ts": fixed})]
    work = tmp_path / "work"
    work.mkdir()
    outcomes = typescript(programs, work)
    refused = {name for name, o in outcomes.items() if any("TS2307" in e or "TS2305" in e for e in o.errors)}
    assert refused == {f"{name}-bad" for name in _TYPESCRIPT}
    good = {name: (o.errors, o.failure) for name, o in outcomes.items() if name.endswith("-good")}
    assert {name: outcome for name, outcome in good.items() if outcome != ([], "")} == {}


def test_python_imports_of_other_versions(
    tmp_path: Path, installed: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(PYTHON)
    monkeypatch.setenv("VIRTUAL_ENV", str(PYTHON.parents[1]))
    programs = []
    for name, (framework, text) in _PYTHON.items():
        fixed = _fixed(tmp_path / "checked" / name, framework, "main.py", text, installed)
        programs += [Program(f"{name}-bad", framework, {"main.py": text})]
        programs += [Program(f"{name}-good", framework, {"main.py": fixed})]
    outcomes = python(programs, tmp_path)
    stopped = {
        name for name, o in outcomes.items() if "ImportError" in o.failure or "ModuleNotFound" in o.failure
    }
    assert stopped == {f"{name}-bad" for name in _PYTHON}
    assert {name: o.failure for name, o in outcomes.items() if o.failure and name.endswith("-good")} == {}
