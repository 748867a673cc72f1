"""Which packages are found in which layouts of folders."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import small_packages as small

from stackproof.packages.installed import find_npm, find_pypi, npm_name
from stackproof.packages.places import cache_folder


@pytest.mark.parametrize(
    ("module", "split"),
    [
        ("aws-cdk-lib", ("aws-cdk-lib", "")),
        ("aws-cdk-lib/aws-s3", ("aws-cdk-lib", "aws-s3")),
        ("@cdktf/provider-aws/lib/s3-bucket", ("@cdktf/provider-aws", "lib/s3-bucket")),
        ("@pulumi/aws", ("@pulumi/aws", "")),
    ],
)
def test_names_of_packages(module: str, split: tuple[str, str]) -> None:
    assert npm_name(module) == split


def test_up_the_tree(tmp_path: Path) -> None:
    small.write_npm(tmp_path, small.assembly())
    program = tmp_path / "packages" / "infra" / "lib"
    program.mkdir(parents=True)
    found = find_npm("tiny-lib", str(program))
    assert found is not None
    assert (found.name, found.version, found.flavour) == ("tiny-lib", "1.0.0", "jsii-npm")
    assert find_npm("other-lib", str(program)) is None


def test_the_nearest_version_counts(tmp_path: Path) -> None:
    small.write_npm(tmp_path, small.assembly(version="1.0.0"))
    small.write_npm(tmp_path / "apps" / "one", small.assembly(version="2.0.0"))
    versions = [find_npm("tiny-lib", str(tmp_path / "apps" / app)) for app in ("one", "two")]
    assert [v.version for v in versions if v is not None] == ["2.0.0", "1.0.0"]


def test_one_that_tells_nothing_hides_others(tmp_path: Path) -> None:
    """Node loads the nearest package, so facts of one further up would be of another."""
    small.write_npm(tmp_path, small.assembly())
    small.write_files(
        tmp_path / "app" / "node_modules" / "tiny-lib",
        {"package.json": '{"name": "tiny-lib", "version": "9"}'},
    )
    assert find_npm("tiny-lib", str(tmp_path / "app")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_pnpm(tmp_path: Path) -> None:
    store = tmp_path / "node_modules" / ".pnpm" / "tiny-lib@1.0.0"
    real = small.write_npm(store, small.assembly())
    # What the package itself depends on lies beside it, and all of it in one hidden folder.
    beside = small.write_npm(store, small.assembly(name="@tiny/core"))
    (tmp_path / "node_modules" / "tiny-lib").symlink_to(real)
    hidden = tmp_path / "node_modules" / ".pnpm" / "node_modules" / "@tiny"
    hidden.mkdir(parents=True)
    (hidden / "core").symlink_to(beside)
    found, core = find_npm("tiny-lib", str(tmp_path)), find_npm("@tiny/core", str(tmp_path))
    assert found is not None
    assert core is not None
    assert found.folder == os.path.realpath(real)
    assert core.folder == os.path.realpath(beside)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_linked_workspace(tmp_path: Path) -> None:
    """Yarn and npm link packages of the same repository."""
    (tmp_path / "libs").mkdir()
    own = small.write_npm(tmp_path / "built", small.assembly())
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "tiny-lib").symlink_to(own)
    found = find_npm("tiny-lib", str(tmp_path / "libs"))
    assert found is not None
    assert found.folder == os.path.realpath(own)


def test_a_change_is_seen(tmp_path: Path) -> None:
    place = small.write_npm(tmp_path, small.assembly(), packed=True)
    found = find_npm("tiny-lib", str(tmp_path))
    assert found is not None
    assert found.is_current()
    (place / ".jsii.gz").write_bytes(b"something else")
    assert not found.is_current()
    again = find_npm("tiny-lib", str(tmp_path))
    assert again != found


def test_pulumi(tmp_path: Path) -> None:
    small.write_pulumi_npm(tmp_path)
    found = find_npm("@pulumi/tiny", str(tmp_path))
    assert found is not None
    assert (found.flavour, Path(found.described).name) == ("pulumi-npm", "input.d.ts")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"name": 3, "version": "1"}', '{"name": "tiny-lib"}', "\udcff"]
)
def test_broken_manifests(tmp_path: Path, text: str) -> None:
    place = small.write_npm(tmp_path, small.assembly())
    (place / "package.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert find_npm("tiny-lib", str(tmp_path)) is None


# --- Python ---


def test_python_packages(tmp_path: Path) -> None:
    small.write_pypi(tmp_path, small.assembly())
    small.write_pulumi_pypi(tmp_path)
    small.write_files(tmp_path / "pulumi_tiny-2.1.0.dist-info", {"METADATA": ""})
    jsii = find_pypi("tiny_lib.storage", (str(tmp_path),))
    assert jsii is not None
    assert (jsii.module, jsii.version, jsii.flavour) == ("tiny_lib", "1.0.0", "jsii-pypi")
    pulumi = find_pypi("pulumi_tiny.store.bucket", (str(tmp_path),))
    assert pulumi is not None
    assert (pulumi.name, pulumi.version, pulumi.module) == ("pulumi-tiny", "2.1.0", "pulumi_tiny")
    assert find_pypi("os.path", (str(tmp_path),)) is None
    assert find_pypi("not-a-module", (str(tmp_path),)) is None


def test_packages_inside_of_packages(tmp_path: Path) -> None:
    small.write_pypi(tmp_path, small.assembly())
    small.write_pypi(tmp_path, small.assembly(name="@tiny/extra-alpha", python="tiny_lib.extra_alpha"))
    inner, outer = (
        find_pypi("tiny_lib.extra_alpha", (str(tmp_path),)),
        find_pypi("tiny_lib", (str(tmp_path),)),
    )
    assert inner is not None
    assert outer is not None
    assert (inner.module, outer.module) == ("tiny_lib.extra_alpha", "tiny_lib")


def test_generated_bindings_go_before_what_is_installed(tmp_path: Path) -> None:
    small.write_pypi(tmp_path / "site", small.assembly(version="1.0.0"))
    small.write_pypi(tmp_path / "app", small.assembly(version="2.0.0", python="imports.tiny"))
    found = find_pypi("imports.tiny.storage", (str(tmp_path / "app"), str(tmp_path / "site")))
    assert found is not None
    assert (found.version, found.module) == ("2.0.0", "imports.tiny")


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/stackproof"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "/c/stackproof"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "relative"}, "/h/.cache/stackproof"),
        ("linux", {}, None),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/stackproof"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/stackproof/Cache"),
        ("win32", {}, None),
        ("linux", {"HOME": "/h", "STACKPROOF_CACHE": "/s"}, "/s"),
    ],
)
def test_where_facts_are_kept(platform: str, variables: dict[str, str], folder: str | None) -> None:
    found = cache_folder(variables, platform)
    assert (None if found is None else found.as_posix()) == folder
