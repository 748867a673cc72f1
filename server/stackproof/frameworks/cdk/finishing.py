"""What single-resource constructs need beyond new names for their arguments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.core import Duration
from stackproof.frameworks.cdk.database_engines import put_engine
from stackproof.frameworks.cdk.securitygroups import given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value


def days(value: Value, props: Arguments, name: str) -> Value:
    """A duration argument in days."""
    node = props.node(name)
    if isinstance(node, Duration) and node.seconds is not None:
        number = node.seconds / 86400
        return Scalar(int(number) if number.is_integer() else number, origin=value.origin)
    return value if value.is_absent() else Unknown("a duration", origin=value.origin)


def key_finish(call: Call, props: Arguments, resource: Resource) -> None:
    """The key of a resource, by its ARN."""
    key = props.thing("encryption_key")
    if isinstance(key, Made):
        written = props.raw("encryption_key")
        value = ResourceReference(key.resource, "arn", origin=written.origin if written is not None else None)
        put(resource, "kms_key_id", value, props.entry("encryption_key"))
    elif props.raw("encryption_key") is not None:
        put(
            resource,
            "kms_key_id",
            Unknown("a key", (props.get("encryption_key"),)),
            props.entry("encryption_key"),
        )


def log_group_finish(call: Call, props: Arguments, resource: Resource) -> None:
    key_finish(call, props, resource)
    if props.absent("retention"):
        # The library's own default is two years.
        put(resource, "retention_in_days", default(731))


def _groups(call: Call, props: Arguments, name: str, vpc: VpcThing | None) -> Value:
    groups = given_groups(props)
    if groups is not None:
        return groups
    vpc_id: Value = ResourceReference(vpc.resource, "id") if vpc is not None else Unknown("a VPC")
    return Sequence([ResourceReference(security_group(call, f"{name}/SecurityGroup", vpc_id), "id")])


def database_finish(call: Call, props: Arguments, resource: Resource) -> None:
    put_engine(props, resource)
    retention = props.get("backup_retention")
    put(
        resource,
        "backup_retention_period",
        days(retention, props, "backup_retention"),
        props.entry("backup_retention"),
    )
    _retained(props, resource)
    put(
        resource,
        "vpc_security_group_ids",
        _groups(call, props, resource.name, _vpc_of(props)),
        props.entry("security_groups"),
    )


def _vpc_of(props: Arguments) -> VpcThing | None:
    vpc = props.thing("vpc")
    return vpc if isinstance(vpc, VpcThing) else None


def _retained(props: Arguments, resource: Resource) -> None:
    """Databases that are to be retained are protected, too, unless told otherwise."""
    if not props.absent("deletion_protection"):
        return
    policy = props.get("removal_policy")
    if policy.is_("retain"):
        put(
            resource, "deletion_protection", Scalar(True, origin=policy.origin), props.entry("removal_policy")
        )
    elif not policy.is_absent() and policy.is_unknown():
        put(resource, "deletion_protection", Unknown("follows from the removal policy"))


def cluster_finish(call: Call, props: Arguments, resource: Resource) -> None:
    put_engine(props, resource)
    backup = props.nested("backup")
    if backup is not None:
        value = days(backup.get("retention"), backup, "retention")
        put(resource, "backup_retention_period", value, backup.entry("retention"))
    _retained(props, resource)
    instance = props.nested("instance_props")
    vpc = _vpc_of(instance) if instance is not None else _vpc_of(props)
    put(
        resource,
        "vpc_security_group_ids",
        _groups(call, props, resource.name, vpc),
        props.entry("security_groups"),
    )


def pool_finish(call: Call, props: Arguments, resource: Resource) -> None:
    protection = props.get("deletion_protection")
    if protection.is_(True) or protection.is_(False):
        state = Scalar("ACTIVE" if protection.is_(True) else "INACTIVE", origin=protection.origin)
        put(resource, "deletion_protection", state, props.entry("deletion_protection"))
    else:
        put(resource, "deletion_protection", protection, props.entry("deletion_protection"))


def certificate_finish(call: Call, props: Arguments, resource: Resource) -> None:
    validation = props.get("validation")
    # The library completes the validation by itself.
    put(resource, "validation_method", validation if validation.text() is not None else Unknown("validation"))


def repository_finish(call: Call, props: Arguments, resource: Resource) -> None:
    clean = (
        props.raw("empty_on_delete")
        if props.raw("empty_on_delete") is not None
        else props.raw("auto_delete_images")
    )
    if clean is not None:
        put(resource, "force_delete", call.world.fold(clean))
