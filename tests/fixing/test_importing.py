"""Imports written under given names, and names taken out of imports."""

from __future__ import annotations

import pytest

from stackproof.languages.binding import top_imports
from stackproof.languages.places import Places
from stackproof.languages.python import Python
from stackproof.languages.python.write import Writer as PythonWriter
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.write import Writer as TypeScriptWriter
from stackproof.model.code import Change
from stackproof.model.importing import AddImport, DropNames
from stackproof.model.values import Origin
from stackproof.text import Document, apply_edits


def changed(path: str, text: str, *changes: Change) -> str | None:
    document = Document.from_text(path, text)
    python = path.endswith(".py")
    module = (Python() if python else TypeScript()).read(document).module
    writer = PythonWriter() if python else TypeScriptWriter()
    edits = writer.write(document, module, changes)
    return None if edits is None else apply_edits(document.data, edits).decode()


def dropped(path: str, text: str, *numbers: int, line: int = 0) -> str | None:
    document = Document.from_text(path, text)
    module = (Python() if path.endswith(".py") else TypeScript()).read(document).module
    _, span = list(top_imports(Places(module)))[line]
    return changed(path, text, DropNames(Origin(path, span), numbers))


@pytest.mark.parametrize(
    ("before", "module", "name", "alias", "after"),
    [
        ("import a\n", "aws_cdk", "", "cdk", "import a\nimport aws_cdk as cdk\n"),
        ("import a\n", "pulumi", "", "pulumi", "import a\nimport pulumi\n"),
        ("import a\n", "aws_cdk.aws_ec2", "", "ec2", "import a\nfrom aws_cdk import aws_ec2 as ec2\n"),
        ("from aws_cdk import App\n", "aws_cdk.aws_ec2", "", "aws_ec2", "from aws_cdk import App, aws_ec2\n"),
        ("from a.b import C\n", "a.b", "D", "D", "from a.b import C, D\n"),
        ("from a.b import C\nfrom a.b import D\n", "a.b", "E", "X", "from a.b import C\nfrom a.b import D\nfrom a.b import E as X\n"),
        # Another name for what is there already is another import.
        ("import aws_cdk as cdk\n", "aws_cdk", "", "core", "import aws_cdk as cdk\nimport aws_cdk as core\n"),
    ],
)  # fmt: skip
def test_python_import_under_a_name(before: str, module: str, name: str, alias: str, after: str) -> None:
    assert changed("/p/main.py", before, AddImport("/p/main.py", module, name, alias)) == after


@pytest.mark.parametrize(
    ("before", "module", "name", "alias", "after"),
    [
        ("import * as a from 'a';\n", "cdk", "", "cdk", "import * as a from 'a';\nimport * as cdk from 'cdk';\n"),
        ("import { A } from 'a'\n", "a", "B", "X", "import { A, B as X } from 'a'\n"),
        ("import { A } from \"a\";\n", "b", "B", "B", "import { A } from \"a\";\nimport { B } from \"b\";\n"),
        ("import { aws_s3 } from 'cdk';\n", "cdk/aws-ec2", "", "net", "import { aws_s3, aws_ec2 as net } from 'cdk';\n"),
    ],
)  # fmt: skip
def test_typescript_import_under_a_name(before: str, module: str, name: str, alias: str, after: str) -> None:
    assert changed("/p/main.ts", before, AddImport("/p/main.ts", module, name, alias)) == after


def test_the_same_import_is_added_once() -> None:
    wanted = AddImport("/p/main.py", "a", "B", "B")
    assert changed("/p/main.py", "import x\n", wanted, wanted) == "import x\nfrom a import B\n"


@pytest.mark.parametrize(
    ("path", "before", "numbers", "after"),
    [
        ("/p/a.py", "from a import b, c, d\n", (0, 2), "from a import c\n"),
        ("/p/a.py", "from a import b, c\nx = 1\n", (0, 1), "x = 1\n"),
        ("/p/a.py", "from a import (\n    b,\n    c,\n)\n", (0,), "from a import (\n    c,\n)\n"),
        ("/p/a.py", "from a import (b, c)\r\nx = 1\r\n", (0, 1), "x = 1\r\n"),
        ("/p/a.ts", "import { b, c as d } from 'a';\n", (1,), "import { b } from 'a';\n"),
        ("/p/a.ts", "import { b } from 'a';\nimport 'x';\n", (0,), "import 'x';\n"),
        ("/p/a.ts", "import a, { b } from 'a';\n", (0,), "import a, {} from 'a';\n"),
        # Something else stands on the line.
        ("/p/a.ts", "import { b } from 'a'; f();\n", (0,), None),
        ("/p/a.py", "from a import b, c\n", (2,), None),
    ],
)
def test_names_taken_out(path: str, before: str, numbers: tuple[int, ...], after: str | None) -> None:
    assert dropped(path, before, *numbers) == after
