from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable,
    DynamodbTableAttribute,
    DynamodbTableGlobalSecondaryIndex,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableServerSideEncryption,
    DynamodbTableTtl,
)
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct


def create_orders_table(scope: Construct, name: str, key: KmsKey) -> DynamodbTable:
    return DynamodbTable(
        scope,
        "orders",
        name=name,
        billing_mode="PAY_PER_REQUEST",
        hash_key="pk",
        range_key="sk",
        attribute=[
            DynamodbTableAttribute(name=attribute, type="S") for attribute in ("pk", "sk", "customer")
        ],
        global_secondary_index=[
            DynamodbTableGlobalSecondaryIndex(
                name="by-customer",
                hash_key="customer",
                range_key="sk",
                projection_type="INCLUDE",
                non_key_attributes=["total"],
            )
        ],
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=key.arn),
        ttl=DynamodbTableTtl(attribute_name="expires", enabled=True),
        point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
        # begin protection
        deletion_protection_enabled=False,
        # end
    )
