"""Finds booleans where the installed library takes the words for them as a string."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, Severity, by_version, rule
from stackproof.rulekit.conversions import written_as
from stackproof.rulekit.expressions import is_literal
from stackproof.rulekit.mismatches import Mismatch, mismatches
from stackproof.rulekit.nearest import words_of

# Words of arguments which only say whether something is to be so.
_SWITCHES = frozenset({"enabled", "enable", "associate", "auto", "upgrade", "skip"})
_MOST_OFFERED = 4
_WHICH = "It is for you to say which of the words is meant."
_WHY_UNSAFE = "Some such arguments take other words than 'true' and 'false': look what this one takes."


def _words(graph: Graph, found: Mismatch) -> tuple[str, ...]:
    """The words that the service takes for the argument; empty where that is not known."""
    bare = "".join(words_of(found.argument))
    for resource in graph.resources:
        if resource.construction is found.call.call:
            for path, limits in graph.services.limits(resource.type).items():
                if "".join(words_of(path.rpartition(".")[2])) == bare:
                    return tuple(map(str, limits.values))
    return ()


def _fixes(graph: Graph, found: Mismatch) -> Iterator[Fix]:
    if not is_literal(found.written):
        return
    word, words = "true" if found.value.is_(True) else "false", _words(graph, found)
    if words and word not in words:
        for other in words[:_MOST_OFFERED]:
            yield written_as(found, other, safe=False, why_unsafe=_WHICH)
        return
    sure = word in words or bool(_SWITCHES & set(words_of(found.argument)))
    yield written_as(found, word, safe=sure, why_unsafe="" if sure else _WHY_UNSAFE)


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for found in mismatches(graph):
        if not found.is_truth_for_text:
            continue
        converted = "; it deploys, but type checkers refuse it" if found.is_converted else ""
        yield Finding(
            at=found.at,
            message=f"'{found.argument}' of '{found.owner}' is a string, not a boolean{converted}"
            f"{by_version(found.call.package)}",
            fixes=list(_fixes(graph, found)),
            severity=found.severity,
            told_by_compiler=found.call.is_compiled,
        )
