"""What databases do besides: being watched, writing logs, taking files from buckets, knowing a directory."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.databases.engines import Engine
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.granting import bestow_by
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Keyed, Made, Thing, put
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_MONITOR = "service-role/AmazonRDSEnhancedMonitoringRole"
_DIRECTORY = "service-role/AmazonRDSDirectoryServiceAccess"


def arn_of(props: Arguments, name: str, attribute: str = "arn") -> Value | None:
    """An attribute of a construct that is given; None when none is."""
    written = props.raw(name)
    if written is None:
        return None
    thing = props.thing(name)
    if isinstance(thing, Made):
        return ResourceReference(thing.resource, attribute, origin=written.origin)
    return Unknown("something from elsewhere", (props.get(name),), origin=written.origin)


def watch(call: Call, props: Arguments, made: Arranged, name: str) -> Value | None:
    """Numbers at short intervals, which need a role; its ARN, None without it."""
    interval = props.get("monitoring_interval")
    props.entry("monitoring_role")
    if interval.is_absent() or interval.is_(0):
        given = None
    else:
        given = arn_of(props, "monitoring_role")
        if given is None:
            role = implied_role(
                call.world, f"{name}/MonitoringRole", "monitoring.rds.amazonaws.com", "monitoring-role",
                (_MONITOR,), complete=True,
            )  # fmt: skip
            given = ResourceReference(role.resource, "arn")
    if not interval.is_absent():
        made.put("monitoring_interval", interval, "monitoring_interval")
    made.put("monitoring_role_arn", given, "monitoring_role")
    return given


def look_inside(props: Arguments, made: Arranged, switch: str = "enable_performance_insights") -> None:
    """Performance Insights, on as soon as anything is said of them."""
    on = props.get("enable_performance_insights")
    names = ("performance_insight_retention", "performance_insight_encryption_key")
    said = any(props.raw(n) is not None for n in names)
    retention, key = (
        props.get("performance_insight_retention"),
        arn_of(props, "performance_insight_encryption_key"),
    )
    mode = props.get("database_insights_mode")
    if not mode.is_absent():
        made.put("database_insights_mode", mode, "database_insights_mode")
    if on.is_absent() and (said or mode.is_("advanced")):
        on = default(True)
    if on.is_absent():
        return
    made.put(switch, on, "enable_performance_insights")
    made.put("performance_insights_kms_key_id", key, "performance_insight_encryption_key")
    if on.is_(True) or on.is_unknown():
        kept = default(7) if retention.is_absent() else retention
        made.put(
            "performance_insights_retention_period",
            kept if on.is_(True) else Unknown("kept or not", (kept,)),
            "performance_insight_retention",
        )


def keep_logs(call: Call, props: Arguments, database: Resource, kind: str, identifier: str) -> Keyed:
    """The log groups of exported logs, to which the library gives a retention."""
    retention, entry = props.get("cloudwatch_logs_retention"), props.entry("cloudwatch_logs_retention")
    exported = props.get("cloudwatch_logs_exports")
    found: dict[str, Thing] = {}
    if retention.is_absent():
        return Keyed(found)
    for log in exported.items():
        text = log.text()
        if text is None:
            continue
        lead = (f"/aws/rds/{kind}/", ResourceReference(database, identifier))
        group = call.world.add(
            "aws_cloudwatch_log_group",
            f"{database.name}/LogRetention{text}",
            {"name": Template((*lead, f"/{text}"))},
            role="log-group",
        )
        # Zero, which means for ever, is the same as nothing.
        put(group, "retention_in_days", None if retention.is_(0) else retention, entry)
        found[text] = Made(group, {"log_group_name": "name"}, fragile=False)
    return Keyed(found)


def exchange(
    call: Call, props: Arguments, made: Arranged, engine: Engine | None, name: str
) -> dict[str, Value]:
    """Roles by which a database takes files from buckets and puts them there; their ARNs by the way they go."""
    roles: dict[str, Holder | None] = {}
    for way, method in (("import", "grant_read"), ("export", "grant_read_write")):
        written, buckets = props.thing(f"s3_{way}_role"), props.raw(f"s3_{way}_buckets")
        if props.raw(f"s3_{way}_role") is not None:
            roles[way] = written if isinstance(written, Holder) else None
        elif buckets is not None and not buckets.is_empty():
            combined = engine is not None and engine.combined
            role = roles.get("import") if combined else None
            if role is None:
                role = implied_role(
                    call.world, f"{name}/S3{way.title()}Role", "rds.amazonaws.com", f"s3-{way}-role", complete=True
                )  # fmt: skip
            roles[way] = role
            for bucket in call.world.elements(buckets) or [Unknown("buckets")]:
                thing = call.world.node(bucket)
                bestow_by(call, thing if isinstance(thing, Thing) else None, method, role)
    found: dict[str, Value] = {}
    for way, known in roles.items():
        found[way] = Unknown("a role") if known is None else ResourceReference(known.resource, "arn")
    _associate(made, engine, roles, found)
    return found


def _associate(
    made: Arranged, engine: Engine | None, roles: dict[str, Holder | None], arns: dict[str, Value]
) -> None:
    features: list[Value] = []
    seen: list[tuple[Holder | None, str | None]] = []
    for way, role in roles.items():
        feature = _feature(engine, way)
        key = (role, feature.text() if feature is not None else "")
        if role is not None and key in seen:
            continue
        seen.append(key)
        entry = {"role_arn": MapEntry(arns[way])}
        if feature is not None:
            entry["feature_name"] = MapEntry(feature)
        features.append(MappingValue(entry))
    if features:
        names = ("s3_import_buckets", "s3_import_role", "s3_export_buckets", "s3_export_role")
        source = next(n for n in names if made.props.raw(n) is not None)
        made.put("associated_roles", Sequence(features), source)


def _feature(engine: Engine | None, way: str) -> Value | None:
    if engine is None:
        return Unknown("a feature")
    if engine.name == "aurora-mysql":
        return None
    return default("S3_INTEGRATION" if engine.combined else f"s3{way.title()}")


def join_directory(call: Call, props: Arguments, made: Arranged, name: str) -> None:
    """The directory that knows the users, with the role that asks it."""
    domain = props.get("domain")
    if domain.is_absent():
        return
    made.put("domain", domain, "domain")
    role = arn_of(props, "domain_role", "name")
    if role is None:
        services = ("rds.amazonaws.com", "directoryservice.rds.amazonaws.com")
        who = Principals([Principal("Service", Scalar(s)) for s in services])
        own = implied_role(call.world, name, who, "directory-role", (_DIRECTORY,), complete=True)
        role = ResourceReference(own.resource, "name")
    made.put("domain_iam_role_name", role, "domain_role")


def may_be_managed(props: Arguments, made: Arranged) -> None:
    """Nobody may know whether the service keeps the password."""
    managed = props.get("manage_master_user_password")
    if not (managed.is_absent() or managed.is_(False)):
        unclear = Unknown("who keeps the password", (managed,), origin=managed.origin)
        made.put("manage_master_user_password", unclear, "manage_master_user_password")


def managed_password(props: Arguments, made: Arranged, argument: str = "credentials") -> None:
    """A password that the service keeps in a secret of its own."""
    from stackproof.frameworks.cdk.databases.credentials import Credentials

    made.copy("manage_master_user_password")
    given = props.node(argument)
    options = given.options if isinstance(given, Credentials) else None
    key = arn_of(options, "encryption_key") if options is not None else None
    if key is not None:
        made.put("master_user_secret", MappingValue({"kms_key_id": MapEntry(key)}), argument)
