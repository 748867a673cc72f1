"""Documents written as literal texts mean the same as documents that a program makes."""

from __future__ import annotations

import pytest
from recognising import plain, recognise

from stackproof.frameworks.cdktf import Cdktf
from stackproof.frameworks.common import jsontext
from stackproof.frameworks.pulumi import Pulumi
from stackproof.model.values import JsonText, Scalar, Template

_POLICY = '{"Statement": [{"Effect": "Allow", "Resource": "%s"}]}'


@pytest.mark.parametrize("text", ["", "plain", "{", "{ $.error = * }", "[1, 2", '{"a": 1} more'])
def test_other_texts_stay_as_they_are(text: str) -> None:
    value = Scalar(text)
    assert jsontext.read(value) is value


def test_what_json_holds() -> None:
    made = jsontext.read(Scalar(' {"a": [1, 2.5, true, null, "t"], "b": {}}\n'))
    assert plain(made) == {"json": {"a": [1, 2.5, True, None, "t"], "b": {}}}
    assert isinstance(made, JsonText)
    assert made.literal


def test_holes_are_kept_inside_strings_only() -> None:
    hole = Scalar("x")
    made = jsontext.read(Template(('{"a": "', hole, '", "b": "', hole, '/*"}')))
    assert plain(made) == {"json": {"a": "x", "b": "x/*"}}
    bare, key = Template(('{"a": ', hole, "}")), Template(('{"', hole, '": 1}'))
    assert jsontext.read(bare) is bare
    assert jsontext.read(key) is key


def test_pulumi_programs_write_policies_as_texts() -> None:
    found = recognise(
        Pulumi(),
        "import * as aws from '@pulumi/aws'; import * as pulumi from '@pulumi/pulumi';\n"
        "const b = new aws.s3.Bucket('b', {});\n"
        "new aws.s3.BucketPolicy('p', { bucket: b.id, policy: pulumi.interpolate`"
        + _POLICY % "${b.arn}/*"
        + "` });",
    )
    policy = found.one("aws_s3_bucket_policy")["policy"]
    assert plain(policy) == {"json": {"Statement": [{"Effect": "Allow", "Resource": "{b.arn}/*"}]}}


def test_cdktf_programs_write_policies_as_texts() -> None:
    found = recognise(
        Cdktf(),
        "from cdktf_cdktf_provider_aws.iam_role import IamRole\n"
        f"IamRole(None, 'r', assume_role_policy='''{_POLICY % '*'}''', name='{{}}')\n",
        "py",
    )
    role = found.one("aws_iam_role")
    statement = role["assume_role_policy"].get("Statement", 0)
    assert statement.get("Resource").is_("*")
    # Only arguments that hold documents are read as such.
    assert role["name"].is_("{}")
