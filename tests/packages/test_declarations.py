"""Reading Pulumi's npm packages: types, declarations, whole packages, nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_packages as small
from hypothesis import given
from hypothesis import strategies as st

from stackproof.packages import records
from stackproof.packages.pulumi import bodies
from stackproof.packages.pulumi.declarations import declarations, exports, imports, outline
from stackproof.packages.pulumi.deprecations import default_told, replacement
from stackproof.packages.pulumi.npm import NpmPackage
from stackproof.packages.pulumi.typescript import Scope, read
from stackproof.packages.pulumi.typetext import read_types
from stackproof.packages.records import TypeRecord, ValueRecord
from stackproof.packages.unreadable import Unreadable

SCOPE = Scope(
    "ecs",
    {"pulumi": "@pulumi/pulumi", "inputs": "~types.input", "outputs": "~types.output", "enums": "~types.enums", "Role": "~iam.Role"},
    {"Local": "S"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("string", "s"),
        ("pulumi.Input<string | undefined>", "<s"),
        ("pulumi.Input<pulumi.Input<inputs.ecs.Thing>[] | undefined>", "<[<S~types.input.ecs.Thing"),
        ("pulumi.Output<outputs.ecs.Thing[]>", ">[S~types.output.ecs.Thing"),
        ("pulumi.Input<string | enums.ecs.Kind>", "<(s|E~types.enums.ecs.Kind)"),
        ("pulumi.Input<{\n        [key: string]: pulumi.Input<string>;\n    } | undefined>", "<{<s"),
        ("Promise<Local>", "^S~ecs.Local"),
        ("pulumi.Input<string | Role>", "<(s|U~iam.Role)"),
        ("pulumi.Input<pulumi.ID>", "<s"),
        ("pulumi.asset.Archive", "U@pulumi/pulumi.asset.Archive"),
        ('"a" | "b"', "('a'|'b')"),
        ("(string | number)[]", "[(s|n)"),
        ("string[][]", "[[s"),
        ("Record<string, any>", "{a"),
        ("readonly string[]", "[s"),
        ("boolean | undefined", "b"),
        ("undefined", "v"),
        ("any | undefined", "a"),
        # More than the type language says.
        ("(event: Event) => void", "a"),
        ("A & B", "a"),
        ("Unheard", "a"),
        ("T[K]", "a"),
        ("Partial<Local>", "a"),
        ("typeof x", "a"),
        ("{ a: string }", "a"),
        ("", "a"),
        ("pulumi.Input<", "a"),
    ],
)
def test_types(written: str, stored: str) -> None:
    assert SCOPE.type(written) == stored


@given(st.text(alphabet="string|&<>[]{}():;,.?=\"' \n", max_size=60))
def test_no_type_is_too_odd(text: str) -> None:
    assert isinstance(read_types(text, lambda name: "a"), str)


@given(st.text(max_size=200))
def test_no_file_is_too_odd(text: str) -> None:
    for source in (text, f"export interface A {{\n    b: {text};\n}}\n", f"export declare class A {{{text}"):
        for found in declarations(source):
            read(source, found, SCOPE)
        list(exports(source)), list(imports(source)), list(outline(source))


@given(st.text(alphabet="abc{}()[];:,?<>=/*\"'\n ", max_size=120))
def test_no_body_is_too_odd(text: str) -> None:
    list(bodies.members(text, 0, len(text)))


def record(text: str, name: str = "A") -> TypeRecord:
    found = next(d for d in declarations(text) if d.name == name)
    return read(text, found, SCOPE)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "written", ["a | " * 400 + "(x)", "{ " * 3 + "a b " * 400 + "(x)", "{ a" * 400, "a" * 5000 + " = ("]
)
def test_no_member_takes_for_ever(written: str) -> None:
    text = f"export interface A {{\n    a: {written};\n    b: string;\n}}\n"
    for found in declarations(text):
        read(text, found, SCOPE)


def test_interfaces_and_classes() -> None:
    empty = "export interface A {}\nexport interface B {\n    a: string;\n}\n"
    assert record(empty).properties == []
    assert [p.name for p in record(empty, "B").properties] == ["a"]
    cls = record(
        "export declare abstract class A<T> extends Role implements Local {\n"
        "    static of(): A;\n    protected x(): void;\n    private y;\n    get z(): string;\n"
        "    q?(a: string, ...rest: number[]): Promise<string>;\n"
        "    over(a: string): void;\n    over(a: number): void;\n    generic<U>(u: U): U;\n"
        "    constructor(name: string, args?: Local);\n}\n"
    )
    assert cls.flags & records.ABSTRACT
    assert cls.bases == ["~iam.Role", "~ecs.Local"]
    assert [(p.name, p.type, p.flags) for p in cls.properties] == [
        ("z", "s", records.READ_ONLY | records.REQUIRED)
    ]
    methods = {m.name: m for m in cls.methods}
    assert set(methods) == {"of", "x", "q", "over", "generic"}
    assert (methods["of"].flags, methods["x"].flags) == (records.STATIC, records.PROTECTED)
    assert [(p.type, p.flags) for p in methods["q"].signature.parameters] == [
        ("s", records.REQUIRED),
        ("n", records.VARIADIC),
    ]
    assert methods["over"].signature.flags & records.OPEN
    assert cls.call is not None
    assert cls.call.options == 1


def test_an_index_signature_leaves_open() -> None:
    assert record("export interface A {\n    [key: string]: any;\n    b: string;\n}\n").flags & records.OPEN


def test_enums_values_and_aliases() -> None:
    text = (
        'export declare const A: {\n    readonly B: "b";\n    /**\n     * @deprecated Use B instead.\n     */\n'
        '    readonly C: "c";\n    readonly D: 4;\n};\nexport declare const E: Role;\nexport type F = string | Local;\n'
        "export type G<T> = T[];\nexport declare function h(args: Local, ...more: string[]): boolean;\n"
        "export declare const I: {\n    readonly J: Role;\n};\n"
    )
    assert record(text).values == [ValueRecord("B", "b"), ValueRecord("C", "c", "B"), ValueRecord("D", 4)]
    assert (record(text, "E").letter, record(text, "E").token) == ("V", "U~iam.Role")
    assert (record(text, "F").letter, record(text, "F").token) == ("A", "(s|S~ecs.Local)")
    assert record(text, "G").token == "a"
    function = record(text, "h").call
    assert function is not None
    assert (function.returns, function.options, len(function.parameters)) == ("b", 0, 2)
    assert record(text, "I").letter == "V"


def test_comments_do_not_confuse() -> None:
    text = (
        "/** A `}` here;\n * ```ts\n * export interface Wrong {\n * ```\n */\nexport interface A {\n"
        "    /** `{` */\n    a: string;\n    // b: string;\n    /* c: string; */\n    d?: number;\n}\n"
    )
    assert [d.name for d in declarations(text)] == ["A"]
    assert [(p.name, p.flags) for p in record(text).properties] == [("a", records.REQUIRED), ("d", 0)]


@pytest.mark.parametrize(
    ("told", "member", "found"),
    [
        ("Use newName instead.", "old", "newName"),
        ("status is deprecated. Use `new_name` instead.", "old", "newName"),
        ("Use Bucket.newName instead", "old", "newName"),
        ("Use newName or other instead", "old", ""),
        ("Use the aws.s3.BucketAcl resource instead.", "old", ""),
        ("It will be removed.", "old", ""),
        ("s3.BucketV2 has been deprecated in favor of s3.Other", "", "s3.Other#"),
        ("aws.s3/bucketv2.BucketV2 has been deprecated in favor of aws.s3/other.Other", "", "s3.Other#"),
    ],
)
def test_deprecations(told: str, member: str, found: str) -> None:
    assert replacement(told, "s3.Bucket", member, ("newName", "other", "old")) == found


def test_defaults() -> None:
    assert default_told("Defaults to `true`.") == "true"
    assert default_told("Default is `private`") == '"private"'
    assert default_told("Defaults to `a`; for b, defaults to `c`") == ""
    assert default_told("Defaults to `the value of x`") == ""


# --- whole packages ---


def test_a_package_as_it_is_asked(tmp_path: Path) -> None:
    package = NpmPackage(small.write_pulumi_npm(tmp_path))
    bucket = package.get("store.Bucket")
    assert bucket is not None
    assert (bucket.token, bucket.bases) == ("tiny:store/bucket:Bucket", ["@pulumi/pulumi.CustomResource"])
    assert [p.name for p in bucket.properties] == ["bucketName", "rules"]
    arguments = package.get("store.BucketArgs")
    assert arguments is not None
    assert {p.name: (p.type, bool(p.flags & records.REQUIRED)) for p in arguments.properties} == {
        "bucketName": ("<s", False),
        "name": ("<s", False),
        "kind": ("<(s|E~types.enums.store.Kind)", True),
        "rules": ("<[<S~types.input.store.BucketRule", False),
        "tags": ("<{<s", False),
    }
    assert [(p.default, p.deprecated) for p in arguments.properties[:2]] == [
        ('"things"', None),
        ("", "bucketName"),
    ]
    rule = package.get("types.input.store.BucketRule")
    assert rule is not None
    assert [p.name for p in rule.properties] == ["days"]
    kind = package.get("types.enums.store.Kind")
    assert kind is not None
    assert [v.value for v in kind.values] == ["cold", "warm"]
    told = package.documents("store.Bucket")
    assert told is not None
    assert (told.own.text, told.members["bucketName"].text) == (
        "Holds things.",
        "Its name, as `{` and `}` and `;` say.",
    )
    assert package.get("store.Nothing") is None
    assert package.get("nothing.at.All") is None


def test_all_of_it_is_the_same(tmp_path: Path) -> None:
    package = NpmPackage(small.write_pulumi_npm(tmp_path))
    steps: list[tuple[int, int]] = []
    reading = package.read_all(lambda done, total: steps.append((done, total)))
    assert set(reading.types) == {
        "Provider", "ProviderArgs", "store.Bucket", "store.BucketArgs", "store.BucketState", "types.input.store.BucketRule",
        "types.output.store.BucketRule", "types.enums.store.Kind",
    }  # fmt: skip
    again = NpmPackage(tmp_path / "node_modules" / "@pulumi" / "tiny")
    assert {key: again.get(key) for key in reading.types} == reading.types
    assert reading.names["store"].others == {"Kind": "types.enums.store.Kind"}
    assert steps[-1][0] == steps[-1][1] - 1


def test_what_other_files_add_to_a_class(tmp_path: Path) -> None:
    files = {
        **small.PULUMI_NPM,
        "store/index.d.ts": 'export * from "./aMixins";\n' + small.PULUMI_NPM["store/index.d.ts"],
        "store/aMixins.d.ts": 'import * as bucket from "./bucket";\nexport interface Handler {\n    a: string;\n}\n'
        'declare module "./bucket" {\n    interface Bucket {\n        onMade(name: string, handler: Handler): void;\n'
        "        readonly extra: string;\n    }\n}\nexport declare const later: string;\n",
    }
    place = small.write_pulumi_npm(tmp_path, files)
    lazily, whole = (
        NpmPackage(place).get("store.Bucket"),
        NpmPackage(place).read_all(lambda done, total: None),
    )
    assert lazily is not None
    assert lazily == whole.types["store.Bucket"]
    assert lazily.letter == "C"
    assert [m.name for m in lazily.methods] == ["get", "onMade"]
    assert [p.name for p in lazily.properties] == ["bucketName", "rules", "extra"]
    assert lazily.methods[1].signature.parameters[1].type == "S~store.Handler"
    assert {"store.Handler", "store.later"} <= set(whole.types)


@pytest.mark.parametrize(
    "lost", ["index.d.ts", "store/index.d.ts", "store/bucket.d.ts", "store/bucket.js", "types/input.d.ts"]
)
def test_files_may_be_missing(tmp_path: Path, lost: str) -> None:
    package = NpmPackage(
        small.write_pulumi_npm(tmp_path, {k: v for k, v in small.PULUMI_NPM.items() if k != lost})
    )
    package.read_all(lambda done, total: None)
    package.get("store.Bucket")
    package.get("types.input.store.BucketRule")


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        NpmPackage(tmp_path)
