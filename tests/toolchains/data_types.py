"""Types of data, security and edge services which graphs must have argument by argument as templates do."""

from __future__ import annotations

from collections.abc import Mapping

_ALL: frozenset[str] = frozenset()
# Names which the library makes up.
_NAMED = frozenset({"name"})

TYPES: Mapping[str, frozenset[str]] = {
    "aws_iam_access_key": _ALL,
    "aws_iam_group": _ALL,
    "aws_iam_group_policy": _NAMED,
    "aws_iam_group_policy_attachment": _ALL,
    "aws_iam_instance_profile": _ALL,
    "aws_iam_policy": _ALL,
    "aws_iam_role": _ALL,
    "aws_iam_role_policy": _NAMED,
    "aws_iam_role_policy_attachment": _ALL,
    "aws_iam_user": _ALL,
    "aws_iam_user_group_membership": _ALL,
    "aws_iam_user_login_profile": _ALL,
    "aws_iam_user_policy": _NAMED,
    "aws_iam_user_policy_attachment": _ALL,
    "aws_kms_alias": _ALL,
    "aws_kms_key": _ALL,
}
