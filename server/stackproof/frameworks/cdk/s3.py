"""Buckets of the CDK as others see them: their policies, grants, and those who are told of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.granting import Granting, grantee, use_key
from stackproof.frameworks.cdk.grants import Several, grant
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import ANYONE, Principal, Principals
from stackproof.frameworks.cdk.serverless import notifications
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    JsonText,
    ResourceReference,
    Scalar,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_NAMES = {
    "bucket_name": "bucket",
    "bucket_domain_name": "bucket_domain_name",
    "bucket_regional_domain_name": "bucket_regional_domain_name",
    "bucket_website_domain_name": "website_endpoint",
}
_READ = ("s3:GetObject*", "s3:GetBucket*", "s3:List*")
_DELETE = ("s3:DeleteObject*",)
_PUT = (
    "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging", "s3:Abort*",
)  # fmt: skip
_PUT_WITH_ACLS = ("s3:PutObject*", "s3:Abort*")
_PUT_ACL = ("s3:PutObjectAcl", "s3:PutObjectVersionAcl")
_KEY_READ = ("kms:Decrypt", "kms:DescribeKey")
_KEY_WRITE = ("kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Decrypt")


class BucketThing(Made):
    """A bucket; its policy is made with the first statement. ``key`` encrypts it."""

    def __init__(self, world: World, resource: Resource, key: Made | None = None) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.key = key
        self.policy: Resource | None = None
        self.json: Value | None = None
        # Arguments of the bucket that methods add to, by what they are called there.
        self.adders: dict[str, Callable[[Call], None]] = {}
        # Whether it is a website; None when that is not known.
        self.website: bool | None = False
        # To whom objects are said to belong.
        self.owner: Value = Absent()
        if key is not None:
            self.attributes["encryption_key"] = key
        self.attributes["grants"] = Granting(self)

    def attribute(self, name: str) -> Node | None:
        if name == "policy" and self.policy is not None:
            return Made(self.policy)
        return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_to_resource_policy":
                return self._add(call)
            case "arn_for_objects":
                pattern = call.folded(0, "key_pattern")
                return self.objects(pattern if pattern is not None else Unknown("a pattern"))
            case "grant_read":
                return self._grant(call, _READ, _KEY_READ)
            case "grant_write":
                allowed = call.argument(2, "allowed_action_patterns")
                written: Several = (
                    call.world.fold(allowed) if allowed is not None else (*_DELETE, *self._put())
                )
                return self._grant(call, written, _KEY_WRITE)
            case "grant_read_write":
                key = tuple(dict.fromkeys((*_KEY_READ, *_KEY_WRITE)))
                return self._grant(call, (*_READ, *_DELETE, *self._put()), key)
            case "grant_put":
                return self._grant(call, self._put(), _KEY_WRITE, objects=True)
            case "grant_put_acl":
                return self._grant(call, _PUT_ACL, objects=True)
            case "grant_delete":
                return self._grant(call, _DELETE, objects=True)
            case "grant_public_access":
                return self._public(call)
            case "grant_replication_permission":
                return self.replicate(call)
            case "add_replication_policy":
                return self._allow_replication(call)
            case "enable_event_bridge_notification":
                notifications.enable_event_bridge(self.world, self.resource, Scalar(True))
                return Opaque()
            case _ if method in notifications.METHODS:
                return notifications.on_event(self, method, call)
        if method in self.adders:
            self.adders[method](call)
            return Opaque()
        if method.endswith("url_for_object") or method.startswith("on_cloud_trail"):
            return Opaque((self.value(),))
        return super().call(method, call)

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

    def lose_sight(self) -> None:
        """There may be more statements in the policy than are seen."""
        target = self.document()
        if target is not None:
            open_statements(target)

    def objects(self, pattern: str | Value = "*") -> Value:
        """The ARN of objects in the bucket."""
        arn = ResourceReference(self.resource, "arn")
        text = pattern if isinstance(pattern, str) else pattern.text()
        return Template((arn, f"/{text}")) if text is not None else Template((arn, "/", *_pieces(pattern)))

    def _put(self) -> tuple[str, ...]:
        without = self.world.flag("@aws-cdk/aws-s3:grantWriteWithoutAcl")
        return _PUT_WITH_ACLS if without is False else _PUT

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "permission"), self.document()
        if target is not None:
            if value is None:
                open_statements(target)
            else:
                add_statement(call.world, target, value, certain=call.certain)
        return Opaque()

    def _public(self, call: Call) -> Node:
        pattern = call.folded(0, "key_prefix")
        actions = call.rest(1)
        made = statement(
            actions or ["s3:GetObject"], ANYONE, [self.objects(pattern if pattern is not None else "*")]
        )
        self.allow(made, certain=call.certain and actions is not None)
        return Opaque()

    def _grant(
        self, call: Call, actions: Several, key: tuple[str, ...] = (), *, objects: bool = False
    ) -> Node:
        """Allow something on objects (and on the bucket itself)."""
        pattern = call.folded(1, "objects_key_pattern")
        parts: list[Value] = [] if objects else [ResourceReference(self.resource, "arn")]
        parts.append(self.objects(pattern if pattern is not None else "*"))
        if key and self.key is not None:
            use_key(call, self.key, key)
        return grant(call, grantee(call), actions, parts, self.document)

    def replicate(self, call: Call, to: Value | None = None) -> Node:
        """Let a role read for replication; what it may write is named by the destinations."""
        who = to if to is not None else grantee(call)
        props = call.props(1)
        grant(
            call, who, ["s3:GetReplicationConfiguration", "s3:ListBucket"], [ResourceReference(self.resource, "arn")],
            self.document,
        )  # fmt: skip
        read = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
        grant(call, who, read, [self.objects()], self.document)
        listed = props.elements("destinations")
        targets = [arguments_bucket(call.world, v) for v in listed or ()]
        write = [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
        ]
        parts: Several = [t.objects() for t in targets if t is not None]
        if listed is None or None in targets:
            parts = Unknown("objects of other buckets")
        grant(call, who, write, parts, self.document)
        return Opaque()

    def _allow_replication(self, call: Call) -> Node:
        """Let a role of another account replicate into the bucket."""
        role = call.folded(0, "role_arn")
        who = Principals([Principal("AWS", role if role is not None else Unknown("a role"))])
        arn = ResourceReference(self.resource, "arn")
        versions = ["s3:GetBucketVersioning", "s3:PutBucketVersioning"]
        self.allow(statement(versions, who, [arn]), certain=call.certain)
        self.allow(
            statement(["s3:ReplicateObject", "s3:ReplicateDelete"], who, [self.objects()]),
            certain=call.certain,
        )
        account = call.folded(2, "account")
        if account is not None:
            root = Principals([Principal("AWS", call.world.arn(":iam::", account, ":root"))])
            owned = statement(["s3:ObjectOwnerOverrideToBucketOwner"], root, [self.objects()])
            self.allow(owned, certain=call.certain)
        return Opaque()


def arguments_bucket(world: World, value: Value) -> BucketThing | None:
    """The bucket among named arguments."""
    from stackproof.frameworks.cdk.arguments import arguments_of

    inner = arguments_of(world, value)
    bucket = inner.thing("bucket") if inner is not None else None
    return bucket if isinstance(bucket, BucketThing) else None


def _pieces(pattern: str | Value) -> tuple[str | Value, ...]:
    if isinstance(pattern, str):
        return (pattern,)
    return pattern.pieces() or (pattern,)


def _policy(call: Call) -> Node | None:
    """``new s3.BucketPolicy(...)``, whose ``document`` is filled afterwards."""
    props = call.props()
    bucket = props.thing("bucket")
    if not isinstance(bucket, Made):
        return None
    written = props.raw("document")
    json = policy_document(call.world, written) if written is not None else document([], open=props.open)
    entry = props.entry("document")
    resource = call.world.add(
        "aws_s3_bucket_policy",
        call.world.name(call),
        {"bucket": ResourceReference(bucket.resource, "id")},
        implied=False,
    )
    from stackproof.frameworks.cdk.thing import put

    put(resource, "policy", JsonText(json, origin=json.origin), entry)
    if isinstance(bucket, BucketThing):
        bucket.policy, bucket.json = resource, json
    made = Made(resource)
    made.attributes["document"] = Document(json)
    return made


def _external(call: Call) -> Node:
    props = call.props()
    key = props.thing("encryption_key")
    made = BucketThing(
        call.world, call.world.external("aws_s3_bucket", call), key if isinstance(key, Made) else None
    )
    made.fragile = False
    if call.located is not None and call.located.names[-1] == "from_bucket_attributes":
        site = props.get("is_website")
        made.website = True if site.is_(True) else False if site.is_absent() or site.is_(False) else None
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-s3.BucketPolicy": _policy,
        "aws-s3.Bucket.from_bucket_name": _external,
        "aws-s3.Bucket.from_bucket_arn": _external,
        "aws-s3.Bucket.from_bucket_attributes": _external,
        "aws-s3.Bucket.from_cfn_bucket": lambda call: call.thing(0, "cfn_bucket"),
    }
)
