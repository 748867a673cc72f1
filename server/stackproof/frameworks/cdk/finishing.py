"""What single-resource constructs need beyond new names for their arguments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Unknown


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
