"""Tests of the commands on real programs, from their manifests to files repaired on disk."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from stackproof.cli.main import main

CDKTF = """\
import { Construct } from 'constructs';
import { App, TerraformStack } from 'cdktf';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';

class Net extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16' });
    const a = new Subnet(this, 'a', { vpcId: vpc.id, cidrBlock: '10.0.1.0/24' });
    const lb = new Lb(this, 'lb', { subnets: [a.id] });
    new LbListener(this, 'web', {
      loadBalancerArn: lb.arn,
      port: 443,
      protocol: 'HTTPS',
      defaultAction: [{ type: 'fixed-response' }],
    });
  }
}
const app = new App();
new Net(app, 'net');
app.synth();
"""

PULUMI = """\
import pulumi_aws as aws

lb = aws.lb.LoadBalancer("lb", subnets=["subnet-1"])
listener = aws.lb.Listener(
    "web",
    load_balancer_arn=lb.arn,
    port=443,
    protocol="HTTPS",
    default_actions=[{"type": "fixed-response"}],
)
"""

RULE = "https-listener-without-certificate"


@pytest.fixture
def monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "net/cdktf.json": '{"language": "typescript", "app": "npx ts-node main.ts"}',
        "net/main.ts": CDKTF,
        "web/Pulumi.yaml": "name: web\nruntime: python\n",
        "web/__main__.py": PULUMI,
        "web/venv/lib/x.py": "import pulumi_aws",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    status = main(["check", "--format", "json", *arguments])
    return status, json.loads(capsys.readouterr().out)


def found(content: dict[str, object]) -> list[tuple[str, str, str, int]]:
    diagnostics = content["diagnostics"]
    assert isinstance(diagnostics, list)
    return [(d["rule"], d["severity"], d["file"], d["range"]["start"]["line"]) for d in diagnostics]


def test_all_programs_of_a_folder(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, content = checked(capsys)
    assert status == 1
    assert found(content) == [
        (RULE, "error", "net/main.ts", 16),
        (RULE, "error", "web/__main__.py", 7),
    ]
    stats = content["stats"]
    assert isinstance(stats, dict)
    assert stats["programs"] == 2


def test_severity_and_exclude_from_configuration(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (monorepo / "stackproof.toml").write_text(f'exclude = ["/web"]\n[rules]\n{RULE} = "warning"\n')
    status, content = checked(capsys)
    assert status == 0
    assert found(content) == [(RULE, "warning", "net/main.ts", 16)]
    status, content = checked(capsys, "--rule", f"{RULE}=hint")
    assert found(content) == [(RULE, "hint", "net/main.ts", 16)]


def test_wrong_configuration_is_shown_at_its_place(
    monorepo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (monorepo / "stackproof.toml").write_text('[rules]\nhttps-listener = "off"\n')
    _, content = checked(capsys, "net")
    assert ("invalid-configuration", "warning", "stackproof.toml", 1) in found(content)


def test_suppression_comments(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = monorepo / "web/__main__.py"
    path.write_text(PULUMI.replace('"HTTPS",', f'"HTTPS",  # stackproof: allow {RULE} - internal'))
    status, content = checked(capsys, "web")
    assert (status, found(content)) == (0, [])
    path.write_text(PULUMI.replace("import", f"# stackproof: allow {RULE}\nimport", 1))
    _, content = checked(capsys, "web")
    assert found(content) == [
        ("unused-suppression", "hint", "web/__main__.py", 0),
        (RULE, "error", "web/__main__.py", 8),
    ]
    assert main(["check", "web", "--fix"]) == 1
    assert path.read_text() == PULUMI


def test_unsafe_fixes_leave_nothing(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert "protocol: 'HTTP'" in (monorepo / "net/main.ts").read_text()
    assert 'protocol="HTTP"' in (monorepo / "web/__main__.py").read_text()
    once = (monorepo / "net/main.ts").read_text()
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert (monorepo / "net/main.ts").read_text() == once


def test_graph(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "net"]) == 0
    (program,) = json.loads(capsys.readouterr().out)["programs"]
    assert program["entry"] == "net/main.ts"
    edge = {
        "from": "aws_subnet.a",
        "to": "aws_vpc.vpc",
        "attribute": "id",
        "argument": "vpc_id",
        "kind": "argument",
    }
    assert edge in program["edges"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_bad_input_costs_only_itself(monorepo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (monorepo / "net/generated.ts").write_bytes(b"// a\n" * 1_000_000)
    (monorepo / "net/binary.ts").write_bytes(b"\x00\x01")
    (monorepo / "web/mixed.py").write_bytes(b"import pulumi_aws\r\nx = '\xff'\ry = 1\n")
    (monorepo / "net/up").symlink_to(monorepo, target_is_directory=True)
    (monorepo / "loop").symlink_to("loop")
    (monorepo / "stackproof.toml").write_text("[rules\n")
    os.mkfifo(monorepo / "pipe.ts")
    assert main(["check", ".", "pipe.ts"]) == 1
    said = capsys.readouterr()
    assert "note: net/generated.ts: skipped: too large (5.0 MB" in said.err
    assert "note: net/binary.ts: skipped: binary" in said.err
    assert "note: pipe.ts: skipped: not a regular file" in said.err
    assert "warning[invalid-configuration]: not valid TOML" in said.out
    assert said.out.count(f"error[{RULE}]") == 2
