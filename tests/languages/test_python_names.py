"""Python imports and the files they lead to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stackproof.languages.python import PythonNames, find_environment
from stackproof.languages.python.environment import Environment
from stackproof.languages.source import Resolution


class FakeFiles:
    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def is_file(self, path: str) -> bool:
        return path in self.files

    def read(self, path: str) -> bytes | None:
        found = self.files.get(path)
        return None if found is None else found.encode()


def names(*paths: str, environment: Environment | None = None, **texts: str) -> PythonNames:
    files = {f"/p/{path}": "" for path in paths}
    files.update({f"/p/{name.replace('__', '.')}": text for name, text in texts.items()})
    return PythonNames("/p", FakeFiles(files), environment, jedi=False)


def at(path: str, specifier: str) -> Resolution:
    return Resolution("file", f"/p/{path}", specifier)


@pytest.mark.parametrize(
    ("specifier", "importer", "path"),
    [
        ("stacks.vpc", "app.py", "stacks/vpc.py"),
        ("stacks", "app.py", "stacks/__init__.py"),
        (".vpc", "stacks/db.py", "stacks/vpc.py"),
        (".", "stacks/db.py", "stacks/__init__.py"),
        ("...util", "stacks/deep/x.py", "util.py"),
        ("..util", "stacks/deep/x.py", "stacks/util.py"),
        ("..", "stacks/deep/x.py", "stacks/__init__.py"),
        (".x", "stacks/deep/y.py", "stacks/deep/x.py"),
        ("util", "stacks/db.py", "util.py"),
        ("lib.thing", "app.py", "src/lib/thing.py"),
        ("stubs", "app.py", "stubs.pyi"),
    ],
)
def test_project_files(specifier: str, importer: str, path: str) -> None:
    resolver = names(
        "cdk.json",
        "app.py",
        "util.py",
        "stubs.pyi",
        "stacks/__init__.py",
        "stacks/vpc.py",
        "stacks/util.py",
        "stacks/db.py",
        "stacks/deep/x.py",
        "stacks/deep/y.py",
        "src/lib/thing.py",
    )
    assert resolver.resolve(specifier, f"/p/{importer}") == at(path, specifier)


def test_the_starting_folder_comes_before_the_importers_own() -> None:
    resolver = names("cdk.json", "config.py", "stacks/config.py", "stacks/vpc.py")
    assert resolver.resolve("config", "/p/stacks/vpc.py") == at("config.py", "config")


def test_nested_programs_start_in_their_own_folder() -> None:
    resolver = names("infra/Pulumi.yaml", "infra/__main__.py", "infra/network.py", "network.py")
    assert resolver.resolve("network", "/p/infra/__main__.py") == at("infra/network.py", "network")


def test_packages_beside_the_program_are_found_up_to_the_top_of_the_repository() -> None:
    files = FakeFiles(
        {
            "/r/src/infra/apps/web/__main__.py": "",
            "/r/src/infra/lib/tags.py": "",
            "/r/src/bridge/keys.py": "",
            "/elsewhere/keys.py": "",
        }
    )
    program = "/r/src/infra/apps/web"
    found = PythonNames(program, files, jedi=False, top="/r")
    importer = f"{program}/__main__.py"
    assert found.resolve("infra.lib.tags", importer).path == "/r/src/infra/lib/tags.py"
    assert found.resolve("bridge.keys", importer).path == "/r/src/bridge/keys.py"
    alone = PythonNames(program, files, jedi=False)
    assert alone.resolve("bridge.keys", importer).kind == "external"


def test_declared_source_folders() -> None:
    resolver = names(
        "python/thing.py",
        "lib/other.py",
        pyproject__toml=(
            '[tool.setuptools.packages.find]\nwhere = ["python"]\n'
            '[tool.pytest.ini_options]\npythonpath = "lib ../outside"\n'
        ),
    )
    assert resolver.resolve("thing", "/p/app.py") == at("python/thing.py", "thing")
    assert resolver.resolve("other", "/p/app.py") == at("lib/other.py", "other")


@pytest.mark.parametrize("text", ["[tool", "tool = 3", "[tool.setuptools]\npackages = ['a']", "\x00"])
def test_odd_pyproject_files(text: str) -> None:
    assert names("a.py", pyproject__toml=text).resolve("a", "/p/app.py") == at("a.py", "a")


def test_missing_and_external() -> None:
    resolver = names("app.py", "stacks/__init__.py")
    assert resolver.resolve(".gone", "/p/app.py").kind == "missing"
    assert resolver.resolve("stacks.gone", "/p/app.py").kind == "missing"
    assert resolver.resolve("aws_cdk.aws_s3", "/p/app.py") == Resolution("external", None, "aws_cdk.aws_s3")
    assert resolver.resolve("json", "/p/app.py").kind == "external"
    assert resolver.resolve("..........x", "/p/app.py").kind == "missing"
    assert resolver.resolve("", "/p/app.py").kind == "missing"
    assert resolver.resolve("a..b", "/p/app.py").kind == "missing"


def test_members_that_are_submodules() -> None:
    resolver = names("app.py", "stacks/__init__.py", "stacks/vpc.py", "util.py", "space/inner.py")
    assert resolver.resolve_member("stacks", "vpc", "/p/app.py") == at("stacks/vpc.py", "stacks.vpc")
    assert resolver.resolve_member(".", "util", "/p/app.py") == at("util.py", ".util")
    assert resolver.resolve_member("stacks", "Vpc", "/p/app.py").kind == "missing"
    assert resolver.resolve_member("util", "vpc", "/p/app.py").kind == "missing"
    assert resolver.resolve_member("aws_cdk", "aws_s3", "/p/app.py").kind == "external"


class DiskFiles:
    def is_file(self, path: str) -> bool:
        return os.path.isfile(path)

    def read(self, path: str) -> bytes | None:
        return Path(path).read_bytes() if os.path.isfile(path) else None


def make_environment(folder: Path, extra: str = "") -> Path:
    site = folder / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n" + extra)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    return site


def test_namespace_packages(tmp_path: Path) -> None:
    (tmp_path / "space").mkdir()
    (tmp_path / "space" / "inner.py").write_text("")
    resolver = PythonNames(str(tmp_path), DiskFiles(), jedi=False)
    importer = str(tmp_path / "app.py")
    assert resolver.resolve("space", importer) == Resolution("file", None, "space")
    inner = resolver.resolve_member("space", "inner", importer)
    assert inner == Resolution("file", str(tmp_path / "space" / "inner.py"), "space.inner")


def test_an_installed_package_comes_before_a_folder_of_its_name(tmp_path: Path) -> None:
    site = make_environment(tmp_path / ".venv")
    (site / "constructs").mkdir()
    (tmp_path / "constructs").mkdir()
    environment = find_environment(str(tmp_path), {})
    assert environment is not None
    resolver = PythonNames(str(tmp_path), DiskFiles(), environment, jedi=False)
    assert resolver.resolve("constructs", str(tmp_path / "app.py")).kind == "external"


def test_environments_are_found_without_being_started(tmp_path: Path) -> None:
    project = tmp_path / "mono" / "infra"
    project.mkdir(parents=True)
    assert find_environment(str(project), {}) is None
    (tmp_path / "mono" / ".git").mkdir()
    site = make_environment(tmp_path / "mono" / ".venv")
    (project / "lib").mkdir()
    (site / "editable.pth").write_text(f"import evil\n# comment\n{project / 'lib'}\n/no/such/folder\n")
    found = find_environment(str(project), {})
    assert found is not None
    assert found.site_packages == (str(site),)
    assert found.added == (str(project / "lib"),)
    assert found.python == str(tmp_path / "mono" / ".venv" / "bin" / "python")


def test_the_active_environment_comes_last(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    make_environment(tmp_path / "active")
    variables = {"VIRTUAL_ENV": str(tmp_path / "active")}
    found = find_environment(str(tmp_path / "project"), variables)
    assert found is not None
    assert found.folder == str(tmp_path / "active")
    make_environment(tmp_path / "project" / "venv")
    own = find_environment(str(tmp_path / "project"), variables)
    assert own is not None
    assert own.folder == str(tmp_path / "project" / "venv")


def test_an_editable_install_inside_the_project(tmp_path: Path) -> None:
    site = make_environment(tmp_path / ".venv")
    (tmp_path / "packages" / "shared").mkdir(parents=True)
    (tmp_path / "packages" / "shared" / "common.py").write_text("")
    (site / "shared.pth").write_text(str(tmp_path / "packages" / "shared"))
    resolver = PythonNames(str(tmp_path), DiskFiles(), find_environment(str(tmp_path), {}), jedi=False)
    found = resolver.resolve("common", str(tmp_path / "app.py"))
    assert found.path == str(tmp_path / "packages" / "shared" / "common.py")


def test_an_interpreter_that_does_not_answer_is_external(tmp_path: Path) -> None:
    make_environment(tmp_path / ".venv")
    resolver = PythonNames(str(tmp_path), DiskFiles(), find_environment(str(tmp_path), {}))
    assert resolver.resolve("nowhere", str(tmp_path / "app.py")).kind == "external"


def test_jedi_follows_search_paths_that_a_program_extends(tmp_path: Path) -> None:
    folder = tmp_path / "odd" / "place"
    folder.mkdir(parents=True)
    (folder / "hidden.py").write_text("raise SystemExit('never run')\n")
    app = tmp_path / "app.py"
    app.write_text(f"import sys\nsys.path.append({str(folder)!r})\nimport hidden\n")
    environment = Environment(sys.prefix, sys.executable, ())
    resolver = PythonNames(str(tmp_path), DiskFiles(), environment)
    assert resolver.resolve("hidden", str(app)) == Resolution("file", str(folder / "hidden.py"), "hidden")
    without = PythonNames(str(tmp_path), DiskFiles(), environment, jedi=False)
    assert without.resolve("hidden", str(app)).kind == "external"
