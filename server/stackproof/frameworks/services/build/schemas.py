"""Reads CloudFormation's resource types as cfn-lint bundles them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The region whose types are read: it has the most of them.
_REGION = "us-east-1"
# Nothing of interest is nested deeper; some types hold themselves.
_DEEPEST = 7


@dataclass(frozen=True)
class Node:
    """One property: what limits it (or the elements of its list), and the properties inside it by name."""

    keywords: dict[str, Any]
    inside: dict[str, Node] = field(default_factory=dict)


class Schemas:
    """The types in an installed cfn-lint."""

    def __init__(self, package: Path) -> None:
        self.folder = package / "data"
        self._schemas = self.folder / "schemas"
        self._files: dict[str, str] = self._json(self._schemas / "providers" / f"{_REGION}.json")

    @property
    def day(self) -> str:
        """The day on which the types were collected, in ISO form."""
        stamp: str = self._json(self._schemas / "version.json")["schema_date"]
        return stamp[:10]

    def types(self) -> tuple[str, ...]:
        """All types (``AWS::EC2::VPC``)."""
        return tuple(self._files)

    def properties(self, name: str) -> dict[str, Node]:
        """The properties of a type that a template can set."""
        schema = self._json(self._schemas / "resources" / f"{self._files[name]}.json")
        fixed = {path.removeprefix("/properties/") for path in schema.get("readOnlyProperties", ())}
        found = _Tree(schema).inside(schema, 0)
        return {n: node for n, node in found.items() if n not in fixed}

    def extension(self, name: str) -> Any:
        """A schema of relations between properties (``aws_lambda_function/environment_variable_keys``)."""
        return self._json(self._schemas / "extensions" / f"{name}.json")

    def additional(self, name: str) -> Any:
        """A table of its own (``LmbdRuntimeLifecycle``)."""
        return self._json(self.folder / "AdditionalSpecs" / f"{name}.json")

    def _json(self, path: Path) -> Any:
        return json.loads(path.read_text(encoding="utf-8"))


class _Tree:
    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def inside(self, node: dict[str, Any], depth: int) -> dict[str, Node]:
        if depth >= _DEEPEST:
            return {}
        return {name: self._node(inner, depth) for name, inner in node.get("properties", {}).items()}

    def _node(self, node: dict[str, Any], depth: int) -> Node:
        node = self._resolved(node)
        # A list is limited like its elements; how long lists may be is another matter.
        while isinstance(node.get("items"), dict):
            node = self._resolved(node["items"])
        return Node(node, self.inside(node, depth + 1))

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        for _ in range(_DEEPEST):
            if "$ref" not in node:
                break
            found: Any = self._schema
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found.get(step, {})
            node = found
        return node


def leaves(nodes: dict[str, Node], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """All properties at any depth with their paths."""
    for name, node in nodes.items():
        yield (*path, name), node
        yield from leaves(node.inside, (*path, name))
