"""CloudFormation's file systems."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING
from stackproof.frameworks.cdk.parts import part
from stackproof.frameworks.cdk.reshaping import pairs
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference


def _beside(world: World, system: Resource) -> None:
    """Backups, the policy and replicas are resources of their own."""
    entries = system.properties.entries
    number = ResourceReference(system, "id")
    lockout = entries.pop("bypass_policy_lockout_safety_check", None)
    permissions = entries.pop("file_system_policy", None)
    if permissions is not None:
        told = {
            "file_system_id": number,
            "policy": permissions.value,
            "bypass_policy_lockout_safety_check": None if lockout is None else lockout.value,
        }
        inner = permissions.value.content if isinstance(permissions.value, JsonText) else permissions.value
        entry = MapEntry(inner, permissions.key_origin, permissions.origin)
        part(world, system, "aws_efs_file_system_policy", told, entry)
    backups = entries.pop("backup_policy", None)
    if backups is not None:
        part(
            world,
            system,
            "aws_efs_backup_policy",
            {"file_system_id": number, "backup_policy": backups.value},
            backups,
        )
    replicas = entries.pop("replication_configuration", None)
    if replicas is not None:
        target = replicas.value.get("destinations", 0)
        told = {"source_file_system_id": number, "destination": target}
        part(world, system, "aws_efs_replication_configuration", told, replicas)


KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::EFS::FileSystem",
        "aws_efs_file_system",
        {
            "file_system_tags": "tags",
            "file_system_protection": "protection",
            "file_system_protection.replication_overwrite_protection": "replication_overwrite",
            "lifecycle_policies": "lifecycle_policy",
            # These are taken out as they are.
            "replication_configuration": "replication_configuration",
        },
        {"file_system_tags": pairs},
        conversions={"file_system_policy": policy("file_system_policy")},
        attributes={"attr_file_system_id": "id"},
        finish=_beside,
    ),
    fitted(
        "AWS::EFS::AccessPoint",
        "aws_efs_access_point",
        {"access_point_tags": "tags", "client_token": NOTHING},
        {"access_point_tags": pairs},
        attributes={"attr_access_point_id": "id"},
    ),
    fitted("AWS::EFS::MountTarget", "aws_efs_mount_target"),
)
