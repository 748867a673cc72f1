"""File systems of the CDK: CloudFormation's own words for them, and what is not known of them."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_E = "const efs = cdk.aws_efs; const vpc = new ec2.Vpc(this, 'V', { maxAzs: 2 }); "
_X = "JSON.parse('x')"


def _system(options: str, after: str = "") -> Recognised:
    return ts(f"{_E}const f = new efs.FileSystem(this, 'F', {{ vpc, {options} }}); {after}")


def _all(program: Recognised, kind: str) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == kind]


def test_a_file_system_in_cloudformations_words() -> None:
    program = ts(
        """const f = new cdk.aws_efs.CfnFileSystem(this, 'F', { encrypted: true, lifecyclePolicies: [{ transitionToIa: 'AFTER_7_DAYS' }], backupPolicy: { status: 'ENABLED' },
          fileSystemTags: [{ key: 'a', value: 'b' }], fileSystemProtection: { replicationOverwriteProtection: 'DISABLED' },
          replicationConfiguration: { destinations: [{ region: 'us-west-2' }] }, fileSystemPolicy: { Version: '2012-10-17', Statement: [] } });
        new cdk.aws_efs.CfnMountTarget(this, 'M', { fileSystemId: f.ref, subnetId: 's', securityGroups: ['g'] });"""
    )
    assert plain(program.one("aws_efs_file_system").properties) == {
        "encrypted": True,
        "lifecycle_policy": [{"transition_to_ia": "AFTER_7_DAYS"}],
        "tags": {"a": "b"},
        "protection": {"replication_overwrite": "DISABLED"},
    }
    assert plain(program.one("aws_efs_backup_policy")["backup_policy"]) == {"status": "ENABLED"}
    assert plain(program.one("aws_efs_replication_configuration")["destination"]) == {"region": "us-west-2"}
    assert plain(program.one("aws_efs_file_system_policy")["policy"]) == {
        "json": {"Version": "2012-10-17", "Statement": []}
    }
    assert program.one("aws_efs_mount_target")["file_system_id"].refers_to(program.one("aws_efs_file_system"))


def test_a_policy_that_is_not_known() -> None:
    program = ts(
        f"new cdk.aws_efs.CfnFileSystem(this, 'F', {{ fileSystemPolicy: {_X}, backupPolicy: {_X} }});"
    )
    assert program.one("aws_efs_file_system_policy").conditional
    assert program.one("aws_efs_backup_policy").conditional


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (f"encrypted: {_X}", "encrypted"),
        (f"kmsKey: {_X}", "kms_key_id"),
        (f"lifecyclePolicy: {_X}", "lifecycle_policy"),
        (f"replicationOverwriteProtection: {_X}", "protection"),
        (f"oneZone: {_X}", "availability_zone_name"),
        (f"...{_X}", "kms_key_id"),
        (f"...{_X}", "lifecycle_policy"),
    ],
)
def test_options_that_are_not_known(options: str, name: str) -> None:
    assert _system(options).one("aws_efs_file_system")[name].is_unknown()


@pytest.mark.parametrize("options", [f"vpcSubnets: {_X}", f"oneZone: {_X}", f"vpc: {_X}"])
def test_subnets_that_are_not_known(options: str) -> None:
    target = _system(options).one("aws_efs_mount_target")
    assert target.many
    assert target["subnet_id"].is_unknown()


def test_a_group_that_is_not_known() -> None:
    program = _system(f"securityGroup: {_X}")
    assert _all(program, "aws_security_group") == []
    assert _all(program, "aws_efs_mount_target")[0]["security_groups"].is_unknown()


@pytest.mark.parametrize(
    ("options", "after", "outcome"),
    [
        # A flag decides, of which nothing is known here.
        ("", "", True),
        ("allowAnonymousAccess: true", "f.grantRead(r);", None),
        ("", "f.grantRead(r);", False),
        ("", "if (process.env.X) f.grantRead(r);", True),
        (f"allowAnonymousAccess: {_X}", "", True),
    ],
)
def test_who_has_no_name_is_kept_out_where_somebody_is_let_in(
    options: str, after: str, outcome: bool | None
) -> None:
    role = "const r = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });"
    found = _all(_system(options, role + after), "aws_efs_file_system_policy")
    assert ([p.conditional for p in found] or [None]) == [outcome]


def test_accounts_are_let_in_by_the_policy_of_the_file_system() -> None:
    policy = _system(
        "allowAnonymousAccess: true", "f.grantRead(new iam.AccountPrincipal('111111111111'));"
    ).one("aws_efs_file_system_policy")
    assert policy["policy"].get("Statement", 0).get("Condition").is_absent()
    assert plain(policy["policy"].get("Statement", 0).get("Action")) == ["elasticfilesystem:ClientMount"]
