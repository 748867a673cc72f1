"""What of the programs was understood, as JSON, version 1."""

from __future__ import annotations

import json

from stackproof.analysis.survey.account import Account, Dialect
from stackproof.cli.render_json import place
from stackproof.cli.view import View


def graph_stats_json(account: Account, view: View) -> str:
    """One JSON object with all counts, all losses and all that was left out."""
    losses = sorted(account.losses.items(), key=lambda item: -item[1].count)
    content = {
        "version": 1,
        "root": view.root,
        "dialects": {name: _dialect(d) for name, d in sorted(account.dialects.items())},
        "programs": [
            {"entry": view.shown(entry), "dialects": {n: _dialect(d) for n, d in sorted(own.items())}}
            for entry, own in sorted(account.programs.items())
        ],
        "losses": [
            {
                "stage": loss.stage,
                "dialect": loss.dialect,
                "reason": loss.reason,
                "count": lost.count,
                "example": place(lost.example, view) if lost.example is not None else None,
            }
            for loss, lost in losses
        ],
        "foreign": dict(account.foreign.most_common()),
        "leftOut": [
            {"path": view.shown(path), "reason": reason} for path, reason in sorted(account.left_out.items())
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _dialect(d: Dialect) -> dict[str, object]:
    return {
        "programs": d.programs,
        "files": d.files,
        "lines": d.lines,
        "constructions": {
            "seen": d.seen.total(),
            "reached": d.reached.total(),
            "recognised": d.recognised,
            "bySyntax": {
                shown: {"seen": n, "reached": d.reached[shown]} for shown, n in d.seen.most_common()
            },
        },
        "arguments": {"certain": d.certain, "outside": d.outside, "unknown": d.lost},
        "references": {"resolved": d.resolved, "unresolved": d.unresolved},
    }
