"""Clusters of databases: Aurora with its members, serverless ones of the first kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.credentials import Credentials, Login, log_in, log_in_again
from stackproof.frameworks.cdk.databases.databasething import DatabaseThing, network, own_groups, protection
from stackproof.frameworks.cdk.databases.engines import Chosen, Engine, engine_of
from stackproof.frameworks.cdk.databases.groups import (
    ParameterGroup,
    group_given,
    parameters_given,
    subnet_group,
    subnet_ids,
)
from stackproof.frameworks.cdk.databases.instances import encrypt, identifier, public
from stackproof.frameworks.cdk.databases.members import Membership, make_equal_members, make_members
from stackproof.frameworks.cdk.databases.monitoring import (
    exchange,
    join_directory,
    keep_logs,
    look_inside,
    managed_password,
    may_be_managed,
    watch,
)
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, put
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_COPIED = (
    "port", "network_type", "enable_local_write_forwarding", "cluster_scalability_type", "backtrack_window",
    "preferred_maintenance_window", "auto_minor_version_upgrade", "engine_lifecycle_support", "delete_automated_backups",
    "storage_type", "copy_tags_to_snapshot",
)  # fmt: skip
# Read by what is made beside a cluster.
_BESIDE = (
    "writer", "readers", "instances", "instance_props", "instance_update_behaviour", "instance_identifier_base", "vpc",
    "vpc_subnets", "cloudwatch_logs_retention", "cloudwatch_logs_retention_role", "serverless_v2_min_capacity",
    "serverless_v2_max_capacity", "serverless_v2_auto_pause_duration", "enable_cluster_level_enhanced_monitoring",
)  # fmt: skip


def _cluster(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen, group, role = _new(call, props, name)
    made.copy("replication_source_identifier")
    login = Login()
    if props.get("manage_master_user_password").is_(True):
        given = props.node("credentials")
        user = given.username if isinstance(given, Credentials) else None
        if user is None:
            user = Unknown("a user") if chosen.engine is None else default(chosen.engine.user)
        made.put("master_username", user, "credentials")
        managed_password(props, made)
    else:
        login = log_in(call, props, chosen.engine, name)
        may_be_managed(props, made)
        if props.raw("replication_source_identifier") is None:
            made.put("master_username", login.username, "credentials")
            made.put("master_user_password", login.password, "credentials")
    return _finish(call, made, groups, chosen, login, group, role)


def _from_snapshot(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen, group, role = _new(call, props, name)
    made.copy("snapshot_identifier")
    managed = props.get("manage_master_user_password").is_(True)
    prevented = call.world.flag("@aws-cdk/aws-rds:preventRenderingDeprecatedCredentials")
    old = Login()
    if not managed and prevented is not True:
        # Older credentials are made into a secret which the cluster does not use.
        old = log_in(call, props, chosen.engine, name)
    login = log_in_again(call, props, "snapshot_credentials", f"{name}/SnapshotSecret")
    made.put("master_user_password", None if managed else login.password, "snapshot_credentials")
    if managed:
        managed_password(props, made, "snapshot_credentials")
    if login.secret is None:
        login = Login(None, None, old.secret)
    props.entry("credentials")
    return _finish(call, made, groups, chosen, login, group, role)


def _new(call: Call, props: Arguments, name: str) -> tuple[Arranged, Groups, Chosen, Value, Value | None]:
    """What all clusters of Aurora have."""
    made = Arranged(props)
    made.copy(
        *_COPIED,
        enable_data_api="enable_http_endpoint",
        iam_authentication="enable_iam_database_authentication",
        default_database_name="database_name",
        cloudwatch_logs_exports="enable_cloudwatch_logs_exports",
        cluster_scailability_type="cluster_scalability_type",
    )
    made.otherwise("copy_tags_to_snapshot", True)
    identifier(made, "cluster_identifier", "db_cluster_identifier")
    _back_up(made)
    encrypt(made)
    made.put("deletion_protection", protection(props), "deletion_protection")
    chosen = engine_of(props)
    made.put("engine", chosen.name, "engine")
    made.put("engine_version", chosen.version, "engine")
    if chosen.engine is not None and chosen.engine.name == "aurora-postgresql":
        made.otherwise("port", 5432)
    for read in _BESIDE:
        props.entry(read)
    inner = props.nested("instance_props")
    placed = inner if inner is not None else props
    vpc, last = network(placed), name.rsplit("/", 1)[-1]
    group = group_given(props)
    if group is None:
        own = subnet_group(call.world, f"{name}/Subnets", subnet_ids(placed), f"Subnets for {last} database")
        group = ResourceReference(own, "name")
    made.put("db_subnet_group_name", group, "subnet_group")
    holder = inner if inner is not None and inner.raw("security_groups") is not None else props
    groups = own_groups(call, holder, name, "RDS security group", vpc)
    props.entry("security_groups")
    made.put("vpc_security_group_ids", groups.ids, "security_groups")
    arns = exchange(call, props, made, chosen.engine, name)
    _parameters(call, made, chosen.engine, name, arns)
    join_directory(call, props, made, f"{name}/RDSClusterDirectoryServiceRole")
    look_inside(props, made, "performance_insights_enabled")
    whole = props.get("enable_cluster_level_enhanced_monitoring")
    role = watch(call, props, made, name)
    if not whole.is_(True):
        for target in ("monitoring_interval", "monitoring_role_arn"):
            made.entries.pop(target, None)
    return made, groups, chosen, group, role


def _back_up(made: Arranged) -> None:
    backup = made.props.nested("backup")
    if backup is None:
        if made.props.raw("backup") is not None:
            made.put("backup_retention_period", Unknown("a backup"), "backup")
        return
    for source, target, value in (
        ("retention", "backup_retention_period", in_days(backup.get("retention"))),
        ("preferred_window", "preferred_backup_window", backup.get("preferred_window")),
    ):
        entry = backup.entry(source)
        if not value.is_absent():
            made.entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )


def _parameters(call: Call, made: Arranged, engine: Engine | None, name: str, arns: dict[str, Value]) -> None:
    """The cluster's parameters; Aurora for MySQL hears there which roles to take on."""
    props = made.props
    given = parameters_given(call, props, engine, "cluster", f"{name}/ParameterGroup")
    source = "parameters" if props.raw("parameters") is not None else "parameter_group"
    if given is None and arns and (engine is None or engine.kind == "MYSQL"):
        family = engine.family() if engine is not None else Unknown("a family of parameters")
        own = ParameterGroup(
            call, Arguments(call.world), f"{name}/ClusterParameterGroup", family, implied=True
        )
        for way, arn in arns.items():
            own.add(call.world, _role_parameter(engine, way), arn)
        given = own.bind(call.world, "cluster")
    elif arns and engine is not None and engine.kind == "MYSQL":
        group = props.thing("parameter_group")
        if isinstance(group, ParameterGroup):
            for way, arn in arns.items():
                group.add(call.world, _role_parameter(engine, way), arn)
        elif given is not None and (target := given.target()) is not None:
            put(target, "parameter", Unknown("parameters that name roles"))
    if given is None and engine is not None and engine.name != "aurora":
        text = engine.family().text()
        given = default(f"default.{text}") if text is not None else Unknown("a group of the service's own")
    made.put("db_cluster_parameter_group_name", given, source)


def _role_parameter(engine: Engine | None, way: str) -> str | None:
    if engine is None:
        return None
    if engine.combined:
        return "aws_default_s3_role"
    return "aurora_load_from_s3_role" if way == "import" else "aurora_select_into_s3_role"


def _finish(
    call: Call,
    made: Arranged,
    groups: Groups,
    chosen: Chosen,
    login: Login,
    group: Value,
    role: Value | None,
) -> Node:
    props, world = made.props, call.world
    inner = props.nested("instance_props")
    resource = describe(world, "AWS::RDS::DBCluster", world.name(call), made).resource
    placed = inner if inner is not None else props
    thing = DatabaseThing(world, resource, groups, engine=chosen.engine, vpc=network(placed))
    thing.keep(login.secret)
    thing.attributes["cloudwatch_log_groups"] = keep_logs(
        call, props, resource, "cluster", "cluster_identifier"
    )
    whole = props.get("enable_cluster_level_enhanced_monitoring").is_(True)
    interval = Absent() if whole else props.get("monitoring_interval")
    shared = Membership(thing, chosen.name, interval, None if whole else role, public(placed))
    if props.get("cluster_scalability_type").is_("limitless"):
        return thing
    if inner is not None:
        make_equal_members(call, props, inner, shared, group)
    else:
        make_members(call, props, shared)
    _scale(made.props, thing, shared.serverless)
    return thing


def _scale(props: Arguments, cluster: DatabaseThing, serverless: bool | None) -> None:
    """How far serverless members grow."""
    if serverless is False:
        return
    entries: dict[str, MapEntry] = {}
    for source, target, otherwise in (
        ("serverless_v2_min_capacity", "min_capacity", 0.5),
        ("serverless_v2_max_capacity", "max_capacity", 2),
    ):
        value, entry = props.get(source), props.entry(source)
        known = Scalar(otherwise) if value.is_absent() else value
        entries[target] = MapEntry(
            known, entry.key_origin if entry else None, entry.origin if entry else None
        )
    pause = props.get("serverless_v2_auto_pause_duration")
    if not pause.is_absent():
        entries["seconds_until_auto_pause"] = MapEntry(pause)
    scaling: Value = MappingValue(entries)
    put(
        cluster.resource,
        "serverlessv2_scaling_configuration",
        scaling if serverless else Unknown("members that may be serverless", (scaling,)),
    )


def _external(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_rds_cluster", call)
    for source, target in (
        ("cluster_identifier", "cluster_identifier"),
        ("cluster_endpoint_address", "endpoint"),
        ("reader_endpoint_address", "reader_endpoint"),
        ("port", "port"),
        ("cluster_resource_identifier", "cluster_resource_id"),
    ):
        put(resource, target, props.get(source))
    port = props.get("port")
    known = None if port.is_absent() else port
    thing = DatabaseThing(call.world, resource, groups_given(props), port=known)
    thing.fragile = False
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.DatabaseCluster": _cluster,
        "aws-rds.DatabaseClusterFromSnapshot": _from_snapshot,
        "aws-rds.DatabaseCluster.from_database_cluster_attributes": _external,
        "aws-rds.DatabaseCluster.from_lookup": _external,
        "aws-rds.ServerlessCluster.from_serverless_cluster_attributes": _external,
    }
)
