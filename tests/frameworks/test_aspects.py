"""Aspects of the program are tried: those that only tag and report leave everything closed."""

from __future__ import annotations

import pytest
from recognising import recognise

from stackproof.frameworks.cdk import Cdk
from stackproof.frameworks.cdktf import Cdktf

_CDK_TS = """import * as cdk from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { aws_s3 as s3, aws_iam as iam } from 'aws-cdk-lib';
class Mine extends Base implements cdk.IAspect {
  constructor(private readonly bucket: any) { super(); }
  VISIT
}
const stack = new cdk.Stack();
const bucket = new s3.Bucket(stack, 'B');
cdk.Aspects.of(stack).add(new Mine(bucket));
"""
_CDK_PY = """import aws_cdk as cdk
import jsii
from aws_cdk import aws_s3 as s3

@jsii.implements(cdk.IAspect)
class Mine:
    def __init__(self, bucket):
        self.bucket = bucket
    VISIT

stack = cdk.Stack()
bucket = s3.Bucket(stack, "B")
cdk.Aspects.of(stack).add(Mine(bucket))
"""
_CDKTF_TS = """import { App, Aspects, IAspect, TerraformStack, Annotations, Token } from 'cdktf';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { IConstruct } from 'constructs';
class Mine implements IAspect {
  constructor(private tagsToAdd: Record<string, string>) {}
  VISIT
}
const stack = new TerraformStack(new App(), 's');
new S3Bucket(stack, 'B', { bucket: 'b' });
Aspects.of(stack).add(new Mine({ a: 'b' }));
"""


def _cdk(visit: str) -> bool:
    text = _CDK_TS.replace(" extends Base", "").replace(" super();", "").replace("VISIT", visit)
    return recognise(Cdk(), text).one("aws_s3_bucket").is_closed()


@pytest.mark.parametrize(
    ("body", "harmless"),
    [
        ("", True),
        ("cdk.Tags.of(node).add('a', 'b');", True),
        (
            "if (node instanceof s3.CfnBucket) { cdk.Annotations.of(node).addError(`no: ${node.node.path}`); }",
            True,
        ),
        ("if (cdk.TagManager.isTaggable(node)) { node.tags.setTag('a', 'b'); }", True),
        ("if (!cdk.Stack.of(node).region) { console.log(node.node.id); }", True),
        ("this.check(node);", True),
        ("this.change(node);", False),
        ("if (node instanceof s3.CfnBucket) { node.addPropertyOverride('A', 1); }", False),
        ("(node as any).bucketName = 'x';", False),
        ("(node as any).tags.other = 'x';", True),
        ("Object.assign(node, { bucketName: 'x' });", False),
        ("(node.node.defaultChild as any).addOverride('A', 1);", False),
        ("node.node.tryRemoveChild('x');", False),
        ("unclear(node);", False),
        ("new s3.CfnBucketPolicy(stack, 'P', { bucket: node as any });", False),
        ("const all = [node]; all.forEach(n => (n as any).applyRemovalPolicy(1));", False),
        # The aspect has hold of other things, which the program's own rules follow.
        ("cdk.Tags.of(this.bucket).add('a', 'b');", True),
    ],
)
def test_aspects_of_the_cdk(body: str, harmless: bool) -> None:
    helpers = "check(n: any) { cdk.Tags.of(n).add('x', 'y'); } change(n: any) { n.versioned = true; }"
    assert _cdk(f"visit(node: IConstruct): void {{ {body} }} {helpers}") == harmless


@pytest.mark.parametrize(
    ("body", "harmless"),
    [
        ("cdk.Tags.of(node).add('a', 'b')", True),
        ("isinstance(node, s3.CfnBucket) and cdk.Annotations.of(node).add_error('no')", True),
        ("setattr(node, 'versioned', True)", False),
        ("node.add_property_override('A', 1)", False),
    ],
)
def test_aspects_in_python(body: str, harmless: bool) -> None:
    text = _CDK_PY.replace("VISIT", f"def visit(self, node):\n        {body}")
    assert recognise(Cdk(), text, "py").one("aws_s3_bucket").is_closed() == harmless


def test_an_inherited_visit_counts() -> None:
    base = "class Base { visit(node: any) { node.versioned = true; } }\n"
    text = base + _CDK_TS.replace("VISIT", "")
    assert not recognise(Cdk(), text).one("aws_s3_bucket").is_closed()
    assert not _cdk("")


@pytest.mark.parametrize(
    ("body", "harmless"),
    [
        (
            "if ('tags' in node && 'tagsInput' in node) {"
            " (node as any).tags = { ...this.tagsToAdd, ...((node as any).tagsInput ?? {}) }; }",
            True,
        ),
        ("if (node instanceof S3Bucket) { Annotations.of(node).addError('no'); }", True),
        ("if (S3Bucket.isTerraformResource(node)) { console.log(Token.asString(node.node.id)); }", True),
        ("(node as S3Bucket).forceDestroy = true;", False),
        ("(node as S3Bucket).addOverride('force_destroy', true);", False),
    ],
)
def test_aspects_of_cdktf(body: str, harmless: bool) -> None:
    text = _CDKTF_TS.replace("VISIT", f"visit(node: IConstruct): void {{ {body} }}")
    assert recognise(Cdktf(), text).one("aws_s3_bucket").is_closed() == harmless


def test_aspects_from_elsewhere_may_do_anything() -> None:
    text = _CDKTF_TS.replace("new Mine({ a: 'b' })", "new Other()").replace("VISIT", "")
    text = "import { Other } from 'elsewhere';\n" + text
    assert not recognise(Cdktf(), text).one("aws_s3_bucket").is_closed()
