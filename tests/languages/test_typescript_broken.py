"""Half-typed text costs only what it breaks."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from stackproof.languages.typescript import TypeScript
from stackproof.model.program import (
    Assignment,
    Call,
    ClassDefinition,
    Entry,
    ExpressionStatement,
    Function,
    FunctionDefinition,
    ListDisplay,
    Module,
    Name,
    ObjectDisplay,
    Unparsed,
)
from stackproof.text import Document

BEFORE = """\
import * as cdk from 'aws-cdk-lib';
export class Main extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Before');
"""
AFTER = """
  }
  other() { return 1; }
}
new Main(app, 'Last');
"""


def read(text: str) -> Module:
    return TypeScript().read(Document.from_text("/project/main.ts", text)).module


def everything(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from everything(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from everything(part)


def constructed(module: Module) -> list[str]:
    return [
        node.callee.id
        for node in everything(module.body)
        if isinstance(node, Call) and node.new and isinstance(node.callee, Name)
    ]


def broken(module: Module) -> list[Unparsed]:
    return [node for node in everything(module.body) if isinstance(node, Unparsed) and node.broken]


@pytest.mark.parametrize(
    "typed",
    [
        "new Subnet(this, 'x', { vpcId: vpc. })",
        "new Subnet(this, 'x', { vpcId: vpc.",
        "new Subnet(this, 'x', { vpcId: })",
        "new Subnet(this, 'x', { vpcId })\n    this.",
        "const s = ",
        "const s = new Subnet(",
        "foo(",
        "if (",
        "if (x) {",
        "for (const a of",
        "x.map(a => ",
        "const { a, b",
        "'abc",
        "`abc",
        ")",
        "@",
        "a ? b",
        "class {",
        "switch (x) {",
        "try {",
    ],
)
def test_what_stands_around_is_kept(typed: str) -> None:
    module = read(BEFORE + "    " + typed + AFTER)
    assert module.broken
    classes = [node for node in everything(module.body) if isinstance(node, ClassDefinition)]
    assert classes[0].name == "Main"
    assert classes[0].methods[0].name == "constructor"
    assert "Vpc" in constructed(module)
    assert broken(module)


def test_an_object_with_broken_entries_is_open() -> None:
    module = read("f({ a: 1, vpcId: vpc.id cidr: x, b: 2 })")
    [made] = [node for node in everything(module.body) if isinstance(node, ObjectDisplay)]
    assert made.entries[0].key.value == "a"
    [torn] = [entry for entry in made.entries if entry.key is None]
    assert isinstance(torn.value, Unparsed)
    assert "cidr" in torn.value.mentions


def test_a_key_without_its_value_is_kept() -> None:
    module = read("f({ a: 1, b: , c: 2 })")
    keys = [
        (entry.key.value, isinstance(entry.value, Unparsed))
        for entry in everything(module.body)
        if isinstance(entry, Entry) and entry.key is not None
    ]
    assert ("a", False) in keys
    assert ("b", True) in keys


def test_a_member_without_its_name() -> None:
    module = read("f({ a: vpc. })")
    [entry] = [node for node in everything(module.body) if isinstance(node, Entry)]
    assert isinstance(entry.value, Unparsed)
    assert entry.value.mentions == ("vpc",)


def test_broken_arguments_are_any_number_of_arguments() -> None:
    module = read("f(a, b c d, e);")
    [call] = [node for node in everything(module.body) if isinstance(node, Call)]
    assert call.arguments[0].value.id == "a"
    assert [argument.spread for argument in call.arguments if isinstance(argument.value, Unparsed)] == ["*"]


def test_a_construction_whose_arguments_are_broken_is_not_one_without() -> None:
    typed = "new Subnet(this, 'x', { vpcId: vpc.id })"
    found = 0
    for end in range(typed.index("(") + 1, len(typed)):
        module = read(BEFORE + "    " + typed[:end] + AFTER)
        for node in everything(module.body):
            if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.id == "Subnet":
                found += 1
                assert any(
                    isinstance(inner, Unparsed) for part in node.arguments for inner in everything(part)
                )
    assert found


def test_a_broken_value_still_declares_its_name() -> None:
    module = read("const s = new Subnet(this, 'x', { vpcId: vpc.id, cidr: '1\nfoo();\n")
    [made] = [
        node
        for node in everything(module.body)
        if isinstance(node, Assignment) and isinstance(node.target, Name) and node.target.id == "s"
    ]
    assert made.declares == "const"
    assert any(isinstance(node, Unparsed) and node.broken for node in everything(made.value))


def test_a_broken_member_of_a_class_costs_no_other() -> None:
    module = read("class A { x = 1; y = ; m() { return 1 } ??? n() { return 2 } }")
    [made] = [node for node in everything(module.body) if isinstance(node, ClassDefinition)]
    assert [method.name for method in made.methods] == ["m", "n"]
    assert made.fields[0].name == "x"
    assert made.body is not None


def test_a_list_with_broken_items_is_open() -> None:
    module = read("f([a, b c, d])")
    [made] = [node for node in everything(module.body) if isinstance(node, ListDisplay)]
    assert any(item.spread and isinstance(item.value, Unparsed) for item in made.items)


def test_text_cut_off_keeps_the_statements_before() -> None:
    module = read(BEFORE + "    const s = new Subnet(this, 'x', {")
    [made] = [node for node in everything(module.body) if isinstance(node, ClassDefinition)]
    assert (made.name, made.exported) == ("Main", True)
    assert made.bases
    constructor = made.methods[0].function
    assert isinstance(constructor, Function)
    assert [len(constructor.parameters), len(constructor.body.statements)] == [2, 3]
    assert isinstance(constructor.body.statements[1].statement, ExpressionStatement)
    rest = constructor.body.statements[2].statement
    assert isinstance(rest, Unparsed)
    assert {"s", "Subnet"} <= set(rest.mentions)


def test_text_cut_off_in_a_function() -> None:
    module = read("export async function make(a: string) {\n  first(a);\n  const x = {\n    b: [\n      c(")
    [placed] = module.body.statements
    made = placed.statement
    assert isinstance(made, FunctionDefinition)
    assert made.exported
    first, rest = made.function.body.statements
    assert isinstance(first.statement, ExpressionStatement)
    assert isinstance(rest.statement, Unparsed)
    assert {"x", "b", "c"} <= set(rest.statement.mentions)


PROGRAM = (
    BEFORE
    + """
    const { a, b: [c, , d = 1], ...rest } = this.props as Props;
    for (const [i, az] of ['a', `b-${id}`].entries()) { if (i > 0) continue; else i++; }
    switch (a) { case 'x': break; default: throw new Error("no"); }
    try { this.m?.(<any>c, ...d); } catch (e: any) { /* ü */ } finally { x = -0x1; }
    do { y ||= (a, b); } while (!z);
    this.f = async ({ k }: { k: number } = { k: 1 }): Promise<void> => { await import('./x'); };
"""
    + AFTER
    + """
enum Stage { Dev = 'dev', Prod }
namespace N.M { export const q = 1; }
const fs = require('fs'), { join } = require('path');
@dec() abstract class Q<T> { static #p?: T = null!; get g() { return /re[/]/g; } static { go(); } }
export default function* (this: X, ...r: string[]) { yield r; }
export { fs as default, type Q } from './q';
"""
)


def test_truncation_anywhere_raises_nothing() -> None:
    data = PROGRAM.encode()
    assert not read(PROGRAM).broken
    language = TypeScript()
    source = None
    for end in range(len(data)):
        document = Document("/project/main.ts", data[:end])
        source = language.read(document, source)
        assert source.module.body.statements or end < 10


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"const a = '\xc3'", b"\x00\x00", b"\xef\xbb\xbfconst a = 1"]
)
def test_odd_bytes_raise_nothing(data: bytes) -> None:
    for path in ("/p/a.ts", "/p/a.tsx", "/p/a.js"):
        assert TypeScript().read(Document(path, data)).module.path == path
