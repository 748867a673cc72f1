"""Functions, queues and topics of the CDK where a program leaves something open."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, ts
from recognising import plain

_PROPS = "runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromAsset('src')"
_F = f"const f = new lambda_.Function(this, 'F', {{ {_PROPS} }});"
_SERVICE = "new iam.ServicePrincipal('x.amazonaws.com')"


def test_the_code_is_called_by_its_path() -> None:
    assert ts(_F).one("aws_lambda_function")["filename"].is_("src")


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        ("", {"A": "b"}),
        ("f.addEnvironment('C', 'd');", {"A": "b", "C": "d"}),
        ("f.addEnvironment(process.env.P!, 'd');", {"A": "b", "...": True}),
        ("if (process.env.P) f.addEnvironment('C', 'd');", {"A": "b", "C": {"either": ["d", None]}}),
    ],
)
def test_the_environment_is_added_to(options: str, variables: object) -> None:
    program = ts(
        f"const f = new lambda_.Function(this, 'F', {{ {_PROPS}, environment: {{ A: 'b' }} }}); {options}"
    )
    assert plain(program.one("aws_lambda_function")["environment"]) == {"variables": variables}


def test_without_variables_there_is_no_environment() -> None:
    assert ts(_F).one("aws_lambda_function")["environment"].is_absent()


def test_a_role_that_may_be_given_leaves_the_role_open() -> None:
    program = ts(f"new lambda_.Function(this, 'F', {{ {_PROPS}, ...JSON.parse('x') }});")
    function = program.one("aws_lambda_function")
    assert function["role"].is_unknown()
    assert program.one("aws_iam_role").conditional
    assert function["vpc_config"].is_unknown()


def test_an_argument_that_nobody_reads_may_mean_anything() -> None:
    function = ts(f"new lambda_.Function(this, 'F', {{ {_PROPS}, brandNew: true }});").one(
        "aws_lambda_function"
    )
    assert not function["dead_letter_config"].is_absent()
    assert ts(_F).one("aws_lambda_function")["dead_letter_config"].is_absent()


@pytest.mark.parametrize(
    ("value", "config"),
    [("true", {"target_arn": "F/DeadLetterQueue.arn"}), ("false", None), ("!!process.env.P", "?")],
)
def test_dead_letters_on_demand(value: str, config: object) -> None:
    program = ts(f"new lambda_.Function(this, 'F', {{ {_PROPS}, deadLetterQueueEnabled: {value} }});")
    assert plain(program.one("aws_lambda_function")["dead_letter_config"]) == config
    conditional = [r.conditional for r in program.recognition.resources if r.type == "aws_sqs_queue"]
    assert conditional == ([] if config is None else [config == "?"])


def test_an_unknown_method_opens_the_function() -> None:
    assert ts(f"{_F} f.brandNew();").not_understood() == [".brandNew"]
    assert ts(f"{_F} f.metricErrors();").not_understood() == []


def test_an_unknown_event_source_opens_the_function() -> None:
    assert ts(f"{_F} f.addEventSource(JSON.parse('x'));").not_understood() == [".addEventSource"]


@pytest.mark.parametrize(
    ("static", "permissions", "conditional"),
    [
        ("fromFunctionName(this, 'O', 'y')", 1, False),
        ("fromFunctionArn(this, 'O', 'arn:aws:lambda:eu-west-1:222222222222:function:y')", 1, True),
        ("fromFunctionArn(this, 'O', `arn:aws:lambda:eu-west-1:${cdk.Aws.ACCOUNT_ID}:function:y`)", 1, False),
    ],
)
def test_permissions_of_functions_from_outside(static: str, permissions: int, conditional: bool) -> None:
    program = ts(f"lambda_.Function.{static}.grantInvoke({_SERVICE});")
    assert counts(program, "aws_lambda_permission") == {"aws_lambda_permission": permissions}
    assert program.one("aws_lambda_permission").conditional is conditional
    assert program.one("aws_lambda_function").external


def test_the_same_service_is_let_in_once() -> None:
    program = ts(f"{_F} f.grantInvoke({_SERVICE}); f.grantInvoke({_SERVICE});")
    assert counts(program, "aws_lambda_permission") == {"aws_lambda_permission": 1}


def test_a_function_is_told_by_the_environment_of_its_reads() -> None:
    program = py(
        """q = cdk.aws_sqs.Queue(self, "Q")
        f = lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b",
            code=lambda_.Code.from_asset("src"), environment={"URL": q.queue_url})
        q.grant_send_messages(f)"""
    )
    variables = program.one("aws_lambda_function")["environment"].get("variables")
    assert plain(variables) == {"URL": "Q.url"}
    policy = program.one("aws_iam_role_policy")["policy"].get("Statement", 0)
    assert plain(policy.get("Resource")) == ["Q.arn"]


@pytest.mark.parametrize(
    ("extra", "resources"),
    [
        ("new sqs.Queue(this, 'Q', { encryption: sqs.QueueEncryption.KMS });", 1),
        ("new sqs.Queue(this, 'Q');", 0),
    ],
)
def test_a_queue_makes_a_key_when_it_wants_one(extra: str, resources: int) -> None:
    program = ts("const { aws_sqs: sqs } = cdk; " + extra)
    assert counts(program, "aws_kms_key") == {"aws_kms_key": resources}


def test_encryption_that_is_not_known_is_not_absent() -> None:
    program = ts(
        "const { aws_sqs: sqs } = cdk; new sqs.Queue(this, 'Q', { encryption: process.env.P ? sqs.QueueEncryption.KMS_MANAGED : undefined });"
    )
    assert not program.one("aws_sqs_queue")["kms_master_key_id"].is_absent()


@pytest.mark.parametrize("who", [_SERVICE, "JSON.parse('x')"])
def test_grants_to_others_than_roles_are_in_the_policy_of_a_queue(who: str) -> None:
    program = ts(
        f"const {{ aws_sqs: sqs }} = cdk; const q = new sqs.Queue(this, 'Q'); q.grantSendMessages({who});"
    )
    statements = program.one("aws_sqs_queue_policy")["policy"].get("Statement")
    assert statements.is_closed() is (who == _SERVICE)


def test_subscribers_of_the_author_open_the_topic() -> None:
    program = ts(
        "const t = new cdk.aws_sns.Topic(this, 'T'); t.addSubscription({ bind: () => ({} as any) });"
    )
    assert program.not_understood() == [".addSubscription"]


def test_a_topic_is_let_call_a_function() -> None:
    program = ts(
        f"{_F} const t = new cdk.aws_sns.Topic(this, 'T'); t.addSubscription(new cdk.aws_sns_subscriptions.LambdaSubscription(f));"
    )
    permission = program.one("aws_lambda_permission")
    assert permission["source_arn"].refers_to(program.one("aws_sns_topic"))
    assert permission["principal"].is_("sns.amazonaws.com")
    assert plain(program.one("aws_sns_topic_subscription")["endpoint"]) == "F.arn"


@pytest.mark.parametrize(
    ("call", "handler", "runtime"),
    [
        ("{ runtime: lambda_.Runtime.NODEJS_20_X, entry: 'a.ts' }", "index.handler", "nodejs20.x"),
        (
            "{ runtime: lambda_.Runtime.NODEJS_20_X, entry: 'a.ts', handler: 'main' }",
            "index.main",
            "nodejs20.x",
        ),
        (
            "{ runtime: lambda_.Runtime.NODEJS_20_X, entry: 'a.ts', handler: 'x.main' }",
            "x.main",
            "nodejs20.x",
        ),
        ("{ entry: 'a.ts' }", "index.handler", "?"),
    ],
)
def test_functions_of_node(call: str, handler: str, runtime: str) -> None:
    function = ts(f"new cdk.aws_lambda_nodejs.NodejsFunction(this, 'F', {call});").one("aws_lambda_function")
    assert plain(function["handler"]) == handler
    assert plain(function["runtime"]) == runtime
    assert function["filename"].is_unknown()


def test_images_have_neither_runtime_nor_handler() -> None:
    function = ts(
        "new lambda_.DockerImageFunction(this, 'F', { code: lambda_.DockerImageCode.fromImageAsset('app', { cmd: ['x'] }) });"
    ).one("aws_lambda_function")
    assert function["package_type"].is_("Image")
    assert function["runtime"].is_absent()
    assert plain(function["image_config"]) == {"command": ["x"]}
