"""A server that has the three SDKs open in both languages stays small."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from real_packages import NODE, site_packages

from toolchains import NODE_MODULES, need

_SERVER = """
import sys
import stackproof.lsp.server
from stackproof.analysis.workspace import Workspace
from stackproof.model.runtime import Symbol
from stackproof.packages import Catalogue, Store
from pathlib import Path

example, cache, node, site = sys.argv[1:]
Workspace([example]).snapshot().check()
catalogue = Catalogue(Store(Path(cache)), patient=True)
typescript, python = catalogue.facts("typescript", node), catalogue.facts("python", "/", (site,))
for module, name in (
    ("aws-cdk-lib/aws-s3", "Bucket"), ("@cdktf/provider-aws/lib/s3-bucket", "S3Bucket"), ("@pulumi/aws", "s3"),
):
    assert typescript.find(Symbol(module, (name,))) is not None
for module, name in (
    ("aws_cdk.aws_s3", "Bucket"), ("cdktf_cdktf_provider_aws.s3_bucket", "S3Bucket"), ("pulumi_aws.s3", "Bucket"),
):
    found = python.find(Symbol(module, (name,)))
    assert found is not None and found.fact is not None
# As much as a large program asks.
from stackproof.packages.catalogue import find_npm
for package in ("aws-cdk-lib", "@cdktf/provider-aws"):
    source = catalogue.open(find_npm(package, node), package, None).source
    for number, key in enumerate(source.all_keys()):
        if number % 40 == 0:
            typescript.get(f"{package}.{key}")
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmRSS"].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it this way")
def test_memory(tmp_path: Path) -> None:
    need(NODE_MODULES / "aws-cdk-lib", NODE_MODULES / "@pulumi" / "aws")
    example = Path(__file__).parents[1] / "examples" / "cdk-ts"
    done = subprocess.run(
        [sys.executable, "-c", _SERVER, str(example), str(tmp_path), str(NODE), site_packages()],
        capture_output=True, encoding="utf-8", check=False, timeout=240,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200
