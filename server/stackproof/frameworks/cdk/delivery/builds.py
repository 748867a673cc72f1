"""Projects of CodeBuild: what their arguments make."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.delivery.buildimages import BuildImage, build_image
from stackproof.frameworks.cdk.delivery.buildsources import BuildSpec, Cache, Part
from stackproof.frameworks.cdk.delivery.buildvariables import Variables
from stackproof.frameworks.cdk.delivery.projects import ProjectThing, external_project, permit
from stackproof.frameworks.cdk.delivery.stores import share
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.securitygroups import Groups, block, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.values import (
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_READ = (
    "role", "check_secrets_in_plain_text_env_variables", "grant_report_group_permissions", "ssm_session_permissions",
    "allow_all_outbound", "security_groups", "subnet_selection", "vpc", "build_spec", "environment_variables",
    "encryption_key", "source", "artifacts", "environment", "cache", "logging", "secondary_sources",
    "secondary_artifacts", "file_system_locations",
)  # fmt: skip


def _project(call: Call) -> Node:
    return make_project(call, call.props(), call.world.name(call))


def make_project(
    call: Call, props: Arguments, name: str, *, implied: bool = False, pipeline: bool = False
) -> ProjectThing:
    """A project; ``pipeline`` when it is a step of a pipeline."""
    world = call.world
    role: Thing | None
    if props.raw("role") is not None:
        role = props.thing("role")
    else:
        role = implied_role(world, f"{name}/Role", "codebuild.amazonaws.com", "build-role", complete=True)
    arranged = Arranged(props)
    arranged.copy(
        "description",
        "visibility",
        "concurrent_build_limit",
        "auto_retry_limit",
        project_name="name",
        badge="badge_enabled",
    )
    arranged.put(
        "service_role",
        ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role"),
        "role",
    )
    for source, target in (
        ("timeout", "timeout_in_minutes"),
        ("queued_timeout", "queued_timeout_in_minutes"),
    ):
        _minutes(arranged, source, target)
    pipeline = pipeline or (call.located is not None and call.located.names[-1] == "PipelineProject")
    _sources(call, arranged, role, pipeline)
    _environment(call, arranged, role)
    arranged.put("encryption_key", "alias/aws/s3")
    _logging(call, arranged, role)
    groups = _vpc(call, arranged, name)
    for read in _READ:
        props.entry(read)
    resource = describe(world, "AWS::CodeBuild::Project", name, arranged, implied=implied).resource
    made = ProjectThing(world, resource, role)
    if groups is not None:
        made.attributes["connections"] = groups.connections(world)
    permit(call, props, made)
    made.encrypt(call, props.thing("encryption_key"))
    if props.raw("encryption_key") is not None and not made.keyed:
        put(resource, "encryption_key", Unknown("a key"), props.entry("encryption_key"))
    return made


def _minutes(arranged: Arranged, source: str, target: str) -> None:
    node = arranged.props.node(source)
    if arranged.props.raw(source) is None:
        return
    seconds = node.seconds if isinstance(node, Duration) else None
    arranged.put(target, Unknown("a time") if seconds is None else default(int(seconds // 60)), source)


def _sources(call: Call, arranged: Arranged, role: Thing | None, pipeline: bool) -> None:
    """Where the source comes from and where results go."""
    props = arranged.props
    spec = props.node("build_spec")
    kind = default("CODEPIPELINE" if pipeline else "NO_SOURCE")
    source: dict[str, MapEntry] = {"type": MapEntry(kind)}
    part = props.thing("source")
    open_ = False
    if isinstance(part, Part):
        source = part.bind(call, role)
        open_ = part.props.open
        if part.version is not None:
            arranged.put("source_version", part.version, "source")
        if part.triggers is not None:
            arranged.put("triggers", part.triggers, "source")
    elif props.raw("source") is not None:
        source, open_ = {}, True
    if isinstance(spec, BuildSpec):
        entry = props.entry("build_spec")
        source["build_spec"] = MapEntry(spec.text, entry.key_origin if entry else None)
    elif props.raw("build_spec") is not None:
        source["build_spec"] = MapEntry(Unknown("what a build does"))
    arranged.put("source", MappingValue(source, open=open_), "source")
    for name in ("secondary_sources", "secondary_artifacts"):
        elements = props.elements(name)
        if elements is None and props.raw(name) is None:
            continue
        nodes = [call.world.node(e) for e in elements or ()]
        listed: list[Value] = [
            MappingValue(n.bind(call, role)) if isinstance(n, Part) else Unknown("a part") for n in nodes
        ]
        arranged.put(name, Sequence(listed, open=elements is None), name)
    results = props.thing("artifacts")
    bound: Value = block(type=default("CODEPIPELINE" if pipeline else "NO_ARTIFACTS"))
    if isinstance(results, Part):
        bound = MappingValue(results.bind(call, role), open=results.props.open)
    elif props.raw("artifacts") is not None:
        bound = Unknown("results")
    arranged.put("artifacts", bound, "artifacts")
    cache = props.thing("cache")
    kept: Value = block(type=default("NO_CACHE"))
    if isinstance(cache, Cache):
        kept = cache.value()
        share(call, cache.bucket, role, "read_write")
    elif props.raw("cache") is not None:
        kept = Unknown("a cache")
    arranged.put("cache", kept, "cache")
    arranged.copy("file_system_locations")


def _environment(call: Call, arranged: Arranged, role: Thing | None) -> None:
    """The machine on which builds run, and its variables."""
    props, world = arranged.props, call.world
    given = props.nested("environment")
    inner = given if given is not None else Arguments(world, open=props.raw("environment") is not None)
    image = build_image(world, inner.raw("build_image"))
    if given is None and inner.open:
        image = BuildImage(Unknown("an image"), "", own=None)
    strength, privileged = inner.get("compute_type"), inner.get("privileged")
    entries = {
        "type": MapEntry(image.kind),
        "image": MapEntry(image.id),
        "compute_type": MapEntry(image.strength if strength.is_absent() else strength),
        "privileged_mode": MapEntry(default(False) if privileged.is_absent() else privileged),
    }
    if (puller := image.puller) is not None:
        entries["image_pull_credentials_type"] = MapEntry(puller)
    if isinstance(image.secret, Made):
        credential = ResourceReference(image.secret.resource, "arn")
        entries["registry_credential"] = MapEntry(
            block(credential_provider=default("SECRETS_MANAGER"), credential=credential)
        )
    variables = Variables(world)
    variables.add(inner.raw("environment_variables"))
    variables.add(props.raw("environment_variables"))
    listed = variables.listed(role, certain=call.certain)
    if listed is not None:
        entries["environment_variables"] = MapEntry(listed)
    for name in ("certificate", "fleet", "docker_server", "host_kernel"):
        if inner.raw(name) is not None:
            entries[name] = MapEntry(Unknown(name))
    image.allow(role, certain=call.certain)
    arranged.put("environment", MappingValue(entries, open=inner.open), "environment")


def _logging(call: Call, arranged: Arranged, role: Thing | None) -> None:
    props = arranged.props
    logs = props.nested("logging")
    if logs is None:
        if props.raw("logging") is not None:
            arranged.put("logs_config", Unknown("logs"), "logging")
        return
    entries: dict[str, MapEntry] = {}
    for source, target in (("s3", "s3_logs"), ("cloud_watch", "cloud_watch_logs")):
        inner = logs.nested(source)
        if inner is None:
            continue
        off = inner.get("enabled")
        known = off.is_absent() or off.is_(True) or off.is_(False)
        word: Value = default("DISABLED" if off.is_(False) else "ENABLED") if known else Unknown("a switch")
        made = {"status": MapEntry(word)}
        prefix = inner.get("prefix")
        thing = inner.thing("bucket" if source == "s3" else "log_group")
        if source == "s3":
            name: Value = (
                ResourceReference(thing.resource, "id") if isinstance(thing, Made) else Unknown("a bucket")
            )
            made["location"] = MapEntry(
                name if prefix.is_absent() else Template((name, "/", *(prefix.pieces() or (prefix,))))
            )
            if inner.get("encrypted").is_(False):
                made["encryption_disabled"] = MapEntry(Scalar(True))
            share(call, thing, role, "write")
        else:
            if isinstance(thing, Made):
                made["group_name"] = MapEntry(ResourceReference(thing.resource, "name"))
                if isinstance(role, Holder):
                    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
                    role.allow(permission(actions, [ResourceReference(thing.resource, "arn")]))
            elif inner.raw("log_group") is not None:
                made["group_name"] = MapEntry(Unknown("a group"))
            if not prefix.is_absent():
                made["stream_name"] = MapEntry(prefix)
        entries[target] = MapEntry(MappingValue(made))
    arranged.put("logs_config", MappingValue(entries, open=logs.open), "logging")


def _vpc(call: Call, arranged: Arranged, name: str) -> Groups | None:
    props = arranged.props
    if props.raw("vpc") is None:
        return None
    vpc = props.thing("vpc")
    vpc_id: Value = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    groups = groups_given(props) if props.elements("security_groups") != [] else None
    if groups is None:
        out = props.get("allow_all_outbound")
        known = False if out.is_(False) else True if out.is_absent() or out.is_(True) else None
        said = Unknown("a description with the name of the project")
        own = own_group(call, f"{name}/SecurityGroup", vpc_id, description=said, out=known)
        groups = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
    subnets: Value = Unknown("subnets of a VPC that is not known")
    if isinstance(vpc, VpcThing):
        subnets = vpc.subnet_ids(props, "subnet_selection")
    arranged.keep("vpc_config", block(vpc_id=vpc_id, subnets=subnets, security_group_ids=groups.ids), "vpc")
    return groups


def _credentials(call: Call) -> Node:
    """``GitHubSourceCredentials`` and its like."""
    props = call.props()
    cls = call.located.names[-1] if call.located is not None else ""
    server = {
        "GitHubSourceCredentials": "GITHUB",
        "GitHubEnterpriseSourceCredentials": "GITHUB_ENTERPRISE",
        "BitBucketSourceCredentials": "BITBUCKET",
    }[cls]
    arranged = Arranged(props)
    arranged.put("server_type", server)
    arranged.put("auth_type", "BASIC_AUTH" if server == "BITBUCKET" else "PERSONAL_ACCESS_TOKEN")
    token = "password" if server == "BITBUCKET" else "access_token"
    arranged.put("token", Unknown("a secret") if props.raw(token) is not None else None, token)
    if props.raw("username") is not None:
        arranged.put("username", Unknown("a name"), "username")
    made = describe(call.world, "AWS::CodeBuild::SourceCredential", call.world.name(call), arranged)
    return Made(made.resource, fragile=False)


_B = "aws-codebuild"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_B}.Project": _project,
        f"{_B}.PipelineProject": _project,
        f"{_B}.Project.from_project_name": external_project,
        f"{_B}.Project.from_project_arn": external_project,
        **{
            f"{_B}.{cls}SourceCredentials": _credentials
            for cls in ("GitHub", "GitHubEnterprise", "BitBucket")
        },
    }
)
