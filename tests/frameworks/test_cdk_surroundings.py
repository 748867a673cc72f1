"""What CDK programs read of their surroundings: stacks, environments, context."""

from __future__ import annotations

from typing import Any

import pytest
from recognising import plain, recognise

from stackproof.frameworks.cdk import Cdk
from stackproof.model.graph import Resource
from stackproof.model.surroundings import Surroundings

_TS = """import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as s3 from 'aws-cdk-lib/aws-s3';
%s"""
_PY = """import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct
%s"""


def _buckets(code: str, language: str, **context: object) -> list[Resource]:
    text = (_TS if language == "ts" else _PY) % code
    found = recognise(Cdk(), text, language, Surroundings(context or None)).recognition.resources
    return [r for r in found if r.type == "aws_s3_bucket"]


def _name(code: str, language: str, **context: object) -> Any:
    """What the only bucket is called."""
    [bucket] = _buckets(code, language, **context)
    return plain(bucket["bucket"])


_NAMED_BY_REGION = {
    "own": (
        """class S extends cdk.Stack {
          constructor(scope: Construct, id: string, props?: cdk.StackProps) {
            super(scope, id, props);
            new s3.Bucket(this, 'B', { bucketName: `b-${this.region}-${this.account}` });
          }
        }
        ENTRY""",
        """class S(cdk.Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        s3.Bucket(self, "B", bucket_name=f"b-{self.region}-{self.account}")
ENTRY""",
    ),
    "of": (
        """class C extends Construct {
          constructor(scope: Construct, id: string) {
            super(scope, id);
            const { region, account } = cdk.Stack.of(this);
            new s3.Bucket(this, 'B', { bucketName: `b-${region}-${account}` });
          }
        }
        class S extends cdk.Stack {
          constructor(scope: Construct, id: string, props?: cdk.StackProps) {
            super(scope, id, props);
            new C(this, 'C');
          }
        }
        ENTRY""",
        """class C(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        here = cdk.Stack.of(self)
        s3.Bucket(self, "B", bucket_name=f"b-{here.region}-{here.account}")
class S(cdk.Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        C(self, "C")
ENTRY""",
    ),
    "nested": (
        """class N extends cdk.NestedStack {
          constructor(scope: Construct, id: string) {
            super(scope, id);
            new s3.Bucket(this, 'B', { bucketName: `b-${this.region}-${this.account}` });
          }
        }
        class S extends cdk.Stack {
          constructor(scope: Construct, id: string, props?: cdk.StackProps) {
            super(scope, id, props);
            new N(this, 'N');
          }
        }
        ENTRY""",
        """class N(cdk.NestedStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        s3.Bucket(self, "B", bucket_name=f"b-{self.region}-{self.account}")
class S(cdk.Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        N(self, "N")
ENTRY""",
    ),
}
_PSEUDO = "b-{region.region}-{account_id.account_id}"
_ENTRIES = {
    "literal": (
        "new S(new cdk.App(), 's', { env: { region: 'eu-west-1', account: '1' } });",
        'S(cdk.App(), "s", env=cdk.Environment(region="eu-west-1", account="1"))',
        "b-eu-west-1-1",
    ),
    "half": (
        "new S(new cdk.App(), 's', { env: { region: 'eu-west-1' } });",
        'S(cdk.App(), "s", env=cdk.Environment(region="eu-west-1"))',
        "b-eu-west-1-{account_id.account_id}",
    ),
    "agnostic": ("new S(new cdk.App(), 's');", 'S(cdk.App(), "s")', _PSEUDO),
    "from-outside": (
        """new S(new cdk.App(), 's', { env: {
          region: process.env.CDK_DEFAULT_REGION, account: process.env.CDK_DEFAULT_ACCOUNT } });""",
        """import os
S(cdk.App(), "s", env=cdk.Environment(
    region=os.environ["CDK_DEFAULT_REGION"], account=os.getenv("CDK_DEFAULT_ACCOUNT")))""",
        _PSEUDO,
    ),
    "stage": (
        """const stage = new cdk.Stage(new cdk.App(), 'prod', { env: { region: 'eu-west-1', account: '1' } });
        new S(stage, 's');""",
        """stage = cdk.Stage(cdk.App(), "prod", env=cdk.Environment(region="eu-west-1", account="1"))
S(stage, "s")""",
        "b-eu-west-1-1",
    ),
}


@pytest.mark.parametrize("language", ["ts", "py"])
@pytest.mark.parametrize("entry", _ENTRIES)
@pytest.mark.parametrize("body", _NAMED_BY_REGION)
def test_the_environment_of_a_stack(body: str, entry: str, language: str) -> None:
    python = language == "py"
    code = _NAMED_BY_REGION[body][python].replace("ENTRY", _ENTRIES[entry][python])
    assert _name(code, language) == _ENTRIES[entry][2]


def test_a_region_decides_a_branch() -> None:
    code = """const stack = new cdk.Stack(new cdk.App(), 's', { env: { region: 'us-east-1' } });
    if (stack.region === 'us-east-1') { new s3.Bucket(stack, 'Here'); } else { new s3.Bucket(stack, 'There'); }"""
    assert [(b.name, b.conditional) for b in _buckets(code, "ts")] == [("Here", False)]
    unknown = code.replace("'us-east-1' }", "process.env.REGION }")
    assert [(b.name, b.conditional) for b in _buckets(unknown, "ts")] == [("Here", True), ("There", True)]


_READS = (
    "const stack = new cdk.Stack(new cdk.App(), 's');\nnew s3.Bucket(stack, 'B', { bucketName: VALUE });",
    'stack = cdk.Stack(cdk.App(), "s")\ns3.Bucket(stack, "B", bucket_name=VALUE)',
)


@pytest.mark.parametrize(
    ("value", "python", "expected"),
    [
        # A text may be replaced on the command line.
        ("stack.node.tryGetContext('name')", 'stack.node.try_get_context("name")', {"either": ["data", "?"]}),
        # An object or a list may not.
        (
            "stack.node.tryGetContext('prod').name",
            'stack.node.try_get_context("prod")["name"]',
            "data-prod",
        ),
        ("stack.node.tryGetContext('names')[1]", 'stack.node.try_get_context("names")[1]', "b"),
        ("stack.node.getContext('prod').name", 'stack.node.get_context("prod")["name"]', "data-prod"),
        ("stack.node.tryGetContext('other')", 'stack.node.try_get_context("other")', "?"),
        (
            "stack.node.tryGetContext(process.env.WHICH!).name",
            'stack.node.try_get_context(unclear)["name"]',
            "?",
        ),
    ],
)
def test_context(value: str, python: str, expected: Any) -> None:
    context = {"name": "data", "prod": {"name": "data-prod"}, "names": ["a", "b"]}
    assert _name(_READS[0].replace("VALUE", value), "ts", **context) == expected
    assert _name(_READS[1].replace("VALUE", python), "py", **context) == expected


def test_context_without_a_manifest_is_unknown() -> None:
    assert _name(_READS[0].replace("VALUE", "stack.node.tryGetContext('prod').name"), "ts") == "?"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # What the program sets goes before everything else.
        ("const app = new cdk.App(); app.node.setContext('prod', { name: 'own' });", "own"),
        ("const app = new cdk.App(); app.node.setContext(key(), {});", "?"),
        ("const app = new cdk.App({ context: { prod: { name: 'own' } } });", "data-prod"),
        ("const app = new cdk.App({ postCliContext: { prod: { name: 'own' } } });", "?"),
        ("const app = make();", "?"),
    ],
)
def test_context_of_the_program_itself(code: str, expected: str) -> None:
    body = code + _READS[0].replace("new cdk.App()", "app")
    body = body.replace("VALUE", "stack.node.tryGetContext('prod').name")
    assert _name(body, "ts", prod={"name": "data-prod"}) == expected


def test_an_apps_own_context_is_a_default() -> None:
    body = _READS[0].replace(
        "new cdk.App()", "new cdk.App({ context: { name: 'own', prod: { name: 'deep' } } })"
    )
    assert _name(body.replace("VALUE", "stack.node.tryGetContext('name')"), "ts", x=1) == {
        "either": ["own", "?"]
    }
    assert _name(body.replace("VALUE", "stack.node.tryGetContext('prod').name"), "ts", x=1) == "deep"


_ZONES = """const stack = new cdk.Stack(new cdk.App(), 's'ENV);
stack.availabilityZones.forEach((zone, i) => new s3.Bucket(stack, `B${i}`, { bucketName: zone }));
new cdk.aws_ec2.Vpc(stack, 'V', { maxAzs: 4 });"""


@pytest.mark.parametrize(
    ("env", "names", "subnets"),
    [
        ("", ["?", "?"], 4),
        (", { env: { region: 'r', account: '1' } }", ["ra", "rb", "rc"], 6),
        # Of another account, nothing is remembered: the loop may run any number of times.
        (", { env: { region: 'r', account: '2' } }", ["?"], 8),
    ],
)
def test_availability_zones(env: str, names: list[str], subnets: int) -> None:
    around = Surroundings({"availability-zones:account=1:region=r": ["ra", "rb", "rc"]})
    found = recognise(Cdk(), _TS % _ZONES.replace("ENV", env), "ts", around).recognition.resources
    assert [plain(r["bucket"]) for r in found if r.type == "aws_s3_bucket"] == names
    assert sum(r.type == "aws_subnet" for r in found) == subnets
