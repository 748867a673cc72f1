"""Permissions that are granted to roles and other principals."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import counts, py, ts
from recognising import plain

_ROLE = "const r = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });"
_OTHER = "const o = new iam.Role(this, 'O', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });"


def _allowed(program: Any, name: str = "R/DefaultPolicy") -> Any:
    policy = program.one("aws_iam_role_policy", name)
    return plain(policy["policy"].get("Statement"))


def _grant(grantee: str) -> str:
    return (
        f"iam.Grant.addToPrincipal({{ grantee: {grantee}, actions: ['s3:GetObject'], resourceArns: ['*'] }});"
    )


def test_a_grant_is_a_statement_of_the_role() -> None:
    program = ts(_ROLE + _grant("r"))
    made = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}
    assert _allowed(program) == [made]
    policy = program.one("aws_iam_role_policy")
    assert policy["role"].refers_to(program.one("aws_iam_role"))
    assert not policy.conditional


def test_the_same_in_python() -> None:
    program = py(
        """r = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        iam.Grant.add_to_principal(grantee=r, actions=["s3:GetObject"], resource_arns=["*"])"""
    )
    assert _allowed(program) == [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}]


def test_all_statements_are_in_one_policy() -> None:
    program = ts(
        _ROLE
        + _grant("r")
        + "r.addToPolicy(new iam.PolicyStatement({ actions: ['a:b'], resources: ['c'] }));"
    )
    assert [s["Action"] for s in _allowed(program)] == [["s3:GetObject"], ["a:b"]]


@pytest.mark.parametrize("order", ["sure first", "sure last"])
def test_a_policy_is_certain_when_one_of_its_statements_is(order: str) -> None:
    perhaps, sure = "if (process.env.P) { " + _grant("r") + " }", _grant("r")
    program = ts(_ROLE + (sure + perhaps if order == "sure first" else perhaps + sure))
    policy = program.one("aws_iam_role_policy")
    assert not policy.conditional
    assert not policy["policy"].get("Statement").is_closed()


def test_a_policy_with_an_uncertain_statement_only_is_conditional() -> None:
    assert ts(_ROLE + "if (process.env.P) { " + _grant("r") + " }").one("aws_iam_role_policy").conditional


def test_one_of_two_roles_may_have_got_it() -> None:
    program = ts(_ROLE + _OTHER + _grant("process.env.P ? r : o"))
    for name in ("R", "O"):
        policy = program.one("aws_iam_role_policy", f"{name}/DefaultPolicy")
        assert not policy["policy"].get("Statement").is_closed()


def test_a_grant_to_something_unclear_opens_what_it_may_be() -> None:
    program = ts(_ROLE + _OTHER + _grant("JSON.parse(r.roleArn)"))
    assert not program.one("aws_iam_role", "R").is_closed()
    assert program.one("aws_iam_role", "O").is_closed()


def test_services_have_no_policy_of_their_own() -> None:
    program = ts(_grant("new iam.ServicePrincipal('x.amazonaws.com')"))
    assert counts(program, "aws_iam_role_policy") == {"aws_iam_role_policy": 0}


@pytest.mark.parametrize(
    ("options", "policies", "conditional"),
    [("", 1, False), (", { mutable: false }", 0, False), (", { mutable: JSON.parse('x') }", 1, True)],
)
def test_roles_from_outside_are_given_policies(options: str, policies: int, conditional: bool) -> None:
    program = ts(f"const r = iam.Role.fromRoleArn(this, 'R', 'arn:x'{options});" + _grant("r"))
    assert counts(program, "aws_iam_role_policy") == {"aws_iam_role_policy": policies}
    assert all(r.conditional is conditional for r in program.recognition.resources if not r.external)


def test_a_frozen_role_keeps_its_policies() -> None:
    program = ts(_ROLE + "const f = r.withoutPolicyUpdates();" + _grant("f"))
    assert counts(program, "aws_iam_role_policy") == {"aws_iam_role_policy": 0}


def test_policies_of_aws() -> None:
    program = ts(
        "new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal(),"
        " managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/X')] });"
    )
    found = plain(program.one("aws_iam_role")["managed_policy_arns"])
    assert found == ["arn:{partition.partition}:iam::aws:policy/service-role/X"]
