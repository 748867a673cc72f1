"""A real Neovim with the real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent

PROGRAM = """\
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';

class CertStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const cert = new AcmCertificate(this, 'cert', { domainName: 'example.com', validationMethod: 'DNS' });
    new Route53Record(this, 'record', {
      zoneId: 'Z123',
      type: 'CNAME',
      ttl: 60,
      /* 😀 漢字 */ name: cert.domainValidationOptions('0').resourceRecordName,
      records: [cert.domainValidationOptions.get(0).resourceRecordValue],
    });
  }
}

const app = new App();
new CertStack(app, 'cert');
app.synth();
"""


def neovims() -> list[str]:
    """Every Neovim to try: those that install_neovim.sh unpacked, or else the system's."""
    unpacked = sorted(str(p) for p in (PROJECT / ".cache" / "neovim").glob("*/nvim"))
    system = shutil.which("nvim")
    return unpacked or ([system] if system else [])


def is_recent(command: str) -> bool:
    """Whether it is 0.10 or later; older ones lack what the probe uses."""
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"v(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= (0, 10)


@pytest.mark.parametrize("command", neovims() or [""], ids=lambda c: Path(c).parent.name or "none")
def test_squiggle_hover_values_and_quick_fix(command: str, tmp_path: Path) -> None:
    if not command or not is_recent(command):
        reason = "no Neovim 0.10 or later; tests/editors/install_neovim.sh unpacks one"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    file = tmp_path / "main.ts"
    file.write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    server = [sys.executable, "-m", "stackproof", "server", "--stdio"]
    probe = [command, "--headless", "-u", "NONE", "-i", "NONE", "-l", str(HERE / "neovim_probe.lua")]
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    done = subprocess.run(
        [*probe, str(file), *server],
        capture_output=True,
        text=True,
        timeout=180,
        env=environment,
        check=False,
    )
    log = "".join(p.read_text(errors="replace") for p in (tmp_path / "state").rglob("lsp.log"))
    assert done.returncode == 0, done.stderr + log
    seen = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    (problem,) = seen["diagnostics"]
    assert problem == {"code": "complex-list-called-as-function", "source": "stackproof", "text": "('0')"}
    assert "complex-list-called-as-function" in seen["hover"]
    assert {"CNAME", "AAAA", "MX"} <= set(seen["offered"])
    assert seen["text"] == PROGRAM.replace("Options('0')", "Options.get(0)").rstrip("\n")
    assert seen["after"] == 0
