"""Joins the templates of several stacks to one, in which references lead straight to what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NESTED = "AWS::CloudFormation::Stack"
_OWN = frozenset({_NESTED, "AWS::CDK::Metadata"})


def joined(templates: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One template with the resources of all, by the files' names. Exports, and what nested stacks are given and give
    back, are resolved. Nested stacks need the metadata of assets, which name their files."""
    return _Joiner(templates).join()


class _Joiner:
    def __init__(self, templates: Mapping[str, dict[str, Any]]) -> None:
        self._templates = templates
        self._numbers = {name: f"S{number}" for number, name in enumerate(templates)}
        # The outputs that are exported, by name, with the stack of each.
        self._exports = {
            output["Export"]["Name"]: (name, output["Value"])
            for name, template in templates.items()
            for output in template.get("Outputs", {}).values()
            if isinstance(output.get("Export", {}).get("Name"), str)
        }
        # Nested stacks with the stack around each and their resource there.
        self._parents = {
            resource["Metadata"]["aws:asset:path"]: (name, resource)
            for name, template in templates.items()
            for resource in template.get("Resources", {}).values()
            if resource["Type"] == _NESTED
        }

    def join(self) -> dict[str, Any]:
        resources: dict[str, Any] = {}
        for name, template in self._templates.items():
            for logical, resource in template.get("Resources", {}).items():
                if resource["Type"] not in _OWN:
                    resources[self._numbers[name] + logical] = self._resource(resource, name)
        return {"Resources": resources}

    def _resource(self, resource: dict[str, Any], stack: str) -> dict[str, Any]:
        waits = resource.get("DependsOn", [])
        return {
            "Type": resource["Type"],
            "Properties": self._value(resource.get("Properties", {}), stack),
            "DependsOn": [self._numbers[stack] + w for w in ([waits] if isinstance(waits, str) else waits)],
        }

    def _value(self, value: Any, stack: str) -> Any:
        if isinstance(value, list):
            return [self._value(v, stack) for v in value]
        if not isinstance(value, dict):
            return value
        match value:
            case {"Ref": str() as name} if len(value) == 1:
                return self._reference(name, stack)
            case {"Fn::GetAtt": [str() as name, str() as attribute]} if len(value) == 1:
                return self._attribute(name, attribute, stack)
            case {"Fn::ImportValue": str() as name} if name in self._exports:
                exporter, inner = self._exports[name]
                return self._value(inner, exporter)
        return {k: self._value(v, stack) for k, v in value.items()}

    def _reference(self, name: str, stack: str) -> Any:
        template = self._templates[stack]
        if name in template.get("Resources", {}):
            return {"Ref": self._numbers[stack] + name}
        if name in template.get("Parameters", {}) and stack in self._parents:
            outer, resource = self._parents[stack]
            given = resource["Properties"].get("Parameters", {})
            if name in given:
                return self._value(given[name], outer)
        return {"Ref": name}

    def _attribute(self, name: str, attribute: str, stack: str) -> Any:
        resource = self._templates[stack]["Resources"][name]
        if resource["Type"] == _NESTED and attribute.startswith("Outputs."):
            inner = resource["Metadata"]["aws:asset:path"]
            return self._value(
                self._templates[inner]["Outputs"][attribute.removeprefix("Outputs.")]["Value"], inner
            )
        return {"Fn::GetAtt": [self._numbers[stack] + name, attribute]}
