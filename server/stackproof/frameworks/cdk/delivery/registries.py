"""``ecr.Repository``: who may use its images, how long they are kept, and what its events look like."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import grantee
from stackproof.frameworks.cdk.grants import Several, grant
from stackproof.frameworks.cdk.options import attribute_of, given, given_or
from stackproof.frameworks.cdk.policies import add_statement, document, open_statements
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.patterns import event_pattern
from stackproof.frameworks.cdk.serverless.rules import on_event
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.thing import given as known_or
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

_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
_PUSH = (
    "ecr:CompleteLayerUpload", "ecr:UploadLayerPart", "ecr:InitiateLayerUpload", "ecr:BatchCheckLayerAvailability",
    "ecr:PutImage",
)  # fmt: skip
_GRANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "grant_read": ("ecr:DescribeRepositories", "ecr:DescribeImages"),
        "grant_pull": _PULL,
        "grant_push": _PUSH,
        "grant_pull_push": tuple(dict.fromkeys((*_PULL, *_PUSH))),
    }
)
_NAMES = {"repository_arn": "arn", "repository_name": "name", "repository_uri": "repository_url"}
# By method: the kind of event, and what is said of it.
_EVENTS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "on_event": ("", {}),
        "on_image_scan_completed": ("ECR Image Scan", {"scan-status": "COMPLETE"}),
        "on_cloud_trail_event": ("AWS API Call via CloudTrail", {}),
        "on_cloud_trail_image_pushed": ("AWS API Call via CloudTrail", {"eventName": "PutImage"}),
    }
)


class RegistryThing(Made):
    """A repository of images; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.json: Value | None = None
        # Rules about how long images are kept, in the order in which they are given.
        self.rules: list[Arguments | None] = []
        # Whether there may be more of them than are seen.
        self.unclear = False
        self.attributes["registry_uri"] = Unknown("the registry of an account", (self.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        if method in _EVENTS:
            return on_event(self._pattern(method, call.props(1)), self, call)
        if method in _GRANTS:
            return self._grant(call, _GRANTS[method], signed=method != "grant_read")
        match method:
            case "grant":
                actions = call.rest(1)
                return self._grant(call, Unknown("actions") if actions is None else Sequence(actions))
            case "add_to_resource_policy":
                return self._add(call)
            case "add_lifecycle_rule":
                self.rules.append(call.props(0))
                self.unclear = self.unclear or not call.certain
                return Opaque()
            case "repository_uri_for_tag":
                return self._uri(":", call.folded(0, "tag"))
            case "repository_uri_for_digest":
                return self._uri("@", call.folded(0, "digest"))
            case "repository_uri_for_tag_or_digest":
                return Unknown("an image", (self.value(),))
            case _:
                return super().call(method, call)

    def _uri(self, separator: str, ending: Value | None) -> Value:
        own = ResourceReference(self.resource, "repository_url")
        return own if ending is None else joined(Template((own, separator, *(ending.pieces() or (ending,)))))

    def document(self) -> Value | None:
        """The policy; None for repositories from outside, which keep their own."""
        if self.resource.external:
            return None
        if self.json is None:
            self.json = document([])
            name = ResourceReference(self.resource, "name")
            told = {"repository": name, "policy": JsonText(self.json)}
            self.world.add(
                "aws_ecr_repository_policy",
                f"{self.resource.name}/Policy",
                told,
                construction=self.resource.construction,
            )
        return self.json

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document()
        if target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        elif target is not None:
            open_statements(target)
        return Opaque()

    def _grant(self, call: Call, actions: Several, *, signed: bool = False) -> Node:
        """Let someone use images; whoever pulls or pushes has to sign in first."""
        arn = ResourceReference(self.resource, "arn")
        grant(call, grantee(call), actions, [arn], self.document, own=[])
        if signed:
            grant(call, grantee(call), ["ecr:GetAuthorizationToken"], [Scalar("*")])
        return Opaque()

    def _pattern(self, method: str, options: Arguments) -> Value:
        kind, said = _EVENTS[method]
        name: Value = Sequence([ResourceReference(self.resource, "name")])
        detail = {k: MapEntry(Sequence([Scalar(v)])) for k, v in said.items()}
        if "cloud_trail" in method:
            request = {"repositoryName": MapEntry(name)}
            tag = given(options, "image_tag") if method.endswith("pushed") else None
            if tag is not None:
                request["imageTag"] = MapEntry(Sequence([tag]))
            detail["requestParameters"] = MapEntry(MappingValue(request))
        else:
            detail["repository-name"] = MapEntry(name)
            tags = given(options, "image_tags") if method.endswith("completed") else None
            if tags is not None:
                detail["image-tags"] = MapEntry(tags)
        entries = {
            "source": MapEntry(Sequence([Scalar("aws.ecr")])),
            "detail": MapEntry(MappingValue(detail)),
        }
        if kind:
            entries["detail_type"] = MapEntry(Sequence([Scalar(kind)]))
        return event_pattern(Arguments(self.world, entries), MappingValue({}))

    def keep(self, name: str) -> None:
        """When all rules are seen: say how long images are kept."""
        if not self.rules and not self.unclear:
            return
        rules = (
            _ordered(self.rules) if not self.unclear else [_shown(r, Unknown("an order")) for r in self.rules]
        )
        text = JsonText(block(rules=Sequence(rules, open=self.unclear)))
        made = self.world.add(
            "aws_ecr_lifecycle_policy",
            f"{name}/LifecyclePolicy",
            {"repository": ResourceReference(self.resource, "name"), "policy": text},
            construction=self.resource.construction,
        )
        made.conditional = made.conditional or self.unclear


def _status(rule: Arguments) -> Value:
    """Which images a rule is about, by their tags."""
    tagged = [given(rule, name) for name in ("tag_prefix_list", "tag_pattern_list")]
    if all(t is None for t in tagged):
        return given_or(rule, "tag_status", "any")
    known = any(t is not None and t.is_present() for t in tagged)
    return given_or(rule, "tag_status", default("tagged") if known else Unknown("which images are meant"))


def _ordered(rules: list[Arguments | None]) -> list[Value]:
    """The rules in the library's order: those with a number, those without, the one for all images."""
    states = [None if r is None else _status(r) for r in rules]
    ranks = [None if r is None else given(r, "rule_priority") for r in rules]
    clear = all(s is not None and s.text() is not None for s in states)
    if not clear or any(rank is not None and rank.number() is None for rank in ranks):
        return [_shown(rule, Unknown("an order")) for rule in rules]
    whole = [n for n, state in enumerate(states) if state is not None and state.is_("any")]
    others = [n for n in range(len(rules)) if n not in whole]
    first = [n for n in others if ranks[n] is not None]
    order = [*first, *(n for n in others if ranks[n] is None), *whole]
    following = int(max((_number(ranks[n]) for n in first), default=0)) + 1
    found: list[Value] = []
    for n in order:
        rank = ranks[n]
        if rank is None:
            rank, following = default(following), following + 1
        found.append(_shown(rules[n], rank))
    return found


def _number(value: Value | None) -> float:
    number = value.number() if value is not None else None
    return number if number is not None else 0


def _shown(rule: Arguments | None, priority: Value) -> Value:
    if rule is None:
        return Unknown("a rule")
    age, count = given(rule, "max_image_age"), given(rule, "max_image_count")
    selection: dict[str, MapEntry] = {"tagStatus": MapEntry(_status(rule))}
    for source, target in (("tag_prefix_list", "tagPrefixList"), ("tag_pattern_list", "tagPatternList")):
        value = given(rule, source)
        if value is not None:
            selection[target] = MapEntry(value)
    if age is not None and not age.is_unknown():
        said: dict[str, Value] = {
            "countType": default("sinceImagePushed"),
            "countNumber": in_days(age),
            "countUnit": default("days"),
        }
    elif age is None and count is not None:
        said = {"countType": default("imageCountMoreThan"), "countNumber": count}
    else:
        said = {
            name: Unknown("how long images are kept") for name in ("countType", "countNumber", "countUnit")
        }
    selection |= {k: MapEntry(v) for k, v in said.items()}
    return block(
        rulePriority=priority,
        description=given(rule, "description"),
        selection=MappingValue(selection, open=rule.open),
        action=block(type="expire"),
    )


def _repository(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy("repository_name", "image_tag_mutability")
    scan = given(props, "image_scan_on_push")
    scanning = None if scan is None else block(scan_on_push=scan)
    made.put("image_scanning_configuration", scanning, "image_scan_on_push")
    filters = given(props, "image_tag_mutability_exclusion_filters")
    made.put("image_tag_mutability_exclusion_filters", filters, "image_tag_mutability_exclusion_filters")
    made.put("encryption_configuration", _encryption(call, props), "encryption")
    clean = "empty_on_delete" if props.raw("empty_on_delete") is not None else "auto_delete_images"
    made.put("empty_on_delete", given(props, clean), clean)
    for later in ("lifecycle_rules", "lifecycle_registry_id", "empty_on_delete", "auto_delete_images"):
        props.entry(later)
    thing = RegistryThing(world, describe(world, "AWS::ECR::Repository", name, made).resource)
    listed = props.elements("lifecycle_rules")
    thing.rules.extend(arguments_of(world, element) for element in listed or ())
    thing.unclear = listed is None and not props.absent("lifecycle_rules")
    world.later(lambda: thing.keep(name))
    return thing


def _encryption(call: Call, props: Arguments) -> Value | None:
    """With whose key images are encrypted."""
    key = props.raw("encryption_key")
    if key is None and not props.absent("encryption_key"):
        return Unknown("a key")
    kind = given_or(props, "encryption", "AES256" if key is None else "KMS")
    if kind.is_("AES256"):
        return None
    if kind.text() is None or (key is not None and not isinstance(props.node("encryption_key"), Made)):
        return Unknown("encryption", (kind, props.get("encryption_key")))
    arn = attribute_of(call.world, key, "key_arn") if key is not None else None
    return block(encryption_type=kind, kms_key=arn)


def _filter(call: Call) -> Node:
    """``ImageTagMutabilityExclusionFilter.wildcard('x')``."""
    return block(
        image_tag_mutability_exclusion_filter_type="WILDCARD",
        image_tag_mutability_exclusion_filter_value=known_or(call.folded(0, "pattern"), "a pattern"),
    )


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_ecr_repository", call)
    method = call.located.names[-1] if call.located is not None else ""
    props = call.props(2) if method in ("from_repository_attributes", "from_lookup") else None
    name = call.folded(2, "repository_name") if props is None else given(props, "repository_name")
    arn = call.folded(2, "repository_arn") if props is None else given(props, "repository_arn")
    if method == "from_repository_name":
        put(resource, "name", known_or(name, "a repository"))
        own = (":ecr:", world.pseudo("region"), ":", world.pseudo("account"), ":repository/")
        put(resource, "arn", joined(world.arn(*own, ResourceReference(resource, "name"))))
    else:
        put(resource, "arn", arn)
        if props is not None:
            put(resource, "name", name)
    thing = RegistryThing(world, resource)
    thing.fragile = False
    return thing


_R = "aws-ecr.Repository"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        _R: _repository,
        "aws-ecr.ImageTagMutabilityExclusionFilter.wildcard": _filter,
        **{
            f"{_R}.{name}": _external
            for name in (
                "from_repository_name",
                "from_repository_arn",
                "from_repository_attributes",
                "from_lookup",
            )
        },
    }
)
