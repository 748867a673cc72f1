"""The databases in a cluster: its writer, its readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.databasething import DatabaseThing, Endpoint
from stackproof.frameworks.cdk.databases.groups import parameters_given
from stackproof.frameworks.cdk.databases.instances import machine, public
from stackproof.frameworks.cdk.databases.monitoring import look_inside
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, Opaque, Things
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value

_KIND = "AWS::RDS::DBInstance"
_COPIED = (
    "auto_minor_version_upgrade", "allow_major_version_upgrade", "availability_zone", "preferred_maintenance_window",
    "apply_immediately",
)  # fmt: skip


class Member(Opaque):
    """``ClusterInstance.provisioned('writer', {...})``, which a cluster makes."""

    def __init__(self, name: Value | None, props: Arguments, *, serverless: bool) -> None:
        super().__init__((), "a member of a cluster")
        self.name = name
        self.props = props
        self.serverless = serverless


@dataclass(eq=False)
class Membership:
    """What the members of a cluster take from it."""

    cluster: DatabaseThing
    engine: Value
    interval: Value
    role: Value | None
    # Whether the cluster says that it is in public subnets; None when it says nothing.
    public: Value | None
    serverless: bool | None = False


def make_members(call: Call, props: Arguments, shared: Membership) -> None:
    """The writer and the readers; notes whether one of them is serverless."""
    made: list[Resource] = []
    writer = props.node("writer")
    first = _member(call, shared, writer if isinstance(writer, Member) else None, tier=0)
    made.append(first)
    readers = props.raw("readers")
    elements = call.world.elements(readers) if readers is not None else []
    for value in elements or ():
        node = call.world.node(value)
        made.append(_member(call, shared, node if isinstance(node, Member) else None))
    if elements is None:
        rest = _member(call, shared, None)
        rest.conditional = rest.many = True
    for reader in made[1:]:
        reader.depends_on.append(ResourceReference(first))
    name_members(shared.cluster, made, open=elements is None)


def name_members(cluster: DatabaseThing, made: list[Resource], *, open: bool) -> None:
    """Tell who the members are."""
    identifiers: list[Value] = [ResourceReference(m, "identifier") for m in made]
    cluster.attributes["instance_identifiers"] = Sequence(identifiers, open=open)
    port = ResourceReference(cluster.resource, "port")
    ends = [Endpoint(ResourceReference(m, "endpoint"), port) for m in made]
    cluster.attributes["instance_endpoints"] = Things(ends, open=open)


def _member(call: Call, shared: Membership, member: Member | None, tier: int | None = None) -> Resource:
    cluster = shared.cluster
    props = member.props if member is not None else Arguments(call.world, {}, open=True)
    text = member.name.text() if member is not None and member.name is not None else None
    name = f"{cluster.resource.name}/{text or 'member'}"
    made = Arranged(props)
    made.copy(*_COPIED, instance_identifier="db_instance_identifier")
    made.put("db_cluster_identifier", ResourceReference(cluster.resource, "cluster_identifier"))
    made.put("engine", shared.engine)
    _put_class(made, member)
    if member is None:
        shared.serverless = None
    elif member.serverless:
        shared.serverless = True if shared.serverless is not None else None
    _put_tier(made, member, tier)
    accessible = public(props)
    made.put(
        "publicly_accessible", shared.public if accessible is None else accessible, "publicly_accessible"
    )
    look_inside(props, made)
    if not shared.interval.is_absent():
        made.put("monitoring_interval", shared.interval)
    made.put("monitoring_role_arn", shared.role)
    certificate = props.get("ca_certificate")
    if not certificate.is_absent():
        made.put("ca_certificate_identifier", certificate, "ca_certificate")
    parameters = parameters_given(call, props, cluster.engine, "instance", f"{name}/InstanceParameterGroup")
    source = "parameters" if props.raw("parameters") is not None else "parameter_group"
    made.put("db_parameter_group_name", parameters, source)
    props.entry("is_from_legacy_instance_props")
    return describe(call.world, _KIND, name, made, implied=True, role="cluster-member").resource


def _put_class(made: Arranged, member: Member | None) -> None:
    if member is None:
        made.put("db_instance_class", Unknown("a type"))
    elif member.serverless:
        made.put("db_instance_class", "db.serverless")
    else:
        kind = made.props.get("instance_type")
        made.put(
            "db_instance_class",
            default("db.t3.medium") if kind.is_absent() else machine(kind),
            "instance_type",
        )


def _put_tier(made: Arranged, member: Member | None, tier: int | None) -> None:
    """Who becomes the writer when the writer fails."""
    along, own = made.props.get("scale_with_writer"), made.props.get("promotion_tier")
    if tier is not None:
        made.put("promotion_tier", tier)
    elif member is None:
        made.put("promotion_tier", Unknown("a tier"))
    elif member.serverless:
        known = along.is_absent() or along.is_(True) or along.is_(False)
        made.put("promotion_tier", default(1 if along.is_(True) else 2) if known else Unknown("a tier"))
    else:
        made.put("promotion_tier", default(2) if own.is_absent() else own, "promotion_tier")


def make_equal_members(
    call: Call, props: Arguments, inner: Arguments, shared: Membership, group: Value
) -> None:
    """``instances`` members that are all alike."""
    count = props.get("instances")
    number = 2 if count.is_absent() else count.number()
    cluster = shared.cluster
    name = cluster.resource.name
    parameters = parameters_given(call, inner, cluster.engine, "instance", f"{name}/InstanceParameterGroup")
    made: list[Resource] = []
    for index in range(1, int(number) + 1) if number is not None and 0 < number < 100 else (0,):
        arranged = Arranged(inner)
        arranged.copy(*_COPIED[:2], "delete_automated_backups", "preferred_maintenance_window")
        arranged.put("db_cluster_identifier", ResourceReference(cluster.resource, "cluster_identifier"))
        arranged.put("engine", shared.engine)
        arranged.put("db_instance_identifier", _numbered(props, index))
        kind = inner.get("instance_type")
        arranged.put(
            "db_instance_class",
            default("db.t3.medium") if kind.is_absent() else machine(kind),
            "instance_type",
        )
        arranged.put("publicly_accessible", public(inner), "publicly_accessible")
        look_inside(inner, arranged)
        arranged.put("db_subnet_group_name", group)
        if not shared.interval.is_absent():
            arranged.put("monitoring_interval", shared.interval)
        arranged.put("monitoring_role_arn", shared.role)
        source = "parameters" if inner.raw("parameters") is not None else "parameter_group"
        arranged.put("db_parameter_group_name", parameters, source)
        for read in ("vpc", "vpc_subnets", "security_groups"):
            inner.entry(read)
        resource = describe(
            call.world, _KIND, f"{name}/Instance{index or ''}", arranged, implied=True, role="cluster-member"
        ).resource
        resource.many = resource.many or index == 0
        made.append(resource)
    rolling = props.get("instance_update_behaviour")
    if rolling.is_("ROLLING"):
        for before, after in pairwise(made):
            after.depends_on.append(ResourceReference(before))
    name_members(cluster, made, open=number is None)


def _numbered(props: Arguments, index: int) -> Value | None:
    for name, middle in (("instance_identifier_base", ""), ("cluster_identifier", "instance")):
        base = props.get(name)
        if not base.is_absent():
            text = base.text()
            known = text is not None and index > 0
            return (
                Scalar(f"{text}{middle}{index}", origin=base.origin) if known else Unknown("a name", (base,))
            )
    return None


def _recipe(serverless: bool) -> Recipe:
    def recipe(call: Call) -> Node:
        return Member(call.folded(0, "id"), call.props(1), serverless=serverless)

    return recipe


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.ClusterInstance.provisioned": _recipe(False),
        "aws-rds.ClusterInstance.serverless_v2": _recipe(True),
    }
)
