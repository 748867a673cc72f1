"""What single-resource constructs need beyond new names for their arguments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.thing import put
from stackproof.model.graph import Resource
from stackproof.model.values import Scalar


def pool_finish(call: Call, props: Arguments, resource: Resource) -> None:
    protection = props.get("deletion_protection")
    if protection.is_(True) or protection.is_(False):
        state = Scalar("ACTIVE" if protection.is_(True) else "INACTIVE", origin=protection.origin)
        put(resource, "deletion_protection", state, props.entry("deletion_protection"))
    else:
        put(resource, "deletion_protection", protection, props.entry("deletion_protection"))


def repository_finish(call: Call, props: Arguments, resource: Resource) -> None:
    clean = (
        props.raw("empty_on_delete")
        if props.raw("empty_on_delete") is not None
        else props.raw("auto_delete_images")
    )
    if clean is not None:
        put(resource, "force_delete", call.world.fold(clean))
