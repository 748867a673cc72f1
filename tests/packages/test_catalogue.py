"""What is handed out when: at once, after reading, after a change, when nothing can be read."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_packages as small

from stackproof.model.facts import Facts, Found, Knowledge
from stackproof.model.runtime import Symbol
from stackproof.packages import catalogue as catalogues
from stackproof.packages.catalogue import Catalogue, Listener
from stackproof.packages.store import Store


class Heard:
    """Remembers what a catalogue says."""

    def __init__(self) -> None:
        self.changed = threading.Event()
        self.progress: list[tuple[str, int, int]] = []
        self.told: list[str] = []

    def listener(self) -> Listener:
        return Listener(
            self.changed.set,
            lambda what, done, total: self.progress.append((what, done, total)),
            self.told.append,
        )


@pytest.fixture
def heard() -> Heard:
    return Heard()


Make = Callable[[bool], Catalogue]


@pytest.fixture
def make(tmp_path: Path, heard: Heard) -> Iterator[Make]:
    made: list[Catalogue] = []

    def new(patient: bool) -> Catalogue:
        made.append(Catalogue(Store(tmp_path / "cache"), patient=patient, listener=heard.listener()))
        return made[-1]

    yield new
    for each in made:
        each.close()


def bucket(facts: Facts, module: str = "tiny-lib/storage", name: str = "Bucket") -> Found | None:
    return facts.find(Symbol(module, (name,)))


def version(facts: Facts) -> str:
    found = bucket(facts)
    assert found is not None
    return found.package.version


def test_the_command_line_waits(tmp_path: Path, make: Make, heard: Heard) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    found = bucket(make(True).facts("typescript", str(tmp_path)))
    assert found is not None
    assert found.fact is not None
    assert found.package.knowledge is Knowledge.INSTALLED
    assert heard.progress == [("tiny-lib 1.0.0", 0, 2), ("tiny-lib 1.0.0", 1, 2)]
    assert not heard.changed.is_set()


def test_an_editor_does_not(tmp_path: Path, make: Make, heard: Heard) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    catalogue = make(False)
    facts = catalogue.facts("typescript", str(tmp_path))
    assert bucket(facts) is None
    assert heard.changed.wait(60)
    assert catalogue.generation == 1
    later = catalogue.facts("typescript", str(tmp_path))
    assert later is not facts
    assert version(later) == "1.0.0"
    # Another server finds what this one has written.
    assert bucket(make(False).facts("typescript", str(tmp_path))) is not None


def test_bundled_facts_stand_in(tmp_path: Path, make: Make, heard: Heard) -> None:
    described = small.assembly(
        name="constructs", version="99.0.0", python="constructs", Construct={"kind": "class"}
    )
    small.write_npm(tmp_path, described)
    catalogue = make(False)
    found = bucket(catalogue.facts("typescript", str(tmp_path)), "constructs", "Construct")
    assert found is not None
    assert found.fact is not None
    assert found.package.knowledge is Knowledge.BUNDLED
    assert found.package.version != "99.0.0"
    assert found.package.installed == "99.0.0"
    assert heard.changed.wait(60)
    later = bucket(catalogue.facts("typescript", str(tmp_path)), "constructs", "Construct")
    assert later is not None
    assert later.package.knowledge is Knowledge.INSTALLED
    assert later.package.version == "99.0.0"


def test_nothing_installed_at_all(tmp_path: Path, make: Make) -> None:
    catalogue = make(False)
    typescript = catalogue.facts("typescript", str(tmp_path))
    python = catalogue.facts("python", str(tmp_path), ())
    for facts, module, name in (
        (typescript, "aws-cdk-lib/aws-s3", "Bucket"),
        (typescript, "@cdktf/provider-aws/lib/s3-bucket", "S3Bucket"),
        (typescript, "@cdktn/provider-aws/lib/s3-bucket", "S3Bucket"),
        (typescript, "./.gen/providers/aws/s3-bucket", "S3Bucket"),
        (typescript, "@pulumi/aws", "s3"),
        (python, "aws_cdk.aws_s3", "Bucket"),
        (python, "cdktf_cdktf_provider_aws.s3_bucket", "S3Bucket"),
        (python, "imports.aws.s3_bucket", "S3Bucket"),
        (python, "pulumi_aws.s3", "Bucket"),
        (python, "pulumi", "ResourceOptions"),
    ):
        found = facts.find(Symbol(module, (name,)))
        assert found is not None, module
        assert found.missing == "", module
        assert not found.package.is_installed
        assert found.package.installed == ""
    assert typescript.documentation("aws-cdk-lib.aws_s3.Bucket") is None
    other = typescript.find(Symbol("@cdktn/provider-aws/lib/s3-bucket", ("S3Bucket",)))
    assert other is not None
    assert (other.package.name, other.package.stand_in) == ("@cdktn/provider-aws", "@cdktf/provider-aws")
    assert typescript.find(Symbol("left-pad", ("x",))) is None
    assert python.find(Symbol("", ("print",))) is None
    assert typescript.find(Symbol("./mine", ("x",))) is None


def test_stand_ins_are_imported_by_the_programs_own_names(tmp_path: Path, make: Make) -> None:
    facts = make(False).facts("python", str(tmp_path), ())
    found = facts.find(Symbol("cdktn_provider_aws.s3_bucket", ("S3Bucket",)))
    assert found is not None
    assert found.fact is not None
    assert (found.fact.module, found.fact.name) == ("cdktn_provider_aws.s3_bucket", "S3Bucket")


def test_a_package_that_changes(tmp_path: Path, make: Make) -> None:
    place = small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    catalogue = make(True)
    before = catalogue.facts("typescript", str(tmp_path))
    assert version(before) == "1.0.0"
    assert catalogue.facts("typescript", str(tmp_path)) is before
    shutil.rmtree(place)
    changed = {**small.BUCKETS, "storage__More": small.struct()}
    small.write_npm(tmp_path, small.assembly(version="1.1.0", **changed))
    after = catalogue.facts("typescript", str(tmp_path))
    assert version(after) == "1.1.0"
    found = bucket(after, name="More")
    assert found is not None
    assert found.fact is not None


def test_a_package_that_comes_later(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = make(True)
    assert bucket(catalogue.facts("typescript", str(tmp_path))) is None
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    monkeypatch.setattr(catalogues, "_ABSENCE_SECONDS", 0.0)
    assert version(catalogue.facts("typescript", str(tmp_path))) == "1.0.0"


def test_several_versions_in_one_workspace(tmp_path: Path, make: Make) -> None:
    for number in (1, 2):
        small.write_npm(tmp_path / str(number), small.assembly(version=f"{number}.0.0", **small.BUCKETS))
    catalogue = make(True)
    assert [version(catalogue.facts("typescript", str(tmp_path / n))) for n in ("1", "2", "1")] == [
        "1.0.0",
        "2.0.0",
        "1.0.0",
    ]


def test_what_cannot_be_read_is_told_once(tmp_path: Path, make: Make, heard: Heard) -> None:
    place = small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    whole = (place / ".jsii").read_text()
    (place / ".jsii").write_text(whole[: len(whole) // 2])
    for patient in (True, False):
        catalogue = make(patient)
        for _ in range(3):
            assert bucket(catalogue.facts("typescript", str(tmp_path))) is None
            if not patient:
                assert heard.changed.wait(60)
        assert len(heard.told) == 1
        assert str(place) in heard.told[0] or "not an assembly" in heard.told[0]
        heard.told.clear()
    # Mended, it is read.
    (place / ".jsii").write_text(whole + " ")
    assert version(make(True).facts("typescript", str(tmp_path))) == "1.0.0"


def test_a_broken_core_package_has_a_stand_in(tmp_path: Path, make: Make, heard: Heard) -> None:
    place = small.write_npm(tmp_path, small.assembly(name="aws-cdk-lib"))
    (place / ".jsii").write_bytes(b"\x1f\x8b broken")
    found = bucket(make(True).facts("typescript", str(tmp_path)), "aws-cdk-lib/aws-s3")
    assert found is not None
    assert found.fact is not None
    assert not found.package.is_installed
    assert len(heard.told) == 1


def test_files_that_break_between(tmp_path: Path, make: Make) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    assert version(make(True).facts("typescript", str(tmp_path))) == "1.0.0"
    for kept in (tmp_path / "cache" / "facts").iterdir():
        kept.write_bytes(b"")
    assert version(make(True).facts("typescript", str(tmp_path))) == "1.0.0"


def test_pulumi_answers_before_it_is_read(tmp_path: Path, make: Make, heard: Heard) -> None:
    small.write_pulumi_npm(tmp_path)
    catalogue = make(False)
    found = catalogue.facts("typescript", str(tmp_path)).find(Symbol("@pulumi/tiny", ("store", "Bucket")))
    assert found is not None
    assert found.fact is not None
    assert found.package.is_installed
    assert heard.changed.wait(60)
    later = catalogue.facts("typescript", str(tmp_path)).find(Symbol("@pulumi/tiny", ("store", "Bucket")))
    assert later is not None
    assert later.fact == found.fact
    # Prose is read from the package itself, also when facts come from the index.
    told = catalogue.facts("typescript", str(tmp_path)).documentation("@pulumi/tiny.store.Bucket")
    assert told is not None
    assert told.text == "Holds things."


def test_after_closing_nothing_is_read(tmp_path: Path, make: Make, heard: Heard) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    catalogue = make(False)
    catalogue.close()
    assert bucket(catalogue.facts("typescript", str(tmp_path))) is None
    time.sleep(0.3)
    assert not heard.changed.is_set()


def test_asked_from_several_threads(tmp_path: Path, make: Make) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    catalogue = make(True)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(version(catalogue.facts("typescript", str(tmp_path)))))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["1.0.0"] * 6


def test_archives_in_place_of_folders_are_told_of(tmp_path: Path, make: Make, heard: Heard) -> None:
    (tmp_path / ".pnp.cjs").write_text("")
    (tmp_path / "app").mkdir()
    facts = make(True).facts("typescript", str(tmp_path / "app"))
    assert facts.find(Symbol("constructs", ("Construct",))) is not None
    assert facts.find(Symbol("left-pad", ("x",))) is None
    [told] = heard.told
    assert "constructs" in told
