"""Layers of functions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.serverless.code import Code, apply_code
from stackproof.frameworks.cdk.serverless.filling import fill, finish, start
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Unknown

_NAMES = {
    "layer_version_name": "layer_name", "description": "description", "license": "license_info",
    "compatible_runtimes": "compatible_runtimes", "compatible_architectures": "compatible_architectures",
}  # fmt: skip


class LayerThing(Made):
    """A version of a layer."""

    def __init__(self, resource: Resource, *, fragile: bool = True) -> None:
        super().__init__(resource, {"layer_version_arn": "arn"}, fragile=fragile)
        self.methods["add_permission"] = self._permit

    def _permit(self, call: Call) -> Node:
        props = call.props(1)
        made = call.world.add(
            "aws_lambda_layer_version_permission",
            call.world.name(call, 0),
            {
                "layer_name": ResourceReference(self.resource, "arn"),
                "action": Scalar("lambda:GetLayerVersion"),
            },
            implied=False,
        )
        fill(made, props, {"account_id": "principal", "organization_id": "organization_id"})
        return Opaque()


def _layer(call: Call) -> Node:
    props = call.props()
    resource = start(call.world, "aws_lambda_layer_version", call.world.name(call), props)
    fill(resource, props, _NAMES)
    apply_code(resource, props)
    finish(resource, props)
    return LayerThing(resource)


def _python_layer(call: Call) -> Node:
    """A layer whose content is bundled from a folder."""
    props = call.props()
    resource = start(call.world, "aws_lambda_layer_version", call.world.name(call), props)
    fill(resource, props, _NAMES)
    Code({"filename": Unknown("bundled", (props.get("entry"),))}).apply(resource, props.entry("entry"))
    finish(resource, props, "bundling")
    return LayerThing(resource)


def _external(call: Call) -> Node:
    resource = call.world.external("aws_lambda_layer_version", call)
    arn = call.folded(2, "layer_version_arn")
    if call.located is not None and call.located.names[-1] == "from_layer_version_attributes":
        arn = call.props(2).get("layer_version_arn")
    put(resource, "arn", arn)
    return LayerThing(resource, fragile=False)


def _tool(call: Call) -> Node:
    """Layers with tools that the library brings along."""
    resource = call.world.add("aws_lambda_layer_version", call.world.name(call), implied=False)
    resource.properties.open = True
    return LayerThing(resource, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda.LayerVersion": _layer,
        "aws-lambda.LayerVersion.from_layer_version_arn": _external,
        "aws-lambda.LayerVersion.from_layer_version_attributes": _external,
        "aws-lambda-python-alpha.PythonLayerVersion": _python_layer,
        "lambda-layer-awscli.AwsCliLayer": _tool,
        "lambda-layer-kubectl.KubectlLayer": _tool,
        "lambda-layer-node-proxy-agent.NodeProxyAgentLayer": _tool,
    }
)
