"""Spells the fixes that change a call as it is written, which no framework has a say in."""

from __future__ import annotations

from stackproof.model.code import Change, RemoveKey
from stackproof.model.fix import Fix, RemoveEntry


def entry_changes(fix: Fix) -> list[Change] | None:
    """The changes of a fix that is all about entries of calls, None for others."""
    changes: list[Change] = []
    for intent in fix.intents:
        if not isinstance(intent, RemoveEntry):
            return None
        changes.append(RemoveKey(intent.call, intent.path))
    return changes or None
