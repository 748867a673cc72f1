"""Findings as workflow commands, which GitHub shows beside the changed lines."""

from __future__ import annotations

from stackproof.cli.view import View
from stackproof.model.finding import Severity
from stackproof.text import Encoding

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render_github(view: View) -> str:
    """One command per finding."""
    lines = []
    for problem in view.problems:
        start, end = view.positions(problem.at, Encoding.UTF16)
        properties = {
            "file": view.shown(problem.at.file),
            "line": str(start.line + 1),
            "endLine": str(end.line + 1),
            "title": f"Stackproof ({problem.rule})",
        }
        if start.line == end.line:
            # Columns are taken only for ranges within one line.
            properties["col"] = str(start.character + 1)
            properties["endColumn"] = str(max(end.character, start.character + 1))
        message = problem.message
        for note in problem.notes:
            line = view.positions(note.at, Encoding.UTF16)[0].line + 1
            message += f"\n{view.shown(note.at.file)}:{line}: {note.message}"
        if problem.references:
            message += f"\n{problem.references[0]}"
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{_LEVELS.get(problem.severity, 'notice')} {listed}::{_data(message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
