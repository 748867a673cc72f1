"""The command that lists all rules."""

from __future__ import annotations

import argparse
import json
import sys

from stackproof.cli.catalogue import catalogue
from stackproof.cli.output import emit
from stackproof.cli.style import style_for


def rules(options: argparse.Namespace) -> int:
    """Print every rule with its severity, its one line."""
    listed = catalogue()
    if options.format == "json":
        content = [
            {
                "id": rule.id,
                "room": rule.room,
                "severity": str(rule.severity),
                "title": rule.title,
                "summary": rule.summary,
                "references": list(rule.references),
            }
            for rule in listed
        ]
        emit(json.dumps(content, indent=2) + "\n")
        return 0
    style = style_for(sys.stdout, options.color)
    wide = max(len(rule.id) for rule in listed)
    out: list[str] = []
    room = None
    for rule in listed:
        if rule.room != room:
            room = rule.room
            out.append(f"\n{style.paint('bold', room)}" if out else style.paint("bold", room))
        severity = style.severity(rule.severity, f"{rule.severity:<11}")
        out.append(f"  {rule.id:<{wide}}  {severity}  {rule.summary or rule.title}".rstrip())
    emit("\n".join(out) + "\n")
    return 0
