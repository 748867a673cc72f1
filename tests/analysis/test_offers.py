"""What could be typed at a cursor, by the facts of libraries and of AWS."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import lookup, marked
from test_pointing import EXAMPLES, TEXTS

from stackproof.analysis.pointing.lookup import Lookup
from stackproof.analysis.pointing.offers import Offer
from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import installed_calls
from stackproof.text import Document

TODAY = date(2026, 11, 1)
PYTHON = """\
import aws_cdk as cdk
from aws_cdk import Stack, aws_ec2 as ec2, aws_lambda as lambda_, aws_s3 as s3
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
import pulumi_aws as aws


class Network(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        HERE
        other = s3.Bucket(self, "Other", versioned=True)


def build():
    return Network(cdk.App(), "network")
"""
TYPESCRIPT = """\
import * as aws from '@pulumi/aws';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';

HERE
const after = { a: 1 };
"""


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return lookup(tmp_path_factory.mktemp("facts"), tmp_path_factory.mktemp("program"))


def offers(known: Lookup, line: str, name: str = "a.py") -> list[Offer]:
    text = (PYTHON if name.endswith(".py") else TYPESCRIPT).replace("HERE", line)
    document, offset = marked(name, text)
    found = known.offers(document, offset, TODAY)
    for offer in found:
        assert offer.span.start <= offset <= offer.span.end
        assert "\n" not in document.text(offer.span)
    return found


def texts(known: Lookup, line: str, name: str = "a.py") -> list[str]:
    return [offer.text for offer in offers(known, line, name)]


@pytest.mark.parametrize(
    ("line", "some"),
    [
        # Keywords, with and without the end of the call.
        ('ec2.Vpc(self, "V", |)', ["max_azs=", "nat_gateways="]),
        ('ec2.Vpc(self, "V", |', ["max_azs=", "nat_gateways="]),
        ('bucket = s3.Bucket(self, "x", ver|', ["versioned="]),
        ('bucket = s3.Bucket(\n            self,\n            "x",\n            |\n        )', ["versioned="]),
        ('s3.Bucket(self, "x", |versioned=True)', ["bucket_name="]),
        ("super().__init__(scope, id, |)", ["env=", "termination_protection="]),
        ('self.vpc = ec2.Vpc(self, "v")\n        self.vpc.add_gateway_endpoint("x", |)', ["service=", "subnets="]),
        ('LambdaFunction(self, "f", fun|', ["function_name=", "role="]),
        ('aws.lambda_.Function("f", |', ["role=", "opts="]),
        # An argument that is there already keeps its value.
        ('s3.Bucket(self, "x", ver|sioned=True)', ["bucket_name", "versioned"]),
        # Structs and dicts, nested.
        ('ec2.Vpc(self, "V", subnet_configuration=[ec2.SubnetConfiguration(|)])', ["name=", "subnet_type="]),
        ('ec2.Instance(self, "I", vpc_subnets={|})', ['"subnet_type": ', '"one_per_az": ']),
        ('ec2.Instance(self, "I", vpc_subnets={"sub|"})', ["subnet_type", "one_per_az"]),
        ('ec2.Instance(self, "I", vpc_subnets={"sub|', ["subnet_type", "one_per_az"]),
        ('LambdaFunction(self, "f", vpc_config={|', ['"subnet_ids": ']),
        ('aws.ec2.Instance("i", root_block_device={"volume_size": 1, "|"})', ["volume_type", "encrypted"]),
        ('aws.ec2.Instance("i", ebs_block_devices=[{|', ['"device_name": ']),
        ('args: aws.ec2.InstanceRootBlockDeviceArgs = {|}', ['"volume_type": ']),
        # What makes values.
        ('lambda_.Function(self, "f", code=|', ["lambda_.Code.from_asset(", "lambda_.Code.from_inline("]),
        ('lambda_.Function(self, "f", timeout=|', ["cdk.Duration.seconds("]),
        ('ec2.Instance(self, "I", instance_type=|', ["ec2.InstanceType.of("]),
        # Typed bags.
        ('ec2.Vpc(self, "V", subnet_configuration=[|])', ["ec2.SubnetConfiguration("]),
        ('ec2.Instance(self, "I", vpc_subnets=|', ["ec2.SubnetSelection("]),
        ('lambda_.CfnFunction(self, "f", vpc_config=|', ["lambda_.CfnFunction.VpcConfigProperty("]),
        ('aws.ec2.Instance("i", root_block_device=|', ["aws.ec2.InstanceRootBlockDeviceArgs("]),
        # Values.
        ('s3.Bucket(self, "x", versioned=|)', ["True", "False"]),
        ('s3.Bucket(self, "x", encryption=|)', ["s3.BucketEncryption.KMS"]),
        ('s3.Bucket(self, "x", encryption=s3.Bu|)', ["s3.BucketEncryption.KMS"]),
        ('s3.Bucket(self, "x", encryption=s3.BucketEncryption.|', ["s3.BucketEncryption.KMS"]),
        ('s3.Bucket(self, "x", removal_policy=|)', ["cdk.RemovalPolicy.DESTROY"]),
        ('lambda_.Function(self, "f", runtime=|', ["lambda_.Runtime.PYTHON_3_12"]),
        ("ec2.InstanceType.of(|)", ["ec2.InstanceClass.T3", "instance_class="]),
        ('lambda_.CfnFunction(self, "f", runtime="|")', ["python3.13", "nodejs24.x"]),
        ('lambda_.CfnFunction(self, "f", runtime=\'py|', ["python3.13"]),
        ('aws.lambda_.Function("f", runtime="|")', ["python3.13"]),
        ('aws.lambda_.Function("f", runtime=|', ['"python3.13"']),
        ('aws.ec2.Instance("i", root_block_device={"volume_type": "|"})', ["gp3", "io2"]),
        ('LambdaFunction(self, "f", architectures=["|"])', ["arm64", "x86_64"]),
    ],
)  # fmt: skip
def test_offered(bundled: Lookup, line: str, some: list[str]) -> None:
    found = texts(bundled, line)
    assert not set(some) - set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "line",
    [
        's3.Bucket(self, "x", versioned=True |)',
        's3.Bucket(self, "|")',
        '# s3.Bucket(self, "x", |',
        "print(|)",
        "unknown(self, |",
        's3.Bucket(self, "x", **{}).foo.|',
        's3.Bucket(self, "x", bucket_name=|)',
        # Of these dicts jsii makes no structs: names in Python's spelling are lost.
        'ec2.Vpc(self, "V", subnet_configuration=[{|}])',
        'ec2.Vpc(self, "V", subnet_configuration=[{"|"}])',
        'lambda_.CfnFunction(self, "f", vpc_config={|})',
        "args: s3.BucketProps = {|}",
        'aws.s3.Bucket("b", tags={"|"})',
        'aws.s3.Bucket("b", tags={"a": "|"})',
        'lambda_.CfnFunction(self, "f", runtime=f"|")',
        "x = |",
        "|",
    ],
)
def test_nothing_offered(bundled: Lookup, line: str) -> None:
    assert texts(bundled, line) == []


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("new LambdaFunction(this, 'f', { runtime: '|' });", ["nodejs24.x"]),
        ('new LambdaFunction(this, "f", { runtime: "no|', ["nodejs24.x"]),
        ("new LambdaFunction(this, 'f', { architectures: ['|'] });", ["arm64"]),
        ("new lambda.CfnFunction(this, 'f', { runtime: '|' });", ["nodejs24.x"]),
        ("new aws.lambda.Function('f', { runtime: '|' });", ["nodejs24.x"]),
        ("new aws.ec2.Instance('i', { rootBlockDevice: { volumeType: '|' } });", ["gp3"]),
        # The compiler knows these.
        ("new LambdaFunction(this, 'f', { | });", []),
        ("new LambdaFunction(this, 'f', { runtime: | });", []),
        ("new aws.lambda.Function('f', { '|' });", []),
        ("const x = '|';", []),
        ("new LambdaFunction(this, 'f', { runtime: `|` });", []),
    ],
)
def test_typescript_has_values_only(bundled: Lookup, line: str, some: list[str]) -> None:
    found = texts(bundled, line, "a.ts")
    assert not set(some) - set(found)
    assert bool(found) == bool(some)


def test_what_is_given_is_left_out(bundled: Lookup) -> None:
    found = texts(bundled, 's3.Bucket(self, "x", versioned=True, |\n            bucket_name="a")')
    assert "versioned=" not in found
    assert "bucket_name=" not in found
    assert "scope=" not in found
    assert "scope=" in texts(bundled, "s3.Bucket(|)")
    assert "iops" not in texts(bundled, 'aws.ec2.Instance("i", root_block_device={"iops": 1, "|"})')


def test_a_bag_is_not_offered_for_its_own_keywords(bundled: Lookup) -> None:
    found = texts(bundled, 'aws.s3.Bucket("b", |)')
    assert "acl=" in found
    assert "aws.s3.BucketArgs(" not in found


def test_required_first_deprecated_last(bundled: Lookup) -> None:
    found = offers(bundled, 'ec2.Vpc(self, "V", |)')
    assert [o.rank for o in found] == sorted((o.rank for o in found), key=["optional", "deprecated"].index)
    assert {o.label for o in found if o.rank == "deprecated"} >= {"cidr"}
    names = [o.label for o in offers(bundled, 'LambdaFunction(self, "f", |)')]
    assert names[:2] == ["function_name", "role"]


def test_runtimes_of_the_day(bundled: Lookup) -> None:
    found = {o.text: o for o in offers(bundled, 'lambda_.CfnFunction(self, "f", runtime="|")')}
    assert "nodejs12.x" not in found
    assert found["nodejs24.x"].rank == "optional"
    assert found["python3.10"].rank == "deprecated"
    assert found["python3.10"].why == "deprecated since 2026-10-31"
    declared = {o.text: o for o in offers(bundled, 'aws.lambda_.Function("f", runtime="|")')}
    assert declared["nodejs12.x"].rank == "deprecated"


def test_what_is_written_is_replaced(bundled: Lookup) -> None:
    for line, written in (
        ('s3.Bucket(self, "x", ver|sio)', "versio"),
        ('s3.Bucket(self, "x", encryption=s3.Buck|et)', "s3.Bucket"),
        ('lambda_.CfnFunction(self, "f", runtime="py|thon")', "python"),
        ('s3.Bucket(self, "x", |)', ""),
    ):
        text = PYTHON.replace("HERE", line)
        document, offset = marked("a.py", text)
        spans = {document.text(o.span) for o in bundled.offers(document, offset, TODAY)}
        assert spans == {written}, line


@pytest.mark.parametrize("dialect", ["cdk-py", "cdktf-py", "pulumi-py"])
def test_all_that_programs_give_is_offered_while_it_is_typed(dialect: str, tmp_path: Path) -> None:
    folder = EXAMPLES / dialect
    catalogue = Catalogue(Store(tmp_path), patient=True)
    report = Workspace([str(folder)], None, catalogue).snapshot().check()
    known = Lookup(lambda language, root: catalogue.facts(language, root, apart=True), lambda: (str(folder),))
    seen, missing = 0, []
    for program in report.programs:
        for call in installed_calls(program.graph):
            for name, entry in call.given.entries.items() if call.given is not None else ():
                place = entry.key_origin
                if place is None or name not in call.accepted:
                    continue
                document = report.documents[place.file]
                quoted = document.text(place.span)[:1] in ("'", '"')
                half = place.span.start + quoted + max(1, len(name) // 2)
                # The rest of the text follows, or nothing does.
                for rest in (document.data[place.span.end - quoted :], b""):
                    typed = Document(place.file, document.data[:half] + rest)
                    seen += 1
                    if name not in {offer.label for offer in known.offers(typed, half, TODAY)}:
                        missing.append((place, name))
    assert seen > 100
    # One dict is in a variable whose type nothing tells.
    assert len(missing) <= 2


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), cut=st.integers(0, 2000), gap=st.integers(0, 40), place=st.data())
def test_no_text_makes_it_fail(bundled: Lookup, name: str, cut: int, gap: int, place: st.DataObject) -> None:
    data = TEXTS[name].encode()
    cut = min(cut, len(data))
    document = Document(f"/program/{name}", data[:cut] + data[cut + gap :])
    for offset in {cut, *place.draw(st.lists(st.integers(0, len(document.data)), max_size=8))}:
        for offer in bundled.offers(document, offset, TODAY):
            assert offer.span.start <= offset <= offer.span.end


def test_a_long_text_is_answered_while_it_is_typed(bundled: Lookup) -> None:
    block = PYTHON[PYTHON.index("class") :].replace("HERE", "pass")
    text = PYTHON.replace("HERE", "pass") + block * 110
    assert text.count("\n") > 900
    taken = []
    for number in range(8):
        line = f"a{number} = 1\ns3.Bucket(self, 'x', ver|"
        document, offset = marked("a.py", text + line)
        started = time.thread_time()
        assert bundled.offers(document, offset, TODAY)
        taken.append(time.thread_time() - started)
    # It takes some five milliseconds.
    assert min(taken) < 0.03


def test_no_facts_no_offers(tmp_path: Path) -> None:
    known = lookup(tmp_path / "cache", tmp_path)
    document, offset = marked("a.toml", "x = f(|)")
    assert known.offers(document, offset) == []
