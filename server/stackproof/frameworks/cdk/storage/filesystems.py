"""``efs.FileSystem`` with its group and mount targets, and access points of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe, entry_of
from stackproof.frameworks.cdk.granting import grantee
from stackproof.frameworks.cdk.grants import grant, grantee_of
from stackproof.frameworks.cdk.naming import path_of
from stackproof.frameworks.cdk.options import attribute_of, given, given_or
from stackproof.frameworks.cdk.peers import tcp
from stackproof.frameworks.cdk.policies import (
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import ANYONE
from stackproof.frameworks.cdk.securitygroups import Groups, block, groups_given, own_group
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_PORT = 2049
_MOUNT, _WRITE, _ROOT = (f"elasticfilesystem:Client{action}" for action in ("Mount", "Write", "RootAccess"))
_GRANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "grant_read": (_MOUNT,),
        "grant_read_write": (_MOUNT, _WRITE),
        "grant_root_access": (_MOUNT, _WRITE, _ROOT),
    }
)
_ANONYMOUS = "@aws-cdk/aws-efs:denyAnonymousAccess"


def _mounted() -> MappingValue:
    """Only for those who come through a mount target."""
    inner = MappingValue({"elasticfilesystem:AccessedViaMountTarget": MapEntry(Scalar("true"))})
    return MappingValue({"Bool": MapEntry(inner)})


class SystemThing(Made):
    """A file system; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource, connections: Connections) -> None:
        super().__init__(resource, {"file_system_id": "id", "file_system_arn": "arn"})
        self.world = world
        self.json: Value | None = None
        self.policy: Resource | None = None
        # Whether someone is let in as a client; None when that is not known.
        self.granted: bool | None = False
        self.attributes["connections"] = connections
        self.attributes["mount_targets_available"] = Opaque((self.value(),))
        self.methods["add_access_point"] = lambda c: access_point(
            c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}", self._path(c)
        )
        self.methods["add_to_resource_policy"] = self._add
        self.methods["grant"] = self._grant
        for method in _GRANTS:
            self.methods[method] = lambda c, m=method: self._let(c, m)  # type: ignore[misc]

    def _path(self, call: Call) -> Value:
        inner = call.folded(0, "id")
        text = inner.text() if inner is not None else None
        own = path_of(self.resource.construction, text) if text is not None else None
        return Unknown("the path of an access point") if own is None else Scalar(own)

    def document(self) -> Value | None:
        """The policy; None for file systems from outside, which keep their own."""
        if self.resource.external:
            return None
        if self.policy is None or self.json is None:
            self.json = document([]) if self.json is None else self.json
            self.policy = self.world.add(
                "aws_efs_file_system_policy",
                f"{self.resource.name}/Policy",
                {"file_system_id": ResourceReference(self.resource, "id"), "policy": JsonText(self.json)},
                construction=self.resource.construction,
            )
        return self.json

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document()
        if target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        elif target is not None:
            open_statements(target)
        return Opaque()

    def _grant(self, call: Call) -> Node:
        listed = call.rest(1)
        actions: Value = Unknown("actions") if listed is None else Sequence(listed)
        return grant(call, grantee(call), actions, [ResourceReference(self.resource, "arn")], self.document)

    def _let(self, call: Call, method: str) -> Node:
        self.granted = True if call.certain else self.granted or None
        arn, who = ResourceReference(self.resource, "arn"), grantee(call)
        # The policy of the file system itself says nothing of how those come who have no role.
        options = who.alternatives() if who is not None else ()
        roles = all(grantee_of(call.world, option).role is not None for option in options)
        conditions = _mounted() if roles else None
        return grant(call, who, _GRANTS[method], [arn], self.document, conditions=conditions)


def _system(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.put("encrypted", given_or(props, "encrypted", True), "encrypted")
    made.copy("performance_mode", "throughput_mode")
    key = props.raw("kms_key")
    if key is not None:
        made.put("kms_key_id", attribute_of(world, key, "key_arn"), "kms_key")
    elif not props.absent("kms_key"):
        made.put("kms_key_id", Unknown("a key"), "kms_key")
    made.put("provisioned_throughput_in_mibps", _throughput(props), "provisioned_throughput_per_second")
    made.put("lifecycle_policies", _lifecycle(props), "lifecycle_policy")
    made.put("backup_policy", _backups(props), "enable_automatic_backups")
    kept = given(props, "replication_overwrite_protection")
    guard = None if kept is None else block(replication_overwrite_protection=kept)
    made.put("file_system_protection", guard, "replication_overwrite_protection")
    made.put("replication_configuration", _replicas(props), "replication_configuration")
    zone = props.get("one_zone")
    if not zone.is_absent() and not zone.is_(False):
        made.put("availability_zone_name", Unknown("a zone of the network"), "one_zone")
    own = path_of(call.construction)
    unnamed = Unknown("the path of the file system") if own is None else Scalar(own)
    tags = block(Name=given_or(props, "file_system_name", unnamed))
    made.put("file_system_tags", _pairs(tags), "file_system_name")
    for later in ("allow_anonymous_access", "file_system_policy", "security_group", "vpc", "vpc_subnets"):
        props.entry(later)
    resource = describe(world, "AWS::EFS::FileSystem", name, made).resource
    groups = groups_given(props) or _own_group(call, props, name, tags)
    system = SystemThing(world, resource, groups.connections(world, tcp(Scalar(_PORT))))
    _policy(call, system, props)
    _targets(call, system, props, groups)
    return system


def _pairs(tags: MappingValue) -> Value:
    return Sequence([block(key=Scalar(k), value=e.value) for k, e in tags.entries.items()])


def _throughput(props: Arguments) -> Value | None:
    from stackproof.frameworks.cdk.amounts import Size

    value = given(props, "provisioned_throughput_per_second")
    if value is None:
        return None
    node = props.node("provisioned_throughput_per_second")
    known = node.mebibytes if isinstance(node, Size) else None
    return Unknown("an amount", (value,)) if known is None else Scalar(known, origin=value.origin)


def _lifecycle(props: Arguments) -> Value | None:
    """When files move to cheaper storage, and back."""
    found: list[Value] = []
    for source, target in (
        ("lifecycle_policy", "transition_to_ia"),
        ("out_of_infrequent_access_policy", "transition_to_primary_storage_class"),
        ("transition_to_archive_policy", "transition_to_archive"),
    ):
        value = given(props, source)
        if value is not None and not value.is_present():
            return Unknown("when files move", (value,), origin=value.origin)
        if value is not None:
            found.append(MappingValue({target: MapEntry(value)}))
    return Sequence(found) if found else None


def _backups(props: Arguments) -> Value | None:
    asked = props.get("enable_automatic_backups")
    if asked.is_absent() or asked.is_(False):
        return None
    return block(status="ENABLED") if asked.is_(True) else Unknown("backups", (asked,))


def _replicas(props: Arguments) -> Value | None:
    """Where the replica is."""
    if props.absent("replication_configuration"):
        return None
    node = props.node("replication_configuration")
    if not isinstance(node, MappingValue):
        return Unknown("a replica", (props.get("replication_configuration"),))
    return block(destinations=Sequence([node]))


def _own_group(call: Call, props: Arguments, name: str, tags: Value) -> Groups:
    """The group of the file system, which is tagged like it."""
    vpc = props.thing("vpc")
    network: Value = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    own = own_group(call, f"{name}/EfsSecurityGroup", network)
    put(own.resource, "tags", tags)
    return Groups(Sequence([ResourceReference(own.resource, "id")]), [own])


def _policy(call: Call, system: SystemThing, props: Arguments) -> None:
    """The policy of the author's; when all grants are seen, what it says of those without a name."""
    written = props.raw("file_system_policy")
    if written is not None:
        system.json = policy_document(call.world, written)
        system.document()
        if system.policy is not None and not isinstance(system.json, MappingValue):
            system.policy.conditional = True
    elif not props.absent("file_system_policy"):
        system.json = document([], open=True)
        system.document()
        if system.policy is not None:
            system.policy.conditional = True
    call.world.later(lambda: _anonymous(call, system, props))


def _anonymous(call: Call, system: SystemThing, props: Arguments) -> None:
    """Without a name, nobody may write where somebody is let in by name."""
    asked = props.get("allow_anonymous_access")
    by_flag = call.world.flag(_ANONYMOUS)
    denied: bool | None
    if asked.is_absent():
        denied = True if by_flag or system.granted else None if None in (by_flag, system.granted) else False
    else:
        denied = False if asked.is_(True) else True if asked.is_(False) else None
    if denied is False:
        return
    before = system.policy
    target = system.document()
    found = statements_of(target) if target is not None else None
    if found is None:
        return
    said = statement([_WRITE, _ROOT], ANYONE, Condition=_mounted())
    said.entries.pop("Resource")
    found.elements.append(said)
    if denied is None:
        found.open = True
        if before is None and system.policy is not None:
            system.policy.conditional = True


def _targets(call: Call, system: SystemThing, props: Arguments, groups: Groups) -> None:
    """A way into the file system in each subnet that is chosen: one of every zone unless told otherwise."""
    vpc, zone = props.thing("vpc"), props.get("one_zone")
    subnets: Value = Unknown("subnets")
    if isinstance(vpc, VpcThing) and (zone.is_absent() or zone.is_(False)):
        subnets = vpc.subnet_ids(props, one_per_az=props.absent("vpc_subnets"))
    certain = isinstance(subnets, Sequence) and not subnets.open
    for number, subnet in enumerate(subnets.items() if certain else (Unknown("a subnet", (subnets,)),), 1):
        entries = {
            "file_system_id": entry_of(ResourceReference(system.resource, "id")),
            "security_groups": entry_of(groups.ids),
            "subnet_id": entry_of(subnet),
        }
        name = f"{system.resource.name}/EfsMountTarget{number}"
        made = describe(call.world, "AWS::EFS::MountTarget", name, entries, implied=True).resource
        made.many = made.many or not certain


def access_point(call: Call, system: Made | None, props: Arguments, name: str, path: Value) -> Node:
    """A way into a file system as one user, at one folder."""
    world = call.world
    made = Arranged(props)
    number = ResourceReference(system.resource, "id") if system is not None else Unknown("a file system")
    made.put("file_system_id", number, "file_system")
    root: dict[str, MapEntry] = {}
    for source, target in (("create_acl", "creation_info"), ("path", "path")):
        value = given(props, source)
        if value is not None:
            root[target] = MapEntry(value)
    made.put("root_directory", MappingValue(root), "path")
    made.copy("posix_user", "client_token")
    made.put("access_point_tags", _pairs(block(Name=path)))
    resource = describe(world, "AWS::EFS::AccessPoint", name, made).resource
    return _point(world, resource, system)


def _point(world: World, resource: Resource, system: Made | None) -> Made:
    point = Made(resource, {"access_point_id": "id"}, fragile=False)
    own = (":elasticfilesystem:", world.pseudo("region"), ":", world.pseudo("account"), ":access-point/")
    point.attributes["access_point_arn"] = world.arn(*own, ResourceReference(resource, "id"))
    if system is not None:
        point.attributes["file_system"] = system
    return point


def _access_point(call: Call) -> Node:
    props = call.props()
    system, own = props.thing("file_system"), path_of(call.construction)
    path = Unknown("the path of an access point") if own is None else Scalar(own)
    return access_point(
        call, system if isinstance(system, Made) else None, props, call.world.name(call), path
    )


def _external_point(call: Call) -> Node:
    resource = call.world.external("aws_efs_access_point", call)
    by_id = call.located is not None and call.located.names[-1] == "from_access_point_id"
    props = Arguments(call.world) if by_id else call.props(2)
    put(resource, "id", call.folded(2, "access_point_id") if by_id else props.get("access_point_id"))
    system = props.thing("file_system")
    point = _point(call.world, resource, system if isinstance(system, Made) else None)
    if (arn := given(props, "access_point_arn")) is not None:
        point.attributes["access_point_arn"] = arn
    return point


def _external(call: Call) -> Node:
    props, world = call.props(), call.world
    resource = world.external("aws_efs_file_system", call)
    put(resource, "id", props.get("file_system_id"))
    put(resource, "arn", props.get("file_system_arn"))
    groups = groups_given(props) or Groups(Unknown("groups"), [], open=True)
    system = SystemThing(world, resource, groups.connections(world, tcp(Scalar(_PORT))))
    system.fragile = False
    return system


def _elsewhere(zone: bool) -> Recipe:
    """``ReplicationConfiguration.regionalFileSystem(region, key)`` and its like."""

    def recipe(call: Call) -> Node:
        at = 2 if zone else 1
        key = call.argument(at, "kms_key")
        region = call.folded(0, "region")
        return block(
            region=region if region is not None else call.world.pseudo("region"),
            availability_zone_name=call.folded(1, "availability_zone") if zone else None,
            kms_key_id=attribute_of(call.world, key, "key_arn") if key is not None else None,
        )

    return recipe


_E = "aws-efs"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.FileSystem": _system,
        f"{_E}.FileSystem.from_file_system_attributes": _external,
        f"{_E}.AccessPoint": _access_point,
        f"{_E}.AccessPoint.from_access_point_attributes": _external_point,
        f"{_E}.AccessPoint.from_access_point_id": _external_point,
        f"{_E}.ReplicationConfiguration.regional_file_system": _elsewhere(False),
        f"{_E}.ReplicationConfiguration.one_zone_file_system": _elsewhere(True),
    }
)
