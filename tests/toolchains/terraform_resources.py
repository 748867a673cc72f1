"""Reads synthesised Terraform (``cdk.tf.json``) as resources, without any help of the code under test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from stackproof.model.construction import Construction, Site
from stackproof.model.graph import Resource
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue
from stackproof.text import Span

# What every resource may have, and what the library notes down for itself.
META = frozenset(
    {"//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}
)
_HOLE = re.compile(r"\$\{([^{}]*)\}")
_NESTED = re.compile(r"\$\{[^}]*[{\[]")
_PATH = re.compile(r"(?P<type>(?:data\.)?\w+)\.(?P<name>[\w-]+)(?:\.(?P<attribute>[\w.\[\]*\"-]+))?")
_NOWHERE = Origin("cdk.tf.json", Span(0, 0))


def resources(stacks: list[dict[str, Any]]) -> list[Resource]:
    """The resources, data sources, providers and backends of all stacks, references between stacks followed."""
    by_name = {stack["//"]["metadata"]["stackName"]: _Stack(stack) for stack in stacks}
    for stack in by_name.values():
        stack.others = by_name
    for stack in by_name.values():
        stack.fill()
    return [r for stack in by_name.values() for r in stack.resources.values()]


class _Stack:
    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.others: dict[str, _Stack] = {}
        self.resources: dict[tuple[str, str], Resource] = {}
        self._configs: dict[tuple[str, str], dict[str, Any]] = {}
        for kind, name, config in _configs(content):
            self._configs[kind, name] = config
            self.resources[kind, name] = _resource(kind, name, config)

    def fill(self) -> None:
        for key, resource in self.resources.items():
            config = self._configs[key]
            entries = {
                k: MapEntry(self.value(v)) for k, v in config.items() if k not in META and v is not None
            }
            resource.properties = MappingValue(entries)
            for waits in config.get("depends_on", ()):
                resource.depends_on.append(self.value("${" + waits + "}"))

    def value(self, data: Any) -> Value:
        """JSON data as a value."""
        if isinstance(data, list):
            return Sequence([self.value(v) for v in data])
        if isinstance(data, dict):
            return MappingValue({k: MapEntry(self.value(v)) for k, v in data.items() if v is not None})
        if isinstance(data, str):
            return self._text(data)
        return Scalar(data, origin=_NOWHERE)

    def _text(self, text: str) -> Value:
        if text.startswith(("{", "[")) and not text.startswith("${"):
            try:
                return JsonText(self.value(json.loads(text)))
            except ValueError:
                pass
        parts: list[str | Value] = []
        done = 0
        if _NESTED.search(text):
            return Unknown("an expression")
        for hole in _HOLE.finditer(text):
            parts += [text[done : hole.start()], self._expression(hole.group(1))]
            done = hole.end()
        rest = text[done:]
        if not parts:
            return Unknown("an expression") if "${" in rest else Scalar(rest, origin=_NOWHERE)
        parts = [p for p in [*parts, rest] if not isinstance(p, str) or p]
        return parts[0] if len(parts) == 1 and isinstance(parts[0], Value) else Template(tuple(parts))

    def _expression(self, text: str) -> Value:
        match = _PATH.fullmatch(text)
        if match is None:
            return Unknown("an expression")
        kind, name, attribute = match["type"], match["name"], match["attribute"] or ""
        if kind == "local":
            return self.value(self.content["locals"][name])
        if kind == "data.terraform_remote_state" and attribute.startswith("outputs."):
            return self._of_another(name, attribute.removeprefix("outputs."))
        if kind == "data.aws_iam_policy_document" and attribute == "json":
            return self.value(json.dumps(_document(self._configs[kind, name])))
        resource = self.resources.get((kind, name))
        return Unknown("an expression") if resource is None else ResourceReference(resource, attribute)

    def _of_another(self, name: str, output: str) -> Value:
        other = self.others.get(name.removeprefix("cross-stack-reference-input-"))
        if other is None:
            return Unknown("an output of another state")
        return other.value(other.content["output"][output]["value"])


def _document(config: dict[str, Any]) -> dict[str, Any]:
    """The policy that a data source for policy documents writes."""
    return {"Version": "2012-10-17", "Statement": [_statement(s) for s in config["statement"]]}


def _statement(given: dict[str, Any]) -> dict[str, Any]:
    made = {"Effect": given.get("effect", "Allow")}
    for name, key in (("sid", "Sid"), ("actions", "Action"), ("resources", "Resource")):
        if name in given:
            made[key] = given[name]
    for who in given.get("principals", ()):
        if who["type"] == "*":
            made["Principal"] = "*"
        else:
            made.setdefault("Principal", {})[who["type"]] = who["identifiers"]
    for test in given.get("condition", ()):
        made.setdefault("Condition", {}).setdefault(test["test"], {})[test["variable"]] = test["values"]
    return made


def _configs(content: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for prefix, section in (("", "resource"), ("data.", "data")):
        for kind, named in content.get(section, {}).items():
            for name, config in named.items():
                if not name.startswith("cross-stack-reference-input-"):
                    yield prefix + kind, name, config
    for kind, configs in content.get("provider", {}).items():
        for number, config in enumerate(configs):
            yield f"provider.{kind}", str(number), config
    for kind, config in content["terraform"].get("backend", {}).items():
        # What is not chosen is kept beside the program.
        if kind != "local":
            yield f"backend.{kind}", kind, config


def _resource(kind: str, name: str, config: Mapping[str, Any]) -> Resource:
    site = Site(_NOWHERE, Scope(""), "typescript")
    return Resource(
        type=kind,
        name=name,
        properties=MappingValue({}),
        origin=_NOWHERE,
        construction=Construction(-1, _NOWHERE, _NOWHERE, Passed(), site),
        external=kind.startswith("data."),
        many="for_each" in config or "count" in config,
    )
