"""Logs of load balancers, and what the library lets their delivery do in a bucket."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.around import environment, stack_of
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.model.graph import Resource
from stackproof.model.runtime import Reference
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# The accounts from which load balancers of older regions deliver their logs.
_ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "af-south-1": "098369216593", "ap-east-1": "754344448648", "ap-northeast-1": "582318560864",
        "ap-northeast-2": "600734575887", "ap-northeast-3": "383597477331", "ap-south-1": "718504428378",
        "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266", "ap-southeast-3": "589379963580",
        "ca-central-1": "985666609251", "cn-north-1": "638102146993", "cn-northwest-1": "037604701340",
        "eu-central-1": "054676820928", "eu-north-1": "897822967062", "eu-south-1": "635631232127",
        "eu-west-1": "156460612806", "eu-west-2": "652711504416", "eu-west-3": "009996457667",
        "me-south-1": "076674570225", "sa-east-1": "507241528517", "us-east-1": "127311923021",
        "us-east-2": "033677994240", "us-gov-east-1": "190560391635", "us-gov-west-1": "048591011584",
        "us-west-1": "027434742980", "us-west-2": "797873946194",
    }
)  # fmt: skip
_DELIVERY = "delivery.logs.amazonaws.com"


def log_to(call: Call, balancer: Resource, kind: str, name: str) -> Node:
    """Logs go to a bucket whose policy the library completes, unless the bucket is from outside."""
    bucket = call.thing(0, "bucket")
    prefix = call.folded(1, "prefix")
    origin = call.construction.origin
    target: Value = Unknown("a bucket", origin=origin)
    if isinstance(bucket, Made):
        target = ResourceReference(bucket.resource, "id", origin=origin)
    entries = {
        "bucket": MapEntry(target),
        "enabled": MapEntry(Scalar(True, origin=origin)),
        "prefix": MapEntry(prefix if prefix is not None else Scalar("")),
    }
    value: Value = MappingValue(entries, origin=origin)
    if not call.certain:
        value = Unknown("logs that may be turned on", (value,), origin=origin)
    put(balancer, name, value, MapEntry(value, None, origin))
    if isinstance(bucket, BucketThing):
        _allow(call, balancer, bucket, prefix)
    return Opaque()


def _allow(call: Call, balancer: Resource, bucket: BucketThing, prefix: Value | None) -> None:
    account = call.world.pseudo("account")
    text = "" if prefix is None else prefix.text()
    before: tuple[str | Value, ...] = ("/AWSLogs/",)
    if text:
        before = (f"/{text}/AWSLogs/",)
    elif text is None and prefix is not None:
        before = ("/", prefix, "/AWSLogs/")
    arn = ResourceReference(bucket.resource, "arn")
    objects: list[Value] = [Template((arn, *before, account, "/*"))]
    delivery = Principals([Principal("Service", Scalar(_DELIVERY))])
    owned = MappingValue({"s3:x-amz-acl": MapEntry(Scalar("bucket-owner-full-control"))})
    condition = MappingValue({"StringEquals": MapEntry(owned)})
    for json in (
        statement(["s3:PutObject"], _who(call, balancer), objects),
        statement(["s3:PutObject"], delivery, objects, Condition=condition),
        statement(["s3:GetBucketAcl"], delivery, [arn]),
    ):
        json.origin = call.construction.origin
        bucket.allow(json, certain=call.certain)
    if bucket.policy is not None:
        balancer.depends_on.append(ResourceReference(bucket.policy))


def _who(call: Call, balancer: Resource) -> Principals:
    """The account of older regions, the service in newer ones and where the region is not known."""
    stack = stack_of(Reference(balancer.construction))
    region = environment(stack, "region") if stack is not None else None
    account = _ACCOUNTS.get(region.text() or "") if region is not None else None
    if account is not None:
        return Principals([Principal("AWS", call.world.arn(f":iam::{account}:root"))])
    return Principals([Principal("Service", Scalar("logdelivery.elasticloadbalancing.amazonaws.com"))])
