"""IAM roles and policies of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import Principal, Principals, principal_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_ROLE = {"role_arn": "arn", "role_name": "name", "role_id": "unique_id"}


def assume_document(world: World, principal: Value | None) -> MappingValue:
    """The trust policy for a principal."""
    principals = principal_of(world, principal) if principal is not None else None
    kinds = {p.kind for p in principals.items} if principals is not None else set()
    action = "sts:AssumeRoleWithWebIdentity" if kinds == {"Federated"} else "sts:AssumeRole"
    made = statement([action], principals)
    made.entries.pop("Resource", None)
    return document([made])


def implied_role(
    world: World, name: str, service: str | Principals, role: str, policies: ReadOnly[str] = ()
) -> RoleThing:
    """A role that a construct makes, to which it adds what it needs: nobody can say what is missing in it.

    ``service`` may assume it; ``policies`` of AWS are attached to it, by name.
    """
    if isinstance(service, str):
        service = Principals([Principal("Service", Scalar(service))])
    trust = statement(["sts:AssumeRole"], service)
    trust.entries.pop("Resource", None)
    resource = world.add("aws_iam_role", name, {"assume_role_policy": JsonText(document([trust]))}, role=role)
    if policies:
        put(resource, "managed_policy_arns", Sequence([aws_policy(world, p) for p in policies]))
    resource.escapes.append(world.gap("implied-role", "the library adds permissions to this role by itself"))
    return RoleThing(world, resource)


class RoleThing(Made):
    """A role whose policies can be added to; one that is ``frozen`` keeps what it has."""

    def __init__(self, world: World, resource: Resource, *, frozen: bool = False) -> None:
        super().__init__(resource, _ROLE)
        self.world = world
        self.frozen = frozen
        self.grantee = self
        self.policy: Resource | None = None
        self._own = document([])
        self.attributes["assume_role_policy"] = Document(_content(resource, "assume_role_policy"))
        self.methods["add_to_policy"] = self._add
        self.methods["add_to_principal_policy"] = self._add
        self.methods["add_managed_policy"] = lambda c: _attach(self, c)
        self.methods["attach_inline_policy"] = lambda c: _inline(self, c)
        self.methods["without_policy_updates"] = lambda c: RoleThing(world, resource, frozen=True)
        for harmless in ("customize_roles", "principal_account"):
            self.methods[harmless] = lambda c: Opaque()

    def document(self, *, certain: bool = True) -> MappingValue | None:
        """The policy that takes statements given one by one, made when there is none; None for frozen roles."""
        if self.frozen:
            return None
        if self.policy is None:
            self.policy = self.world.add(
                "aws_iam_role_policy",
                f"{self.resource.name}/DefaultPolicy",
                {"role": ResourceReference(self.resource, "id"), "policy": JsonText(self._own)},
                role="default-policy",
            )
        if certain:
            self.policy.conditional, self.policy.many = self.resource.conditional, self.resource.many
        return self._own

    def allow(self, json: Value, *, certain: bool = True) -> None:
        """Add a statement to the role's own policy."""
        target = self.document(certain=certain)
        found = statements_of(target) if target is not None else None
        if found is not None:
            found.elements.append(json)
            found.open = found.open or not certain

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document(certain=call.certain)
        if target is not None and value is None:
            open_statements(target)
        elif target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        return Opaque()


def _content(resource: Resource, name: str) -> Value:
    value = resource[name]
    return value.content if isinstance(value, JsonText) else value


def _attach(role: Made, call: Call) -> Node:
    value = call.folded(0, "policy")
    append(
        role.resource,
        "managed_policy_arns",
        value if value is not None else Unknown("a policy"),
        certain=call.certain,
    )
    return Opaque()


def _inline(role: Made, call: Call) -> Node:
    policy = call.thing(0, "policy")
    if isinstance(policy, Made):
        put(policy.resource, "role", ResourceReference(role.resource, "id"))
    else:
        role.resource.escapes.append(call.world.gap("unknown-policy", "an unknown inline policy"))
    return Opaque()


def _role(call: Call) -> Node:
    world, props = call.world, call.props()
    resource = world.add(
        "aws_iam_role",
        world.name(call),
        {"assume_role_policy": JsonText(assume_document(world, props.raw("assumed_by")))},
        implied=False,
    )
    entry = props.entry("assumed_by")
    put(resource, "assume_role_policy", resource.properties.entries["assume_role_policy"].value, entry)
    put(resource, "name", props.get("role_name"), props.entry("role_name"))
    put(resource, "managed_policy_arns", props.get("managed_policies"), props.entry("managed_policies"))
    inline = props.nested("inline_policies")
    if inline is not None:
        written = inline.entries
        blocks: list[Value] = [
            MappingValue(
                {
                    "name": MapEntry(Scalar(name)),
                    "policy": MapEntry(
                        JsonText(policy_document(world, item.value), origin=item.value.origin)
                    ),
                }
            )
            for name, item in written.items()
        ]
        put(resource, "inline_policy", Sequence(blocks, open=inline.open), props.entry("inline_policies"))
    elif props.raw("inline_policies") is not None:
        put(resource, "inline_policy", props.get("inline_policies"), props.entry("inline_policies"))
    return RoleThing(world, resource)


def _policy(call: Call) -> Node:
    """``iam.Policy`` and ``iam.ManagedPolicy``: statements, or a whole document."""
    world, props = call.world, call.props()
    managed = call.located is not None and call.located.names[-1] == "ManagedPolicy"
    written = props.raw("document")
    json = policy_document(world, written) if written is not None else document([], open=props.open)
    statements = props.raw("statements")
    if statements is not None:
        elements = world.elements(statements)
        for element in elements or ():
            add_statement(world, json, element)
        if elements is None:
            open_statements(json)
    resource = world.add(
        "aws_iam_policy" if managed else "aws_iam_role_policy",
        world.name(call),
        {"policy": JsonText(json)},
        implied=False,
    )
    made = Made(resource, {"managed_policy_arn": "arn", "managed_policy_name": "name"})
    made.methods["add_statements"] = lambda c: Document(json).call("add_statements", c)
    made.attributes["document"] = Document(json)
    for name in ("attach_to_role", "attach_to_user", "attach_to_group"):
        made.methods[name] = lambda c: _attach_to(made, c)
    listed = props.raw("roles")
    roles = world.things(listed) if listed is not None else []
    if roles is None:
        put(resource, "role", props.get("roles"), props.entry("roles"))
    for role in roles or ():
        _bind(made, role)
    return made


def _attach_to(policy: Made, call: Call) -> Node:
    role = call.thing(0, "role")
    if role is not None:
        _bind(policy, role)
    else:
        put(policy.resource, "role", Unknown("a role"))
    return Opaque()


def _bind(policy: Made, role: Thing) -> None:
    if not isinstance(role, Made):
        return
    if policy.resource.type == "aws_iam_policy":
        append(role.resource, "managed_policy_arns", ResourceReference(policy.resource, "arn"))
    else:
        put(policy.resource, "role", ResourceReference(role.resource, "id"))


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
    arn = call.folded(2, "managed_policy_arn")
    return arn if arn is not None else Unknown("a policy")


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
        "aws-iam.Policy": _policy,
        "aws-iam.ManagedPolicy": _policy,
        "aws-iam.ManagedPolicy.from_aws_managed_policy_name": _aws_managed,
        "aws-iam.ManagedPolicy.from_managed_policy_arn": _policy_arn,
        "aws-iam.Role.from_role_arn": _external,
        "aws-iam.Role.from_role_name": _external,
        "aws-iam.Role.from_lookup": _external,
    }
)
