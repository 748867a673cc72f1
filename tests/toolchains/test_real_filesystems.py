"""File systems of CDK programs are those which the real library synthesises, with all that leads to them."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "systems": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const key = new kms.Key(stack, 'K');
        const plain = new efs.FileSystem(stack, 'Plain', { vpc });
        const group = new ec2.SecurityGroup(stack, 'G', { vpc });
        new efs.FileSystem(stack, 'Full', { vpc, fileSystemName: 'full', encrypted: true, kmsKey: key, securityGroup: group, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
          lifecyclePolicy: efs.LifecyclePolicy.AFTER_14_DAYS, outOfInfrequentAccessPolicy: efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS, transitionToArchivePolicy: efs.LifecyclePolicy.AFTER_90_DAYS,
          performanceMode: efs.PerformanceMode.GENERAL_PURPOSE, throughputMode: efs.ThroughputMode.PROVISIONED, provisionedThroughputPerSecond: cdk.Size.mebibytes(64),
          enableAutomaticBackups: true, replicationOverwriteProtection: efs.ReplicationOverwriteProtection.ENABLED, allowAnonymousAccess: false });
        new efs.FileSystem(stack, 'Replica', { vpc, encrypted: false, replicationConfiguration: efs.ReplicationConfiguration.regionalFileSystem('us-west-2', key),
          fileSystemPolicy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['elasticfilesystem:ClientMount'], principals: [new iam.AnyPrincipal()] })] }) });
        const point = plain.addAccessPoint('Ap', { path: '/export', createAcl: { ownerGid: '1', ownerUid: '2', permissions: '750' }, posixUser: { gid: '1', uid: '2' } });
        new efs.AccessPoint(stack, 'Other', { fileSystem: plain });
        const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        plain.grantReadWrite(role);
        plain.grant(role, 'elasticfilesystem:DescribeFileSystems');
        const shared = new efs.FileSystem(stack, 'Shared', { vpc, securityGroup: group });
        shared.addToResourcePolicy(new iam.PolicyStatement({ actions: ['elasticfilesystem:ClientWrite'], principals: [new iam.AccountPrincipal('222222222222')] }));
        plain.connections.allowDefaultPortFrom(group);
        new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x'), vpc, filesystem: lambda_.FileSystem.fromEfsAccessPoint(point, '/mnt/a') });
        const task = new ecs.FargateTaskDefinition(stack, 'T');
        task.addVolume({ name: 'v', efsVolumeConfiguration: { fileSystemId: plain.fileSystemId, authorizationConfig: { accessPointId: point.accessPointId } } });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${plain.fileSystemArn} ${point.accessPointArn}` });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
key = kms.Key(stack, "K")
plain = efs.FileSystem(stack, "Plain", vpc=vpc)
group = ec2.SecurityGroup(stack, "G", vpc=vpc)
efs.FileSystem(stack, "Full", vpc=vpc, file_system_name="full", encrypted=True, kms_key=key, security_group=group, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
    lifecycle_policy=efs.LifecyclePolicy.AFTER_14_DAYS, out_of_infrequent_access_policy=efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS, transition_to_archive_policy=efs.LifecyclePolicy.AFTER_90_DAYS,
    performance_mode=efs.PerformanceMode.GENERAL_PURPOSE, throughput_mode=efs.ThroughputMode.PROVISIONED, provisioned_throughput_per_second=cdk.Size.mebibytes(64),
    enable_automatic_backups=True, replication_overwrite_protection=efs.ReplicationOverwriteProtection.ENABLED, allow_anonymous_access=False)
efs.FileSystem(stack, "Replica", vpc=vpc, encrypted=False, replication_configuration=efs.ReplicationConfiguration.regional_file_system("us-west-2", key),
    file_system_policy=iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["elasticfilesystem:ClientMount"], principals=[iam.AnyPrincipal()])]))
point = plain.add_access_point("Ap", path="/export", create_acl=efs.Acl(owner_gid="1", owner_uid="2", permissions="750"), posix_user=efs.PosixUser(gid="1", uid="2"))
efs.AccessPoint(stack, "Other", file_system=plain)
role = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
plain.grant_read_write(role)
plain.grant(role, "elasticfilesystem:DescribeFileSystems")
shared = efs.FileSystem(stack, "Shared", vpc=vpc, security_group=group)
shared.add_to_resource_policy(iam.PolicyStatement(actions=["elasticfilesystem:ClientWrite"], principals=[iam.AccountPrincipal("222222222222")]))
plain.connections.allow_default_port_from(group)
lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"), vpc=vpc, filesystem=lambda_.FileSystem.from_efs_access_point(point, "/mnt/a"))
task = ecs.FargateTaskDefinition(stack, "T")
task.add_volume(name="v", efs_volume_configuration=ecs.EfsVolumeConfiguration(file_system_id=plain.file_system_id, authorization_config=ecs.AuthorizationConfig(access_point_id=point.access_point_id)))
ssm.StringParameter(stack, "Param", string_value=f"{plain.file_system_arn} {point.access_point_arn}")""",
    ),
}
_NETWORK = {
    name: frozenset({"description"})
    for name in (
        "aws_security_group",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
    )
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, {**TYPES, **_NETWORK}) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, {**TYPES, **_NETWORK}) == {}
