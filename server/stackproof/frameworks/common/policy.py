"""The policy document that Terraform's ``aws_iam_policy_document`` data source renders."""

from __future__ import annotations

from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)

_NAMES = {
    "sid": "Sid",
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}
_OTHERS = ("source_policy_documents", "override_policy_documents", "source_json", "override_json")


def document(properties: Mapping, origin: Origin | None = None) -> JsonText:
    """The JSON text for a data source's arguments, in the casing of IAM."""
    entries = {"Version": MapEntry(properties.get("version"))}
    if isinstance(entries["Version"].value, Absent):
        entries["Version"] = MapEntry(Scalar("2012-10-17", origin=origin))
    mixed = [properties.get(name) for name in _OTHERS if name in properties.entries]
    written = properties.get("statement")
    statements = _each(written)
    elements: list[Value] = [_statement(s) for s in statements]
    is_open = properties.open or bool(mixed) or not _is_listed(written)
    if mixed:
        elements.append(Unknown("merged from other documents", tuple(mixed), origin=origin))
    listed = Sequence(elements, open=is_open, origin=written.origin or origin)
    entry = properties.entries.get("statement")
    entries["Statement"] = MapEntry(
        listed, entry.key_origin if entry else None, entry.origin if entry else None
    )
    return JsonText(Mapping(entries, open=properties.open, origin=origin), origin=origin)


def _each(value: Value) -> tuple[Value, ...]:
    return value.items() if isinstance(value, Mapping | Sequence) else ()


def _is_listed(value: Value) -> bool:
    match value:
        case Sequence():
            return not value.open
        case Absent():
            return value.closed
    return isinstance(value, Mapping)


def _statement(value: Value) -> Value:
    if isinstance(value, Choice):
        return choice([_statement(o) for o in value.options], origin=value.origin)
    if not isinstance(value, Mapping):
        return Unknown("a statement that is not known", (value,), origin=value.origin)
    entries: dict[str, MapEntry] = {}
    if "effect" not in value.entries and not value.open:
        entries["Effect"] = MapEntry(Scalar("Allow", origin=value.origin))
    for name, entry in value.entries.items():
        if name in _NAMES:
            entries[_NAMES[name]] = entry
        elif name in _PRINCIPALS:
            entries[_PRINCIPALS[name]] = _moved(entry, _principals(entry.value))
        elif name == "condition":
            entries["Condition"] = _moved(entry, _conditions(entry.value))
    return Mapping(entries, open=value.open, origin=value.origin)


def _moved(entry: MapEntry, value: Value) -> MapEntry:
    return MapEntry(value, entry.key_origin, entry.origin)


def _principals(value: Value) -> Value:
    found: dict[str, MapEntry] = {}
    for block in _each(value):
        kind = block.get("type").text()
        if kind is None:
            return Unknown("principals of an unknown type", (value,), origin=value.origin)
        identifiers = block.get("identifiers")
        if kind == "*":
            return Scalar("*", origin=block.origin)
        found[kind] = MapEntry(_joined(found.get(kind), identifiers), None, block.origin)
    return Mapping(found, open=not _is_listed(value), origin=value.origin)


def _conditions(value: Value) -> Value:
    tests: dict[str, MapEntry] = {}
    for block in _each(value):
        test, variable = block.get("test").text(), block.get("variable").text()
        if test is None or variable is None:
            return Unknown("a condition that is not known", (value,), origin=value.origin)
        known = tests.get(test)
        keys = dict(known.value.entries) if known and isinstance(known.value, Mapping) else {}
        keys[variable] = MapEntry(_joined(keys.get(variable), block.get("values")), None, block.origin)
        tests[test] = MapEntry(Mapping(keys, origin=block.origin), None, block.origin)
    return Mapping(tests, open=not _is_listed(value), origin=value.origin)


def _joined(before: MapEntry | None, more: Value) -> Value:
    if before is None:
        return more
    lists = (before.value, more)
    return Sequence(
        [e for part in lists for e in part.items()],
        open=any(not part.is_closed() for part in lists),
        origin=more.origin,
    )
