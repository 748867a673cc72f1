"""Rules of buckets: the life of objects, their replication, access from browsers, websites, inventories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.reshaping import copied, elements, taken
from stackproof.frameworks.cdk.thing import Made, Node, given
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def lifecycle(rule: MappingValue) -> Value:
    """A rule about the life of objects, as CloudFormation says it."""
    made = copied(rule)
    _renamed(made, "expiration", "expiration_in_days", in_days)
    stay = made.entries.pop("abort_incomplete_multipart_upload_after", None)
    if stay is not None:
        days = MappingValue({"days_after_initiation": MapEntry(in_days(stay.value))})
        made.entries["abort_incomplete_multipart_upload"] = MapEntry(days, stay.key_origin, stay.origin)
    old = taken(
        made,
        {
            "noncurrent_version_expiration": "noncurrent_days",
            "noncurrent_versions_to_retain": "newer_noncurrent_versions",
        },
    )
    if "noncurrent_days" in old:
        old["noncurrent_days"].value = in_days(old["noncurrent_days"].value)
        made.entries["noncurrent_version_expiration"] = MapEntry(MappingValue(old))
    for name in ("transitions", "noncurrent_version_transitions"):
        _renamed(made, name, name, elements(_transition))
    _renamed(made, "enabled", "status", _status)
    made.entries.setdefault("status", MapEntry(Unknown("enabled or not") if made.open else Scalar("Enabled")))
    _renamed(made, "tag_filters", "tag_filters", _pairs)
    return made


def _transition(block: MappingValue) -> Value:
    made = copied(block)
    _renamed(made, "transition_after", "transition_in_days", in_days)
    _renamed(made, "noncurrent_versions_to_retain", "newer_noncurrent_versions")
    return made


def _status(value: Value) -> Value:
    if value.is_(True) or value.is_(False):
        return Scalar("Enabled" if value.is_(True) else "Disabled", origin=value.origin)
    return Unknown("enabled or not", (value,), origin=value.origin)


def _pairs(value: Value) -> Value:
    """Tags in a map, as a list."""
    if not isinstance(value, MappingValue):
        return value
    found: list[Value] = [
        MappingValue({"key": MapEntry(Scalar(k)), "value": MapEntry(e.value)})
        for k, e in value.entries.items()
    ]
    return Sequence(found, open=value.open, origin=value.origin)


def _renamed(
    block: MappingValue, name: str, target: str, change: Callable[[Value], Value] | None = None
) -> None:
    entry = block.entries.pop(name, None)
    if entry is not None and not entry.value.is_absent():
        value = change(entry.value) if change is not None else entry.value
        block.entries[target] = MapEntry(value, entry.key_origin, entry.origin)


def arrange_rules(made: Arranged) -> None:
    """Everything about objects that takes no other construct."""
    props = made.props
    least = props.get("transition_default_minimum_object_size")
    rules = props.get("lifecycle_rules")
    if not rules.is_absent() and not rules.is_empty():
        block = {"rules": MapEntry(elements(lifecycle)(rules))}
        if not least.is_absent():
            block["transition_default_minimum_object_size"] = MapEntry(least)
        made.put("lifecycle_configuration", MappingValue(block, origin=rules.origin), "lifecycle_rules")
    cors = props.get("cors")
    if not cors.is_absent() and not cors.is_empty():
        made.put("cors_configuration", MappingValue({"cors_rules": MapEntry(cors)}), "cors")
    _website(made)
    _object_lock(made)
    tiers = props.get("intelligent_tiering_configurations")
    if not tiers.is_absent():
        made.put(
            "intelligent_tiering_configurations",
            elements(_tiers)(tiers),
            "intelligent_tiering_configurations",
        )
    metrics = props.get("metrics")
    if not metrics.is_absent() and not metrics.is_empty():
        made.put("metrics_configurations", elements(_metric)(metrics), "metrics")


def _metric(block: MappingValue) -> Value:
    made = copied(block)
    _renamed(made, "tag_filters", "tag_filters", _pairs)
    return made


_SITE = ("website_index_document", "website_redirect", "website_error_document", "website_routing_rules")


def _website(made: Arranged) -> None:
    props = made.props
    site: dict[str, MapEntry] = {}
    for name, target in (
        ("website_index_document", "index_document"),
        ("website_error_document", "error_document"),
        ("website_redirect", "redirect_all_requests_to"),
    ):
        value = props.get(name)
        if not value.is_absent():
            site[target] = MapEntry(value)
    routes = props.get("website_routing_rules")
    if not routes.is_absent():
        site["routing_rules"] = MapEntry(elements(_route)(routes))
    if site:
        first = next((n for n in _SITE if props.entry(n) is not None), None)
        made.put("website_configuration", MappingValue(site), first)


def is_website(made: Arranged) -> bool | None:
    """Whether a bucket that is put together is a website; None when that is not known."""
    entry = made.entries.get("website_configuration")
    if entry is None:
        return None if made.props.open else False
    inner = [entry.value.get(name) for name in ("index_document", "redirect_all_requests_to")]
    return True if any(v.is_present() for v in inner) else None


def _route(block: MappingValue) -> Value:
    condition = taken(block := copied(block), {"condition": "routing_rule_condition"})
    replace = block.entries.pop("replace_key", None)
    if replace is not None:
        for name, target in (
            ("with_key", "replace_key_with"),
            ("prefix_with_key", "replace_key_prefix_with"),
        ):
            inner = replace.value.get(name)
            if not inner.is_absent():
                block.entries[target] = MapEntry(inner)
    return MappingValue({"redirect_rule": MapEntry(block), **condition}, open=block.open)


def _object_lock(made: Arranged) -> None:
    made.copy("object_lock_enabled")
    kept = made.props.get("object_lock_default_retention")
    if kept.is_absent():
        return
    made.put("object_lock_enabled", True)
    rule = MappingValue({"default_retention": MapEntry(kept)})
    both = {"object_lock_enabled": MapEntry(Scalar("Enabled")), "rule": MapEntry(rule)}
    made.put("object_lock_configuration", MappingValue(both), "object_lock_default_retention")


def _tiers(block: MappingValue) -> Value:
    made = copied(block)
    tiers: list[Value] = []
    for name, tier in (
        ("archive_access_tier_time", "ARCHIVE_ACCESS"),
        ("deep_archive_access_tier_time", "DEEP_ARCHIVE_ACCESS"),
    ):
        entry = made.entries.pop(name, None)
        if entry is not None:
            days = MapEntry(in_days(entry.value))
            tiers.append(MappingValue({"access_tier": MapEntry(Scalar(tier)), "days": days}))
    made.entries["tierings"] = MapEntry(Sequence(tiers, open=made.open))
    made.entries["status"] = MapEntry(Scalar("Enabled"))
    _renamed(made, "name", "id")
    _renamed(made, "tags", "tag_filters", lambda v: v)
    return made


def replication(world: World, rule: Arguments) -> Value:
    """A rule about replicas, as CloudFormation says it."""

    def arn(name: str) -> Value:
        thing, written = rule.thing(name), rule.raw(name)
        if isinstance(thing, Made):
            place = None if written is None else written.origin
            return ResourceReference(thing.resource, "arn", origin=place)
        return Unknown(name, (rule.get(name),))

    target: dict[str, MapEntry] = {"bucket": MapEntry(arn("destination"))}
    if not (kind := rule.get("storage_class")).is_absent():
        target["storage_class"] = MapEntry(kind)
    if rule.raw("kms_key") is not None:
        target["encryption_configuration"] = MapEntry(
            MappingValue({"replica_kms_key_id": MapEntry(arn("kms_key"))})
        )
    timed, measured = rule.get("replication_time_control"), rule.get("metrics")
    if not timed.is_absent():
        limit = MappingValue({"minutes": MapEntry(timed)})
        target["replication_time"] = MapEntry(
            MappingValue({"status": MapEntry(Scalar("Enabled")), "time": MapEntry(limit)})
        )
    if not measured.is_absent():
        block = {"status": MapEntry(Scalar("Enabled"))}
        if not timed.is_absent():
            block["event_threshold"] = MapEntry(MappingValue({"minutes": MapEntry(measured)}))
        target["metrics"] = MapEntry(MappingValue(block))
    made: dict[str, MapEntry] = {
        "status": MapEntry(Scalar("Enabled")),
        "destination": MapEntry(MappingValue(target, open=rule.open)),
        "filter": MapEntry(_filter(rule)),
        "delete_marker_replication": MapEntry(_switch(rule.get("delete_marker_replication"))),
    }
    for name in ("id", "priority"):
        if not (value := rule.get(name)).is_absent():
            made[name] = MapEntry(value)
    criteria = {
        name: MapEntry(_switch(given))
        for name in ("replica_modifications", "sse_kms_encrypted_objects")
        if not (given := rule.get(name)).is_absent()
    }
    if criteria:
        made["source_selection_criteria"] = MapEntry(MappingValue(criteria))
    return MappingValue(made, open=rule.open, origin=rule.origin)


def _switch(value: Value, otherwise: bool = False) -> Value:
    """A block that says whether something is done."""
    return MappingValue({"status": MapEntry(_status(Scalar(otherwise) if value.is_absent() else value))})


def _filter(rule: Arguments) -> Value:
    written = rule.get("filter")
    prefix, tags = written.get("prefix"), written.get("tags")
    if written.is_absent():
        return MappingValue({"prefix": MapEntry(Scalar(""))})
    beginning = MapEntry(Scalar("") if prefix.is_absent() else prefix)
    if tags.is_absent() or tags.is_empty():
        return MappingValue({"prefix": beginning})
    both = MappingValue({"prefix": beginning, "tag_filters": MapEntry(tags)})
    return MappingValue({"and": MapEntry(both)}, origin=written.origin)


def _retention(mode: str) -> Recipe:
    """``ObjectLockRetention.governance(duration)`` and its like."""

    def recipe(call: Call) -> Node:
        time = call.folded(0, "duration")
        days = in_days(time) if time is not None else Unknown("a duration")
        return MappingValue(
            {"mode": MapEntry(Scalar(mode)), "days": MapEntry(days)}, origin=call.construction.origin
        )

    return recipe


def _replace(name: str) -> Recipe:
    """``ReplaceKey.with('x')`` and ``ReplaceKey.prefixWith('x')``."""
    return lambda call: MappingValue({name: MapEntry(given(call.folded(0, "key_replacement"), "a key"))})


def _storage_class(call: Call) -> Node:
    return given(call.folded(0, "value"), "a storage class")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-s3.ObjectLockRetention.governance": _retention("GOVERNANCE"),
        "aws-s3.ObjectLockRetention.compliance": _retention("COMPLIANCE"),
        "aws-s3.ReplaceKey.with": _replace("with_key"),
        "aws-s3.ReplaceKey.with_": _replace("with_key"),
        "aws-s3.ReplaceKey.prefix_with": _replace("prefix_with_key"),
        "aws-s3.StorageClass": _storage_class,
    }
)
