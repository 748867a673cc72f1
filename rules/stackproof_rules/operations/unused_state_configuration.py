"""Finds settings for a remote state that nothing uses any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, ReplaceText, Severity, Tag, is_compiled, rule

_STATE = re.compile(
    r"(?:tf|terraform)?(?:remote)?(?:state|backend)(?:bucket|region|key|table|lock|path|prefix|file)+(?:name|arn)?"
    r"|(?:tf|terraform)?statelocktable|locktable(?:name)?"
)

# One of these is in all such names.
_WORDS = ("statebucket", "stateregion", "statekey", "statetable", "statelock", "statepath", "stateprefix", "statefile",
          "state_", "backend", "locktable", "lock_table")  # fmt: skip


@rule(severity=Severity.HINT)
def check(graph: Graph) -> Iterator[Finding]:
    # Only where stacks keep their own state such names mean it.
    if not any(r.stack is not None for r in graph.resources):
        return
    for unread in graph.unread(_WORDS):
        if _STATE.fullmatch(unread.name.replace("_", "").lower()) is None:
            continue
        fix = None
        if unread.lines is not None:
            fix = Fix(
                title=f"Remove '{unread.name}'",
                goal="remove-variable",
                intents=(ReplaceText(unread.lines, ""),),
                safe=True,
                preferred=True,
            )
        yield Finding(
            at=unread.at,
            message=f"'{unread.name}' is never read: no state is kept where it says",
            fixes=[] if fix is None else [fix],
            tags=frozenset({Tag.UNNECESSARY}),
            told_by_compiler=is_compiled(unread.at),
        )
