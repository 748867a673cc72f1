"""The facts that come along: readable, plain, current, and named where their licences ask for it."""

from __future__ import annotations

import lzma
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from real_packages import site_packages

from stackproof.packages import bundle
from stackproof.packages.build import _find, _plain
from stackproof.packages.bundle import Bundle, Bundled
from stackproof.packages.index import Index, facts_bytes, table
from stackproof.packages.reading import read_package
from stackproof.packages.store import Store
from toolchains import NODE_MODULES, need

NOTICE = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")


def unpacked(each: Bundled) -> bytes:
    packed = files("stackproof.packages.bundled").joinpath(each.file + bundle.ENDING).read_bytes()
    return lzma.decompress(packed)


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for pair in value.items() for each in pair for s in strings(each)]
    return [s for each in value for s in strings(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("each", bundle.ALL, ids=lambda b: b.file)
def test_it_holds_no_sentences(each: Bundled) -> None:
    entries = {key: msgspec.msgpack.decode(raw) for key, raw in table(unpacked(each)).items()}
    for key, value in entries.items():
        for text in strings(value):
            # Values of enums may hold some words; prose has more of them.
            assert text.count(" ") < 6, (key, text)
            assert len(text) < 4 or not text.rstrip("\"'").endswith("."), (key, text)


@pytest.mark.parametrize("each", bundle.ALL, ids=lambda b: b.file)
def test_the_notice_names_it(each: Bundled) -> None:
    header = Index(table(unpacked(each))).header
    if each.flavour == "pulumi-pypi":
        names = [m.replace("_", "-") for m, b in bundle.PYPI.items() if b == each]
    else:
        names = [header.package]
    assert any(f"{name} {header.version}" in NOTICE for name in names), (names, header.version)


@pytest.mark.parametrize("each", bundle.ALL, ids=lambda b: b.file)
def test_it_is_what_would_be_made_now(each: Bundled) -> None:
    need(NODE_MODULES / "aws-cdk-lib")
    package = _find(each, NODE_MODULES, Path(site_packages()))
    assert package is not None
    data = unpacked(each)
    if Index(table(data)).header.version != package.version:
        pytest.skip("the toolchains have another version")
    made = facts_bytes(_plain(read_package(package, lambda done, total: None)))
    assert made == data, "run python -m stackproof.packages.build NODE_MODULES SITE_PACKAGES"


def test_it_is_small() -> None:
    folder = files("stackproof.packages.bundled")
    assert sum(len(f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".xz")) < 3_200_000


def test_it_is_unpacked_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert Bundle(store).open(bundle.CONSTRUCTS) is not None
    [kept] = (tmp_path / "facts").iterdir()
    before = kept.stat().st_mtime_ns
    assert Bundle(store).open(bundle.CONSTRUCTS) is not None
    assert [p.stat().st_mtime_ns for p in (tmp_path / "facts").iterdir()] == [before]
    # A damaged one is made anew.
    kept.write_bytes(b"x")
    assert Bundle(store).open(bundle.CONSTRUCTS) is not None
    assert kept.stat().st_size > 100


def test_it_is_there_without_a_folder() -> None:
    opened = Bundle(Store(None)).open(bundle.CONSTRUCTS)
    assert opened is not None
    assert opened.has("Construct")
