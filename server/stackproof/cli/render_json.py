"""Findings as JSON, version 1, which other tools build on."""

from __future__ import annotations

import json

from stackproof.analysis.report import FileEdits, Repair
from stackproof.cli.view import View
from stackproof.model.values import Origin
from stackproof.text import Encoding, Position, Span


def render_json(view: View) -> str:
    """One JSON object; lines and characters are zero-based, characters in UTF-16 units."""
    statistics = view.report.statistics
    content = {
        "version": 1,
        "root": view.root.replace("\\", "/") if "\\" in view.root else view.root,
        "files": len(view.report.documents),
        "diagnostics": [
            {
                "rule": problem.rule,
                "severity": str(problem.severity),
                "message": problem.message,
                **place(problem.at, view),
                "related": [{**place(note.at, view), "message": note.message} for note in problem.notes],
                "fixes": [_fix(repair, edits, view) for repair, edits in view.repairs(problem)],
                "references": list(problem.references),
            }
            for problem in view.problems
        ],
        "stats": {
            "programs": statistics.programs,
            "resources": statistics.resources,
            "constructions": statistics.constructions,
            "unresolved": statistics.unresolved,
            "milliseconds": statistics.milliseconds,
        },
    }
    return json.dumps(content, indent=2) + "\n"


def place(at: Origin, view: View) -> dict[str, object]:
    """The ``file`` and ``range`` of a place."""
    return {"file": view.shown(at.file), "range": _range(at.file, at.span, view)}


def _range(path: str, span: Span, view: View) -> dict[str, object]:
    start, end = view.span_positions(path, span, Encoding.UTF16)
    return {"start": _position(start), "end": _position(end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}


def _fix(repair: Repair, edits: FileEdits, view: View) -> dict[str, object]:
    return {
        "title": repair.title,
        "safe": repair.safe,
        "edits": [
            {"file": view.shown(path), "range": _range(path, edit.span, view), "newText": edit.new_text}
            for path, changes in edits.items()
            for edit in changes
        ],
    }
