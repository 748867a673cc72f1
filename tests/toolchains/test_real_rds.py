"""Relational databases of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "instance": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const key = new kms.Key(stack, 'Key');
        const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_3 });
        const pg = new rds.ParameterGroup(stack, 'PG', { engine, parameters: { log_statement: 'all' }, description: 'd' });
        pg.addParameter('rds.force_ssl', '1');
        const db = new rds.DatabaseInstance(stack, 'DB', { engine, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
          instanceType: ec2.InstanceType.of(ec2.InstanceClass.BURSTABLE3, ec2.InstanceSize.MICRO), multiAz: true, allocatedStorage: 50,
          maxAllocatedStorage: 100, storageType: rds.StorageType.GP3, storageEncryptionKey: key, backupRetention: cdk.Duration.days(7),
          deletionProtection: false, databaseName: 'd', instanceIdentifier: 'Ident', port: 5433, publiclyAccessible: false,
          monitoringInterval: cdk.Duration.seconds(60), enablePerformanceInsights: true,
          performanceInsightRetention: rds.PerformanceInsightRetention.LONG_TERM, performanceInsightEncryptionKey: key,
          cloudwatchLogsExports: ['postgresql'], cloudwatchLogsRetention: logs.RetentionDays.ONE_WEEK, parameterGroup: pg,
          autoMinorVersionUpgrade: false, allowMajorVersionUpgrade: true, iamAuthentication: true, copyTagsToSnapshot: false,
          preferredBackupWindow: '01:00-02:00', preferredMaintenanceWindow: 'Sun:23:45-Mon:00:15', deleteAutomatedBackups: true,
          removalPolicy: cdk.RemovalPolicy.DESTROY, caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
          credentials: rds.Credentials.fromGeneratedSecret('me', { secretName: 's' }), s3ImportBuckets: [new s3.Bucket(stack, 'Imp')],
          networkType: rds.NetworkType.IPV4 });
        db.addRotationSingleUser({ automaticallyAfter: cdk.Duration.days(10) });
        db.addRotationMultiUser('MU', { secret: new rds.DatabaseSecret(stack, 'DS', { username: 'x', masterSecret: db.secret }).attach(db) });
        db.connections.allowDefaultPortFromAnyIpv4();
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        db.grantConnect(role, 'u');
        db.secret!.grantRead(role);""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
key = kms.Key(stack, "Key")
engine = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_16_3)
pg = rds.ParameterGroup(stack, "PG", engine=engine, parameters={"log_statement": "all"}, description="d")
pg.add_parameter("rds.force_ssl", "1")
db = rds.DatabaseInstance(stack, "DB", engine=engine, vpc=vpc, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
    instance_type=ec2.InstanceType.of(ec2.InstanceClass.BURSTABLE3, ec2.InstanceSize.MICRO), multi_az=True, allocated_storage=50,
    max_allocated_storage=100, storage_type=rds.StorageType.GP3, storage_encryption_key=key, backup_retention=cdk.Duration.days(7),
    deletion_protection=False, database_name="d", instance_identifier="Ident", port=5433, publicly_accessible=False,
    monitoring_interval=cdk.Duration.seconds(60), enable_performance_insights=True,
    performance_insight_retention=rds.PerformanceInsightRetention.LONG_TERM, performance_insight_encryption_key=key,
    cloudwatch_logs_exports=["postgresql"], cloudwatch_logs_retention=logs.RetentionDays.ONE_WEEK, parameter_group=pg,
    auto_minor_version_upgrade=False, allow_major_version_upgrade=True, iam_authentication=True, copy_tags_to_snapshot=False,
    preferred_backup_window="01:00-02:00", preferred_maintenance_window="Sun:23:45-Mon:00:15", delete_automated_backups=True,
    removal_policy=cdk.RemovalPolicy.DESTROY, ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
    credentials=rds.Credentials.from_generated_secret("me", secret_name="s"), s3_import_buckets=[s3.Bucket(stack, "Imp")],
    network_type=rds.NetworkType.IPV4)
db.add_rotation_single_user(automatically_after=cdk.Duration.days(10))
db.add_rotation_multi_user("MU", secret=rds.DatabaseSecret(stack, "DS", username="x", master_secret=db.secret).attach(db))
db.connections.allow_default_port_from_any_ipv4()
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
db.grant_connect(role, "u")
db.secret.grant_read(role)""",
    ),
    "instances": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const first = new rds.DatabaseInstance(stack, 'Min', { engine: rds.DatabaseInstanceEngine.MYSQL, vpc,
          credentials: rds.Credentials.fromPassword('u', cdk.SecretValue.unsafePlainText('p')), removalPolicy: cdk.RemovalPolicy.RETAIN });
        new rds.DatabaseInstanceReadReplica(stack, 'RR', { sourceDatabaseInstance: first, vpc, instanceType: new ec2.InstanceType('t3.small') });
        const mysql = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0_36 });
        new rds.DatabaseInstanceFromSnapshot(stack, 'FS', { snapshotIdentifier: 'snap', engine: mysql, vpc,
          credentials: rds.SnapshotCredentials.fromGeneratedSecret('admin'), backupRetention: cdk.Duration.days(0) });
        const group = new rds.SubnetGroup(stack, 'SG', { description: 'sub', vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, subnetGroupName: 'Name' });
        new rds.DatabaseInstance(stack, 'Open', { engine: rds.DatabaseInstanceEngine.mariaDb({ version: rds.MariaDbEngineVersion.of('10.11.8', '10.11') }), vpc,
          subnetGroup: group, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, credentials: rds.Credentials.fromUsername('root', { encryptionKey: new kms.Key(stack, 'K') }),
          parameters: { max_connections: '5' }, storageType: rds.StorageType.IO1, securityGroups: [new ec2.SecurityGroup(stack, 'Own', { vpc })], storageEncrypted: true });
        const kept = new sm.Secret(stack, 'Kept');
        new rds.DatabaseInstance(stack, 'Known', { engine: mysql, vpc, credentials: rds.Credentials.fromSecret(kept), manageMasterUserPassword: false });
        new rds.DatabaseInstance(stack, 'Managed', { engine: mysql, vpc, manageMasterUserPassword: true });
        const og = new rds.OptionGroup(stack, 'OG', { engine: rds.DatabaseInstanceEngine.oracleSe2({ version: rds.OracleEngineVersion.VER_19 }),
          configurations: [{ name: 'OEM', port: 1158, vpc }, { name: 'S3_INTEGRATION', version: '1.0', settings: { A: 'b' } }] });
        og.optionConnections.OEM.allowDefaultPortFromAnyIpv4();
        new rds.DatabaseInstance(stack, 'Oracle', { engine: rds.DatabaseInstanceEngine.oracleSe2({ version: rds.OracleEngineVersion.VER_19 }), vpc, optionGroup: og,
          licenseModel: rds.LicenseModel.BRING_YOUR_OWN_LICENSE, domain: 'd-1' });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
first = rds.DatabaseInstance(stack, "Min", engine=rds.DatabaseInstanceEngine.MYSQL, vpc=vpc,
    credentials=rds.Credentials.from_password("u", cdk.SecretValue.unsafe_plain_text("p")), removal_policy=cdk.RemovalPolicy.RETAIN)
rds.DatabaseInstanceReadReplica(stack, "RR", source_database_instance=first, vpc=vpc, instance_type=ec2.InstanceType("t3.small"))
mysql = rds.DatabaseInstanceEngine.mysql(version=rds.MysqlEngineVersion.VER_8_0_36)
rds.DatabaseInstanceFromSnapshot(stack, "FS", snapshot_identifier="snap", engine=mysql, vpc=vpc,
    credentials=rds.SnapshotCredentials.from_generated_secret("admin"), backup_retention=cdk.Duration.days(0))
group = rds.SubnetGroup(stack, "SG", description="sub", vpc=vpc, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), subnet_group_name="Name")
rds.DatabaseInstance(stack, "Open", engine=rds.DatabaseInstanceEngine.maria_db(version=rds.MariaDbEngineVersion.of("10.11.8", "10.11")), vpc=vpc,
    subnet_group=group, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), credentials=rds.Credentials.from_username("root", encryption_key=kms.Key(stack, "K")),
    parameters={"max_connections": "5"}, storage_type=rds.StorageType.IO1, security_groups=[ec2.SecurityGroup(stack, "Own", vpc=vpc)], storage_encrypted=True)
kept = sm.Secret(stack, "Kept")
rds.DatabaseInstance(stack, "Known", engine=mysql, vpc=vpc, credentials=rds.Credentials.from_secret(kept), manage_master_user_password=False)
rds.DatabaseInstance(stack, "Managed", engine=mysql, vpc=vpc, manage_master_user_password=True)
og = rds.OptionGroup(stack, "OG", engine=rds.DatabaseInstanceEngine.oracle_se2(version=rds.OracleEngineVersion.VER_19),
    configurations=[rds.OptionConfiguration(name="OEM", port=1158, vpc=vpc), rds.OptionConfiguration(name="S3_INTEGRATION", version="1.0", settings={"A": "b"})])
og.option_connections["OEM"].allow_default_port_from_any_ipv4()
rds.DatabaseInstance(stack, "Oracle", engine=rds.DatabaseInstanceEngine.oracle_se2(version=rds.OracleEngineVersion.VER_19), vpc=vpc, option_group=og,
    license_model=rds.LicenseModel.BRING_YOUR_OWN_LICENSE, domain="d-1")""",
    ),
    "cluster": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const key = new kms.Key(stack, 'Key');
        const c = new rds.DatabaseCluster(stack, 'C', { engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_15_4 }), vpc,
          writer: rds.ClusterInstance.provisioned('writer', { instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
            publiclyAccessible: false, enablePerformanceInsights: true, instanceIdentifier: 'wid' }),
          readers: [rds.ClusterInstance.serverlessV2('r1', { scaleWithWriter: true }), rds.ClusterInstance.provisioned('r2', { promotionTier: 5 })],
          serverlessV2MinCapacity: 0.5, serverlessV2MaxCapacity: 4, storageEncryptionKey: key,
          backup: { retention: cdk.Duration.days(14), preferredWindow: '01:00-02:00' }, deletionProtection: true, defaultDatabaseName: 'd',
          clusterIdentifier: 'CID', cloudwatchLogsExports: ['postgresql'], cloudwatchLogsRetention: logs.RetentionDays.ONE_MONTH,
          monitoringInterval: cdk.Duration.seconds(30), iamAuthentication: true, port: 5433, parameters: { a: 'b' }, enableDataApi: true,
          preferredMaintenanceWindow: 'Sun:23:45-Mon:00:15', storageType: rds.DBClusterStorageType.AURORA_IOPT1,
          s3ImportBuckets: [new s3.Bucket(stack, 'Imp')], autoMinorVersionUpgrade: true });
        c.addRotationSingleUser();
        c.connections.allowDefaultPortFromAnyIpv4();
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        c.grantDataApiAccess(role);
        c.grantConnect(role, 'u');
        c.addProxy('Proxy', { secrets: [c.secret!], vpc, iamAuth: true, requireTLS: false, borrowTimeout: cdk.Duration.seconds(30) });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
key = kms.Key(stack, "Key")
c = rds.DatabaseCluster(stack, "C", engine=rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_15_4), vpc=vpc,
    writer=rds.ClusterInstance.provisioned("writer", instance_type=ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
        publicly_accessible=False, enable_performance_insights=True, instance_identifier="wid"),
    readers=[rds.ClusterInstance.serverless_v2("r1", scale_with_writer=True), rds.ClusterInstance.provisioned("r2", promotion_tier=5)],
    serverless_v2_min_capacity=0.5, serverless_v2_max_capacity=4, storage_encryption_key=key,
    backup=rds.BackupProps(retention=cdk.Duration.days(14), preferred_window="01:00-02:00"), deletion_protection=True, default_database_name="d",
    cluster_identifier="CID", cloudwatch_logs_exports=["postgresql"], cloudwatch_logs_retention=logs.RetentionDays.ONE_MONTH,
    monitoring_interval=cdk.Duration.seconds(30), iam_authentication=True, port=5433, parameters={"a": "b"}, enable_data_api=True,
    preferred_maintenance_window="Sun:23:45-Mon:00:15", storage_type=rds.DBClusterStorageType.AURORA_IOPT1,
    s3_import_buckets=[s3.Bucket(stack, "Imp")], auto_minor_version_upgrade=True)
c.add_rotation_single_user()
c.connections.allow_default_port_from_any_ipv4()
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
c.grant_data_api_access(role)
c.grant_connect(role, "u")
c.add_proxy("Proxy", secrets=[c.secret], vpc=vpc, iam_auth=True, require_tls=False, borrow_timeout=cdk.Duration.seconds(30))""",
    ),
    "clusters": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const mysql = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_04_0 });
        const legacy = new rds.DatabaseCluster(stack, 'L', { engine: rds.DatabaseClusterEngine.AURORA_MYSQL,
          instanceProps: { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, instanceType: new ec2.InstanceType('t3.medium'), parameters: { x: 'y' } }, instances: 3,
          removalPolicy: cdk.RemovalPolicy.RETAIN, clusterIdentifier: 'legacy', monitoringInterval: cdk.Duration.seconds(60) });
        legacy.connections.allowInternally(ec2.Port.tcp(3306));
        const sv = new rds.ServerlessCluster(stack, 'SV', { engine: rds.DatabaseClusterEngine.AURORA_MYSQL, vpc,
          scaling: { autoPause: cdk.Duration.minutes(10), minCapacity: rds.AuroraCapacityUnit.ACU_2, maxCapacity: rds.AuroraCapacityUnit.ACU_8 } });
        sv.grantDataApiAccess(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
        new rds.DatabaseClusterFromSnapshot(stack, 'SN', { engine: mysql, vpc, writer: rds.ClusterInstance.serverlessV2('w'), snapshotIdentifier: 's',
          snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('root') });
        const db = new rds.DatabaseInstance(stack, 'I', { engine: rds.DatabaseInstanceEngine.MYSQL, vpc });
        const key = new kms.Key(stack, 'Key');
        const proxy = new rds.DatabaseProxy(stack, 'P', { proxyTarget: rds.ProxyTarget.fromInstance(db), secrets: [new sm.Secret(stack, 'X', { encryptionKey: key })], vpc,
          dbProxyName: 'p', vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, maxConnectionsPercent: 50, sessionPinningFilters: [rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS] });
        proxy.connections.allowFromAnyIpv4(ec2.Port.tcp(3306));
        new rds.DatabaseProxyEndpoint(stack, 'PE', { dbProxy: proxy, vpc, dbProxyEndpointName: 'pe', targetRole: rds.ProxyEndpointTargetRole.READ_ONLY });
        new rds.DatabaseCluster(stack, 'M', { engine: mysql, vpc, writer: rds.ClusterInstance.provisioned('w', { caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1 }),
          enablePerformanceInsights: true, databaseInsightsMode: rds.DatabaseInsightsMode.ADVANCED, performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_15,
          enableClusterLevelEnhancedMonitoring: true, monitoringInterval: cdk.Duration.seconds(60), manageMasterUserPassword: true,
          s3ExportBuckets: [new s3.Bucket(stack, 'B', { encryptionKey: key })], s3ImportBuckets: [new s3.Bucket(stack, 'B2')] });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
mysql = rds.DatabaseClusterEngine.aurora_mysql(version=rds.AuroraMysqlEngineVersion.VER_3_04_0)
legacy = rds.DatabaseCluster(stack, "L", engine=rds.DatabaseClusterEngine.AURORA_MYSQL,
    instance_props=rds.InstanceProps(vpc=vpc, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), instance_type=ec2.InstanceType("t3.medium"), parameters={"x": "y"}), instances=3,
    removal_policy=cdk.RemovalPolicy.RETAIN, cluster_identifier="legacy", monitoring_interval=cdk.Duration.seconds(60))
legacy.connections.allow_internally(ec2.Port.tcp(3306))
sv = rds.ServerlessCluster(stack, "SV", engine=rds.DatabaseClusterEngine.AURORA_MYSQL, vpc=vpc,
    scaling=rds.ServerlessScalingOptions(auto_pause=cdk.Duration.minutes(10), min_capacity=rds.AuroraCapacityUnit.ACU_2, max_capacity=rds.AuroraCapacityUnit.ACU_8))
sv.grant_data_api_access(iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")))
rds.DatabaseClusterFromSnapshot(stack, "SN", engine=mysql, vpc=vpc, writer=rds.ClusterInstance.serverless_v2("w"), snapshot_identifier="s",
    snapshot_credentials=rds.SnapshotCredentials.from_generated_secret("root"))
db = rds.DatabaseInstance(stack, "I", engine=rds.DatabaseInstanceEngine.MYSQL, vpc=vpc)
key = kms.Key(stack, "Key")
proxy = rds.DatabaseProxy(stack, "P", proxy_target=rds.ProxyTarget.from_instance(db), secrets=[sm.Secret(stack, "X", encryption_key=key)], vpc=vpc,
    db_proxy_name="p", vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), max_connections_percent=50, session_pinning_filters=[rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS])
proxy.connections.allow_from_any_ipv4(ec2.Port.tcp(3306))
rds.DatabaseProxyEndpoint(stack, "PE", db_proxy=proxy, vpc=vpc, db_proxy_endpoint_name="pe", target_role=rds.ProxyEndpointTargetRole.READ_ONLY)
rds.DatabaseCluster(stack, "M", engine=mysql, vpc=vpc, writer=rds.ClusterInstance.provisioned("w", ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1),
    enable_performance_insights=True, database_insights_mode=rds.DatabaseInsightsMode.ADVANCED, performance_insight_retention=rds.PerformanceInsightRetention.MONTHS_15,
    enable_cluster_level_enhanced_monitoring=True, monitoring_interval=cdk.Duration.seconds(60), manage_master_user_password=True,
    s3_export_buckets=[s3.Bucket(stack, "B", encryption_key=key)], s3_import_buckets=[s3.Bucket(stack, "B2")])""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
