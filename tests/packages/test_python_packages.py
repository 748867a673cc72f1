"""Reading Pulumi's Python packages."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_packages as small
from hypothesis import given
from hypothesis import strategies as st

from stackproof.packages import records
from stackproof.packages.pulumi.annotations import read_annotation
from stackproof.packages.pulumi.core import PythonCore
from stackproof.packages.pulumi.pypi import PypiPackage
from stackproof.packages.unreadable import Unreadable


@pytest.mark.parametrize(
    ("written", "stored", "optional"),
    [
        ("str", "s", False),
        ("_builtins.bool", "b", False),
        ("Optional[pulumi.Input[int]]", "<i", True),
        ("pulumi.Input[Optional[_builtins.str]]", "<s", True),
        ("pulumi.Input[Sequence[pulumi.Input['XArgs']]]", "<[<S~X", False),
        ("Mapping[str, pulumi.Input[str]]", "{<s", False),
        ("pulumi.Output[Any]", "a", False),
        ("Union[str, 'Kind']", "(s|E~Kind)", False),
        ("str | None", "s", True),
        ("Awaitable[float]", "^n", False),
        ("'Optional[str]'", "s", True),
        ("Callable[[str], None]", "a", False),
        ("Unheard[str]", "a", False),
        ("", "a", False),
        ("Optional[", "a", False),
    ],
)
def test_annotations(written: str, stored: str, optional: bool) -> None:
    names = {"XArgs": "S~X", "Kind": "E~Kind"}
    found, may_miss = read_annotation(written, lambda name: names.get(name, "a"))
    assert found == stored
    if stored != "a" or optional:
        assert may_miss == optional


@given(st.text(alphabet="Optional[]|,.'\" Union", max_size=60))
def test_no_annotation_is_too_odd(text: str) -> None:
    read_annotation(text, lambda name: "a")


def test_a_package_as_it_is_asked(tmp_path: Path) -> None:
    package = PypiPackage(small.write_pulumi_pypi(tmp_path))
    assert package.header.package == "@pulumi/tiny"
    bucket = package.get("store.Bucket")
    assert bucket is not None
    assert bucket.token == "tiny:store/bucket:Bucket"
    assert bucket.call is not None
    assert [(p.name, p.python, p.type) for p in bucket.call.parameters] == [
        ("name", "resource_name", "s"),
        ("args", "", "S~store.BucketArgs"),
        ("opts", "", "U@pulumi/pulumi.ResourceOptions"),
    ]
    arguments = package.get("store.BucketArgs")
    assert arguments is not None
    assert {
        p.name: (p.type, bool(p.flags & records.REQUIRED), p.deprecated) for p in arguments.properties
    } == {
        "kind": ("<(s|E~types.enums.store.Kind)", True, None),
        "bucketName": ("<s", False, "kind"),
        "rules": ("<[<S~types.input.store.BucketRule", False, None),
    }
    function, given_ = package.get("store.getBucket"), package.get("store.GetBucketArgs")
    assert function is not None
    assert given_ is not None
    assert (function.token, function.letter) == ("tiny:store/getBucket:getBucket", "F")
    assert [(p.name, bool(p.flags & records.REQUIRED)) for p in given_.properties] == [
        ("bucketName", False),
        ("kind", True),
    ]
    assert given_.flags & records.HIDDEN
    told = package.documents("store.BucketArgs")
    assert told is not None
    assert told.members["bucketName"].text == "How it is called."


def test_names(tmp_path: Path) -> None:
    package = PypiPackage(small.write_pulumi_pypi(tmp_path))
    root, store, outputs = package.names(""), package.names("store"), package.names("types.output.store")
    assert root is not None
    assert store is not None
    assert outputs is not None
    assert root.modules == {"store": "store"}
    assert store.plain == ["AwaitableGetBucketResult", "Bucket", "BucketArgs", "GetBucketResult"]
    assert store.others == {"Kind": "types.enums.store.Kind", "get_bucket": "store.getBucket"}
    assert store.inputs == ["BucketRule"]
    assert store.modules == {"outputs": "types.output.store"}
    assert outputs.plain == ["BucketRule"]


def test_all_of_it_is_the_same(tmp_path: Path) -> None:
    place = small.write_pulumi_pypi(tmp_path)
    reading = PypiPackage(place).read_all(lambda done, total: None)
    assert {"Provider", "store.Bucket", "types.enums.store.Kind", "types.output.store.BucketRule"} <= set(
        reading.types
    )
    again = PypiPackage(place)
    assert {key: again.get(key) for key in reading.types} == reading.types


@pytest.mark.parametrize("lost", [k for k in small.PULUMI_PYPI if k != "pulumi-plugin.json"])
def test_files_may_be_missing_or_cut_off(tmp_path: Path, lost: str) -> None:
    for number, left in enumerate(("", small.PULUMI_PYPI[lost][: len(small.PULUMI_PYPI[lost]) // 2])):
        package = PypiPackage(
            small.write_pulumi_pypi(tmp_path / str(number), {**small.PULUMI_PYPI, lost: left})
        )
        package.read_all(lambda done, total: None)
        package.get("store.Bucket")
        package.get("types.input.store.BucketRule")


def test_no_plugin(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        PypiPackage(tmp_path)


def test_the_core_library(tmp_path: Path) -> None:
    small.write_files(
        tmp_path / "pulumi",
        {
            "__init__.py": "from .resource import (\n    Resource,\n    CustomResource,  # the usual one\n    run,\n)\n"
            "from . import runtime\n",
            "resource.py": "class Resource:\n    @property\n    def urn(self) -> 'Output[str]':\n        return x\n\n"
            "class CustomResource(Resource):\n    \"\"\"A resource.\"\"\"\n\n    kept: Optional[bool] = None\n    _hidden: int\n\n"
            "    def __init__(self, t: str, opts: Optional['Resource'] = None, *, deep: bool = True, **more: Any) -> None:\n"
            "        pass\n\n    @staticmethod\n    def merge(a: str, b: str) -> str:\n        pass\n\n    @overload\n"
            "    def over(self) -> None: ...\n\ndef run(a):\n    pass\n",
        },
    )  # fmt: skip
    core = PythonCore(tmp_path / "pulumi", "3.0.0")
    found = core.get("CustomResource")
    assert found is not None
    assert found.bases == ["~Resource"]
    assert found.call is not None
    assert [(p.name, p.flags) for p in found.call.parameters] == [
        ("t", records.REQUIRED),
        ("opts", 0),
        ("deep", 0),
    ]
    assert found.call.flags & records.OPEN
    assert [p.name for p in found.properties] == ["kept"]
    assert [(m.name, m.flags) for m in found.methods] == [("merge", records.STATIC), ("over", 0)]
    told = core.documents("CustomResource")
    assert told is not None
    assert told.own.text == "A resource."
    assert core.get("Nothing") is None
    names = core.names("")
    assert names is not None
    assert (names.plain, names.modules) == (["Resource", "CustomResource", "run"], {"runtime": "runtime"})
