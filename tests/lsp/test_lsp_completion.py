"""Completion as editors see it."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest
import small_packages as small
from editor_session import CLIENTS, EditorSession, capabilities, editor
from lsprotocol import types

REAL = (sys.executable, "-m", "stackproof.lsp")
APP = """\
from aws_cdk import App, Stack, aws_ec2 as ec2

class Network(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        ec2.Vpc(self, "é", max
        x = 1

Network(App(), "n")
"""
LINE = 5


async def completed(session: EditorSession, uri: str, line: int, character: int) -> types.CompletionList:
    """The list, as soon as there is somebody to ask."""
    for _ in range(200):
        found = await session.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        )
        assert isinstance(found, types.CompletionList)
        if not found.is_incomplete:
            return found
        assert not found.items
        await asyncio.sleep(0.1)
    raise AssertionError("nobody answers")


def column(session: EditorSession, text: str) -> int:
    """The number of a column in the units that were agreed on."""
    assert session.result is not None
    agreed = session.result.capabilities.position_encoding
    return len(text.encode()) if agreed == types.PositionEncodingKind.Utf8 else len(text)


@pytest.mark.parametrize("name", CLIENTS)
async def test_arguments_of_a_call_that_is_being_typed(name: str, tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"app": "python app.py"}')
    async with editor(name, tmp_path, command=REAL) as session:
        assert session.result is not None
        announced = session.result.capabilities.completion_provider
        assert announced is not None
        assert announced.resolve_provider
        uri = session.open("app.py", APP, language="python")
        text = APP.splitlines()[LINE]
        end = column(session, text)
        found = {item.label: item for item in (await completed(session, uri, LINE, end)).items}
        item = found["max_azs="]
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.new_text == "max_azs="
        assert item.text_edit.range.start == types.Position(LINE, end - 3)
        assert item.text_edit.range.end == types.Position(LINE, end)
        assert item.insert_text_format in (None, types.InsertTextFormat.PlainText)
        assert item.detail == "float"
        assert item.documentation is None
        old = found["cidr="]
        told = types.CompletionItemTag.Deprecated in (old.tags or ()) or bool(old.deprecated)
        assert told == (name != "nvim-trixie")
        assert old.detail == ("str" if told else "str, deprecated")
        assert (old.sort_text or "") > (item.sort_text or "")
        explained = await session.client.completion_item_resolve_async(old)
        if name in ("emacs", "helix"):
            assert explained.documentation is not None
            assert "use ip_addresses instead" in explained.documentation
        else:
            assert isinstance(explained.documentation, types.MarkupContent)
            assert "use `ip_addresses` instead" in explained.documentation.value


async def test_the_newest_text_counts_while_a_check_is_under_way(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"app": "python app.py"}')
    async with editor("vscode", tmp_path, command=REAL) as session:
        uri = session.open("app.py", APP, language="python")
        await completed(session, uri, LINE, len(APP.splitlines()[LINE]))
        typed = '        ec2.Vpc(self, "x", '
        slowest = 0.0
        for version, letter in enumerate("restrict", start=2):
            session.edit(uri, version, APP.replace('        ec2.Vpc(self, "é", max', typed + letter))
            typed += letter
            started = time.perf_counter()
            found = await completed(session, uri, LINE, len(typed))
            slowest = max(slowest, time.perf_counter() - started)
            assert any(item.label == "restrict_default_security_group=" for item in found.items)
        assert slowest < 2


async def test_prose_of_the_installed_package(tmp_path: Path) -> None:
    environment = tmp_path / ".venv"
    site = environment / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    (environment / "pyvenv.cfg").write_text("home = /usr/bin\n")
    small.write_pypi(site, small.assembly(**small.BUCKETS))
    text = "import aws_cdk\nfrom tiny_lib import storage\nstorage.Bucket('b', "
    async with editor("vscode", tmp_path, command=REAL) as session:
        uri = session.open("app.py", text, language="python")
        for _ in range(100):
            items = (await completed(session, uri, 2, len("storage.Bucket('b', "))).items
            if items:
                break
            # The package is still being read.
            await asyncio.sleep(0.1)
        assert [item.label for item in items] == ["size_in_gib=", "bucket_name="]
        explained = await session.client.completion_item_resolve_async(items[1])
        assert isinstance(explained.documentation, types.MarkupContent)
        assert explained.documentation.value == "How it is called."


@pytest.mark.parametrize("name", ["vscode", "emacs"])
async def test_typed_bags_are_calls(name: str, tmp_path: Path) -> None:
    text = "import aws_cdk\nfrom aws_cdk import aws_s3 as s3\ns3.Bucket(self, 'b', lifecycle_rules=["
    async with editor(name, tmp_path, command=REAL) as session:
        uri = session.open("app.py", text, language="python")
        (item,) = (await completed(session, uri, 2, len(text.splitlines()[2]))).items
        assert item.label == "s3.LifecycleRule"
        assert isinstance(item.text_edit, types.TextEdit)
        if name == "vscode":
            assert item.insert_text_format == types.InsertTextFormat.Snippet
            assert item.text_edit.new_text == "s3.LifecycleRule($0)"
        else:
            assert item.insert_text_format in (None, types.InsertTextFormat.PlainText)
            assert item.text_edit.new_text == "s3.LifecycleRule("


async def test_announced_to_those_who_complete(tmp_path: Path) -> None:
    announced = capabilities("vscode")
    del announced["textDocument"]["completion"]
    async with editor(announced, tmp_path) as session:
        assert session.result is not None
        assert session.result.capabilities.completion_provider is None


async def test_nobody_to_ask(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", "f({ a: '' })")
        found = await session.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(0, 8))
        )
        assert (found.is_incomplete, list(found.items)) == (True, [])
        other = await session.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier("untitled:x"), types.Position(0, 8))
        )
        assert (other.is_incomplete, list(other.items)) == (False, [])
        plain = types.CompletionItem("x", data={"path": "a.ts", "owner": "b", "member": "c"})
        assert (await session.client.completion_item_resolve_async(plain)).documentation is None
