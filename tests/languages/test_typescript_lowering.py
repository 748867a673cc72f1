"""Every construct of TypeScript has its place in the program model."""

from __future__ import annotations

import msgspec
import pytest

from stackproof.languages.typescript import TypeScript
from stackproof.model.program import Block, Literal, Module, Name, Placed
from stackproof.text import Document, Span


def read(text: str, path: str = "/project/main.ts") -> Module:
    return TypeScript().read(Document.from_text(path, text)).module


def bare(node: object) -> str:
    """A node without its places and without what has its default value."""
    if isinstance(node, Name):
        return node.id
    if isinstance(node, Literal):
        return repr(node.value)
    if isinstance(node, Placed):
        return bare(node.statement)
    if isinstance(node, Block):
        return "{" + "; ".join(map(bare, node.statements)) + "}"
    if isinstance(node, msgspec.Struct):
        shown = []
        for field in msgspec.structs.fields(node):
            value = getattr(node, field.name)
            if isinstance(value, Span) or field.name == "at" or value == field.default:
                continue
            shown.append(f"{field.name}={bare(value)}")
        return f"{type(node).__name__}({', '.join(shown)})"
    if isinstance(node, tuple):
        return "[" + ", ".join(map(bare, node)) + "]"
    return repr(node)


def statements(text: str, path: str = "/project/main.ts") -> str:
    module = read(text, path)
    assert not module.broken
    return bare(module.body)[1:-1]


def expression(text: str) -> str:
    """What ``text`` is as the value of a constant."""
    module = read(f"const it = {text};")
    assert not module.broken
    return bare(module.body.statements[0].statement.expressions[0].value)


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("'a'", "'a'"),
        (r'"tab\t \u0041\x42\u{1F600} \' \\ \0"', repr("tab\t AB\U0001f600 ' \\ \0")),
        (r"'\ud83d\ude00'", repr("\U0001f600")),
        ("'one \\\ntwo'", "'one two'"),
        ("1_000", "1000"),
        ("0xFF", "255"),
        ("0o17", "15"),
        ("0b101", "5"),
        ("017", "15"),
        ("089", "89"),
        ("12n", "12"),
        ("0xffn", "255"),
        ("1.5", "1.5"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("true", "True"),
        ("false", "False"),
        ("null", "None"),
        ("undefined", "None"),
        ("this", "this"),
        ("`plain`", "Template(parts=['plain'])"),
        (r"`a-${b}\n\${c}`", r"Template(parts=['a-', b, '\n${c}'])"),
        ("`${a}${b}`", "Template(parts=[a, b])"),
        ("/a(b)/g", "Unparsed(reason='regular expression')"),
    ],
)
def test_literals(text: str, lowered: str) -> None:
    assert expression(text) == lowered


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("(a)", "a"),
        ("a!", "a"),
        ("a as unknown as T", "a"),
        ("a satisfies T", "a"),
        ("<T>a", "a"),
        ("await a", "a"),
        ("f<T>", "f"),
        ("a.b", "Member(object=a, name='b')"),
        ("a?.b", "Member(object=a, name='b', optional=True)"),
        ("a /* x */ . /* y */ b", "Member(object=a, name='b')"),
        ("a.#b", "Member(object=a, name='#b')"),
        ("a[0]", "Index(object=a, index=0)"),
        ("a?.[0]", "Index(object=a, index=0, optional=True)"),
        ("super.m()", "Call(callee=Member(object=Super(), name='m'), arguments=[])"),
        ("f()", "Call(callee=f, arguments=[])"),
        ("f?.(a)", "Call(callee=f, arguments=[Argument(value=a)], optional=True)"),
        ("f<T>(a, ...b)", "Call(callee=f, arguments=[Argument(value=a), Argument(value=b, spread='*')])"),
        ("new A", "Call(callee=A, arguments=[], new=True)"),
        ("new a.B<T>(c)", "Call(callee=Member(object=a, name='B'), arguments=[Argument(value=c)], new=True)"),
        ("tag`a${b}`", "Call(callee=tag, arguments=[Argument(value=Template(parts=['a', b]))], tagged=True)"),
        ("import('./x')", "Call(callee=import, arguments=[Argument(value='./x')])"),
        ("a ? b : c", "Conditional(test=a, then=b, otherwise=c)"),
        ("a === b", "Binary(operator='==', left=a, right=b)"),
        ("a !== b", "Binary(operator='!=', left=a, right=b)"),
        ("a && b || c", "Binary(operator='or', left=Binary(operator='and', left=a, right=b), right=c)"),
        ("a ?? b", "Binary(operator='??', left=a, right=b)"),
        ("'k' in a", "Binary(operator='in', left='k', right=a)"),
        ("a instanceof B", "Binary(operator='instanceof', left=a, right=B)"),
        ("a >>> b", "Unparsed(reason='binary expression', mentions=['a', 'b'])"),
        ("!a", "Unary(operator='not', operand=a)"),
        ("-1", "Unary(operator='-', operand=1)"),
        ("typeof a", "Unary(operator='typeof', operand=a)"),
        ("void 0", "Unary(operator='void', operand=0)"),
        ("delete a.b", "Unary(operator='delete', operand=Member(object=a, name='b'))"),
        ("i++", "Assignment(target=i, value=1, operator='+', former=True)"),
        ("--i", "Assignment(target=i, value=1, operator='-')"),
        ("b = c", "Assignment(target=b, value=c)"),
        ("b ??= c", "Assignment(target=b, value=c, operator='??')"),
        ("b &&= c", "Assignment(target=b, value=c, operator='and')"),
        ("(a, b)", "Index(object=ListDisplay(items=[Item(value=a), Item(value=b)]), index=1)"),
        ("[a, ...b]", "ListDisplay(items=[Item(value=a), Item(value=b, spread=True)])"),
        ("[a, , b,]", "ListDisplay(items=[Item(value=a), Item(value=None), Item(value=b)])"),
        ("import.meta", "Unparsed(reason='meta property')"),
    ],
)
def test_operators_and_calls(text: str, lowered: str) -> None:
    assert expression(text) == lowered


@pytest.mark.parametrize(
    ("entry", "lowered"),
    [
        ("a: 1", "Entry(key='a', value=1)"),
        ("'a-b': 1", "Entry(key='a-b', value=1)"),
        ("4: 1", "Entry(key='4', value=1)"),
        ("['a']: 1", "Entry(key='a', value=1)"),
        ("[k]: 1", "Entry(key=k, value=1)"),
        ("a", "Entry(key='a', value=a, shorthand=True)"),
        ("...a", "Entry(key=None, value=a)"),
        ("a /* x */ : /* y */ 1", "Entry(key='a', value=1)"),
        ("m(x) { f(); }", None),
        ("get g() { return v }", "Entry(key='g', value=Unparsed(reason='accessor', mentions=['v']))"),
    ],
)
def test_object_entries(entry: str, lowered: str | None) -> None:
    if lowered is None:
        lowered = (
            "Entry(key='m', value=Function(name='m', parameters=[Parameter(target=x)], "
            "body={ExpressionStatement(expressions=[Call(callee=f, arguments=[])])}))"
        )
    assert expression("{ " + entry + " }") == f"ObjectDisplay(entries=[{lowered}])"


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        (
            "x => x",
            "Function(name=None, parameters=[Parameter(target=x)], body={Return(value=x)}, arrow=True)",
        ),
        (
            "async (x: T, y?) => ({})",
            "Function(name=None, parameters=[Parameter(target=x, annotation='T'), "
            "Parameter(target=y, optional=True)], body={Return(value=ObjectDisplay(entries=[]))}, arrow=True)",
        ),
        (
            "function* g(this: T, ...a) { return 1 }",
            "Function(name='g', parameters=[Parameter(target=a, rest='*')], body={Return(value=1)}, "
            "generator=True)",
        ),
        (
            "({ a, b: c = 1, ...r }: P = {}) => 0",
            "Function(name=None, parameters=[Parameter(target=ObjectPattern(entries=["
            "PatternEntry(target=a, key='a'), PatternEntry(target=c, key='b', default=1), "
            "PatternEntry(target=r, rest=True)]), default=ObjectDisplay(entries=[]), annotation='P')], "
            "body={Return(value=0)}, arrow=True)",
        ),
    ],
)
def test_functions(text: str, lowered: str) -> None:
    assert expression(text) == lowered


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("a;", "ExpressionStatement(expressions=[a])"),
        ("a, b;", "ExpressionStatement(expressions=[a, b])"),
        (
            "let a = 1, b;",
            "ExpressionStatement(expressions=[Assignment(target=a, value=1, declares='let'), "
            "Assignment(target=b, value=None, declares='let')])",
        ),
        (
            "export const a: T = 1",
            "ExpressionStatement(expressions=[Assignment(target=a, value=1, declares='const')], exported=True)",
        ),
        (
            "var [a, , b = 1, ...c] = d",
            "ExpressionStatement(expressions=[Assignment(target=ListPattern(entries=[PatternEntry(target=a), "
            "None, PatternEntry(target=b, default=1), PatternEntry(target=c, rest=True)]), value=d, "
            "declares='var')])",
        ),
        (
            "({ a, b: c.d = 1 } = e)",
            "ExpressionStatement(expressions=[Assignment(target=ObjectPattern(entries=["
            "PatternEntry(target=a, key='a'), "
            "PatternEntry(target=Member(object=c, name='d'), key='b', default=1)]), value=e)])",
        ),
        (
            "if (a) b; else if (c) { d } else e",
            "If(test=a, then={ExpressionStatement(expressions=[b])}, otherwise={If(test=c, "
            "then={ExpressionStatement(expressions=[d])}, otherwise={ExpressionStatement(expressions=[e])})})",
        ),
        ("for (const a of b) {}", "ForEach(target=a, iterable=b, body={})"),
        ("for await (a of b) {}", "ForEach(target=a, iterable=b, body={})"),
        ("for (const k in o) {}", "ForEach(target=k, iterable=o, body={}, keys=True)"),
        (
            "for (let i = 0, j = 1; i < 2; i++, j++) {}",
            "ForLoop(initial=[Assignment(target=i, value=0, declares='let'), "
            "Assignment(target=j, value=1, declares='let')], test=Binary(operator='<', left=i, right=2), "
            "update=[Assignment(target=i, value=1, operator='+', former=True), "
            "Assignment(target=j, value=1, operator='+', former=True)], body={})",
        ),
        ("for (;;) {}", "ForLoop(initial=[], test=None, update=[], body={})"),
        ("for (i = 0;; i++) {}", None),
        ("for (; a;) {}", "ForLoop(initial=[], test=a, update=[], body={})"),
        ("while (a) b", "While(test=a, body={ExpressionStatement(expressions=[b])})"),
        ("do { a } while (b)", "While(test=b, body={ExpressionStatement(expressions=[a])}, first=True)"),
        (
            "switch (a) { case 1: case 2: b; break; default: c }",
            "Switch(subject=a, cases=[Case(tests=[1], body={}), "
            "Case(tests=[2], body={ExpressionStatement(expressions=[b]); Jump(kind='break')}), "
            "Case(tests=[], body={ExpressionStatement(expressions=[c])})])",
        ),
        (
            "try { a } catch (e) { b } finally { c }",
            "Try(body={ExpressionStatement(expressions=[a])}, "
            "handlers=[{ExpressionStatement(expressions=[b])}], "
            "finally_={ExpressionStatement(expressions=[c])})",
        ),
        ("throw a", "Raise(value=a)"),
        ("x: while (a) continue x", "Group(items=[], body={While(test=a, body={Jump(kind='continue')})})"),
        ("{ a }", "Group(items=[], body={ExpressionStatement(expressions=[a])})"),
        (
            "enum E { A = 'a', B = 4, C, D = B }",
            "ExpressionStatement(expressions=[Assignment(target=E, value=ObjectDisplay(entries=["
            "Entry(key='A', value='a'), Entry(key='B', value=4), Entry(key='C', value=5), "
            "Entry(key='D', value=4)]), declares='const')])",
        ),
        (
            "namespace N { export const a = 1 }",
            "ExpressionStatement(expressions=[Assignment(target=N, value=Call(callee=Function(name=None, "
            "parameters=[], body={ExpressionStatement(expressions=[Assignment(target=a, value=1, "
            "declares='const')], exported=True); Return(value=ObjectDisplay(entries=["
            "Entry(key='a', value=a, shorthand=True)]))}, arrow=True), arguments=[]), declares='const')])",
        ),
        (
            "export default async function () { return 1 }",
            "FunctionDefinition(function=Function(name=None, parameters=[], body={Return(value=1)}), "
            "exported=True, default=True)",
        ),
        (
            "function f() {}",
            "FunctionDefinition(function=Function(name='f', parameters=[], body={}))",
        ),
        ("with (a) b", "Unparsed(reason='with statement', mentions=['a', 'b'])"),
    ],
)
def test_statements(text: str, lowered: str | None) -> None:
    if lowered is None:
        lowered = (
            "ForLoop(initial=[Assignment(target=i, value=0)], test=None, "
            "update=[Assignment(target=i, value=1, operator='+', former=True)], body={})"
        )
    assert statements(text) == lowered


@pytest.mark.parametrize(
    "text",
    [
        "interface A { b: string }",
        "export interface A {}",
        "type A = B",
        "export type A = B",
        "export type { A } from 'm'",
        "declare const a: string",
        "export declare function f(): void",
        "declare module 'm' { const a: string }",
        "declare global { var a: string }",
        "function f(a: string): void",
        "export default interface A {}",
        "export as namespace A",
        "#!/usr/bin/env node",
        "debugger",
        ";",
        "// only a comment",
    ],
)
def test_types_leave_nothing_behind(text: str) -> None:
    assert statements(text) == ""


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("import 'm'", "Import(module='m')"),
        ("import a from 'm'", "Import(module='m', default='a')"),
        ("import * as n from 'm'", "Import(module='m', namespace='n')"),
        (
            "import d, { a as b, type C, default as e } from 'm'",
            "Import(module='m', names=[ImportedName(name='a', alias='b'), ImportedName(name='C', alias='C'), "
            "ImportedName(name='default', alias='e')], default='d')",
        ),
        (
            "import type { A } from 'm'",
            "Import(module='m', names=[ImportedName(name='A', alias='A')], type_only=True)",
        ),
        ("import x = require('m')", "Import(module='m', namespace='x')"),
        (
            "import y = A.B",
            "ExpressionStatement(expressions=[Assignment(target=y, value=Member(object=A, name='B'), "
            "declares='const')])",
        ),
        ("require('m')", "Import(module='m')"),
        ("const x = require('m')", "Import(module='m', namespace='x')"),
        (
            "const { a, b: c } = require('m')",
            "Import(module='m', names=[ImportedName(name='a', alias='a'), ImportedName(name='b', alias='c')])",
        ),
        ("const x = require('m').a", "Import(module='m', names=[ImportedName(name='a', alias='x')])"),
        (
            "const a = 1, x = require('m')",
            "ExpressionStatement(expressions=[Assignment(target=a, value=1, declares='const')]); "
            "Import(module='m', namespace='x')",
        ),
        (
            "const x = require(m)",
            "ExpressionStatement(expressions=[Assignment(target=x, value=Call(callee=require, "
            "arguments=[Argument(value=m)]), declares='const')])",
        ),
        (
            "export { a as b, c }",
            "Export(names=[ImportedName(name='a', alias='b'), ImportedName(name='c', alias='c')])",
        ),
        ("export { a } from 'm'", "Export(names=[ImportedName(name='a', alias='a')], module='m')"),
        ("export * from 'm'", "Export(module='m', star=True)"),
        ("export * as n from 'm'", "Export(module='m', namespace='n')"),
        ("export default a.b", "Export(default=Member(object=a, name='b'))"),
        ("export default 'a'", "Export(default='a')"),
        ("export = a", "Export(default=a)"),
        ("export {}", "Export()"),
    ],
)
def test_imports_and_exports(text: str, lowered: str) -> None:
    assert statements(text) == lowered


CLASS = """\
@tagged('x')
export abstract class A<T> extends ns.B<T> implements C {
  static readonly count: number = 1;
  name?: string;
  'quoted' = 2;
  run = () => this.name;
  declare hidden: string;
  [key: string]: any;
  constructor(private readonly x: T, public y?: string, z = 1) { super(x); }
  get g(): string { return 'g' }
  set g(v) {}
  static async make() {}
  abstract todo(): void;
  over(a: string): void;
  static { setup(); }
  [computed]() {}
}
"""


def test_class() -> None:
    [placed] = read(CLASS).body.statements
    made = placed.statement
    assert (made.name, made.abstract, made.exported, made.default) == ("A", True, True, False)
    assert bare(made.bases) == "[Member(object=ns, name='B')]"
    assert bare(made.decorators) == "[Call(callee=tagged, arguments=[Argument(value='x')])]"
    assert [bare(field) for field in made.fields] == [
        "Field(name='count', value=1, annotation='number', static=True)",
        "Field(name='name', value=None, annotation='string', optional=True)",
        "Field(name='quoted', value=2)",
        "Field(name='run', value=Function(name=None, parameters=[], "
        "body={Return(value=Member(object=this, name='name'))}, arrow=True))",
        "Field(name='hidden', value=None, annotation='string')",
    ]
    assert [(method.name, method.kind) for method in made.methods] == [
        ("constructor", "method"),
        ("g", "getter"),
        ("g", "setter"),
        ("make", "static"),
    ]
    assert bare(made.methods[0].function.parameters) == (
        "[Parameter(target=x, annotation='T', property=True), "
        "Parameter(target=y, annotation='string', optional=True, property=True), "
        "Parameter(target=z, default=1)]"
    )
    assert bare(made.methods[0].function.body) == (
        "{ExpressionStatement(expressions=[Call(callee=Super(), arguments=[Argument(value=x)])])}"
    )
    assert bare(made.body) == (
        "{Group(items=[], body={ExpressionStatement(expressions=[Call(callee=setup, arguments=[])])}); "
        "Unparsed(reason='method definition', mentions=['computed'])}"
    )


def test_default_and_anonymous_classes() -> None:
    assert statements("export default class {}") == (
        "ClassDefinition(name=None, bases=[], methods=[], fields=[], exported=True, default=True)"
    )
    assert expression("class B extends mix(C) {}") == (
        "ClassDefinition(name='B', bases=[Call(callee=mix, arguments=[Argument(value=C)])], "
        "methods=[], fields=[])"
    )


def test_markup_is_read_in_its_own_files_only() -> None:
    markup = "const a = <div>{b}</div>;"
    assert "Unparsed(reason='jsx element', mentions=['div', 'b'])" in statements(markup, "/project/a.tsx")
    assert statements("const a = <T>b;", "/project/a.ts").endswith("value=b, declares='const')])")


def test_directives_are_comments_with_their_place() -> None:
    text = (
        "// stackproof: allow a\nf('stackproof: no');\n/* stackproof: allow b\n * c */\n// plain\nif (a) {\n"
        "  // \U0001f600 stackproof: allow d\n}"
    )
    module = read(text)
    data = text.encode()
    assert [directive.text for directive in module.directives] == [
        "stackproof: allow a",
        "stackproof: allow b\nc",
        "\U0001f600 stackproof: allow d",
    ]
    assert [data[d.span.start : d.span.end].decode() for d in module.directives] == [
        "// stackproof: allow a",
        "/* stackproof: allow b\n * c */",
        "// \U0001f600 stackproof: allow d",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5000 + ")" * 5000,
        "x = " + "1 + " * 5000 + "1",
        "x" + ".a()" * 3000,
        "{" * 3000 + "}" * 3000,
        "if (a) {}" + " else if (b) {}" * 2000,
        "x = " + "a => " * 2000 + "b",
        "class A { m() {" * 500 + "}}" * 500,
        "class A { m() {" * 500,
        "x = " + "class { m() { return " * 500 + "1" + "}}" * 500,
        "function f() {" * 900 + "}" * 900,
        "export default class { constructor() { f(" * 300,
        "const " + "[" * 2000 + "a" + "]" * 2000 + " = b",
        "x = " + "`${" * 1000 + "1" + "}`" * 1000,
        "@f(" * 1000,
    ],
)
def test_depth_has_a_limit(text: str) -> None:
    assert read(text).body.statements
