"""Finds classes and modules of the program's libraries that a file uses and does not import."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, is_compiled, rule
from stackproof.rulekit.exports import files_with_shelves
from stackproof.rulekit.import_fixes import added
from stackproof.rulekit.unimported import Unimported, unimported


def _message(found: Unimported) -> str:
    listed = [f"'{p.module}'" for p in found.places]
    where = listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + f" or {listed[-1]}"
    known = f"it is in {where}" if found.places[0].name else f"did you mean to import {where}?"
    return f"'{found.name}' is neither defined nor imported in this file; {known}"


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for file, shelf in files_with_shelves(graph):
        for found in unimported(shelf, file):
            yield Finding(
                at=found.mentions[0].at,
                message=_message(found),
                fixes=[added(shelf, file, found, place) for place in found.places],
                severity=Severity.WARNING if found.lazy else Severity.ERROR,
                told_by_compiler=is_compiled(found.mentions[0].at),
            )
