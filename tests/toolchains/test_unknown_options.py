"""An option of a CDK construct that nobody can tell leaves a trace in the graph, for every option that there is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from cdk_programs import ts
from unknown_options import CONSTRUCTS, WITHOUT_TRACE

from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue
from toolchains import NODE_MODULES, need


@cache
def _types() -> Mapping[str, Any]:
    need(NODE_MODULES / "aws-cdk-lib")
    with gzip.open(NODE_MODULES / "aws-cdk-lib" / ".jsii.gz") as file:
        types: Mapping[str, Any] = json.load(file)["types"]
    return types


def _options(struct: str) -> Iterator[str]:
    """The names of all options of a struct, those of the structs that it extends included."""
    found = _types()[struct]
    yield from (each["name"] for each in found.get("properties", ()))
    for base in found.get("interfaces", ()):
        if base in _types():
            yield from _options(base)


def _of(construct: str) -> list[str]:
    """The options of a class."""
    module, name = construct.split(".")
    parameters = _types()[f"aws-cdk-lib.{module.replace('-', '_')}.{name}"]["initializer"]["parameters"]
    struct = next(p["type"]["fqn"] for p in parameters if p["name"] == "props")
    return sorted(set(_options(struct)) - {"env", "removalPolicy"})


def _graph(construct: str, option: str = "") -> list[str]:
    """All that the graph of a program with the construct says."""
    before, needed = CONSTRUCTS[construct]
    module, name = construct.split(".")
    given = ", ".join(o for o in (needed, option) if o)
    program = ts(f"{before} new cdk.{module.replace('-', '_')}.{name}(this, 'It', {{ {given} }});")
    return sorted(
        str((r.type, r.name, r.conditional, r.many, len(r.escapes), _said(r.properties)))
        for r in program.recognition.resources
    )


def _said(value: Value) -> Any:
    """A value with all that is open in it."""
    match value:
        case MappingValue():
            return value.open, sorted((k, _said(e.value)) for k, e in value.entries.items())
        case Sequence():
            return value.open, [_said(e) for e in value.elements]
        case JsonText():
            return _said(value.content)
        case Choice():
            return [_said(o) for o in value.options]
        case Template():
            return [p if isinstance(p, str) else _said(p) for p in value.parts]
        case Scalar():
            return repr(value.data)
        case ResourceReference():
            return value.resource.name, value.attribute
        case Absent():
            return "nothing", value.closed
        case Unknown():
            return "?"
    return str(value)


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_unknown_options_leave_a_trace(construct: str) -> None:
    needed = CONSTRUCTS[construct][1].replace(" ", "")
    silent = WITHOUT_TRACE.get(construct, frozenset())
    plain = _graph(construct)
    same = {
        option
        for option in _of(construct)
        if f"{option}:" not in needed and _graph(construct, f"{option}: JSON.parse('x')") == plain
    }
    assert same == silent
