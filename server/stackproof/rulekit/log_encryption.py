"""Whether a KMS key lets CloudWatch Logs use it, with the cure when it does not."""

from __future__ import annotations

from dataclasses import dataclass

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
from stackproof.model.graph import Graph, Resource
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import leads_to, waits_for
from stackproof.rulekit.policy import Policy, read_policy, service

_LOGS = service(r"logs\.(.+\.)?amazonaws\.com(\.cn)?")
_ACTIONS = ("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*")
_CONTEXT = "kms:EncryptionContext:aws:logs:arn"


@dataclass(frozen=True, eq=False)
class KeyAccess:
    """Whether the logs service may use a key: the policy that decides, and the resource that holds it.

    Both are None when the key has the default policy.
    """

    granted: Answer
    policy: Policy | None = None
    holder: Resource | None = None


def key_access(graph: Graph, key: Resource) -> KeyAccess:
    """Whether the policy of ``key`` lets CloudWatch Logs use it."""
    holder: Resource | None = None
    for policy in graph.of("aws_kms_key_policy"):
        link = leads_to(policy["key_id"], key)
        if link is Answer.NO:
            continue
        if link is Answer.UNKNOWN or policy.conditional or holder is not None or not policy.is_closed():
            return KeyAccess(Answer.UNKNOWN)
        holder = policy
    if holder is None:
        if key["policy"].is_absent():
            # Grants are for roles, so nothing else can let a service in.
            return KeyAccess(Answer.NO)
        holder = key
    document = read_policy(holder["policy"])
    granted = document.allows(_LOGS, "kms:Decrypt") & document.allows(
        _LOGS, "kms:Encrypt", "kms:GenerateDataKey"
    )
    return KeyAccess(granted, document, holder)


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
            "Condition": PlainMap({"ArnLike": PlainMap({_CONTEXT: _context_pattern()})}),
        }
    )


def _logs_block() -> Argument:
    who = Block({"type": Plain("Service"), "identifiers": Many((_logs_principal(),))})
    when = Block(
        {
            "test": Plain("ArnLike"),
            "variable": Plain(_CONTEXT),
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


def fixes(key: Resource, group: Resource, access: KeyAccess) -> list[Fix]:
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
