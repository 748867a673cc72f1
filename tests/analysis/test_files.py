"""Tests of the disk, the overlay of open documents, the walk over source files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stackproof.analysis.files import MAX_BYTES, Disk, Overlay, is_source, walk
from stackproof.text import Document


def put(root: Path, *names: str, text: str = "x = 1\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, *exclude: str, base: Path | None = None) -> list[str]:
    paths = walk(str(root), exclude, Disk(), str(base) if base else None)
    return [os.path.relpath(p, root).replace(os.sep, "/") for p in paths]


def test_source_files_only(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.ts",
        "b.tsx",
        "c.mts",
        "d.cts",
        "e.js",
        "f.py",
        "types.d.ts",
        "g.d.mts",
        "README.md",
        "h.go",
    )
    assert found(tmp_path) == ["a.ts", "b.tsx", "c.mts", "d.cts", "e.js", "f.py"]
    assert not is_source("lib/x.d.ts")


def test_foreign_folders_are_left_out(tmp_path: Path) -> None:
    put(
        tmp_path,
        "lib/a.ts",
        "node_modules/x/index.js",
        ".venv/lib/y.py",
        "cdk.out/z.js",
        ".gen/a.ts",
        "venv/b.py",
    )
    put(tmp_path, "deep/node_modules/q.ts", "deep/ok.py", ".terraform/x.py", "__pycache__/c.py")
    put(tmp_path, "myenv/pyvenv.cfg", "myenv/lib/site.py")
    assert found(tmp_path) == ["deep/ok.py", "lib/a.ts"]


def test_dist_only_when_ignored(tmp_path: Path) -> None:
    put(tmp_path, "dist/a.ts", "build/b.py")
    assert found(tmp_path) == ["build/b.py", "dist/a.ts"]
    (tmp_path / ".gitignore").write_text("dist/\n")
    assert found(tmp_path) == ["build/b.py"]


def test_nested_gitignore_decides_over_outer(tmp_path: Path) -> None:
    put(tmp_path, "a.js", "sub/b.js", "sub/c.js")
    (tmp_path / ".gitignore").write_text("*.js\n")
    (tmp_path / "sub/.gitignore").write_text("!b.js\n")
    assert found(tmp_path) == ["sub/b.js"]


def test_gitignore_above_the_root_counts_within_the_repository(tmp_path: Path) -> None:
    put(tmp_path, "repo/pkg/gen/a.py", "repo/pkg/b.py")
    (tmp_path / "repo/.gitignore").write_text("/pkg/gen\n")
    assert found(tmp_path / "repo/pkg") == ["b.py", "gen/a.py"]
    (tmp_path / "repo/.git").mkdir()
    assert found(tmp_path / "repo/pkg") == ["b.py"]


def test_malformed_gitignore_line_costs_only_itself(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_bytes(b"!\n\xff\xfe\n///\nb.py\n")
    assert found(tmp_path) == ["a.py"]


def test_exclude_is_counted_from_the_base(tmp_path: Path) -> None:
    put(tmp_path, "pkg/legacy/a.py", "pkg/new/b.py")
    assert found(tmp_path, "pkg/legacy/") == ["pkg/new/b.py"]
    assert found(tmp_path / "pkg", "pkg/legacy/", base=tmp_path) == ["new/b.py"]
    assert found(tmp_path / "pkg", "pkg/legacy/") == ["legacy/a.py", "new/b.py"]


def test_compiled_javascript_beside_its_source(tmp_path: Path) -> None:
    put(tmp_path, "bin/app.ts", "bin/app.js", "bin/tool.js")
    assert found(tmp_path) == ["bin/app.ts", "bin/tool.js"]


def test_generated_bindings_named_by_the_manifest(tmp_path: Path) -> None:
    put(tmp_path, "main.py", "imports/aws/vpc.py", "src/made/x.py")
    (tmp_path / "cdktf.json").write_text(
        '{"language": "python", "app": "python main.py", "output": "src/made"}'
    )
    assert found(tmp_path) == ["main.py"]


def test_a_named_file_is_always_taken(tmp_path: Path) -> None:
    put(tmp_path, "node_modules/x.d.ts")
    path = str(tmp_path / "node_modules/x.d.ts")
    assert list(walk(path, ["*"], Disk())) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_symlinks_never_loop_nor_repeat(tmp_path: Path) -> None:
    put(tmp_path, "root/a/x.py", "outside/y.py")
    root = tmp_path / "root"
    (root / "a/up").symlink_to(root, target_is_directory=True)
    (root / "self").symlink_to("self")
    (root / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (root / "again.py").symlink_to(root / "a/x.py")
    (root / "shared.py").symlink_to(tmp_path / "outside/y.py")
    assert found(root) == ["shared.py", "a/x.py"]


def test_missing_root_is_empty(tmp_path: Path) -> None:
    assert found(tmp_path / "nothing") == []


def test_disk_leaves_out_with_a_reason(tmp_path: Path) -> None:
    disk = Disk()
    big, binary, missing = tmp_path / "big.ts", tmp_path / "b.ts", tmp_path / "none.ts"
    big.write_bytes(b"a" * (MAX_BYTES + 1))
    binary.write_bytes(b"abc\0def")
    assert disk.read(str(big)) is None
    assert disk.read(str(binary)) is None
    assert disk.read(str(missing)) is None
    assert disk.read(str(tmp_path)) is None
    assert "too large" in (disk.reason(str(big)) or "")
    assert "binary" in (disk.reason(str(binary)) or "")
    assert disk.reason(str(missing)) is None
    assert set(disk.skipped()) == {str(big), str(binary)}


def test_disk_sees_changes_and_deletion(tmp_path: Path) -> None:
    disk, path = Disk(), tmp_path / "a.py"
    path.write_text("one")
    assert disk.read(str(path)) == b"one"
    path.write_text("three")
    assert disk.read(str(path)) == b"three"
    path.unlink()
    assert disk.read(str(path)) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert Disk().read(str(tmp_path / "pipe.py")) is None
    assert found(tmp_path) == []


def test_overlay_counts_before_disk_even_when_deleted(tmp_path: Path) -> None:
    put(tmp_path, "a.py", text="disk")
    opened = str(tmp_path / "new/b.py")
    documents = {
        str(tmp_path / "a.py"): Document(str(tmp_path / "a.py"), b"edited", 2),
        opened: Document(opened, b"fresh", 1),
    }
    overlay = Overlay(Disk(), documents)
    assert overlay.read(str(tmp_path / "a.py")) == b"edited"
    assert overlay.is_file(opened)
    assert overlay.is_dir(str(tmp_path / "new"))
    assert list(overlay.list(str(tmp_path))) == ["a.py", "new"]
    assert list(walk(str(tmp_path), [], overlay)) == [str(tmp_path / "a.py"), opened]
    document = overlay.document(opened)
    assert document is documents[opened]
    assert overlay.document(str(tmp_path / "none.py")) is None


def test_nul_in_a_path_is_no_crash() -> None:
    disk = Disk()
    assert disk.read("/a\0b") is None
    assert not disk.is_file("/a\0b")
    assert list(disk.list("/a\0b")) == []
