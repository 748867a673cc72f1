"""``s3.Bucket`` with the policy, encryption, versioning and replication it ends up with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.kms import implied_key
from stackproof.frameworks.cdk.policies import (
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import ANYONE, Principal, Principals, principal_of
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless import notifications
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_NAMES = {
    "bucket_name": "bucket",
    "bucket_domain_name": "bucket_domain_name",
    "bucket_regional_domain_name": "bucket_regional_domain_name",
    "bucket_website_domain_name": "website_domain",
}
_READ = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
_WRITE = ["s3:DeleteObject*", "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:Abort*"]
_GRANTS: Mapping[str, list[str]] = MappingProxyType(
    {
        "grant_read": _READ,
        "grant_write": _WRITE,
        "grant_read_write": [*_READ, *_WRITE],
        "grant_put": ["s3:PutObject", "s3:Abort*"],
        "grant_put_acl": ["s3:PutObjectAcl"],
        "grant_delete": ["s3:DeleteObject*"],
    }
)


class BucketThing(Made):
    """A bucket; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.policy: Resource | None = None
        self.json: Value | None = None
        self.methods["add_to_resource_policy"] = self._add
        self.methods["arn_for_objects"] = self._objects
        self.methods["grant_public_access"] = self._public
        for method, actions in _GRANTS.items():
            self.methods[method] = partial(self._grant, actions)
        for method in (
            "add_lifecycle_rule", "add_metric", "add_cors_rule", "add_inventory", "add_replication_policy",
            "on_cloud_trail_event", "on_cloud_trail_put_object",
            "on_cloud_trail_write_object", "url_for_object", "virtual_hosted_url_for_object",
            "transfer_acceleration_url_for_object", "s3_url_for_object",
        ):  # fmt: skip
            self.methods[method] = lambda c: Opaque((self.value(),))
        for method in notifications.METHODS:
            self.methods[method] = partial(notifications.on_event, self, method)
        self.methods["enable_event_bridge_notification"] = self._event_bridge

    def attribute(self, name: str) -> Node | None:
        if name == "policy" and self.policy is not None:
            return Made(self.policy)
        return super().attribute(name)

    def document(self) -> Value | None:
        """The bucket's policy, made when there is none; None for buckets from outside, which keep their own."""
        if self.resource.external:
            return None
        if self.policy is None or self.json is None:
            self.json = document([])
            self.policy = self.world.add(
                "aws_s3_bucket_policy",
                f"{self.resource.name}/Policy",
                {"bucket": ResourceReference(self.resource, "id"), "policy": JsonText(self.json)},
                role="bucket-policy",
            )
        return self.json

    def allow(self, json: MappingValue, *, certain: bool = True) -> None:
        """Add a statement to the policy."""
        target = self.document()
        found = statements_of(target) if target is not None else None
        if found is not None:
            found.elements.append(json)
            found.open = found.open or not certain

    def objects(self, pattern: str | Value = "*") -> Value:
        """The ARN of objects in the bucket."""
        arn = ResourceReference(self.resource, "arn")
        if isinstance(pattern, str):
            return Template((arn, f"/{pattern}"))
        return (
            Template((arn, f"/{text}"))
            if (text := pattern.text()) is not None
            else Template((arn, "/", pattern))
        )

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "permission"), self.document()
        if target is not None:
            if value is None:
                open_statements(target)
            else:
                add_statement(call.world, target, value, certain=call.certain)
        return Opaque()

    def _event_bridge(self, call: Call) -> Node:
        notifications.enable_event_bridge(self.world, self.resource, Scalar(True))
        return Opaque()

    def _objects(self, call: Call) -> Node:
        pattern = call.folded(0, "key_pattern")
        return self.objects(pattern if pattern is not None else Unknown("a pattern"))

    def _public(self, call: Call) -> Node:
        self.allow(statement(["s3:GetObject"], ANYONE, [self.objects()]), certain=call.certain)
        return Opaque()

    def _grant(self, actions: list[str], call: Call) -> Node:
        """Grants to services go to the bucket's policy; those to roles change the roles."""
        value = call.argument(0, "identity")
        principals = principal_of(call.world, value) if value is not None else None
        if principals is None and value is not None and call.world.node(value) is None:
            if (target := self.document()) is not None:
                open_statements(target)
        elif principals is not None and principals.services():
            arn = ResourceReference(self.resource, "arn")
            made = statement(actions, principals, [arn, self.objects()])
            made.origin = call.construction.origin
            self.allow(made, certain=call.certain)
        return Opaque()


def _bucket(call: Call) -> Node:
    world, props = call.world, call.props()
    resource = world.add("aws_s3_bucket", world.name(call), implied=False)
    put(resource, "bucket", props.get("bucket_name"), props.entry("bucket_name"))
    made = BucketThing(world, resource)
    clean = props.get("auto_delete_objects")
    put(resource, "force_destroy", clean, props.entry("auto_delete_objects"))
    if clean.is_(True):
        # A function of the library empties the bucket before it is deleted.
        cleaner = Principals([Principal("AWS", Unknown("the role of the library's own function"))])
        arn = ResourceReference(resource, "arn")
        made.allow(
            statement(["s3:GetBucket*", "s3:List*", "s3:DeleteObject*"], cleaner, [arn, made.objects()])
        )
    _companions(world, resource, props)
    told = props.get("event_bridge_enabled")
    if not told.is_absent():
        notifications.enable_event_bridge(world, resource, told)
    if not props.get("enforce_ssl").is_absent() and not props.get("enforce_ssl").is_(False):
        made.allow(_secure_only(made))
    return made


def _secure_only(bucket: BucketThing) -> MappingValue:
    arn = ResourceReference(bucket.resource, "arn")
    insecure = block(Bool=MappingValue({"aws:SecureTransport": MapEntry(Scalar("false"))}))
    made = statement(["s3:*"], ANYONE, [arn, bucket.objects()], Condition=insecure)
    made.entries["Effect"] = MapEntry(Scalar("Deny"))
    return made


def _companions(world: World, bucket: Resource, props: Arguments) -> None:
    """What Terraform keeps in resources of their own."""
    reference = ResourceReference(bucket, "id")
    versioned = props.get("versioned")
    if not versioned.is_absent() and not versioned.is_(False):
        status: Value = (
            Scalar("Enabled", origin=versioned.origin)
            if versioned.is_(True)
            else Unknown("versioning", origin=versioned.origin)
        )
        world.add(
            "aws_s3_bucket_versioning",
            bucket.name,
            {"bucket": reference, "versioning_configuration": block(status=status)},
        )
    key, kind = props.thing("encryption_key"), props.get("encryption")
    if (
        key is None
        and props.absent("encryption_key")
        and kind.is_any_of("aws:kms", "aws:kms:dsse")
        and _own_key(props)
    ):
        key = implied_key(world, f"{bucket.name}/Key", f"Created by {bucket.name}")
    if not kind.is_absent() or props.raw("encryption_key") is not None:
        algorithm: Value = Scalar("aws:kms") if kind.is_absent() else kind
        rule = block(
            apply_server_side_encryption_by_default=block(
                sse_algorithm=algorithm,
                kms_master_key_id=key.attribute("key_arn") if key is not None else None,  # type: ignore[arg-type]
            )
        )
        world.add(
            "aws_s3_bucket_server_side_encryption_configuration",
            bucket.name,
            {"bucket": reference, "rule": Sequence([rule])},
        )
    rules = props.raw("replication_rules")
    if rules is not None:
        world.add(
            "aws_s3_bucket_replication_configuration",
            bucket.name,
            {"bucket": reference, "rule": props.get("replication_rules")},
        )


def _own_key(props: Arguments) -> bool:
    """Whether the bucket makes a key, in place of using the service's own."""
    kind = props.raw("encryption")
    return isinstance(kind, Symbol) and kind.names[-1:] in (("KMS",), ("DSSE",))


def bucket_policy(call: Call, bucket: Value, json: Value, entry: MapEntry | None) -> Resource:
    """A policy resource written by the author."""
    resource = call.world.add(
        "aws_s3_bucket_policy", call.world.name(call), {"bucket": bucket}, implied=False
    )
    put(resource, "policy", JsonText(json, origin=json.origin), entry)
    return resource


def _policy(call: Call) -> Node | None:
    """``new s3.BucketPolicy(...)``, whose ``document`` is filled afterwards."""
    props = call.props()
    bucket = props.thing("bucket")
    if not isinstance(bucket, Made):
        return None
    written = props.raw("document")
    json = policy_document(call.world, written) if written is not None else document([], open=props.open)
    resource = bucket_policy(call, ResourceReference(bucket.resource, "id"), json, props.entry("document"))
    if isinstance(bucket, BucketThing):
        bucket.policy, bucket.json = resource, json
    from stackproof.frameworks.cdk.policies import Document

    made = Made(resource)
    made.attributes["document"] = Document(json)
    return made


def _external(call: Call) -> Node:
    made = BucketThing(call.world, call.world.external("aws_s3_bucket", call))
    made.fragile = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-s3.Bucket": _bucket,
        "aws-s3.BucketPolicy": _policy,
        "aws-s3.Bucket.from_bucket_name": _external,
        "aws-s3.Bucket.from_bucket_arn": _external,
        "aws-s3.Bucket.from_bucket_attributes": _external,
        "aws-s3.Bucket.from_cfn_bucket": lambda call: call.thing(0, "cfn_bucket"),
    }
)
