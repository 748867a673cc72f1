"""What each TypeScript construct evaluates to."""

from __future__ import annotations

from typing import Any

import pytest
from evaluating import calls, probed, run, typescript

from stackproof.model.values import Unknown

EXPRESSIONS: list[tuple[str, Any]] = [
    ("'a' + 1", "a1"),
    ("`${'x'}-${2}`", "x-2"),
    ("`a-${lib.env}`", "a-{<lib.env>}"),
    ("1 + 2 * 3", 7),
    ("7 / 2", 3.5),
    ("6 / 2", 3),
    ("'a' === 'a' ? 'yes' : 'no'", "yes"),
    ("lib.flag ? 'a' : 'b'", {"either": ["a", "b"]}),
    # A function of a library may give anything; its classes give objects.
    ("lib.ask('x') ? 'a' : 'b'", {"either": ["a", "b"]}),
    ("lib.ask('x') === undefined ? 'a' : 'b'", {"either": ["a", "b"]}),
    ("new Thing('x') ? 'a' : 'b'", "a"),
    ("Thing.fromName('x') ? 'a' : 'b'", "a"),
    ("undefined ?? 'd'", "d"),
    ("'' || 'd'", "d"),
    ("'v' ?? 'd'", "v"),
    ("process.env.X || 'd'", {"either": ["?", "d"]}),
    ("[1, ...[2, 3]]", [1, 2, 3]),
    ("({ a: 1, ...{ b: 2 }, ['c' + 1]: 3 })", {"a": 1, "b": 2, "c1": 3}),
    ("({ ...lib.tags, b: 2 })", {"b": 2, "...": True}),
    ("[1, 2, 3].map(x => x * 2)", [2, 4, 6]),
    ("['a', 'b'].map((x, i) => `${x}${i}`)", ["a0", "b1"]),
    ("[1, 2, 3].filter(x => x > 1)", [2, 3]),
    ("[1, 2].reduce((s, x) => s + x, 0)", 3),
    ("[[1], [2]].flat()", [1, 2]),
    ("Object.entries({ a: 1 }).map(([k, v]) => `${k}=${v}`)", ["a=1"]),
    ("Object.keys({ a: 1, b: 2 })", ["a", "b"]),
    ("Object.fromEntries([['a', 1]])", {"a": 1}),
    ("JSON.stringify({ a: [1] })", {"json": {"a": [1]}}),
    ("'A-B'.toLowerCase().split('-')", ["a", "b"]),
    ("'abc'.slice(0, 2)", "ab"),
    ("'a.b'.replace('.', '-')", "a-b"),
    ("[1, 2].length", 2),
    ("['x', 'y'].join('-')", "x-y"),
    ("({ a: { b: 5 } }).a?.b", 5),
    ("(undefined as any)?.b", None),
    ("({ a: 1 } as { a: number }).a!", 1),
    ("[10, 20][1]", 20),
    ("({ k: 'v' })['k']", "v"),
    ("Array.from({ length: 2 }, (_, i) => i)", [0, 1]),
    ("typeof 'x'", "string"),
    ("!('' as string)", True),
    ("(() => { return 'f' })()", "f"),
    ("((a: string, b = 'z') => a + b)('y')", "yz"),
    ("(function (...xs: number[]) { return xs.length })(1, 2, 3)", 3),
    ("['a', 'b'].includes('b')", True),
    ("[lib.x].includes('b')", "?"),
    ("lib.list.map((x: string) => 'v')", "<map>"),
    ("Math.min(3, 2)", 2),
    ("String(5)", "5"),
    ("Number('5') + 1", 6),
    ("path.join(__dirname, '..', 'src', 'a.ts')", "/src/a.ts"),
    ("path.resolve(__dirname, 'src')", "/p/src"),
    ("path.basename('/x/handler.ts', '.ts')", "handler"),
    ("path.join(lib.folder, 'a')", "?"),
    ("({ dev: 1, prod: 2 })[lib.stage as string]", {"either": [1, 2, None]}),
    ("({ dev: { n: 1 }, prod: { n: 2 } })[lib.stage as string].n", {"either": [1, 2]}),
    ("({ dev: { n: 1 } })[lib.stage as string]?.n", {"either": [1, None]}),
    ("({ dev: { n: 1 } })[lib.stage as string]?.n ?? 5", {"either": [1, 5]}),
    ("['a', 'b'][lib.number]", {"either": ["a", "b", None]}),
    ("[...lib.list, 'x'][lib.number]", "?"),
]


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=[t for t, _ in EXPRESSIONS])
def test_expression(text: str, expected: Any) -> None:
    assert probed(typescript(f"import * as path from 'path';\nprobe({text});")) == [expected]


def test_destructuring() -> None:
    text = """
    const { a, b: { c = 4 } = {}, ...rest } = { a: 1, d: 5, e: 6 } as any;
    const [x, , y = 9, ...zs] = [1, 2, undefined, 4, 5];
    probe(a, c, rest, x, y, zs);
    """
    assert probed(typescript(text)) == [[1, 4, {"d": 5, "e": 6}, 1, 9, [4, 5]]]


def test_for_of_is_unrolled() -> None:
    assert probed(typescript("for (const [i, n] of ['a', 'b'].entries()) { probe(n, i); }")) == [
        ["a", 0],
        ["b", 1],
    ]


def test_counting_loop_is_unrolled() -> None:
    assert probed(typescript("for (let i = 0; i < 3; i++) { if (i === 1) continue; probe(i); }")) == [0, 2]


def test_counting_gives_the_old_or_the_new_number() -> None:
    assert probed(typescript("let i = 0; probe(i++); probe(i); probe(++i); probe(i--); probe(i);")) == [
        0,
        1,
        2,
        2,
        1,
    ]


def test_loop_over_something_unknown_runs_once_for_many() -> None:
    evaluation = typescript("for (const x of lib.things()) { new Thing(x, 'one'); }")
    (thing,) = calls(evaluation, "Thing")
    assert thing.many
    assert thing.conditional


def test_for_each_over_known_list() -> None:
    assert probed(typescript("['a', 'b'].forEach((n, i) => { probe(n + i); });")) == ["a0", "b1"]


def test_unknown_condition_takes_both_sides() -> None:
    text = """
    let size = 1;
    if (lib.big) { size = 2; new Thing('in'); } else { new Thing('out'); }
    new Thing('after');
    probe(size);
    """
    evaluation = typescript(text)
    assert [c.conditional for c in calls(evaluation, "Thing")] == [True, True, False]
    assert probed(evaluation) == [{"either": [2, 1]}]


def test_known_condition_takes_one_side() -> None:
    evaluation = typescript("if ('dev' === 'prod') { new Thing('no'); } else { new Thing('yes'); }")
    assert [c.conditional for c in calls(evaluation, "Thing")] == [False]


def test_guard_that_throws_leaves_the_rest_certain() -> None:
    evaluation = typescript("if (!lib.ok) { throw new Error('no'); } new Thing('after');")
    assert [c.conditional for c in calls(evaluation, "Thing")] == [False]


def test_early_return_makes_the_rest_conditional() -> None:
    evaluation = typescript(
        "function f() { if (lib.x) { return; } new Thing('after'); } f(); new Thing('last');"
    )
    assert [c.conditional for c in calls(evaluation, "Thing")] == [True, False]


def test_list_filled_in_an_unknown_branch_is_open() -> None:
    assert probed(typescript("const xs = ['a']; if (lib.x) { xs.push('b'); } probe(xs);")) == [
        ["a", "b", "..."]
    ]


def test_switch() -> None:
    text = "switch ('b' as string) { case 'a': probe(1); break; case 'b': probe(2); case 'c': probe(3); break; default: probe(4); }"
    assert probed(typescript(text)) == [2, 3]


def test_class_with_inheritance_fields_and_parameter_properties() -> None:
    text = """
    abstract class Base extends Stack {
      protected readonly kind = 'base';
      constructor(scope: any, id: string, protected readonly suffix: string) { super(scope, id); this.make(); }
      make() { probe(this.label('x')); }
      label(stem: string) { return `${stem}-${this.suffix}`; }
      get shown() { return this.kind + this.suffix; }
    }
    class Mine extends Base {
      private count = 3;
      constructor(scope: any) { super(scope, 'mine', 'dev'); probe(this.count, this.shown); }
      label(stem: string) { return super.label(stem + '!'); }
    }
    new Mine(lib.app);
    """
    evaluation = typescript(text)
    assert probed(evaluation) == ["x!-dev", [3, "basedev"]]
    (stack,) = calls(evaluation, "Stack")
    assert [v.text() for v in stack.arguments.positional[1:]] == ["mine"]
    assert stack.user_class is not None
    assert stack.user_class.node.name == "Mine"


def test_props_travel_across_files_and_index_modules() -> None:
    files = {
        "bin/app.ts": "import { MyStack } from '../lib';\nimport { App } from 'lib';\nnew MyStack(new App(), 'S', { env: 'qa' });",
        "lib/index.ts": "export * from './stack';\nexport { NAME as TITLE } from './names';",
        "lib/names.ts": "export const NAME = 'n';\nexport default class Other {}",
        "lib/stack.ts": (
            "import { Stack, probe } from 'lib';\nimport { TITLE } from '.';\n"
            "export interface P { env: string }\n"
            "export class MyStack extends Stack { constructor(s: any, id: string, props: P) { super(s, id); probe(props.env + TITLE); } }"
        ),
    }
    assert probed(run(files)) == ["qan"]


def test_import_cycle_ends() -> None:
    files = {
        "a.ts": "import { b } from './b';\nimport { probe } from 'lib';\nexport const a = 'A';\nexport function f() { probe(b()); }\nf();",
        "b.ts": "import { a } from './a';\nexport function b() { return a + 'B'; }",
    }
    assert probed(run(files)) == ["AB"]


def test_class_that_nobody_instantiates_runs_with_unknown_parameters() -> None:
    text = "export class S extends Stack { constructor(s: any, id: string, p: any) { super(s, id); new Thing(this, 'a', { n: p.n, k: 1 }); } }"
    (thing,) = calls(typescript(text), "Thing")
    assert thing.arguments.positional[2].get("k").is_(1)
    assert thing.arguments.positional[2].get("n").is_unknown()


def test_endless_loop_and_recursion_end() -> None:
    evaluation = typescript(
        "function f(n: number): number { return f(n + 1); } f(0); while (true) { } probe('end');"
    )
    assert {g.kind for g in evaluation.gaps} >= {"recursion", "endless-loop"}
    assert probed(evaluation) == ["end"]


def test_a_recursion_that_nobody_knows_to_end_is_followed_a_few_rounds() -> None:
    walk = """function walk(node: any): any {
  lib.see(node.id);
  if (node.isLeaf) { return node.id; }
  return walk(node.left) + walk(node.middle) + walk(node.right);
}
walk(lib.tree());
"""
    for body in (
        walk,
        walk.replace("if (node.isLeaf) { return node.id; }\n", "").replace(
            "return ", "return node.isLeaf ? 1 : "
        ),
    ):
        evaluation = typescript(body)
        assert evaluation.complete
        assert len(calls(evaluation, "see")) == 1 + 3 + 9
        assert "recursion" in {g.kind for g in evaluation.gaps}


def test_a_recursion_whose_end_is_known_is_followed_in_a_doubtful_place() -> None:
    text = """function count(n: number): number { return n === 0 ? 0 : 1 + count(n - 1); }
function each(xs: any): any { for (const x of xs) { if (lib.may()) { continue; } } return count(10); }
if (lib.may()) { probe(count(12)); }
probe(each([1, 2]));
"""
    assert probed(typescript(text)) == [12, 10]


def test_fuel_ends_what_explodes() -> None:
    text = "let n = 0; for (let a = 0; a < 500; a++) { for (let b = 0; b < 500; b++) { for (let c = 0; c < 500; c++) { n = n + 1; } } }"
    evaluation = typescript(text)
    assert not evaluation.complete
    assert "out-of-fuel" in {g.kind for g in evaluation.gaps}


def test_what_is_given_to_unknown_code_has_escaped() -> None:
    text = "const t = new Thing('a'); const u = new Thing('b'); mystery(t); probe(u);"
    first, second = calls(typescript(text), "Thing")
    assert first.escapes
    assert not second.escapes


def test_broken_text_keeps_the_rest_and_opens_what_it_mentions() -> None:
    text = "const a = new Thing('a');\nconst b = new Thing('b');\nprobe(b.id);\nnew Thing('c', { ref: a. ;\n"
    evaluation = typescript(text)
    assert probed(evaluation) == ["<Thing b>.id"]
    assert calls(evaluation, "Thing")[0].escapes


def test_callbacks_given_to_libraries_are_followed() -> None:
    evaluation = typescript("lib.onReady((x: any) => { new Thing('inside'); });")
    (thing,) = calls(evaluation, "Thing")
    assert thing.many


def test_methods_and_writes_are_kept_on_the_construction() -> None:
    evaluation = typescript("const t = new Thing('a'); t.addRule({ x: 1 }); t.size = 5; probe(t.size);")
    (thing,) = calls(evaluation, "Thing")
    assert [c.method for c in thing.calls] == ["addRule"]
    assert probed(evaluation) == [5]


def test_indexing_an_attribute_is_an_operation() -> None:
    evaluation = typescript("const t = new Thing('a'); probe(t.options[0].name);")
    (operation,) = evaluation.operations
    assert operation.kind == "index"
    assert operation.target.path == ("options",)
    assert probed(evaluation) == ["<Thing a>.options.[0].name"]


def test_enum_and_static_members() -> None:
    text = "enum Env { Dev = 'dev', Prod = 'prod' } class C { static readonly N = 3; static make(x: string) { return x + C.N; } } probe(Env.Dev, C.make('a'));"
    assert probed(typescript(text)) == [["dev", "a3"]]


def test_async_and_promises_are_transparent() -> None:
    text = "async function f() { const [a] = await Promise.all([1, 2]); return a; } f().then(x => probe(x)).catch(() => {});"
    assert 1 in probed(typescript(text))


def test_a_map_gives_its_entries_and_an_object_its_keys() -> None:
    text = "const m = new Map([['a', 1], ['b', 2]]); for (const [k, v] of m) { probe(k, v); } probe([...m].map(([k]) => k));"
    assert probed(typescript(text)) == [["a", 1], ["b", 2], ["a", "b"]]
    assert probed(typescript("const o = { a: 1, b: 2 }; for (const k in o) { probe(k); }")) == ["a", "b"]
    assert probed(typescript("for (const i in ['x', 'y']) { probe(i); }")) == ["0", "1"]


@pytest.mark.parametrize("export", ["export = ", "export default "])
def test_a_program_that_is_a_function_runs(export: str) -> None:
    assert probed(typescript(f"{export}async () => {{ probe(await lib.things(), 1); return {{}}; }};")) == [
        ["<things>", 1]
    ]


def test_an_exported_function_that_ran_or_wants_something_is_left_alone() -> None:
    assert probed(typescript("function main() { probe(1); } main(); export default main;")) == [1]
    assert probed(typescript("export default (stage: string) => { probe(stage); };")) == []


def test_elements_of_a_librarys_list_are_told_from_others() -> None:
    text = """
    lib.vpc.subnets.forEach(s => probe(s.id));
    for (const s of lib.vpc.zones) probe(s);
    """
    thing = "const made = new Thing('t');\n"
    assert probed(typescript(thing + text.replace("lib.vpc", "made"))) == [
        "<Thing t>.subnets.[?].id",
        "<Thing t>.zones.[?]",
    ]


def test_what_the_program_does_not_decide_is_told_from_what_was_not_understood() -> None:
    text = """
    import * as fs from 'fs';
    export class Main extends Stack {
      constructor(scope: any, id: string, props: any) {
        super(scope, id);
        probe(process.env.STAGE, fs.readFileSync('x'), props.size, { ...props }.size, lib.mystery());
      }
    }
    """
    [call] = calls(typescript(text), "probe")
    assert [isinstance(v, Unknown) and v.outside for v in call.arguments.positional[:3]] == [True] * 3
    partly = call.arguments.positional[3]
    assert isinstance(partly, Unknown)
    assert [isinstance(m, Unknown) and m.outside for m in partly.mentions] == [True]
    assert not isinstance(call.arguments.positional[4], Unknown)


def test_object_assign_sets_attributes_of_library_objects() -> None:
    evaluation = typescript(
        "const t = new Thing('x'); Object.assign(t, { a: 1 }); Object.assign(t, lib.more);"
    )
    [thing] = calls(evaluation, "Thing")
    assert thing.writes["a"].value.is_(1)
    assert [gap.detail for gap in thing.escapes] == ["Object.assign"]
