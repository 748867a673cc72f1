"""Buckets, file systems and repositories of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "bucket": (
        """new s3.Bucket(stack, 'Full', {
          bucketName: 'bucket', versioned: true, encryption: s3.BucketEncryption.KMS, bucketKeyEnabled: true, enforceSSL: true,
          minimumTLSVersion: 1.2, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
          lifecycleRules: [
            { id: 'r', expiration: cdk.Duration.days(30), noncurrentVersionExpiration: cdk.Duration.days(3), noncurrentVersionsToRetain: 2,
              transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: cdk.Duration.days(7) }],
              abortIncompleteMultipartUploadAfter: cdk.Duration.days(1), prefix: 'x/', tagFilters: { a: 'b' }, objectSizeGreaterThan: 5 },
            { enabled: false, prefix: 'y/', noncurrentVersionTransitions: [
              { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: cdk.Duration.days(30), noncurrentVersionsToRetain: 1 }] },
            { tagFilters: { c: 'd' }, expiredObjectDeleteMarker: undefined, expiration: cdk.Duration.days(1) },
          ],
          cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['*'], allowedHeaders: ['h'], exposedHeaders: ['e'], maxAge: 3, id: 'c' }],
          autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY, eventBridgeEnabled: true, transferAcceleration: true,
        });
        const later = new s3.Bucket(stack, 'Later', { autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY, encryption: s3.BucketEncryption.KMS_MANAGED });
        later.addLifecycleRule({ expiration: cdk.Duration.days(2) });
        later.addCorsRule({ allowedMethods: [s3.HttpMethods.PUT], allowedOrigins: ['https://a'] });
        later.addMetric({ id: 'm', prefix: 'p' });""",
        """s3.Bucket(stack, "Full",
    bucket_name="bucket", versioned=True, encryption=s3.BucketEncryption.KMS, bucket_key_enabled=True, enforce_ssl=True,
    minimum_tls_version=1.2, block_public_access=s3.BlockPublicAccess.BLOCK_ALL, object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycle_rules=[
        s3.LifecycleRule(id="r", expiration=cdk.Duration.days(30), noncurrent_version_expiration=cdk.Duration.days(3), noncurrent_versions_to_retain=2,
            transitions=[s3.Transition(storage_class=s3.StorageClass.GLACIER, transition_after=cdk.Duration.days(7))],
            abort_incomplete_multipart_upload_after=cdk.Duration.days(1), prefix="x/", tag_filters={"a": "b"}, object_size_greater_than=5),
        s3.LifecycleRule(enabled=False, prefix="y/", noncurrent_version_transitions=[
            s3.NoncurrentVersionTransition(storage_class=s3.StorageClass.INFREQUENT_ACCESS, transition_after=cdk.Duration.days(30), noncurrent_versions_to_retain=1)]),
        s3.LifecycleRule(tag_filters={"c": "d"}, expiration=cdk.Duration.days(1)),
    ],
    cors=[s3.CorsRule(allowed_methods=[s3.HttpMethods.GET], allowed_origins=["*"], allowed_headers=["h"], exposed_headers=["e"], max_age=3, id="c")],
    auto_delete_objects=True, removal_policy=cdk.RemovalPolicy.DESTROY, event_bridge_enabled=True, transfer_acceleration=True)
later = s3.Bucket(stack, "Later", auto_delete_objects=True, removal_policy=cdk.RemovalPolicy.DESTROY, encryption=s3.BucketEncryption.KMS_MANAGED)
later.add_lifecycle_rule(expiration=cdk.Duration.days(2))
later.add_cors_rule(allowed_methods=[s3.HttpMethods.PUT], allowed_origins=["https://a"])
later.add_metric(id="m", prefix="p")""",
    ),
    "bucket-website": (
        """new s3.Bucket(stack, 'Web', { websiteIndexDocument: 'index.html', websiteErrorDocument: 'e.html', publicReadAccess: true,
          blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS, accessControl: s3.BucketAccessControl.PUBLIC_READ });
        new s3.Bucket(stack, 'Redirect', { websiteRedirect: { hostName: 'x.y', protocol: s3.RedirectProtocol.HTTPS } });
        new s3.Bucket(stack, 'Routes', { websiteIndexDocument: 'i', websiteRoutingRules: [{ hostName: 'h', httpRedirectCode: '302',
          protocol: s3.RedirectProtocol.HTTP, replaceKey: s3.ReplaceKey.prefixWith('p'), condition: { keyPrefixEquals: 'k' } }],
          blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: false, blockPublicPolicy: false }) }).grantPublicAccess('a/*');
        new s3.Bucket(stack, 'Lock', { objectLockEnabled: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(cdk.Duration.days(5)) });
        new s3.Bucket(stack, 'Tiers', { intelligentTieringConfigurations: [{ name: 'n', archiveAccessTierTime: cdk.Duration.days(90), prefix: 'p' }],
          metrics: [{ id: 'a' }, { id: 'b', tagFilters: { x: 'y' } }] });""",
        """s3.Bucket(stack, "Web", website_index_document="index.html", website_error_document="e.html", public_read_access=True,
    block_public_access=s3.BlockPublicAccess.BLOCK_ACLS, access_control=s3.BucketAccessControl.PUBLIC_READ)
s3.Bucket(stack, "Redirect", website_redirect=s3.RedirectTarget(host_name="x.y", protocol=s3.RedirectProtocol.HTTPS))
s3.Bucket(stack, "Routes", website_index_document="i", website_routing_rules=[s3.RoutingRule(host_name="h", http_redirect_code="302",
    protocol=s3.RedirectProtocol.HTTP, replace_key=s3.ReplaceKey.prefix_with("p"), condition=s3.RoutingRuleCondition(key_prefix_equals="k"))],
    block_public_access=s3.BlockPublicAccess(block_public_acls=False, block_public_policy=False)).grant_public_access("a/*")
s3.Bucket(stack, "Lock", object_lock_enabled=True, object_lock_default_retention=s3.ObjectLockRetention.governance(cdk.Duration.days(5)))
s3.Bucket(stack, "Tiers", intelligent_tiering_configurations=[s3.IntelligentTieringConfiguration(name="n", archive_access_tier_time=cdk.Duration.days(90), prefix="p")],
    metrics=[s3.BucketMetrics(id="a"), s3.BucketMetrics(id="b", tag_filters={"x": "y"})])""",
    ),
    "bucket-logs": (
        """const key = new kms.Key(stack, 'Key');
        const logs = new s3.Bucket(stack, 'Logs', { encryptionKey: key });
        new s3.Bucket(stack, 'A', { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'a/' });
        new s3.Bucket(stack, 'B', { serverAccessLogsBucket: new s3.Bucket(stack, 'Preferred', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED }) });
        new s3.Bucket(stack, 'Self', { serverAccessLogsPrefix: 'self/' });""",
        """key = kms.Key(stack, "Key")
logs = s3.Bucket(stack, "Logs", encryption_key=key)
s3.Bucket(stack, "A", server_access_logs_bucket=logs, server_access_logs_prefix="a/")
s3.Bucket(stack, "B", server_access_logs_bucket=s3.Bucket(stack, "Preferred", object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED))
s3.Bucket(stack, "Self", server_access_logs_prefix="self/")""",
    ),
    "bucket-replicas": (
        """const key = new kms.Key(stack, 'Key');
        const target = new s3.Bucket(stack, 'Target', { versioned: true, encryptionKey: key });
        new s3.Bucket(stack, 'Source', { versioned: true, encryptionKey: key, replicationRules: [
          { destination: target, priority: 1, deleteMarkerReplication: true, storageClass: s3.StorageClass.INFREQUENT_ACCESS, kmsKey: key, sseKmsEncryptedObjects: true },
          { destination: target, priority: 2, id: 'second', filter: { prefix: 'p', tags: [{ key: 'a', value: 'b' }] }, metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
            replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES },
        ] });""",
        """key = kms.Key(stack, "Key")
target = s3.Bucket(stack, "Target", versioned=True, encryption_key=key)
s3.Bucket(stack, "Source", versioned=True, encryption_key=key, replication_rules=[
    s3.ReplicationRule(destination=target, priority=1, delete_marker_replication=True, storage_class=s3.StorageClass.INFREQUENT_ACCESS, kms_key=key, sse_kms_encrypted_objects=True),
    s3.ReplicationRule(destination=target, priority=2, id="second", filter=s3.Filter(prefix="p", tags=[s3.Tag(key="a", value="b")]), metrics=s3.ReplicationTimeValue.FIFTEEN_MINUTES,
        replication_time_control=s3.ReplicationTimeValue.FIFTEEN_MINUTES)])""",
    ),
    "bucket-grants": (
        """const key = new kms.Key(stack, 'Key');
        const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: key });
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        bucket.grantRead(role); bucket.grantWrite(role, 'w/*'); bucket.grantPut(role); bucket.grantPutAcl(role); bucket.grantDelete(role);
        bucket.grants.readWrite(role, 'g/*');
        bucket.grantRead(new iam.ServicePrincipal('config.amazonaws.com'));
        bucket.grantWrite(new iam.AccountPrincipal('111111111111'));
        const own = new s3.Bucket(stack, 'Own', { encryption: s3.BucketEncryption.KMS });
        own.grantReadWrite(role);
        own.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], principals: [new iam.AnyPrincipal()], resources: [own.arnForObjects('*')] }));""",
        """key = kms.Key(stack, "Key")
bucket = s3.Bucket(stack, "Bucket", encryption_key=key)
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
bucket.grant_read(role)
bucket.grant_write(role, "w/*")
bucket.grant_put(role)
bucket.grant_put_acl(role)
bucket.grant_delete(role)
bucket.grants.read_write(role, "g/*")
bucket.grant_read(iam.ServicePrincipal("config.amazonaws.com"))
bucket.grant_write(iam.AccountPrincipal("111111111111"))
own = s3.Bucket(stack, "Own", encryption=s3.BucketEncryption.KMS)
own.grant_read_write(role)
own.add_to_resource_policy(iam.PolicyStatement(actions=["s3:GetObject"], principals=[iam.AnyPrincipal()], resources=[own.arn_for_objects("*")]))""",
    ),
    "deployments": (
        """const key = new kms.Key(stack, 'Key');
        const bucket = new s3.Bucket(stack, 'B', { encryptionKey: key });
        const from = new s3.Bucket(stack, 'From', { bucketName: 'from' });
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
        new s3_deployment.BucketDeployment(stack, 'D', { sources: [s3_deployment.Source.data('a', 'b')], destinationBucket: bucket });
        new s3_deployment.BucketDeployment(stack, 'D2', { sources: [s3_deployment.Source.bucket(from, 'x.zip')], destinationBucket: bucket, role, memoryLimit: 256 });
        const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        new s3_assets.Asset(stack, 'As', { path: __filename }).grantRead(reader);""",
        """key = kms.Key(stack, "Key")
bucket = s3.Bucket(stack, "B", encryption_key=key)
source = s3.Bucket(stack, "From", bucket_name="from")
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
s3_deployment.BucketDeployment(stack, "D", sources=[s3_deployment.Source.data("a", "b")], destination_bucket=bucket)
s3_deployment.BucketDeployment(stack, "D2", sources=[s3_deployment.Source.bucket(source, "x.zip")], destination_bucket=bucket, role=role, memory_limit=256)
reader = iam.Role(stack, "Reader", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
s3_assets.Asset(stack, "As", path=__file__).grant_read(reader)""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
