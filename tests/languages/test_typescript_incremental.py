"""Reading after an edit gives what reading from the beginning gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackproof.languages.typescript import TypeScript
from stackproof.text import Document

PROGRAM = b"""\
import { aws_ec2 as ec2, Tags, type StackProps } from 'aws-cdk-lib';
const fs = require('fs'), { join } = require("path");
// stackproof: allow public-bucket
enum Stage { Dev = 'dev', Prod = 'prod', Other }
export abstract class Base<T> extends cdk.Stack {
  protected static readonly count: number = 1;
  private handlers = { run: async () => { await fs.read(); }, stop() { return 1; } };
  constructor(scope: Construct, private readonly props: Props = {}, ...rest: string[]) {
    super(scope, id, { ...props, env: { region: process.env.REGION ?? 'eu-west-1' } });
    const { publicSubnets, privateSubnets: [first, , third = null], ...others } = this.vpc;
    for (const [i, az] of ['a', 'b', `c-${id}`].entries()) {
      const subnet = new ec2.CfnSubnet(this, `Subnet${i + 1}`, {
        vpcId: this.vpc.vpcId, cidrBlock: `10.0.${i}.0/24`, // the range
        tags: [{ key: 'N\xc3\xa4me', value: 'x' }, ...others.tags],
      });
      if (i > 0 && !props.stage) { Tags.of(subnet).add('k', "v"); } else if (i === 2) subnet.x = 1; else { i++; }
    }
    switch (props.stage) { case 'dev': case 'test': total = 1; break; default: throw new Error('no'); }
    try { this.build(); } catch (e: any) { console.log(e); } finally { total = 0x10; }
  }
  get name(): string { return this.node?.id ?? ''; }
  static async make(app: cdk.App): Promise<void> { const m = await import('./x'); return m.default?.(app); }
}
function helper<T>(x: T, { a, b = 2 }: { a: number; b?: number }): T { return x as unknown as T; }
export const stacks = ['a', 'b'].map((n) => new Main(app, n, { stage: n, pattern: /re[/]x/g }));
export { app as theApp, stacks as default };
"""

PIECES = [
    b"", b"x", b" ", b"\n", b";", b",", b".", b"'", b'"', b"`", b"(", b")", b"{", b"}", b"[", b"]", b"${", b"=>",
    b"/", b"/*", b"*/", b"//", b"<", b"const ", b"new ", b"class A {", b"if (x) {", b"return", b"\xc3", b"\xff",
    b"// stackproof: allow x\n", b"this.", b"export ", b"async ", b"foo(1, 'a');\n",
]  # fmt: skip

edits = st.lists(
    st.tuples(
        st.integers(0, len(PROGRAM)),
        st.integers(0, 30),
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(edits)
def test_incremental_equals_fresh(changes: list[tuple[int, int, bytes]]) -> None:
    language = TypeScript()
    data = PROGRAM
    source = language.read(Document("/project/main.ts", data))
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
        source = language.read(Document("/project/main.ts", data), source)
        assert source.module == language.read(Document("/project/main.ts", data)).module


@settings(max_examples=50, deadline=None)
@given(edits)
def test_undoing_gives_the_program_again(changes: list[tuple[int, int, bytes]]) -> None:
    language = TypeScript()
    first = source = language.read(Document("/project/main.ts", PROGRAM))
    data = PROGRAM
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
        source = language.read(Document("/project/main.ts", data), source)
    assert language.read(Document("/project/main.ts", PROGRAM), source).module == first.module


def test_statements_that_an_edit_left_alone_are_the_same_objects() -> None:
    language = TypeScript()
    first = language.read(Document("/project/main.ts", PROGRAM))
    changed = PROGRAM.replace(b"cidrBlock", b"cidrBlocks")
    second = language.read(Document("/project/main.ts", changed), first)

    def constructor(source: object) -> tuple[object, ...]:
        made = source.module.body.statements[4].statement  # type: ignore[attr-defined]
        return tuple(placed.statement for placed in made.methods[0].function.body.statements)

    before, after = constructor(first), constructor(second)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False, True, True]


def test_an_earlier_version_stays_as_it_was() -> None:
    language = TypeScript()
    first = language.read(Document("/project/main.ts", PROGRAM))
    tree = str(first.tree.root_node)
    language.read(Document("/project/main.ts", PROGRAM.replace(b"Stage", b"(")), first)
    assert str(first.tree.root_node) == tree
    assert first.tree.root_node.end_byte == len(PROGRAM)


def test_another_file_is_not_an_earlier_version() -> None:
    language = TypeScript()
    first = language.read(Document("/project/a.ts", b"const a = <T>b;"))
    second = language.read(Document("/project/a.tsx", b"const a = <T>b</T>;"), first)
    assert not second.module.broken
