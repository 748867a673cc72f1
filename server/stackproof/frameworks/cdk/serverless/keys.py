"""Keys with which messages and data are encrypted: who uses a resource must be let use its key."""

from __future__ import annotations

from collections.abc import Sequence as ReadOnly

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.kms import KeyThing
from stackproof.frameworks.cdk.serverless.receivers import give
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.model.values import ResourceReference, Unknown, Value

ENCRYPT = ("kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
DECRYPT = ("kms:Decrypt",)


def use_key(
    call: Call,
    key: Node | None,
    found: Grantee,
    actions: ReadOnly[str],
    conditions: Value | None = None,
) -> None:
    """Let someone use a key: roles by their own policies, services by the key's; nothing without a key."""
    if isinstance(key, Opaque) and found.role is not None:
        # There may be a key.
        found.role.allow(permission(actions, [Unknown("a key")], conditions), certain=False)
    if not isinstance(key, Made) or key.resource.type != "aws_kms_key":
        return
    if found.role is not None:
        give(call, found, actions, [ResourceReference(key.resource, "arn")], conditions=conditions)
    elif isinstance(key, KeyThing):
        give(call, found, actions, ["*"], key.document, conditions)
