"""What REST interfaces have beside methods: keys, plans, models, validators, answers of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.policies import add_statement, document, open_statements
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apiresources import Api, ResourceNode
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_SCHEMA = "http://json-schema.org/draft-04/schema#"


class PlanThing(Made):
    """A usage plan, to which stages and keys are added."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"usage_plan_id": "id"})
        self.world = world
        self.methods["add_api_stage"] = self._add_stage
        self.methods["add_api_key"] = self._add_key

    def _add_stage(self, call: Call) -> Node:
        append(self.resource, "api_stages", plan_stage(call.world, call.props(0)), certain=call.certain)
        return Opaque()

    def _add_key(self, call: Call) -> Node:
        key = call.argument(0, "api_key")
        value = attribute_of(call.world, key, "key_id") if key is not None else Unknown("a key")
        entries = {
            "key_id": MapEntry(value),
            "key_type": MapEntry(Scalar("API_KEY")),
            "usage_plan_id": MapEntry(ResourceReference(self.resource, "id")),
        }
        name = f"{self.resource.name}/UsagePlanKey"
        return Made(
            describe(call.world, "AWS::ApiGateway::UsagePlanKey", name, entries, implied=True).resource
        )


def plan_stage(world: World, props: Arguments) -> Value:
    """A stage in a plan, with the limits of single methods."""
    stage, api = props.thing("stage"), props.thing("api")
    made = block()
    made.open = props.open
    if api is None and isinstance(stage, Made):
        found = stage.attribute("rest_api")
        api = found if isinstance(found, Api) else None
    made.entries["api_id"] = MapEntry(api.id if isinstance(api, Api) else Unknown("an interface"))
    name = stage.attribute("stage_name") if isinstance(stage, Made) else None
    made.entries["stage"] = MapEntry(name if isinstance(name, Value) else Unknown("a stage"))
    elements = props.elements("throttle")
    if elements is None and props.raw("throttle") is not None:
        made.entries["throttle"] = MapEntry(Unknown("limits of methods", (props.get("throttle"),)))
    limits: list[Value] = []
    for element in elements or ():
        inner = arguments_of(world, element)
        limits.append(_limit(inner) if inner is not None else Unknown("a limit", (world.fold(element),)))
    if limits:
        made.entries["throttle"] = MapEntry(Sequence(limits))
    return made


def _limit(props: Arguments) -> Value:
    method, throttle = props.thing("method"), props.nested("throttle")
    from stackproof.frameworks.cdk.serverless.methods import MethodThing

    path: Value = Unknown("a path")
    if isinstance(method, MethodThing) and isinstance(method.node.path, str) and (verb := method.verb.text()):
        path = Scalar(f"{method.node.path}/{verb}")
    made = block(path=path)
    for name in ("burst_limit", "rate_limit"):
        value = throttle.get(name) if throttle is not None else Unknown("a limit")
        if not value.is_absent():
            made.entries[name] = MapEntry(value)
    return made


def add_plan(call: Call, props: Arguments, name: str, *, implied: bool = True) -> PlanThing:
    """A usage plan."""
    made = Arranged(props)
    made.copy("description", "quota", "throttle", name="usage_plan_name")
    props.entry("api_key")
    props.entry("api_stages")
    resource = describe(call.world, "AWS::ApiGateway::UsagePlan", name, made, implied=implied).resource
    elements = props.elements("api_stages")
    if elements is None and props.raw("api_stages") is not None:
        put(resource, "api_stages", Unknown("stages", (props.get("api_stages"),)), props.entry("api_stages"))
    for element in elements or ():
        inner = arguments_of(call.world, element)
        value = (
            plan_stage(call.world, inner)
            if inner is not None
            else Unknown("a stage", (call.world.fold(element),))
        )
        append(resource, "api_stages", value)
    plan = PlanThing(call.world, resource)
    if (key := props.raw("api_key")) is not None:
        entries = {
            "key_id": MapEntry(attribute_of(call.world, key, "key_id")),
            "key_type": MapEntry(Scalar("API_KEY")),
            "usage_plan_id": MapEntry(ResourceReference(resource, "id")),
        }
        describe(call.world, "AWS::ApiGateway::UsagePlanKey", f"{name}/UsagePlanKey", entries, implied=True)
    return plan


def add_key(call: Call, props: Arguments, name: str, *, implied: bool = True) -> Made:
    """A key."""
    made = Arranged(props)
    made.copy("description", "enabled", "customer_id", "value", api_key_name="name")
    made.otherwise("enabled", True)
    for ignored in (
        "stages",
        "resources",
        "generate_distinct_id",
        "default_cors_preflight_options",
        "default_integration",
        "default_method_options",
    ):
        props.entry(ignored)
    resource = describe(call.world, "AWS::ApiGateway::ApiKey", name, made, implied=implied).resource
    return Made(resource, {"key_id": "id", "key_arn": "arn"})


def _api_key(call: Call) -> Node:
    return add_key(call, call.props(), call.world.name(call), implied=False)


def _limited_key(call: Call) -> Node:
    """``RateLimitedApiKey``: a key with a plan of its own."""
    props = call.props()
    for read in ("api_stages", "quota", "throttle"):
        props.entry(read)
    name = call.world.name(call)
    key = add_key(call, props, name, implied=False)
    if any(props.raw(n) is not None for n in ("api_stages", "quota", "throttle")):
        own = Arguments(
            call.world,
            {k: e for k, e in props.entries.items() if k in ("api_stages", "quota", "throttle")},
            props.open,
        )
        plan = add_plan(call, own, f"{name}/UsagePlan")
        entries = {
            "key_id": MapEntry(ResourceReference(key.resource, "id")),
            "key_type": MapEntry(Scalar("API_KEY")),
            "usage_plan_id": MapEntry(ResourceReference(plan.resource, "id")),
        }
        describe(call.world, "AWS::ApiGateway::UsagePlanKey", f"{name}/UsagePlanKey", entries, implied=True)
    return key


def _usage_plan(call: Call) -> Node:
    return add_plan(call, call.props(), call.world.name(call), implied=False)


def _external_key(call: Call) -> Node:
    resource = call.world.external("aws_api_gateway_api_key", call)
    put(resource, "id", call.folded(2, "api_key_id"))
    return Made(resource, {"key_id": "id"}, fragile=False)


def _answer(
    call: Call, api_id: Value, props: Arguments, name: str, *, implied: bool, api: Api | None
) -> Node:
    """An answer which the interface itself gives."""
    made = Arranged(props)
    made.put("rest_api_id", api_id, "rest_api")
    made.put("response_type", props.get("type"), "type")
    made.copy("status_code")
    headers = props.get("response_headers", VERBATIM)
    if isinstance(headers, MappingValue):
        named = {f"gatewayresponse.header.{k}": e for k, e in headers.entries.items()}
        made.put(
            "response_parameters",
            MappingValue(named, open=headers.open, origin=headers.origin),
            "response_headers",
        )
    elif not headers.is_absent():
        made.put("response_parameters", Unknown("headers", (headers,)), "response_headers")
    if props.raw("templates") is not None:
        made.put("response_templates", props.get("templates", VERBATIM), "templates")
    resource = describe(call.world, "AWS::ApiGateway::GatewayResponse", name, made, implied=implied).resource
    if api is not None:
        api.deploys(resource)
    return Made(resource)


def _type_of(call: Call) -> Node:
    """``ResponseType.of('X')``."""
    value = call.folded(0, "type")
    text = value.text() if value is not None else None
    return Scalar(text.upper()) if text is not None else Unknown("a kind of answer")


def _validator(
    call: Call, api_id: Value, props: Arguments, name: str, *, implied: bool, api: Api | None
) -> Node:
    made = Arranged(props)
    made.put("rest_api_id", api_id, "rest_api")
    made.copy("validate_request_body", "validate_request_parameters", request_validator_name="name")
    resource = describe(call.world, "AWS::ApiGateway::RequestValidator", name, made, implied=implied).resource
    if api is not None:
        api.deploys(resource)
    return Made(resource, {"request_validator_id": "id"})


def _model(call: Call, api_id: Value, props: Arguments, name: str, *, implied: bool, api: Api | None) -> Node:
    made = Arranged(props)
    made.put("rest_api_id", api_id, "rest_api")
    made.copy("description", "content_type", model_name="name")
    made.otherwise("content_type", "application/json")
    schema = props.get("schema", VERBATIM)
    props.entry("schema")
    if isinstance(schema, MappingValue):
        schema = MappingValue(
            {**schema.entries, "$schema": MapEntry(Scalar(_SCHEMA))}, open=True, origin=schema.origin
        )
    made.keep("schema", Unknown("a schema", (schema,), origin=schema.origin), "schema")
    resource = describe(call.world, "AWS::ApiGateway::Model", name, made, implied=implied).resource
    if api is not None:
        api.deploys(resource)
    return Made(resource, {"model_id": "name"})


Maker = Callable[..., Node]


def _of_api(maker: Maker) -> Callable[[Api, Call], Node]:
    """A method of the interface."""

    def run(api: Api, call: Call) -> Node:
        return maker(call, api.id, call.props(1), call.world.name(call, 0), implied=True, api=api)

    return run


def _alone(maker: Maker) -> Recipe:
    """A construct that is given the interface."""

    def recipe(call: Call) -> Node:
        props = call.props()
        api = props.thing("rest_api")
        known = api if isinstance(api, Api) else None
        number = known.id if known is not None else arn_of(props, "rest_api", "rest_api_id")
        return maker(call, number, props, call.world.name(call), implied=False, api=known)

    return recipe


def _own_policy(api: Api, call: Call) -> Node:
    """``api.addToResourcePolicy(statement)``."""
    held = api.resource["policy"]
    if not isinstance(held, JsonText):
        held = JsonText(document([]))
        put(api.resource, "policy", held)
    value = call.argument(0, "statement")
    if value is None:
        open_statements(held.content)
    else:
        add_statement(call.world, held.content, value, certain=call.certain)
    return Opaque()


def _domain(api: Api, call: Call) -> Node:
    from stackproof.frameworks.cdk.serverless.apidomains import add_domain

    return add_domain(call, api, call.props(1), call.world.name(call, 0))


def _plan_of(api: Api, call: Call) -> Node:
    return add_plan(call, call.props(1), call.world.name(call, 0))


def _key_of(api: Api, call: Call) -> Node:
    return add_key(call, call.props(1), call.world.name(call, 0))


METHODS: Mapping[str, Callable[[Api, Call], Node]] = MappingProxyType(
    {
        "add_api_key": _key_of,
        "add_domain_name": _domain,
        "add_gateway_response": _of_api(_answer),
        "add_model": _of_api(_model),
        "add_request_validator": _of_api(_validator),
        "add_to_resource_policy": _own_policy,
        "add_usage_plan": _plan_of,
    }
)


def _resource(call: Call) -> Node | None:
    """``new apigateway.Resource(this, 'R', { parent, pathPart })``."""
    props = call.props()
    parent = props.thing("parent")
    if not isinstance(parent, ResourceNode):
        return None
    return parent.child(call, props.get("path_part"), props, call.world.name(call), implied=False)


def _proxy(call: Call) -> Node | None:
    props = call.props()
    parent = props.thing("parent")
    if not isinstance(parent, ResourceNode):
        return None
    return parent.proxy(call, props, call.world.name(call), implied=False)


def _method(call: Call) -> Node | None:
    """``new apigateway.Method(this, 'M', { resource, httpMethod, integration, options })``."""
    props = call.props()
    node = props.thing("resource")
    if not isinstance(node, ResourceNode):
        return None
    given = props.raw("integration") is not None
    options = props.nested("options")
    unclear = options is None and props.raw("options") is not None
    return node.add(
        call,
        props.get("http_method"),
        props.node("integration"),
        given,
        options if options is not None else Arguments(call.world, {}, unclear),
        implied=False,
    )


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.ApiKey": _api_key,
        f"{_MODULE}.ApiKey.from_api_key_id": _external_key,
        f"{_MODULE}.RateLimitedApiKey": _limited_key,
        f"{_MODULE}.UsagePlan": _usage_plan,
        f"{_MODULE}.GatewayResponse": _alone(_answer),
        f"{_MODULE}.ResponseType.of": _type_of,
        f"{_MODULE}.RequestValidator": _alone(_validator),
        f"{_MODULE}.Model": _alone(_model),
        f"{_MODULE}.Resource": _resource,
        f"{_MODULE}.ProxyResource": _proxy,
        f"{_MODULE}.Method": _method,
    }
)
