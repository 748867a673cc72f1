"""Roles, users and groups: whose permissions programs and constructs add to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.policies import add_statement, document, open_statements, statements_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, ResourceReference, Value
from stackproof.model.values import Mapping as MappingValue

# By type of identity: the type of its inline policies, and the argument by which they name it.
INLINE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aws_iam_role": ("aws_iam_role_policy", "role"),
        "aws_iam_user": ("aws_iam_user_policy", "user"),
        "aws_iam_group": ("aws_iam_group_policy", "group"),
    }
)


class Holder(Made):
    """Something that holds permissions: an identity, or a policy."""

    def __init__(self, resource: Resource, names: dict[str, str]) -> None:
        super().__init__(resource, names)
        self.grantee = self

    def document(self, *, certain: bool = True) -> Value | None:
        """The policy document that takes further statements; None where nothing can be added."""
        raise NotImplementedError

    def allow(self, json: Value, *, certain: bool = True) -> None:
        """Add a statement."""
        target = self.document(certain=certain)
        found = statements_of(target) if target is not None else None
        if found is not None:
            found.elements.append(json)
            found.open = found.open or not certain

    def add(self, call: Call) -> Node:
        """Add the statements that are given to a method."""
        target = self.document(certain=call.certain)
        if target is None:
            return Opaque()
        values = call.positional or [e.value for e in call.construction.arguments.keywords.values()]
        for value in values:
            add_statement(call.world, target, value, certain=call.certain)
        if not values or call.construction.arguments.open:
            open_statements(target)
        return Opaque()


class Identity(Holder):
    """A role, user or group; one that is ``frozen`` keeps the policies it has."""

    def __init__(
        self, world: World, resource: Resource, names: dict[str, str], *, frozen: bool = False
    ) -> None:
        super().__init__(resource, names)
        self.world = world
        self.frozen = frozen
        self.policy: Resource | None = None
        self._own = document([])
        self.methods["add_to_policy"] = self.add
        self.methods["add_to_principal_policy"] = self.add
        self.methods["add_managed_policy"] = self._add_managed
        self.methods["attach_inline_policy"] = self._attach_inline

    def document(self, *, certain: bool = True) -> MappingValue | None:
        """The policy that takes statements given one by one, made when there is none; None for frozen ones."""
        if self.frozen:
            return None
        if self.policy is None:
            kind, argument = INLINE[self.resource.type]
            # What is added to an identity from outside is a policy of the program's.
            ending = "Policy" if self.resource.external else "DefaultPolicy"
            self.policy = self.world.add(
                kind,
                f"{self.resource.name}/{ending}",
                {argument: ResourceReference(self.resource, "id"), "policy": JsonText(self._own)},
                role="default-policy",
            )
            self.policy.conditional = self.policy.conditional or not certain
        if certain:
            self.policy.conditional, self.policy.many = self.resource.conditional, self.resource.many
        return self._own

    def attach(self, policy: Value, *, certain: bool = True) -> None:
        """Attach a managed policy, given by its ARN."""
        if self.frozen:
            return
        if self.resource.type == "aws_iam_role" and not self.resource.external:
            append(self.resource, "managed_policy_arns", policy, certain=certain)
        else:
            made = attachment(self.world, self.resource, policy)
            made.conditional = made.conditional or not certain

    def _add_managed(self, call: Call) -> Node:
        self.attach(given(call.folded(0, "policy"), "a policy"), certain=call.certain)
        return Opaque()

    def _attach_inline(self, call: Call) -> Node:
        policy = call.thing(0, "policy")
        if isinstance(policy, Made):
            bind(self.world, policy.resource, self.resource)
        elif not self.frozen:
            self.resource.escapes.append(call.world.gap("unknown-policy", "an unknown inline policy"))
        return Opaque()


def attachment(world: World, identity: Resource, policy: Value) -> Resource:
    """The resource that attaches a managed policy to a role, user or group."""
    _, argument = INLINE[identity.type]
    return world.add(
        f"{identity.type}_policy_attachment",
        identity.name,
        {argument: ResourceReference(identity, "name"), "policy_arn": policy},
    )


def bind(world: World, policy: Resource, identity: Resource) -> None:
    """Give a policy of the program to an identity."""
    if policy.type == "aws_iam_policy":
        attachment(world, identity, ResourceReference(policy, "arn"))
        return
    kind, argument = INLINE[identity.type]
    bound = next((policy[a] for _, a in INLINE.values() if a in policy.properties.entries), None)
    if bound is not None and bound.refers_to(identity):
        return
    # Terraform's policies have one identity each.
    holder = policy if bound is None else world.add(kind, policy.name, {"policy": policy["policy"]})
    holder.type = kind
    put(holder, argument, ResourceReference(identity, "id"))
