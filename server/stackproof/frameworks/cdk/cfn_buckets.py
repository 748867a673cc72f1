"""CloudFormation's buckets: most of what they say is in resources of their own in Terraform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_custom import notification_blocks
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING, UP, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.reshaping import copied, elements, inside, pairs, taken, worded
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

ACLS: Mapping[str, str] = MappingProxyType(
    {
        "Private": "private", "PublicRead": "public-read", "PublicReadWrite": "public-read-write",
        "AuthenticatedRead": "authenticated-read", "LogDeliveryWrite": "log-delivery-write",
        "BucketOwnerRead": "bucket-owner-read", "BucketOwnerFullControl": "bucket-owner-full-control",
        "AwsExecRead": "aws-exec-read",
    }
)  # fmt: skip


def _criteria(block: MappingValue) -> MapEntry | None:
    """The filter that the criteria in a block make, which are taken out of it."""
    names = ("prefix", "object_size_greater_than", "object_size_less_than")
    found = taken(block, {n: n for n in names} | {"tag_filters": "tags"})
    tags = found.get("tags")
    if tags is None:
        only = len(found) == 1
        return None if not found else MapEntry(_both(found) if not only else MappingValue(found))
    tags.value = pairs(tags.value)
    known = tags.value.entries if isinstance(tags.value, MappingValue) and not tags.value.open else {}
    if len(found) == len(known) == 1:
        [(key, entry)] = known.items()
        tag = MappingValue({"key": MapEntry(Scalar(key)), "value": entry})
        return MapEntry(MappingValue({"tag": MapEntry(tag)}), tags.key_origin, tags.origin)
    return MapEntry(_both(found))


def _both(found: dict[str, MapEntry]) -> MappingValue:
    return MappingValue({"and": MapEntry(MappingValue(found))})


_EXPIRATION = {
    "expiration_in_days": "days",
    "expiration_date": "date",
    "expired_object_delete_marker": "expired_object_delete_marker",
}


def _lifecycle(rule: MappingValue) -> Value:
    made = copied(rule)
    if expiration := taken(made, _EXPIRATION):
        made.entries["expiration"] = MapEntry(MappingValue(expiration))
    if old := taken(made, {"noncurrent_version_expiration_in_days": "noncurrent_days"}):
        made.entries["noncurrent_version_expiration"] = MapEntry(MappingValue(old))
    chosen = _criteria(made)
    if chosen is not None:
        made.entries["filter"] = chosen
    return made


def _filtered(block: MappingValue) -> Value:
    """A block whose criteria are a filter of their own, with tags in a map."""
    made = copied(block)
    found = taken(made, {"prefix": "prefix", "tag_filters": "tags"})
    if "tags" in found:
        found["tags"].value = pairs(found["tags"].value)
    if found:
        made.entries["filter"] = MapEntry(MappingValue(found))
    return made


@dataclass(frozen=True)
class _Beside:
    """A resource beside the bucket: where it comes from, and what its main block is."""

    source: str
    fit: Fit
    main: str
    several: bool = False
    # Whether the whole block is what the main block says.
    whole: bool = False

    @property
    def kind(self) -> str:
        return self.fit.kind


def _beside(
    source: str,
    ending: str,
    main: str,
    names: Mapping[str, str] | None = None,
    changes: Mapping[str, Callable[[Value], Value]] | None = None,
    *,
    several: bool = False,
    whole: bool = False,
) -> _Beside:
    return _Beside(source, Fit(f"aws_s3_bucket_{ending}", names, changes), main, several, whole)


_TAGGED = elements(_filtered)
_BESIDE = (
    _beside("versioning_configuration", "versioning", "versioning_configuration", whole=True),
    _beside(
        "bucket_encryption",
        "server_side_encryption_configuration",
        "rule",
        {
            "server_side_encryption_configuration": "rule",
            "server_side_encryption_configuration.server_side_encryption_by_default": (
                "apply_server_side_encryption_by_default"
            ),
            "server_side_encryption_configuration.blocked_encryption_types.encryption_type": UP,
        },
    ),
    _beside("public_access_block_configuration", "public_access_block", "block_public_acls"),
    _beside("ownership_controls", "ownership_controls", "rule"),
    _beside(
        "lifecycle_configuration",
        "lifecycle_configuration",
        "rule",
        {
            "rules.transitions.transition_in_days": "days",
            "rules.transitions.transition_date": "date",
            "rules.noncurrent_version_transitions.transition_in_days": "noncurrent_days",
        },
        {"rules": elements(_lifecycle)},
    ),
    _beside(
        "cors_configuration",
        "cors_configuration",
        "cors_rule",
        {"cors_rules.max_age": "max_age_seconds", "cors_rules.exposed_headers": "expose_headers"},
    ),
    _beside(
        "website_configuration",
        "website_configuration",
        "index_document",
        {"routing_rules.redirect_rule": "redirect", "routing_rules.routing_rule_condition": "condition"},
        {"index_document": inside("suffix"), "error_document": inside("key")},
    ),
    _beside(
        "replication_configuration",
        "replication_configuration",
        "rule",
        {},
        {
            "rules.filter.and": elements(lambda b: _tags_in(b)),
            "rules.filter.tag_filter": lambda v: v,
        },
    ),
    _beside(
        "accelerate_configuration",
        "accelerate_configuration",
        "status",
        {"acceleration_status": "status"},
    ),
    _beside("object_lock_configuration", "object_lock_configuration", "rule"),
    _beside(
        "intelligent_tiering_configurations",
        "intelligent_tiering_configuration",
        "tiering",
        {"id": "name"},
        several=True,
    ),
    _beside(
        "metrics_configurations", "metric", "name", {"id": "name", "access_point_arn": NOTHING}, several=True
    ),
    _beside(
        "inventory_configurations",
        "inventory",
        "destination",
        {"id": "name", "schedule_frequency": "schedule", "destination": "destination"},
        {"schedule_frequency": inside("frequency"), "destination": inside("bucket")},
        several=True,
    ),
)


def _tags_in(block: MappingValue) -> Value:
    made = copied(block)
    for entry in taken(made, {"tag_filters": "tags"}).values():
        made.entries["tags"] = MapEntry(pairs(entry.value), entry.key_origin, entry.origin)
    return made


def beside_bucket(world: World, bucket: Resource) -> None:
    """Take out of a bucket what Terraform keeps beside it."""
    entries = bucket.properties.entries
    reference = ResourceReference(bucket, "id")
    for beside in _BESIDE:
        entry = entries.pop(beside.source, None)
        if entry is None:
            continue
        values = listed(entry.value, beside.source) if beside.several else [entry.value]
        for number, value in enumerate(values):
            filtered = _filtered(value) if beside.several and isinstance(value, MappingValue) else value
            properties = {"bucket": reference, **_inner(beside, filtered)}
            called = str(number) if beside.several and number else ""
            made = part(world, bucket, beside.kind, properties, entry, called)
            made.properties.open = isinstance(value, MappingValue) and value.open
    _logging(world, bucket)
    told = entries.pop("notification_configuration", None)
    if told is not None:
        blocks: dict[str, Value | None] = {"bucket": reference, **notification_blocks(told.value)}
        part(world, bucket, "aws_s3_bucket_notification", blocks, told)
    acl = entries.pop("access_control", None)
    if acl is not None:
        said: dict[str, Value | None] = {"bucket": reference, "acl": worded(ACLS)(acl.value)}
        part(world, bucket, "aws_s3_bucket_acl", said, acl)


def _inner(beside: _Beside, value: Value) -> dict[str, Value]:
    if beside.whole:
        return {beside.main: value}
    if not isinstance(value, MappingValue):
        return {beside.main: Unknown(beside.source, (value,), origin=value.origin)}
    found = {k: e.value for k, e in beside.fit.entries(value.entries).items()}
    if value.open:
        found.setdefault(beside.main, Unknown(beside.source, (value,), origin=value.origin))
    return found


def _logging(world: World, bucket: Resource) -> None:
    """Logs go to another bucket, or to the bucket itself."""
    entry = bucket.properties.entries.pop("logging_configuration", None)
    if entry is None:
        return
    target = entry.value.get("destination_bucket_name")
    made = {
        "bucket": ResourceReference(bucket, "id"),
        "target_bucket": ResourceReference(bucket, "id") if target.is_absent() else target,
        "target_prefix": entry.value.get("log_file_prefix"),
        "target_object_key_format": entry.value.get("target_object_key_format"),
    }
    part(world, bucket, "aws_s3_bucket_logging", made, entry)


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::S3::Bucket",
        "aws_s3_bucket",
        {"bucket_name": "bucket", "bucket_name_prefix": "bucket_prefix"},
        attributes={
            "attr_domain_name": "bucket_domain_name",
            "attr_regional_domain_name": "bucket_regional_domain_name",
        },
        finish=beside_bucket,
    ),
    Kind("AWS::S3::BucketPolicy", "aws_s3_bucket_policy", {}, {"policy_document": policy("policy")}),
    Kind(
        "AWS::S3::AccessPoint",
        "aws_s3_access_point",
        conversions={"policy": policy("policy")},
        ref="name",
    ),
)
