"""Places in the lowered program are the places in the text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from stackproof.languages.typescript import TypeScript
from stackproof.model.program import (
    Block,
    Call,
    ClassDefinition,
    Function,
    Literal,
    Member,
    Method,
    Module,
    Name,
    Node,
    Placed,
)
from stackproof.text import Document

PROGRAM = """\
import { App as Root } from './app';

// Ünïcödé moves the bytes.
export class Main extends cdk.Stack {
  size = [1, 'zwei'];
  constructor(scope: Construct, private readonly props = { deep: 'default' }) {
    super(scope, `id-${props.name}`);
    for (const zone of zones.map((z) => z.name)) {
      const subnet = new ec2.Subnet(this, 'Ünï', { cidr: "10.0.0.0/16", tags: [...zone.tags] });
      if (subnet.ok) { subnet.node.add(function named(first) { return first.second; }); }
    }
  }
  static make() { return class Inner { run() { return outer.value; } }; }
}
export const stacks = ['a'].map(n => new Main(app, n)), other = stacks[0] ?? null;
"""


def walk(node: object, base: int) -> Iterator[tuple[Node, int]]:
    """Every node of the program with the byte from which its span counts."""
    if isinstance(node, Placed):
        yield from walk(node.statement, base + node.at)
        return
    if isinstance(node, Node):
        yield node, base
    if isinstance(node, Method):
        yield from walk(node.function, base + node.at)
    elif isinstance(node, Block):
        for placed in node.statements:
            yield from walk(placed, base)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from walk(getattr(node, name), base)
    elif isinstance(node, tuple):
        for part in node:
            yield from walk(part, base)


def lowered(text: str) -> tuple[Module, bytes]:
    return TypeScript().read(Document.from_text("/project/main.ts", text)).module, text.encode()


def texts(text: str, kind: type[Node]) -> list[str]:
    module, data = lowered(text)
    return [
        data[base + node.span.start : base + node.span.end].decode()
        for node, base in walk(module.body, 0)
        if type(node) is kind
    ]


def test_names_and_strings_cover_themselves() -> None:
    module, data = lowered(PROGRAM)
    names = 0
    for node, base in walk(module.body, 0):
        text = data[base + node.span.start : base + node.span.end].decode()
        if isinstance(node, Name):
            assert text == node.id
            names += 1
        elif isinstance(node, Literal) and isinstance(node.value, str):
            assert text.strip("'\"") == node.value
        elif isinstance(node, Member):
            assert text.endswith(node.name)
            assert data[base + node.name_span.start : base + node.name_span.end].decode() == node.name
    assert names == 25


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            Call,
            [
                "super(scope, `id-${props.name}`)",
                "zones.map((z) => z.name)",
                "new ec2.Subnet(this, 'Ünï', { cidr: \"10.0.0.0/16\", tags: [...zone.tags] })",
                "subnet.node.add(function named(first) { return first.second; })",
                "['a'].map(n => new Main(app, n))",
                "new Main(app, n)",
            ],
        ),
        (
            Function,
            [
                PROGRAM[PROGRAM.index("constructor") : PROGRAM.index("  static")].rstrip(),
                "(z) => z.name",
                "function named(first) { return first.second; }",
                "static make() { return class Inner { run() { return outer.value; } }; }",
                "run() { return outer.value; }",
                "n => new Main(app, n)",
            ],
        ),
        (
            ClassDefinition,
            [
                PROGRAM[PROGRAM.index("export class") : PROGRAM.index("export const")].rstrip(),
                "class Inner { run() { return outer.value; } }",
            ],
        ),
    ],
)
def test_places_of(kind: type[Node], expected: list[str]) -> None:
    assert texts(PROGRAM, kind) == expected


def test_arguments_end_with_their_bracket() -> None:
    module, data = lowered(PROGRAM)
    shown = [
        data[base + node.arguments_span.start : base + node.arguments_span.end].decode()
        for node, base in walk(module.body, 0)
        if isinstance(node, Call)
    ]
    assert all(text[0] == "(" and text[-1] == ")" for text in shown)
    assert shown[-1] == "(app, n)"


def test_the_name_of_a_class_and_the_module_of_an_import() -> None:
    module, data = lowered(PROGRAM)
    first, second, _ = module.body.statements
    module_span = first.statement.module_span.shift(first.at)
    name_span = second.statement.name_span.shift(second.at)
    assert data[module_span.start : module_span.end] == b"'./app'"
    assert data[name_span.start : name_span.end] == b"Main"
    assert data[second.at :].startswith(b"export class")
