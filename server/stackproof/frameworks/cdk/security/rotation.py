"""How secrets are rotated: by functions of the program, of AWS, or from AWS' repository of applications."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.security.secrets import SecretThing
from stackproof.frameworks.cdk.securitygroups import groups_given, own_group
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_ACTIONS = (
    "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
)  # fmt: skip
_SERVICE = Principals([Principal("Service", Scalar("secretsmanager.amazonaws.com"))])
_KEY = ("kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")


class Hosted(Opaque):
    """``HostedRotation.mysqlSingleUser({...})``: a function that AWS makes; its group is made when it is used."""

    def __init__(self, props: Arguments) -> None:
        super().__init__()
        self.props = props
        self.connections: Connections | None = None

    def attribute(self, name: str) -> Node | None:
        return self.connections if name == "connections" and self.connections is not None else self


def rotate(call: Call, secret: SecretThing, props: Arguments, name: str, *, implied: bool = True) -> Node:
    """A schedule of rotation by a function of the program or a hosted one."""
    function, hosted = props.thing("rotation_lambda"), props.thing("hosted_rotation")
    value: Value = Unknown("a function")
    if isinstance(function, Made):
        value = ResourceReference(function.resource, "arn")
        _permit(call, secret, function)
    elif isinstance(hosted, Hosted):
        value = Unknown("a function that AWS makes")
        _host(call, hosted, name)
    source = "rotation_lambda" if props.raw("rotation_lambda") is not None else "hosted_rotation"
    return schedule(call, secret, props, name, value, source, implied=implied)


def schedule(
    call: Call,
    secret: SecretThing,
    props: Arguments,
    name: str,
    function: Value,
    source: str = "",
    *,
    implied: bool = True,
) -> Made:
    """The schedule itself; the secret is kept from being deleted with the account's root."""
    made = Arranged(props)
    made.put("secret_id", secret.arn)
    made.put("rotation_lambda_arn", function, source or None)
    made.copy("rotate_immediately_on_update")
    rules = _rules(props)
    if rules is not None:
        made.put("rotation_rules", rules, "automatically_after")
    resource = describe(
        call.world, "AWS::SecretsManager::RotationSchedule", name, made, implied=implied
    ).resource
    secret.keep(certain=call.certain)
    return Made(resource)


def _rules(props: Arguments) -> Value | None:
    after = props.get("automatically_after")
    if after.is_absent():
        return MappingValue({"schedule_expression": MapEntry(default("rate(30 days)"))})
    seconds = after.number()
    if seconds == 0:
        return None
    said: Value = Unknown("a rate", (after,))
    if seconds is not None:
        said = Scalar(rate(seconds), origin=after.origin)
    return MappingValue({"schedule_expression": MapEntry(said)}, origin=after.origin)


def rate(seconds: int | float) -> str:
    """How often, in the largest unit that needs no fraction."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % length == 0:
            count = int(seconds // length)
            return f"rate({count} {unit}{'' if count == 1 else 's'})"
    return f"rate({seconds} seconds)"


def _permit(call: Call, secret: SecretThing, function: Made) -> None:
    """Let the service call the function, and the function rotate the secret."""
    if function.resource.external:
        return
    role = function.grantee
    if isinstance(role, Made):
        arn = ResourceReference(role.resource, "arn")
        secret.via(Principals([Principal("AWS", arn)]), _KEY, certain=call.certain)
    if isinstance(function, Invocable):
        function.accept(call, Grantee(None, _SERVICE))
    else:
        call.world.open(function, "rotation", "the service may call it", call.construction.origin)
    if isinstance(role, Holder):
        role.allow(permission(_ACTIONS, [secret.arn]), certain=call.certain)
        role.allow(permission(["secretsmanager:GetRandomPassword"], [Scalar("*")]), certain=call.certain)


def _host(call: Call, hosted: Hosted, name: str) -> None:
    """A hosted function in a network has a security group."""
    vpc = hosted.props.thing("vpc")
    if isinstance(vpc, VpcThing) and hosted.connections is None:
        given = groups_given(hosted.props)
        if given is None:
            group = own_group(call, f"{name}/SecurityGroup", ResourceReference(vpc.resource, "id"))
            hosted.connections = Connections(call.world, [group])
        else:
            hosted.connections = given.connections(call.world)
    master = hosted.props.thing("master_secret")
    if isinstance(master, SecretThing):
        master.keep(certain=call.certain)


def from_repository(
    call: Call,
    secret: SecretThing,
    props: Arguments,
    name: str,
    target: Connections | None,
    vpc: VpcThing | None,
    *,
    implied: bool = True,
) -> Node:
    """Rotation by a function from AWS' repository, in the network of the database.

    The schedule is named after the secret; the function may reach the ``target``.
    """
    world = call.world
    single = props.raw("security_group")
    given = groups_given(props, "security_groups") if single is not None else None
    if given is None:
        vpc_id: Value = ResourceReference(vpc.resource, "id") if vpc is not None else Unknown("a VPC")
        connections = Connections(world, [own_group(call, f"{name}/SecurityGroup", vpc_id)])
    else:
        connections = given.connections(world)
    if target is not None:
        target.allow("ingress", connections, target.default, certain=call.certain)
    application = world.add(
        "aws_serverlessapplicationrepository_cloudformation_stack",
        name,
        {
            "application_id": Unknown("an application of AWS"),
            "semantic_version": Unknown("a version"),
            "parameters": Unknown("where the function runs"),
        },
        implied=implied,
        role="rotation",
    )
    arn = ResourceReference(application, "outputs_rotation_lambda_arn")
    schedule(call, secret, props, f"{secret.resource.name}/RotationSchedule", arn)
    master = props.thing("master_secret")
    if isinstance(master, SecretThing):
        master.keep(certain=call.certain)
    return Made(application)


def _schedule(call: Call) -> Node | None:
    """``new RotationSchedule(this, 'id', { secret, ... })``."""
    props = call.props()
    secret = props.thing("secret")
    if not isinstance(secret, SecretThing):
        return None
    return rotate(call, secret, props, call.world.name(call), implied=False)


def _rotation(call: Call) -> Node | None:
    """``new SecretRotation(this, 'id', { application, secret, target, vpc })``."""
    props = call.props()
    secret, target, vpc = props.thing("secret"), props.thing("target"), props.thing("vpc")
    if not isinstance(secret, SecretThing):
        return None
    found = call.world.attribute(target, "connections") if isinstance(target, Thing) else None
    connections = found if isinstance(found, Connections) else None
    name = call.world.name(call)
    network = vpc if isinstance(vpc, VpcThing) else None
    return from_repository(call, secret, props, name, connections, network, implied=False)


def _hosted(call: Call) -> Node:
    return Hosted(call.props(0))


_HOSTED = ("mysql", "postgre_sql", "oracle", "maria_db", "sql_server", "redshift", "mongo_db")
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-secretsmanager.RotationSchedule": _schedule,
        "aws-secretsmanager.SecretRotation": _rotation,
        **{
            f"aws-secretsmanager.HostedRotation.{engine}_{users}_user": _hosted
            for engine in _HOSTED
            for users in ("single", "multi")
        },
    }
)
