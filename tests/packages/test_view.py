"""Facts as programs see them: what imports mean, how things are spelled, what is inherited, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_packages as small

from stackproof.model.facts import Facts, Found, Signature
from stackproof.model.runtime import Symbol
from stackproof.model.types import STRING, Deferred, ListOf, Named, Union
from stackproof.packages.catalogue import Catalogue
from stackproof.packages.store import Store

LIBRARY = small.assembly(
    **small.BUCKETS,
    Base={
        "kind": "class",
        "abstract": True,
        "initializer": {"parameters": [{"name": "id", "type": small.TEXT}]},
        "properties": [small.prop("urlSuffix"), small.prop("VERSION", static=True, const=True)],
        "methods": [{"name": "toLocal", "protected": True, "returns": {"type": small.TEXT}}],
    },
    IThing={"kind": "interface", "properties": [small.prop("thingArn")], "methods": [{"name": "touch"}]},
    Thing={
        "kind": "class",
        "base": "tiny-lib.Base",
        "interfaces": ["tiny-lib.IThing"],
        "initializer": {
            "parameters": [
                {"name": "scope", "type": {"fqn": "elsewhere.Construct"}},
                {"name": "id", "type": small.TEXT},
                {"name": "props", "type": {"fqn": "tiny-lib.ThingProps"}},
            ]
        },
        "properties": [
            small.prop("thingArn", docs={"deprecated": "use `urlSuffix`"}),
            small.prop("tfResourceType", static=True, const=True),
        ],
        "methods": [
            {
                "name": "fromName",
                "static": True,
                "parameters": [{"name": "lambda", "type": small.TEXT}, {"name": "others", "type": small.TEXT, "variadic": True}],
                "returns": {"type": {"fqn": "tiny-lib.IThing"}},
            }
        ],
    },
    ThingProps=small.struct(
        small.prop("id", optional=True),
        small.prop("maxSizeMiB", {"primitive": "number"}, docs={"default": "- 5"}),
        small.prop("inner", {"collection": {"kind": "array", "elementtype": {"fqn": "tiny-lib.Thing.InnerProperty"}}}),
        interfaces=["tiny-lib.CommonProps"],
    ),
    CommonProps=small.struct(small.prop("kmsKeyARN", optional=True, docs={"summary": "A key."})),
    Thing__InnerProperty=small.struct(small.prop("from")),
    Kind={"kind": "enum", "members": [{"name": "ONE"}, {"name": "None", "docs": {"deprecated": "use ONE"}}]},
    Stranger={"kind": "class", "base": "elsewhere.Construct", "initializer": {}},
    Loop={"kind": "class", "base": "tiny-lib.Pool", "initializer": {}},
    Pool={"kind": "class", "base": "tiny-lib.Loop", "initializer": {}},
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(Store(tmp_path_factory.mktemp("cache")), patient=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    small.write_npm(folder, LIBRARY)
    small.write_pypi(folder, LIBRARY)
    small.write_pulumi_npm(folder)
    small.write_pulumi_pypi(folder)
    return folder


@pytest.fixture(scope="module")
def typescript(catalogue: Catalogue, site: Path) -> Facts:
    return catalogue.facts("typescript", str(site))


@pytest.fixture(scope="module")
def python(catalogue: Catalogue, site: Path) -> Facts:
    return catalogue.facts("python", str(site / "program"), (str(site),))


def find(facts: Facts, path: str) -> Found:
    """``module name name``."""
    module, *names = path.split()
    found = facts.find(Symbol(module, tuple(names)))
    assert found is not None, path
    return found


TYPESCRIPT = {
    "tiny-lib Thing": "tiny-lib.Thing",
    "tiny-lib default Thing": "tiny-lib.Thing",
    "tiny-lib storage Bucket": "tiny-lib.storage.Bucket",
    "tiny-lib/storage Bucket": "tiny-lib.storage.Bucket",
    "tiny-lib/storage/index.js Bucket": "tiny-lib.storage.Bucket",
    "tiny-lib/lib/thing Thing": "tiny-lib.Thing",
    "tiny-lib/lib Thing": "tiny-lib.Thing",
    "tiny-lib Thing InnerProperty": "tiny-lib.Thing.InnerProperty",
    "@pulumi/tiny store Bucket": "@pulumi/tiny.store.Bucket",
    "@pulumi/tiny/store Bucket": "@pulumi/tiny.store.Bucket",
    "@pulumi/tiny/store/bucket Bucket": "@pulumi/tiny.store.Bucket",
    "@pulumi/tiny store Kind": "@pulumi/tiny.types.enums.store.Kind",
    "@pulumi/tiny types enums store Kind": "@pulumi/tiny.types.enums.store.Kind",
    "@pulumi/tiny types input store BucketRule": "@pulumi/tiny.types.input.store.BucketRule",
    "@pulumi/tiny Provider": "@pulumi/tiny.Provider",
}
PYTHON = {
    "tiny_lib Thing": "tiny-lib.Thing",
    "tiny_lib storage Bucket": "tiny-lib.storage.Bucket",
    "tiny_lib.storage Bucket": "tiny-lib.storage.Bucket",
    "tiny_lib Thing InnerProperty": "tiny-lib.Thing.InnerProperty",
    "pulumi_tiny store Bucket": "@pulumi/tiny.store.Bucket",
    "pulumi_tiny.store Bucket": "@pulumi/tiny.store.Bucket",
    "pulumi_tiny.store.bucket Bucket": "@pulumi/tiny.store.Bucket",
    "pulumi_tiny store BucketRuleArgs": "@pulumi/tiny.types.input.store.BucketRule",
    "pulumi_tiny store BucketRuleArgsDict": "@pulumi/tiny.types.input.store.BucketRule",
    "pulumi_tiny store outputs BucketRule": "@pulumi/tiny.types.output.store.BucketRule",
    "pulumi_tiny.store.outputs BucketRule": "@pulumi/tiny.types.output.store.BucketRule",
    "pulumi_tiny store Kind": "@pulumi/tiny.types.enums.store.Kind",
    "pulumi_tiny store get_bucket": "@pulumi/tiny.store.getBucket",
    "pulumi_tiny Provider": "@pulumi/tiny.Provider",
}


@pytest.mark.parametrize("path", TYPESCRIPT)
def test_typescript_imports(typescript: Facts, path: str) -> None:
    found = find(typescript, path)
    assert found.fact is not None
    assert (found.fact.id, found.rest, found.missing) == (TYPESCRIPT[path], (), "")


@pytest.mark.parametrize("path", PYTHON)
def test_python_imports(python: Facts, path: str) -> None:
    found = find(python, path)
    assert found.fact is not None
    assert (found.fact.id, found.rest, found.missing) == (PYTHON[path], (), "")


@pytest.mark.parametrize("path", [*TYPESCRIPT, *PYTHON])
def test_what_is_found_can_be_imported_as_it_says(typescript: Facts, python: Facts, path: str) -> None:
    facts = typescript if path in TYPESCRIPT else python
    fact = find(facts, path).fact
    assert fact is not None
    again = facts.find(Symbol(fact.module, tuple(fact.name.split("."))))
    assert again is not None
    assert again.fact is fact


@pytest.mark.parametrize(
    ("path", "missing", "rest"),
    [
        ("tiny-lib Thin", "Thin", ("Thin",)),
        ("tiny-lib/storag Bucket", "storag", ("Bucket",)),
        ("tiny-lib/storage Bucke x", "Bucke", ("Bucke", "x")),
        ("tiny-lib Kind TWO", "TWO", ("TWO",)),
        ("tiny-lib Thing fromNam", "fromNam", ("fromNam",)),
        ("@pulumi/tiny store Bucke", "Bucke", ("Bucke",)),
        ("@pulumi/tiny stor", "stor", ("stor",)),
        # Nobody knows what else is in that file, or what else the class has.
        ("tiny-lib/lib/thing Thong", "", ("Thong",)),
        # Assemblies do not tell of these, the package's own declarations do.
        ("tiny-lib Untold", "", ("Untold",)),
        ("tiny-lib/storage shown", "", ("shown",)),
        ("tiny-lib/storage hidden", "hidden", ("hidden",)),
        ("tiny-lib Stranger of", "", ("of",)),
        ("@pulumi/tiny/store/bucket Bucke", "", ("Bucke",)),
    ],
)
def test_what_is_missing(typescript: Facts, path: str, missing: str, rest: tuple[str, ...]) -> None:
    found = find(typescript, path)
    assert (found.missing, found.rest) == (missing, rest)


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("tiny_lib Thin", "Thin"),
        ("tiny_lib.storag Bucket", "storag"),
        ("tiny_lib storag", "storag"),
        ("tiny_lib Thing fromName", "fromName"),
        ("pulumi_tiny store BucketRule", "BucketRule"),
        ("pulumi_tiny store getBucket", "getBucket"),
    ],
)
def test_what_is_missing_in_python(python: Facts, path: str, missing: str) -> None:
    assert find(python, path).missing == missing


def test_members(typescript: Facts, python: Facts) -> None:
    static = find(typescript, "tiny-lib Thing fromName x y")
    assert static.member is not None
    assert (static.member.name, static.rest, static.missing) == ("fromName", ("x", "y"), "")
    constant = find(python, "tiny_lib Thing TF_RESOURCE_TYPE")
    assert constant.member is not None
    assert constant.member.source_name == "tfResourceType"
    value = find(python, "tiny_lib Kind None_").member
    assert value is not None
    assert value.deprecated is not None
    assert value.deprecated.member == "ONE"


def test_spelling_and_inheritance(typescript: Facts, python: Facts) -> None:
    for facts, module, props, members in (
        (
            typescript, "tiny-lib",
            ["id", "maxSizeMiB", "inner", "kmsKeyARN"], {"thingArn", "tfResourceType", "urlSuffix", "VERSION", "fromName", "toLocal"},
        ),
        (
            python, "tiny_lib",
            ["id", "max_size_mib", "inner", "kms_key_arn"],
            {"thing_arn", "TF_RESOURCE_TYPE", "url_suffix", "VERSION", "from_name", "_to_local"},
        ),
    ):  # fmt: skip
        thing, arguments = find(facts, f"{module} Thing").fact, find(facts, f"{module} ThingProps").fact
        assert thing is not None
        assert arguments is not None
        assert list(arguments.properties) == props
        assert {*thing.properties, *thing.methods} == members
        assert thing.complete
        assert arguments.required == (props[1], "inner")
        assert arguments.properties[props[1]].default == "5"
        assert arguments.properties[props[3]].owner == "tiny-lib.CommonProps"
        deprecated = thing.properties[
            props[0].replace("id", "thingArn" if module == "tiny-lib" else "thing_arn")
        ].deprecated
        assert deprecated is not None
        assert deprecated.member == ("urlSuffix" if module == "tiny-lib" else "url_suffix")


def test_calls(typescript: Facts, python: Facts) -> None:
    thing = find(typescript, "tiny-lib Thing").fact
    assert thing is not None
    assert thing.call is not None
    assert [p.name for p in thing.call.parameters] == ["scope", "id", "props"]
    assert (thing.call.options, thing.call.options_at, thing.call.options_required) == (
        "tiny-lib.ThingProps",
        2,
        True,
    )
    assert list(typescript.keywords(thing.call)) == ["id", "maxSizeMiB", "inner", "kmsKeyARN"]
    own = find(python, "tiny_lib Thing").fact
    assert own is not None
    assert own.call is not None
    # A keyword takes the name of a parameter.
    assert [p.name for p in own.call.parameters] == ["scope", "id_"]
    assert (own.call.options, own.call.options_at) == ("tiny-lib.ThingProps", -1)
    assert list(python.keywords(own.call)) == ["id", "max_size_mib", "inner", "kms_key_arn"]
    method = own.methods["from_name"].signature
    assert [(p.name, p.variadic) for p in method.parameters] == [("lambda_", False), ("others", True)]
    assert python.keywords(Signature()) == {}


def test_a_base_that_is_not_at_hand(typescript: Facts) -> None:
    stranger, loop = find(typescript, "tiny-lib Stranger").fact, find(typescript, "tiny-lib Loop").fact
    assert stranger is not None
    assert loop is not None
    assert not stranger.complete
    assert not loop.complete


def test_types(typescript: Facts) -> None:
    arguments = find(typescript, "tiny-lib ThingProps").fact
    assert arguments is not None
    type_ = arguments.properties["inner"].type
    assert type_ == ListOf(Named("tiny-lib.Thing.InnerProperty", "struct"))
    assert isinstance(type_, ListOf)
    assert isinstance(type_.item, Named)
    inner = typescript.of(type_.item)
    assert inner is not None
    assert (inner.module, inner.name) == ("tiny-lib", "Thing.InnerProperty")


def test_pulumi(typescript: Facts, python: Facts) -> None:
    bucket = find(typescript, "@pulumi/tiny store Bucket").fact
    assert bucket is not None
    assert (bucket.module, bucket.name, bucket.token) == (
        "@pulumi/tiny",
        "store.Bucket",
        "tiny:store/bucket:Bucket",
    )
    assert bucket.call is not None
    assert (bucket.call.options, bucket.call.options_at) == ("@pulumi/tiny.store.BucketArgs", 1)
    kind = typescript.keywords(bucket.call)["kind"]
    assert kind.required
    assert kind.type == Deferred(
        Union((STRING, Named("@pulumi/tiny.types.enums.store.Kind", "enum"))), "input"
    )
    own = find(python, "pulumi_tiny store Bucket").fact
    assert own is not None
    assert own.call is not None
    assert [p.name for p in own.call.parameters] == ["resource_name", "opts"]
    assert own.call.options_at == 1
    assert list(python.keywords(own.call)) == ["kind", "bucket_name", "rules"]
    function = find(python, "pulumi_tiny store get_bucket").fact
    assert function is not None
    assert function.call is not None
    assert (list(python.keywords(function.call)), function.call.options_at) == (["bucket_name", "kind"], -1)
    hidden = python.get("@pulumi/tiny.store.GetBucketArgs")
    assert hidden is not None
    assert not hidden.importable


def test_exports(typescript: Facts, python: Facts) -> None:
    root, storage = typescript.exports("tiny-lib"), typescript.exports("tiny-lib/storage")
    assert root is not None
    assert storage is not None
    assert "Thing" in root.names
    assert "Thing.InnerProperty" not in root.names
    assert dict(root.modules) == {"storage": "storage"}
    assert dict(storage.names) == {n: f"tiny-lib.storage.{n}" for n in ("BucketProps", "Bucket")}
    assert typescript.exports("tiny-lib/nothing") is None
    assert typescript.exports("left-pad") is None
    store = python.exports("pulumi_tiny.store")
    assert store is not None
    assert {"Bucket", "BucketArgs", "BucketRuleArgs", "BucketRuleArgsDict", "Kind", "get_bucket"} <= set(
        store.names
    )
    assert store.complete


def test_by_name(typescript: Facts, python: Facts) -> None:
    found = typescript.named("Bucket", ("tiny-lib", "@pulumi/tiny", "left-pad"))
    assert [f.id for f in found] == ["tiny-lib.storage.Bucket", "@pulumi/tiny.store.Bucket"]
    assert [f.id for f in python.named("get_bucket", ("pulumi_tiny",))] == ["@pulumi/tiny.store.getBucket"]
    assert typescript.named("Nothing", ("tiny-lib",)) == ()


def test_documentation(typescript: Facts, python: Facts) -> None:
    for facts in (typescript, python):
        own = facts.documentation("tiny-lib.storage.Bucket")
        assert own is not None
        assert own.text == "Holds things."
        inherited = facts.documentation("tiny-lib.ThingProps", "kmsKeyARN")
        assert inherited is not None
        assert inherited.text == "A key."
        default = facts.documentation("tiny-lib.ThingProps", "maxSizeMiB")
        assert default is not None
        assert default.default == "- 5"
        assert facts.documentation("tiny-lib.ThingProps", "nothing") is None
        assert facts.documentation("left-pad.X") is None


@pytest.mark.parametrize(
    "id_", ["", ".", "tiny-lib", "tiny-lib.", "tiny-lib.storage", "@pulumi/tiny.store", "@x", "~"]
)
def test_odd_ids(typescript: Facts, python: Facts, id_: str) -> None:
    assert typescript.get(id_) is None
    assert python.get(id_) is None


def test_answers_are_remembered(typescript: Facts) -> None:
    assert find(typescript, "tiny-lib Thing") is find(typescript, "tiny-lib Thing")
