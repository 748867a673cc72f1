"""Finds names among a resource's arguments that Terraform does not have."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.frameworks.vocabulary.data import NESTED, terraform_data
from stackproof.model.graph import Resource
from stackproof.model.values import Choice, Mapping, Sequence, Value


def strange_names(resource: Resource) -> list[str]:
    """The names which no argument or block of the resource's type has, each with its path."""
    entry = terraform_data().types.get(resource.type)
    if entry is None:
        return [f"{resource.type} is no type"]
    return list(_strange(resource.properties, entry.arguments, resource.type))


def _strange(value: Value, struct: int, path: str) -> Iterator[str]:
    match value:
        case Choice():
            for option in value.options:
                yield from _strange(option, struct, path)
        case Sequence():
            for element in value.elements:
                yield from _strange(element, struct, path)
        case Mapping():
            fields = terraform_data().structs[struct]
            for name, item in value.entries.items():
                if name not in fields:
                    yield f"{path}.{name}"
                elif fields[name] >= NESTED:
                    yield from _strange(item.value, (fields[name] - NESTED) // 2, f"{path}.{name}")
