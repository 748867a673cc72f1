"""Tests of how the beginning of each program is found."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.analysis.discovery import Entry, discover
from stackproof.analysis.walking import is_source


def programs(files: dict[str, str], *roots: str) -> list[Entry]:
    data = {"/w/" + name: text.encode() for name, text in files.items()}
    tops = ["/w/" + r if r else "/w" for r in roots or ("",)]
    sources = [p for p in sorted(data) if is_source(p) and any(p == t or p.startswith(t + "/") for t in tops)]
    return discover(tops, sources, data.get)


def entry(files: dict[str, str], *roots: str) -> str | None:
    found = programs(files, *roots)
    return found[0].path.removeprefix("/w/") if found else None


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npx ts-node --prefer-ts-exts bin/app.ts", "bin/app.ts"),
        ("npx ts-node -P tsconfig.json --prefer-ts-exts bin/app.ts", "bin/app.ts"),
        ("npx --yes tsx ./bin/app.ts --env prod", "bin/app.ts"),
        ("npx tsx --tsconfig tsconfig.json bin/app.ts", "bin/app.ts"),
        ("ts-node bin/app.ts", "bin/app.ts"),
        ("node bin/app.js", "bin/app.ts"),
        ("node bin/app", "bin/app.ts"),
        ("node -r ts-node/register bin/app.ts", "bin/app.ts"),
        ("node --import tsx bin/app.ts", "bin/app.ts"),
        ("node dist/bin/app.js", "bin/app.ts"),
        ("NODE_OPTIONS='--max-old-space-size=4096' npx ts-node bin/app.ts", "bin/app.ts"),
        ("npm run build && node bin/app.js", "bin/app.ts"),
        ("npm ci; cd bin && npx ts-node app.ts", "bin/app.ts"),
        ("bun run bin/app.ts", "bin/app.ts"),
        ("bun bin/app.ts", "bin/app.ts"),
        ("yarn -s synth:app", "bin/app.ts"),
        ("npm run --silent synth:app", "bin/app.ts"),
        ("bin\\app.ts", "bin/app.ts"),
        ("python3 app.py", "app.py"),
        ("python3.12 -u app.py", "app.py"),
        (".venv/bin/python app.py", "app.py"),
        ("python -m pkg.main", "pkg/main.py"),
        ("python -m pkg", "pkg/__main__.py"),
        ("pipenv run python app.py", "app.py"),
        ("python -m pipenv run python app.py", "app.py"),
        ("uv run app.py", "app.py"),
        ("uv run --frozen python -m pkg.main", "pkg/main.py"),
        ("uv run deploy", "pkg/main.py"),
        ("poetry run python app.py", "app.py"),
        ("npx ts-node 'bin/app.ts", "bin/app.ts"),
    ],
)
def test_app_commands(command: str, expected: str) -> None:
    files = {
        "cdk.json": json.dumps({"app": command}),
        "bin/app.ts": "", "bin/app.js": "", "app.py": "", "pkg/main.py": "", "pkg/__main__.py": "",
        "package.json": json.dumps({"scripts": {"synth:app": "ts-node bin/app.ts", "build": "tsc"}}),
        "pyproject.toml": '[project.scripts]\ndeploy = "pkg.main:run"\n',
    }  # fmt: skip
    assert programs(files) == [Entry("/w/" + expected, "/w", "cdk", True)]


def test_compiled_output_follows_tsconfig() -> None:
    files = {
        "cdk.json": '{"app": "node .output/main.js"}',
        "tsconfig.json": '{\n  // comments are allowed here\n  "compilerOptions": {\n    "outDir": "./.output",\n    "rootDir": "source"\n  }\n}',
        "source/main.ts": "",
    }
    assert entry(files) == "source/main.ts"


def test_several_programs_in_one_workspace() -> None:
    files = {
        "a/cdk.json": '{"app": "npx ts-node bin/a.ts"}',
        "a/bin/a.ts": "",
        "b/cdktf.json": '{"language": "python", "app": "pipenv run python main.py"}',
        "b/main.py": "",
        "c/Pulumi.yaml": "name: c\nruntime: nodejs\n",
        "c/index.ts": "",
        "d/lib/helper.ts": "",
    }
    found = [(e.path, e.framework) for e in programs(files)]
    assert found == [("/w/a/bin/a.ts", "cdk"), ("/w/b/main.py", "cdktf"), ("/w/c/index.ts", "pulumi")]
    assert [e.path for e in programs(files, "a", "c")] == ["/w/a/bin/a.ts", "/w/c/index.ts"]


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ("runtime: nodejs", "index.ts"),
        ("runtime: 'nodejs'  # js", "index.ts"),
        ("runtime:\n  name: nodejs\n  options:\n    typescript: true", "index.ts"),
        ("runtime: {name: python, options: {virtualenv: venv}}", "__main__.py"),
        ("runtime:\r\n  name: python\r\n  options:\r\n    name: x", "__main__.py"),
        ("runtime: python\nmain: infra/", "infra/__main__.py"),
        ('runtime: python\nmain: "infra/run.py"', "infra/run.py"),
        ("runtime: nodejs\nmain: ./src/start.ts", "src/start.ts"),
        ("runtime: nodejs\nmain: src", "src/index.ts"),
        ("runtime: nodejs\nmain: bin/start.js", None),
        ("runtime: go", None),
        ("runtime: yaml", None),
        ("description: |\n  runtime: go\nruntime: python", "__main__.py"),
        ("\ufeffruntime: python", "__main__.py"),
        (": [broken", "index.ts"),
    ],
)
def test_pulumi_projects(project: str, expected: str | None) -> None:
    names = ["index.ts", "__main__.py", "infra/__main__.py", "infra/run.py", "src/start.ts", "src/index.ts"]
    assert entry({"Pulumi.yaml": project, **dict.fromkeys(names, "")}) == expected


def test_pulumi_package_main() -> None:
    files = {
        "Pulumi.yaml": "runtime: nodejs",
        "package.json": '{"main": "bin/"}',
        "src/index.ts": "",
        "bin/index.ts": "",
    }
    assert entry(files) == "bin/index.ts"
    assert entry({**files, "package.json": '{"main": "dist/index.js"}'}) == "src/index.ts"


def test_convention_is_not_explicit() -> None:
    files = {"cdk.json": '{"context": {}}', "bin/one.ts": "", "bin/two.ts": "", "lib/x.ts": ""}
    assert programs(files) == [
        Entry("/w/bin/one.ts", "/w", "cdk", False),
        Entry("/w/bin/two.ts", "/w", "cdk", False),
    ]


def test_app_in_broken_json() -> None:
    assert entry({"cdk.json": '{"app": "python3 app.py",\n "context": {', "app.py": ""}) == "app.py"
    assert entry({"cdk.json": "[]", "lib/app.py": ""}) is None


def test_other_languages_are_no_program() -> None:
    assert entry({"cdk.json": '{"app": "mvn -e -q compile exec:java"}', "tools/x.py": ""}) is None


def test_folder_within_a_program_finds_it_upwards_in_the_repository() -> None:
    files = {"cdk.json": '{"app": "ts-node bin/a.ts"}', "bin/a.ts": "", "lib/net.ts": "", ".git/HEAD": "ref"}
    assert entry(files, "lib") == "bin/a.ts"
    assert entry(files, "lib/net.ts") == "bin/a.ts"
    assert entry({**files, "lib/.git": "gitdir: x"}, "lib") is None


def test_a_lone_file_is_its_own_program() -> None:
    assert programs({"x.py": ""}, "x.py") == [Entry("/w/x.py", "/w", None, True)]
    assert programs({"x.py": ""}) == []


def test_scripts_that_call_each_other_end() -> None:
    scripts = {"a": "npm run b", "b": "npm run a"}
    assert (
        entry({"cdk.json": '{"app": "npm run a"}', "package.json": json.dumps({"scripts": scripts})}) is None
    )


@given(st.text(max_size=80))
def test_any_command_is_harmless(command: str) -> None:
    files = {"cdk.json": json.dumps({"app": command}), "Pulumi.yaml": command, "app.py": "", "lib/x.ts": ""}
    for found in programs(files):
        assert found.path in {"/w/app.py", "/w/lib/x.ts"}
