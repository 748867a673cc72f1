"""Functions of AWS Lambda: the function, its role, its network, and what else its arguments make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Size
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.policies import add_statement, open_statements
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block, groups_given, own_group
from stackproof.frameworks.cdk.serverless.asynchronous import invoke_config
from stackproof.frameworks.cdk.serverless.code import apply_code
from stackproof.frameworks.cdk.serverless.environment import Environment
from stackproof.frameworks.cdk.serverless.filling import arn_of, duration, fill, finish, start
from stackproof.frameworks.cdk.serverless.functionparts import (
    add_layer,
    dead_letters,
    encryption,
    file_system,
    insights,
    log_group,
    logging,
    mounted,
    tracing,
)
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.versions import alias_of, version_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value

_NAMES = {
    "function_name": "function_name", "description": "description", "runtime": "runtime", "handler": "handler",
    "memory_size": "memory_size", "reserved_concurrent_executions": "reserved_concurrent_executions",
}  # fmt: skip
# What neither the function nor anything that rules ask for shows.
_IGNORED = (
    "allow_all_ipv6_outbound", "allow_public_subnet", "current_version_options", "durable_config", "lambda_purpose",
    "log_removal_policy", "log_retention_retry_options", "log_retention_role", "recursive_loop", "runtime_management_mode",
    "uuid",
)  # fmt: skip
_BASIC = "service-role/AWSLambdaBasicExecutionRole"
_IN_VPC = "service-role/AWSLambdaVPCAccessExecutionRole"
_DURABLE = "service-role/AWSLambdaBasicDurableExecutionRolePolicy"


class FunctionThing(Invocable):
    """A function, whose settings methods may add to."""

    def __init__(
        self, world: World, resource: Resource, role: Holder | None, environment: Environment
    ) -> None:
        super().__init__(world, resource, ResourceReference(resource, "arn"), role=role)
        self.environment = environment
        self.logs: Thing | None = None
        self._version: Node | None = None

    def attribute(self, name: str) -> Node | None:
        match name:
            case "current_version":
                if self._version is None:
                    self._version = version_of(self, ResourceReference(self.resource, "version"))
                return self._version
            case "latest_version":
                return version_of(self, Scalar("$LATEST"), latest=True)
            case "log_group":
                if self.logs is None:
                    self.logs = log_group(self.world, self.resource, None)
                return self.logs
            case "connections" if (known := self.attributes.get(name)) is not None:
                return known
            case "timeout" | "runtime" | "architecture" | "is_bound_to_vpc" | "env" | "stack":
                return self.attributes.get(name) or Opaque((self.value(),))
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_environment":
                self.environment.add(call)
                return self
            case "add_layers":
                for value in call.positional:
                    add_layer(call.world, self.resource, value, certain=call.certain)
                return Opaque()
            case "add_alias":
                return alias_of(
                    call, self, self.attribute("current_version"), call.props(1), call.folded(0, "alias_name")
                )
            case "add_version":
                return self.attribute("current_version")
            case "invalidate_version_based_on":
                return Opaque()
            case _:
                return super().call(method, call)


def make_function(
    call: Call,
    props: Arguments,
    name: str,
    *,
    implied: bool = False,
    settle: Callable[[Resource], None] | None = None,
) -> FunctionThing:
    """A function with all that its arguments make; ``settle`` sets the code and handler of a kind of functions."""
    world = call.world
    resource = start(world, "aws_lambda_function", name, props, implied=implied)
    fill(resource, props, _NAMES)
    (settle or (lambda r: apply_code(r, props)))(resource)
    put(resource, "timeout", duration(props, "timeout"), props.entry("timeout"))
    put(resource, "architectures", _architectures(props), props.entry("architecture"))
    put(resource, "ephemeral_storage", _storage(props), props.entry("ephemeral_storage_size"))
    environment = Environment(resource, props)
    role = _role(call, props, resource)
    made = FunctionThing(world, resource, role, environment)
    _initial(call, props, role)
    _network(call, props, made)
    file_system(props, made, role)
    dead_letters(call, props, made, role)
    tracing(props, resource, role)
    encryption(props, resource)
    made.logs = logging(call, props, resource)
    insights(call, props, resource, role, environment)
    for name_, shaped in (("tenancy_config", "tenancy_config"), ("snap_start", "snap_start")):
        if props.raw(name_) is not None:
            put(resource, shaped, Unknown(name_, (props.get(name_),)), props.entry(name_))
    put(
        resource,
        "code_signing_config_arn",
        arn_of(props, "code_signing_config"),
        props.entry("code_signing_config"),
    )
    for layer in _each(props, "layers", resource):
        add_layer(world, resource, layer)
    if props.raw("events") is not None and props.elements("events") is None:
        world.open(made, "event-source", "event sources that are not known", call.construction.origin)
    for source in _each(props, "events", None):
        _bind(call, made, source)
    if any(props.raw(n) is not None for n in ("on_failure", "on_success", "max_event_age", "retry_attempts")):
        invoke_config(call, made, props, f"{name}/EventInvokeConfig", role)
    finish(resource, props, *_IGNORED)
    return made


def _initial(call: Call, props: Arguments, role: Holder | None) -> None:
    """The statements which the role gets first."""
    target = role.document() if role is not None and props.raw("initial_policy") is not None else None
    if target is None:
        return
    elements = props.elements("initial_policy")
    for element in elements or ():
        add_statement(call.world, target, element)
    if elements is None:
        open_statements(target)


def _each(props: Arguments, name: str, resource: Resource | None) -> list[Value]:
    """The elements of a list argument; one that is not known is noted on the resource."""
    elements = props.elements(name)
    if elements is None and props.raw(name) is not None and resource is not None:
        put(resource, name, Unknown(name, (props.get(name),)), props.entry(name))
    return elements or []


def _bind(call: Call, function: FunctionThing, source: Value) -> None:
    from stackproof.frameworks.cdk.serverless.sources import Source

    thing = call.world.node(source)
    if isinstance(thing, Source):
        thing.bind(call, function)
    else:
        call.world.open(
            function, "event-source", "an event source that is not known", call.construction.origin
        )


def _architectures(props: Arguments) -> Value:
    value = props.get("architecture")
    if value.is_absent():
        return props.get("architectures")
    return Sequence([value], origin=value.origin)


def _storage(props: Arguments) -> Value:
    size, node = props.get("ephemeral_storage_size"), props.node("ephemeral_storage_size")
    if size.is_absent():
        return size
    known = node.mebibytes if isinstance(node, Size) else None
    return block(size=Scalar(known, origin=size.origin) if known is not None else Unknown("a size", (size,)))


def _role(call: Call, props: Arguments, function: Resource) -> Holder | None:
    written = props.raw("role")
    if written is not None:
        given = props.thing("role")
        role = given.grantee if isinstance(given, Made) else None
        value: Value = (
            ResourceReference(role.resource, "arn", origin=written.origin)
            if isinstance(role, Holder)
            else Unknown("a role", (props.get("role"),), origin=written.origin)
        )
        put(function, "role", value, props.entry("role"))
        return role if isinstance(role, Holder) else None
    policies = [] if props.open else [_BASIC if props.absent("durable_config") else _DURABLE]
    if props.raw("vpc") is not None:
        policies.append(_IN_VPC)
    made = implied_role(
        call.world, f"{function.name}/ServiceRole", "lambda.amazonaws.com", "service-role", policies
    )
    arn: Value = ResourceReference(made.resource, "arn")
    if props.open:
        made.attach(Unknown("policies for what is not known of the function"), certain=False)
        made.resource.conditional = True
        arn = Unknown("a role may be given", (arn,))
    put(function, "role", arn)
    return made


def _network(call: Call, props: Arguments, function: FunctionThing) -> None:
    """The subnets and groups of a function in a VPC."""
    if props.raw("vpc") is None:
        return
    vpc = props.thing("vpc")
    subnets = (
        vpc.subnet_ids(props) if isinstance(vpc, VpcThing) else Unknown("subnets of a VPC that is not known")
    )
    world, resource = call.world, function.resource
    listed = props.elements("security_groups")
    groups = groups_given(props) if listed is None or listed else None
    if groups is not None:
        ids = groups.ids
        function.attributes["connections"] = groups.connections(world)
    else:
        vpc_id: Value = (
            ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        )
        out = props.get("allow_all_outbound")
        known = True if out.is_absent() or out.is_(True) else False if out.is_(False) else None
        own = own_group(
            call,
            f"{resource.name}/SecurityGroup",
            vpc_id,
            description=Unknown("a description with the name of the function"),
            out=known,
        )
        ids = Sequence([ResourceReference(own.resource, "id")])
        function.attributes["connections"] = own.connections
    entry = props.entry("vpc_subnets") or props.entry("vpc")
    value = block(subnet_ids=subnets, security_group_ids=ids)
    dual = props.get("ipv6_allowed_for_dual_stack")
    if not dual.is_absent():
        value.entries["ipv6_allowed_for_dual_stack"] = MapEntry(dual)
    value.origin = entry.value.origin if entry is not None else None
    put(resource, "vpc_config", value, entry)


def _function(call: Call) -> Node:
    return make_function(call, call.props(), call.world.name(call))


def _image_function(call: Call) -> Node:
    """``DockerImageFunction``, and others whose code is an image."""
    props = call.props()

    def settle(resource: Resource) -> None:
        put(resource, "package_type", Scalar("Image"))
        apply_code(resource, props)

    return make_function(call, props, call.world.name(call), settle=settle)


def _external(call: Call) -> Node:
    """A function from outside; the library adds permissions when it is in the same account."""
    world = call.world
    method = call.located.names[-1] if call.located is not None else ""
    resource = world.external("aws_lambda_function", call)
    permitting: bool | None = None
    role: Thing | None = None
    if method == "from_function_attributes":
        props = call.props(2)
        put(resource, "arn", props.get("function_arn"))
        role = props.thing("role")
        same = props.get("same_environment")
        permitting = True if same.is_(True) else None
    elif method == "from_function_name":
        permitting = True
        name = given(call.folded(2, "function_name"), "a name")
        put(resource, "function_name", name)
        own = (":lambda:", world.pseudo("region"), ":", world.pseudo("account"), ":function:", name)
        put(resource, "arn", joined(world.arn(*own)))
    else:
        arn = given(call.folded(2, "function_arn"), "an ARN")
        put(resource, "arn", arn)
        if any(r.resource.type == "data.aws_caller_identity" for r in arn.references()):
            permitting = True
    made = Invocable(
        world,
        resource,
        ResourceReference(resource, "arn"),
        role=role if isinstance(role, Holder) else None,
        permitting=permitting,
    )
    made.fragile = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda.Function": _function,
        "aws-lambda.SingletonFunction": _function,
        "aws-lambda.FileSystem.from_efs_access_point": mounted,
        "aws-lambda.DockerImageFunction": _image_function,
        "aws-lambda.Function.from_function_arn": _external,
        "aws-lambda.Function.from_function_name": _external,
        "aws-lambda.Function.from_function_attributes": _external,
        "aws-lambda.DockerImageFunction.from_function_arn": _external,
        "aws-lambda.DockerImageFunction.from_function_name": _external,
    }
)
