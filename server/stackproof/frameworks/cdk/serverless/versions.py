"""Versions and aliases of functions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.asynchronous import invoke_config
from stackproof.frameworks.cdk.serverless.filling import fill
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Template, Unknown, Value

_ASYNC = ("on_failure", "on_success", "max_event_age", "retry_attempts")


class Version(Invocable):
    """A version of a function, or an alias: a function under a qualified name. ``own`` is the alias' resource."""

    def __init__(
        self, function: Invocable, arn: Value, qualifier: Value, number: Value, own: Resource | None = None
    ) -> None:
        role = function.grantee if isinstance(function.grantee, Holder) else None
        super().__init__(
            function.world,
            function.function,
            arn,
            label=own.name if own is not None else f"{function.label}/CurrentVersion",
            qualifier=qualifier,
            role=role,
            permitting=function.permitting,
        )
        self.base = function
        self.own = own
        self.attributes |= {"function_arn": arn, "version": number, "lambda": function, "edge_arn": arn}
        self.attributes["function_name"] = Template(
            (ResourceReference(self.function, "function_name"), ":", qualifier)
        )
        if own is not None:
            self.attributes["alias_name"] = ResourceReference(own, "name")
            self.attributes["alias_arn"] = arn

    def attribute(self, name: str) -> Node | None:
        return self.base.attribute(name) if name == "connections" else super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_alias" and self.own is None:
            return alias_of(call, self.base, self, call.props(1), call.folded(0, "alias_name"))
        if method == "add_auto_scaling" and self.own is not None:
            return _scaling(call, self.own, self.base)
        return super().call(method, call)

    def value(self) -> Value:
        return ResourceReference(self.own if self.own is not None else self.function)

    def owned(self) -> list[Resource]:
        return [self.function, *([self.own] if self.own is not None else [])]


def version_of(function: Invocable, number: Value, *, latest: bool = False) -> Version:
    """A version; all but the latest are made when the function is published."""
    if latest:
        return Version(function, Template((function.arn, ":$LATEST")), number, number)
    if not function.function.external:
        put(function.function, "publish", Scalar(True))
    return Version(function, ResourceReference(function.function, "qualified_arn"), number, number)


def alias_of(
    call: Call,
    function: Invocable,
    version: Node | None,
    props: Arguments,
    alias: Value | None,
    *,
    implied: bool = True,
) -> Version:
    """An alias of a function, which points to one of its versions."""
    world = call.world
    text = alias.text() if alias is not None else None
    name = world.name(call) if not implied else f"{function.label}/Alias{text or ''}"
    resource = world.add("aws_lambda_alias", name, {"name": given(alias, "a name")}, implied=implied)
    resource.properties.open = props.open
    put(resource, "function_name", ResourceReference(function.function, "function_name"))
    number = version.attribute("version") if isinstance(version, Version) else None
    put(
        resource,
        "function_version",
        number if isinstance(number, Value) else Unknown("a version"),
        props.entry("version"),
    )
    fill(resource, props, {"description": "description"})
    if props.raw("additional_versions") is not None:
        weights = Unknown("weights of versions", (props.get("additional_versions"),))
        put(
            resource,
            "routing_config",
            block(additional_version_weights=weights),
            props.entry("additional_versions"),
        )
    made = Version(
        function, ResourceReference(resource, "arn"), given(alias, "a name"), Unknown("a version"), resource
    )
    if isinstance(number, Value):
        made.attributes["version"] = number
    _provisioned(call, made, props)
    if any(props.raw(n) is not None for n in _ASYNC):
        invoke_config(call, made, props, f"{name}/EventInvokeConfig", made.grantee)
    return made


def _provisioned(call: Call, version: Version, props: Arguments) -> None:
    amount = props.get("provisioned_concurrent_executions")
    if not amount.is_absent():
        resource = call.world.add(
            "aws_lambda_provisioned_concurrency_config",
            version.label,
            {
                "function_name": ResourceReference(version.function, "function_name"),
                "qualifier": version.qualifier,
            },
        )
        put(
            resource,
            "provisioned_concurrent_executions",
            amount,
            props.entry("provisioned_concurrent_executions"),
        )


def _scaling(call: Call, alias: Resource, function: Invocable) -> Node:
    """``alias.addAutoScaling({ minCapacity, maxCapacity })``."""
    props = call.props(0)
    name = Template(
        (
            "function:",
            ResourceReference(function.function, "function_name"),
            ":",
            ResourceReference(alias, "name"),
        )
    )
    target = call.world.add(
        "aws_appautoscaling_target",
        f"{alias.name}/AliasScaling",
        {
            "resource_id": name,
            "scalable_dimension": Scalar("lambda:function:ProvisionedConcurrency"),
            "service_namespace": Scalar("lambda"),
            "min_capacity": Scalar(1) if props.absent("min_capacity") else props.get("min_capacity"),
            "max_capacity": props.get("max_capacity"),
        },
    )
    return Opaque((ResourceReference(target),))


def _alias(call: Call) -> Node | None:
    props = call.props()
    version = props.thing("version")
    if not isinstance(version, Version):
        return None
    return alias_of(call, version.base, version, props, props.get("alias_name"), implied=False)


def _version(call: Call) -> Node | None:
    """``new lambda.Version(this, 'V', { lambda: fn })``."""
    props = call.props()
    function = props.thing("lambda") or props.thing("lambda_")
    if not isinstance(function, Invocable):
        return None
    made = version_of(function, ResourceReference(function.function, "version"))
    _provisioned(call, made, props)
    if any(props.raw(n) is not None for n in _ASYNC):
        invoke_config(call, made, props, f"{call.world.name(call)}/EventInvokeConfig", made.grantee)
    return made


def _external_version(call: Call) -> Node:
    resource = call.world.external("aws_lambda_function", call)
    put(resource, "qualified_arn", call.folded(2, "version_arn"))
    function = Invocable(call.world, resource, ResourceReference(resource, "arn"), permitting=None)
    return version_of(function, ResourceReference(resource, "version"))


def _external_alias(call: Call) -> Node:
    props = call.props(2)
    version = props.thing("alias_version")
    name = props.get("alias_name")
    alias = call.world.external("aws_lambda_alias", call, {"name": name})
    if isinstance(version, Version):
        return Version(version.base, ResourceReference(alias, "arn"), name, Unknown("a version"), alias)
    return Made(alias, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda.Alias": _alias,
        "aws-lambda.Alias.from_alias_attributes": _external_alias,
        "aws-lambda.Version": _version,
        "aws-lambda.Version.from_version_arn": _external_version,
        "aws-lambda.Version.from_version_attributes": _external_version,
    }
)
