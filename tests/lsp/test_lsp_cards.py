"""What hovers say of classes, arguments and members of libraries."""

from __future__ import annotations

import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import small_packages as small
from editor_session import CLIENTS, editor
from marked import lookup, marked

from stackproof.analysis.pointing.lookup import Lookup
from stackproof.lsp.cards import card, origin
from stackproof.lsp.prose import prose, sentence
from stackproof.model.facts import Knowledge, Package
from stackproof.packages import Catalogue, Listener, Store

REAL = (sys.executable, "-m", "stackproof.lsp")
TODAY = date(2026, 11, 1)

CDK_TS = """\
import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';

class Functions extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    new lambda.Function(this, 'old', { runtime: lambda.Runtime.NODEJS_16_X, handler: 'a.b', code });
  }
}
new Functions(new cdk.App(), 'functions');
"""


def said(tmp_path: Path, name: str, text: str, **more: Any) -> str:
    known = lookup(tmp_path / "cache", tmp_path, **more)
    pointed = known.at(*marked(name, text))
    assert pointed is not None
    return card(pointed, ("some-rule",), TODAY)


def test_bundled_facts_say_so_and_have_no_prose(tmp_path: Path) -> None:
    text = said(
        tmp_path, "a.py", "from aws_cdk import aws_ec2 as ec2\nec2.Vpc(self, 'v', ci|dr='10.0.0.0/16')\n"
    )
    package = "aws_cdk is not installed here.*"
    head, _, deprecated, links, rules, note = text.split("\n\n")
    assert head == "```python\n(argument) cidr: str\n```"
    assert "Optional argument of `Vpc`; default: `Vpc.DEFAULT_CIDR_RANGE`" in text
    assert deprecated == "**Deprecated**: use `ip_addresses` instead"
    assert links.startswith("`AWS::EC2::VPC` · `aws_vpc`")
    assert rules == "Watched by `some-rule`"
    assert note.startswith("*From bundled facts of aws_cdk 2.")
    assert note.endswith(package)


def test_installed_packages_bring_their_prose(tmp_path: Path) -> None:
    described = small.assembly(
        storage__BucketProps=small.struct(
            small.prop(
                "oldName",
                optional=True,
                docs={
                    "summary": "How it was called.",
                    "remarks": "![tracker](https://example.com/x.png) See <b>here</b>.\n\n## Example\n\nlong",
                    "default": "- made of the *id*",
                    "stability": "deprecated",
                    "deprecated": "names are chosen for you",
                },
            )
        ),
        storage__Bucket=small.construct("tiny-lib.storage.BucketProps"),
    )
    small.write_npm(tmp_path, described)
    text = said(
        tmp_path, "a.ts", "import { storage } from 'tiny-lib';\nnew storage.Bucket('b', { old|Name: 1 })"
    )
    assert text.split("\n\n") == [
        "```typescript\n(argument) oldName?: string\n```",
        "Optional argument of `Bucket`; default: made of the *id*",
        "**Deprecated**: names are chosen for you",
        "How it was called.",
        "tracker See \\<b>here\\</b>.",
        "Watched by `some-rule`",
    ]


@pytest.mark.parametrize(
    ("name", "text", "headline"),
    [
        ("a.py", "from aws_cdk import aws_s3 as s3\ns3.Buck|et", "(class) aws_cdk.aws_s3.Bucket"),
        ("a.ts", "import { Buck|et } from 'aws-cdk-lib/aws-s3'", "(class) Bucket  // aws-cdk-lib/aws-s3"),
        ("a.ts", "import * as aws from '@pulumi/aws'; aws.ec2.Instance|Type.T3_Micro", "(value) ec2.InstanceType"),
        ("a.py", "from aws_cdk import aws_ec2 as e\ne.SubnetType.PUB|LIC", "(enum member) SubnetType.PUBLIC"),
        ("a.py", "from aws_cdk import aws_ec2 as e\nv = e.Vpc(self, 'v')\nv.vpc_|id", "(member) Vpc.vpc_id: str"),
        ("a.py", "from aws_cdk import aws_ec2 as e\ne.Peer.ip|v4('')", "(method) Peer.ipv4(cidr_ip: str) -> IPeer"),
        ("a.ts", "import * as e from 'aws-cdk-lib/aws-ec2'; new e.Vpc(this, 'v', { subnetConf|iguration: [] })",
         "(argument) subnetConfiguration?: SubnetConfiguration[]"),
        ("a.py", "import pulumi_aws as aws\naws.ec2.Vpc('v', cidr_bl|ock='')",
         "(argument) cidr_block: pulumi.Input[str]"),
    ],
)  # fmt: skip
def test_headlines(tmp_path: Path, name: str, text: str, headline: str) -> None:
    found = said(tmp_path, name, text).splitlines()[1]
    if headline.startswith("(value)"):
        assert "InstanceType" in found
    else:
        assert found == headline


def test_values_that_aws_accepts(tmp_path: Path) -> None:
    text = said(
        tmp_path,
        "a.ts",
        "import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';\n"
        "new LambdaFunction(this, 'f', { run|time: '' })",
    )
    (values,) = [part for part in text.split("\n\n") if part.startswith("Values: ")]
    assert "`nodejs24.x`" in values
    assert "nodejs16.x" not in values


def test_where_facts_come_from() -> None:
    def package(knowledge: Knowledge, installed: str) -> Package:
        return Package("aws-cdk-lib", "2.276.0", "jsii-npm", knowledge, installed)

    assert origin(package(Knowledge.INSTALLED, "2.276.0")) == ""
    assert "aws-cdk-lib 2.100.0 has not been read yet" in origin(package(Knowledge.BUNDLED, "2.100.0"))
    assert "aws-cdk-lib is not installed here" in origin(package(Knowledge.BUNDLED, ""))


def test_bundled_facts_stand_in_until_the_package_is_read(tmp_path: Path) -> None:
    described = small.assembly(
        "aws-cdk-lib",
        "9.9.9",
        "aws_cdk",
        aws_s3__BucketProps=small.struct(small.prop("own", docs={"summary": "Mine."})),
        aws_s3__Bucket=small.construct("aws-cdk-lib.aws_s3.BucketProps"),
    )
    small.write_npm(tmp_path, described)
    read = threading.Event()
    catalogue = Catalogue(Store(tmp_path / "cache"), listener=Listener(changed=read.set))
    known = Lookup(
        lambda language, folder: catalogue.facts(language, str(tmp_path), apart=True),
        lambda: (str(tmp_path),),
    )
    text = "import { aws_s3 as s3 } from 'aws-cdk-lib';\nnew s3.Bucket(%s: '' })"
    before = known.at(*marked("a.ts", text % "this, 'b', { versi|oned"))
    assert before is not None
    assert "aws-cdk-lib 9.9.9 has not been read yet" in card(before)
    assert read.wait(60)
    after = known.at(*marked("a.ts", text % "'b', { ow|n"))
    assert after is not None
    assert "Mine." in card(after)
    assert "From bundled facts" not in card(after)
    catalogue.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Docs at Terraform Registry: {@link https://r.io/x#y S3#y}", ""),
        ("vpc_config block.\n\nDocs at Terraform Registry: {@link https://r.io/x S3#y}", "vpc_config block."),
        ("See {@link https://a.b/c the page}.", "See [the page](https://a.b/c)."),
        ("Makes it.\n\n## Example Usage\n\n```ts\nx\n```", "Makes it."),
        ("Makes it.\n\n```ts\nx\n```\n\nMore", "Makes it."),
        ("Makes it.\n:param str a: b", "Makes it."),
        ("[a](../b.md) and [c](https://d.e)", "a and [c](https://d.e)"),
        ("`<b>` and <script>alert(1)</script>", "`<b>` and \\<script>alert(1)\\</script>"),
        ("", ""),
    ],
)
def test_prose(text: str, expected: str) -> None:
    assert prose(text) == expected


def test_long_prose_is_cut_between_words() -> None:
    assert prose("one\n\n" + "word " * 400) == "one"
    cut = prose("word " * 400 + "`code` [link](https://x.y)")
    assert len(cut) < 1500
    assert cut.endswith("word ...")
    assert sentence("- a `" + "b" * 300 + "` c") == "a ..."


@pytest.mark.parametrize("name", CLIENTS)
async def test_problem_then_library_then_resource(name: str, tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"app": "npx ts-node main.ts"}')
    async with editor(name, tmp_path, command=REAL) as session:
        uri = session.open("main.ts", CDK_TS)
        await session.diagnostics(uri, bool)
        line = CDK_TS.splitlines()[6]
        class_ = await session.hover(uri, 6, line.index("Function(") + 1)
        argument = await session.hover(uri, 6, line.index("runtime:") + 1)
        old = await session.hover(uri, 6, line.index("NODEJS") + 1)
    assert class_ is not None
    assert argument is not None
    assert old is not None
    assert "Required argument of" in argument
    assert old.index("lambda-runtime-outdated") < old.index("Runtime.NODEJS_16_X: Runtime")
    # What it is comes before what the program makes of it.
    assert class_.index("(class) Function") < class_.index("docs/resources/lambda_function")
    if name == "emacs":
        assert "`" not in class_
        assert "CDK API reference (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib" in class_
    else:
        assert "```typescript" in class_


async def test_hover_in_half_typed_text(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"app": "python app.py"}')
    text = "from aws_cdk import aws_s3 as s3\nb = s3.Bucket(self, 'x', versioned=\nc = foo(\n"
    async with editor("vscode", tmp_path, command=REAL) as session:
        uri = session.open("app.py", text, language="python")
        found = await session.hover(uri, 1, text.splitlines()[1].index("versioned"))
    assert found is not None
    assert "(argument) versioned: bool" in found
    assert "From bundled facts of aws_cdk" in found
