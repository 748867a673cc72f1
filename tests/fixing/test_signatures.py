"""Arguments and parameters of the program's own calls and functions, written and taken out."""

from __future__ import annotations

import pytest

from stackproof.languages.places import Places
from stackproof.languages.python import Python
from stackproof.languages.python.write import Writer as PythonWriter
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.write import Writer as TypeScriptWriter
from stackproof.model.code import AddItem, AddParameter, Change, RemoveItem, Variable
from stackproof.model.program import Call, Function, Node, ObjectDisplay
from stackproof.model.values import Origin
from stackproof.text import Document, apply_edits


def write(text: str, kind: type[Node], change: type[Change], *arguments: object, script: bool = False) -> str:
    """The text after a change to its first node of a kind; empty when that is declined."""
    document = Document.from_text("/p/main.ts" if script else "/p/main.py", text)
    module = (TypeScript() if script else Python()).read(document).module
    span = min(node.span.shift(base) for node, base in Places(module).of(kind))
    writer = TypeScriptWriter() if script else PythonWriter()
    edits = writer.write(document, module, [change(Origin(document.path, span), *arguments)])  # type: ignore[arg-type]
    return "" if edits is None else apply_edits(document.data, edits).decode()


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("def f(a, b=1): pass\n", "text", "def f(a, b=1, c=None): pass\n"),
        ("def f(a: str): pass\n", "text", "def f(a: str, c: str | None = None): pass\n"),
        ("def f(a: str): pass\n", None, "def f(a: str, c=None): pass\n"),
        (
            "def f(a: Optional[str]): pass\n",
            "truth",
            "def f(a: Optional[str], c: Optional[bool] = None): pass\n",
        ),
        ("def f(a, *, b, **more): pass\n", "text", "def f(a, *, b, c=None, **more): pass\n"),
        ("def f(\n    a,\n    b,\n): pass\n", "number", "def f(\n    a,\n    b,\n    c=None,\n): pass\n"),
        (
            "def f(\n    a,\n    b  # last\n): pass\n",
            None,
            "def f(\n    a,\n    b,\n    c=None  # last\n): pass\n",
        ),
        ("def f(): pass\n", None, ""),
    ],
)
def test_a_function_takes_one_more(before: str, kind: str | None, after: str) -> None:
    assert write(before, Function, AddParameter, "c", kind) == after


def test_typescript_has_no_arguments_by_name() -> None:
    assert write("function f(a) {}\n", Function, AddParameter, "c", None, script=True) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(a, b=1)\n", "f(a, b=1, c=c)\n"),
        ("f()\n", "f(c=c)\n"),
        ("f(\n    a,\n    b,\n)\n", "f(\n    a,\n    b,\n    c=c,\n)\n"),
    ],
)
def test_a_call_gets_one_more(before: str, after: str) -> None:
    assert write(before, Call, AddItem, "c", Variable("c")) == after


def test_scripts_give_by_position_and_objects_by_name() -> None:
    assert write("new F(a);\n", Call, AddItem, "c", Variable("c"), script=True) == "new F(a, c);\n"
    assert write("x = { a };\n", ObjectDisplay, AddItem, "c", Variable("c"), script=True) == "x = { a, c };\n"
    assert write("x = {};\n", ObjectDisplay, AddItem, "c", Variable("d"), script=True) == "x = { c: d };\n"


@pytest.mark.parametrize(
    ("before", "number", "after"),
    [
        ("f(a, b=1, c=2)\n", 1, "f(a, c=2)\n"),
        ("f(a, b=1)\n", 1, "f(a)\n"),
        ("f(\n    a,\n    b=1,\n)\n", 1, "f(\n    a,\n)\n"),
        ("f(a)\n", 3, ""),
    ],
)
def test_an_argument_is_taken_out(before: str, number: int, after: str) -> None:
    assert write(before, Call, RemoveItem, number) == after
