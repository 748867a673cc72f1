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
# As much as somebody asks who points at things: views of their own, and the prose of each SDK.
from stackproof.analysis.pointing.lookup import Lookup
from stackproof.lsp.cards import card
from stackproof.rulekit import load_rules
from stackproof.text import Document
apart = {
    "typescript": catalogue.facts("typescript", node, apart=True),
    "python": catalogue.facts("python", "/", (site,), apart=True),
}
lookup = Lookup(lambda language, folder: apart[language], lambda: ("/x",), load_rules)
for name, text in (
    ("a.ts", "import { Bucket } from 'aws-cdk-lib/aws-s3'; new Bucket(this, 'b', { |versioned: true });"),
    ("a.ts", "import { Lb } from '@cdktf/provider-aws/lib/lb'; new Lb(this, 'l', { |name: '' });"),
    ("a.ts", "import * as aws from '@pulumi/aws'; new aws.lambda.Function('f', { |runtime: '' });"),
    ("a.py", "from aws_cdk import aws_s3 as s3; s3.Bucket(self, 'b', |versioned=True)"),
    ("a.py", "from cdktf_cdktf_provider_aws.lb import Lb; Lb(self, 'l', |name='')"),
    ("a.py", "import pulumi_aws as aws; aws.lambda_.Function('f', |runtime='')"),
):
    offset = text.index("|")
    document = Document("/x/" + name, text.replace("|", "").encode())
    pointed = lookup.at(document, offset)
    assert pointed is not None and card(pointed, lookup.watched(pointed)), text
    lookup.offers(document, offset)
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
