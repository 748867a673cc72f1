"""Cures for keys that CloudWatch Logs may not use."""

from __future__ import annotations

from stackproof.model.fix import (
    Account,
    AddDependency,
    AppendToList,
    Argument,
    AttributeOf,
    Block,
    Fix,
    Intent,
    Joined,
    Json,
    Many,
    Plain,
    PlainMap,
    Region,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import waits_for
from stackproof.rulekit.log_encryption import CONTEXT, KeyAccess

_ACTIONS = ("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*")


def _logs_principal() -> Argument:
    return Joined(("logs.", Region(), ".amazonaws.com"))


def _context_pattern() -> Argument:
    return Joined(("arn:aws:logs:", Region(), ":", Account(), ":*"))


def _logs_statement() -> Argument:
    return PlainMap(
        {
            "Sid": Plain("AllowCloudWatchLogs"),
            "Effect": Plain("Allow"),
            "Principal": PlainMap({"Service": _logs_principal()}),
            "Action": Many(tuple(map(Plain, _ACTIONS))),
            "Resource": Plain("*"),
            "Condition": PlainMap({"ArnLike": PlainMap({CONTEXT: _context_pattern()})}),
        }
    )


def _logs_block() -> Argument:
    who = Block({"type": Plain("Service"), "identifiers": Many((_logs_principal(),))})
    when = Block(
        {
            "test": Plain("ArnLike"),
            "variable": Plain(CONTEXT),
            "values": Many((_context_pattern(),)),
        }
    )
    return Block(
        {
            "sid": Plain("AllowCloudWatchLogs"),
            "principals": Many((who,)),
            "actions": Many(tuple(map(Plain, _ACTIONS))),
            "resources": Many((Plain("*"),)),
            "condition": Many((when,)),
        }
    )


def _root_statement() -> Argument:
    """Without this a key policy locks everybody out, and KMS refuses it."""
    return PlainMap(
        {
            "Sid": Plain("EnableRoot"),
            "Effect": Plain("Allow"),
            "Principal": PlainMap({"AWS": Joined(("arn:aws:iam::", Account(), ":root"))}),
            "Action": Plain("kms:*"),
            "Resource": Plain("*"),
        }
    )


def policy_fixes(key: Resource, group: Resource, access: KeyAccess) -> list[Fix]:
    """How the key can be made usable; empty where its policy is not written in the program."""
    intents: list[Intent] = []
    holder, policy = access.holder, access.policy
    if holder is None or policy is None:
        statements = Many((_root_statement(), _logs_statement()))
        document = Json(PlainMap({"Version": Plain("2012-10-17"), "Statement": statements}))
        intents.append(SetArgument(key, ("policy",), document))
    elif not policy.written:
        return []
    elif policy.source is not None:
        intents.append(AppendToList(policy.source, ("statement",), _logs_block()))
    else:
        intents.append(AppendToList(holder, ("policy", "Statement"), _logs_statement()))
    if holder is not None and holder is not key and waits_for(group, holder) is Answer.NO:
        intents.append(AddDependency(group, AttributeOf(holder)))
    return [
        Fix(
            title="Let CloudWatch Logs use the key",
            goal="allow-logs-to-use-key",
            intents=tuple(intents),
            subjects=(key, group),
            why_unsafe="It changes who may use the key.",
            preferred=True,
        )
    ]


def arn_fix(key: Resource, group: Resource) -> Fix:
    """Name the key by its ARN."""
    return Fix(
        title="Use the key's ARN",
        goal="use-key-arn",
        intents=(SetArgument(group, ("kms_key_id",), AttributeOf(key, "arn")),),
        subjects=(group, key),
        why_unsafe="The log group is encrypted with this key from then on.",
        preferred=True,
    )


def dependency_fix(group: Resource, policy: Resource) -> Fix:
    """Create the policy first."""
    return Fix(
        title="Wait for the key policy",
        goal="wait-for-key-policy",
        intents=(AddDependency(group, AttributeOf(policy)),),
        subjects=(group, policy),
        why_unsafe="It changes the order of deployment.",
        preferred=True,
    )
