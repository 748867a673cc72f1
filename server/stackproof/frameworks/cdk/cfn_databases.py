"""CloudFormation's relational databases, as Terraform says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import number
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import verbatim
from stackproof.frameworks.cdk.fitting import NOTHING, UP, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_SECRET = {"master_user_secret": UP, "master_user_secret.kms_key_id": "master_user_secret_kms_key_id"}
_SHARED = {
    "enable_cloudwatch_logs_exports": "enabled_cloudwatch_logs_exports",
    "enable_iam_database_authentication": "iam_database_authentication_enabled",
    **_SECRET,
}
_INSTANCE = {
    **_SHARED,
    "db_instance_class": "instance_class",
    "db_instance_identifier": "identifier",
    "db_parameter_group_name": "parameter_group_name",
    "db_snapshot_identifier": "snapshot_identifier",
    "db_cluster_snapshot_identifier": "snapshot_identifier",
    "enable_performance_insights": "performance_insights_enabled",
    "master_username": "username",
    "master_user_password": "password",
    "preferred_backup_window": "backup_window",
    "preferred_maintenance_window": "maintenance_window",
    "vpc_security_groups": "vpc_security_group_ids",
    "source_db_instance_identifier": "replicate_source_db",
    "source_db_cluster_identifier": "replicate_source_db",
    "ca_certificate_identifier": "ca_cert_identifier",
    **dict.fromkeys(
        (
            "additional_storage_volumes", "automatic_backup_replication_kms_key_id", "automatic_backup_replication_region",
            "automatic_backup_replication_retention_period", "certificate_details", "certificate_rotation_restart",
            "db_security_groups", "db_system_id", "endpoint", "processor_features", "source_region", "tde_credential_arn",
            "tde_credential_password", "use_default_processor_features",
        ),
        NOTHING,
    ),
}  # fmt: skip
_CLUSTER = {
    **_SHARED,
    "db_cluster_identifier": "cluster_identifier",
    "master_user_password": "master_password",
    "serverless_v2_scaling_configuration": "serverlessv2_scaling_configuration",
    "enable_global_write_forwarding": "enable_global_write_forwarding",
    **dict.fromkeys(
        ("auto_minor_version_upgrade", "endpoint", "read_endpoint", "publicly_accessible", "source_region"),
        NOTHING,
    ),
}
# Members of clusters say some things in another way than databases on their own.
_MEMBER = {
    "db_cluster_identifier": "cluster_identifier",
    "parameter_group_name": "db_parameter_group_name",
    "backup_window": "preferred_backup_window",
    "maintenance_window": "preferred_maintenance_window",
}
_NOT_OF_MEMBERS = (
    "allocated_storage", "allow_major_version_upgrade", "backup_retention_period", "character_set_name", "db_name",
    "delete_automated_backups", "deletion_protection", "domain", "domain_iam_role_name", "enabled_cloudwatch_logs_exports",
    "iam_database_authentication_enabled", "iops", "kms_key_id", "license_model", "max_allocated_storage", "multi_az",
    "network_type", "option_group_name", "password", "port", "snapshot_identifier", "storage_encrypted", "storage_throughput",
    "storage_type", "timezone", "username", "vpc_security_group_ids", "final_snapshot_identifier", "database_insights_mode",
)  # fmt: skip
_BACK_IN_TIME = {
    "restore_time": "restore_time",
    "use_latest_restorable_time": "use_latest_restorable_time",
    "source_dbi_resource_id": "source_dbi_resource_id",
    "source_db_instance_automated_backups_arn": "source_db_instance_automated_backups_arn",
}
_CLUSTER_BACK_IN_TIME = {
    "restore_to_time": "restore_to_time",
    "restore_type": "restore_type",
    "use_latest_restorable_time": "use_latest_restorable_time",
    "source_db_cluster_identifier": "source_cluster_identifier",
    "source_db_cluster_resource_id": "source_cluster_resource_id",
}


def _instance(world: World, resource: Resource) -> None:
    """A database of its own, or a member of a cluster."""
    entries = resource.properties.entries
    if "db_cluster_identifier" in entries:
        resource.type = "aws_rds_cluster_instance"
        for name in _NOT_OF_MEMBERS:
            entries.pop(name, None)
        for name, target in _MEMBER.items():
            if name in entries:
                entries[target] = entries.pop(name)
    _roles(world, resource, "aws_db_instance_role_association", "db_instance_identifier", "identifier")
    _back_in_time(resource, _BACK_IN_TIME)
    if resource.type == "aws_db_instance":
        _named_snapshot(resource)
        if not resource.properties.open and "replicate_source_db" not in entries:
            # Terraform keeps no backups unless told to.
            entries.setdefault("backup_retention_period", MapEntry(default(1)))


def _named_snapshot(resource: Resource) -> None:
    """CloudFormation finds names for snapshots, which Terraform has to be told."""
    entries = resource.properties.entries
    entries.setdefault(
        "final_snapshot_identifier", MapEntry(Unknown("a snapshot that CloudFormation names or leaves out"))
    )


def _cluster(world: World, resource: Resource) -> None:
    _roles(world, resource, "aws_rds_cluster_role_association", "db_cluster_identifier", "cluster_identifier")
    _back_in_time(resource, _CLUSTER_BACK_IN_TIME)
    _named_snapshot(resource)


def _roles(world: World, resource: Resource, kind: str, argument: str, attribute: str) -> None:
    """Roles that a database takes on; each has a resource of its own in Terraform."""
    entry = resource.properties.entries.pop("associated_roles", None)
    if entry is None:
        return
    for count, role in enumerate(listed(entry.value, "roles")):
        part(
            world,
            resource,
            kind,
            {
                argument: ResourceReference(resource, attribute),
                "feature_name": role.get("feature_name"),
                "role_arn": role.get("role_arn"),
            },
            entry,
            str(count),
        )


def _back_in_time(resource: Resource, names: dict[str, str]) -> None:
    entries = resource.properties.entries
    found = {target: entries.pop(name) for name, target in names.items() if name in entries}
    if found:
        entries["restore_to_point_in_time"] = MapEntry(MappingValue(found))


def parameter_blocks(value: Value) -> Value:
    """Parameters of a database as blocks, from a map of them."""
    if not isinstance(value, MappingValue):
        return value if value.is_absent() else Unknown("parameters", (value,), origin=value.origin)
    blocks: list[Value] = [
        MappingValue({"name": MapEntry(Scalar(name)), "value": entry}, origin=entry.value.origin)
        for name, entry in value.entries.items()
    ]
    return Sequence(blocks, open=value.open, origin=value.origin)


def _parameters(_world: World, resource: Resource) -> None:
    entry = resource.properties.entries.pop("parameters", None)
    if entry is not None:
        resource.properties.entries["parameter"] = MapEntry(
            parameter_blocks(entry.value), entry.key_origin, entry.origin
        )


def parameter_group(cloudformation: str, kind: str, name: str) -> Kind:
    """The kind of a group of parameters, which CloudFormation keeps in a map."""
    return Kind(
        cloudformation,
        kind,
        ref="name",
        fit=Fit(kind, {name: "name"}),
        conversions={"parameters": verbatim("parameters")},
        finish=_parameters,
    )


def _target(world: World, group: Resource) -> None:
    """The databases that a proxy serves are resources of their own in Terraform."""
    entries = group.properties.entries
    name = entries.get("db_proxy_name")
    for source, argument in (
        ("db_instance_identifiers", "db_instance_identifier"),
        ("db_cluster_identifiers", "db_cluster_identifier"),
    ):
        entry = entries.pop(source, None)
        for count, target in enumerate(listed(entry.value, "databases") if entry is not None else ()):
            part(
                world,
                group,
                "aws_db_proxy_target",
                {
                    "db_proxy_name": name.value if name is not None else None,
                    "target_group_name": ResourceReference(group, "name"),
                    argument: target,
                },
                entry,
                f"{argument}{count}",
            )


_ENDPOINT = {"attr_endpoint_address": "address", "attr_endpoint_port": "port"}

KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::RDS::DBInstance",
        "aws_db_instance",
        ref="identifier",
        attributes={
            "attr_db_instance_arn": "arn",
            "attr_dbi_resource_id": "resource_id",
            "attr_master_user_secret_secret_arn": "master_user_secret",
            **_ENDPOINT,
        },
        fit=Fit(
            "aws_db_instance",
            _INSTANCE,
            {"allocated_storage": number, "port": number},
        ),
        finish=_instance,
    ),
    Kind(
        "AWS::RDS::DBCluster",
        "aws_rds_cluster",
        ref="cluster_identifier",
        attributes={
            "attr_db_cluster_arn": "arn",
            "attr_db_cluster_resource_id": "cluster_resource_id",
            "attr_endpoint_address": "endpoint",
            "attr_endpoint_port": "port",
            "attr_read_endpoint_address": "reader_endpoint",
            "attr_master_user_secret_secret_arn": "master_user_secret",
        },
        fit=Fit("aws_rds_cluster", _CLUSTER),
        finish=_cluster,
    ),
    Kind(
        "AWS::RDS::DBSubnetGroup",
        "aws_db_subnet_group",
        ref="name",
        fit=Fit(
            "aws_db_subnet_group",
            {"db_subnet_group_name": "name", "db_subnet_group_description": "description"},
        ),
    ),
    parameter_group("AWS::RDS::DBParameterGroup", "aws_db_parameter_group", "db_parameter_group_name"),
    parameter_group(
        "AWS::RDS::DBClusterParameterGroup",
        "aws_rds_cluster_parameter_group",
        "db_cluster_parameter_group_name",
    ),
    Kind(
        "AWS::RDS::OptionGroup",
        "aws_db_option_group",
        ref="name",
        fit=Fit(
            "aws_db_option_group",
            {
                "option_group_name": "name",
                "option_configurations": "option",
                "option_configurations.option_version": "version",
            },
        ),
    ),
    Kind(
        "AWS::RDS::DBProxy",
        "aws_db_proxy",
        ref="name",
        attributes={"attr_db_proxy_arn": "arn", "attr_endpoint": "endpoint"},
        fit=Fit("aws_db_proxy", {"db_proxy_name": "name"}),
    ),
    Kind(
        "AWS::RDS::DBProxyTargetGroup",
        "aws_db_proxy_default_target_group",
        ref="arn",
        fit=Fit(
            "aws_db_proxy_default_target_group",
            {"connection_pool_configuration_info": "connection_pool_config", "target_group_name": NOTHING},
        ),
        finish=_target,
    ),
    Kind(
        "AWS::RDS::DBProxyEndpoint",
        "aws_db_proxy_endpoint",
        ref="db_proxy_endpoint_name",
    ),
    Kind("AWS::RDS::GlobalCluster", "aws_rds_global_cluster", ref="global_cluster_identifier"),
)
