"""Half-typed and damaged Python: what is kept, what is given up, that nothing raises."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackproof.languages.python import Python
from stackproof.model import program as p
from stackproof.text import Document

PROGRAM = '''\
import aws_cdk as cdk
from aws_cdk import (
    aws_ec2 as ec2,
    aws_s3 as s3,
)
from .config import settings, Stage


class Network(cdk.Stack):
    """The network."""

    CIDR: str = "10.0.0.0/16"

    def __init__(self, scope: Construct, id: str, *, stage: Stage, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(self.CIDR),  # stackproof: allow wide-cidr
            max_azs=2 if stage == "prod" else 1,
            tags={"Name": f"vpc-{stage}", **settings.tags},
        )
        buckets = [s3.Bucket(self, f"B{i}", versioned=True) for i in range(3)]
        for index, (name, bucket) in enumerate(zip(NAMES, buckets)):
            if index > 0 and name not in SKIP:
                bucket.grant_read(self.role)
            elif name:
                continue
            else:
                raise ValueError("no " + name)
        try:
            with open("x") as f, lock:
                data = f.read()
        except (OSError, ValueError) as error:
            print(f"{error!r:>20}", *buckets, sep="")
        finally:
            del data

    @property
    def arns(self):
        return {b.name: lambda: b.arn[1:-1] for b in self.buckets if b}


app = cdk.App()
Network(app, "N", stage=app.node.try_get_context("stage") or "dev")
app.synth()
'''


def read(data: bytes | str) -> p.Module:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return Python().read(Document("/app.py", raw)).module


def nodes(value: object, base: int) -> Iterator[tuple[p.Node, int]]:
    """Every node with the absolute offset that its span is relative to."""
    if isinstance(value, p.Placed):
        yield from nodes(value.statement, base + value.at)
    elif isinstance(value, tuple):
        for each in value:
            yield from nodes(each, base)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, p.Span):
        if isinstance(value, p.Node):
            yield value, base
        for name in value.__struct_fields__:
            inside = base + value.at if isinstance(value, p.Method) and name == "function" else base
            yield from nodes(getattr(value, name), inside)


def check_spans(data: bytes, module: p.Module) -> int:
    seen = 0
    for node, base in nodes(module.body, 0):
        start, end = node.span.start + base, node.span.end + base
        assert 0 <= start <= end <= len(data)
        text = data[start:end].decode("utf-8", "replace")
        if isinstance(node, p.Name):
            assert text == node.id
        elif isinstance(node, p.Member):
            name = data[node.name_span.start + base : node.name_span.end + base].decode("utf-8", "replace")
            assert name == ("__init__" if node.name == "constructor" else node.name)
        elif isinstance(node, p.Call):
            shown = data[node.arguments_span.start + base : node.arguments_span.end + base]
            assert shown.startswith(b"(") or node.arguments == () or b"print" in data
        elif isinstance(node, p.ClassDefinition) and node.name is not None:
            name = data[node.name_span.start + base : node.name_span.end + base].decode("utf-8", "replace")
            assert name == node.name
        elif isinstance(node, p.Argument) and node.name is not None:
            assert text.startswith(node.name)
        elif isinstance(node, p.Literal) and isinstance(node.value, int) and not isinstance(node.value, bool):
            assert int(text, 0) == node.value
        seen += 1
    return seen


def test_spans_are_true() -> None:
    data = PROGRAM.encode()
    assert check_spans(data, read(data)) > 150


def test_spans_are_true_after_wide_characters() -> None:
    data = PROGRAM.replace("The network.", "Das Nètz 😀.").replace('"Vpc"', '"Vpç😀"').encode()
    assert check_spans(data, read(data)) > 150


def test_truncation_anywhere_never_raises() -> None:
    data = PROGRAM.encode()
    language = Python()
    for end in range(len(data) + 1):
        module = language.read(Document("/app.py", data[:end])).module
        check_spans(data[:end], module)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbfx = 1\n",
        b"\xef\xbb\xbf  x = (\n",
        PROGRAM.replace("\n", "\r\n").encode(),
        PROGRAM.replace("\n", "\r").encode(),
        b"x = 'caf\xe9'\ny = \xe9\n",
        b"x = 1\x00\ny = 2\n\x00",
        b"x = '\x00'\n",
        b"\xff\xfex\x00=\x001\x00",
        "x = '\ud800'".encode("utf-8", "surrogatepass"),
        b"\t\tx = 1\n  y = 2\n",
        b"\x0c\nx = 1\n",
        b'"""' * 7,
        b"'''" + b'"""\n' * 5,
        b")" * 100 + b"(" * 100,
    ],
)
def test_odd_encodings_never_raise(data: bytes) -> None:
    check_spans(data, read(data))


def test_line_ends_do_not_change_the_meaning() -> None:
    def shape(module: p.Module) -> list[str]:
        return [type(node).__name__ for node, _ in nodes(module.body, 0)]

    expected = shape(read(PROGRAM))
    assert shape(read(PROGRAM.replace("\n", "\r\n"))) == expected
    assert shape(read(PROGRAM.replace("\n", "\r"))) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abx01 \n\t\\'\"()[]{}:=.,#@*f\u00e9\r", max_size=80))
def test_any_text_is_read(text: str) -> None:
    data = text.encode()
    check_spans(data, read(data))


def only_call(text: str) -> p.Call:
    (placed,) = read(text).body.statements
    assert isinstance(placed.statement, p.ExpressionStatement)
    (call,) = placed.statement.expressions
    assert isinstance(call, p.Call)
    return call


@pytest.mark.parametrize("text", ["f(a, b=, c=1)", "f(a, b b, c=1)", "f(a, b., c=1)", "f(a, , c=1)"])
def test_a_broken_argument_leaves_the_call_open(text: str) -> None:
    call = only_call(text)
    first, broken, last = call.arguments
    assert isinstance(first.value, p.Name)
    assert broken.spread == "*"
    assert isinstance(broken.value, p.Unparsed)
    assert broken.value.broken
    assert broken.value.mentions == (("b",) if "b" in text else ())
    assert last.name == "c"


def test_a_missing_dict_value_is_unknown_alone() -> None:
    placed = read('x = {"a": 1, "b": , "c": 3}').body.statements[0]
    assert isinstance(placed.statement, p.ExpressionStatement)
    assigned = placed.statement.expressions[0]
    assert isinstance(assigned, p.Assignment)
    assert isinstance(assigned.value, p.ObjectDisplay)
    keys = [entry.key.value for entry in assigned.value.entries if isinstance(entry.key, p.Literal)]
    assert keys == ["a", "b", "c"]
    assert isinstance(assigned.value.entries[1].value, p.Unparsed)


def test_a_broken_dict_entry_has_no_key() -> None:
    placed = read('x = {"a": 1, b c d, "c": 3}').body.statements[0]
    assert isinstance(placed.statement, p.ExpressionStatement)
    assigned = placed.statement.expressions[0]
    assert isinstance(assigned, p.Assignment)
    if isinstance(assigned.value, p.ObjectDisplay):
        broken = [entry for entry in assigned.value.entries if isinstance(entry.value, p.Unparsed)]
        assert broken
        assert all(entry.key is None for entry in broken)
    else:
        assert isinstance(assigned.value, p.Unparsed)


UNFINISHED = [
    "self.",
    "self.bucket = s3.Bucket(self, 'B', ver",
    "self.bucket = s3.Bucket(self, 'B', [",
    "self.bucket =",
    "if self",
    "if self:",
    "for x in",
    "x = 'abc",
    'x = f"{self.',
    "x = {'a': self.x,",
    "return self.x +",
    "self.x)",
    "x = self.y if",
    "from x import",
    "@self",
    "x = lambda",
    "with self as",
]


@pytest.mark.parametrize("line", UNFINISHED)
def test_an_unfinished_line_leaves_its_neighbours_alone(line: str) -> None:
    text = (
        "class S(Stack):\n"
        "    def __init__(self):\n"
        "        before = Vpc(self, 'A')\n"
        f"        {line}\n"
        "        after = Vpc(self, 'B')\n"
        "        last = 1\n"
        "\n"
        "    def other(self):\n"
        "        return 1\n"
        "\n"
        "App()\n"
    )
    module = read(text)
    check_spans(text.encode(), module)
    class_, app = (each.statement for each in module.body.statements)
    assert isinstance(class_, p.ClassDefinition)
    assert isinstance(app, p.ExpressionStatement)
    assert [method.name for method in class_.methods] == ["constructor", "other"]
    body = [each.statement for each in class_.methods[0].function.body.statements]
    assigned = [
        each.expressions[0].target.id
        for each in body
        if isinstance(each, p.ExpressionStatement)
        and isinstance(each.expressions[0], p.Assignment)
        and isinstance(each.expressions[0].target, p.Name)
    ]
    # A header without a block is no unfinished line to the eye: what follows may become its block.
    assert assigned[0] == "before"
    assert assigned[-1] == "last"
    if line not in ("if self:", "@self"):
        assert module.broken
        assert "after" in assigned
        assert any(isinstance(each, p.Unparsed) and each.broken for each in body)


def test_the_line_after_a_dot_is_not_read_as_a_member() -> None:
    module = read("self.\nbucket = Bucket()\n")
    first, second = (each.statement for each in module.body.statements)
    assert module.broken
    assert isinstance(first, p.Unparsed)
    assert first.mentions == ("self",)
    assert isinstance(second, p.ExpressionStatement)
    assert isinstance(second.expressions[0], p.Assignment)
    assert isinstance(second.expressions[0].target, p.Name)


def test_a_broken_method_leaves_the_other_members() -> None:
    module = read("class A:\n    x = 1\n    def\n    def f(self): pass\n    y = 2\n")
    (placed,) = module.body.statements
    assert isinstance(placed.statement, p.ClassDefinition)
    assert [each.name for each in placed.statement.methods] == ["f"]
    assert [each.name for each in placed.statement.fields] == ["x", "y"]
    assert placed.statement.body is not None
    assert [type(each.statement) for each in placed.statement.body.statements] == [p.Unparsed]


def test_directives_survive_on_unfinished_lines() -> None:
    text = "x = f(  # stackproof: allow a\ny = 1  # stackproof: allow b\n"
    assert [each.text for each in read(text).directives] == ["stackproof: allow a", "stackproof: allow b"]


def test_a_whole_file_is_not_broken() -> None:
    assert not read(PROGRAM).broken
    given_up = [node for node, _ in nodes(read(PROGRAM).body, 0) if isinstance(node, p.Unparsed)]
    assert [node.reason for node in given_up] == ["exception"]
