"""What stands at a place of a text, by its words and the facts of libraries."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import small_packages as small
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import lookup, marked

from stackproof.analysis.pointing.addresses import addresses
from stackproof.analysis.pointing.lookup import Lookup
from stackproof.analysis.workspace import Workspace
from stackproof.frameworks.tokens import resource_token
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import installed_calls, load_rules
from stackproof.text import Document

EXAMPLES = Path(__file__).parents[1] / "examples"
CDK_PY = """\
from aws_cdk import Stack, aws_ec2 as ec2, aws_s3 as s3
from aws_cdk.aws_lambda import Runtime


class Storage(Stack):
    def __init__(self, scope, id, vpc: ec2.IVpc, **kwargs):
        super().__init__(scope, id, **kwargs)
        self.bucket = s3.Bucket(self, "Bucket", versioned=True, encryption=s3.BucketEncryption.KMS)
        runtime = Runtime.PYTHON_3_12
        vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        self.bucket.add_lifecycle_rule(enabled=True)
        s3.Bucket(self, "Other", lifecycle_rules=[s3.LifecycleRule(prefix="a", transitions=[{"storage_class": x}])])
        print(f"{self.bucket.bucket_name!r:>10} {{self.bucket.bucket_arn}} {scope}")
        s3.CfnBucket(self, "Raw", versioning_configuration={"status": "Enabled"})
"""
CDK_TS = """\
import { Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

export class Storage extends Stack {
  private readonly bucket: s3.Bucket;
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { terminationProtection: true });
    this.bucket = new s3.Bucket(this, `bucket-${id}`, {
      versioned: true,
      lifecycleRules: [{ prefix: 'a' }],
    });
    const versioned = false;
    new s3.Bucket(this, 'b', { versioned });
    this.bucket.addLifecycleRule({ enabled: true });
    const texts = [`a/${this.bucket.bucketArn}/bucketArn/${f(`${s3.BucketEncryption.KMS}`)}`];
    const more: s3.BucketProps = { bucketName: 'x' };
  }
}
"""
CDKTF_TS = """\
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { s3Bucket } from '@cdktf/provider-aws';
const f = new LambdaFunction(this, 'f', { runtime: 'nodejs22.x', vpcConfig: { subnetIds: [] } });
new s3Bucket.S3Bucket(this, 'b', { bucket: f.functionName });
"""
CDKTF_PY = """\
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
bucket = S3Bucket(self, "b", force_destroy=True)
print(bucket.arn)
"""
PULUMI_TS = """\
import * as aws from "@pulumi/aws";
const server = new aws.ec2.Instance("server", { ami: "x", rootBlockDevice: { volumeType: "gp3" } });
export const found = aws.ec2.getAmi({ mostRecent: true });
export const ip = server.publicIp;
"""
PULUMI_PY = """\
import pulumi_aws as aws
server = aws.ec2.Instance("server", ami="x", root_block_device={"volume_type": "gp3"},
    ebs_block_devices=[aws.ec2.InstanceEbsBlockDeviceArgs(device_name="d")])
"""
TEXTS = {
    "cdk.py": CDK_PY, "cdk.ts": CDK_TS, "cdktf.ts": CDKTF_TS, "cdktf.py": CDKTF_PY, "pulumi.ts": PULUMI_TS,
    "pulumi.py": PULUMI_PY,
}  # fmt: skip


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return lookup(tmp_path_factory.mktemp("facts"), tmp_path_factory.mktemp("program"), rules=load_rules)


def at(known: Lookup, name: str, text: str, place: str) -> str:
    """The id of what is at the cursor of ``place``, which is a part of the text, with its member and route."""
    assert text.count(place.replace("|", "")) == 1, place
    pointed = known.at(*marked(name, text.replace(place.replace("|", ""), place)))
    if pointed is None:
        return ""
    member = f".{pointed.member.name}" if pointed.member is not None else ""
    route = f" of {pointed.route.fact.id}" if pointed.route.fact is not None else ""
    return pointed.fact.id.rpartition(".")[2] + member + route


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        ("cdk.py", "self.bucket = s3.Buc|ket", "Bucket"),
        ("cdk.py", "versio|ned=True", "BucketProps.versioned of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.py", "BucketEncryption.KM|S", "BucketEncryption.KMS"),
        ("cdk.py", "s3.BucketEn|cryption", "BucketEncryption"),
        ("cdk.py", "Runtime.PYTH|ON_3_12", "Runtime.PYTHON_3_12"),
        ("cdk.py", "add_gateway_endp|oint", "IVpc.add_gateway_endpoint"),
        ("cdk.py", "ser|vice=ec2", "GatewayVpcEndpointOptions.service"),
        ("cdk.py", "add_lifecycle_r|ule", "Bucket.add_lifecycle_rule"),
        ("cdk.py", "enab|led=True", "LifecycleRule.enabled"),
        ("cdk.py", "pre|fix=", "LifecycleRule.prefix of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.py", '"storage_c|lass"', "Transition.storage_class of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.py", '"sta|tus"', "VersioningConfigurationProperty.status of aws-cdk-lib.aws_s3.CfnBucket"),
        ("cdk.py", "vpc: ec2.IV|pc", "IVpc"),
        ("cdk.py", "import St|ack,", "Stack"),
        ("cdk.py", "run|time = ", ""),
        ("cdk.py", 'self, "Buc|ket"', ""),
        ("cdk.ts", "termination|Protection", "StackProps.terminationProtection of aws-cdk-lib.Stack"),
        ("cdk.ts", "      versio|ned: true", "BucketProps.versioned of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.ts", "{ versio|ned }", "BucketProps.versioned of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.ts", "[{ pre|fix:", "LifecycleRule.prefix of aws-cdk-lib.aws_s3.Bucket"),
        ("cdk.ts", "bucket.addLife|cycleRule", "Bucket.addLifecycleRule"),
        ("cdk.ts", "{ enab|led: true", "LifecycleRule.enabled"),
        ("cdk.ts", "{ bucket|Name:", "BucketProps.bucketName"),
        ("cdk.ts", "bucket: s3.Buc|ket;", "Bucket"),
        ("cdk.ts", "${this.bucket.bucket|Arn}", "Bucket.bucketArn"),
        ("cdk.ts", "f(`${s3.BucketEncryption.K|MS}`)", "BucketEncryption.KMS"),
        ("cdk.ts", "/bucket|Arn/", ""),
        ("cdk.py", "{self.bucket.bucket_na|me!r:>10}", "Bucket.bucket_name"),
        ("cdk.py", "{{self.bucket.bucket_a|rn}}", ""),
        ("cdktf.ts", "new Lambda|Function(", "LambdaFunction"),
        ("cdktf.ts", "{ run|time", "LambdaFunctionConfig.runtime of @cdktf/provider-aws.lambdaFunction.LambdaFunction"),
        ("cdktf.ts", "subnet|Ids", "LambdaFunctionVpcConfig.subnetIds of @cdktf/provider-aws.lambdaFunction.LambdaFunction"),
        ("cdktf.ts", "s3Bucket.S3Buc|ket(", "S3Bucket"),
        ("cdktf.ts", "f.function|Name", "LambdaFunction.functionName"),
        ("cdktf.py", "force_des|troy", "S3BucketConfig.force_destroy of @cdktf/provider-aws.s3Bucket.S3Bucket"),
        ("cdktf.py", "bucket.ar|n", "S3Bucket.arn"),
        ("pulumi.ts", "aws.ec2.Inst|ance", "Instance"),
        ("pulumi.ts", "volume|Type", "InstanceRootBlockDevice.volumeType of @pulumi/aws.ec2.Instance"),
        ("pulumi.ts", "ec2.get|Ami", "getAmi"),
        ("pulumi.ts", "server.public|Ip", "Instance.publicIp"),
        ("pulumi.py", "am|i=", "InstanceArgs.ami of @pulumi/aws.ec2.Instance"),
        ("pulumi.py", '"volume_t|ype"', "InstanceRootBlockDevice.volume_type of @pulumi/aws.ec2.Instance"),
        ("pulumi.py", "device_na|me", "InstanceEbsBlockDevice.device_name of @pulumi/aws.ec2.Instance"),
    ],
)  # fmt: skip
def test_what_stands_at_a_place(bundled: Lookup, name: str, place: str, expected: str) -> None:
    assert at(bundled, name, TEXTS[name], place) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.py",
            "from aws_cdk import aws_s3 as s3\nb = s3.Bucket(self, 'x', versio|ned=\nc = 1\n",
            "BucketProps",
        ),
        (
            "a.py",
            "from aws_cdk import aws_s3 as s3\nb = s3.Bucket(self, 'x', versioned=\nc = s3.Buc|ket(",
            "Bucket",
        ),
        (
            "a.py",
            "from aws_cdk import aws_s3 as s3\nx = f(\nb = s3.Bucket(self, 'x', versio|ned=",
            "BucketProps",
        ),
        (
            "a.ts",
            "import * as s3 from 'aws-cdk-lib/aws-s3';\nnew s3.Bucket(this, 'x', { versio|ned: ",
            "BucketProps",
        ),
        (
            "a.ts",
            "import * as s3 from 'aws-cdk-lib/aws-s3';\nfoo({ a: [\nconst b = new s3.Buc|ket(",
            "Bucket",
        ),
    ],
)
def test_half_typed(bundled: Lookup, name: str, text: str, expected: str) -> None:
    pointed = bundled.at(*marked(name, text))
    assert pointed is not None
    assert pointed.fact.id.endswith(f".{expected}")


@pytest.mark.parametrize(
    "text",
    [
        # Another variable of the same name, in another function.
        "def f():\n    b = s3.Bucket(self, 'x')\ndef g():\n    b.bucket_a|rn\n",
        # Two values that do not agree.
        "class A:\n    def f(self):\n        self.b = s3.Bucket(self, 'x')\n        self.b = other()\n        self.b.bucket_a|rn\n",
        # A value that is more than a call.
        "b = s3.Bucket(self, 'x') if a else None\nb.bucket_a|rn\n",
        # A value in a block in between.
        "b = s3.Bucket(self, 'x')\nif a:\n    b = other()\nb.bucket_a|rn\n",
        # Other variables of that name.
        "b = s3.Bucket(self, 'x')\ndef f(b):\n    b.bucket_a|rn\n",
        "b = s3.Bucket(self, 'x')\ndef f(a, *, b=None):\n    b.bucket_a|rn\n",
        "b = s3.Bucket(self, 'x')\nfor b in c:\n    b.bucket_a|rn\n",
        "b = s3.Bucket(self, 'x')\nx = [b.bucket_a|rn for b in c]\n",
        "b = s3.Bucket(self, 'x')\nx = map(lambda b: b.bucket_a|rn, c)\n",
        "b = s3.Bucket(self, 'x')\nwith c as b:\n    b.bucket_a|rn\n",
        "a, b = s3.Bucket(self, 'x'), c\nb.bucket_a|rn\n",
        "def f(s3):\n    s3.Buc|ket(self, 'x')\n",
        "# s3.Buc|ket\n",
        "'''s3.Buc|ket'''\n",
    ],
)
def test_silent_where_nothing_is_certain(bundled: Lookup, text: str) -> None:
    assert bundled.at(*marked("a.py", "from aws_cdk import aws_s3 as s3\n" + text)) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("b.bucketA|rn;", True),
        ("function f() { return b.bucketA|rn; }", True),
        ("[1].map((n) => b.bucketA|rn);", True),
        ("x = y ? f(b) : g({ a: b.bucketA|rn });", True),
        ("if (b) { b.bucketA|rn; }", True),
        ("[1].map((b) => b.bucketA|rn);", False),
        ("[1].map(b => b.bucketA|rn);", False),
        ("[1].map(b => { b.bucketA|rn; });", False),
        ("[1].map(({ b }) => { b.bucketA|rn; });", False),
        ("function f(a: string, b) { b.bucketA|rn; }", False),
        ("class A { f(b): void { b.bucketA|rn; } }", False),
        ("for (const b of c) { b.bucketA|rn; }", False),
        ("{ const { b } = c; b.bucketA|rn; }", False),
        ("{ const [a, b] = c; b.bucketA|rn; }", False),
        ("{ const { a: b } = c; b.bucketA|rn; }", False),
        ("try { d(); } catch (b) { b.bucketA|rn; }", False),
        ("{ let b; b.bucketA|rn; }", False),
        ("for (const b of c) { e(); }\nb.bucketA|rn;", False),
    ],
)
def test_which_variable_is_meant(bundled: Lookup, text: str, known: bool) -> None:
    head = "import * as s3 from 'aws-cdk-lib/aws-s3';\nconst b = new s3.Bucket(this, 'x');\n"
    pointed = bundled.at(*marked("a.ts", head + text))
    assert (pointed is not None) == known


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), cut=st.integers(0, 2000), gap=st.integers(0, 40), place=st.data())
def test_no_text_makes_it_fail(bundled: Lookup, name: str, cut: int, gap: int, place: st.DataObject) -> None:
    data = TEXTS[name].encode()
    cut = min(cut, len(data))
    document = Document(f"/program/{name}", data[:cut] + data[cut + gap :])
    for offset in place.draw(st.lists(st.integers(0, len(document.data)), min_size=1, max_size=12)):
        bundled.at(document, offset)


@pytest.mark.parametrize(
    ("name", "place", "urls"),
    [
        (
            "cdk.ts",
            "this.bucket = new s3.Buc|ket",
            [
                "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3.Bucket.html",
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html",
            ],
        ),
        (
            "cdk.py",
            "s3.BucketEn|cryption",
            ["https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_s3/BucketEncryption.html"],
        ),
        (
            "pulumi.py",
            "aws.ec2.Ins|tance(",
            [
                "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/instance/",
                "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance",
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html",
            ],
        ),
    ],
)
def test_addresses(bundled: Lookup, name: str, place: str, urls: list[str]) -> None:
    text = TEXTS[name]
    pointed = bundled.at(*marked(name, text.replace(place.replace("|", ""), place)))
    assert pointed is not None
    found = addresses(pointed.fact, resource_token(pointed.fact.id, pointed.fact.token))
    assert [page.url for page in found] == urls


@pytest.mark.parametrize(
    ("id_", "token", "cloudformation"),
    [
        ("aws-cdk-lib.aws_sam.CfnFunction", "AWS::Serverless::Function",
         "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html"),
        ("@cdktf/provider-aws.defaultSecurityGroup.DefaultSecurityGroup", "aws_default_security_group", ""),
        ("@cdktf/provider-aws.dataAwsAmi.DataAwsAmi", "data.aws_ami", ""),
    ],
)  # fmt: skip
def test_what_cloudformation_calls_it(bundled: Lookup, id_: str, token: str, cloudformation: str) -> None:
    fact = bundled.facts("a.ts").get(id_)
    assert fact is not None
    assert fact.token == token
    found = {page.title: page.url for page in addresses(fact, resource_token(fact.id, fact.token))}
    assert found.get("CloudFormation", "") == cloudformation


def test_the_registry_has_the_version_of_the_provider(bundled: Lookup) -> None:
    pointed = bundled.at(*marked("cdktf.ts", CDKTF_TS.replace("new LambdaF", "new LambdaF|")))
    assert pointed is not None
    (registry, _) = addresses(pointed.fact, resource_token(pointed.fact.id, pointed.fact.token))
    version = pointed.fact.package.provider
    assert version
    assert registry.url.endswith(f"/aws/{version}/docs/resources/lambda_function")


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("a.py", "from aws_cdk import aws_lambda as l\nl.Function(self, 'f', run|time=x)", "lambda-runtime-outdated"),
        ("a.py", "from aws_cdk import aws_lambda as l\nl.Func|tion(self, 'f')", "lambda-reserved-environment-variable"),
        ("a.ts", "import * as aws from '@pulumi/aws';\nnew aws.lb.Listener('l', { proto|col: 'HTTPS' })",
         "https-listener-without-certificate"),
        ("a.ts", "import { Subnet } from '@cdktf/provider-aws/lib/subnet';\nnew Sub|net(this, 's')",
         "subnet-without-route-table-association"),
    ],
)  # fmt: skip
def test_rules_that_watch(bundled: Lookup, name: str, text: str, rule: str) -> None:
    pointed = bundled.at(*marked(name, text))
    assert pointed is not None
    assert rule in bundled.watched(pointed)


def test_rules_that_do_not_watch(bundled: Lookup) -> None:
    text = "from aws_cdk import aws_lambda as l\nl.Function(self, 'f', descri|ption='x')"
    pointed = bundled.at(*marked("a.py", text))
    assert pointed is not None
    assert bundled.watched(pointed) == ()


def test_a_type_is_no_variable(bundled: Lookup) -> None:
    text = "from aws_cdk import Stack\ndef f(a: Stack = None):\n    return Sta|ck(a)\n"
    pointed = bundled.at(*marked("a.py", text))
    assert pointed is not None
    assert pointed.fact.id == "aws-cdk-lib.Stack"


@pytest.mark.parametrize("dialect", ["cdk-py", "cdk-ts", "cdktf-py", "cdktf-ts", "pulumi-py", "pulumi-ts"])
def test_the_evaluation_says_the_same(dialect: str, tmp_path: Path) -> None:
    folder = EXAMPLES / dialect
    catalogue = Catalogue(Store(tmp_path), patient=True)
    report = Workspace([str(folder)], None, catalogue).snapshot().check()
    known = Lookup(lambda language, root: catalogue.facts(language, root, apart=True), lambda: (str(folder),))
    seen = 0
    for program in report.programs:
        for call in installed_calls(program.graph):
            place = call.call.callee_origin
            pointed = known.at(report.documents[place.file], place.span.end - 1)
            assert pointed is not None, place
            assert pointed.fact.id == call.fact.id
            seen += 1
    assert seen > 10


def test_values_that_rest_on_each_other(bundled: Lookup) -> None:
    lines = [f"        self.{a} = self.{b}.f{n}()\n" for n in range(60) for a, b in ("xy", "yz", "zx")]
    text = "class A:\n    def f(self):\n" + "".join(lines) + "        self.x.a|b\n"
    document, offset = marked("a.py", text)
    started = time.thread_time()
    assert bundled.at(document, offset) is None
    assert time.thread_time() - started < 1


def test_facts_are_those_of_the_nearest_program(tmp_path: Path) -> None:
    asked: list[str] = []
    known = lookup(tmp_path / "cache", tmp_path)
    installed = known._installed
    known._installed = lambda language, folder: (asked.append(folder), installed(language, folder))[1]
    known._roots = lambda: (str(tmp_path),)
    inner = tmp_path / "apps" / "one" / "lib"
    inner.mkdir(parents=True)
    (tmp_path / "apps" / "one" / "cdk.json").write_text("{}")
    known.at(Document(str(inner / "a.py"), b"x = 1"), 0)
    known.at(Document(str(tmp_path / "apps" / "b.py"), b"x = 1"), 0)
    assert asked == [str(tmp_path / "apps" / "one"), str(tmp_path)]


def test_any_installed_package(tmp_path: Path) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    known = lookup(tmp_path / "cache", tmp_path)
    pointed = known.at(
        *marked("a.ts", "import { storage } from 'tiny-lib';\nnew storage.Bucket('b', { size|InGiB: 1 })")
    )
    assert pointed is not None
    assert pointed.fact.package.is_installed
    assert (pointed.member.name, pointed.member.required) == ("sizeInGiB", True)
