"""What the CDK's clusters, tasks and services offer to reach the goals of fixes."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.frameworks.amending import renamed_member
from stackproof.frameworks.cdk.words import At, Construct, Words, is_made_by, subject
from stackproof.frameworks.spelling import Declined
from stackproof.frameworks.vocabulary.names import camel
from stackproof.model.code import (
    AppendItem,
    Assign,
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    InsertStatements,
    ReplaceCode,
    Verbatim,
)
from stackproof.model.fix import (
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    Block,
    Existing,
    Fix,
    Given,
    Many,
    Plain,
    SetArgument,
    TakeAttribute,
    WriteAt,
)
from stackproof.model.graph import Resource
from stackproof.model.values import Sequence

_FARGATE = ("FARGATE", "FARGATE_SPOT")
_RESOURCES = tuple((f"{n}Arn", f"{n}Name") for n in ("service", "cluster", "table", "function"))
_TASKS = ("aws-ecs.FargateTaskDefinition", "aws-ecs.Ec2TaskDefinition", "aws-ecs.TaskDefinition")
# What the library's own secrets and parameters call what is no ARN, and what they call that.
_ARNS = (("secretName", "secretArn"), ("parameterName", "parameterArn"), ("stringValue", "parameterArn"))


def _providers(fix: Fix) -> Iterator[Argument]:
    """The capacity providers that a fix associates with a cluster."""
    for intent in fix.intents:
        match intent:
            case AddResources():
                for new in intent.resources:
                    given = new.arguments.get("capacity_providers")
                    yield from given.items if isinstance(given, Many) else ()
            case AppendToList():
                yield intent.value


def associate(fix: Fix, at: At) -> list[Change]:
    """The cluster's own argument or methods."""
    providers = list(_providers(fix))
    cluster = subject(fix, "aws_ecs_cluster", "aws-ecs.Cluster", "aws-ecs.CfnCluster")
    if is_made_by(cluster.construction, "aws-ecs.CfnCluster"):
        return [_listed(cluster, providers, at)]
    own = [p for p in providers if isinstance(p, AttributeOf)]
    names = [p.data for p in providers if isinstance(p, Plain)]
    if any(name not in _FARGATE for name in names) or len(own) + len(names) != len(providers):
        raise Declined
    changes: list[Change] = []
    if names:
        construct = Construct(cluster, at)
        if construct.given("enableFargateCapacityProviders") is not None:
            raise Declined
        changes.append(construct.set(Constant(True), "enableFargateCapacityProviders"))
    changes += [_joined(cluster, p.resource, at) for p in own]
    return changes


def _listed(cluster: Resource, providers: list[Argument], at: At) -> Change:
    """One more in CloudFormation's list, which is made when there is none."""
    construct = Construct(cluster, at)
    codes: list[Code] = [Constant(p.data) for p in providers if isinstance(p, Plain)]
    if len(codes) != len(providers):
        raise Declined
    given = construct.given("capacityProviders")
    if given is None:
        return construct.set(Elements(tuple(codes)), "capacityProviders")
    if not isinstance(given, Sequence) or given.open or given.origin is None or len(codes) != 1:
        raise Declined
    return AppendItem(given.origin, codes[0])


def _joined(cluster: Resource, provider: Resource, at: At) -> Change:
    """``cluster.addAsgCapacityProvider(provider)`` behind both."""
    if not is_made_by(provider.construction, "aws-ecs.AsgCapacityProvider"):
        raise Declined
    names = at(max([cluster, provider], key=lambda r: r.construction.number)).after(
        [cluster.construction, provider.construction]
    )
    thing = None if names is None else names.expression(cluster.construction)
    added = None if names is None else names.expression(provider.construction)
    if names is None or thing is None or added is None:
        raise Declined
    call = Words(names).call(thing, "addAsgCapacityProvider", (added,))
    return InsertStatements(names.at, (Assign(None, call),))


def place_tasks(fix: Fix, at: At) -> list[Change]:
    """The network configuration of CloudFormation's own service."""
    intent = next((i for i in fix.intents if isinstance(i, SetArgument)), None)
    service = subject(fix, "aws_ecs_service", "aws-ecs.CfnService")
    if intent is None or not isinstance(intent.value, Block) or len(intent.path) != 1:
        raise Declined
    construct = Construct(service, at)
    construct.entries()
    entries = intent.value.entries
    public = _is_true(entries.get("assign_public_ip"))
    named: list[tuple[str, Code]] = [("subnets", _subnets(entries["subnets"], public, construct))]
    groups = entries.get("security_groups")
    if groups is not None:
        named.append(("securityGroups", _existing(groups, construct)))
    if public:
        named.append(("assignPublicIp", Constant("ENABLED")))
    inner = _property(construct.words, "CfnService.AwsVpcConfigurationProperty", named)
    outer = _property(
        construct.words, "CfnService.NetworkConfigurationProperty", [("awsvpcConfiguration", inner)]
    )
    return [construct.set(outer, "networkConfiguration")]


def _is_true(argument: Argument | None) -> bool:
    if isinstance(argument, Plain):
        return argument.data is True
    return isinstance(argument, Existing) and argument.value.is_(True)


def _existing(argument: Argument, construct: Construct) -> Code:
    code = construct.names.value(argument.value) if isinstance(argument, Existing) else None
    if code is None:
        raise Declined
    return code


def _subnets(argument: Argument, public: bool, construct: Construct) -> Code:
    """Subnets one by one, or what a network of the library selects."""
    if not isinstance(argument, Many):
        return _existing(argument, construct)
    subnets = [i.resource for i in argument.items if isinstance(i, AttributeOf)]
    words, names = construct.words, construct.names
    things = [names.expression(s.construction) for s in subnets]
    if any(t is None for t in things):
        raise Declined
    if all(is_made_by(s.construction, "aws-ec2.CfnSubnet") for s in subnets):
        return Elements(tuple(Attribute(t, words.word("attrSubnetId")) for t in things if t is not None))
    one = len({s.construction.number for s in subnets}) == 1
    if not one or things[0] is None or not is_made_by(subnets[0].construction, "aws-ec2.Vpc"):
        raise Declined
    kind = Attribute(
        Attribute(words.module("aws-ec2"), "SubnetType"), "PUBLIC" if public else "PRIVATE_WITH_EGRESS"
    )
    selected = words.call(things[0], "selectSubnets", (), [("subnetType", kind)])
    return Attribute(selected, words.word("subnetIds"))


def _property(words: Words, path: str, named: list[tuple[str, Code]]) -> Code:
    """A nested block of a CloudFormation class: a plain object, or its struct in Python."""
    if words.typescript:
        return Entries(tuple((words.word(name), code) for name, code in named))
    struct: Code = words.module("aws-ecs")
    for name in path.split("."):
        struct = Attribute(struct, name)
    return words.construct(struct, (), named)


def secret_arn(fix: Fix, at: At) -> list[Change]:
    """The ARN of one of the library's own secrets or parameters."""
    return _member(fix, at, _ARNS)


def resource_name(fix: Fix, at: At) -> list[Change]:
    """The name of one of the library's own services, clusters, tables or functions."""
    return _member(fix, at, _RESOURCES)


def _member(fix: Fix, at: At, pairs: tuple[tuple[str, str], ...]) -> list[Change]:
    """Another member of one of the library's own constructs than the one that is read."""
    intent = next((i for i in fix.intents if isinstance(i, TakeAttribute)), None)
    if intent is None:
        raise Declined
    names = at(intent.resource)
    words = Words(names)
    origin = intent.value.origin
    source = "" if origin is None else names.source(origin)
    for old, new in pairs:
        if source.endswith(f".{words.word(old)}"):
            return [renamed_member(names, origin, words.word(old), words.word(new))]
    raise Declined


def follow_target(fix: Fix, at: At) -> list[Change]:
    """What CloudFormation's own scalable target says itself."""
    intent = next((i for i in fix.intents if isinstance(i, SetArgument)), None)
    if intent is None or not isinstance(intent.value, AttributeOf):
        raise Declined
    policy, target = Construct(intent.resource, at), intent.value.resource
    thing = policy.names.expression(target.construction)
    made = is_made_by(target.construction, "aws-applicationautoscaling.CfnScalableTarget")
    if thing is None or not made:
        raise Declined
    policy.entries()
    name = camel(str(intent.path[-1]))
    return [policy.set(Attribute(thing, policy.words.word(name)), name)]


def ask_for_image(fix: Fix, at: At) -> list[Change]:
    """A parameter of the template, where the library's own construct is told the image."""
    intent = next((i for i in fix.intents if isinstance(i, WriteAt)), None)
    if intent is None or not isinstance(intent.value, Given) or intent.entry:
        raise Declined
    task = subject(fix, "aws_ecs_task_definition", *_TASKS)
    names = at(task)
    scope = names.scope_expression()
    # Containers are added by calls of their own, which are in the same class.
    own = isinstance(scope, Verbatim) and scope.text in ("this", "self")
    if not own or intent.at.file != task.construction.origin.file or not names.is_single(task.construction):
        raise Declined
    return [ReplaceCode(intent.at, Words(names).parameter(intent.value.names[0], task.construction))]


def register(fix: Fix, at: At) -> list[Change]:
    """The service's own method, or CloudFormation's list of registries."""
    intent = next((i for i in fix.intents if isinstance(i, SetArgument)), None)
    names = [r for r in fix.subjects if r.type == "aws_service_discovery_service"]
    if intent is None or not names:
        raise Declined
    user, name = intent.resource, names[0]
    if is_made_by(user.construction, "aws-ecs.CfnService"):
        if not is_made_by(name.construction, "aws-servicediscovery.CfnService"):
            raise Declined
        service = Construct(user, at)
        service.entries()
        thing = service.names.expression(name.construction)
        if thing is None:
            raise Declined
        arn: list[tuple[str, Code]] = [("registryArn", Attribute(thing, service.words.word("attrArn")))]
        entry = _property(service.words, "CfnService.ServiceRegistryProperty", arn)
        return [service.set(Elements((entry,)), "serviceRegistries")]
    both = [user.construction, name.construction]
    place = at(max([user, name], key=lambda r: r.construction.number)).after(both)
    made = is_made_by(name.construction, "aws-servicediscovery.Service")
    owner = None if place is None else place.expression(user.construction)
    registry = None if place is None else place.expression(name.construction)
    if place is None or owner is None or registry is None or not made or user.implied:
        raise Declined
    call = Words(place).call(owner, "associateCloudMapService", (), [("service", registry)])
    return [InsertStatements(place.at, (Assign(None, call),))]
