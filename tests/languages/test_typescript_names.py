"""Imports mean the files that TypeScript and Node would take."""

from __future__ import annotations

import pytest

from stackproof.languages.source import Resolution
from stackproof.languages.typescript import TypeScriptNames


class Snapshot:
    """Files in memory, by their path in the project."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = {"/project/" + path: text.encode() for path, text in files.items()}

    def is_file(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)


def resolve(files: dict[str, str], specifier: str, importer: str = "bin/app.ts") -> Resolution:
    return TypeScriptNames("/project", Snapshot(files)).resolve(specifier, "/project/" + importer)


@pytest.mark.parametrize(
    ("files", "specifier", "found"),
    [
        (["lib/vpc.ts"], "../lib/vpc", "lib/vpc.ts"),
        (["lib/vpc.tsx"], "../lib/vpc", "lib/vpc.tsx"),
        (["lib/vpc.mts"], "../lib/vpc", "lib/vpc.mts"),
        (["lib/vpc.js"], "../lib/vpc", "lib/vpc.js"),
        (["lib/vpc.ts", "lib/vpc.js"], "../lib/vpc.js", "lib/vpc.ts"),
        (["lib/vpc.mts"], "../lib/vpc.mjs", "lib/vpc.mts"),
        (["lib/vpc.ts"], "../lib/vpc.ts", "lib/vpc.ts"),
        (["lib/vpc.stack.ts"], "../lib/vpc.stack", "lib/vpc.stack.ts"),
        (["lib/index.ts"], "../lib", "lib/index.ts"),
        (["lib/index.ts"], "../lib/", "lib/index.ts"),
        (["lib.ts", "lib/index.ts"], "../lib", "lib.ts"),
        (["bin/index.ts"], ".", "bin/index.ts"),
        (["index.ts"], "..", "index.ts"),
        (["bin/data.json"], "./data.json", "bin/data.json"),
    ],
)
def test_relative(files: list[str], specifier: str, found: str) -> None:
    assert resolve(dict.fromkeys(files, ""), specifier) == Resolution("file", "/project/" + found, specifier)


def test_a_relative_path_without_a_file_is_missing() -> None:
    assert resolve({}, "./nothing") == Resolution("missing", None, "./nothing")


def test_declarations_without_code_are_external() -> None:
    assert resolve({"bin/types.d.ts": ""}, "./types").kind == "external"


@pytest.mark.parametrize(
    ("specifier", "module"),
    [
        ("aws-cdk-lib", "aws-cdk-lib"),
        ("aws-cdk-lib/aws-ec2", "aws-cdk-lib/aws-ec2"),
        ("node:fs", "fs"),
        ("", ""),
    ],
)
def test_packages_are_external(specifier: str, module: str) -> None:
    assert resolve({"aws-cdk-lib.ts": ""}, specifier) == Resolution("external", None, module)


CONFIG = """\
{
  // A comment with "quotes".
  "compilerOptions": {
    "paths": {
      "@lib/*": ["./lib/*", "./other/*",],
      "@lib/special/*": ["./special/*"],
      "config": ["./lib/config.ts"], /* and another, */
      "https://*": ["./web/*"],
    },
  },
}
"""


@pytest.mark.parametrize(
    ("specifier", "found"),
    [
        ("@lib/vpc", "lib/vpc.ts"),
        ("@lib/more", "other/more.ts"),
        ("@lib/special/x", "special/x.ts"),
        ("config", "lib/config.ts"),
    ],
)
def test_paths_of_tsconfig(specifier: str, found: str) -> None:
    names = ["lib/vpc.ts", "other/more.ts", "special/x.ts", "lib/special/x.ts", "lib/config.ts"]
    files = {"tsconfig.json": CONFIG, **dict.fromkeys(names, "")}
    assert resolve(files, specifier).path == "/project/" + found
    assert resolve(files, "@lib/none").kind == "external"


def test_base_url_and_extends() -> None:
    files = {
        "config/base.json": '{"compilerOptions": {"baseUrl": "../src", "paths": {"~/*": ["deep/*"]}}}',
        "app/tsconfig.json": '{"extends": "../config/base"}',
        "src/plain.ts": "",
        "src/deep/x.ts": "",
    }
    assert resolve(files, "plain", "app/main.ts").path == "/project/src/plain.ts"
    assert resolve(files, "~/x", "app/main.ts").path == "/project/src/deep/x.ts"
    assert resolve(files, "plain", "elsewhere/main.ts").kind == "external"


@pytest.mark.parametrize(
    "config", ["", "[]", "{", '{"extends": "./tsconfig.json"}', '{"compilerOptions": 1}', "[" * 99999]
)
def test_a_strange_tsconfig_is_no_trouble(config: str) -> None:
    assert resolve({"tsconfig.json": config}, "x").kind == "external"


def test_imports_of_package_json() -> None:
    files = {
        "package.json": '{"imports": {"#lib/*": {"types": "./types/*.d.ts", "default": "./dist/lib/*.js"}}}',
        "src/lib/vpc.ts": "",
    }
    assert resolve(files, "#lib/vpc").path == "/project/src/lib/vpc.ts"
    assert resolve(files, "#lib/none").kind == "external"


@pytest.mark.parametrize(
    ("specifier", "package", "source"),
    [
        ("@acme/network", '{"name": "@acme/network", "main": "dist/index.js"}', "src/index.ts"),
        ("@acme/network", '{"name": "@acme/network", "types": "lib/main.d.ts"}', "src/main.ts"),
        ("@acme/network", '{"name": "@acme/network"}', "index.ts"),
        (
            "@acme/network",
            '{"name": "@acme/network", "exports": {".": {"import": "./dist/a.js"}}}',
            "src/a.ts",
        ),
        ("@acme/network/vpc", '{"name": "@acme/network"}', "vpc.ts"),
        ("@acme/network/vpc", '{"name": "@acme/network"}', "src/vpc.ts"),
        ("@acme/network/vpc", '{"name": "@acme/network", "exports": {"./*": "./dist/*.js"}}', "src/vpc.ts"),
        ("@acme/infra-network", '{"name": "@acme/infra-network", "main": "x.js"}', "x.ts"),
    ],
)
def test_workspace_packages(specifier: str, package: str, source: str) -> None:
    files = {
        "package.json": '{"workspaces": {"packages": ["packages/*"]}}',
        "packages/network/package.json": package,
        f"packages/network/{source}": "",
        "packages/app/package.json": '{"name": "app"}',
    }
    found = resolve(files, specifier, "packages/app/main.ts")
    assert found == Resolution("file", f"/project/packages/network/{source}", specifier)


def test_another_package_in_a_folder_of_that_name() -> None:
    files = {
        "package.json": '{"workspaces": ["packages/*"]}',
        "packages/network/package.json": '{"name": "something-else"}',
        "packages/network/index.ts": "",
    }
    assert resolve(files, "network").kind == "external"


def test_workspace_packages_of_pnpm() -> None:
    files = {
        "package.json": "{}",
        "pnpm-workspace.yaml": "# all of them\npackages:\n  - 'packages/*'  # shared\n  - '!packages/old'\nother:\n  - x/*\n",
        "packages/network/package.json": '{"name": "@acme/network", "main": "dist/index.js"}',
        "packages/network/src/index.ts": "",
        "apps/web/package.json": '{"name": "web"}',
    }
    found = resolve(files, "@acme/network", "apps/web/main.ts")
    assert found == Resolution("file", "/project/packages/network/src/index.ts", "@acme/network")
