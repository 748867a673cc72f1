"""Reads Terraform's AWS schema out of the CDKTF provider package's type description."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from stackproof.frameworks.vocabulary.build import jsii
from stackproof.frameworks.vocabulary.data import LIST, MAP, NESTED, SCALAR, ResourceEntry, TerraformData
from stackproof.frameworks.vocabulary.names import cdktf_pascal, snake

# Both base classes of the two lives of this library.
_BASES = {
    f"{library}.{base}": prefix
    for library in ("cdktf", "cdktn")
    for base, prefix in (("TerraformResource", ""), ("TerraformDataSource", "data."))
}
_ANCHOR = re.compile(r"#([a-z0-9_]+) [A-Za-z0-9]+#([a-z0-9_]+)")
_TYPE = re.compile(r" (aws_[a-z0-9_]+)\}")
# Attributes which the library itself adds to every object.
_OWN = {"internalValue", "fqn", "tfResourceType"}


def read(package: Path) -> TerraformData:
    """The schema in ``package`` (a folder with a ``.jsii`` file)."""
    return _Reader(jsii.types(package)).read()


class _Reader:
    def __init__(self, types: dict[str, Any]) -> None:
        self._types = types
        self._codes: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._structs: list[dict[str, int]] = []

    def read(self) -> TerraformData:
        entries: dict[str, ResourceEntry] = {}
        for described in self._types.values():
            prefix = _BASES.get(described.get("base", ""))
            named = _TYPE.search(described.get("docs", {}).get("summary", ""))
            if prefix is None or named is None:
                continue
            entries[prefix + named.group(1)] = self._resource(described, prefix, named.group(1))
        return TerraformData(structs=self._structs, types=dict(sorted(entries.items())))

    def _resource(self, described: dict[str, Any], prefix: str, kind: str) -> ResourceEntry:
        config = next(p for p in described["initializer"]["parameters"] if p["name"] == "config")
        arguments = (self._struct(config["type"]["fqn"]) - NESTED) // 2
        known = self._structs[arguments]
        computed = {
            snake(p["name"]): self._code(p["type"])
            for p in described["properties"]
            if p["name"] not in _OWN and not p["name"].endswith("Input")
        }
        computed = {name: code for name, code in computed.items() if name not in known}
        regular = cdktf_pascal(("data_aws_" if prefix else "") + kind.removeprefix("aws_"))
        name = described["name"]
        return ResourceEntry(arguments, self._intern(computed), "" if name == regular else name)

    def _intern(self, fields: dict[str, int]) -> int:
        fields = dict(sorted(fields.items()))
        key = json.dumps(fields)
        if key not in self._numbers:
            self._numbers[key] = len(self._structs)
            self._structs.append(fields)
        return self._numbers[key]

    def _code(self, type_: dict[str, Any]) -> int:
        if "union" in type_:
            return max(self._code(t) for t in type_["union"]["types"])
        if "collection" in type_:
            if type_["collection"]["kind"] == "map":
                return MAP
            inner = self._code(type_["collection"]["elementtype"])
            return inner | 1 if inner >= NESTED else LIST
        name = type_.get("fqn", "")
        if name in self._types:
            return self._struct(name)
        return MAP if name.endswith("Map") else SCALAR

    def _struct(self, name: str) -> int:
        if name not in self._codes:
            # A struct that holds itself is cut off there.
            self._codes[name] = SCALAR
            self._codes[name] = self._read_struct(self._types[name])
        return self._codes[name]

    def _read_struct(self, described: dict[str, Any]) -> int:
        base = described.get("base", "").rpartition(".")[2]
        if base in ("ComplexList", "MapList"):
            element = next(m for m in described["methods"] if m["name"] == "get")
            return self._struct(element["returns"]["type"]["fqn"]) | 1
        if base == "ComplexMap":
            return MAP
        if described["kind"] == "class":
            fields = {
                snake(p["name"]): self._code(p["type"])
                for p in described.get("properties", [])
                if p["name"] not in _OWN and not p["name"].endswith("Input")
            }
        else:
            fields = {_terraform_name(p): self._code(p["type"]) for p in described.get("properties", [])}
        return NESTED + 2 * self._intern(fields)


def _terraform_name(prop: dict[str, Any]) -> str:
    docs = prop.get("docs", {})
    anchor = _ANCHOR.search(docs.get("summary", "") + docs.get("remarks", ""))
    return anchor.group(1) if anchor else snake(prop["name"])
