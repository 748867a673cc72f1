"""Who a policy statement speaks of, in the CDK."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMap
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.runtime import Reference
from stackproof.model.values import MapEntry, Mapping, ResourceReference, Scalar, Template, Unknown, Value

Kind = Literal["Service", "AWS", "Federated", "CanonicalUser", "*"]


@dataclass(frozen=True, eq=False)
class Principal:
    """One principal under its kind, with the conditions that come with it, and what trust in it allows."""

    kind: Kind
    name: Value
    conditions: Value | None = None
    actions: tuple[str | Value, ...] = ("sts:AssumeRole",)
    # The number of an account, of which the name is an ARN.
    account: Value | None = None

    @property
    def spoken(self) -> Value:
        """How permissions of functions call it, which know no ARNs of accounts."""
        return self.name if self.account is None else self.account


@dataclass(eq=False)
class Principals(Thing):
    """One principal or several at once."""

    items: list[Principal] = field(default_factory=list)

    def value(self) -> Value:
        return self.items[0].name if len(self.items) == 1 else Opaque().value()

    def attribute(self, name: str) -> Node | None:
        return self

    def call(self, method: str, call: Call) -> Node | None:
        if method == "with_conditions":
            value = call.argument(0, "conditions")
            folded = call.world.fold(value, VERBATIM) if value is not None else Unknown("conditions")
            return Principals([_limited(p, folded) for p in self.items])
        if method == "with_session_tags":
            return _tagged(self)
        if method == "add_principals":
            for value in call.positional:
                found = principal_of(call.world, value)
                if found is not None:
                    self.items.extend(found.items)
            return self
        return self

    def services(self) -> bool:
        """Whether all of them are services, which only a resource's own policy can allow in."""
        return bool(self.items) and all(p.kind == "Service" for p in self.items)


ANYONE = Principals([Principal("AWS", Scalar("*"))])


def principal_of(world: World, value: Value) -> Principals | None:
    """The principals that a value means; None when they are not known."""
    if isinstance(value, Reference) and value.path[-1:] in (("grantPrincipal",), ("grant_principal",)):
        value = Reference(value.construction, value.path[:-1], origin=value.origin)
    node = world.node(value)
    if isinstance(node, Principals):
        return node
    if isinstance(node, Made):
        if isinstance(node.grantee, Principals):
            return node.grantee
        if isinstance(node.grantee, Made):
            node = node.grantee
        if node.resource.type == "aws_iam_role":
            return Principals([Principal("AWS", ResourceReference(node.resource, "arn"))])
        return Principals([Principal("AWS", ResourceReference(node.resource, "role"))])
    if isinstance(node, Opaque):
        return Principals([Principal("AWS", node.value())])
    return None


def _limited(principal: Principal, conditions: Value) -> Principal:
    """A principal under further conditions."""
    old = principal.conditions
    if isinstance(old, Mapping) and isinstance(conditions, Mapping):
        conditions = Mapping({**old.entries, **conditions.entries}, open=old.open or conditions.open)
    elif old is not None:
        conditions = Unknown("conditions", (old, conditions))
    return replace(principal, conditions=conditions)


def _tagged(principals: Principals) -> Principals:
    """Principals which may name tags of their session as well."""
    return Principals([replace(p, actions=(*p.actions, "sts:TagSession")) for p in principals.items])


def _simple(kind: Kind, name: str) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props(1)
        conditions = props.get("conditions", VERBATIM) if props.raw("conditions") is not None else None
        return Principals([Principal(kind, given(call.folded(0, name), "a principal"), conditions)])

    return recipe


def _federated(name: str, action: str | None) -> Recipe:
    """Principals of another party: by name, with conditions, and what they may do unless that is fixed."""

    def recipe(call: Call) -> Node:
        value = call.argument(1, "conditions")
        conditions = call.world.fold(value, VERBATIM) if value is not None else None
        allowed: str | Value = action or "sts:AssumeRole"
        if action is None and (written := call.folded(2, "assume_role_action")) is not None:
            allowed = written
        if conditions is not None and conditions.is_empty():
            conditions = None
        who = given(call.folded(0, name), "a principal")
        return Principals([Principal("Federated", who, conditions, (allowed,))])

    return recipe


def _provider(name: str, action: str) -> Recipe:
    """Principals of an identity provider that is a construct."""

    def recipe(call: Call) -> Node:
        value = call.argument(1, "conditions")
        conditions = call.world.fold(value, VERBATIM) if value is not None else None
        provider = call.thing(0, name)
        who: Value = given(call.folded(0, name), "a provider")
        if isinstance(provider, Made):
            who = ResourceReference(provider.resource, "arn", origin=who.origin)
        return Principals([Principal("Federated", who, conditions, (action,))])

    return recipe


def _organization(call: Call) -> Node:
    """Everybody in an organisation."""
    number = given(call.folded(0, "organization_id"), "an organisation")
    equals = Mapping({"aws:PrincipalOrgID": MapEntry(number)})
    limited = Mapping({"StringEquals": MapEntry(equals)})
    return Principals([Principal("AWS", Scalar("*", origin=call.construction.origin), limited)])


def _session_tags(call: Call) -> Node:
    """``new SessionTagsPrincipal(principal)``."""
    principal = call.argument(0, "principal")
    inner = principal_of(call.world, principal) if principal is not None else None
    return Opaque(call.world.folder.mentions(call.construction)) if inner is None else _tagged(inner)


def _account(call: Call) -> Node:
    account = call.folded(0, "account_id")
    if account is None:
        account = call.world.pseudo("account")
    name = call.world.arn(":iam::", account, ":root")
    return Principals([Principal("AWS", joined(name), account=account)])


def joined(value: Value) -> Value:
    """A template with its scalar holes filled."""
    if not isinstance(value, Template):
        return value
    parts: list[str | Value] = []
    for part in value.parts:
        text = part if isinstance(part, str) else part.text()
        if text is not None and parts and isinstance(parts[-1], str):
            parts[-1] += text
        else:
            parts.append(part if text is None else text)
    return Template(tuple(parts), origin=value.origin)


def _composite(call: Call) -> Node:
    found = Principals([])
    for value in call.positional:
        inner = principal_of(call.world, value)
        if inner is None:
            return Opaque(call.world.folder.mentions(call.construction))
        found.items.extend(inner.items)
    return found


def _with_conditions(call: Call) -> Node:
    """``new PrincipalWithConditions(principal, conditions)``."""
    principal = call.argument(0, "principal")
    inner = principal_of(call.world, principal) if principal is not None else None
    conditions = call.argument(1, "conditions")
    if inner is None or conditions is None:
        return Opaque()
    folded = call.world.fold(conditions, VERBATIM)
    return Principals([_limited(p, folded) for p in inner.items])


def _anyone(call: Call) -> Node:
    return Principals([Principal("AWS", Scalar("*", origin=call.construction.origin))])


def _region_service(call: Call) -> Node:
    """``ServicePrincipal.servicePrincipalName`` is the name as given."""
    return given(call.folded(0, "service"), "a service")


RECIPES: ReadOnlyMap[str, Recipe] = MappingProxyType(
    {
        "aws-iam.ServicePrincipal": _simple("Service", "service"),
        "aws-iam.ServicePrincipal.service_principal_name": _region_service,
        "aws-iam.ServicePrincipal.from_static_service_principle_name": _simple(
            "Service", "service_principal_name"
        ),
        "aws-iam.ArnPrincipal": _simple("AWS", "arn"),
        "aws-iam.FederatedPrincipal": _federated("federated", None),
        "aws-iam.WebIdentityPrincipal": _federated("identity_provider", "sts:AssumeRoleWithWebIdentity"),
        "aws-iam.OpenIdConnectPrincipal": _provider(
            "open_id_connect_provider", "sts:AssumeRoleWithWebIdentity"
        ),
        "aws-iam.SamlPrincipal": _provider("saml_provider", "sts:AssumeRoleWithSAML"),
        "aws-iam.OrganizationPrincipal": _organization,
        "aws-iam.SessionTagsPrincipal": _session_tags,
        "aws-iam.CanonicalUserPrincipal": _simple("CanonicalUser", "canonical_user_id"),
        "aws-iam.AccountPrincipal": _account,
        "aws-iam.AccountRootPrincipal": _account,
        "aws-iam.AnyPrincipal": _anyone,
        "aws-iam.StarPrincipal": lambda call: Principals([Principal("*", Scalar("*"))]),
        "aws-iam.Anyone": _anyone,
        "aws-iam.CompositePrincipal": _composite,
        "aws-iam.PrincipalWithConditions": _with_conditions,
    }
)
