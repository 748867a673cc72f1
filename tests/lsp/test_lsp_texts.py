"""Texts, positions and edits on the wire."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from editor_session import editor
from lsprotocol import types

ODD = "😀 漢字 ﬀ e\u0301 \u2028 \x0b \x0c \x1c \x85 "


def encoding(*offered: str) -> dict[str, Any]:
    return {"general": {"positionEncodings": list(offered)}}


@pytest.mark.parametrize(
    ("offered", "chosen", "length"),
    [
        (("utf-8", "utf-16"), "utf-8", len(ODD.encode())),
        (("utf-32", "utf-8"), "utf-32", len(ODD)),
        (("utf-16",), "utf-16", len(ODD) + 1),
        (("utf-7", "utf-8"), "utf-8", len(ODD.encode())),
        ((), "utf-16", len(ODD) + 1),
    ],
)
async def test_positions_in_the_negotiated_encoding(
    offered: tuple[str, ...], chosen: str, length: int, tmp_path: Path
) -> None:
    async with editor(encoding(*offered) if offered else {}, tmp_path) as session:
        assert session.result.capabilities.position_encoding == chosen
        uri = session.open("main.ts", f"\r\n{ODD}TODO\r{ODD}\n")
        (found,) = await session.told(uri, bool)
        assert (found.range.start.line, found.range.start.character) == (1, length)
        assert (found.range.end.line, found.range.end.character) == (1, length + 4)
        # The same place, as the editor counts, is what an edit hits.
        session.edit(uri, 2, ((1, length, 1, length + 4), "x"), ((2, length, 2, length), "TODO"))
        (moved,) = await session.told(uri, lambda d: d[0].range.start.line == 2)
        assert moved.range.start.character == length


async def test_odd_edits_do_no_harm(tmp_path: Path) -> None:
    async with editor("emacs", tmp_path) as session:
        session.edit(session.uri("never.ts"), 1, ((0, 0, 0, 0), "TODO"))
        assert "not open" in await session.logged("never.ts")
        session.close(session.uri("never.ts"))
        uri = session.open("main.ts", "a")
        session.edit(uri, 2, ((9, 9, 12, 3), "\nTODO"), ((0, 1, 0, 0), "b"), ((0, 77, 0, 99), "c"))
        (found,) = await session.told(uri, bool)
        assert found.range.start == types.Position(1, 0)
        session.open("main.ts", "TODO", version=1)
        await session.told(uri, lambda d: d[0].range.start.line == 0)
        session.close(uri)
        await session.told(uri, lambda d: not d)
        session.edit(uri, 3, "TODO")
        await session.logged("main.ts, which is not open")
        assert all("Traceback" not in m.message for m in session.client.log_messages)


async def test_one_file_under_several_spellings(tmp_path: Path) -> None:
    async with editor("emacs", tmp_path) as session:
        name = session.uri("a b#ü.ts")
        spelt = name.replace("%20", " ").replace("%C3%BC", "%c3%bc")
        assert spelt != name
        session.open(spelt, "TODO")
        await session.told(spelt, bool)
        session.edit(name, 2, "fine")
        await session.told(spelt, lambda d: not d)


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "git:/x/main.ts?ref=HEAD",
        "vscode-vfs://github/o/r/main.ts",
        "",
        "a b",
        "file:x",
    ],
)
async def test_texts_that_are_no_files(uri: str, tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        item = types.TextDocumentItem(uri, "typescript", 1, "TODO")
        session.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        session.edit(uri, 2, ((0, 0, 0, 0), "x"))
        assert list((await session.pull(uri)).items) == []
        assert await session.hover(uri, 0, 0) is None
        assert await session.actions(uri, (0, 0, 0, 1)) == []
        session.close(uri)
        assert session.client.log_messages == []


async def test_saving_and_closing_go_back_to_the_disk(tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text("TODO")
    async with editor("emacs", tmp_path) as session:
        uri = session.open("main.ts", "fine")
        await asyncio.sleep(0.1)
        session.close(uri)
        await session.told(uri, bool)
