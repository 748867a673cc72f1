"""How arguments of CloudFormation resources are said in Terraform where a new name alone is not enough."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as ReadOnlyMap

from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.policies import policy_document
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM, Shape
from stackproof.model.values import (
    Absent,
    JsonText,
    MapEntry,
    Mapping,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)

# From one evaluated argument to the arguments it becomes, under Terraform's names.
Conversion = Callable[[World, Value], dict[str, Value]]

_WORD = re.compile(r"_([a-z0-9])")
_VERBATIM_KEYS = frozenset({"options", "docker_labels", "dockerLabels"})


class _CamelKeys:
    def entry(self, written: str) -> tuple[str, Shape]:
        return camel(written), (VERBATIM if written in _VERBATIM_KEYS else self)


CAMEL: Shape = _CamelKeys()


def camel(name: str) -> str:
    """``portMappings`` from ``port_mappings``."""
    return _WORD.sub(lambda m: m.group(1).upper(), name) if name.islower() else name[:1].lower() + name[1:]


def each(value: Value, change: Callable[[Value], Value]) -> Value:
    """Apply a change to a value, to all elements of a list, and to all alternatives of a choice."""
    alternatives = value.alternatives()
    if len(alternatives) > 1:
        return choice([each(v, change) for v in alternatives], origin=value.origin)
    if isinstance(value, Sequence):
        return Sequence([each(e, change) for e in value.elements], open=value.open, origin=value.origin)
    return change(value)


def renamed(names: ReadOnlyMap[str, str]) -> Callable[[Value], Value]:
    """Give the keys of a mapping other names."""

    def change(value: Value) -> Value:
        if not isinstance(value, Mapping):
            return value
        entries = {names.get(k, k): e for k, e in value.entries.items()}
        return Mapping(entries, open=value.open, origin=value.origin)

    return change


def boolean(value: Value) -> Value:
    """A boolean from the words CloudFormation has for it."""

    def change(single: Value) -> Value:
        text = single.text()
        if text is None:
            return single
        words = {"true": True, "enabled": True, "false": False, "disabled": False}
        known = words.get(text.lower())
        return (
            Unknown("a switch", origin=single.origin)
            if known is None
            else Scalar(known, origin=single.origin)
        )

    return each(value, change)


def policy(target: str) -> Conversion:
    """A policy document."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        return {target: JsonText(policy_document(world, value), origin=value.origin)}

    return convert


def json_text(target: str) -> Conversion:
    """A document that is one JSON text in Terraform."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        content = world.fold(value, VERBATIM)
        text = isinstance(content, JsonText) or content.text() is not None
        return {target: content if text else JsonText(content, origin=value.origin)}

    return convert


class _DataKeys:
    """A block whose keys are arguments, with data under them."""

    def entry(self, written: str) -> tuple[str, Shape]:
        return snake(written), VERBATIM


_DATA: Shape = _DataKeys()


def under_keys(target: str) -> Conversion:
    """A block with data under its keys."""
    return lambda world, value: {target: world.fold(value, _DATA)}


def verbatim(target: str) -> Conversion:
    """Data of the author's, whose keys are no arguments."""
    return lambda world, value: {target: world.fold(value, VERBATIM)}


def left_out(world: World, value: Value) -> dict[str, Value]:
    """What Terraform has nothing for."""
    return {}


def first_of(target: str, key: str) -> Conversion:
    """One thing where CloudFormation has a list of objects with one."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        listed = world.fold(value)
        if isinstance(listed, Sequence):
            if listed.elements:
                return {target: listed.elements[0].get(key)}
            return {target: Absent(origin=value.origin, closed=not listed.open)}
        return {target: Unknown(target, (listed,), origin=value.origin)}

    return convert


def first_of_list(target: str) -> Conversion:
    """One value where CloudFormation has a list with one."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        listed = world.fold(value)
        if isinstance(listed, Sequence) and len(listed.elements) == 1 and not listed.open:
            return {target: listed.elements[0]}
        return {target: Unknown(target, (listed,), origin=value.origin)}

    return convert


def blocks(target: str, names: ReadOnlyMap[str, str]) -> Conversion:
    """A block (or list of them) whose keys have other names."""
    return lambda world, value: {target: each(world.fold(value), renamed(names))}


def nested(target: str, key: str, names: ReadOnlyMap[str, str], switches: tuple[str, ...] = ()) -> Conversion:
    """A block inside another one which Terraform does not have."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        inner = each(world.fold(value).get(key), renamed(names))
        if isinstance(inner, Mapping):
            for name in switches:
                if (entry := inner.entries.get(name)) is not None:
                    inner.entries[name] = MapEntry(boolean(entry.value), entry.key_origin, entry.origin)
        return {target: inner}

    return convert


def tags(world: World, value: Value) -> dict[str, Value]:
    """A map from a list of keys and values."""
    listed = world.fold(value, VERBATIM) if isinstance(value, Mapping) else world.fold(value)
    if isinstance(listed, Mapping):
        # Newer types have a map themselves.
        return {"tags": listed}
    if not isinstance(listed, Sequence):
        return {"tags": Unknown("tags", (listed,), origin=value.origin)}
    found: dict[str, MapEntry] = {}
    is_open = listed.open
    for element in listed.elements:
        key = element.get("key").text()
        if key is None:
            is_open = True
        else:
            found[key] = MapEntry(element.get("value"), None, element.origin)
    return {"tags": Mapping(found, open=is_open, origin=value.origin)}


_RULE = {
    "ip_protocol": "protocol",
    "cidr_ip": "cidr_blocks",
    "cidr_ipv6": "ipv6_cidr_blocks",
    "source_security_group_id": "security_groups",
    "destination_security_group_id": "security_groups",
    "source_prefix_list_id": "prefix_list_ids",
    "destination_prefix_list_id": "prefix_list_ids",
}
_LISTS = frozenset({"cidr_blocks", "ipv6_cidr_blocks", "security_groups", "prefix_list_ids"})


def rule(value: Value) -> Value:
    """A rule of a security group: addresses and groups are lists in Terraform."""
    named = renamed(_RULE)(value)
    if isinstance(named, Mapping):
        for name in _LISTS & named.entries.keys():
            entry = named.entries[name]
            named.entries[name] = MapEntry(
                Sequence([entry.value], origin=entry.value.origin), entry.key_origin, entry.origin
            )
        if named.get("protocol").is_("-1"):
            # For all protocols, Terraform wants ports that say nothing.
            for name in ("from_port", "to_port"):
                named.entries.setdefault(name, MapEntry(Scalar(0)))
    return named


def _says_nothing(rule: Value) -> bool:
    """A rule to nowhere stands where CloudFormation must not find an empty list."""
    return rule.get("cidr_blocks", 0).is_("255.255.255.255/32") and rule.get("protocol").is_("icmp")


def rules(target: str) -> Conversion:
    """The inline rules of a security group."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        made = each(world.fold(value), rule)
        if isinstance(made, Sequence):
            made.elements = [r for r in made.elements if not _says_nothing(r)]
        return {target: made}

    return convert


def containers(world: World, value: Value) -> dict[str, Value]:
    """Container definitions are one JSON text in Terraform, in the spelling of the service's interface."""
    return {"container_definitions": JsonText(world.fold(value, CAMEL), origin=value.origin)}


def scheme(world: World, value: Value) -> dict[str, Value]:
    """``internet-facing`` or ``internal``."""

    def change(single: Value) -> Value:
        text = single.text()
        return (
            Unknown("a scheme", origin=single.origin)
            if text is None
            else Scalar(text == "internal", origin=single.origin)
        )

    return {"internal": each(world.fold(value), change)}
