"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from stackproof import __version__
from stackproof.analysis.report import FileEdits, Problem, Repair
from stackproof.cli.catalogue import RuleInfo
from stackproof.cli.view import View
from stackproof.model.finding import Severity
from stackproof.text import Encoding, Span

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "ROOT"

Json = dict[str, object]


def render_sarif(view: View, rules: Iterable[RuleInfo]) -> str:
    """One run with all rules that were checked, a result for each finding."""
    described = {rule.id: _rule(rule) for rule in rules}
    for problem in view.problems:
        described.setdefault(problem.rule, {"id": problem.rule})
    index = {rule: number for number, rule in enumerate(described)}
    driver: Json = {
        "name": "Stackproof",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": list(described.values()),
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_BASE: {"uri": PurePath(view.root).as_uri().rstrip("/") + "/"}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(file, text, view) for file, text in view.notes],
            }
        ],
        "results": [_result(problem, index[problem.rule], view) for problem in view.problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: RuleInfo) -> Json:
    described: Json = {
        "id": rule.id,
        "shortDescription": {"text": rule.summary or rule.id},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.room]},
    }
    if rule.text:
        described["help"] = {"text": rule.text, "markdown": rule.text}
    if rule.references:
        described["helpUri"] = rule.references[0]
    return described


def _result(problem: Problem, index: int, view: View) -> Json:
    result: Json = {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": _location(problem.at.file, problem.at.span, view)}],
        "partialFingerprints": {"stackproof/v1": _fingerprint(problem, view)},
    }
    if problem.notes:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(note.at.file, note.at.span, view),
                "message": {"text": note.message},
            }
            for number, note in enumerate(problem.notes)
        ]
    fixes = [_fix(repair, edits, view) for repair, edits in view.repairs(problem)]
    if fixes:
        result["fixes"] = fixes
    return result


def _fix(repair: Repair, edits: FileEdits, view: View) -> Json:
    changes = []
    for path, replacements in edits.items():
        changes.append(
            {
                "artifactLocation": _artifact(path, view),
                "replacements": [
                    {
                        "deletedRegion": _region(path, edit.span, view),
                        "insertedContent": {"text": edit.new_text},
                    }
                    for edit in replacements
                ],
            }
        )
    return {"description": {"text": repair.title}, "artifactChanges": changes}


def _location(path: str, span: Span, view: View) -> Json:
    return {"artifactLocation": _artifact(path, view), "region": _region(path, span, view)}


def _artifact(path: str, view: View) -> Json:
    shown = view.shown(path)
    if shown.startswith("../") or PurePath(shown).is_absolute():
        # A relative address must not climb out of its base.
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(shown), "uriBaseId": _BASE}


def _region(path: str, span: Span, view: View) -> Json:
    start, end = view.span_positions(path, span, Encoding.UTF16)
    return {
        "startLine": start.line + 1,
        "startColumn": start.character + 1,
        "endLine": end.line + 1,
        "endColumn": end.character + 1,
    }


def _fingerprint(problem: Problem, view: View) -> str:
    """Stays the same while lines move: made of the rule, the file, the guilty text with its message."""
    text = view.document(problem.at.file).text(problem.at.span)
    parts = (problem.rule, view.shown(problem.at.file), " ".join(text.split()), problem.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _notification(file: str, text: str, view: View) -> Json:
    notification: Json = {"level": "note", "message": {"text": text}}
    if file:
        notification["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(file, view)}}]
    return notification
