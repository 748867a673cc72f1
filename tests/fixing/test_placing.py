"""New resources next to what waits for them, in programs of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackproof.analysis.report import Report
from stackproof.analysis.workspace import Workspace
from stackproof.text import apply_edits

RULE = "alb-access-logs-without-bucket-policy"

STORAGE_TS = """import { Construct } from 'constructs';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';

export class Storage extends Construct {
  public readonly logs: S3Bucket;
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.logs = new S3Bucket(this, 'logs', {});
  }
}
"""
GATEWAY_TS = """import { Construct } from 'constructs';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Storage } from './storage';

export class Gateway extends Construct {
  constructor(scope: Construct, id: string, props: { storage: Storage }) {
    super(scope, id);
%s
  }
}
"""
MAIN_TS = """import { App, TerraformStack } from 'cdktf';
import { Storage } from './storage';
import { Gateway } from './gateway';

const app = new App();
const stack = new TerraformStack(app, 'stack');
const storage = new Storage(stack, 'storage');
new Gateway(stack, 'gateway', { storage });
"""


def repaired(folder: Path, rule: str) -> dict[str, str] | None:
    """The files that the first repair changes, by name, after which the problem must be gone."""
    report = check(folder)
    found = [p for p in report.problems if p.rule == rule]
    assert found, [p.rule for p in report.problems]
    edits = found[0].repairs[0].edits() if found[0].repairs else None
    if edits is None:
        return None
    after: dict[str, str] = {}
    for path, own in edits.items():
        data = apply_edits(report.documents[path].data, own)
        Path(path).write_bytes(data)
        after[Path(path).name] = data.decode()
    again = check(folder)
    assert not again.broken
    assert not [p for p in again.problems if p.rule == rule and p.message == found[0].message]
    return after


def check(folder: Path) -> Report:
    return Workspace([str(folder)]).snapshot().check()


def gateway(folder: Path, body: str) -> dict[str, str] | None:
    (folder / "main.ts").write_text(MAIN_TS)
    (folder / "storage.ts").write_text(STORAGE_TS)
    lines = "\n".join("    " + line if line else "" for line in body.split("\n"))
    (folder / "gateway.ts").write_text(GATEWAY_TS % lines)
    return repaired(folder, RULE)


def test_the_policy_stands_before_what_waits_for_it(tmp_path: Path) -> None:
    after = gateway(
        tmp_path,
        "const { storage } = props;\n\n// Faces the internet.\nnew Lb(this, 'alb', {\n"
        "  accessLogs: { bucket: storage.logs.bucket, enabled: true },\n});",
    )
    assert after is not None
    assert list(after) == ["gateway.ts"]
    text = after["gateway.ts"]
    assert text.index("new S3BucketPolicy(this,") < text.index("// Faces the internet.\n    new Lb(")
    assert "bucket: storage.logs.id," in text
    assert "dependsOn: [logsPolicy]," in text
    assert "import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';" in text


def test_the_neighbours_own_path_is_used(tmp_path: Path) -> None:
    after = gateway(
        tmp_path,
        "const all = { logs: props.storage.logs };\n"
        "new Lb(this, 'alb', { accessLogs: { bucket: props.storage.logs.bucket, enabled: true } });",
    )
    assert after is not None
    assert "bucket: props.storage.logs.id," in after["gateway.ts"]
    assert "all.logs.id" not in after["gateway.ts"]


@pytest.mark.parametrize(
    "body",
    [
        # Its name is known only behind the load balancer.
        "const bucketOf = (s: Storage) => s.logs;\n"
        "new Lb(this, 'alb', { accessLogs: { bucket: Gateway.hidden(props).bucket, enabled: true } });",
        # The same text makes two load balancers.
        "for (const name of ['a', 'b']) {\n"
        "  new Lb(this, name, { accessLogs: { bucket: props.storage.logs.bucket, enabled: true } });\n}",
        # There is no place for a statement.
        "const make = () =>\n"
        "  new Lb(this, 'alb', { accessLogs: { bucket: props.storage.logs.bucket, enabled: true } });\nmake();",
        "if (props)\n"
        "  new Lb(this, 'alb', { accessLogs: { bucket: props.storage.logs.bucket, enabled: true } });",
    ],
)
def test_without_a_place_there_is_no_fix(tmp_path: Path, body: str) -> None:
    storage = STORAGE_TS
    if "hidden" in body:
        body = body.replace("Gateway.hidden(props)", "bucketOf(secret())")
        storage = storage.replace("public readonly", "private readonly")
        body = "const secret = () => props.storage;\n" + body
    (tmp_path / "main.ts").write_text(MAIN_TS)
    (tmp_path / "storage.ts").write_text(storage)
    lines = "\n".join("    " + line for line in body.split("\n"))
    (tmp_path / "gateway.ts").write_text(GATEWAY_TS % lines)
    assert repaired(tmp_path, RULE) is None


def test_what_the_statement_makes_itself_is_not_there_before_it(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(
        """import { App, TerraformStack } from 'cdktf';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';

class Stack extends TerraformStack {
  private logs?: S3Bucket;
  constructor(app: App) {
    super(app, 'stack');
    new Lb(this, 'alb', { accessLogs: { bucket: this.bucket().bucket, enabled: true } });
  }
  private bucket(): S3Bucket {
    this.logs = new S3Bucket(this, 'logs', {});
    return this.logs;
  }
}
new Stack(new App());
"""
    )
    assert repaired(tmp_path, RULE) is None


def test_other_providers_are_not_mixed(tmp_path: Path) -> None:
    body = (
        "const provider = new AwsProvider(this, 'other', { alias: 'other', region: 'us-west-2' });\n"
        "new Lb(this, 'alb', { provider, accessLogs: { bucket: props.storage.logs.bucket, enabled: true } });"
    )
    (tmp_path / "main.ts").write_text(MAIN_TS)
    (tmp_path / "storage.ts").write_text(STORAGE_TS)
    head = "import { AwsProvider } from '@cdktf/provider-aws/lib/provider';\n"
    (tmp_path / "gateway.ts").write_text(head + GATEWAY_TS % body)
    found = [p for p in check(tmp_path).problems if p.rule == RULE]
    assert all(r.edits() is None for p in found for r in p.repairs)


STORAGE_PY = '''"""Where logs go."""

import pulumi_aws as aws


def create_logs(suffix: str) -> aws.s3.Bucket:
    return aws.s3.Bucket(f"logs-{suffix}")
'''
GATEWAY_PY = '''"""The way in."""

import pulumi_aws as aws


def create_balancer(suffix: str, logs: aws.s3.Bucket) -> aws.lb.LoadBalancer:
    # Faces the internet.
    %saws.lb.LoadBalancer(
        f"alb-{suffix}",
        access_logs={"bucket": logs.bucket, "enabled": True},
    )
    %s
'''
MAIN_PY = """from gateway import create_balancer
from storage import create_logs

logs = create_logs("dev")
create_balancer("dev", logs)
"""


@pytest.mark.parametrize("ends", [("return ", ""), ("balancer = ", "return balancer")])
def test_python_functions_in_several_files(tmp_path: Path, ends: tuple[str, str]) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(MAIN_PY)
    (tmp_path / "storage.py").write_text(STORAGE_PY)
    (tmp_path / "gateway.py").write_text(GATEWAY_PY % ends)
    after = repaired(tmp_path, RULE)
    assert after is not None
    assert list(after) == ["gateway.py"]
    text = after["gateway.py"]
    assert text.index("logs_policy = aws.s3.BucketPolicy(") < text.index("    # Faces the internet.")
    assert "bucket=logs.id," in text
    assert "depends_on=[logs_policy]" in text
    assert 'f"logs-policy-{suffix}"' in text


NAMED_PY = """import pulumi_aws as aws


class Settings:
    suffix = "dev"

    def name(self, word: str) -> str:
        return f"shop-{word}-{self.suffix}"


settings = Settings()
logs = aws.s3.Bucket(settings.name("logs"))
aws.lb.LoadBalancer(settings.name("alb"), access_logs={"bucket": logs.bucket, "enabled": True})
"""


def test_names_are_made_as_the_neighbours_name_is(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(NAMED_PY)
    after = repaired(tmp_path, RULE)
    assert after is not None
    assert 'aws.s3.BucketPolicy(\n    settings.name("logs-policy"),' in after["__main__.py"]


NETWORK_PY = """from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2


class Network(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        self.vpc = ec2.CfnVPC(self, "Vpc", cidr_block="10.0.0.0/16")
        public = self._subnet("Public", 0)
        table = ec2.CfnRouteTable(self, "PublicTable", vpc_id=self.vpc.ref)
        ec2.CfnSubnetRouteTableAssociation(
            self, "PublicAssociation", subnet_id=public.ref, route_table_id=table.ref
        )
        %s

    def _subnet(self, name, number):
        return ec2.CfnSubnet(self, name, vpc_id=self.vpc.ref, cidr_block=f"10.0.{number}.0/24")


Network(App(), "network")
"""


def test_what_a_helper_makes_is_there_behind_its_call(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(NETWORK_PY % 'spare = self._subnet("Spare", 1)')
    after = repaired(tmp_path, "subnet-without-route-table-association")
    assert after is not None
    text = after["app.py"]
    assert text.index("spare = self._subnet") < text.index("subnet_id=spare.ref") < text.index("def _subnet")


def test_what_a_helper_made_has_to_have_a_name(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(NETWORK_PY % 'self._subnet("Spare", 1)')
    assert repaired(tmp_path, "subnet-without-route-table-association") is None
