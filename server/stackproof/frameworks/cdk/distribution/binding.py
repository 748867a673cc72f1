"""Distributions as others see them: with origins and behaviours that are added, and what they let others do."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.cloudformation import by_cloudformation_type
from stackproof.frameworks.cdk.distribution.behaviors import behavior
from stackproof.frameworks.cdk.distribution.origins import Group, Origin, Site, arn_of
from stackproof.frameworks.cdk.granting import Granting, grantee
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.naming import unique_id
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append
from stackproof.frameworks.cdk.thing import put as put_argument
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_NAMES = {"distribution_id": "id", "domain_name": "domain_name", "distribution_domain_name": "domain_name"}
_LONGEST_ID = 128
# What can only be allowed for all distributions at once.
_FOR_ALL = frozenset(
    f"cloudfront:{action}"
    for action in (
        "CreateFieldLevelEncryptionConfig", "CreateFieldLevelEncryptionProfile", "CreateKeyGroup",
        "CreateMonitoringSubscription", "CreateOriginAccessControl", "CreatePublicKey", "CreateSavingsPlan",
        "DeleteKeyGroup", "DeleteMonitoringSubscription", "DeletePublicKey", "GetKeyGroup",
        "GetKeyGroupConfig", "GetMonitoringSubscription", "GetPublicKey", "GetPublicKeyConfig",
        "GetSavingsPlan", "ListAnycastIpLists", "ListCachePolicies", "ListCloudFrontOriginAccessIdentities",
        "ListContinuousDeploymentPolicies", "ListDistributions", "ListDistributionsByAnycastIpListId",
        "ListDistributionsByCachePolicyId", "ListDistributionsByKeyGroup", "ListDistributionsByLambdaFunction",
        "ListDistributionsByOriginRequestPolicyId", "ListDistributionsByRealtimeLogConfig",
        "ListDistributionsByResponseHeadersPolicyId", "ListDistributionsByVpcOriginId",
        "ListDistributionsByWebACLId", "ListFieldLevelEncryptionConfigs", "ListFieldLevelEncryptionProfiles",
        "ListFunctions", "ListKeyGroups", "ListKeyValueStores", "ListOriginAccessControls",
        "ListOriginRequestPolicies", "ListPublicKeys", "ListRateCards", "ListRealtimeLogConfigs",
        "ListResponseHeadersPolicies", "ListSavingsPlans", "ListStreamingDistributions", "ListUsages",
        "ListVpcOrigins", "UpdateFieldLevelEncryptionConfig", "UpdateKeyGroup", "UpdatePublicKey",
        "UpdateSavingsPlan",
    )
)  # fmt: skip


class DistributionThing(Made):
    """A distribution."""

    def __init__(self, call: Call, resource: Resource) -> None:
        super().__init__(resource, _NAMES, fragile=not resource.external)
        self.world = call.world
        self._made_by = call
        # The ids of the origins that are bound already.
        self._bound: list[tuple[Thing, Value]] = []
        self._origins = 0
        self._groups = 0
        self.attributes["distribution_arn"] = self.arn
        self.attributes["grants"] = Granting(self)

    @property
    def arn(self) -> Value:
        """Its ARN, as policies of the library name it."""
        return arn_of(self.world, ResourceReference(self.resource, "id"))

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_behavior":
                origin, pattern = call.argument(1, "origin"), call.folded(0, "path_pattern")
                options = call.props(2)
                options.entries.pop("path_pattern", None)
                self.add_behavior(
                    call, pattern if pattern is not None else Unknown("a pattern"), origin, options
                )
                return Opaque()
            case "attach_web_acl_id":
                acl = call.folded(0, "web_acl_id")
                known = acl if acl is not None and call.certain else Unknown("an access list")
                put_argument(self.resource, "web_acl_id", known)
                return Opaque()
            case "grant":
                return self._grant(call)
            case "grant_create_invalidation":
                return grant(call, grantee(call), ["cloudfront:CreateInvalidation"], [self.arn])
            case _:
                return super().call(method, call)

    def _grant(self, call: Call) -> Node:
        actions = call.rest(1)
        if actions is None or any(a.text() is None for a in actions):
            return grant(call, grantee(call), Unknown("actions"), [self.arn])
        for chosen, where in (
            ([a for a in actions if a.text() in _FOR_ALL], Scalar("*")),
            ([a for a in actions if a.text() not in _FOR_ALL], self.arn),
        ):
            if chosen:
                grant(call, grantee(call), chosen, [where])
        return Opaque()

    def put(self, name: str, told: Value, entry: MapEntry | None) -> None:
        """Set a block that is given in CloudFormation's words."""
        for target, made in self._translated(name, told).items():
            put_argument(self.resource, target, made.value, entry)

    def add_behavior(self, call: Call, pattern: Value, origin: Value | None, options: Arguments) -> None:
        """Requests that fit a pattern are answered from an origin."""
        target = self.add_origin(call, origin)
        options.entry("origin")
        made = behavior(call, options, target, pattern)
        self.append_block("cache_behaviors", made, certain=call.certain)

    def lose_behaviors(self, call: Call, what: Value) -> None:
        """There may be more behaviours than are seen, and more origins for them."""
        _open(self.resource, "ordered_cache_behavior")
        self.lose_origins(call, what)

    def lose_origins(self, call: Call, what: Value) -> None:
        """There may be more origins than are seen, which may change what they stand for."""
        _open(self.resource, "origin")
        _open(self.resource, "origin_group")
        gap = None
        for reference in what.references():
            gap = gap or self.world.gap("origin", "an origin that is not known", call.construction.origin)
            reference.resource.escapes.append(gap)

    def add_origin(self, call: Call, value: Value | None, *, failover: bool = False) -> Value:
        """The id by which behaviours name an origin (or a group of two), which is bound when it is not yet."""
        thing = self.world.node(value) if value is not None else None
        known = next((number for bound, number in self._bound if bound is thing), None)
        if known is not None:
            return known
        if isinstance(thing, Group) and not failover:
            return self._add_group(call, thing)
        if isinstance(thing, Origin):
            return self._add(call, thing, thing)
        self._lose_one(call, value)
        return Unknown("an origin")

    def _lose_one(self, call: Call, value: Value | None) -> None:
        """One origin is not known, or which of several it is; each of them may be made here."""
        self._origins += 1
        for option in value.alternatives() if value is not None else ():
            thing = self.world.node(option)
            before = len(self.world.recognition.resources)
            if isinstance(thing, Origin):
                thing.bind(Site(call, self.resource, f"Origin{self._origins}", Unknown("an id"), False))
            for made in self.world.recognition.resources[before:]:
                made.conditional = True
        self.lose_origins(call, Unknown("an origin") if value is None else self.world.fold(value))

    def _add(self, call: Call, origin: Origin, bound: Thing) -> Value:
        self._origins += 1
        scope = f"Origin{self._origins}"
        made = origin.bind(Site(call, self.resource, scope, self._id(scope), call.certain))
        self.append_block("origins", made, certain=call.certain)
        number = made.get("id")
        self._bound.append((bound, number))
        return number

    def _add_group(self, call: Call, group: Group) -> Value:
        primary = self.world.node(group.primary) if group.primary is not None else None
        if not isinstance(primary, Origin):
            self._lose_one(call, group.primary)
            self._lose_one(call, group.fallback)
            return Unknown("an origin")
        first = self._add(call, primary, Opaque())
        self._groups += 1
        number = self._id(f"OriginGroup{self._groups}")
        self._bound.append((group, number))
        second = self.add_origin(call, group.fallback, failover=True)
        members: list[Value] = [block(origin_id=first), block(origin_id=second)]
        criteria = block(status_codes=block(items=group.codes))
        made = block(id=number, failover_criteria=criteria, members=block(items=Sequence(members)))
        self.append_block("origin_groups", made, certain=call.certain)
        return number

    def _id(self, scope: str) -> Value:
        known = unique_id(self._made_by.construction, scope)
        return Unknown("an id that the library makes up") if known is None else Scalar(known[-_LONGEST_ID:])

    def append_block(self, name: str, told: Value, *, certain: bool = True) -> None:
        """Add a block, given in CloudFormation's words, to one of the lists."""
        listed: Value = Sequence([told])
        if name == "origin_groups":
            listed = block(items=listed)
        for target, made in self._translated(name, listed).items():
            for element in made.value.items():
                append(self.resource, target, element, certain=certain)

    def _translated(self, name: str, told: Value) -> dict[str, MapEntry]:
        kind = by_cloudformation_type("AWS::CloudFront::Distribution")
        assert kind is not None
        config = MappingValue({name: MapEntry(told)})
        return kind.translate(self.world, {"distribution_config": MapEntry(config)})


def _open(resource: Resource, name: str) -> None:
    """A list may have more elements than are seen."""
    entry = resource.properties.entries.setdefault(name, MapEntry(Sequence([])))
    if isinstance(entry.value, Sequence):
        entry.value.open = True
