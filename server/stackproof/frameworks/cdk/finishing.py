"""What single-resource constructs need beyond new names for their arguments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.thing import put
from stackproof.model.graph import Resource


def repository_finish(call: Call, props: Arguments, resource: Resource) -> None:
    clean = (
        props.raw("empty_on_delete")
        if props.raw("empty_on_delete") is not None
        else props.raw("auto_delete_images")
    )
    if clean is not None:
        put(resource, "force_delete", call.world.fold(clean))
