"""Which attributes of libraries and of their objects are noted, and how sure it is that they are meant to be there."""

from __future__ import annotations

from typing import Any

import pytest
from evaluating import python, typescript

from stackproof.model.construction import Evaluation
from stackproof.model.runtime import Instance, Reference, Symbol


def noted(evaluation: Evaluation) -> list[tuple[str, str, str, bool]]:
    kinds = {Symbol: "symbol", Reference: "object", Instance: "own"}
    return [(kinds[type(m.target)], m.name, m.how, m.sure) for m in evaluation.mentions]


TYPESCRIPT: list[tuple[str, Any]] = [
    ("lib.a.b;", [("symbol", "a", "read", True), ("symbol", "b", "read", True)]),
    ("lib.make();", [("symbol", "make", "call", True)]),
    ("const x = new lib.X(); x.y; x.z();", [("symbol", "X", "call", True), ("object", "y", "read", True), ("object", "z", "call", True)]),
    ("const x = new X(); (x as any).y;", [("object", "y", "read", False)]),
    ("const x = new X(); (<any>x).y();", [("object", "y", "call", False)]),
    ("const x = new X(); x!.y;", [("object", "y", "read", True)]),
    ("const x = new X(); x?.y;", [("object", "y", "read", False)]),
    ("const x = new X(); try { x.y; } catch {}", [("object", "y", "read", False)]),
    ("const x = new X(); try { x.y; } finally {}", [("object", "y", "read", True)]),
    ("X.extra = 1;", [("symbol", "extra", "write", True)]),
    ("class Own extends X { f = 1; m() { return this.f; } } new Own().m(); new Own().far;", [("own", "far", "read", True)]),
    ("class Own extends lib.X {}", []),
    ("console.log(Math.PI); [1].length; 'a'.length;", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TYPESCRIPT, ids=[t for t, _ in TYPESCRIPT])
def test_typescript(text: str, expected: Any) -> None:
    assert noted(typescript(f"import * as lib from 'lib'; import {{ X }} from 'lib';\n{text}")) == expected


PYTHON: list[tuple[str, Any]] = [
    ("x = X()\nx.y\n", [("object", "y", "read", True)]),
    ("x = X()\nif hasattr(x, 'y'):\n    x.y\n", [("object", "y", "read", False)]),
    ("x = X()\ntry:\n    x.y\nexcept AttributeError:\n    pass\n", [("object", "y", "read", False)]),
    ("for n in range(2):\n    lib.a\n", [("symbol", "a", "read", True)] * 2),
    ("X.extra = 1\n", [("symbol", "extra", "write", True)]),
    ("import os\nos.environ['A']\n", [("symbol", "environ", "read", True)]),
]


@pytest.mark.parametrize(("text", "expected"), PYTHON, ids=[t for t, _ in PYTHON])
def test_python(text: str, expected: Any) -> None:
    assert noted(python(f"import lib\nfrom lib import X\n{text}")) == expected


def test_the_place_is_that_of_the_name() -> None:
    text = "import lib\n\n\nlib.first.second\n"
    first, second = (m.at.span for m in python(text).mentions)
    assert (first.end - first.start, second.start - first.start, second.end - second.start) == (5, 6, 6)
