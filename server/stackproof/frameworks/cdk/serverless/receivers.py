"""Things to which messages and events are sent."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.grants import Grantee, Policy, Several, bestow, permission
from stackproof.frameworks.cdk.thing import Made
from stackproof.model.values import Value


class Receiver(Made):
    """A queue, a topic, a function, an event bus, a state machine."""

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        """Let someone send to it: in the policy of a role, or in its own for services."""
        raise NotImplementedError


def give(
    call: Call,
    found: Grantee,
    actions: Several,
    resources: Several,
    policy: Policy | None = None,
    conditions: Value | None = None,
) -> None:
    """Allow something to one who is known already: in the role's policy, else in the resource's own."""
    json = permission(actions, resources, conditions)
    json.origin = call.construction.origin
    bestow(found, json, policy, call.certain)
