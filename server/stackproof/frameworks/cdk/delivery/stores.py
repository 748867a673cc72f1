"""Lets roles read and write in buckets, as constructs of the library do."""

from __future__ import annotations

from typing import Literal

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.thing import Made, Thing
from stackproof.model.values import ResourceReference, Template, Value

Way = Literal["read", "write", "read_write", "put_acl"]

_READ = ("s3:GetObject*", "s3:GetBucket*", "s3:List*")
_WRITE = (
    "s3:DeleteObject*", "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging", "s3:Abort*",
)  # fmt: skip
_ACL = ("s3:PutObjectAcl", "s3:PutObjectVersionAcl")
_KEY_READ = ("kms:Decrypt", "kms:DescribeKey")
_KEY_WRITE = ("kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Decrypt")
_ACTIONS: dict[Way, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "read": (_READ, _KEY_READ),
    "write": (_WRITE, _KEY_WRITE),
    "read_write": ((*_READ, *_WRITE), (*_KEY_READ, *_KEY_WRITE[:3])),
    "put_acl": (_ACL, ()),
}


def share(
    call: Call, bucket: Thing | None, role: Thing | None, way: Way, pattern: Value | None = None
) -> None:
    """Let a role use the objects of a bucket, and the bucket's key; ``pattern`` limits which."""
    if not isinstance(role, Holder) or not isinstance(bucket, Made):
        return
    arn = ResourceReference(bucket.resource, "arn")
    objects: Value = Template((arn, "/*"))
    if isinstance(bucket, BucketThing) and pattern is not None:
        objects = bucket.objects(pattern)
    actions, key_actions = _ACTIONS[way]
    role.allow(permission(actions, [objects] if way == "put_acl" else [arn, objects]), certain=call.certain)
    if isinstance(bucket, BucketThing) and key_actions:
        use_key(call, bucket.key, Grantee(role), key_actions)
