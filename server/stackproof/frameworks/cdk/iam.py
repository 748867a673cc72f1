"""IAM roles of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Grant, let
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.policies import Document, document, policy_document, statement
from stackproof.frameworks.cdk.principals import Principal, Principals, principal_of
from stackproof.frameworks.cdk.thing import Node, Opaque, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Scalar,
    Sequence,
    Template,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_ROLE = {"role_arn": "arn", "role_name": "name", "role_id": "unique_id"}
_GRANTS: Mapping[str, Grant] = MappingProxyType(
    {"grant_pass_role": Grant(("iam:PassRole",)), "grant_assume_role": Grant(("sts:AssumeRole",))}
)


def assume_document(world: World, principal: Value | None, external_ids: Value | None = None) -> MappingValue:
    """The trust policy for a principal: a statement for each of those it is made of."""
    principals = principal_of(world, principal) if principal is not None else None
    if principals is None:
        return document([_trust(None, ("sts:AssumeRole",))])
    statements = [_trust(Principals([p]), p.actions) for p in principals.items]
    if external_ids is not None:
        for made in statements:
            _require(made, external_ids)
    return document(list(statements))


def _trust(principals: Principals | None, actions: ReadOnly[str | Value]) -> MappingValue:
    made = statement([], principals)
    made.entries.pop("Resource", None)
    listed: list[Value] = [a if isinstance(a, Value) else Scalar(a) for a in actions]
    made.entries["Action"] = MapEntry(Sequence(listed))
    return made


def _require(trust: MappingValue, external_ids: Value) -> None:
    """The party that assumes the role must know its identifier."""
    equals = MappingValue({"sts:ExternalId": MapEntry(external_ids)})
    entry = trust.entries.setdefault("Condition", MapEntry(MappingValue({})))
    if isinstance(entry.value, MappingValue):
        entry.value.entries["StringEquals"] = MapEntry(equals)


def implied_role(
    world: World,
    name: str,
    service: str | Principals,
    role: str,
    policies: ReadOnly[str] = (),
    *,
    complete: bool = False,
) -> RoleThing:
    """A role that a construct makes. ``service`` may assume it; ``policies`` of AWS are attached to it, by name.

    Unless all that constructs add to it is followed (``complete``), nobody can say what is missing in it.
    """
    if isinstance(service, str):
        service = Principals([Principal("Service", Scalar(service))])
    trust: list[Value] = [_trust(Principals([p]), ("sts:AssumeRole",)) for p in service.items]
    resource = world.add("aws_iam_role", name, {"assume_role_policy": JsonText(document(trust))}, role=role)
    if policies:
        put(resource, "managed_policy_arns", Sequence([aws_policy(world, p) for p in policies]))
    if not complete:
        gap = world.gap("implied-role", "the library adds permissions to this role by itself")
        resource.escapes.append(gap)
    return RoleThing(world, resource)


class RoleThing(Identity):
    """A role whose policies can be added to; one that is ``frozen`` keeps what it has."""

    def __init__(self, world: World, resource: Resource, *, frozen: bool = False) -> None:
        super().__init__(world, resource, _ROLE, frozen=frozen)
        self.attributes["assume_role_policy"] = Document(_content(resource, "assume_role_policy"))
        let(self, _GRANTS)
        self.methods["without_policy_updates"] = lambda c: RoleThing(world, resource, frozen=True)
        for harmless in ("customize_roles", "principal_account"):
            self.methods[harmless] = lambda c: Opaque()


def _content(resource: Resource, name: str) -> Value:
    value = resource[name]
    return value.content if isinstance(value, JsonText) else value


def _role(call: Call) -> Node:
    world, props = call.world, call.props()
    made = Arranged(props)
    made.copy(
        "description", "max_session_duration", "path", "permissions_boundary", "role_name",
        managed_policies="managed_policy_arns",
    )  # fmt: skip
    trust = assume_document(world, props.raw("assumed_by"), _external_ids(props))
    made.keep("assume_role_policy", JsonText(trust), "assumed_by")
    resource = describe(world, "AWS::IAM::Role", world.name(call), made).resource
    inline = props.nested("inline_policies")
    if inline is not None:
        blocks: list[Value] = []
        for name, item in inline.entries.items():
            content = JsonText(policy_document(world, item.value), origin=item.value.origin)
            blocks.append(MappingValue({"name": MapEntry(Scalar(name)), "policy": MapEntry(content)}))
        put(resource, "inline_policy", Sequence(blocks, open=inline.open), props.entry("inline_policies"))
    else:
        put(resource, "inline_policy", props.get("inline_policies"), props.entry("inline_policies"))
    return RoleThing(world, resource)


def _external_ids(props: Arguments) -> Value | None:
    several, one = props.get("external_ids"), props.get("external_id")
    if several.is_absent():
        return None if one.is_absent() else one
    if one.is_absent():
        return several.get(0) if len(several.items()) == 1 and several.is_closed() else several
    return Sequence([*several.items(), one], open=not several.is_closed())


def _aws_managed(call: Call) -> Node:
    """``ManagedPolicy.fromAwsManagedPolicyName('service-role/X')``."""
    name = call.folded(0, "managed_policy_name")
    text = name.text() if name is not None else None
    found = aws_policy(call.world, text if text is not None else given(name, "a name"))
    found.origin = call.construction.origin
    return found


def aws_policy(world: World, name: str | Value) -> Value:
    """The ARN of a policy of AWS (``service-role/X``)."""
    ending = (f":iam::aws:policy/{name}",) if isinstance(name, str) else (":iam::aws:policy/", name)
    return Template(("arn:", world.pseudo("partition"), *ending))


def _policy_arn(call: Call) -> Node:
    """``ManagedPolicy.fromManagedPolicyArn(this, 'id', arn)``."""
    return given(call.folded(2, "managed_policy_arn"), "a policy")


def _policy_name(call: Call) -> Node:
    """``ManagedPolicy.fromManagedPolicyName(this, 'id', name)``, a policy of the account's own."""
    name = given(call.folded(2, "managed_policy_name"), "a policy")
    return call.world.arn(":iam::", call.world.pseudo("account"), ":policy/", name)


def _external(call: Call) -> Node:
    """A role from outside, which can be given policies of its own unless ``mutable`` is false."""
    arn, mutable = call.folded(2, "role_arn"), call.props(3).get("mutable")
    resource = call.world.external("aws_iam_role", call)
    made = RoleThing(call.world, resource, frozen=mutable.is_(False))
    made.fragile = False
    resource.conditional = resource.conditional or not (mutable.is_absent() or mutable.is_(True))
    if arn is not None:
        made.attributes["role_arn"] = arn
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-iam.Role": _role,
        "aws-iam.ManagedPolicy.from_aws_managed_policy_name": _aws_managed,
        "aws-iam.ManagedPolicy.from_managed_policy_arn": _policy_arn,
        "aws-iam.ManagedPolicy.from_managed_policy_name": _policy_name,
        "aws-iam.Role.from_role_arn": _external,
        "aws-iam.Role.from_role_name": _external,
        "aws-iam.Role.from_lookup": _external,
    }
)
