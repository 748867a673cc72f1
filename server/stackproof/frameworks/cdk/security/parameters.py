"""Parameters of Systems Manager."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Granting, grantee, use_key
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value

_NAMES = {
    "parameter_arn": "arn",
    "parameter_name": "name",
    "string_value": "value",
    "string_list_value": "value",
    "parameter_type": "type",
}
_READ = ("ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParameter", "ssm:GetParameterHistory")


class ParameterThing(Made):
    """A parameter; ``slash`` when its name begins with one, None when that is not known."""

    def __init__(
        self, world: World, resource: Resource, key: Made | None = None, slash: bool | None = False
    ) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.key = key
        self.slash = slash
        self.attributes["grants"] = Granting(self)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "grant_read":
            if self.key is not None:
                use_key(call, self.key, ["kms:Decrypt"])
            return grant(call, grantee(call), _READ, [self.arn()])
        if method == "grant_write":
            if self.key is not None:
                use_key(call, self.key, ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"])
            return grant(call, grantee(call), ["ssm:PutParameter"], [self.arn()])
        return super().call(method, call)

    def arn(self) -> Value:
        """The ARN as policies call it: by the name."""
        if self.resource.external or self.slash is None:
            return ResourceReference(self.resource, "arn")
        lead = ":parameter" if self.slash else ":parameter/"
        name = ResourceReference(self.resource, "name")
        return self.world.arn(
            ":ssm:", self.world.pseudo("region"), ":", self.world.pseudo("account"), lead, name
        )


def _parameter(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("allowed_pattern", "data_type", "description", "tier", parameter_name="name")
    several = props.get("string_list_value")
    if call.located is not None and call.located.names[-1] == "StringListParameter":
        made.put("type", default("StringList"))
        made.put("value", _joined(several), "string_list_value")
    else:
        kind = props.get("type")
        made.put("type", default("String") if kind.is_absent() else kind, "type")
        made.put("value", props.get("string_value"), "string_value")
    props.entry("simple_name")
    name = props.get("parameter_name")
    text = name.text()
    first = name.pieces()[0] if name.pieces() else None
    slash: bool | None = False if name.is_absent() else None
    if text is not None or isinstance(first, str):
        slash = str(text if text is not None else first).startswith("/")
    found = describe(call.world, "AWS::SSM::Parameter", call.world.name(call), made)
    return ParameterThing(call.world, found.resource, slash=slash)


def _joined(values: Value) -> Value:
    texts = [v.text() for v in values.items()]
    if isinstance(values, Sequence) and not values.open and all(t is not None for t in texts):
        return Scalar(",".join(t for t in texts if t is not None), origin=values.origin)
    return Unknown("values, separated by commas", (values,), origin=values.origin)


def _external(call: Call) -> Node:
    key = call.props().thing("encryption_key")
    resource = call.world.external("aws_ssm_parameter", call)
    made = ParameterThing(call.world, resource, key if isinstance(key, Made) else None)
    made.fragile = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ssm.StringParameter": _parameter,
        "aws-ssm.StringListParameter": _parameter,
        **{
            f"aws-ssm.StringParameter.from_{form}": _external
            for form in (
                "string_parameter_name", "string_parameter_arn", "string_parameter_attributes",
                "secure_string_parameter_attributes",
            )
        },
        "aws-ssm.StringListParameter.from_string_list_parameter_name": _external,
        "aws-ssm.StringListParameter.from_list_parameter_attributes": _external,
    }
)  # fmt: skip
