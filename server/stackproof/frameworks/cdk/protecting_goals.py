"""Turns on the protection from deletion that the CDK's constructs offer."""

from __future__ import annotations

from stackproof.frameworks.cdk.words import At, Construct
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Change, Constant
from stackproof.model.fix import Fix, SetArgument

_OFFERING = frozenset(
    {
        "ApplicationLoadBalancer", "DatabaseCluster", "DatabaseClusterFromSnapshot", "DatabaseInstance",
        "DatabaseInstanceFromSnapshot", "NetworkLoadBalancer", "ServerlessCluster", "Table", "TableV2",
    }
)  # fmt: skip


def protect(fix: Fix, at: At) -> list[Change]:
    """``deletionProtection: true``, which has this name in all of them."""
    intents = [i for i in fix.intents if isinstance(i, SetArgument)]
    callee = intents[0].resource.construction.callee if len(intents) == 1 else None
    if callee is None or not callee.names or callee.names[-1] not in _OFFERING:
        raise Declined
    construct = Construct(intents[0].resource, at)
    construct.entries()
    return [construct.set(Constant(True), "deletionProtection")]
