"""Feature flags of the library."""

from __future__ import annotations

import pytest
from evaluating import run

from stackproof.frameworks.cdk.flags import Flags

_FLAG = "@aws-cdk/x:y"


@pytest.mark.parametrize(
    ("code", "manifest", "on"),
    [
        ("", None, None),
        ("", [], False),
        ("", [_FLAG], True),
        ("{ context: { '@aws-cdk/x:y': true } }", [], True),
        # The project's own context goes before what the app is given first.
        ("{ context: { '@aws-cdk/x:y': false } }", [_FLAG], True),
        ("{ context: { '@aws-cdk/x:y': process.env.P } }", [], None),
        ("{ postCliContext: { '@aws-cdk/x:y': false } }", [_FLAG], False),
        ("{ postCliContext: { '@aws-cdk/x:y': process.env.P } }", [_FLAG], None),
        ("{ context: JSON.parse('x') }", [], None),
        ("{ context: { other: 1 } }", [], False),
        ("{ postCliContext: { '@aws-cdk/x:y': true } }", [], True),
    ],
)
def test_flags(code: str, manifest: list[str] | None, on: bool | None) -> None:
    evaluation = run({"main.ts": f"import * as cdk from 'aws-cdk-lib';\nnew cdk.App({code});"})
    context = None if manifest is None else dict.fromkeys(manifest, True)
    assert Flags(evaluation, context)(_FLAG) is on


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("app.node.set_context('@aws-cdk/x:y', True)", True),
        ("app.node.set_context(unclear(), True)", None),
        ("app.node.set_context('other', True)", False),
    ],
)
def test_flags_that_are_set_later(code: str, on: bool | None) -> None:
    evaluation = run({"main.py": f"import aws_cdk as cdk\napp = cdk.App()\n{code}\n"})
    assert Flags(evaluation, {})(_FLAG) is on
