"""Where builds take their source from, where they put their results, how they are told what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.delivery.stores import share
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.recognition import VERBATIM
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

_GIT = {
    "git_hub": "GITHUB",
    "git_hub_enterprise": "GITHUB_ENTERPRISE",
    "bit_bucket": "BITBUCKET",
    "code_commit": "CODECOMMIT",
}


class Part(Thing):
    """A part of a project. ``kind`` is its type; ``bind`` gives its block and lets the role use what it needs."""

    def __init__(self, call: Call, props: Arguments, kind: str) -> None:
        self.call_ = call
        self.props = props
        self.kind = kind
        # The version of a source, and what starts builds.
        self.version: Value | None = None
        self.triggers: Value | None = None

    def value(self) -> Value:
        return Unknown(f"{self.kind} of a build")

    def bind(self, call: Call, role: Thing | None) -> dict[str, MapEntry]:
        """The block under CloudFormation's names."""
        return {"type": MapEntry(default(self.kind))}

    def copy(self, entries: dict[str, MapEntry], **names: str) -> None:
        """Set what is given: CloudFormation's names by the library's."""
        for source, target in names.items():
            value = self.props.get(source)
            if not value.is_absent():
                entries[target] = MapEntry(value)


class _Git(Part):
    def bind(self, call: Call, role: Thing | None) -> dict[str, MapEntry]:
        entries = super().bind(call, role)
        self.copy(entries, identifier="source_identifier", clone_depth="git_clone_depth")
        version = self.props.get("branch_or_ref")
        self.version = None if version.is_absent() else version
        if self.props.get("fetch_submodules").is_(True):
            entries["git_submodules_config"] = MapEntry(
                MappingValue({"fetch_submodules": MapEntry(Scalar(True))})
            )
        if self.kind == "CODECOMMIT":
            repository = self.props.thing("repository")
            location = repository.attribute("repository_clone_url_http") if repository is not None else None
            entries["location"] = MapEntry(
                location if isinstance(location, Value) else Unknown("a repository")
            )
            if isinstance(role, Holder) and isinstance(repository, Made):
                arn = ResourceReference(repository.resource, "arn")
                role.allow(permission(["codecommit:GitPull"], [arn]), certain=call.certain)
            return entries
        entries["location"] = MapEntry(self._location())
        status = self.props.get("report_build_status")
        entries["report_build_status"] = MapEntry(default(True) if status.is_absent() else status)
        self._hook()
        if self.kind == "GITHUB_ENTERPRISE":
            self.copy(entries, ignore_ssl_errors="insecure_ssl")
        return entries

    def _location(self) -> Value:
        if self.kind == "GITHUB_ENTERPRISE":
            return self.props.get("https_clone_url")
        owner, repository = self.props.get("owner"), self.props.get("repo")
        if repository.is_absent():
            return default("CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION")
        host = "github.com" if self.kind == "GITHUB" else "bitbucket.org"
        return joined(Template((f"https://{host}/", *_pieces(owner), "/", *_pieces(repository), ".git")))

    def _hook(self) -> None:
        hook, filters = self.props.get("webhook"), self.props.raw("webhook_filters")
        if hook.is_absent() and filters is None:
            return
        entries = {"webhook": MapEntry(Scalar(True) if hook.is_absent() else hook)}
        if filters is not None:
            groups = self.props.elements("webhook_filters")
            nodes = [self.props.world.node(g) for g in groups or ()]
            made = [n.value() if isinstance(n, FilterGroup) else Unknown("filters") for n in nodes]
            entries["filter_groups"] = MapEntry(Sequence(made, open=groups is None))
        self.triggers = MappingValue(entries)


def _pieces(value: Value) -> tuple[str | Value, ...]:
    return tuple(value.pieces() or (value,))


class FilterGroup(Opaque):
    """Which events start a build."""

    def __init__(self, filters: list[Value]) -> None:
        super().__init__()
        self.filters = filters

    def value(self) -> Value:
        return Sequence(self.filters)

    def call(self, method: str, call: Call) -> Node | None:
        if not method.startswith("and_"):
            return None
        kind = method.removeprefix("and_").removesuffix("_not").removesuffix("_is")
        excluded = method.endswith("_not")
        leads = {"branch": "refs/heads/", "tag": "refs/tags/", "base_branch": "refs/heads/"}
        types = {
            "branch": "HEAD_REF", "tag": "HEAD_REF", "head_ref": "HEAD_REF", "base_branch": "BASE_REF",
            "base_ref": "BASE_REF", "commit_message": "COMMIT_MESSAGE", "actor_account": "ACTOR_ACCOUNT_ID",
            "file_path": "FILE_PATH", "repository_name": "REPOSITORY_NAME",
        }  # fmt: skip
        given = call.rest(0)
        wanted = given[0] if given else Unknown("a pattern")
        pattern = joined(Template((leads[kind], *_pieces(wanted)))) if kind in leads else wanted
        entries = {"type": MapEntry(default(types.get(kind, "")) if kind in types else Unknown("a filter"))}
        entries["pattern"] = MapEntry(pattern)
        if excluded:
            entries["exclude_matched_pattern"] = MapEntry(Scalar(True))
        return FilterGroup([*self.filters, MappingValue(entries)])


class _Bucket(Part):
    """Source in a bucket, or results that go there."""

    def __init__(self, call: Call, props: Arguments, *, results: bool) -> None:
        super().__init__(call, props, "S3")
        self._results = results

    def bind(self, call: Call, role: Thing | None) -> dict[str, MapEntry]:
        entries = super().bind(call, role)
        bucket, path = self.props.thing("bucket"), self.props.get("path")
        name: Value = (
            ResourceReference(bucket.resource, "id") if isinstance(bucket, Made) else Unknown("a bucket")
        )
        if not self._results:
            self.copy(entries, identifier="source_identifier")
            entries["location"] = MapEntry(joined(Template((name, "/", *_pieces(path)))))
            version = self.props.get("version")
            self.version = None if version.is_absent() else version
            share(call, bucket, role, "read", path)
            return entries
        self.copy(entries, identifier="artifact_identifier", path="path", name="name")
        entries["location"] = MapEntry(name)
        for source, target, off, on in (
            ("include_build_id", "namespace_type", "NONE", "BUILD_ID"),
            ("package_zip", "packaging", "NONE", "ZIP"),
        ):
            value = self.props.get(source)
            known = value.is_absent() or value.is_(True) or value.is_(False)
            word: Value = default(off if value.is_(False) else on) if known else Unknown("a switch")
            entries[target] = MapEntry(word)
        if self.props.get("encryption").is_(False):
            entries["encryption_disabled"] = MapEntry(Scalar(True))
        if self.props.raw("name") is None:
            entries["override_artifact_name"] = MapEntry(default(True))
        share(call, bucket, role, "read_write")
        return entries


class Cache(Thing):
    """What builds keep for those that follow."""

    def __init__(self, entries: dict[str, MapEntry], bucket: Thing | None = None) -> None:
        self.entries = entries
        self.bucket = bucket

    def value(self) -> Value:
        return MappingValue(self.entries)


def _cache(call: Call) -> Node:
    method = call.located.names[-1] if call.located is not None else ""
    if method == "none":
        return Cache({"type": MapEntry(default("NO_CACHE"))})
    if method == "local":
        modes = call.rest(0)
        listed = Sequence(modes or [], open=modes is None)
        return Cache({"type": MapEntry(default("LOCAL")), "modes": MapEntry(listed)})
    bucket, options = call.thing(0, "bucket"), call.props(1)
    name: Value = (
        ResourceReference(bucket.resource, "id") if isinstance(bucket, Made) else Unknown("a bucket")
    )
    prefix = options.get("prefix")
    if not prefix.is_absent():
        name = joined(Template((name, "/", *_pieces(prefix))))
    return Cache({"type": MapEntry(default("S3")), "location": MapEntry(name)}, bucket)


class BuildSpec(Opaque):
    """What a build does: a text, or the name of a file in the source."""

    def __init__(self, text: Value) -> None:
        super().__init__((text,), "what a build does")
        self.text = text

    def value(self) -> Value:
        return self.text


def _object(call: Call) -> Node:
    value = call.argument(0, "value")
    known = value is not None and call.located is not None and call.located.names[-1] == "from_object"
    if not known or value is None:
        return BuildSpec(Unknown("what a build does"))
    return BuildSpec(JsonText(call.world.fold(value, VERBATIM), origin=call.construction.origin))


def _file(call: Call) -> Node:
    name = call.folded(0, "filename")
    return BuildSpec(name if name is not None else Unknown("a file"))


def _unknown_spec(call: Call) -> Node:
    return BuildSpec(Unknown("what a build does"))


def _events(call: Call) -> Node:
    words = [w.text() for w in call.rest(0) or [Unknown("an event")]]
    known = [w for w in words if w is not None]
    text: Value = Scalar(", ".join(known)) if len(known) == len(words) else Unknown("events")
    return FilterGroup([MappingValue({"type": MapEntry(default("EVENT")), "pattern": MapEntry(text)})])


def _git(kind: str) -> Recipe:
    return lambda call: _Git(call, call.props(0), kind)


def _mount(call: Call) -> Node:
    """``FileSystemLocation.efs(...)``."""
    props = call.props(0)
    entries = {"type": MapEntry(default("EFS"))}
    for name in ("identifier", "location", "mount_options", "mount_point"):
        value = props.get(name)
        if not value.is_absent():
            entries[name] = MapEntry(value)
    return MappingValue(entries, open=props.open)


_B = "aws-codebuild"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"{_B}.Source.{method}": _git(kind) for method, kind in _GIT.items()},
        f"{_B}.Source.s3": lambda call: _Bucket(call, call.props(0), results=False),
        f"{_B}.Artifacts.s3": lambda call: _Bucket(call, call.props(0), results=True),
        f"{_B}.FilterGroup.in_event_of": _events,
        f"{_B}.Cache.none": _cache,
        f"{_B}.Cache.local": _cache,
        f"{_B}.Cache.bucket": _cache,
        f"{_B}.BuildSpec.from_object": _object,
        f"{_B}.BuildSpec.from_object_to_yaml": _object,
        f"{_B}.BuildSpec.from_source_filename": _file,
        f"{_B}.BuildSpec.from_asset": _unknown_spec,
        f"{_B}.merge_build_specs": _unknown_spec,
        f"{_B}.FileSystemLocation.efs": _mount,
    }
)
