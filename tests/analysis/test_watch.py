"""What checks hand on to each other: nothing is read or made again without a reason, nothing stale is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stackproof.analysis import checking, watch
from stackproof.analysis.files import Disk
from stackproof.analysis.report import Report
from stackproof.analysis.watch import Remembered, SteadyDisk, Watch
from stackproof.analysis.workspace import Workspace
from stackproof.text import Document

MAIN = """import { App, TerraformStack } from 'cdktf';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { name } from './name';
const stack = new TerraformStack(new App(), 'main');
new S3Bucket(stack, 'bucket', { bucket: name });
"""
MANIFEST = '{"language": "typescript", "app": "npx ts-node main.ts"}'


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "main.ts").write_text(MAIN)
        (tmp_path / folder / "name.ts").write_text(f"export const name = '{folder}';\n")
        (tmp_path / folder / "cdktf.json").write_text(MANIFEST)
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the expensive parts of a check ran."""
    counts: dict[str, int] = {}

    def count(module: object, name: str, label: str) -> None:
        inner: Callable[..., object] = getattr(module, name)

        def counted(*args: object, **named: object) -> object:
            counts[label] = counts.get(label, 0) + 1
            return inner(*args, **named)

        counts[label] = 0
        monkeypatch.setattr(module, name, counted)

    count(checking, "evaluate", "evaluated")
    count(checking, "discover", "discovered")
    count(checking, "walk", "walked")
    count(os, "stat", "asked")
    return counts


def buckets(report: Report) -> dict[str, str | None]:
    return {
        os.path.basename(os.path.dirname(p.entry)): next(iter(p.graph.of("aws_s3_bucket")))["bucket"].text()
        for p in report.programs
    }


def type_into(space: Workspace, path: Path, text: str) -> Report:
    space.open(Document.from_text(str(path), text))
    return space.snapshot().check()


def test_a_keystroke_asks_nothing_of_the_disk_and_evaluates_one_program(
    programs: Path, calls: dict[str, int]
) -> None:
    space = Workspace([str(programs)])
    type_into(space, programs / "one" / "name.ts", "export const name = 'a';\n")
    calls.update(dict.fromkeys(calls, 0))
    report = type_into(space, programs / "one" / "name.ts", "export const name = 'ab';\n")
    assert buckets(report) == {"one": "ab", "two": "two"}
    assert (calls["evaluated"], calls["discovered"], calls["walked"]) == (1, 0, 0)
    # The open document itself, to know whether it is on disk.
    assert calls["asked"] <= 2


def test_saving_evaluates_nothing(programs: Path, calls: dict[str, int]) -> None:
    space = Workspace([str(programs)])
    path = programs / "one" / "name.ts"
    type_into(space, path, "export const name = 'saved';\n")
    path.write_text("export const name = 'saved';\n")
    calls.update(dict.fromkeys(calls, 0))
    space.touch([str(path)])
    assert buckets(space.snapshot().check())["one"] == "saved"
    assert (calls["evaluated"], calls["walked"]) == (0, 0)


def test_a_new_file_counts_only_where_imports_find_it(programs: Path, calls: dict[str, int]) -> None:
    space = Workspace([str(programs)])
    space.snapshot().check()
    calls.update(dict.fromkeys(calls, 0))
    (programs / "one" / "other.ts").write_text("export const nothing = 1;\n")
    space.touch([str(programs / "one" / "other.ts")])
    space.snapshot().check()
    assert (calls["evaluated"], calls["walked"]) == (0, 1)
    (programs / "one" / "name.ts").rename(programs / "one" / "name.mts")
    (programs / "two" / "name").mkdir()
    (programs / "two" / "name" / "index.ts").write_text("export const name = 'further';\n")
    space.touch([str(programs / "one" / "name.mts"), str(programs / "two" / "name" / "index.ts")])
    assert buckets(space.snapshot().check()) == {"one": "one", "two": "two"}
    assert calls["evaluated"] == 1
    (programs / "two" / "name.ts").unlink()
    space.touch([str(programs / "two" / "name.ts")])
    assert buckets(space.snapshot().check())["two"] == "further"


def test_an_unreadable_module_that_becomes_readable_is_read(programs: Path) -> None:
    path = programs / "one" / "name.ts"
    path.write_bytes(b"\0binary")
    space = Workspace([str(programs)])
    assert buckets(space.snapshot().check())["one"] is None
    path.write_text("export const name = 'text';\n")
    space.touch([str(path)])
    assert buckets(space.snapshot().check())["one"] == "text"


def test_an_open_manifest_leads_to_another_program(programs: Path) -> None:
    (programs / "one" / "second.ts").write_text(MAIN.replace("name }", "name: 'second' }"))
    space = Workspace([str(programs)])
    space.snapshot().check()
    report = type_into(space, programs / "one" / "cdktf.json", MANIFEST.replace("main.ts", "second.ts"))
    assert str(programs / "one" / "second.ts") in [p.entry for p in report.programs]


def test_typing_makes_a_file_a_program_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("export const a = 1;\n")
    space = Workspace([str(tmp_path)])
    assert space.snapshot().check().programs == []
    report = type_into(space, tmp_path / "a.ts", MAIN.replace("import { name } from './name';\n", ""))
    assert [os.path.basename(p.entry) for p in report.programs] == ["a.ts"]


def test_a_configuration_file_is_seen_when_it_comes(programs: Path) -> None:
    space = Workspace([str(programs)])
    space.snapshot().check()
    (programs / "stackproof.toml").write_text("nonsense = 1\n")
    space.touch([str(programs / "stackproof.toml")])
    found = [p.rule for p in space.snapshot().check().problems]
    assert found == ["invalid-configuration"]
    assert [p.rule for p in space.snapshot().check().problems] == found


def test_what_nobody_announced_is_seen_after_a_while(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace([str(programs)])
    space.snapshot().check()
    (programs / "one" / "name.ts").write_text("export const name = 'elsewhere';\n")
    monkeypatch.setattr(watch, "_TRUST_SECONDS", -1.0)
    assert buckets(space.snapshot().check())["one"] == "elsewhere"


def test_an_unwanted_check_leaves_what_it_finished(programs: Path, calls: dict[str, int]) -> None:
    space = Workspace([str(programs)])

    def late() -> bool:
        return calls["evaluated"] > 1

    with pytest.raises(checking.Cancelled):
        space.snapshot().check(late)
    assert calls["evaluated"] == 2
    space.snapshot().check()
    assert calls["evaluated"] == 3


def test_a_steady_disk_looks_only_when_told(tmp_path: Path) -> None:
    path, missing = tmp_path / "a.ts", tmp_path / "b.ts"
    path.write_text("1")
    disk = SteadyDisk()
    assert (disk.read(str(path)), disk.read(str(missing))) == (b"1", None)
    path.write_text("22")
    missing.write_text("3")
    assert (disk.read(str(path)), disk.read(str(missing))) == (b"1", None)
    assert disk.look_again() == {str(path), str(missing)}
    assert (disk.read(str(path)), disk.read(str(missing))) == (b"22", b"3")
    os.utime(path)
    assert disk.look_again() == set()
    path.unlink()
    assert disk.look_again() == {str(path)}
    assert isinstance(disk, Disk)


def test_things_are_made_again_when_what_they_rest_on_changes(tmp_path: Path) -> None:
    path = str(tmp_path / "a")
    seen = Watch()
    things: Remembered[bytes | None] = Remembered(seen)
    texts: dict[str, Document] = {}
    made = []

    def get(condition: object = 1) -> bytes | None:
        seen.advance(dict(texts), 0)

        def make(read: watch.Read) -> bytes | None:
            made.append(condition)
            return read(path)

        return things.get("key", condition, lambda p: texts[p].data if p in texts else None, make)

    assert (get(), get(), len(made)) == (None, None, 1)
    texts[path] = Document(path, b"x")
    assert (get(), get(), len(made)) == (b"x", b"x", 2)
    texts[path] = Document(path, b"x", 2)
    texts[path + "b"] = Document(path + "b", b"y")
    assert (get(), len(made)) == (b"x", 2)
    assert (get(2), len(made)) == (b"x", 3)
    del texts[path]
    assert (get(2), len(made)) == (None, 4)


def test_a_circle_of_imports_is_entered_once(tmp_path: Path) -> None:
    for own, other in ("ab", "ba"):
        bucket = MAIN.replace("import { name } from './name';", f"import {{ name }} from './{other}';")
        (tmp_path / f"{own}.ts").write_text(bucket)
    report = Workspace([str(tmp_path)]).snapshot().check()
    assert [os.path.basename(p.entry) for p in report.programs] == ["a.ts"]
