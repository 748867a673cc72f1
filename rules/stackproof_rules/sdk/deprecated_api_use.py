"""Finds uses of what the installed library itself has marked as deprecated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Severity, Tag, by_version, rule
from stackproof.rulekit.deprecated import Outdated, outdated

_LONGEST = 200
_ALREADY_SAID = re.compile(r"^(?:- )?(?:\w+ (?:is|has been) deprecated[.:] ?)?")
_SENTENCE = re.compile(r"(?<=\.)\s+")
# What such sentences say is said by naming what takes the place.
_OFFER = re.compile(r"(?:please )?(?:use|see|set|migrate|call) |.*will be removed", re.IGNORECASE)


def _advice(use: Outdated) -> str:
    """What the library says to do instead, a name or else its own words, and what more it says of the reasons."""
    words = _ALREADY_SAID.sub("", use.words)
    if not use.instead:
        return f": {_short(words)}" if words else ""
    reasons = " ".join(s for s in _SENTENCE.split(words)[1:] if not _OFFER.match(s))
    return f"; use '{use.instead}'" + (f" ({_short(reasons)})" if reasons else "")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0] + " ..."


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for use in outdated(graph):
        what = f"'{use.name}' of '{use.owner}'" if use.owner else f"'{use.name}'"
        yield Finding(
            at=use.at,
            message=f"{what} is deprecated{_advice(use)}{by_version(use.package)}",
            fixes=[] if use.fix is None else [use.fix],
            # It works all the same: where nothing is named in its place, or only another version says so, there may be
            # nothing to do yet.
            severity=Severity.WARNING if use.instead and use.package.is_installed else Severity.HINT,
            tags=frozenset({Tag.DEPRECATED}),
            # The names in objects are not looked at there.
            told_by_compiler=use.struck,
        )
