"""The files of facts: whole or not used, shared, pruned, and where nothing can be written."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import small_packages as small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackproof.packages import indexing
from stackproof.packages.index import Corrupt, Index, documents_bytes, facts_bytes, map_file, table
from stackproof.packages.indexing import index
from stackproof.packages.installed import Installed, find_npm
from stackproof.packages.reading import read_package
from stackproof.packages.store import Store
from stackproof.packages.unreadable import Unreadable


@pytest.fixture
def package(tmp_path: Path) -> Installed:
    small.write_npm(tmp_path / "app", small.assembly(**small.BUCKETS))
    found = find_npm("tiny-lib", str(tmp_path / "app"))
    assert found is not None
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def quiet(done: int, total: int) -> None:
    return None


def files(store: Store, suffix: str = ".facts") -> list[Path]:
    assert store.folder is not None
    return sorted(p for p in store.folder.iterdir() if p.suffix == suffix)


def holds_buckets(found: Index | None) -> bool:
    return found is not None and found.has("storage.Bucket") and found.get("storage.Bucket") is not None


def test_what_is_kept_is_found_again(store: Store, package: Installed) -> None:
    assert store.open(package) is None
    steps: list[tuple[int, int]] = []
    made = index(package, store, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2), (1, 2)]
    again = store.open(package)
    assert again is not None
    for found in (made, again):
        assert holds_buckets(found)
        assert list(found.all_keys()) == ["storage.BucketProps", "storage.Bucket"]
        documents = found.documents("storage.Bucket")
        assert documents is not None
        assert documents.own.text == "Holds things."


def test_another_version_or_state_is_another_file(store: Store, package: Installed) -> None:
    index(package, store, quiet)
    for other in ({"version": "1.0.1"}, {"size": package.size + 1}, {"modified": package.modified + 1}):
        assert (
            store.open(Installed(**{**{f: getattr(package, f) for f in package.__struct_fields__}, **other}))
            is None
        )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files_are_not_used(store: Store, package: Installed, data: st.DataObject) -> None:
    whole = facts_bytes(read_package(package, quiet))
    path = store.path(package)
    assert path is not None
    store.write(path, whole, b"")
    assert store.open(package) is not None
    if data.draw(st.booleans()):
        broken = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        at = data.draw(st.integers(0, len(whole) - 1))
        broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    path.write_bytes(broken)
    assert store.open(package) is None
    # It is out of the way, so that it is made anew.
    assert not path.exists()


def test_foreign_and_empty_files(store: Store, package: Installed) -> None:
    path = store.path(package)
    assert path is not None
    path.parent.mkdir(parents=True)
    for content in (b"", b"something else entirely", facts_bytes(read_package(package, quiet)) + b"x"):
        path.write_bytes(content)
        assert store.open(package) is None


def test_a_table_without_header_is_corrupt(package: Installed) -> None:
    reading = read_package(package, quiet)
    with pytest.raises(Corrupt):
        Index(table(documents_bytes(reading)))


def test_prose_may_be_lost(store: Store, package: Installed) -> None:
    index(package, store, quiet)
    for prose in files(store, ".prose"):
        prose.unlink()
    found = store.open(package)
    assert holds_buckets(found)
    assert found is not None
    assert found.documents("storage.Bucket") is None


# --- where nothing can be written ---


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.parametrize("trouble", ["nowhere", "a file in its place", "below a file"])
def test_in_memory_where_there_is_no_folder(tmp_path: Path, package: Installed, trouble: str) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "facts").write_text("in the way")
    where = {
        "nowhere": None,
        "a file in its place": tmp_path / "cache",
        "below a file": tmp_path / "file" / "x",
    }
    found = index(package, Store(where[trouble]), quiet)
    assert holds_buckets(found)
    documents = found.documents("storage.Bucket")
    assert documents is not None
    assert documents.own.text == "Holds things."


@pytest.mark.skipif(sys.platform == "win32" or is_root(), reason="rights do not bind everybody")
def test_in_memory_where_writing_is_not_allowed(store: Store, package: Installed) -> None:
    assert store.folder is not None
    store.folder.mkdir(parents=True)
    store.folder.chmod(0o500)
    try:
        assert holds_buckets(index(package, store, quiet))
        assert files(store) == []
    finally:
        store.folder.chmod(0o700)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only some systems have a device that is always full"
)
def test_a_full_disk_leaves_nothing_half_written(
    store: Store, package: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.path(package)
    assert path is not None
    really = os.fdopen

    def full(handle: int, mode: str) -> object:
        os.close(handle)
        return really(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="space"):
        store.write(path, b"x" * 100_000, b"y")
    assert [p for p in path.parent.iterdir() if p.suffix != ".lock"] == []


# --- several at once ---


def test_two_at_once_make_one_file(store: Store, package: Installed) -> None:
    outcomes: list[bool] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(holds_buckets(index(package, store, quiet))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [True] * 3
    assert len(files(store)) == 1


def test_one_waits_for_the_other(store: Store, package: Installed) -> None:
    path = store.path(package)
    assert path is not None
    done: list[float] = []
    with store.locked(path):
        thread = threading.Thread(
            target=lambda: (index(package, store, quiet), done.append(time.monotonic()))
        )
        thread.start()
        # What the other one writes meanwhile is taken.
        time.sleep(0.6)
        assert done == []
        store.write(path, facts_bytes(read_package(package, quiet)), b"")
        freed = time.monotonic()
    thread.join()
    assert done[0] >= freed


def test_a_file_in_use_may_be_replaced(store: Store, package: Installed) -> None:
    first = index(package, store, quiet)
    path = store.path(package)
    assert path is not None
    store.write(path, facts_bytes(read_package(package, quiet)), b"")
    path.unlink()
    assert holds_buckets(first)


# --- old ones go ---


def test_old_versions_are_pruned(store: Store, package: Installed, tmp_path: Path) -> None:
    assert store.folder is not None
    for number in range(7):
        place = tmp_path / str(number)
        small.write_npm(place, small.assembly(version=f"1.{number}.0", **small.BUCKETS))
        version = find_npm("tiny-lib", str(place))
        assert version is not None
        index(version, store, quiet)
        path = store.path(version)
        assert path is not None
        os.utime(path, (time.time() - 100 + number,) * 2)
    other = store.folder / "other-lib-jsii-npm-1.0.0-0123456789abcdef.facts"
    other.write_bytes(b"x")
    unused = store.folder / "unused-lib-jsii-npm-1.0.0-0123456789abcdef.facts"
    unused.write_bytes(b"x")
    os.utime(unused, (1, 1))
    left = store.folder / "tmpabc.part"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    store.prune(package)
    names = [p.name for p in files(store)]
    assert [n.split("-")[4] for n in names if n.startswith("tiny")] == ["1.3.0", "1.4.0", "1.5.0", "1.6.0"]
    assert other.exists()
    assert not unused.exists()
    assert not left.exists()
    assert len(files(store, ".prose")) == 4


# --- the other process ---


def test_what_cannot_be_read_is_said(store: Store, package: Installed) -> None:
    Path(package.folder, ".jsii").write_text("{")
    with pytest.raises(Unreadable, match="not an assembly"):
        index(package, store, quiet)


@pytest.mark.skipif(sys.platform == "win32", reason="no such script there")
@pytest.mark.parametrize(
    "script", ["exit 1", "echo nonsense", 'echo \'{"state": "bytes", "facts": 5}\'; echo xx', "kill -9 $$"]
)
def test_a_process_that_fails(
    store: Store, package: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(Unreadable):
        index(package, store, quiet)


def test_a_process_that_cannot_be_started(
    store: Store, package: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(Unreadable, match="no process"):
        index(package, store, quiet)


@pytest.mark.skipif(sys.platform == "win32", reason="no such script there")
def test_a_process_that_hangs(
    store: Store, package: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec sleep 60\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(indexing, "_PATIENCE_SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(Unreadable):
        index(package, store, quiet)
    assert time.monotonic() - started < 20


def test_it_runs_no_code_of_the_project(store: Store, package: Installed, tmp_path: Path) -> None:
    """Whatever lies in the folders around, Stackproof's own modules are loaded."""
    trap = tmp_path / "app"
    for name in ("msgspec.py", "json.py", "stackproof.py", "sitecustomize.py", "usercustomize.py"):
        (trap / name).write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\n")
    done = subprocess.run(
        [sys.executable, "-c", _INDEX, package.described], cwd=trap, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "sprung").exists()


_INDEX = """
import os, sys
sys.path = [p for p in sys.path if p and p != os.getcwd()]
from stackproof.packages.indexing import index
from stackproof.packages.installed import find_npm
from stackproof.packages.store import Store
index(find_npm("tiny-lib", os.getcwd()), Store(None), lambda done, total: None)
"""


def test_a_map_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(Corrupt):
        map_file(tmp_path / "empty")
