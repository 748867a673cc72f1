"""Databases on their own: new ones, replicas for reading, and those from snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.credentials import Credentials, Login, log_in, log_in_again
from stackproof.frameworks.cdk.databases.databasething import DatabaseThing, network, own_groups, protection
from stackproof.frameworks.cdk.databases.engines import Chosen, engine_of
from stackproof.frameworks.cdk.databases.groups import (
    group_given,
    parameters_given,
    subnet_group,
    subnet_ids,
)
from stackproof.frameworks.cdk.databases.monitoring import (
    arn_of,
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
from stackproof.frameworks.cdk.thing import Node
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value

_COPIED = (
    "auto_minor_version_upgrade", "delete_automated_backups", "multi_az", "iops", "port", "preferred_backup_window",
    "preferred_maintenance_window", "storage_throughput", "max_allocated_storage", "network_type", "apply_immediately",
    "engine_lifecycle_support", "availability_zone", "copy_tags_to_snapshot",
)  # fmt: skip
_SOURCE = ("allow_major_version_upgrade", "license_model", "timezone")


def _instance(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen = _source(call, props, name)
    made.copy("character_set_name")
    encrypt(made)
    login = Login()
    managed = props.get("manage_master_user_password")
    if managed.is_(True):
        given = props.node("credentials")
        user = given.username if isinstance(given, Credentials) else None
        if user is None:
            user = Unknown("a user") if chosen.engine is None else default(chosen.engine.user)
        made.put("master_username", user, "credentials")
        managed_password(props, made)
    else:
        login = log_in(call, props, chosen.engine, name)
        may_be_managed(props, made)
        made.put("master_username", login.username, "credentials")
        made.put("master_user_password", login.password, "credentials")
    return _finish(call, made, groups, chosen, login)


def _from_snapshot(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen = _source(call, props, name)
    made.copy(
        snapshot_identifier="db_snapshot_identifier",
        cluster_snapshot_identifier="db_cluster_snapshot_identifier",
    )
    login = log_in_again(call, props, "credentials", f"{name}/Secret")
    made.put("master_user_password", login.password, "credentials")
    return _finish(call, made, groups, chosen, login)


def _replica(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups = _new(call, props, name)
    encrypt(made)
    made.copy("allocated_storage")
    made.put(
        "source_db_instance_identifier", arn_of(props, "source_database_instance"), "source_database_instance"
    )
    source = props.thing("source_database_instance")
    engine = source.engine if isinstance(source, DatabaseThing) else None
    absent = Chosen(engine, Unknown("the engine of the source"), Unknown("the version of the source"))
    if props.raw("domain") is not None:
        made.put("engine", absent.name if engine is None else Scalar(engine.name))
    parameters = parameters_given(call, props, engine, "instance", f"{name}/ParameterGroup")
    made.put("db_parameter_group_name", parameters, "parameter_group")
    return _finish(call, made, groups, absent, Login())


def _source(call: Call, props: Arguments, name: str) -> tuple[Arranged, Groups, Chosen]:
    """What databases have that do not follow another one."""
    made, groups = _new(call, props, name)
    chosen = engine_of(props)
    made.put("engine", chosen.name, "engine")
    made.put("engine_version", chosen.version, "engine")
    made.copy(*_SOURCE, "allocated_storage", database_name="db_name")
    made.otherwise("allocated_storage", 100)
    exchange(call, props, made, chosen.engine, name)
    parameters = parameters_given(call, props, chosen.engine, "instance", f"{name}/ParameterGroup")
    source = "parameters" if props.raw("parameters") is not None else "parameter_group"
    made.put("db_parameter_group_name", parameters, source)
    return made, groups, chosen


def _new(call: Call, props: Arguments, name: str) -> tuple[Arranged, Groups]:
    """What all databases on their own have."""
    made = Arranged(props)
    made.copy(*_COPIED)
    made.copy(cloudwatch_logs_exports="enable_cloudwatch_logs_exports")
    made.copy(iam_authentication="enable_iam_database_authentication")
    made.copy("storage_type")
    retention = in_days(props.get("backup_retention"))
    made.put("backup_retention_period", None if retention.is_absent() else retention, "backup_retention")
    made.otherwise("copy_tags_to_snapshot", True)
    made.otherwise("storage_type", "gp2")
    if props.get("storage_type").is_any_of("io1", "io2"):
        made.otherwise("iops", 1000)
    made.put("db_instance_class", _class(props), "instance_type")
    identifier(made, "instance_identifier", "db_instance_identifier")
    made.put("deletion_protection", protection(props), _reason(props))
    vpc = network(props)
    selection = "vpc_subnets" if props.raw("vpc_subnets") is not None else "vpc_placement"
    last = name.rsplit("/", 1)[-1]
    group = group_given(props)
    if group is None:
        own = subnet_group(
            call.world,
            f"{name}/SubnetGroup",
            subnet_ids(props, selection),
            f"Subnet group for {last} database",
        )
        group = ResourceReference(own, "name")
    made.put("db_subnet_group_name", group, "subnet_group")
    groups = own_groups(call, props, name, f"Security group for {last} database", vpc)
    made.put("vpc_security_groups", groups.ids, "security_groups")
    made.put("publicly_accessible", public(props, selection), "publicly_accessible")
    watch(call, props, made, name)
    look_inside(props, made)
    join_directory(call, props, made, f"{name}/RDSDirectoryServiceRole")
    made.put("option_group_name", group_given(props, "option_group"), "option_group")
    certificate = props.get("ca_certificate")
    if not certificate.is_absent():
        made.put("ca_certificate_identifier", certificate, "ca_certificate")
    # Terraform has nothing like the first; the others are said of log groups.
    for name in ("processor_features", "cloudwatch_logs_retention", "cloudwatch_logs_retention_role"):
        props.entry(name)
    return made, groups


def _reason(props: Arguments) -> str:
    return "removal_policy" if props.absent("deletion_protection") else "deletion_protection"


def _class(props: Arguments) -> Value:
    kind = props.get("instance_type")
    if kind.is_absent():
        follows = props.raw("source_database_instance") is not None
        return Unknown("the type of the source") if follows else default("db.m5.large")
    return machine(kind)


def machine(kind: Value) -> Value:
    """A type of machine, as databases call it."""
    text = kind.text()
    return (
        Unknown("a type", (kind,), origin=kind.origin)
        if text is None
        else Scalar(f"db.{text}", origin=kind.origin)
    )


def identifier(made: Arranged, source: str, target: str) -> None:
    """A name of a database; a flag keeps it in lower case."""
    value = made.props.get(source)
    text = value.text()
    lower = made.props.world.flag("@aws-cdk/aws-rds:lowercaseDbIdentifier")
    if text is not None and lower is not False:
        known = lower is True or text == text.lower()
        value = Scalar(text.lower(), origin=value.origin) if known else Unknown("a name", origin=value.origin)
    if not value.is_absent():
        made.put(target, value, source)


def encrypt(made: Arranged) -> None:
    """Storage with a key of one's own is encrypted, whatever is said of it."""
    key = arn_of(made.props, "storage_encryption_key")
    if key is None:
        made.copy("storage_encrypted")
    else:
        made.put("kms_key_id", key, "storage_encryption_key")
        made.put("storage_encrypted", True, "storage_encryption_key")
        made.props.entry("storage_encrypted")


def public(props: Arguments, selection: str = "vpc_subnets") -> Value | None:
    """Whether a database can be reached from outside, as in public subnets where nothing is said."""
    value = props.get("publicly_accessible")
    if not value.is_absent():
        return value
    chosen = props.nested(selection)
    if chosen is None:
        return None if props.raw(selection) is None else Unknown("as the subnets are")
    kind = chosen.get("subnet_type")
    if kind.is_absent():
        return None
    return default(kind.is_("Public")) if kind.text() is not None else Unknown("as the subnets are")


def _finish(call: Call, made: Arranged, groups: Groups, chosen: Chosen, login: Login) -> Node:
    props = made.props
    resource = describe(call.world, "AWS::RDS::DBInstance", call.world.name(call), made).resource
    thing = DatabaseThing(call.world, resource, groups, engine=chosen.engine, vpc=network(props))
    thing.keep(login.secret)
    thing.attributes["cloudwatch_log_groups"] = keep_logs(call, props, resource, "instance", "identifier")
    return thing


def _external(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_db_instance", call)
    for source, target in (
        ("instance_identifier", "identifier"),
        ("instance_endpoint_address", "address"),
        ("port", "port"),
        ("instance_resource_id", "resource_id"),
    ):
        value = props.get(source)
        if not value.is_absent():
            resource.properties.entries[target] = MapEntry(value)
    port = props.get("port")
    known = None if port.is_absent() else port
    thing = DatabaseThing(call.world, resource, groups_given(props), port=known)
    thing.fragile = False
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.DatabaseInstance": _instance,
        "aws-rds.DatabaseInstanceFromSnapshot": _from_snapshot,
        "aws-rds.DatabaseInstanceReadReplica": _replica,
        "aws-rds.DatabaseInstance.from_database_instance_attributes": _external,
        "aws-rds.DatabaseInstanceBase.from_database_instance_attributes": _external,
        "aws-rds.DatabaseInstance.from_lookup": _external,
        "aws-rds.DatabaseInstanceBase.from_lookup": _external,
    }
)
