"""Changes written into Python sources of many styles."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.languages.places import Places
from stackproof.languages.python import Python
from stackproof.languages.python.write import Writer
from stackproof.model.code import (
    AppendItem,
    Assign,
    Attribute,
    Change,
    Constant,
    Elements,
    Entries,
    Equality,
    Imported,
    InsertStatements,
    Interpolation,
    Invocation,
    RemoveKey,
    SetKey,
    Variable,
)
from stackproof.model.construction import Construction, Site
from stackproof.model.program import Call, ListDisplay
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import Origin
from stackproof.text import Document, apply_edits

PATH = "/p/main.py"


class Source:
    """A source text with handles on its calls, lists and statements."""

    def __init__(self, text: str) -> None:
        self.document = Document.from_text(PATH, text)
        self.module = Python().read(self.document).module
        self.places = Places(self.module)

    def _at(self, start: str) -> int:
        return self.document.data.index(start.encode())

    def call(self, start: str) -> Construction:
        found = [n.span.shift(b) for n, b in self.places.of(Call) if n.span.start + b == self._at(start)]
        origin = Origin(PATH, max(found, key=lambda s: s.end))
        line = self.places.enclosing(origin.span)[-1]
        return Construction(0, origin, origin, Passed(), Site(Origin(PATH, line.span), Scope(PATH), "python"))

    def list_at(self, start: str) -> Origin:
        spans = [n.span.shift(b) for n, b in self.places.of(ListDisplay)]
        return next(Origin(PATH, s) for s in spans if s.start == self._at(start))

    def statement(self, start: str) -> Origin:
        return next(Origin(PATH, x.span) for x in self.places.lines if x.span.start == self._at(start))

    def write(self, *changes: Change) -> str | None:
        edits = Writer().write(self.document, self.module, changes)
        if edits is None:
            return None
        after = apply_edits(self.document.data, edits).decode()
        ast.parse(after)
        return after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Lb(self, "x", name="n")\n', 'Lb(self, "x", name="n", internal=True)\n'),
        ("Lb(self, 'x')\n", "Lb(self, 'x', internal=True)\n"),
        ("Lb()\n", "Lb(internal=True)\n"),
        ('Lb(\n    self,\n    "x",\n)\n', 'Lb(\n    self,\n    "x",\n    internal=True,\n)\n'),
        ('Lb(\n\tself,\n\t"x" # id\n)\n', 'Lb(\n\tself,\n\t"x", # id\n\tinternal=True\n)\n'),
        ('Lb(self,\r\n   "x")\r\n', 'Lb(self,\r\n   "x", internal=True)\r\n'),
        ("Lb(self, internal=False)\n", "Lb(self, internal=True)\n"),
    ],
)
def test_a_keyword_is_set(before: str, after: str) -> None:
    p = Source(before)
    assert p.write(SetKey(p.call("Lb("), ("internal",), Constant(True))) == after


def test_keys_inside_structs_and_dicts_are_set() -> None:
    p = Source('Lb(self, "x", logs=Logs(enabled=False), d={"a": {"b": 1}}, l=[{"c": 1}])\n')
    call = p.call("Lb(")
    after = p.write(
        SetKey(call, ("logs", "enabled"), Constant(True)),
        SetKey(call, ("d", "a", "z"), Constant(2)),
        SetKey(call, ("l", 0, "c"), Constant(3)),
    )
    assert after == 'Lb(self, "x", logs=Logs(enabled=True), d={"a": {"b": 1, "z": 2}}, l=[{"c": 3}])\n'


def test_keywords_from_elsewhere_are_declined() -> None:
    p = Source("Lb(self, **common)\nVpc(*all)\n")
    assert p.write(SetKey(p.call("Lb("), ("a",), Constant(1))) is None
    assert p.write(SetKey(p.call("Vpc("), ("a",), Constant(1))) is None


def test_an_arguments_object_by_position_takes_the_key() -> None:
    p = Source('aws.Lb("x", aws.LbArgs(a=1), opts=o)\n')
    assert (
        p.write(SetKey(p.call("aws.Lb("), ("b",), Constant(2), 1))
        == 'aws.Lb("x", aws.LbArgs(a=1, b=2), opts=o)\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("V(self, a=1, b=2)\n", "V(self, b=2)\n"),
        ("V(self, b=2, a=1)\n", "V(self, b=2)\n"),
        ("V(a=1)\n", "V()\n"),
        ("V(\n    self,\n    a=1,  # why\n    b=2,\n)\n", "V(\n    self,\n    b=2,\n)\n"),
        ("V(\n    self,\n    a=1\n)\n", "V(\n    self\n)\n"),
    ],
)
def test_a_keyword_is_removed(before: str, after: str) -> None:
    p = Source(before)
    assert p.write(RemoveKey(p.call("V("), ("a",))) == after


def test_statements_and_their_imports_are_added() -> None:
    text = '"""Doc."""\nimport os\nfrom lib.vpc import Vpc\n\n\nclass S:\n    def f(self):\n        v = Vpc(self, "v")  # main\n        return v\n'
    p = Source(text)
    code = Invocation(
        Imported("lib.eip", "Eip"),
        (Variable("self"), Constant("eip")),
        (("tags", Entries((("a b", Constant(None)),))), ("waits", Elements((Variable("igw"),)))),
    )
    dumps = Invocation(Attribute(Imported("json", "json", namespace=True), "dumps"), (Entries(()),))
    after = p.write(InsertStatements(p.statement("v = "), (Assign("eip", code), Assign(None, dumps))))
    assert after == (
        '"""Doc."""\nimport os\nimport json\nfrom lib.vpc import Vpc\nfrom lib.eip import Eip\n\n\n'
        'class S:\n    def f(self):\n        v = Vpc(self, "v")  # main\n'
        '        eip = Eip(self, "eip", tags={"a b": None}, waits=[igw])\n        json.dumps({})\n        return v\n'
    )


@pytest.mark.parametrize(
    "text",
    ["def f(): return V()\n", "if x: V()\n", "a = 1; V()\n", "V(); b = 2\n", "def f():\n    return V()\n"],
)
def test_no_statement_is_put_where_it_would_change_the_program(text: str) -> None:
    p = Source(text)
    assert p.write(InsertStatements(p.call("V(").site.statement, (Assign("x", Constant(1)),))) is None


@pytest.mark.parametrize(
    ("imports", "wanted", "name", "line"),
    [
        ("import lib as l", Imported("lib.eip", "Eip"), "l.eip.Eip", None),
        ("import lib.eip", Imported("lib.eip", "Eip"), "lib.eip.Eip", None),
        ("from lib import eip as e", Imported("lib.eip", "Eip"), "e.Eip", None),
        ("from lib.eip import Eip as E", Imported("lib.eip", "Eip"), "E", None),
        ("from lib import a", Imported("lib", "b"), "b", "from lib import a, b"),
        ("from lib import (\n    a,\n)", Imported("lib", "b"), "b", "from lib import (\n    a,\n    b,\n)"),
        ("from own import b", Imported("lib", "b"), "awsB", "from lib import b as awsB"),
        (
            "from aws_cdk import aws_ec2 as ec2",
            Imported("aws_cdk.aws_iam", "iam", True),
            "iam",
            "aws_iam as iam",
        ),
        ("import aws_cdk as cdk", Imported("aws_cdk.aws_iam", "iam", True), "cdk.aws_iam", None),
        (
            "from __future__ import annotations",
            Imported("json", "json", True),
            "json",
            "annotations\nimport json",
        ),
    ],
)
def test_imports_are_used_or_made(imports: str, wanted: Imported, name: str, line: str | None) -> None:
    p = Source(f"{imports}\nf()\n")
    after = p.write(InsertStatements(p.statement("f()"), (Assign(None, Invocation(wanted)),)))
    assert after is not None
    assert after.endswith(f"f()\n{name}()\n")
    assert after.startswith(f"{imports}\nf()") if line is None else line in after


def test_long_calls_have_an_argument_on_each_line() -> None:
    p = Source("def f():\n\tg()\n")
    call = Invocation(Variable("h"), (Constant("a" * 50),), (("key", Constant("b" * 50)),))
    after = p.write(InsertStatements(p.statement("g()"), (Assign("x", call),)))
    assert after == f'def f():\n\tg()\n\tx = h(\n\t\t"{"a" * 50}",\n\t\tkey="{"b" * 50}",\n\t)\n'


def test_an_element_is_appended() -> None:
    p = Source('x = [\n    {"a": 1},\n    {"b": 2}  # last\n]\n')
    after = p.write(AppendItem(p.list_at("["), Equality(Variable("e"), Constant("prod"))))
    assert after == 'x = [\n    {"a": 1},\n    {"b": 2},  # last\n    e == "prod"\n]\n'


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30))
def test_strings_keep_their_value(text: str) -> None:
    p = Source("f(a=1)\n")
    after = p.write(SetKey(p.call("f("), ("b",), Constant(text)))
    assert after is not None
    call = ast.parse(after).body[0].value  # type: ignore[attr-defined]
    assert call.keywords[1].value.value == text


@given(
    st.text(st.characters(codec="ascii", exclude_characters="\r\0"), max_size=20),
    st.sampled_from(["v", 'd["k"]', "d['k']"]),
)
def test_templates_keep_their_text(text: str, hole: str) -> None:
    p = Source("f(a=1)\n")
    after = p.write(SetKey(p.call("f("), ("b",), Interpolation((text, Variable(hole)))))
    assert after is not None
    scope: dict[str, object] = {"v": "!", "d": {"k": "!"}, "f": lambda a, b: b}
    assert eval(after.strip(), scope) == f"{text}!"
