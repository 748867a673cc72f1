"""Finds functions that are to rotate a secret and do not do it."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Finding,
    Graph,
    HandlerCode,
    Related,
    Resource,
    Severity,
    anchor,
    follow,
    head,
    rule,
)

_STEPS = ("createSecret", "setSecret", "finishSecret")
# Everything may be in order without this one.
_TEST = "testSecret"
_MOVING = frozenset(
    {"update_secret_version_stage", "updateSecretVersionStage", "UpdateSecretVersionStageCommand"}
)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _wrong(code: HandlerCode) -> tuple[str, tuple[str, ...]] | None:
    """What is missing, in words, and the idle functions that show it."""
    if code.entry in code.idle:
        return "does nothing in any step", (code.entry,)
    named = {_plain(name): name for name in code.idle}
    idle = [s for s in _STEPS if s in code.skipped or (s in code.texts and _plain(s) in named)]
    if idle:
        listed = idle[0] if len(idle) == 1 else ", ".join(idle[:-1]) + f" and {idle[-1]}"
        shown = tuple(named[_plain(s)] for s in idle if _plain(s) in named)
        return f"does nothing in {'step' if len(idle) == 1 else 'steps'} {listed}", shown
    if not code.whole:
        return None
    if not code.texts & {*_STEPS, _TEST}:
        return "never looks at which step it is called for", ()
    if not code.calls & _MOVING:
        return "never makes the new version the current one", ()
    return None


def _found(graph: Graph, rotation: Resource) -> Finding | None:
    value = rotation["rotation_lambda_arn"]
    function = follow(value, "aws_lambda_function")
    code = None if function is None or function.external else graph.handler_code(function)
    wrong = None if code is None else _wrong(code)
    if function is None or code is None or wrong is None:
        return None
    what, shown = wrong
    places = [(name, at) for name in shown if (at := code.idle[name]) is not None]
    return Finding(
        at=anchor(value, rotation) if value.origin is not None else head(rotation),
        message=f"'{function.name}', which is to rotate the secret, {what}",
        related=[
            Related(head(function), "the function"),
            *(Related(at, f"'{n}' does nothing") for n, at in places),
        ],
    )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for rotation in graph.of("aws_secretsmanager_secret_rotation"):
        found = _found(graph, rotation)
        if found is not None:
            yield found
