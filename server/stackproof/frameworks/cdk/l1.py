"""L1 classes of the CDK: CloudFormation resources as they are."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.cloudformation import Kind, by_class, by_cloudformation_type
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.overrides import override, set_argument
from stackproof.frameworks.cdk.scopes import Options
from stackproof.frameworks.cdk.securitygroups import everything_out
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, MapEntry, ResourceReference, Sequence


class L1(Made):
    """A CloudFormation resource."""

    def __init__(self, resource: Resource, kind: Kind | None) -> None:
        super().__init__(resource)
        self.kind = kind

    def attribute(self, name: str) -> Node | None:
        if name == "cfn_options":
            return Options(self.resource)
        if name in ("attr_tags", "tags", "logical_id", "cfn_resource_type", "creation_stack"):
            return Opaque((self.value(),))
        if self.kind is None:
            return ResourceReference(self.resource, "id" if name == "ref" else name.removeprefix("attr_"))
        if name == "ref" and self.kind.stands_for:
            return self.resource[self.kind.stands_for]
        return ResourceReference(self.resource, self.kind.attribute(name))

    def call(self, method: str, call: Call) -> Node | None:
        if method == "get_att":
            name = call.folded(0, "attribute_name")
            text = name.text() if name is not None else None
            if text is None:
                return Opaque((self.value(),))
            return self.attribute("attr_" + snake(text.replace(".", "_")))
        if method in ("add_resource_dependency", "add_dependency", "add_depends_on"):
            for value in call.positional:
                node = call.world.node(value)
                if isinstance(node, Made):
                    self.resource.depends_on.append(ResourceReference(node.resource))
            return Opaque()
        return override(self.resource, method, call)

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        if name not in ("cfn_options", "override_logical_id"):
            set_argument(world, self.resource, name, entry)


def recipe(call: Call) -> Node:
    """Any ``Cfn…`` class, and ``CfnResource`` with a type given as text."""
    located = call.located
    assert located is not None
    name = located.names[-1]
    if len(located.names) > 1 or name[:1].islower():
        # Structs of L1 classes (`CfnService.AwsVpcConfigurationProperty`) are bags; their statics make nothing.
        return Opaque(call.world.folder.mentions(call.construction))
    props = call.props()
    kind = by_class(located.module, name)
    shown = f"cfn:{name}"
    if located.key == "core.CfnResource":
        kind, shown, props = _raw(call, props)
    return _resource(call, kind, shown, props)


def _raw(call: Call, props: Arguments) -> tuple[Kind | None, str, Arguments]:
    """``new CfnResource(this, 'id', { type: 'AWS::EC2::Route', properties: {...} })``."""
    type_name = props.get("type").text()
    inner = props.nested("properties")
    if inner is None:
        inner = Arguments(call.world, {}, props.raw("properties") is not None or props.open, props.origin)
    if type_name is None:
        return None, "cfn:CfnResource", inner
    return by_cloudformation_type(type_name), "cfn:Cfn" + type_name.rsplit("::", 1)[-1], inner


def _resource(call: Call, kind: Kind | None, shown: str, props: Arguments) -> L1:
    world = call.world
    resource = world.add(kind.type if kind is not None else shown, world.name(call), implied=False)
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    entries = {k: e for k, e in props.entries.items() if not e.value.is_(None)}
    if kind is None:
        resource.properties.entries.update(
            {k: MapEntry(world.fold(e.value), e.key_origin, e.origin) for k, e in entries.items()}
        )
    else:
        resource.properties.entries.update(kind.translate(world, entries))
        _finish(world, resource, props)
        if kind.finish is not None:
            kind.finish(world, resource)
    return L1(resource, kind)


def _finish(world: World, resource: Resource, props: Arguments) -> None:
    """What the types differ in beyond names."""
    match resource.type:
        case "aws_security_group":
            _default_rules(resource, props)
        case "aws_vpc_security_group_egress_rule":
            _replace_everything_out(resource)
        case "aws_internet_gateway_attachment":
            _attachment(world, resource, props)
        case _:
            pass


def _default_rules(group: Resource, props: Arguments) -> None:
    """CloudFormation leaves AWS' own rule in place, which Terraform removes."""
    if props.absent("security_group_egress"):
        put(group, "egress", Sequence([everything_out()], certainty=Certainty.DEFAULT))
    if props.absent("security_group_ingress"):
        put(group, "ingress", Sequence([], certainty=Certainty.DEFAULT))


def _replace_everything_out(rule: Resource) -> None:
    """AWS' own rule goes as soon as a group has another one."""
    group = rule["security_group_id"].target()
    callee = group.construction.callee if group is not None else None
    if group is None or callee is None or callee.names[-1:] not in (("CfnSecurityGroup",), ("CfnResource",)):
        return
    entry = group.properties.entries.get("egress")
    if entry is not None and entry.value.certainty is Certainty.DEFAULT:
        entry.value = Sequence([], certainty=Certainty.DEFAULT)


def _attachment(world: World, resource: Resource, props: Arguments) -> None:
    """An attachment tells the gateway its VPC."""
    name = "internet_gateway_id"
    if props.raw(name) is None and props.raw("vpn_gateway_id") is not None:
        name, resource.type = "vpn_gateway_id", "aws_vpn_gateway_attachment"
    gateway = resource[name].target()
    if gateway is not None and gateway.type in ("aws_internet_gateway", "aws_vpn_gateway"):
        put(gateway, "vpc_id", resource["vpc_id"])
