"""Changes written into TypeScript sources of many styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.languages.places import Places
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.write import Writer
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
    ReplaceCode,
    ReplaceSource,
    SetKey,
    Variable,
)
from stackproof.model.construction import Construction, Site
from stackproof.model.program import Call, ListDisplay
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import Origin
from stackproof.text import Document, Span, apply_edits

PATH = "/p/main.ts"


class Program:
    """A source text with handles on its calls and lists."""

    def __init__(self, text: str) -> None:
        self.document = Document.from_text(PATH, text)
        self.module = TypeScript().read(self.document).module
        self.places = Places(self.module)

    def call(self, start: str) -> Construction:
        at = self.document.data.index(start.encode())
        found = [n.span.shift(b) for n, b in self.places.of(Call) if n.span.start + b == at]
        origin = Origin(PATH, max(found, key=lambda s: s.end))
        line = self.places.enclosing(origin.span)[-1]
        site = Site(Origin(PATH, line.span), Scope(PATH), "typescript")
        return Construction(0, origin, origin, Passed(), site)

    def list_at(self, start: str) -> Origin:
        at = self.document.data.index(start.encode())
        return next(
            Origin(PATH, n.span.shift(b)) for n, b in self.places.of(ListDisplay) if n.span.start + b == at
        )

    def statement(self, start: str) -> Origin:
        at = self.document.data.index(start.encode())
        return next(Origin(PATH, x.span) for x in self.places.lines if x.span.start == at)

    def write(self, *changes: Change) -> str | None:
        edits = Writer().write(self.document, self.module, changes)
        if edits is None:
            return None
        after = apply_edits(self.document.data, edits)
        assert not TypeScript().read(Document(PATH, after)).module.broken
        return after.decode()


def new_eip(*arguments: tuple[str, object]) -> Invocation:
    return Invocation(
        Imported("@cdktf/provider-aws/lib/eip", "Eip"),
        (Variable("this"), Constant("eip"), Entries(tuple(arguments))),  # type: ignore[arg-type]
        new=True,
    )


def test_a_key_is_added_to_an_object_on_one_line() -> None:
    p = Program("const a = new Lb(this, 'x', { name: 'n' });\n")
    after = p.write(SetKey(p.call("new Lb"), ("internal",), Constant(True)))
    assert after == "const a = new Lb(this, 'x', { name: 'n', internal: true });\n"


def test_a_key_is_added_to_an_empty_object() -> None:
    p = Program("new Lb(this, 'x', {});\n")
    assert p.write(SetKey(p.call("new Lb"), ("a",), Constant("b"))) == "new Lb(this, 'x', { a: 'b' });\n"


def test_a_key_is_added_where_there_was_no_object() -> None:
    p = Program("new Lb(this, 'x');\n")
    assert p.write(SetKey(p.call("new Lb"), ("a",), Constant(1))) == "new Lb(this, 'x', { a: 1 });\n"


def test_an_object_is_not_added_at_another_position() -> None:
    p = Program("new Lb('x');\n")
    assert p.write(SetKey(p.call("new Lb"), ("a",), Constant(1))) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("new Lb(this, 'x', {\n  a: 1,\n});\n", "new Lb(this, 'x', {\n  a: 1,\n  b: 2,\n});\n"),
        ("new Lb(this, 'x', {\n  a: 1\n});\n", "new Lb(this, 'x', {\n  a: 1,\n  b: 2\n});\n"),
        ("new Lb(this, 'x', {\n\ta: 1, // one\n});\n", "new Lb(this, 'x', {\n\ta: 1, // one\n\tb: 2,\n});\n"),
        ("new Lb(this, 'x', {\n\ta: 1 // one\n});\n", "new Lb(this, 'x', {\n\ta: 1, // one\n\tb: 2\n});\n"),
        (
            "new Lb(this, 'x', {\r\n  a: 1,\r\n  /* more */\r\n});\r\n",
            "new Lb(this, 'x', {\r\n  a: 1,\r\n  b: 2,\r\n  /* more */\r\n});\r\n",
        ),
    ],
)
def test_the_layout_of_an_object_is_kept(before: str, after: str) -> None:
    p = Program(before)
    assert p.write(SetKey(p.call("new Lb"), ("b",), Constant(2))) == after


def test_a_value_is_replaced() -> None:
    p = Program('new Lb(this, "x", { a: { b: [{ c: 1 }] } });\n')
    after = p.write(SetKey(p.call("new Lb"), ("a", "b", 0, "c"), Constant("z")))
    assert after == 'new Lb(this, "x", { a: { b: [{ c: "z" }] } });\n'


def test_a_shorthand_becomes_a_key_with_a_value() -> None:
    p = Program("new Lb(this, 'x', { vpc, b });\n")
    after = p.write(SetKey(p.call("new Lb"), ("vpc",), Variable("this.vpc")))
    assert after == "new Lb(this, 'x', { vpc: this.vpc, b });\n"


def test_two_keys_are_added_in_order() -> None:
    p = Program("new Lb(this, 'x', {\n  a: 1,\n});\n")
    call = p.call("new Lb")
    after = p.write(SetKey(call, ("b",), Constant(2)), SetKey(call, ("c",), Constant(3)))
    assert after == "new Lb(this, 'x', {\n  a: 1,\n  b: 2,\n  c: 3,\n});\n"


def test_a_line_that_grows_too_long_is_broken() -> None:
    name = "n" * 60
    p = Program(f"  new Lb(this, 'x', {{ name: '{name}' }});\n")
    after = p.write(SetKey(p.call("new Lb"), ("description",), Constant("d" * 20)))
    assert after == f"  new Lb(this, 'x', {{\n    name: '{name}',\n    description: '{'d' * 20}',\n  }});\n"


def test_spread_arguments_are_declined() -> None:
    p = Program("new Lb(this, 'x', { ...common });\nnew Eip(...all);\n")
    assert p.write(SetKey(p.call("new Lb"), ("a",), Constant(1))) is None
    assert p.write(SetKey(p.call("new Eip"), ("a",), Constant(1))) is None


def test_arguments_from_a_variable_are_declined() -> None:
    p = Program("new Lb(this, 'x', props);\n")
    assert p.write(SetKey(p.call("new Lb"), ("a",), Constant(1))) is None
    assert p.write(RemoveKey(p.call("new Lb"), ("a",))) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("new V(this, 'x', { a: 1, b: 2 });\n", "new V(this, 'x', { b: 2 });\n"),
        ("new V(this, 'x', { b: 2, a: 1 });\n", "new V(this, 'x', { b: 2 });\n"),
        ("new V(this, 'x', { a: 1 });\n", "new V(this, 'x', {});\n"),
        ("new V(this, 'x', {\n  a: 1,\n});\n", "new V(this, 'x', {});\n"),
        (
            "new V(this, 'x', {\n  b: 2,\n  a: 1, // why\n  c: 3,\n});\n",
            "new V(this, 'x', {\n  b: 2,\n  c: 3,\n});\n",
        ),
        ("new V(this, 'x', {\n  b: 2,\n  a: 1\n});\n", "new V(this, 'x', {\n  b: 2\n});\n"),
        ("new V(this, 'x', {\r\n\tb: 2,\r\n\ta: 1,\r\n});\r\n", "new V(this, 'x', {\r\n\tb: 2,\r\n});\r\n"),
    ],
)
def test_a_key_is_removed_with_its_line(before: str, after: str) -> None:
    p = Program(before)
    assert p.write(RemoveKey(p.call("new V"), ("a",))) == after


def test_an_element_is_appended() -> None:
    p = Program("const s = [{ a: 1 }];\n")
    after = p.write(AppendItem(p.list_at("[{"), Entries((("b", Constant(2)), ("c:d", Constant(None))))))
    assert after == "const s = [{ a: 1 }, { b: 2, 'c:d': undefined }];\n"


def test_an_element_is_appended_below_others() -> None:
    p = Program("const s = [\n    1,\n    2,\n];\n")
    after = p.write(AppendItem(p.list_at("[\n"), Elements((Constant(3),))))
    assert after == "const s = [\n    1,\n    2,\n    [3],\n];\n"


def test_statements_follow_their_neighbour() -> None:
    text = "import { Vpc } from '@cdktf/provider-aws/lib/vpc';\n\nclass S {\n  m() {\n    const v = new Vpc(this, 'v'); // main\n    other();\n  }\n}\n"
    p = Program(text)
    statements = (
        Assign("natEip", new_eip(("domain", Constant("vpc")), ("dependsOn", Elements((Variable("igw"),))))),
        Assign(None, new_eip(("address", Attribute(Variable("natEip"), "id")))),
    )
    after = p.write(InsertStatements(p.statement("const v"), statements))
    assert after == (
        "import { Vpc } from '@cdktf/provider-aws/lib/vpc';\n"
        "import { Eip } from '@cdktf/provider-aws/lib/eip';\n"
        "\nclass S {\n  m() {\n    const v = new Vpc(this, 'v'); // main\n"
        "    const natEip = new Eip(this, 'eip', { domain: 'vpc', dependsOn: [igw] });\n"
        "    new Eip(this, 'eip', { address: natEip.id });\n"
        "    other();\n  }\n}\n"
    )


def test_the_file_has_its_own_style() -> None:
    text = 'import { Vpc } from "@cdktf/provider-aws/lib/vpc"\r\n\r\nfunction f() {\r\n\tconst v = new Vpc(this, "v")\r\n}\r\n'
    p = Program(text)
    long = tuple((f"key{n}", Constant("v" * 20)) for n in range(4))
    after = p.write(InsertStatements(p.statement("const v"), (Assign(None, new_eip(*long)),)))
    assert after is not None
    assert "\n" not in after.replace("\r\n", "")
    assert 'import { Eip } from "@cdktf/provider-aws/lib/eip"\r\n' in after
    assert '\tnew Eip(this, "eip", {\r\n\t\tkey0: "vvvvvvvvvvvvvvvvvvvv",\r\n' in after
    assert after.endswith("\t})\r\n}\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "function f() { return new Vpc(this, 'v'); }\n",
        "const f = () => new Vpc(this, 'v');\n",
        "if (x)\n  new Vpc(this, 'v');\n",
        "const a = 1; new Vpc(this, 'v');\n",
    ],
)
def test_no_statement_is_put_where_it_would_change_the_program(text: str) -> None:
    p = Program(text)
    at = p.call("new Vpc").site.statement
    assert p.write(InsertStatements(at, (Assign("x", Constant(1)),))) is None


@pytest.mark.parametrize(
    ("imports", "wanted", "name", "line"),
    [
        ("import * as aws from '@cdktf/provider-aws';", ("@cdktf/provider-aws", "eip.Eip"), "aws.eip.Eip", None),
        ("import { eip as e } from '@cdktf/provider-aws';", ("@cdktf/provider-aws", "eip.Eip"), "e.Eip", None),
        ("import { A } from 'm';", ("m", "B"), "B", "import { A, B } from 'm';"),
        ("import {\n  A,\n} from 'm';", ("m", "B"), "B", "import {\n  A,\n  B,\n} from 'm';"),
        ("import type { A } from 'm';", ("m", "B"), "B", "import { B } from 'm';"),
        ("import { B } from './own';", ("m", "B"), "AwsB", "import { B as AwsB } from 'm';"),
        ("import { B as C } from 'm';", ("m", "B"), "C", None),
    ],
)  # fmt: skip
def test_imports_are_used_or_made(imports: str, wanted: tuple[str, str], name: str, line: str | None) -> None:
    p = Program(f"{imports}\nf();\n")
    after = p.write(InsertStatements(p.statement("f()"), (Assign(None, Invocation(Imported(*wanted))),)))
    assert after is not None
    assert after.endswith(f"f();\n{name}();\n")
    if line is None:
        assert after.startswith(f"{imports}\nf();")
    else:
        assert line in after


@pytest.mark.parametrize(
    ("imports", "name", "more"),
    [
        ("import * as iam from 'aws-cdk-lib/aws-iam';", "iam", ""),
        ("import { aws_iam as x } from 'aws-cdk-lib';", "x", ""),
        ("import * as cdk from 'aws-cdk-lib';", "cdk.aws_iam", ""),
        ("import { aws_ec2 as ec2 } from 'aws-cdk-lib';", "iam", "import { aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';"),
        ("import { Stack } from 'aws-cdk-lib';", "iam", "import * as iam from 'aws-cdk-lib/aws-iam';"),
    ],
)  # fmt: skip
def test_whole_modules_are_imported_in_the_files_way(imports: str, name: str, more: str) -> None:
    p = Program(f"{imports}\nf();\n")
    code = Invocation(Attribute(Imported("aws-cdk-lib/aws-iam", "iam", namespace=True), "g"))
    after = p.write(InsertStatements(p.statement("f()"), (Assign(None, code),)))
    assert after is not None
    assert after.endswith(f"f();\n{name}.g();\n")
    assert more in after


def test_code_takes_the_place_of_code() -> None:
    p = Program("const a = [true];\n")
    at = Origin(PATH, Span(11, 15))
    after = p.write(ReplaceCode(at, Equality(Variable("props.env"), Constant("prod"))))
    assert after == "const a = [props.env === 'prod'];\n"
    assert p.write(ReplaceSource(at, "x.get(0)")) == "const a = [x.get(0)];\n"


def test_templates_are_escaped() -> None:
    p = Program("f(this, 'x', {});\n")
    text = Interpolation(("a`b${c}\\", Variable("v"), "/*"), Imported("@pulumi/pulumi", "interpolate"))
    after = p.write(SetKey(p.call("f("), ("k",), text))
    assert after is not None
    assert "k: interpolate`a\\`b\\${c}\\\\${v}/*`" in after


@given(st.text(max_size=40))
def test_any_text_can_be_a_string(text: str) -> None:
    p = Program("new Lb(this, 'x', { a: 1 });\n")
    after = p.write(SetKey(p.call("new Lb"), ("b",), Constant(text)))
    assert after is not None


@given(
    st.lists(st.sampled_from(["a: 1", "'b-c': [1,2]", "d", "e: { f: 1 }"]), max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_any_object_takes_a_key_and_gives_it_back(entries: list[str], lines: bool, comma: bool) -> None:
    entries = list(dict.fromkeys(entries))
    joined = (",\n  " if lines else ", ").join(entries)
    tail = "," if comma and entries else ""
    text = (
        f"new X(this, 'i', {{\n  {joined}{tail}\n}});\n"
        if lines
        else f"new X(this, 'i', {{ {joined}{tail} }});\n"
    )
    p = Program(text)
    added = p.write(SetKey(p.call("new X"), ("zz",), Constant(5)))
    assert added is not None
    again = Program(added)
    assert again.write(SetKey(again.call("new X"), ("zz",), Constant(5))) == added
    removed = again.write(RemoveKey(again.call("new X"), ("zz",)))
    assert removed is not None
    if entries:
        assert removed == text
