"""Policies of the CDK that are constructs of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.identities import INLINE, Holder, Identity, bind
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    policy_document,
)
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, ResourceReference, Unknown, Value

_HOLDERS = {"roles": "aws_iam_role", "users": "aws_iam_user", "groups": "aws_iam_group"}


class PolicyThing(Holder):
    """A policy, which statements can be added to and which can be given to identities."""

    def __init__(self, world: World, resource: Resource, json: Value) -> None:
        super().__init__(resource, {"managed_policy_arn": "arn", "managed_policy_name": "name"})
        self.world = world
        self.json = json
        self.methods["add_statements"] = self.add
        self.attributes["document"] = Document(json)
        for holders, kind in _HOLDERS.items():
            self.methods[f"attach_to_{holders[:-1]}"] = partial(self._attach, kind)

    def value(self) -> Value:
        return ResourceReference(self.resource, "arn")

    def document(self, *, certain: bool = True) -> Value | None:
        return self.json

    def give(self, identity: Node | None, kind: str) -> None:
        """Let an identity (or one of a kind that is not known) have the policy."""
        if isinstance(identity, Identity):
            if not identity.frozen:
                bind(self.world, self.resource, identity.resource)
        elif self.resource.type != "aws_iam_policy":
            self.resource.type, argument = INLINE[kind]
            put(self.resource, argument, Unknown("an identity"))

    def _attach(self, kind: str, call: Call) -> Node:
        name = kind.removeprefix("aws_iam_")
        self.give(call.thing(0, name), kind)
        return Opaque()


def _policy(call: Call) -> Node:
    """``iam.Policy`` and ``iam.ManagedPolicy``: statements, or a whole document."""
    world, props = call.world, call.props()
    managed = call.located is not None and call.located.names[-1] == "ManagedPolicy"
    made = Arranged(props)
    json = _document(world, props)
    made.keep("policy", JsonText(json))
    if managed:
        made.copy("managed_policy_name", "description", "path")
        made.otherwise("description", "")
        made.otherwise("path", "/")
    else:
        made.copy("policy_name")
        props.entry("force")
    listed = {holders: props.raw(holders) for holders in _HOLDERS}
    kind = "AWS::IAM::ManagedPolicy" if managed else "AWS::IAM::Policy"
    thing = PolicyThing(world, describe(world, kind, world.name(call), made).resource, json)
    for holders, value in listed.items():
        identities = world.things(value) if value is not None else []
        for identity in [None] if identities is None else identities:
            thing.give(identity, _HOLDERS[holders])
    return thing


def _document(world: World, props: Arguments) -> Value:
    """The document that is given, or one of the statements."""
    written, statements = props.raw("document"), props.raw("statements")
    json = policy_document(world, written) if written is not None else document([], open=props.open)
    elements = world.elements(statements) if statements is not None else []
    for element in elements or ():
        add_statement(world, json, element)
    if elements is None:
        open_statements(json)
    return json


def _external(call: Call) -> Node:
    return Made(call.world.external("aws_iam_role_policy", call), {"policy_name": "name"}, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-iam.Policy": _policy,
        "aws-iam.ManagedPolicy": _policy,
        "aws-iam.Policy.from_policy_name": _external,
    }
)
