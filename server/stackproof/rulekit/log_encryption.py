"""Whether a KMS key lets CloudWatch Logs use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Mapping, ResourceReference, Value
from stackproof.rulekit.answer import Answer, all_of
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.policy import HOLE, Policy, Statement, listed, read_policy, service, written

CONTEXT = "kms:EncryptionContext:aws:logs:arn"
_LOGS = service(r"logs\.(.+\.)?amazonaws\.com(\.cn)?")
# Without these no log group can be encrypted; the documentation names more.
_NEEDED = (("kms:Decrypt",), ("kms:Encrypt", "kms:GenerateDataKey"))
# Operators that understand wildcards, which `ArnEquals` does like `ArnLike`, then those that do not.
_PATTERNS = ("ArnLike", "ArnEquals", "StringLike")
_EXACT = ("StringEquals", "StringEqualsIgnoreCase")


class Refusal(Enum):
    """Why a key cannot be used, the nearest miss last."""

    DEFAULT_POLICY = "default policy"
    NO_STATEMENT = "no statement"
    ACTIONS = "actions"
    CONDITION = "condition"
    WILDCARD = "wildcard"


@dataclass(frozen=True, eq=False)
class KeyAccess:
    """Whether the logs service may use a key for a log group: the policy that decides, and the resource that holds it.

    Both are None when the key has the default policy. ``refusal`` is set when the answer is no, ``culprit`` is the
    condition's value that no log group or not this one can have.
    """

    granted: Answer
    policy: Policy | None = None
    holder: Resource | None = None
    refusal: Refusal | None = None
    culprit: Value | None = None


def key_access(graph: Graph, key: Resource, group: Resource) -> KeyAccess:
    """Whether the policy of ``key`` lets CloudWatch Logs use it for ``group``."""
    holder: Resource | None = None
    for policy in pointing(graph, "aws_kms_key_policy", "key_id", key):
        link = leads_to(policy["key_id"], key)
        if link is Answer.NO:
            continue
        if link is Answer.UNKNOWN or policy.conditional or holder is not None or not policy.is_closed():
            return KeyAccess(Answer.UNKNOWN)
        holder = policy
    if holder is None:
        if key["policy"].is_absent():
            # Grants are for roles, so nothing else can let a service in.
            return KeyAccess(Answer.NO, refusal=Refusal.DEFAULT_POLICY)
        holder = key
    document = read_policy(holder["policy"])
    return _judge(document, holder, group)


def _judge(document: Policy, holder: Resource, group: Resource) -> KeyAccess:
    granted = all_of(document.allows(_LOGS, *actions) for actions in _NEEDED)
    if granted is Answer.NO:
        refusal = Refusal.ACTIONS if document.names(_LOGS) else Refusal.NO_STATEMENT
        return KeyAccess(Answer.NO, document, holder, refusal)
    culprits: list[tuple[bool, Value]] = []
    for actions in _NEEDED:
        allowing = [statement for statement, _ in document.allowing(_LOGS, *actions)]
        impossible = [_impossible(statement, group) for statement in allowing]
        if document.complete and all(i is not None for i in impossible):
            culprits.extend(i for i in impossible if i is not None)
    if culprits:
        wildcards = all(literal for literal, _ in culprits)
        refusal = Refusal.WILDCARD if wildcards else Refusal.CONDITION
        return KeyAccess(Answer.NO, document, holder, refusal, culprits[0][1])
    return KeyAccess(granted, document, holder)


def _conditions(statement: Statement) -> Iterator[tuple[str, str, Value]]:
    """Operator, key and values of each condition, as far as these are known."""
    condition = statement.value.get("Condition")
    if isinstance(condition, Mapping):
        for operator, tests in condition.entries.items():
            if isinstance(tests.value, Mapping):
                for key, entry in tests.value.entries.items():
                    yield operator, key, entry.value
    for block in statement.value.get("condition").items():
        operator_, key_ = block.get("test").text(), block.get("variable").text()
        if operator_ is not None and key_ is not None:
            yield operator_, key_, block.get("values")


def _impossible(statement: Statement, group: Resource) -> tuple[bool, Value] | None:
    """The value of a condition that the log group certainly does not meet.

    With it, whether that is so because the operator takes wildcards for what they are.
    """
    for operator, key, value in _conditions(statement):
        values, complete = listed(value)
        if (
            key.lower() != CONTEXT.lower()
            or operator not in (*_PATTERNS, *_EXACT)
            or not complete
            or not values
        ):
            continue
        if all(_misses(operator in _PATTERNS, each, group) for each in values):
            text = written(values[0]) or ""
            return operator in _EXACT and "*" in text, values[0]
    return None


def _misses(pattern: bool, value: Value, group: Resource) -> bool:
    """Whether a log group's ARN certainly differs from the value of a condition."""
    text = written(value)
    if text is None or value.has_unknown():
        return False
    if not pattern and ("*" in text or "?" in text):
        # Names of log groups have no such characters, and here they stand for themselves.
        return True
    _, marker, wanted = text.partition(":log-group:")
    name = group["name"].text()
    if not marker or name is None:
        return False
    wild = {HOLE: ".*", **({"*": ".*", "?": "."} if pattern else {})}
    matcher = re.compile("".join(wild.get(c) or re.escape(c) for c in wanted), re.DOTALL)
    # The ARN of a log group is also written with `:*` behind it, for its streams.
    return all(matcher.fullmatch(form) is None for form in (name, f"{name}:*"))


def asymmetric(key: Resource) -> Value | None:
    """The argument that makes a key unfit for encrypting data, None when it is fit or that is not known."""
    spec, usage = key["customer_master_key_spec"], key["key_usage"]
    if usage.is_any_of("SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"):
        return usage
    text = spec.text()
    return spec if text is not None and re.match(r"RSA_|ECC_|HMAC_|SM2|ML_DSA", text) is not None else None


def not_an_arn(value: Value) -> bool:
    """Whether a key is certainly named by its id or an alias, where only an ARN will do."""
    if isinstance(value, ResourceReference):
        wrong = {"aws_kms_key": ("id", "key_id"), "aws_kms_alias": ("id", "name")}
        return value.attribute in wrong.get(value.resource.type, ())
    text = value.text()
    return text is not None and re.fullmatch(r"alias/[\w/-]+|(mrk-)?[0-9a-f-]{32,36}", text) is not None
