"""Secrets of Secrets Manager with their policies, rotation and grants."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.core import Plain
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Granting, grantee
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.kms import ENCRYPT, KeyThing
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import Principal, Principals, principal_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
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
    "secret_arn": "arn",
    "secret_full_arn": "arn",
    "secret_name": "name",
    "secret_target_attachment_secret_arn": "arn",
}
_READ = ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")
_WRITE = (
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecret",
    "secretsmanager:UpdateSecretVersionStage",
)


class SecretThing(Made):
    """A secret; its policy is made with the first statement. ``key`` encrypts it."""

    def __init__(self, world: World, resource: Resource, key: Made | None = None) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.key = key
        self.policy: Resource | None = None
        self.json: Value | None = None
        self.attached: SecretThing | None = None
        self.attributes["grants"] = Granting(self)
        if key is not None:
            self.attributes["encryption_key"] = key

    @property
    def arn(self) -> Value:
        """The ARN of the secret."""
        return ResourceReference(self.resource, "arn")

    def attribute(self, name: str) -> Node | None:
        return Plain(self.field("")) if name == "secret_value" else super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "grant_read":
                return self._grant_read(call)
            case "grant_write":
                self._via(call, ENCRYPT)
                return grant(call, grantee(call), _WRITE, [self.arn], self.document)
            case "secret_value_from_json":
                field = call.folded(0, "key")
                return Plain(self.field(field if field is not None else Unknown("a field")))
            case "add_to_resource_policy":
                return self._add(call)
            case "deny_account_root_delete":
                self.keep(certain=call.certain)
                return Opaque()
            case "add_rotation_schedule":
                from stackproof.frameworks.cdk.security.rotation import rotate

                return rotate(call, self, call.props(1), f"{self.resource.name}/{self.world.name(call, 0)}")
            case "attach":
                return self.attach()
            case "add_target_attachment":
                return self.attach()
            case "add_replica_region":
                return self._replicate(call)
            case "cfn_dynamic_reference_key":
                return Opaque((self.value(),))
        return super().call(method, call)

    def field(self, name: str | Value) -> Value:
        """What stands in a template for the content of the secret, or a field of it."""
        text = name if isinstance(name, str) else name.text()
        lead = ("{{resolve:secretsmanager:", self.arn)
        if text is not None:
            return Template((*lead, f":SecretString:{text}::}}}}"))
        return Template((*lead, ":SecretString:", name if isinstance(name, Value) else "", "::}}"))

    def document(self) -> Value | None:
        """The secret's policy, made when there is none; None for secrets from outside."""
        if self.resource.external:
            return None
        if self.json is None:
            self.json = document([])
            self.policy = self.world.add(
                "aws_secretsmanager_secret_policy",
                f"{self.resource.name}/Policy",
                {"secret_arn": self.arn, "policy": JsonText(self.json)},
                role="secret-policy",
            )
        return self.json

    def keep(self, *, certain: bool = True) -> None:
        """Let not even the account's root delete it."""
        account = self.world.arn(":iam::", self.world.pseudo("account"), ":root")
        made = statement(["secretsmanager:DeleteSecret"], Principals([Principal("AWS", account)]))
        made.entries["Effect"] = MapEntry(Scalar("Deny"))
        target = self.document()
        found = statements_of(target) if target is not None else None
        if found is not None:
            found.elements.append(made)
            found.open = found.open or not certain

    def attach(self) -> SecretThing:
        """The secret as a database completes it, which has a policy of its own unless a flag says otherwise."""
        if self.attached is None:
            flag = "@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments"
            shared = self.world.flag(flag)
            self.attached = self if shared else SecretThing(self.world, self.resource, self.key)
        return self.attached

    def via(self, principals: Principals, actions: tuple[str, ...], *, certain: bool = True) -> None:
        """Let someone use the key by way of the service."""
        if not isinstance(self.key, KeyThing):
            return
        service = Template(("secretsmanager.", self.world.pseudo("region"), ".amazonaws.com"))
        equals = MappingValue({"kms:ViaService": MapEntry(service)})
        condition = MappingValue({"StringEquals": MapEntry(equals)})
        self.key.allow(statement(actions, principals, Condition=condition), certain=certain)

    def _via(self, call: Call, actions: tuple[str, ...]) -> None:
        value = grantee(call)
        principals = principal_of(call.world, value) if value is not None else None
        if principals is not None:
            self.via(principals, actions, certain=call.certain)
        elif isinstance(self.key, KeyThing):
            open_statements(self.key.document())

    def _grant_read(self, call: Call) -> Node:
        stages = call.folded(1, "version_stages")
        self._via(call, ("kms:Decrypt",))
        condition: Value | None = None
        if stages is not None:
            inner = MappingValue({"secretsmanager:VersionStage": MapEntry(stages)})
            condition = MappingValue({"ForAnyValue:StringEquals": MapEntry(inner)})
        return grant(call, grantee(call), _READ, [self.arn], self.document, condition)

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document()
        if target is not None and value is None:
            open_statements(target)
        elif target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        return Opaque()

    def _replicate(self, call: Call) -> Node:
        from stackproof.frameworks.cdk.thing import append

        region, key = call.folded(0, "region"), call.thing(1, "encryption_key")
        made = {"region": MapEntry(region if region is not None else Unknown("a region"))}
        if isinstance(key, Made):
            made["kms_key_id"] = MapEntry(ResourceReference(key.resource, "arn"))
        append(self.resource, "replica", MappingValue(made), certain=call.certain)
        return Opaque()


def _secret(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("description", secret_name="name")
    content = content_of(props)
    if content is None:
        made.put("generate_secret_string", MappingValue({}))
        made.copy("generate_secret_string")
    else:
        made.put("secret_string", *content)
    return make_secret(call, made, call.world.name(call))


def make_secret(call: Call, made: Arranged, name: str, *, implied: bool = False) -> SecretThing:
    """A secret from its arguments, with its key and replicas."""
    world, props = call.world, made.props
    key = props.thing("encryption_key")
    if isinstance(key, Made):
        made.put("kms_key_id", ResourceReference(key.resource, "arn"), "encryption_key")
    elif props.raw("encryption_key") is not None:
        made.put("kms_key_id", Unknown("a key"), "encryption_key")
    replicas = props.raw("replica_regions")
    elements = props.elements("replica_regions") if replicas is not None else []
    if replicas is not None:
        listed = [_replica(world, e) for e in elements or ()]
        made.put("replica_regions", Sequence(listed, open=elements is None), "replica_regions")
    resource = describe(world, "AWS::SecretsManager::Secret", name, made, implied=implied).resource
    secret = SecretThing(world, resource, key if isinstance(key, Made) else None)
    account = Principals([Principal("AWS", world.arn(":iam::", world.pseudo("account"), ":root"))])
    secret.via(account, ("kms:Decrypt", *ENCRYPT))
    secret.via(account, ("kms:CreateGrant", "kms:DescribeKey"))
    return secret


def _replica(world: World, value: Value) -> Value:
    from stackproof.frameworks.cdk.arguments import arguments_of

    inner = arguments_of(world, value)
    if inner is None:
        return Unknown("a replica")
    made = {"region": MapEntry(inner.get("region"))}
    key = inner.thing("encryption_key")
    if isinstance(key, Made):
        made["kms_key_id"] = MapEntry(ResourceReference(key.resource, "arn"))
    return MappingValue(made, open=inner.open)


def content_of(props: Arguments) -> tuple[Value, str] | None:
    """The text that a secret is given, and the argument that gives it; None when it is generated."""
    for name in ("secret_string_value", "secret_string_beta1"):
        if props.raw(name) is not None:
            return props.get(name), name
    fields = props.nested("secret_object_value")
    if fields is not None:
        given = {n: MapEntry(fields.get(n)) for n in fields.entries}
        return JsonText(MappingValue(given, open=fields.open), origin=fields.origin), "secret_object_value"
    if props.raw("secret_object_value") is not None:
        return Unknown("a secret"), "secret_object_value"
    return None


def _external(call: Call) -> Node:
    key = call.props().thing("encryption_key")
    made = SecretThing(
        call.world,
        call.world.external("aws_secretsmanager_secret", call),
        key if isinstance(key, Made) else None,
    )
    made.fragile = False
    return made


def _attachment(call: Call) -> Node | None:
    """``new SecretTargetAttachment(this, 'id', { secret, target })``."""
    secret = call.props().thing("secret")
    return secret.attach() if isinstance(secret, SecretThing) else None


def _policy(call: Call) -> Node:
    """``new ResourcePolicy(this, 'id', { secret })``, whose ``document`` is filled afterwards."""
    secret = call.props().thing("secret")
    json = document([])
    resource = call.world.add(
        "aws_secretsmanager_secret_policy", call.world.name(call), {"policy": JsonText(json)}, implied=False
    )
    arn: Value = secret.arn if isinstance(secret, SecretThing) else Unknown("a secret")
    put(resource, "secret_arn", arn, call.props().entry("secret"))
    made = Made(resource)
    made.attributes["document"] = Document(json)
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-secretsmanager.Secret": _secret,
        "aws-secretsmanager.SecretTargetAttachment": _attachment,
        "aws-secretsmanager.ResourcePolicy": _policy,
        **{
            f"aws-secretsmanager.Secret.from_secret_{form}": _external
            for form in ("complete_arn", "partial_arn", "name_v2", "attributes", "arn", "name")
        },
    }
)
