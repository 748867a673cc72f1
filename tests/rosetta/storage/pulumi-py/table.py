import pulumi_aws as aws

from settings import Settings


def orders_table(settings: Settings, key: aws.kms.Key) -> aws.dynamodb.Table:
    attributes = [aws.dynamodb.TableAttributeArgs(name=n, type="S") for n in ("pk", "sk", "customer")]
    index = aws.dynamodb.TableGlobalSecondaryIndexArgs(
        name="by-customer",
        hash_key="customer",
        range_key="sk",
        projection_type="INCLUDE",
        non_key_attributes=["total"],
    )
    return aws.dynamodb.Table(
        "orders",
        name=f"{settings.prefix}-orders",
        billing_mode="PAY_PER_REQUEST",
        hash_key="pk",
        range_key="sk",
        attributes=attributes,
        global_secondary_indexes=[index],
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
        ttl=aws.dynamodb.TableTtlArgs(attribute_name="expires", enabled=True),
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
        # begin protection
        deletion_protection_enabled=False,
        # end
    )
