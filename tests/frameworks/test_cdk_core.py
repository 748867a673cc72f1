"""The core module of the CDK: functions of templates, amounts, parameters, conditions, and the tree of constructs."""

from __future__ import annotations

from typing import Any

import pytest
from recognising import Recognised, plain, recognise

from stackproof.frameworks.cdk import Cdk
from stackproof.model.surroundings import Surroundings
from stackproof.model.values import Unknown

_TS = """import * as cdk from 'aws-cdk-lib';
import { aws_s3 as s3, aws_sns as sns, aws_ec2 as ec2 } from 'aws-cdk-lib';
const app = new cdk.App();
const stack = new cdk.Stack(app, 'main');
const topic = new sns.Topic(stack, 'T');
const cfn = new s3.CfnBucket(stack, 'Plain', {});
%s"""
_PY = """import aws_cdk as cdk
from aws_cdk import aws_s3 as s3, aws_sns as sns, aws_ec2 as ec2
app = cdk.App()
stack = cdk.Stack(app, "main")
topic = sns.Topic(stack, "T")
cfn = s3.CfnBucket(stack, "Plain")
%s"""


def ts(code: str) -> Recognised:
    return recognise(Cdk(), _TS % code, "ts")


def py(code: str) -> Recognised:
    return recognise(Cdk(), _PY % code, "py")


def both(typescript: str, python: str, head: tuple[str, str] = ("", "")) -> list[Any]:
    """What a bucket is called that is named by an expression, in both languages."""
    programs = (
        ts(f"{head[0]}\nnew s3.Bucket(stack, 'B', {{ bucketName: {typescript} }});"),
        py(f'{head[1]}\ns3.Bucket(stack, "B", bucket_name={python})'),
    )
    return [plain(p.one("aws_s3_bucket", "B")["bucket"]) for p in programs]


@pytest.mark.parametrize(
    ("typescript", "python", "expected"),
    [
        ("cdk.Fn.join('-', ['a', cdk.Aws.REGION])", 'cdk.Fn.join("-", ["a", cdk.Aws.REGION])', "a-{region.region}"),
        (
            "cdk.Fn.sub('a-${AWS::Region}-${X}-${!Y}', { X: 'b' })",
            'cdk.Fn.sub("a-${AWS::Region}-${X}-${!Y}", {"X": "b"})',
            "a-{region.region}-b-${Y}",
        ),
        # The logical name of a resource is made by the library.
        ("cdk.Fn.sub('a-${Topic}')", 'cdk.Fn.sub("a-${Topic}")', "?"),
        ("cdk.Fn.ref('AWS::AccountId')", 'cdk.Fn.ref("AWS::AccountId")', "account_id.account_id"),
        ("cdk.Fn.select(1, ['a', 'b'])", 'cdk.Fn.select(1, ["a", "b"])', "b"),
        ("cdk.Fn.select(2, ['a', 'b'])", 'cdk.Fn.select(2, ["a", "b"])', "?"),
        (
            "cdk.Fn.select(1, cdk.Fn.split('-', `a-${cdk.Aws.REGION}-c`))",
            'cdk.Fn.select(1, cdk.Fn.split("-", f"a-{cdk.Aws.REGION}-c"))',
            "region.region",
        ),
        # A name may have the separator inside.
        (
            "cdk.Fn.select(1, cdk.Fn.split('-', `a-${topic.topicName}-c`))",
            'cdk.Fn.select(1, cdk.Fn.split("-", f"a-{topic.topic_name}-c"))',
            "?",
        ),
        (
            "cdk.Fn.select(1, cdk.Fn.cidr('10.0.0.0/16', 4, '8'))",
            'cdk.Fn.select(1, cdk.Fn.cidr("10.0.0.0/16", 4, "8"))',
            "10.0.1.0/24",
        ),
        ("cdk.Fn.conditionIf('C', 'x', 'y').toString()", 'cdk.Fn.condition_if("C", "x", "y").to_string()', {"either": ["x", "y"]}),
        ("cdk.Token.asString(topic.topicArn)", "cdk.Token.as_string(topic.topic_arn)", "T.arn"),
        ("cdk.SecretValue.unsafePlainText('x').unsafeUnwrap()", 'cdk.SecretValue.unsafe_plain_text("x").unsafe_unwrap()', "x"),
        ("cdk.SecretValue.secretsManager('x').unsafeUnwrap()", 'cdk.SecretValue.secrets_manager("x").unsafe_unwrap()', "?"),
        (
            "cdk.Arn.format({ service: 's3', region: '', account: '', resource: 'x' }, stack)",
            'cdk.Arn.format(cdk.ArnComponents(service="s3", region="", account="", resource="x"), stack)',
            "arn:{partition.partition}:s3:::x",
        ),
        ("stack.stackName", "stack.stack_name", "main"),
        ("topic.node.id", "topic.node.id", "T"),
        ("topic.node.scope.stackName", "topic.node.scope.stack_name", "main"),
        ("cdk.Names.uniqueId(topic)", "cdk.Names.unique_id(topic)", "?"),
        ("cdk.PhysicalName.GENERATE_IF_NEEDED", "cdk.PhysicalName.GENERATE_IF_NEEDED", "?"),
    ],
)  # fmt: skip
def test_functions(typescript: str, python: str, expected: Any) -> None:
    assert both(typescript, python) == [expected, expected]


@pytest.mark.parametrize(
    ("typescript", "python", "expected"),
    [
        ("cdk.Duration.minutes(5).toSeconds()", "cdk.Duration.minutes(5).to_seconds()", 300),
        ("cdk.Duration.parse('P1DT2H').toHours()", 'cdk.Duration.parse("P1DT2H").to_hours()', 26),
        ("cdk.Duration.seconds(2).toMilliseconds()", "cdk.Duration.seconds(2).to_milliseconds()", 2000),
        (
            "cdk.Duration.hours(1).plus(cdk.Duration.minutes(1)).toMinutes()",
            "cdk.Duration.hours(1).plus(cdk.Duration.minutes(1)).to_minutes()",
            61,
        ),
        ("cdk.Size.gibibytes(2).toMebibytes()", "cdk.Size.gibibytes(2).to_mebibytes()", 2048),
        (
            "cdk.Size.gibibytes(+process.env.N!).toMebibytes()",
            "cdk.Size.gibibytes(unclear).to_mebibytes()",
            "?",
        ),
        # The program computes with them.
        (
            "`b-${cdk.Duration.days(1).toHours() / 2}`",
            'f"b-{cdk.Duration.days(1).to_hours() // 2}"',
            "b-12",
        ),
    ],
)
def test_amounts(typescript: str, python: str, expected: Any) -> None:
    assert both(typescript, python) == [expected, expected]


def test_a_range_of_a_network_of_the_program() -> None:
    code = """const vpc = new ec2.CfnVPC(stack, 'V', { cidrBlock: '10.1.0.0/16' });
    new ec2.CfnSubnet(stack, 'S', { vpcId: vpc.ref, cidrBlock: cdk.Fn.select(2, cdk.Fn.cidr(vpc.attrCidrBlock, 3, '8')) });"""
    assert plain(ts(code).one("aws_subnet")["cidr_block"]) == "10.1.2.0/24"


_PARAMETER = (
    "const size = new cdk.CfnParameter(stack, 'Size', { default: 'a', ALLOWED });",
    'size = cdk.CfnParameter(stack, "Size", default="a", ALLOWED)',
)


@pytest.mark.parametrize(
    ("typescript", "python", "expected"),
    [
        # The default is what nobody may count on.
        ("type: 'String'", 'type="String"', "?"),
        ("allowedValues: ['a', 'b']", 'allowed_values=["a", "b"]', {"either": ["a", "b"]}),
        ("allowedValues: list()", "allowed_values=unclear", "?"),
    ],
)
def test_parameters(typescript: str, python: str, expected: Any) -> None:
    head = (_PARAMETER[0].replace("ALLOWED", typescript), _PARAMETER[1].replace("ALLOWED", python))
    assert both("size.valueAsString", "size.value_as_string", head) == [expected, expected]


@pytest.mark.parametrize(
    ("typescript", "python", "expected"),
    [
        ("map.findInMap('eu', 'n')", 'mapped.find_in_map("eu", "n")', "x"),
        # Any of the regions, whichever it is.
        (
            "map.findInMap(cdk.Aws.REGION, 'n')",
            'mapped.find_in_map(cdk.Aws.REGION, "n")',
            {"either": ["x", "y"]},
        ),
        ("cdk.Fn.findInMap('M', 'us', 'n')", 'cdk.Fn.find_in_map("M", "us", "n")', "y"),
        ("map.findInMap('ap', 'n')", 'mapped.find_in_map("ap", "n")', "?"),
    ],
)
def test_mappings(typescript: str, python: str, expected: Any) -> None:
    head = (
        "const map = new cdk.CfnMapping(stack, 'M', { mapping: { eu: { n: 'x' }, us: { n: 'y' } } });",
        'mapped = cdk.CfnMapping(stack, "M", mapping={"eu": {"n": "x"}, "us": {"n": "y"}})',
    )
    assert both(typescript, python, head) == [expected, expected]


@pytest.mark.parametrize(
    ("typescript", "python", "expected"),
    [
        ("out.value", "out.value", "T.arn"),
        ("out.importValue", "out.import_value", "T.arn"),
        ("cdk.Fn.importValue('topic')", 'cdk.Fn.import_value("topic")', "T.arn"),
        ("cdk.Fn.importValue('named')", 'cdk.Fn.import_value("named")', "T.name"),
        ("cdk.Fn.importValue('elsewhere')", 'cdk.Fn.import_value("elsewhere")', "?"),
        ("stack.exportValue(topic.topicArn)", "stack.export_value(topic.topic_arn)", "T.arn"),
    ],
)
def test_what_one_stack_exports_another_imports(typescript: str, python: str, expected: Any) -> None:
    head = (
        """const out = new cdk.CfnOutput(stack, 'O', { value: topic.topicArn, exportName: 'topic' });
        stack.exportValue(topic.topicName, { name: 'named' });""",
        'out = cdk.CfnOutput(stack, "O", value=topic.topic_arn, export_name="topic")\n'
        'stack.export_value(topic.topic_name, name="named")',
    )
    assert both(typescript, python, head) == [expected, expected]


def test_a_name_exported_twice_is_neither() -> None:
    head = "for (const s of ['a', 'b']) new cdk.CfnOutput(stack, s, { value: s, exportName: 'x' });"
    program = ts(head + "new s3.Bucket(stack, 'B', { bucketName: cdk.Fn.importValue('x') });")
    assert plain(program.one("aws_s3_bucket", "B")["bucket"]) == "?"


@pytest.mark.parametrize(
    "code",
    [
        "cfn.cfnOptions.condition = new cdk.CfnCondition(stack, 'C');",
        "cfn.addOverride('Condition', 'C');",
    ],
)
def test_a_condition_decides_whether_it_is_made(code: str) -> None:
    assert ts(code).one("aws_s3_bucket").conditional
    inner = code.replace("cfn.", "(b.node.defaultChild as s3.CfnBucket).")
    program = ts(f"const b = new s3.Bucket(stack, 'B');\n{inner}")
    assert program.one("aws_s3_bucket", "B").conditional


def test_other_options_do_not() -> None:
    code = "cfn.cfnOptions.deletionPolicy = cdk.CfnDeletionPolicy.RETAIN; cfn.addOverride('DeletionPolicy', 'Retain');"
    bucket = ts(code).one("aws_s3_bucket")
    assert not bucket.conditional
    assert bucket.is_closed()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("cdk.Token.isUnresolved('text')", "no"),
        ("cdk.Token.isUnresolved(['a'])", "no"),
        ("cdk.Token.isUnresolved(cfn.attrArn)", "yes"),
        ("cdk.Token.isUnresolved(`a-${cdk.Aws.REGION}`)", "yes"),
        ("cdk.Token.isUnresolved(topic.topicArn)", {"either": ["yes", "no"]}),
        ("cdk.Stack.isStack(stack)", {"either": ["yes", "no"]}),
        ("s3.CfnBucket.isCfnBucket(cfn)", {"either": ["yes", "no"]}),
    ],
)
def test_questions(question: str, expected: Any) -> None:
    program = ts(f"new s3.Bucket(stack, 'B', {{ bucketName: {question} ? 'yes' : 'no' }});")
    assert plain(program.one("aws_s3_bucket", "B")["bucket"]) == expected


def test_a_lazy_value_mentions_what_it_is_made_of() -> None:
    program = ts(
        "new s3.Bucket(stack, 'B', { bucketName: cdk.Lazy.string({ produce: () => topic.topicName }) });"
    )
    name = program.one("aws_s3_bucket", "B")["bucket"]
    assert name.is_unknown()
    assert [r.resource.name for r in name.references()] == ["T"]


@pytest.mark.parametrize(
    ("code", "harmless"),
    [
        ("cdk.Tags.of(stack).add('a', 'b');", True),
        ("cdk.Annotations.of(stack).addWarning('w');", True),
        ("cdk.RemovalPolicies.of(stack).destroy();", True),
        ("cfn.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);", True),
        ("cdk.Aspects.of(stack).add(new cdk.Tag('a', 'b'));", True),
        ("cdk.Aspects.of(stack).add(new ec2.InstanceRequireImdsv2Aspect());", True),
        ("import { X } from 'somewhere'; cdk.Aspects.of(stack).add(new X());", False),
        ("cdk.Mixins.of(stack).apply(unclear());", False),
        ("cdk.PropertyInjectors.of(stack).add(unclear());", False),
        ("new cdk.Stack(app, 'Other', { propertyInjectors: [unclear()] });", False),
        ("for (const c of stack.node.findAll()) console.log(c);", False),
        ("stack.node.children.forEach(c => (c as any).addPropertyOverride('A', 1));", False),
        ("for (const c of stack.node.children) (c as any).addPropertyOverride('A', 1);", False),
        ("(stack.node.findChild(process.env.P!) as any).addPropertyOverride('A', 1);", False),
        ("(stack.node.tryFindChild('No') as any).addPropertyOverride('A', 1);", False),
        ("console.log(stack.node.children.length);", True),
    ],
)
def test_what_reaches_everything(code: str, harmless: bool) -> None:
    assert ts(code).one("aws_s3_bucket").is_closed() == harmless


def test_a_child_is_found_by_its_id() -> None:
    program = ts(
        "(stack.node.findChild('Plain') as s3.CfnBucket).addPropertyOverride('BucketName', 'found');"
    )
    bucket = program.one("aws_s3_bucket")
    assert plain(bucket["bucket"]) == "found"
    assert bucket.is_closed()


def test_an_l1_resource_is_found_inside_its_construct() -> None:
    code = """const b = new s3.Bucket(stack, 'B');
    (b.node.findChild('Resource') as s3.CfnBucket).addPropertyOverride('BucketName', 'found');"""
    assert plain(ts(code).one("aws_s3_bucket", "B")["bucket"]) == "found"


@pytest.mark.parametrize("module", ["@cdktf/aws-cdk", "@pulumi/cdk"])
def test_what_an_adapter_translates_is_not_certain(module: str) -> None:
    program = ts(f"import {{ Adapter }} from '{module}';\nnew Adapter(stack, 'adapter');")
    assert not program.one("aws_s3_bucket").is_closed()


@pytest.mark.parametrize(
    "value",
    [
        "new cdk.CfnParameter(stack, 'P').valueAsString",
        "cdk.Fn.importValue('elsewhere')",
        "cdk.SecretValue.secretsManager('x').unsafeUnwrap()",
        "stack.node.tryGetContext('x')",
    ],
)
def test_what_the_program_does_not_decide(value: str) -> None:
    text = _TS % f"new s3.Bucket(stack, 'B', {{ bucketName: {value} }});"
    name = recognise(Cdk(), text, "ts", Surroundings({})).one("aws_s3_bucket", "B")["bucket"]
    assert isinstance(name, Unknown)
    assert name.outside
