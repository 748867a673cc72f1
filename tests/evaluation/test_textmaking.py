"""Where the languages' own means are noted to make texts of what belongs to libraries."""

from __future__ import annotations

from typing import Any

import pytest
from evaluating import python, show, typescript

from stackproof.model.construction import Evaluation

BOTH = [("template", ["<Thing x>.id"]), ("json", ["<Thing x>.arn", "{<Thing x>.id}"])]
EITHER = [("json", [{"either": ["<Thing x>.arn", "<Thing x>.id"]}])]
SCRIPT: list[tuple[str, Any]] = [
    ("`a-${thing.arn}`", [("template", ["<Thing x>.arn"])]),
    ("`a-${thing}-${1}`", []),
    ("tag`a-${thing.arn}`", []),
    ("tag`a-${'b' + thing.arn}`", [("sum", ["<Thing x>.arn"])]),
    ("'a' + 1 + thing.arn + thing.id", [("sum", ["<Thing x>.arn", "<Thing x>.id"])]),
    ("1 + 2", []),
    ("JSON.stringify({ a: [thing.arn], b: { c: `${thing.id}` } })", BOTH),
    ("String(thing.arn)", [("text", ["<Thing x>.arn"])]),
    ("thing.arn.toString()", [("text", ["<Thing x>.arn"])]),
    ("[thing.arn, 'a'].join('-')", [("format", ["<Thing x>.arn"])]),
    ("['a'].map(x => `${x}${thing.arn}`)", [("template", ["<Thing x>.arn"])]),
    # A library calls these, with values that need not be those which it was given.
    ("lib.later(() => `${thing.arn}`)", []),
    ("thing.arn.apply((arn) => `${arn}`)", []),
    # One side of these cannot happen, and which one is not known.
    ("typeof thing.arn === 'string' ? `${thing.arn}` : 1", []),
    ("thing.arn instanceof Thing ? 1 : `${thing.arn}`", []),
    ("Thing.isInstance(thing.arn) ? 1 : `${thing.arn}`", []),
    ("((x) => typeof x === 'string')(thing.arn) ? `${thing.arn}` : 1", []),
    ("((x) => { if (Array.isArray(x)) { return 1; } return `${x}`; })(thing.arn)", []),
    ("((x) => { if (lib.flag) { return 1; } return `${x}`; })(thing.arn)", [("template", ["<Thing x>.arn"])]),
    ("Promise.all([thing.arn]).then(all => `${all[0]}`)", []),
]
PYTHON: list[tuple[str, Any]] = [
    ("f'a-{thing.arn}'", [("template", ["<Thing x>.arn"])]),
    ("'%s-%s' % (thing.arn, 'a')", [("format", ["<Thing x>.arn"])]),
    ("'{}-{b}'.format('a', b=thing.arn)", [("format", ["<Thing x>.arn"])]),
    ("'-'.join([thing.arn])", [("format", ["<Thing x>.arn"])]),
    ("str(thing.arn)", [("text", ["<Thing x>.arn"])]),
    ("json.dumps({'a': thing.arn if lib.flag else thing.id})", EITHER),
    ("json.dumps({'a': thing.arn if lib.flag else 'plain'})", []),
    ("lib.later(lambda: f'{thing.arn}')", []),
    ("f'{thing.arn}' if isinstance(thing.arn, str) else 1", []),
    ("f'{thing.arn}' if not hasattr(thing.arn, 'apply') else 1", []),
    ("f'{thing.arn}' if isinstance('a', str) else 1", [("template", ["<Thing x>.arn"])]),
]


def noted(evaluation: Evaluation) -> list[tuple[str, Any]]:
    return [(t.kind, [show(value) for value, _ in t.holes]) for t in evaluation.texts]


@pytest.mark.parametrize(("text", "expected"), SCRIPT, ids=[t for t, _ in SCRIPT])
def test_typescript(text: str, expected: Any) -> None:
    program = f"import {{ tag }} from 'lib';\nconst thing = new Thing('x');\nprobe({text});"
    assert noted(typescript(program)) == expected


@pytest.mark.parametrize(("text", "expected"), PYTHON, ids=[t for t, _ in PYTHON])
def test_python(text: str, expected: Any) -> None:
    assert noted(python(f"import json\nthing = Thing('x')\nprobe({text})")) == expected


def test_places_are_those_of_the_holes() -> None:
    text = "const thing = new Thing('x');\nconst arn = thing.arn;\nprobe(`a-${arn}`);"
    (made,) = typescript(text).texts
    source = f"import {{ probe, Thing, Stack, lib }} from 'lib';\n{text}".encode()
    ((_, place),) = made.holes
    assert source[place.span.start : place.span.end] == b"arn"
    assert source[made.origin.span.start : made.origin.span.end] == b"`a-${arn}`"
