"""The resource graph as JSON, version 1."""

from __future__ import annotations

import json

from stackproof.cli.graph_names import links, names
from stackproof.cli.render_json import place
from stackproof.cli.view import View
from stackproof.model.construction import Gap
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

_MAX_DEPTH = 40


def graph_json(view: View) -> str:
    """One JSON object with the resources, references, gaps of each program."""
    programs = [
        {"entry": view.shown(program.entry), **_graph(program.graph, view)}
        for program in view.report.programs
    ]
    return json.dumps({"version": 1, "root": view.root, "programs": programs}, indent=2) + "\n"


def _graph(graph: Graph, view: View) -> dict[str, object]:
    named = names(graph)
    return {
        "complete": graph.complete,
        "resources": [_resource(resource, named, view) for resource in graph.resources],
        "edges": [
            {"from": e.source, "to": e.target, "attribute": e.attribute, "argument": e.path, "kind": e.kind}
            for e in links(graph, named)
        ],
        "gaps": [_gap(gap, view) for gap in graph.gaps],
    }


def _resource(resource: Resource, named: dict[int, str], view: View) -> dict[str, object]:
    return {
        "id": named[id(resource)],
        "type": resource.type,
        "name": resource.name,
        **place(resource.origin, view),
        "framework": resource.framework,
        "external": resource.external,
        "implied": resource.implied,
        "conditional": resource.conditional,
        "many": resource.many,
        "properties": _plain(resource.properties, named, 0),
        "escapes": [_gap(gap, view) for gap in resource.escapes],
    }


def _gap(gap: Gap, view: View) -> dict[str, object]:
    where = place(gap.origin, view) if gap.origin is not None else {}
    return {"kind": gap.kind, "reason": gap.detail, **where}


def _plain(value: Value, named: dict[int, str], depth: int) -> object:
    """The value as plain JSON; what JSON has no word for is an object with one telling key."""
    if depth > _MAX_DEPTH:
        return {"unknown": "nested too deeply"}
    deeper = depth + 1
    match value:
        case Scalar():
            return value.data
        case Mapping():
            content = {key: _plain(entry.value, named, deeper) for key, entry in value.entries.items()}
            return content if not value.open else {**content, "*": {"unknown": "there may be more"}}
        case Sequence():
            elements = [_plain(element, named, deeper) for element in value.elements]
            return elements if not value.open else [*elements, {"unknown": "there may be more"}]
        case ResourceReference():
            # A resource that is not part of this graph still has a name.
            name = named.get(id(value.resource), f"{value.resource.type}.{value.resource.name}")
            return {"ref": name, "attribute": value.attribute}
        case Template():
            return {"join": [p if isinstance(p, str) else _plain(p, named, deeper) for p in value.parts]}
        case JsonText():
            return {"json": _plain(value.content, named, deeper)}
        case Choice():
            return {"oneOf": [_plain(option, named, deeper) for option in value.options]}
        case Unknown():
            return {"unknown": value.reason}
        case Absent():
            return None if value.closed else {"unknown": "may be given"}
        case _:
            return {"unknown": f"a {type(value).__name__.lower()}"}
