"""Grants of the CDK: statements in the policy of a role, or in that of a resource for those who have no role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as ReadOnly
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.policies import open_statements, statement, statements_of
from stackproof.frameworks.cdk.principals import Principals, principal_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, Scalar, Sequence, Value
from stackproof.model.values import Mapping as MappingValue

# Gives the policy document of a resource, made when there is none; None where the library makes none.
Policy = Callable[[], Value | None]


@dataclass(frozen=True, eq=False)
class Grantee:
    """Who is granted something: a role (a user, a policy), or principals that have none; neither if not known."""

    role: Holder | None = None
    principals: Principals | None = None


def grantee_of(world: World, value: Value | None) -> Grantee:
    """The one that an evaluated value means."""
    node = None if value is None else world.node(value)
    if isinstance(node, Made) and isinstance(node.grantee, Holder):
        return Grantee(node.grantee)
    if isinstance(node, Principals):
        return Grantee(None, node)
    # Without a role of its own, what a construct is for a policy is still known.
    return Grantee(None, principal_of(world, value) if isinstance(node, Made) and value is not None else None)


Several: TypeAlias = ReadOnly[str | Value] | Value


def permission(actions: Several, resources: Several, conditions: Value | None = None) -> MappingValue:
    """An Allow statement for the policy of a role."""
    entries = {
        "Effect": MapEntry(Scalar("Allow")),
        "Action": MapEntry(_listed(actions)),
        "Resource": MapEntry(_listed(resources)),
    }
    if conditions is not None:
        entries["Condition"] = MapEntry(conditions)
    return MappingValue(entries)


def _listed(values: Several) -> Value:
    if isinstance(values, Value):
        return values
    return Sequence([v if isinstance(v, Value) else Scalar(v) for v in values])


def grant(
    call: Call,
    value: Value | None,
    actions: Several,
    resources: Several,
    policy: Policy | None = None,
    conditions: Value | None = None,
    own: Several | None = None,
) -> Node:
    """Allow the one behind an evaluated value something: in its role's policy, else in the resource's own.

    ``own`` is what the resource's policy says in place of ``resources``; nothing when it is empty.
    """
    options = value.alternatives() if value is not None else ()
    for option in options:
        json = permission(actions, resources, conditions)
        json.origin = call.construction.origin
        found = grantee_of(call.world, option)
        if found.role is None and found.principals is None:
            _unknown(call, option)
        bestow(found, json, policy, call.certain and len(options) == 1, own)
    return Opaque()


def bestow(
    found: Grantee,
    json: MappingValue,
    policy: Policy | None = None,
    certain: bool = True,
    own: Several | None = None,
) -> None:
    """Give a statement to one who is known already, or known to be unknown."""
    if found.role is not None:
        found.role.allow(json, certain=certain)
        return
    target = policy() if policy is not None else None
    listed = statements_of(target) if target is not None else None
    if target is None or listed is None:
        return
    if found.principals is None:
        open_statements(target)
        return
    spoken_of = statement([], found.principals)
    json.entries["Principal"] = spoken_of.entries["Principal"]
    if "Condition" in spoken_of.entries:
        json.entries.setdefault("Condition", spoken_of.entries["Condition"])
    if own is not None and not isinstance(own, Value) and not own:
        del json.entries["Resource"]
    elif own is not None:
        json.entries["Resource"] = MapEntry(_listed(own))
    listed.elements.append(json)
    listed.open = listed.open or not certain


def _unknown(call: Call, value: Value) -> None:
    """Whoever may be meant gets more than is seen."""
    gap = None
    for reference in call.world.fold(value).references():
        gap = gap or call.world.gap(
            "unknown-grantee", "a grant to what is not known", call.construction.origin
        )
        reference.resource.escapes.append(gap)


def _add_to_principal(call: Call) -> Node:
    """``iam.Grant.addToPrincipal({ grantee, actions, resourceArns })`` and its like for a resource with a policy."""
    props = call.props(0)
    resource = props.thing("resource")
    if resource is not None and grantee_of(call.world, props.raw("grantee")).role is None:
        call.world.open(resource, "grant", "a grant may be in its policy", call.construction.origin)
    return grant(call, props.raw("grantee"), props.get("actions"), props.get("resource_arns"))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-iam.Grant.add_to_principal": _add_to_principal,
        "aws-iam.Grant.add_to_principal_or_resource": _add_to_principal,
        "aws-iam.Grant.add_to_principal_and_resource": _add_to_principal,
    }
)
