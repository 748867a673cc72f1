"""``apigateway.RestApi`` and its like, with the root, the deployment, the stage and the logging role they make."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Size
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.policies import policy_document
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apidomains import own_domain
from stackproof.frameworks.cdk.serverless.apiresources import Api, ResourceNode
from stackproof.frameworks.cdk.serverless.integrations import lambda_integration
from stackproof.frameworks.cdk.serverless.methods import preflight
from stackproof.frameworks.cdk.serverless.stages import deploy, make_stage
from stackproof.frameworks.cdk.thing import Node, given, put
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import (
    Certainty,
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

_NO_ROLE = "@aws-cdk/aws-apigateway:disableCloudWatchRole"
_DESCRIPTION = "Automatically created by the RestApi construct"


def make_api(call: Call, props: Arguments) -> Api:
    """An interface with its root, its deployment and stage, and the role it logs with."""
    world = call.world
    name = world.name(call)
    made = Arranged(props)
    made.copy(
        "description", "binary_media_types", "api_key_source_type", "disable_execute_api_endpoint", "fail_on_warnings",
        parameters="parameters", mode="mode",
    )  # fmt: skip
    named = props.get("rest_api_name")
    id_ = call.folded(1, "id")
    made.put("name", named if not named.is_absent() else given(id_, "a name"), "rest_api_name")
    _endpoint(props, made)
    _compression(props, made)
    if (policy := props.raw("policy")) is not None:
        made.put("policy", policy_document(world, policy), "policy")
    body = props.node("api_definition")
    if props.raw("api_definition") is not None:
        known = body if isinstance(body, Value) else Unknown("a definition", (props.get("api_definition"),))
        made.keep("body", known, "api_definition")
    _later(props)
    resource = describe(world, "AWS::ApiGateway::RestApi", name, made).resource
    api = Api(world, resource)
    api.root = ResourceNode(api, None, "/", name)
    api.root.settle(props, None)
    _logging(call, props, api, name)
    _deploy(call, props, api, name)
    if api.root.cors is not None:
        preflight(call, api.root, api.root.cors)
    if props.raw("domain_name") is not None:
        own_domain(call, api, props, name)
    return api


def _later(props: Arguments) -> None:
    """Arguments that are read after the resource is there, or that change nothing of it."""
    for name in (
        "cloud_watch_role", "cloud_watch_role_removal_policy", "default_cors_preflight_options", "default_integration",
        "default_method_options", "deploy", "deploy_options", "domain_name", "endpoint_export_name", "retain_deployments",
        "proxy", "handler", "options", "integration_options", "clone_from", "endpoint_types",
    ):  # fmt: skip
        props.entry(name)


def _endpoint(props: Arguments, made: Arranged) -> None:
    types, configuration = props.get("endpoint_types"), props.nested("endpoint_configuration")
    if not types.is_absent():
        made.put("endpoint_configuration", block(types=types), "endpoint_types")
    elif configuration is not None:
        inner = block(types=configuration.get("types"))
        inner.open = configuration.open
        endpoints = configuration.elements("vpc_endpoints")
        if endpoints is not None:
            from stackproof.frameworks.cdk.serverless.filling import attribute_of

            ids = [attribute_of(props.world, e, "vpc_endpoint_id") for e in endpoints]
            inner.entries["vpc_endpoint_ids"] = MapEntry(Sequence([*ids]))
        elif configuration.raw("vpc_endpoints") is not None:
            inner.entries["vpc_endpoint_ids"] = MapEntry(Unknown("endpoints"))
        address = configuration.get("ip_address_type")
        if not address.is_absent():
            inner.entries["ip_address_type"] = MapEntry(address)
        made.put("endpoint_configuration", inner, "endpoint_configuration")
    elif props.raw("endpoint_configuration") is not None:
        made.put("endpoint_configuration", Unknown("endpoints"), "endpoint_configuration")


def _compression(props: Arguments, made: Arranged) -> None:
    for name in ("min_compression_size", "minimum_compression_size"):
        if props.raw(name) is None:
            continue
        node, value = props.node(name), props.get(name)
        if isinstance(node, Size):
            size = node.mebibytes
            value = Scalar(round(size * 2**20)) if size is not None else Unknown("a size")
        made.put("minimum_compression_size", value, name)


def _logging(call: Call, props: Arguments, api: Api, name: str) -> None:
    """The role with which the service logs, for the whole account."""
    asked = props.get("cloud_watch_role")
    off = call.world.flag(_NO_ROLE) if asked.is_absent() else None
    if asked.is_(False) or (asked.is_absent() and off is True):
        return
    role = implied_role(
        call.world,
        f"{name}/CloudWatchRole",
        "apigateway.amazonaws.com",
        "cloudwatch-role",
        ["service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
        complete=True,
    )
    entries = {"cloud_watch_role_arn": MapEntry(ResourceReference(role.resource, "arn"))}
    account = describe(
        call.world, "AWS::ApiGateway::Account", f"{name}/Account", entries, implied=True
    ).resource
    account.depends_on.append(ResourceReference(api.resource))
    if not (asked.is_(True) or (asked.is_absent() and off is False)):
        role.resource.conditional = account.conditional = True


def _deploy(call: Call, props: Arguments, api: Api, name: str) -> None:
    asked = props.get("deploy")
    if asked.is_(False):
        return
    certain = asked.is_absent() or asked.is_(True)
    description = props.get("description")
    said: Value = (
        Scalar(_DESCRIPTION, certainty=Certainty.DEFAULT) if description.is_absent() else description
    )
    deployment = deploy(call, api, f"{name}/Deployment", said)
    options = props.nested("deploy_options")
    unclear = options is None and not props.absent("deploy_options")
    stage_props = options if options is not None else Arguments(call.world, {}, unclear)
    named = stage_props.get("stage_name").text() or "prod"
    stage = make_stage(
        call, stage_props, f"{name}/DeploymentStage.{named}", api, ResourceReference(deployment, "id")
    )
    api.stands(stage, certain=certain)
    if not certain:
        deployment.conditional = stage.resource.conditional = True


def _rest(call: Call) -> Node:
    return make_api(call, call.props())


def _function(call: Call) -> Node:
    """``LambdaRestApi``: everything goes to one function, unless ``proxy`` is off."""
    props = call.props()
    options = props.nested("options")
    merged = props
    if options is not None:
        merged = Arguments(
            call.world, {**options.entries, **props.entries}, props.open or options.open, props.origin
        )
    api = make_api(call, merged)
    root = api.root
    assert root is not None
    inner = props.nested("integration_options")
    if inner is None and not props.absent("integration_options"):
        inner = Arguments(call.world, {}, open=True)
    root.integration = lambda_integration(call, props.raw("handler"), inner)
    root.integration_known = False
    proxy = props.get("proxy")
    if not proxy.is_(False):
        before = len(call.world.recognition.resources)
        root.proxy(call, Arguments(call.world))
        if not (proxy.is_absent() or proxy.is_(True)):
            for made in call.world.recognition.resources[before:]:
                made.conditional = True
    return api


def _workflow(call: Call) -> Node:
    """``StepFunctionsRestApi``: everything starts a workflow."""
    props = call.props()
    api = make_api(call, props)
    for name in (
        "state_machine",
        "role",
        "use_default_method_responses",
        "path",
        "querystring",
        "headers",
        "request_context",
        "authorizer",
    ):
        props.entry(name)
    root = api.root
    assert root is not None
    root.add(call, Scalar("ANY"), None, True, Arguments(call.world, {}, True))
    return api


def _spec(call: Call) -> Node:
    return make_api(call, call.props())


def _inline(call: Call) -> Node:
    value = call.argument(0, "definition")
    content = call.world.fold(value, VERBATIM) if value is not None else Unknown("a definition")
    return JsonText(content, origin=call.construction.origin)


def _file(call: Call) -> Node:
    return Unknown(
        "a definition in a file",
        call.world.folder.mentions(call.construction),
        origin=call.construction.origin,
    )


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_api_gateway_rest_api", call)
    if call.located is not None and call.located.names[-1] == "from_rest_api_attributes":
        props = call.props(2)
        put(resource, "id", props.get("rest_api_id"))
        put(resource, "root_resource_id", props.get("root_resource_id"))
        put(resource, "name", props.get("rest_api_name"))
    else:
        put(resource, "id", call.folded(2, "rest_api_id"))
    api = Api(world, resource)
    api.fragile = False
    api.root = ResourceNode(api, None, "/", resource.name)
    return api


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.RestApi": _rest,
        f"{_MODULE}.LambdaRestApi": _function,
        f"{_MODULE}.StepFunctionsRestApi": _workflow,
        f"{_MODULE}.SpecRestApi": _spec,
        f"{_MODULE}.RestApi.from_rest_api_id": _external,
        f"{_MODULE}.RestApi.from_rest_api_attributes": _external,
        f"{_MODULE}.SpecRestApi.from_rest_api_id": _external,
        f"{_MODULE}.ApiDefinition.from_inline": _inline,
        f"{_MODULE}.ApiDefinition.from_asset": _file,
        f"{_MODULE}.ApiDefinition.from_bucket": _file,
        f"{_MODULE}.AssetApiDefinition": _file,
        f"{_MODULE}.InlineApiDefinition": _inline,
    }
)
