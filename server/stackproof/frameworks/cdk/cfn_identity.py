"""CloudFormation's identities and their policies."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy

KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::IAM::RolePolicy",
        "aws_iam_role_policy",
        {"policy_name": "name", "role_name": "role"},
        {"policy_document": policy("policy")},
    ),
)
