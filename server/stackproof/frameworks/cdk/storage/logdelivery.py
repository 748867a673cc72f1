"""The logs of who used a bucket: where they go, and how their delivery is allowed there."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.cfn_buckets import beside_bucket
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.kms import KeyThing
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.storage.blocking import owner
from stackproof.frameworks.cdk.thing import Made, put
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_BY_POLICY = "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy"
_DELIVERY = Principals([Principal("Service", Scalar("logging.s3.amazonaws.com"))])
_KEY = ("kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")


def arrange_logs(call: Call, made: Arranged) -> None:
    """Where the logs of a bucket go: to another one, or with a prefix only to itself."""
    props = made.props
    written, prefix = props.raw("server_access_logs_bucket"), props.get("server_access_logs_prefix")
    kind = props.get("target_object_key_format")
    if written is None and prefix.is_absent():
        return
    target = props.thing("server_access_logs_bucket")
    entries: dict[str, MapEntry] = {}
    if isinstance(target, Made):
        reference = ResourceReference(
            target.resource, "id", origin=written.origin if written is not None else None
        )
        entries["destination_bucket_name"] = MapEntry(reference)
        if isinstance(target, BucketThing) and isinstance(target.key, KeyThing):
            target.key.allow(statement(_KEY, _DELIVERY), certain=call.certain)
    elif written is not None:
        entries["destination_bucket_name"] = MapEntry(
            Unknown("a bucket", (props.get("server_access_logs_bucket"),))
        )
    for name, value in (("log_file_prefix", prefix), ("target_object_key_format", kind)):
        if not value.is_absent():
            entries[name] = MapEntry(value)
    source = "server_access_logs_bucket" if written is not None else "server_access_logs_prefix"
    made.put("logging_configuration", MappingValue(entries), source)


def allow_logs(call: Call, bucket: BucketThing, props: Arguments) -> None:
    """Let the logs be delivered: by the policy of the target, or by its access list as the flag says."""
    written, prefix = props.raw("server_access_logs_bucket"), props.get("server_access_logs_prefix")
    target = props.thing("server_access_logs_bucket") if written is not None else bucket
    if (written is None and prefix.is_absent()) or not isinstance(target, BucketThing):
        return
    if target.resource.external:
        return
    by_policy = call.world.flag(_BY_POLICY)
    if by_policy is not False:
        made = statement(
            ["s3:PutObject"], _DELIVERY, [target.objects(_below(prefix))], Condition=_from(call, bucket)
        )
        target.allow(made, certain=call.certain and by_policy is True)
    if by_policy is not True:
        acl = Scalar("LogDeliveryWrite") if by_policy is False else Unknown("an access list")
        put(target.resource, "access_control", acl)
        put(target.resource, "ownership_controls", owner(target.owner, acl))
        beside_bucket(call.world, target.resource)


def _below(prefix: Value) -> str | Value:
    if prefix.is_absent():
        return "*"
    text = prefix.text()
    return f"{text}*" if text is not None else Template((*(prefix.pieces() or (prefix,)), "*"))


def _from(call: Call, bucket: BucketThing) -> Value:
    """Only for this bucket of this account."""
    source = MappingValue({"aws:SourceArn": MapEntry(ResourceReference(bucket.resource, "arn"))})
    account = MappingValue({"aws:SourceAccount": MapEntry(call.world.pseudo("account"))})
    return MappingValue({"ArnLike": MapEntry(source), "StringEquals": MapEntry(account)})
