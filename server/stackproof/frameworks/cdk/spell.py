"""Spells fixes for CDK programs: by what a construct offers for a goal, else step by step with L1 classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from stackproof.frameworks.cdk.cloudformation import Kind, by_terraform_type
from stackproof.frameworks.cdk.goals import GOALS
from stackproof.frameworks.cdk.names import locate, snake
from stackproof.frameworks.cdk.words import Words
from stackproof.frameworks.spelling import Ambient, Declined, Here, Path, Spelling, raw
from stackproof.frameworks.vocabulary.names import camel
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Code,
    InsertStatements,
    Invocation,
    ReplaceSource,
    Variable,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import (
    AddResources,
    AttributeOf,
    Fix,
    Json,
    NewResource,
    PutInText,
    RemoveArgument,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.values import Origin, Value
from stackproof.text import Span

# New L1 resources are limited to types whose arguments have plain values and CloudFormation's own names.
_NEW = frozenset(
    {
        "aws_eip",
        "aws_nat_gateway",
        "aws_route",
        "aws_route_table",
        "aws_route_table_association",
        "aws_s3_bucket_policy",
    }
)
# Attributes for which Terraform's identifier is not what `Ref` gives.
_ATTRIBUTES: Mapping[tuple[str, str], str] = MappingProxyType({("aws_eip", "id"): "attr_allocation_id"})
_ARGUMENTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {("aws_kms_key", "policy"): "key_policy", ("aws_s3_bucket_policy", "policy"): "policy_document"}
)


def spell(fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
    """The changes that carry out a fix, None when it is declined."""
    for by_goal in GOALS.get(fix.goal, ()):
        try:
            changes = by_goal(fix, naming)
        except Declined:
            continue
        if changes:
            return changes
    if not _is_plain(fix) and not all(isinstance(i, PutInText) for i in fix.intents):
        return None
    return _L1Spelling(fix, naming).spell()


def _is_plain(fix: Fix) -> bool:
    """Whether all resources that the steps change are L1, whose arguments are CloudFormation's."""
    found = [i.resource for i in fix.intents if isinstance(i, SetArgument | RemoveArgument)]
    found += list(fix.subjects)
    return bool(found) and all(_is_l1(r.construction) for r in found)


def _is_l1(construction: Construction) -> bool:
    located = None if construction.callee is None else locate(construction.callee)
    return located is not None and bool(located.names) and located.names[-1].startswith("Cfn")


class _L1Spelling(Spelling):
    def container(self, construction: Construction) -> Value | None:
        return raw(construction, construction.site.language, self.position)

    def locate(self, resource: Resource, path: Path) -> tuple[Path, int, bool]:
        found = super().locate(resource, path)
        if found[2] and not resource.properties.get(*path).is_absent():
            # It is given in another shape, such as a list of keys with values.
            raise Declined
        return found

    def key(self, kind: str, path: tuple[str, ...], here: Here) -> str:
        if len(path) != 1:
            raise Declined
        name = _ARGUMENTS.get((kind, path[0])) or _original(_kind(kind), path[0])
        return camel(name) if here.names.language == "typescript" else name

    def attribute(self, kind: str, name: str, here: Here) -> str:
        found = _ATTRIBUTES.get((kind, name))
        known = _kind(kind)
        if found is None:
            ways = {neutral: bare for bare, neutral in known.attributes.items()}
            found = "ref" if known.ref == name else ways.get(name, f"attr_{name}")
        return camel(found) if here.names.language == "typescript" else found

    def is_list(self, kind: str, path: tuple[str, ...]) -> bool:
        return False

    def block(self, kind: str, path: tuple[str, ...], entries: list[tuple[str, Code]], here: Here) -> Code:
        raise Declined

    def create(self, new: NewResource, here: Here) -> Code:
        if new.type not in _NEW or new.data:
            raise Declined
        words = Words(here.names)
        scope = here.names.scope_expression()
        if scope is None:
            raise Declined
        name = here.names.logical(new.stem, here.near.construction)
        _, service, bare = _kind(new.type).cloudformation.split("::")
        made = Attribute(words.module(f"aws-{service.lower()}"), f"Cfn{bare}")
        return words.construct(made, (scope, name), self.arguments(new, here))

    def arguments(self, new: NewResource, here: Here) -> list[tuple[str, Code]]:
        """CloudFormation has routes to instances, and no attribute for the interfaces of these."""
        target = new.arguments.get("network_interface_id")
        if (
            new.type == "aws_route"
            and isinstance(target, AttributeOf)
            and target.resource.type == "aws_instance"
        ):
            kept = {k: v for k, v in new.arguments.items() if k != "network_interface_id"}
            new = replace(new, arguments={**kept, "instance_id": AttributeOf(target.resource)})
        return super().arguments(new, here)

    def arranged(self, statements: list[Assign], intent: AddResources, here: Here) -> list[Assign]:
        """Dependencies are calls of their own."""
        found: list[Assign] = []
        for new, statement in zip(intent.resources, statements, strict=True):
            waits = [self.thing(each, here) for each in new.depends_on]
            if not waits:
                found.append(statement)
                continue
            variable = statement.name if statement.name is not None else here.names.local(new.stem)
            found.append(Assign(variable, statement.value))
            # An address or gateway has to wait for the attachment, which is a resource of its own here.
            attachment = here.names.known("CfnVPCGatewayAttachment")
            thing = None if attachment is None else here.names.expression(attachment)
            method = "addDependency" if here.names.language == "typescript" else "add_dependency"
            for wait in waits if thing is None else [thing]:
                found.append(Assign(None, Invocation(Attribute(Variable(variable), method), (wait,))))
        return found

    def json(self, argument: Json, content: Code, here: Here) -> Code:
        # Policies are plain objects in CloudFormation.
        return content

    def given(self, name: str, here: Here) -> Code:
        return Words(here.names).parameter(name, here.near.construction)

    def ambient(self, argument: Ambient, here: Here) -> Code:
        return Words(here.names).pseudo(type(argument).__name__)

    def depend(self, resource: Resource, on: Code, here: Here) -> None:
        """A call on the resource, behind it."""
        typescript = here.names.language == "typescript"
        thing = here.names.expression(resource.construction)
        if thing is None:
            thing = self._given_a_name(resource, here)
        call = Invocation(Attribute(thing, "addDependency" if typescript else "add_dependency"), (on,))
        self.changes.append(InsertStatements(here.names.at, (Assign(None, call),)))

    def _given_a_name(self, resource: Resource, here: Here) -> Code:
        """A new variable for a construct that is made by a statement of its own."""
        start, origin = here.names.at.span.start, resource.construction.origin
        if origin.span.start != start or origin.file != here.names.at.file:
            raise Declined
        variable = here.names.local(resource.name)
        lead = f"const {variable} = " if here.names.language == "typescript" else f"{variable} = "
        self.changes.append(ReplaceSource(Origin(origin.file, Span(start, start)), lead))
        return Variable(variable)


def _kind(kind: str) -> Kind:
    found = by_terraform_type(kind)
    if found is None:
        raise Declined
    return found


def _original(kind: Kind, name: str) -> str:
    """CloudFormation's name of an argument, in snake case."""
    for own, neutral in kind.names.items():
        if neutral == name:
            return own
    return snake(name)
