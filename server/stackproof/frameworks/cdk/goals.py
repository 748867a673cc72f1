"""What the CDK's own constructs offer to reach the goals of fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk import (
    api_goals,
    bucket_goals,
    ecs_goals,
    group_goals,
    keeping_goals,
    nat_goals,
    protecting_goals,
    role_goals,
    value_goals,
)
from stackproof.frameworks.cdk.words import At, Construct, Words, subject
from stackproof.frameworks.spelling import Declined
from stackproof.frameworks.vocabulary.names import camel
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    Equality,
    InsertStatements,
    Interpolation,
)
from stackproof.model.fix import AddResources, AttributeOf, Fix, IsProduction, NewResource, Plain, SetArgument
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.runtime import Reference, Symbol
from stackproof.model.values import MapEntry, Sequence, Value
from stackproof.model.values import Mapping as MappingValue

Goal = Callable[[Fix, At], list[Change]]

# The end of a service's name, its constant, the id of its endpoint.
_ENDPOINTS = {
    "ecr.api": ("ECR", "EcrEndpoint"),
    "ecr.dkr": ("ECR_DOCKER", "EcrDockerEndpoint"),
    "logs": ("CLOUDWATCH_LOGS", "LogsEndpoint"),
    "secretsmanager": ("SECRETS_MANAGER", "SecretsManagerEndpoint"),
    "ssm": ("SSM", "SsmEndpoint"),
    "ssmmessages": ("SSM_MESSAGES", "SsmMessagesEndpoint"),
    "kms": ("KMS", "KmsEndpoint"),
}
_ISOLATED = ("PRIVATE_ISOLATED", "ISOLATED")
_LOG_ACTIONS = ("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*")
_ENVIRONMENTS = (
    "environment_suffix", "environment", "env_suffix", "env_name", "environment_name", "stage", "stage_name",
)  # fmt: skip


def _through_nat(fix: Fix, at: At) -> list[Change]:
    """Let the network have its NAT gateways, and the subnets a type that uses them."""
    vpc = Construct(subject(fix, "aws_vpc", "aws-ec2.Vpc"), at)
    changes: list[Change] = []
    gateways = vpc.given("natGateways")
    if gateways is not None:
        if not gateways.is_(0):
            raise Declined
        changes.append(vpc.remove("natGateways"))
    groups = vpc.given("subnetConfiguration")
    if groups is None:
        # The default layout has isolated subnets only while it has no NAT gateways.
        if vpc.names.occurrences("ISOLATED"):
            changes.append(_ask_for_private(fix, at))
        return changes
    if not isinstance(groups, Sequence) or groups.open:
        raise Declined
    types = [_subnet_type(group, vpc.words) for group in groups.elements]
    if None in types or "PUBLIC" not in types:
        raise Declined
    if {"PRIVATE_WITH_EGRESS", "PRIVATE_WITH_NAT", "PRIVATE"} & set(types):
        return changes
    isolated = [n for n, t in enumerate(types) if t in _ISOLATED]
    # What is placed in isolated subnets by their type would find none any more.
    if len(isolated) != 1 or vpc.names.occurrences("ISOLATED") != 1:
        raise Declined
    return [*changes, vpc.set(_private(vpc.words), "subnetConfiguration", isolated[0], "subnetType")]


def _private(words: Words) -> Code:
    return Attribute(Attribute(words.module("aws-ec2"), "SubnetType"), "PRIVATE_WITH_EGRESS")


def _ask_for_private(fix: Fix, at: At) -> Change:
    """Let the one workload that asks for isolated subnets ask for private ones."""
    for resource in fix.subjects:
        if resource.type != "aws_ecs_service":
            continue
        service = Construct(resource, at)
        selection = service.given("vpcSubnets")
        only = service.names.occurrences("ISOLATED") == 1
        if only and selection is not None and _subnet_type(selection, service.words) in _ISOLATED:
            return service.set(_private(service.words), "vpcSubnets", "subnetType")
    raise Declined


def _subnet_type(group: Value, words: Words) -> str | None:
    entries: Mapping[str, MapEntry] = {}
    if isinstance(group, MappingValue) and not group.open:
        entries = group.entries
    elif isinstance(group, Reference) and not group.path:
        entries = group.construction.arguments.keywords
    entry = entries.get(words.word("subnetType"))
    if entry is None or not isinstance(entry.value, Symbol):
        return None
    return entry.value.names[-1] if entry.value.names else None


def _endpoints(fix: Fix, at: At) -> list[Change]:
    """The network's own methods for endpoints."""
    vpc = Construct(subject(fix, "aws_vpc", "aws-ec2.Vpc"), at)
    thing, words = vpc.named(), vpc.words
    wanted: list[str] = []
    for intent in fix.intents:
        for new in intent.resources if isinstance(intent, AddResources) else ():
            if new.type == "aws_vpc_endpoint":
                wanted.append(_service(new))
    if not wanted:
        raise Declined
    calls: list[Code] = []
    for service in sorted(wanted, key=lambda s: s != "s3"):
        if service == "s3":
            constant = Attribute(Attribute(words.module("aws-ec2"), "GatewayVpcEndpointAwsService"), "S3")
            calls.append(
                words.call(thing, "addGatewayEndpoint", (Constant("S3Endpoint"),), [("service", constant)])
            )
            continue
        if service not in _ENDPOINTS:
            raise Declined
        name, id_ = _ENDPOINTS[service]
        constant = Attribute(Attribute(words.module("aws-ec2"), "InterfaceVpcEndpointAwsService"), name)
        calls.append(words.call(thing, "addInterfaceEndpoint", (Constant(id_),), [("service", constant)]))
    return [vpc.then(*calls)]


def _service(new: NewResource) -> str:
    """The end of the endpoint's service name, which is what its key says."""
    return new.key


def _statement(words: Words, named: Iterable[tuple[str, Code]]) -> Code:
    return words.construct(Attribute(words.module("aws-iam"), "PolicyStatement"), (), named)


def _principal(words: Words, name: Code) -> Code:
    made = words.construct(Attribute(words.module("aws-iam"), "ServicePrincipal"), (name,), ())
    return Elements((made,))


def _logs_use_key(fix: Fix, at: At) -> list[Change]:
    """A statement in the key's policy."""
    key = Construct(subject(fix, "aws_kms_key", "aws-kms.Key"), at)
    words = key.words
    if not key.names.is_single(key.call):
        raise Declined
    region, account, partition = (words.pseudo(n) for n in ("Region", "Account", "Partition"))
    arn = Interpolation(("arn:", partition, ":logs:", region, ":", account, ":*"))
    condition = Entries((("ArnLike", Entries((("kms:EncryptionContext:aws:logs:arn", arn),))),))
    statement = _statement(
        words,
        [
            ("principals", _principal(words, Interpolation(("logs.", region, ".amazonaws.com")))),
            ("actions", Elements(tuple(Constant(a) for a in _LOG_ACTIONS))),
            ("resources", Elements((Constant("*"),))),
            ("conditions", condition),
        ],
    )
    return [key.then(words.call(key.named(), "addToResourcePolicy", (statement,)))]


def _log_access(fix: Fix, at: At) -> list[Change]:
    """The load balancer's own method, which allows the delivery and waits for it."""
    balancer = subject(fix, "aws_lb", "aws-elasticloadbalancingv2.ApplicationLoadBalancer")
    bucket = subject(fix, "aws_s3_bucket", "aws-s3.Bucket")
    names = at(balancer).after([bucket.construction])
    alb = None if names is None else names.expression(balancer.construction)
    logs = None if names is None else names.expression(bucket.construction)
    if names is None or alb is None or logs is None:
        raise Declined
    first: tuple[Code, ...] = (logs,)
    prefix = balancer["access_logs"].get(0).get("prefix")
    if (text := prefix.text()) is not None and text:
        first = (logs, Constant(text))
    return [InsertStatements(names.at, (Assign(None, Words(names).call(alb, "logAccessLogs", first)),))]


def _log_policy(fix: Fix, at: At) -> list[Change]:
    """A statement in the policy of an L2 bucket for an L1 load balancer, which then waits for it."""
    balancer = subject(fix, "aws_lb", "aws-elasticloadbalancingv2.CfnLoadBalancer")
    bucket = Construct(subject(fix, "aws_s3_bucket", "aws-s3.Bucket"), at)
    words, thing = bucket.words, bucket.named()
    prefix = balancer["access_logs"].get(0).get("prefix")
    if not (prefix.is_absent() or prefix.text() is not None) or balancer["load_balancer_type"].is_("network"):
        raise Declined
    lead = f"{(prefix.text() or '').strip('/')}/".lstrip("/")
    path = Interpolation((f"{lead}AWSLogs/", words.pseudo("Account"), "/*"))
    statement = _statement(
        words,
        [
            ("principals", _principal(words, Constant("logdelivery.elasticloadbalancing.amazonaws.com"))),
            ("actions", Elements((Constant("s3:PutObject"),))),
            ("resources", Elements((words.call(thing, "arnForObjects", (path,)),))),
        ],
    )
    waiting = at(balancer).after([bucket.call])
    alb = None if waiting is None else waiting.expression(balancer.construction)
    if waiting is None or alb is None:
        raise Declined
    wait = Words(waiting).call(Attribute(alb, "node"), "addDependency", (thing,))
    return [
        bucket.then(words.call(thing, "addToResourcePolicy", (statement,))),
        InsertStatements(waiting.at, (Assign(None, wait),)),
    ]


def _certificate(fix: Fix, at: At) -> list[Change]:
    """The listener's list of certificates."""
    for intent in fix.intents:
        if isinstance(intent, SetArgument) and isinstance(intent.value, AttributeOf):
            listener = Construct(intent.resource, at)
            listener.entries()
            certificate = listener.names.expression(intent.value.resource.construction)
            if certificate is None or _is_l1(intent.resource) or _is_l1(intent.value.resource):
                raise Declined
            return [listener.set(Elements((certificate,)), "certificates")]
    raise Declined


def _is_l1(resource: Resource) -> bool:
    callee = resource.construction.callee
    return callee is not None and callee.names[-1:] != () and callee.names[-1].startswith("Cfn")


def _http(fix: Fix, at: At) -> list[Change]:
    """A listener for plain HTTP."""
    resource = next((i.resource for i in fix.intents if isinstance(i, SetArgument)), None)
    if resource is None or _is_l1(resource):
        raise Declined
    listener = Construct(resource, at)
    protocol = Attribute(
        Attribute(listener.words.module("aws-elasticloadbalancingv2"), "ApplicationProtocol"), "HTTP"
    )
    changes = [listener.set(Constant(80), "port")]
    if listener.given("protocol") is not None:
        changes.append(listener.set(protocol, "protocol"))
    if listener.given("sslPolicy") is not None:
        changes.append(listener.remove("sslPolicy"))
    if listener.given("certificates") is not None:
        changes.append(listener.remove("certificates"))
    return changes


def _flag(fix: Fix, at: At) -> list[Change]:
    """A flag that the construct has under a name of its own."""
    intents = [i for i in fix.intents if isinstance(i, SetArgument)]
    if len(intents) != 1 or len(fix.intents) != 1:
        raise Declined
    intent = intents[0]
    construct = Construct(intent.resource, at)
    entries = construct.entries()
    last = next((s for s in reversed(intent.path) if isinstance(s, str)), "")
    bare = last.removeprefix("enable_").removesuffix("_enabled")
    if last == "assign_public_ip":
        if _is_l1(intent.resource):
            raise Declined
        return [construct.set(Constant(True), "assignPublicIp")]
    key = next((k for k in (camel(last), camel(bare)) if construct.words.word(k) in entries), None)
    if key is None:
        raise Declined
    return [construct.set(_flag_value(intent, construct.names), key)]


def _flag_value(intent: SetArgument, names: Naming) -> Code:
    match intent.value:
        case Plain() if isinstance(intent.value.data, bool):
            return Constant(intent.value.data)
        case IsProduction():
            hint = intent.value.hint
            code = names.value(hint) if hint is not None and hint.text() is None else None
            code = code if code is not None else names.named(_ENVIRONMENTS)
            if code is not None:
                return Equality(code, Constant("prod"))
    raise Declined


# Several ways are tried in order.
GOALS: Mapping[str, tuple[Goal, ...]] = MappingProxyType(
    {
        "route-through-nat": (_through_nat,),
        "add-vpc-endpoints": (_endpoints,),
        "allow-logs-to-use-key": (_logs_use_key,),
        "allow-elb-log-delivery": (_log_access, _log_policy),
        "set-certificate": (_certificate,),
        "use-http": (_http,),
        "turn-off-deletion-protection": (_flag,),
        "protect-production-only": (_flag,),
        "protect-from-deletion": (protecting_goals.protect,),
        "assign-public-ip": (_flag,),
        "set-number": (value_goals.duration,),
        "set-runtime": (value_goals.runtime,),
        "remove-environment-variable": (value_goals.no_variable,),
        "set-engine-version": (value_goals.engine_version,),
        "associate-capacity-provider": (ecs_goals.associate,),
        "set-task-network": (ecs_goals.place_tasks,),
        "route-through-nat-instances": (nat_goals.nat_instances,),
        "turn-check-off": (nat_goals.check_off,),
        "disable-default-endpoint": (api_goals.disable_endpoint,),
        "use-tls-1-2": (api_goals.use_tls,),
        "drop-truststore-version": (api_goals.latest_truststore,),
        "keep-versions": (bucket_goals.keep_versions,),
        "keep-logs": (keeping_goals.logs,),
        "keep-backups": (keeping_goals.backups,),
        "let-everything-out": (group_goals.everything_out,),
        "let-port-out": (group_goals.port_out,),
        "use-secret-arn": (ecs_goals.secret_arn,),
        "ask-for-image": (ecs_goals.ask_for_image,),
        "use-resource-name": (ecs_goals.resource_name,),
        "follow-scaling-target": (ecs_goals.follow_target,),
        "register-service": (ecs_goals.register,),
        "add-execution-role": (role_goals.add,),
        "set-execution-role": (role_goals.take,),
        "allow-execution-role": (role_goals.allow,),
    }
)
