"""Reading jsii assemblies, whole and broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import small_packages as small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackproof.packages import records
from stackproof.packages.jsii.assembly import of_archive, of_npm
from stackproof.packages.jsii.reading import read
from stackproof.packages.jsii.replacements import offered
from stackproof.packages.literals import literal_default
from stackproof.packages.records import PropertyRecord, Reading
from stackproof.packages.unreadable import Unreadable


def reading(tmp_path: Path, **types: dict[str, Any]) -> Reading:
    return read(of_npm(small.write_npm(tmp_path, small.assembly(**types))))


def test_plain_packed_and_carried_are_the_same(tmp_path: Path) -> None:
    described = small.assembly(**small.BUCKETS)
    plain = read(of_npm(small.write_npm(tmp_path / "a", described)))
    packed = read(of_npm(small.write_npm(tmp_path / "b", described, packed=True)))
    place = small.write_pypi(tmp_path / "c", described)
    carried = read(of_archive(next((place / "_jsii").iterdir())))
    assert plain == packed == carried
    assert plain.types["storage.BucketProps"].properties == [
        PropertyRecord("bucketName", "s"),
        PropertyRecord("sizeInGiB", "n", records.REQUIRED),
    ]
    assert plain.types["storage.Bucket"].call is not None
    assert plain.types["storage.Bucket"].call.options == 1
    assert plain.documents["storage.BucketProps"].members["bucketName"].text == "How it is called."


def test_types(tmp_path: Path) -> None:
    both = {"union": {"types": [small.TEXT, {"fqn": "cdktf.IResolvable"}, small.TEXT]}}
    several = {"intersection": {"types": [{"fqn": "tiny-lib.A"}, {"fqn": "other.IThing"}]}}
    listed = {"collection": {"kind": "array", "elementtype": {"fqn": "tiny-lib.E"}}}
    mapped = {"collection": {"kind": "map", "elementtype": {"primitive": "any"}}}
    found = reading(
        tmp_path,
        A=small.struct(
            small.prop("a", both), small.prop("b", several), small.prop("c", listed), small.prop("d", mapped)
        ),
        E={"kind": "enum", "members": [{"name": "ONE"}]},
    )
    types = [p.type for p in found.types["A"].properties]
    assert types == ["(s|Icdktf.IResolvable)", "(S~A&Iother.IThing)", "[E~E", "{a"]


def test_terraform_names_and_version(tmp_path: Path) -> None:
    link = "https://registry.terraform.io/providers/hashicorp/aws/6.1.0/docs/%s/thing#%s"
    found = reading(
        tmp_path,
        thing__Thing=small.construct(
            "tiny-lib.thing.ThingConfig",
            base="cdktf.TerraformResource",
            docs={"summary": "Represents a {@link https://r/providers/hashicorp/aws/6.1.0/docs/resources/thing aws_thing}."},
        ),
        thing__DataThing=small.construct(
            "tiny-lib.thing.ThingConfig",
            base="cdktf.TerraformDataSource",
            docs={"summary": "A {@link https://r/providers/hashicorp/aws/6.1.0/docs/data-sources/thing aws_thing}."},
        ),
        thing__ThingConfig=small.struct(
            small.prop("selfAttribute", docs={"summary": f"{{@link {link % ('resources', 'self')} Thing#self}}"})
        ),
    )  # fmt: skip
    assert found.header.provider == "6.1.0"
    assert found.types["thing.Thing"].token == "aws_thing"
    assert found.types["thing.DataThing"].token == "data.aws_thing"
    assert found.types["thing.ThingConfig"].properties[0].schema_name == "self"


def test_cloudformation_types(tmp_path: Path) -> None:
    told = {"custom": {"cloudformationResource": "AWS::S3::Bucket"}}
    arn = {"custom": {"cloudformationAttribute": "Arn"}}
    found = reading(
        tmp_path, CfnBucket={"kind": "class", "docs": told, "properties": [small.prop("attrArn", docs=arn)]}
    )
    assert found.types["CfnBucket"].token == "AWS::S3::Bucket"
    assert found.types["CfnBucket"].properties[0].schema_name == "Arn"
    # Nothing is said of how it is made: only the library itself does.
    assert found.types["CfnBucket"].call is None


def test_files_that_programs_import(tmp_path: Path) -> None:
    described = small.assembly(**small.BUCKETS)
    described["submodules"]["tiny-lib.storage"]["symbolId"] = "src/storage/index:"
    described["metadata"] = {"tscRootDir": "src"}
    place = small.write_npm(
        tmp_path, described, exports={".": "./x.js", "./lib/storage": "./lib/storage/index.js"}
    )
    found = read(of_npm(place), str(place))
    assert [m.file for m in found.header.modules] == ["lib/index", "lib/storage/index"]
    assert found.header.exports == ["lib/storage"]


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("use `bar` instead", ["bar"]),
        ("- Use bar instead - https://x/y", ["bar"]),
        ("Use {@link Other.BAR } instead.", ["Other.BAR"]),
        ("{@link Other.BAR } should be used instead.", ["Other.BAR"]),
        ("See {@link barV2 }", ["barV2"]),
        ("Use ``bar()`` instead", ["bar"]),
        ("replaced by the new property `bar`", ["bar"]),
        ("Use `a` or `b` instead", ["a", "b"]),
        ("use writer and readers instead", ["writer", "readers"]),
        ("this property has been deprecated", []),
        ("See the guide", []),
        ("Use `metric.with({ period: ... })` for that", []),
    ],
)
def test_what_deprecations_offer(told: str, names: list[str]) -> None:
    assert offered(told) == names


def test_replacements_exist_and_are_alike(tmp_path: Path) -> None:
    def old(name: str, told: str) -> dict[str, Any]:
        return small.prop(name, docs={"deprecated": told})

    found = reading(
        tmp_path,
        Old={"kind": "class", "docs": {"deprecated": "use `New`"}},
        New={"kind": "class"},
        NewProps=small.struct(docs={"deprecated": "use `New`"}),
        Props=small.struct(
            old("a", "use `other` instead"),
            old("c", "use `nothing` instead"),
            old("d", "use `other` or `e`"),
            old("f", "use newer versions"),
            small.prop("other"),
            small.prop("e"),
            base="",
        ),
        Derived=small.struct(old("g", "use other"), interfaces=["tiny-lib.Props"]),
    )
    members = {p.name: p.deprecated for t in ("Props", "Derived") for p in found.types[t].properties}
    assert members == {"a": "other", "other": None, "c": "", "d": "", "e": None, "f": "", "g": "other"}
    assert found.types["Old"].deprecated == "New#"
    # A class does not take the place of a struct.
    assert found.types["NewProps"].deprecated == ""


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("false", "false"),
        ("- true.", "true"),
        ("- 60", "60"),
        ("`'x'`", "'x'"),
        ("Duration.minutes(5)", "Duration.minutes(5)"),
        ("RemovalPolicy.RETAIN", "RemovalPolicy.RETAIN"),
        ("- No bucket policy.", ""),
        ("none", ""),
        ("true if something is so", ""),
    ],
)
def test_defaults_are_values_or_nothing(told: str, value: str) -> None:
    assert literal_default(told) == value


# --- broken ones ---


def test_a_redirection_stays_in_the_package(tmp_path: Path) -> None:
    place = small.write_npm(tmp_path, small.assembly(), packed=True)
    outside = tmp_path / "secret.gz"
    outside.write_bytes(gzip.compress(b"{}"))
    (place / ".jsii").write_text(json.dumps({"schema": "jsii/file-redirect", "filename": "../../secret.gz"}))
    with pytest.raises(Unreadable, match="leads out"):
        of_npm(place)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        of_npm(tmp_path)
    with pytest.raises(Unreadable):
        of_archive(tmp_path / "x.tgz")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_is_noticed_or_does_no_harm(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["plain", "packed", "carried"]))
    root = tmp_path / kind
    if not root.exists():
        described = small.assembly(**small.BUCKETS)
        if kind == "carried":
            small.write_pypi(root, described)
        else:
            small.write_npm(root, described, packed=kind == "packed")
    [file] = [
        p
        for p in root.rglob("*")
        if p.name in (".jsii.gz" if kind == "packed" else ".jsii",) or p.suffix == ".tgz"
    ]
    whole = file.read_bytes()
    try:
        if data.draw(st.booleans()):
            file.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        else:
            at = data.draw(st.integers(0, len(whole) - 1))
            file.write_bytes(
                whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
            )
        try:
            found = of_archive(file) if kind == "carried" else of_npm(file.parent)
        except Unreadable:
            return
        read(found)
    finally:
        file.write_bytes(whole)
