"""Groups that databases belong to: of subnets, of parameters, of options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.cfn_databases import parameter_blocks
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.databases.engines import Engine, engine_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.peers import tcp
from stackproof.frameworks.cdk.securitygroups import groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Keyed, Made, Node, Opaque, Thing, append, given, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def subnet_ids(props: Arguments, name: str = "vpc_subnets") -> Value:
    """The subnets that are chosen, private ones unless others are."""
    vpc = props.thing("vpc")
    chosen = props.raw(name)
    if isinstance(vpc, VpcThing):
        return vpc.subnet_ids(props, name)
    given = props.world.fold(chosen) if chosen is not None else Unknown("subnets")
    return Unknown("subnets of a VPC that is not known", (given,))


def subnet_group(world: World, name: str, subnets: Value, description: str) -> Resource:
    """The group of subnets that a database makes."""
    arranged = {
        "subnet_ids": MapEntry(subnets),
        "db_subnet_group_description": MapEntry(default(description)),
    }
    return describe(world, "AWS::RDS::DBSubnetGroup", name, arranged, implied=True).resource


def group_given(props: Arguments, name: str = "subnet_group", attribute: str = "name") -> Value | None:
    """The name of a group that is given as an argument; None when there is certainly none."""
    group = props.thing(name)
    if isinstance(group, Made):
        entry = props.entry(name)
        return ResourceReference(group.resource, attribute, origin=entry.value.origin if entry else None)
    if props.raw(name) is not None or props.open:
        return Unknown("a group", (props.get(name),))
    return None


def _subnet_group(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy(description="db_subnet_group_description")
    lower(made, "subnet_group_name", "db_subnet_group_name")
    made.put("subnet_ids", subnet_ids(props), "vpc_subnets")
    props.entry("vpc")
    resource = describe(call.world, "AWS::RDS::DBSubnetGroup", call.world.name(call), made).resource
    return Made(resource, {"subnet_group_name": "name"})


def lower(made: Arranged, source: str, target: str) -> None:
    """A name, which the service keeps in lower case."""
    value = made.props.get(source)
    text = value.text()
    if text is not None:
        value = Scalar(text.lower(), origin=value.origin)
    if not value.is_absent():
        made.put(target, value, source)


class ParameterGroup(Thing):
    """Parameters of databases; a resource is made of them when a database or a cluster takes them."""

    fragile = True

    def __init__(
        self, call: Call, props: Arguments, name: str, family: Value, *, implied: bool = False
    ) -> None:
        values = props.get("parameters", VERBATIM)
        self._parameters = values if isinstance(values, MappingValue) else MappingValue({}, open=True)
        if values.is_absent():
            self._parameters.open = False
        self._construction = call.construction
        self._props = props
        self._name = name
        self._family = family
        self._implied = implied
        self._made: dict[str, Resource] = {}

    def value(self) -> Value:
        made = next(iter(self._made.values()), None)
        return Unknown("parameters of a database") if made is None else ResourceReference(made)

    def owned(self) -> list[Resource]:
        return list(self._made.values())

    def bind(self, world: World, kind: str) -> Value:
        """The name of the group as an ``instance`` or a ``cluster`` takes it."""
        if kind not in self._made:
            name = f"{self._name}/{kind.title()}ParameterGroup" if self._made else self._name
            self._made[kind] = self._make(world, kind, name)
        return ResourceReference(self._made[kind], "name")

    def add(self, world: World, key: str | None, value: Value, *, certain: bool = True) -> None:
        """One parameter more, whose name may not be known."""
        if key is not None:
            self._parameters.entries[key] = MapEntry(
                value if certain else Unknown("set or not", (value,), origin=value.origin)
            )
        else:
            self._parameters.open = True
        for resource in self._made.values():
            put(resource, "parameter", parameter_blocks(self._parameters))

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_parameter":
                key, value = call.folded(0, "key"), call.folded(1, "value")
                text = key.text() if key is not None else None
                self.add(call.world, text, given(value, "a value"), certain=call.certain)
            case "bind_to_cluster" | "bind_to_instance":
                self.bind(call.world, method.removeprefix("bind_to_"))
            case _:
                return None
        return Opaque()

    def _make(self, world: World, kind: str, name: str) -> Resource:
        made = Arranged(self._props)
        cluster = kind == "cluster"
        text = self._family.text()
        said = f"{'Cluster p' if cluster else 'P'}arameter group for {text}"
        description = self._props.get("description")
        if description.is_absent():
            description = default(said) if text is not None else Unknown("a description with the family")
        made.put("description", description, "description")
        made.put("family", self._family, "engine")
        made.copy(name="db_cluster_parameter_group_name" if cluster else "db_parameter_group_name")
        if self._props.raw("parameters") is not None or self._parameters.entries or self._parameters.open:
            made.keep("parameter", parameter_blocks(self._parameters), "parameters")
        for read in ("parameters", "engine"):
            self._props.entry(read)
        type_name = f"AWS::RDS::DB{'Cluster' if cluster else ''}ParameterGroup"
        return describe(
            world, type_name, name, made, implied=self._implied, construction=self._construction
        ).resource


def parameters_given(
    call: Call, props: Arguments, engine: Engine | None, kind: str, name: str
) -> Value | None:
    """The name of the group of parameters that a database takes; None when it takes none."""
    written = props.thing("parameter_group")
    if isinstance(written, ParameterGroup):
        return written.bind(call.world, kind)
    known = group_given(props, "parameter_group")
    if known is not None:
        return known
    if props.raw("parameters") is None:
        return None
    family = engine.family() if engine is not None else Unknown("a family of parameters")
    arguments = Arguments(call.world, {"parameters": props.entries["parameters"]}, origin=props.origin)
    group = ParameterGroup(call, arguments, name, family, implied=True)
    return group.bind(call.world, kind)


def _parameter_group(call: Call) -> Node:
    props = call.props()
    chosen = engine_of(props)
    family = chosen.engine.family() if chosen.engine is not None else Unknown("a family of parameters")
    group = ParameterGroup(call, props, call.world.name(call), family)
    method = call.located.names[-1] if call.located is not None else ""
    if method.startswith("for_"):
        group.bind(call.world, method.removeprefix("for_"))
    return group


def _external_parameters(call: Call) -> Node:
    resource = call.world.external("aws_db_parameter_group", call)
    put(resource, "name", call.folded(2, "parameter_group_name"))
    return Made(resource, fragile=False)


def _option_group(call: Call) -> Node:
    props, world, name = call.props(), call.world, call.world.name(call)
    chosen = engine_of(props)
    first: Value = chosen.engine.first() if chosen.engine is not None else Unknown("a version")
    made = Arranged(props)
    made.copy("option_group_name")
    made.put("engine_name", chosen.name, "engine")
    made.put("major_engine_version", first, "engine")
    description = props.get("description")
    if description.is_absent():
        engine, version = chosen.name.text(), first.text()
        known = engine is not None and version is not None
        description = default(f"Option group for {engine} {version}") if known else Unknown("a description")
    made.put("option_group_description", description, "description")
    listed = props.elements("configurations")
    props.entry("configurations")
    resource = describe(world, "AWS::RDS::OptionGroup", name, made).resource
    group = Made(resource, {"option_group_name": "name"})
    connections: dict[str, Thing] = {}
    for value in listed or ():
        _add_option(call, group, arguments_of(world, value), connections)
    if listed is None:
        put(resource, "option", Unknown("options"), props.entry("configurations"))
    group.methods["add_configuration"] = lambda c: _add_option(c, group, c.props(0), connections)
    group.attributes["option_connections"] = Keyed(connections)
    return group


def _add_option(call: Call, group: Made, option: Arguments | None, found: dict[str, Thing]) -> Node:
    """One option of a group, which has a security group where it listens."""
    if option is None:
        append(group.resource, "option", Unknown("an option"), certain=call.certain)
        return Opaque()
    made = Arranged(option)
    made.copy("port", name="option_name")
    said = {k: MapEntry(e.value, e.key_origin, e.origin) for k, e in made.entries.items()}
    if not option.get("version").is_absent():
        said["version"] = MapEntry(option.get("version"))
    settings = option.get("settings", VERBATIM)
    if not settings.is_absent():
        said["option_settings"] = MapEntry(parameter_blocks(settings))
    name = option.get("name").text()
    if option.raw("vpc") is not None:
        groups = groups_given(option)
        vpc = option.thing("vpc")
        if groups is None:
            where: Value = (
                ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
            )
            own = own_group(
                call,
                f"{group.resource.name}/SecurityGroup{name}",
                where,
                description=f"Security group for {name} option" if name is not None else None,
            )
            connections = Connections(call.world, [own], default=tcp(option.get("port")))
            said["vpc_security_group_memberships"] = MapEntry(
                Sequence([ResourceReference(own.resource, "id")])
            )
        else:
            connections = groups.connections(call.world, tcp(option.get("port")))
            said["vpc_security_group_memberships"] = MapEntry(groups.ids)
        if name is not None:
            found[name] = connections
    block = MappingValue(said, open=option.open or bool(option.unread()), origin=option.origin)
    append(group.resource, "option", block, certain=call.certain)
    return Opaque()


def _external(kind: str, attribute: str, argument: str) -> Recipe:
    def recipe(call: Call) -> Node:
        resource = call.world.external(kind, call)
        put(resource, attribute, call.folded(2, argument))
        return Made(resource, {argument: attribute}, fragile=False)

    return recipe


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.SubnetGroup": _subnet_group,
        "aws-rds.SubnetGroup.from_subnet_group_name": _external(
            "aws_db_subnet_group", "name", "subnet_group_name"
        ),
        "aws-rds.ParameterGroup": _parameter_group,
        "aws-rds.ParameterGroup.for_instance": _parameter_group,
        "aws-rds.ParameterGroup.for_cluster": _parameter_group,
        "aws-rds.ParameterGroup.from_parameter_group_name": _external_parameters,
        "aws-rds.OptionGroup": _option_group,
        "aws-rds.OptionGroup.from_option_group_name": _external(
            "aws_db_option_group", "name", "option_group_name"
        ),
    }
)
