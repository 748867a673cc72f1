"""Which calls are noted because a constructor of the program does not take their arguments."""

from __future__ import annotations

from typing import Any

import pytest
from evaluating import python, run, typescript

from stackproof.evaluation.typetexts import properties
from stackproof.model.construction import Evaluation

TYPES: list[tuple[str, Any]] = [
    ("{ a: string; b?: number }", {"a": True, "b": False}),
    ("{ readonly a: { b: string; c: string }, d(): void }", {"a": True, "d": True}),
    ("{\n  a: string // first\n  /* second */ b?: () => { c: 1 }\n}", {"a": True, "b": False}),
    ("{ a: 'x;y' | \"z\" }", {"a": True}),
    ("{}", {}),
    ("{ [key: string]: string }", None),
    ("{ 'a-b': string }", None),
    ("{ a: string } & Props", None),
    ("{ a: string } | { b: string }", None),
    ("{ a: `x` }", None),
    ("Props", None),
    ("", None),
    ("{ a:\n  | 'x'\n  | 'y' }", None),
]


@pytest.mark.parametrize(("text", "expected"), TYPES, ids=[t for t, _ in TYPES])
def test_properties_of_written_types(text: str, expected: Any) -> None:
    assert properties(text) == expected


def noted(evaluation: Evaluation) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.kind, m.names) for m in evaluation.misfits]


PYTHON = "class Tap(Stack):\n    def __init__(self, scope, id, *, stage, team=None):\n        pass\n"
CALLS: list[tuple[str, Any]] = [
    ("Tap(lib, 'a', stage='dev')", []),
    ("Tap(lib, 'a')", [("missing", ("stage",))]),
    ("Tap(lib, 'a', 'dev')", [("surplus", ()), ("missing", ("stage",))]),
    ("Tap(lib, 'a', stage='dev', stag=1)", [("unknown", ("stag",))]),
    ("Tap(lib, 'a', scope=lib, stage='dev')", [("twice", ("scope",))]),
    ("Tap(lib, *lib.names, stage='dev')", []),
    ("Tap(*[lib, 'a'], stage='dev')", []),
    ("Tap(lib, 'a', **lib.settings)", []),
    ("Tap(lib, 'a', **{'stage': 'dev'})", []),
    ("for n in range(3):\n    Tap(lib, f'a{n}', size=1, stage='dev')", [("unknown", ("size",))]),
    ("lib.apply(lambda x: Tap(x, 'a', stage='dev', size=1))", [("unknown", ("size",))]),
    ("Tap(lib, 'a', stage='dev', size=1", []),
]


@pytest.mark.parametrize(("text", "expected"), CALLS, ids=[t for t, _ in CALLS])
def test_python_calls(text: str, expected: Any) -> None:
    assert noted(python(PYTHON + text)) == expected


def test_variables_within_reach_are_named_where_they_hold_data() -> None:
    seen = python(f"{PYTHON}stage = 'dev'\nTap(lib, 'a')\n")
    assert seen.misfits[0].within_reach == ("stage",)
    assert python(f"{PYTHON}def stage(): pass\nTap(lib, 'a')\n").misfits[0].within_reach == ()
    assert python(f"{PYTHON}Tap(lib, 'a')\nstage = 'dev'\n").misfits[0].within_reach == ()


def test_javascript_takes_any_number_of_arguments() -> None:
    text = "class Tap extends Stack { constructor(scope: any, id: string) { super(scope, id); } }\n"
    assert noted(typescript(f"{text}new Tap(lib, 'a', 1);")) == [("surplus", ())]
    script = "import { Stack, lib } from 'lib';\nclass Tap extends Stack { constructor(a) { super(a); } }\n"
    assert noted(run({"main.js": f"{script}new Tap(lib, 'a', 1);"})) == []
