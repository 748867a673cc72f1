"""What files import and say, which of it nothing binds, and what is left out around broken text."""

from __future__ import annotations

import textwrap

import pytest

from stackproof.languages.mentions import names_in
from stackproof.languages.python import Python
from stackproof.languages.python import given as python_given
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript import given as typescript_given
from stackproof.model.names import FileNames
from stackproof.text import Document


def python(text: str) -> FileNames:
    source = Python().read(Document.from_text("/p/main.py", textwrap.dedent(text)))
    return names_in(source, "python", python_given)


def typescript(text: str) -> FileNames:
    source = TypeScript().read(Document.from_text("/p/main.ts", textwrap.dedent(text)))
    return names_in(source, "typescript", typescript_given)


def unbound(names: FileNames) -> list[str]:
    return [name for name, _ in names.unbound()]


def texts(names: FileNames, name: str) -> list[str]:
    return [names.text[m.at.span.start : m.at.span.end].decode() for m in names.mentions[name]]


def test_imports_with_their_places() -> None:
    names = python("""
        import aws_cdk as cdk
        from aws_cdk import (
            aws_ec2 as ec2,  # the network
            aws_s3,
        )
        if True:
            import json
    """)
    whole, parts, guarded = names.imports
    assert (whole.module, whole.namespace, whole.guarded) == ("aws_cdk", "cdk", False)
    assert [(t.name, t.alias) for t in parts.taken] == [("aws_ec2", "ec2"), ("aws_s3", "aws_s3")]
    span = parts.taken[0].at.span
    assert names.text[span.start : span.end] == b"aws_ec2"
    assert guarded.guarded


def test_module_of_a_typescript_import_stands_without_its_quotes() -> None:
    names = typescript(
        "import { Vpc as Net } from 'aws-cdk-lib/aws-ec2';\nconst s3 = require(\"aws-cdk-lib/aws-s3\");\n"
    )
    modules = [names.text[line.at.span.start : line.at.span.end] for line in names.imports]
    assert modules == [b"aws-cdk-lib/aws-ec2", b"aws-cdk-lib/aws-s3"]
    assert [line.bound for line in names.imports] == [{"Net"}, {"s3"}]


def test_chains_are_one_mention_each() -> None:
    names = python("""
        def make(scope, size):
            vpc = ec2.Vpc.from_lookup(scope, "vpc", is_default=True)
            return [Bucket(scope, "b", versioned=size > LIMIT), vpc]
    """)
    assert unbound(names) == ["ec2", "Bucket", "LIMIT"]
    (chain,), (called,) = names.mentions["ec2"], names.mentions["Bucket"]
    assert (chain.members, chain.positional) == (("Vpc", "from_lookup"), -1)
    assert (called.keywords, called.positional) == (("versioned",), 2)
    assert texts(names, "ec2") == ["ec2"]


def test_keys_of_objects_are_named_arguments() -> None:
    names = typescript(
        "new Bucket(scope, 'b', { versioned: true, ...others, ['x']: 1 });\nnew Topic(...rest);\n"
    )
    assert names.mentions["Bucket"][0].keywords == ("versioned", "x")
    assert names.mentions["Bucket"][0].positional == 3
    assert names.mentions["Topic"][0].positional == -1


@pytest.mark.parametrize(
    "text",
    [
        "Vpc = 1\nVpc",
        "def f(Vpc): return Vpc",
        "[Vpc for Vpc in x]",
        "for a, (Vpc, *b) in x: Vpc",
        "with x as Vpc: Vpc",
        "try: x\nexcept E as Vpc: Vpc",
        "if (Vpc := 1): Vpc",
        "def f():\n    global Vpc\n    Vpc = 1\ndef g(): Vpc",
        "match x:\n    case [Vpc, *_]: Vpc",
        "import a.b as Vpc\nVpc",
        "from a import *\nVpc",
        "exec('Vpc = 1')\nVpc",
        "type Vpc = int\nVpc",
        "class Vpc: pass\nVpc",
        "lambda Vpc: Vpc",
    ],
)
def test_what_binds_a_name_in_python(text: str) -> None:
    assert "Vpc" not in unbound(python(text))


@pytest.mark.parametrize(
    "text",
    [
        "const { a: { Vpc } } = x; Vpc;",
        "function f({ Vpc = 1 }) { Vpc; }",
        "for (const [Vpc] of x) { Vpc; }",
        "enum Vpc { A } Vpc.A;",
        "namespace Vpc { export const a = 1; } Vpc.a;",
        "import Vpc = Other.Vpc; Vpc;",
        "import type { Vpc } from 'x'; Vpc;",
        "declare const Vpc: any; Vpc;",
        "typeof Vpc === 'undefined';",
        "class A { constructor(private Vpc: any) {} f() { return Vpc; } }",
        "globalThis.Vpc = 1; Vpc;",
        "interface Vpc { a: string } function f(v: Vpc) {}",
        "function f<Vpc extends object>(v: Vpc) {}",
        "function f<A, Vpc>(v: Vpc) {}",
        "class A<Vpc> { f(v: Vpc) {} }",
        "function f(v: { Vpc: string; g?(Vpc: string): void }) {}",
        "function f(v: 'Vpc' | \"Vpc\" /* Vpc */) {}",
    ],
)
def test_what_binds_a_name_in_typescript(text: str) -> None:
    assert "Vpc" not in unbound(typescript(text))


def test_names_in_types() -> None:
    names = typescript("class A { a?: Map<string, ec2.Vpc>; f(b: Props | { c: Bucket }) {} }\n")
    assert unbound(names) == ["ec2", "Props", "Bucket"]
    assert all(mentions[0].annotation for _, mentions in names.unbound())
    assert texts(names, "Bucket") == ["Bucket"]
    assert unbound(python("def f(a: 'Vpc', b: list[Bucket], c: dict[str, s3.Bucket] = None): pass")) == [
        "Bucket",
        "s3",
    ]
    assert unbound(python("from __future__ import annotations\ndef f(b: Bucket): pass")) == []


def test_nothing_is_said_of_the_function_around_broken_text() -> None:
    names = python("""
        class A:
            def one(self):
                Vpc(self, "a")
                self.x = (

            def two(self):
                Bucket(self, "b")
    """)
    assert unbound(names) == ["Bucket"]
    assert "x" in names.bound


def test_half_typed_imports_bind_what_they_mention() -> None:
    assert unbound(python("from aws_cdk import (aws_ec2 as ec2, aws_\nec2.Vpc(1)\n")) == []
    names = typescript("import * as ec2 from 'aws-\nclass A {\n  f() {\n    new ec2.Vpc();\n  }\n}\n")
    assert "ec2" not in unbound(names)


def test_words_that_only_look_like_a_name_are_counted() -> None:
    names = python("from a import Vpc\n# A Vpc, not a Vpcs.\nVpc('Vpc')\n")
    assert names.said("Vpc") == 4
    assert len(names.mentions["Vpc"]) == 1
