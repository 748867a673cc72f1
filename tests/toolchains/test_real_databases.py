"""Tables, databases and caches of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "table": (
        """const key = new kms.Key(stack, 'Key');
        const table = new dynamodb.Table(stack, 'Table', {
          tableName: 'tname', partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'sk', type: dynamodb.AttributeType.NUMBER },
          billingMode: dynamodb.BillingMode.PAY_PER_REQUEST, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 5 },
          encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: key, stream: dynamodb.StreamViewType.NEW_IMAGE, timeToLiveAttribute: 'ttl',
          deletionProtection: true, tableClass: dynamodb.TableClass.STANDARD_INFREQUENT_ACCESS, contributorInsightsSpecification: { enabled: true },
          maxReadRequestUnits: 5, warmThroughput: { readUnitsPerSecond: 12000 },
        });
        table.addGlobalSecondaryIndex({ indexName: 'g', partitionKey: { name: 'gpk', type: dynamodb.AttributeType.STRING },
          projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes: ['a'] });
        table.addLocalSecondaryIndex({ indexName: 'l', sortKey: { name: 'lsk', type: dynamodb.AttributeType.BINARY } });
        const provisioned = new dynamodb.Table(stack, 'Provisioned', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, readCapacity: 2 });
        provisioned.addGlobalSecondaryIndex({ indexName: 'x', partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
          sortKey: { name: 'y', type: dynamodb.AttributeType.STRING }, readCapacity: 3 });
        new dynamodb.Table(stack, 'Aws', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
          encryption: dynamodb.TableEncryption.AWS_MANAGED, pointInTimeRecovery: true });
        new dynamodb.Table(stack, 'Own', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });
        new dynamodb.Table(stack, 'Policy', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).addToResourcePolicy(
          new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], principals: [new iam.AccountRootPrincipal()], resources: ['*'] }));""",
        """key = kms.Key(stack, "Key")
table = dynamodb.Table(stack, "Table",
    table_name="tname", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING), sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.NUMBER),
    billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST, point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(point_in_time_recovery_enabled=True, recovery_period_in_days=5),
    encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED, encryption_key=key, stream=dynamodb.StreamViewType.NEW_IMAGE, time_to_live_attribute="ttl",
    deletion_protection=True, table_class=dynamodb.TableClass.STANDARD_INFREQUENT_ACCESS, contributor_insights_specification=dynamodb.ContributorInsightsSpecification(enabled=True),
    max_read_request_units=5, warm_throughput=dynamodb.WarmThroughput(read_units_per_second=12000))
table.add_global_secondary_index(index_name="g", partition_key=dynamodb.Attribute(name="gpk", type=dynamodb.AttributeType.STRING),
    projection_type=dynamodb.ProjectionType.INCLUDE, non_key_attributes=["a"])
table.add_local_secondary_index(index_name="l", sort_key=dynamodb.Attribute(name="lsk", type=dynamodb.AttributeType.BINARY))
provisioned = dynamodb.Table(stack, "Provisioned", partition_key={"name": "id", "type": dynamodb.AttributeType.STRING}, read_capacity=2)
provisioned.add_global_secondary_index(index_name="x", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
    sort_key=dynamodb.Attribute(name="y", type=dynamodb.AttributeType.STRING), read_capacity=3)
dynamodb.Table(stack, "Aws", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
    encryption=dynamodb.TableEncryption.AWS_MANAGED, point_in_time_recovery=True)
dynamodb.Table(stack, "Own", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING), encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED)
dynamodb.Table(stack, "Policy", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)).add_to_resource_policy(
    iam.PolicyStatement(actions=["dynamodb:GetItem"], principals=[iam.AccountRootPrincipal()], resources=["*"]))""",
    ),
    "table-v2": (
        """const key = new kms.Key(stack, 'Key');
        const table = new dynamodb.TableV2(stack, 'Table', {
          tableName: 'tname', partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
          billing: dynamodb.Billing.provisioned({ readCapacity: dynamodb.Capacity.fixed(10), writeCapacity: dynamodb.Capacity.autoscaled({ maxCapacity: 15 }) }),
          encryption: dynamodb.TableEncryptionV2.customerManagedKey(key), contributorInsights: true, tableClass: dynamodb.TableClass.STANDARD,
          pointInTimeRecovery: true, deletionProtection: true, timeToLiveAttribute: 'ttl', dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
          globalSecondaryIndexes: [{ indexName: 'g', partitionKey: { name: 'a', type: dynamodb.AttributeType.STRING }, readCapacity: dynamodb.Capacity.fixed(5) }],
          localSecondaryIndexes: [{ indexName: 'l', sortKey: { name: 'b', type: dynamodb.AttributeType.STRING } }],
        });
        table.addGlobalSecondaryIndex({ indexName: 'h', partitionKey: { name: 'c', type: dynamodb.AttributeType.STRING } });
        new dynamodb.TableV2(stack, 'Global', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
          replicas: [{ region: 'us-east-1', deletionProtection: true }], encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
          billing: dynamodb.Billing.onDemand({ maxReadRequestUnits: 4 }) });
        new dynamodb.TableV2(stack, 'Plain', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });""",
        """key = kms.Key(stack, "Key")
table = dynamodb.TableV2(stack, "Table",
    table_name="tname", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING), sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
    billing=dynamodb.Billing.provisioned(read_capacity=dynamodb.Capacity.fixed(10), write_capacity=dynamodb.Capacity.autoscaled(max_capacity=15)),
    encryption=dynamodb.TableEncryptionV2.customer_managed_key(key), contributor_insights=True, table_class=dynamodb.TableClass.STANDARD,
    point_in_time_recovery=True, deletion_protection=True, time_to_live_attribute="ttl", dynamo_stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    global_secondary_indexes=[dynamodb.GlobalSecondaryIndexPropsV2(index_name="g", partition_key=dynamodb.Attribute(name="a", type=dynamodb.AttributeType.STRING), read_capacity=dynamodb.Capacity.fixed(5))],
    local_secondary_indexes=[dynamodb.LocalSecondaryIndexProps(index_name="l", sort_key=dynamodb.Attribute(name="b", type=dynamodb.AttributeType.STRING))])
table.add_global_secondary_index(index_name="h", partition_key=dynamodb.Attribute(name="c", type=dynamodb.AttributeType.STRING))
dynamodb.TableV2(stack, "Global", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
    replicas=[dynamodb.ReplicaTableProps(region="us-east-1", deletion_protection=True)], encryption=dynamodb.TableEncryptionV2.aws_managed_key(),
    billing=dynamodb.Billing.on_demand(max_read_request_units=4))
dynamodb.TableV2(stack, "Plain", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING))""",
    ),
    "table-grants": (
        """const key = new kms.Key(stack, 'Key');
        const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING }, encryptionKey: key, stream: dynamodb.StreamViewType.KEYS_ONLY });
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        table.grantReadData(role); table.grantWriteData(role); table.grantReadWriteData(role); table.grantFullAccess(role);
        table.grantStreamRead(role); table.grant(role, 'dynamodb:Describe*'); table.grants.readData(role);
        const other = new dynamodb.TableV2(stack, 'Other', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
        other.grantReadData(role);
        table.addGlobalSecondaryIndex({ indexName: 'g', partitionKey: { name: 'gpk', type: dynamodb.AttributeType.STRING } });
        table.grantReadData(new iam.AccountPrincipal('111111111111'));""",
        """key = kms.Key(stack, "Key")
table = dynamodb.Table(stack, "Table", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING), encryption_key=key, stream=dynamodb.StreamViewType.KEYS_ONLY)
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
table.grant_read_data(role)
table.grant_write_data(role)
table.grant_read_write_data(role)
table.grant_full_access(role)
table.grant_stream_read(role)
table.grant(role, "dynamodb:Describe*")
table.grants.read_data(role)
other = dynamodb.TableV2(stack, "Other", partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING))
other.grant_read_data(role)
table.add_global_secondary_index(index_name="g", partition_key=dynamodb.Attribute(name="gpk", type=dynamodb.AttributeType.STRING))
table.grant_read_data(iam.AccountPrincipal("111111111111"))""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
