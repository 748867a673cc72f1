"""``s3.Bucket`` with the policy, the key, and the access to its logs that it ends up with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.cfn_buckets import beside_bucket
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import RoleThing, implied_role
from stackproof.frameworks.cdk.kms import ENCRYPT, implied_key
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import ANYONE, Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.notifications import enable_event_bridge
from stackproof.frameworks.cdk.storage.blocking import arrange_blocks
from stackproof.frameworks.cdk.storage.bucketrules import arrange_rules, is_website, lifecycle, replication
from stackproof.frameworks.cdk.storage.logdelivery import allow_logs, arrange_logs
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_REPLICATED = ("s3:GetReplicationConfiguration", "s3:ListBucket")
_READ_VERSIONS = ("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging")
_REPLICATE = (
    "s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner",
)  # fmt: skip
_CLEANING = ("s3:PutBucketPolicy", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*")


def _bucket(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy("bucket_name", "bucket_name_prefix", "access_control")
    key = _encryption(world, made, name)
    _versions(made)
    arrange_blocks(world, made)
    arrange_rules(made)
    arrange_logs(call, made)
    role = _replication(call, made, name)
    # The rest is read below, when there is a bucket.
    for later in (
        "auto_delete_objects", "enforce_ssl", "event_bridge_enabled", "inventories", "minimum_tls_version",
        "notifications_handler_role", "notifications_skip_destination_validation", "public_read_access",
    ):  # fmt: skip
        props.entry(later)
    bucket = BucketThing(world, describe(world, "AWS::S3::Bucket", name, made).resource, key)
    bucket.owner = props.get("object_ownership")
    bucket.website = is_website(made)
    if role is not None:
        _read_for_replicas(call, bucket, role)
    _adders(bucket, made)
    _protect(bucket, props)
    allow_logs(call, bucket, props)
    _clean(call, bucket, props)
    _inventories(call, bucket, props)
    events = props.get("event_bridge_enabled")
    if not events.is_absent() and not events.is_(False):
        enable_event_bridge(world, bucket.resource, events)
    return bucket


def _adders(bucket: BucketThing, made: Arranged) -> None:
    """Rules that methods add."""
    for method, source, inner in (
        ("add_lifecycle_rule", "lifecycle_configuration", "rules"),
        ("add_cors_rule", "cors_configuration", "cors_rules"),
        ("add_metric", "metrics_configurations", ""),
    ):
        entry = made.entries.get(source)
        before = Sequence([]) if entry is None else entry.value.get(inner) if inner else entry.value
        is_open = not isinstance(before, Sequence) or before.open
        listed = Sequence(list(before.items()), open=is_open)
        bucket.adders[method] = partial(_add_rule, bucket, source, inner, listed)


def _add_rule(bucket: BucketThing, source: str, inner: str, listed: Sequence, call: Call) -> None:
    """Add a rule to a list; what is beside the bucket is told again."""
    rule = call.props(0).folded()
    listed.elements.append(lifecycle(rule) if source == "lifecycle_configuration" else rule)
    listed.open = listed.open or not call.certain
    put(bucket.resource, source, MappingValue({inner: MapEntry(listed)}) if inner else listed)
    beside_bucket(call.world, bucket.resource)


def _protect(bucket: BucketThing, props: Arguments) -> None:
    """Statements about everybody: no access without encryption, or access without a name."""
    secure, least = props.get("enforce_ssl"), props.get("minimum_tls_version")
    if not secure.is_absent() and not secure.is_(False):
        certain = secure.is_(True)
        bucket.allow(_never(bucket, "Bool", "aws:SecureTransport", Scalar("false")), certain=certain)
        if not least.is_absent():
            bucket.allow(_never(bucket, "NumericLessThan", "s3:TlsVersion", least), certain=certain)
    public = props.get("public_read_access")
    if not public.is_absent() and not public.is_(False):
        allowed = statement(["s3:GetObject"], ANYONE, [bucket.objects()])
        bucket.allow(allowed, certain=public.is_(True))


def _never(bucket: BucketThing, operator: str, key: str, value: Value) -> MappingValue:
    """Nothing is allowed under a condition."""
    condition = MappingValue({operator: MapEntry(MappingValue({key: MapEntry(value)}))})
    arn = ResourceReference(bucket.resource, "arn")
    made = statement(["s3:*"], ANYONE, [arn, bucket.objects()], Condition=condition)
    made.entries["Effect"] = MapEntry(Scalar("Deny"))
    return made


def _clean(call: Call, bucket: BucketThing, props: Arguments) -> None:
    """A function of the library empties the bucket before it is deleted."""
    clean = props.get("auto_delete_objects")
    put(bucket.resource, "force_destroy", clean, props.entry("auto_delete_objects"))
    if clean.is_absent() or clean.is_(False):
        return
    cleaner = Principals([Principal("AWS", Unknown("the role of the library's own function"))])
    arn = ResourceReference(bucket.resource, "arn")
    made = statement(_CLEANING, cleaner, [arn, bucket.objects()])
    bucket.allow(made, certain=clean.is_(True))


def _inventories(call: Call, bucket: BucketThing, props: Arguments) -> None:
    """Lists of objects are not followed; what they are put into lets the service in."""
    written = props.raw("inventories")
    if written is None:
        return
    gap = call.world.gap("inventories", "inventories of a bucket are not followed", written.origin)
    for resource in (bucket.resource, *(r.resource for r in call.world.fold(written).references())):
        resource.escapes.append(gap)


def _encryption(world: World, made: Arranged, name: str) -> Made | None:
    """How objects are encrypted; the key, which is made when the bucket wants one of its own."""
    props = made.props
    key, kind, written = props.thing("encryption_key"), props.get("encryption"), props.raw("encryption")
    with_key, blocked = props.get("bucket_key_enabled"), props.get("blocked_encryption_types")
    member = written.names[-1] if isinstance(written, Symbol) and written.names else None
    if props.absent("encryption_key") and member in ("KMS", "DSSE"):
        key = implied_key(world, f"{name}/Key", rotated=member == "KMS")
        put(key.resource, "description", Unknown("a description with the path of the bucket"))
    rule: dict[str, MapEntry] = {}
    if member != "UNENCRYPTED" and not (props.absent("encryption") and props.absent("encryption_key")):
        chosen = {"sse_algorithm": MapEntry(Scalar("aws:kms") if kind.is_absent() else kind)}
        if isinstance(key, Made):
            chosen["kms_master_key_id"] = MapEntry(ResourceReference(key.resource, "arn"))
        elif props.raw("encryption_key") is not None:
            chosen["kms_master_key_id"] = MapEntry(Unknown("a key", (props.get("encryption_key"),)))
        rule["server_side_encryption_by_default"] = MapEntry(MappingValue(chosen))
        if not with_key.is_absent():
            rule["bucket_key_enabled"] = MapEntry(with_key)
    if not blocked.is_absent():
        rule["blocked_encryption_types"] = MapEntry(block(encryption_type=blocked))
    if rule:
        source = "encryption" if written is not None else "encryption_key"
        rules = Sequence([MappingValue(rule)])
        made.put("bucket_encryption", block(server_side_encryption_configuration=rules), source)
    return key if isinstance(key, Made) else None


def _versions(made: Arranged) -> None:
    for name, target, key in (
        ("versioned", "versioning_configuration", "status"),
        ("transfer_acceleration", "accelerate_configuration", "acceleration_status"),
    ):
        value = made.props.get(name)
        if not value.is_absent() and not value.is_(False):
            known = value.is_(True)
            status = Scalar("Enabled", origin=value.origin) if known else Unknown(name, origin=value.origin)
            made.put(target, MappingValue({key: MapEntry(status)}), name)


def _replication(call: Call, made: Arranged, name: str) -> RoleThing | None:
    """Rules about replicas, with the role that makes them; None where no role is made."""
    world, props = call.world, made.props
    written, given = props.raw("replication_rules"), props.thing("replication_role")
    elements = props.elements("replication_rules")
    if written is None or elements == []:
        return None
    inner = [arguments_of(world, e) for e in elements or ()]
    rules: list[Value] = [replication(world, r) if r is not None else Unknown("a rule") for r in inner]
    role = given
    if props.absent("replication_role"):
        role = implied_role(
            world, f"{name}/ReplicationRole", "s3.amazonaws.com", "replication-role", complete=True
        )
        unique = world.flag("@aws-cdk/aws-s3:setUniqueReplicationRoleName")
        if unique is not True:
            put(role.resource, "name", Unknown("a name") if unique is None else Scalar("CDKReplicationRole"))
    arn: Value = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    whole = MappingValue({"role": MapEntry(arn), "rules": MapEntry(Sequence(rules, open=elements is None))})
    made.put("replication_configuration", whole, "replication_rules")
    return role if isinstance(role, RoleThing) and role is not given else None


def _read_for_replicas(call: Call, bucket: BucketThing, role: RoleThing) -> None:
    """Let the role read here and write there."""
    rules = [arguments_of(call.world, e) for e in call.props().elements("replication_rules") or ()]
    targets = [r.thing("destination") if r is not None else None for r in rules]
    keys = [r.thing("kms_key") if r is not None else None for r in rules]
    written: list[Value] = [
        t.objects() if isinstance(t, BucketThing) else Unknown("objects of a bucket") for t in targets
    ]
    role.allow(permission(_REPLICATED, [ResourceReference(bucket.resource, "arn")]))
    role.allow(permission(_READ_VERSIONS, [bucket.objects()]))
    role.allow(permission(_REPLICATE, written))
    for key in keys:
        if isinstance(key, Made):
            role.allow(permission(ENCRYPT, [ResourceReference(key.resource, "arn")]))
    if bucket.key is not None and call.props().raw("encryption_key") is not None:
        role.allow(permission(["kms:Decrypt"], [ResourceReference(bucket.key.resource, "arn")]))


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-s3.Bucket": _bucket})
