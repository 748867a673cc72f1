"""Repositories of CodeCommit: their events, and who may use them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, construct
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.patterns import event_pattern
from stackproof.frameworks.cdk.serverless.rules import on_event
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_PULL = ("codecommit:GitPull",)
_PUSH = (*_PULL, "codecommit:GitPush")
_READ = (*_PULL, "codecommit:EvaluatePullRequestApprovalRules", "codecommit:Get*", "codecommit:Describe*")
_STATE = "CodeCommit Repository State Change"
# By method: the kind of event, and what happened to a reference.
_EVENTS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "on_event": ("", ()),
        "on_state_change": (_STATE, ()),
        "on_reference_created": (_STATE, ("referenceCreated",)),
        "on_reference_updated": (_STATE, ("referenceCreated", "referenceUpdated")),
        "on_reference_deleted": (_STATE, ("referenceDeleted",)),
        "on_commit": (_STATE, ("referenceCreated", "referenceUpdated")),
        "on_pull_request_state_change": ("CodeCommit Pull Request State Change", ()),
        "on_comment_on_pull_request": ("CodeCommit Comment on Pull Request", ()),
        "on_comment_on_commit": ("CodeCommit Comment on Commit", ()),
    }
)
_NAMES = {
    "repository_arn": "arn",
    "repository_name": "repository_name",
    "repository_clone_url_http": "clone_url_http",
    "repository_clone_url_ssh": "clone_url_ssh",
}


class RepositoryThing(Made):
    """A repository."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.attributes["repository_clone_url_grc"] = Opaque((self.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        if method in _EVENTS:
            branches = call.props(1).get("branches") if method == "on_commit" else None
            return on_event(self.pattern(method, branches), self, call)
        arn: list[str | Value] = [ResourceReference(self.resource, "arn")]
        who = call.argument(0, "grantee")
        match method:
            case "grant_pull":
                return grant(call, who, _PULL, arn)
            case "grant_pull_push":
                return grant(call, who, _PUSH, arn)
            case "grant_read":
                return grant(call, who, _READ, arn)
            case "grant":
                actions = call.rest(1)
                return grant(call, who, actions if actions else Unknown("actions"), arn)
            case "notify":
                return self._notify(call)
        if method.startswith(("notify_on", "notifiy_on", "bind_as_notification_rule")):
            return Opaque((self.value(),))
        return super().call(method, call)

    def pattern(self, method: str, branches: Value | None = None) -> Value:
        """What the events of a method look like; ``branches`` limits those of commits."""
        kind, happened = _EVENTS[method]
        entries = {
            "source": MapEntry(Sequence([Scalar("aws.codecommit")])),
            "resources": MapEntry(Sequence([ResourceReference(self.resource, "arn")])),
        }
        if kind:
            entries["detail_type"] = MapEntry(Sequence([Scalar(kind)]))
        detail: dict[str, MapEntry] = {}
        if happened:
            detail["event"] = MapEntry(Sequence([Scalar(h) for h in happened]))
        if branches is not None and not branches.is_absent():
            detail["referenceName"] = MapEntry(branches)
        if detail:
            entries["detail"] = MapEntry(MappingValue(detail))
        return event_pattern(Arguments(self.world, entries), MappingValue({}))

    def _notify(self, call: Call) -> Node:
        """Triggers are resources of their own in Terraform."""
        destination, options = call.folded(0, "arn"), call.props(1)
        name = options.get("name")
        trigger = {
            "name": MapEntry(Unknown("a name of the library's own") if name.is_absent() else name),
            "destination_arn": MapEntry(destination if destination is not None else Unknown("a destination")),
        }
        events = options.get("events")
        trigger["events"] = MapEntry(Sequence([Scalar("all")]) if events.is_absent() else events)
        for option in ("branches", "custom_data"):
            if not options.get(option).is_absent():
                trigger[option] = MapEntry(options.get(option))
        self.world.add(
            "aws_codecommit_trigger",
            self.resource.name,
            {
                "repository_name": ResourceReference(self.resource, "repository_name"),
                "trigger": Sequence([MappingValue(trigger, open=options.open)]),
            },
            role="trigger",
        )
        return self


def _repository(call: Call) -> Node:
    props = call.props()
    arranged = Arranged(props)
    arranged.copy("repository_name", description="repository_description")
    key = props.thing("kms_key")
    if isinstance(key, Made):
        arranged.put("kms_key_id", ResourceReference(key.resource, "arn"), "kms_key")
    elif props.raw("kms_key") is not None:
        arranged.put("kms_key_id", Unknown("a key"), "kms_key")
    # What is in it first is no argument of Terraform's.
    props.entry("code")
    return RepositoryThing(call.world, construct(call, "AWS::CodeCommit::Repository", arranged).resource)


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_codecommit_repository", call)
    by_name = call.located is not None and call.located.names[-1].endswith("name")
    given = call.folded(2, "repository_name" if by_name else "repository_arn")
    known = given if given is not None else Unknown("a repository")
    if by_name:
        put(resource, "repository_name", known)
        home = (":codecommit:", world.pseudo("region"), ":", world.pseudo("account"), ":")
        put(resource, "arn", joined(world.arn(*home, *(known.pieces() or (known,)))))
    else:
        put(resource, "arn", known)
    made = RepositoryThing(world, resource)
    made.fragile = False
    return made


_R = "aws-codecommit.Repository"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {_R: _repository, f"{_R}.from_repository_name": _external, f"{_R}.from_repository_arn": _external}
)
