"""Diagnostics as each editor gets them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from editor_session import CLIENTS, PUSHED, capabilities, editor
from lsprotocol import types

TEXT = "const a = 1;\nlet b = TODO;\n"


@pytest.mark.parametrize("name", CLIENTS)
async def test_every_editor_sees_the_problem_once_and_it_goes(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        (found,) = await session.diagnostics(uri, bool)
        assert (found.range.start.line, found.range.start.character) == (1, 8)
        assert (found.range.end.line, found.range.end.character) == (1, 12)
        assert (found.code, found.source) == ("left-undone", "stackproof")
        assert found.severity == types.DiagnosticSeverity.Error
        announced = session.result.capabilities
        assert (announced.diagnostic_provider is None) == (name in PUSHED)
        assert bool(session.published) == (name in PUSHED)
        session.edit(uri, 2, ((1, 8, 1, 12), "0"))
        assert await session.diagnostics(uri, lambda d: not d) == []


async def test_details_only_for_those_who_take_them(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        (found,) = await session.diagnostics(session.open("main.ts", TEXT), bool)
        assert found.code_description.href == "https://docs.aws.amazon.com/toy"
        assert found.related_information[0].message == "the file begins here"
        assert found.related_information[0].location.uri == session.uri("main.ts")
        assert list(found.tags) == [types.DiagnosticTag.Unnecessary]
        assert found.data is not None
    async with editor("emacs", tmp_path) as session:
        (found,) = await session.diagnostics(session.open("main.ts", TEXT), bool)
        assert found.code_description is None
        assert found.related_information is None
        assert found.data is None
    async with editor("", tmp_path) as session:
        (found,) = await session.diagnostics(session.open("main.ts", TEXT), bool)
        assert found.tags is None


async def test_pushed_for_files_that_are_not_open_and_cleared_when_deleted(tmp_path: Path) -> None:
    (tmp_path / "lib.ts").write_text("TODO")
    async with editor("emacs", tmp_path) as session:
        await session.told(session.uri("lib.ts"), bool)
        (tmp_path / "lib.ts").unlink()
        event = types.FileEvent(session.uri("lib.ts"), types.FileChangeType.Deleted)
        session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await session.told(session.uri("lib.ts"), lambda d: not d)
        assert [len(p.diagnostics) for p in session.published[session.uri("lib.ts")]] == [1, 0]


async def test_published_version_where_it_is_taken(tmp_path: Path) -> None:
    announced = capabilities("emacs")
    announced["textDocument"]["publishDiagnostics"]["versionSupport"] = True
    async with editor(announced, tmp_path) as session:
        uri = session.open("main.ts", TEXT, version=7)
        await session.told(uri, bool)
        session.edit(uri, 9, ((0, 0, 0, 0), "\n"))
        await session.told(uri, lambda d: d[0].range.start.line == 2)
        assert [p.version for p in session.published[uri]] == [7, 9]


async def test_unchanged_answers_are_said_to_be_so(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        first = await session.pull(uri)
        assert len(first.items) == 1
        again = await session.pull(uri, first.result_id)
        assert again.kind == "unchanged"
        assert again.result_id == first.result_id
        session.edit(uri, 2, ((0, 0, 0, 0), "\n"))
        moved = await session.pull(uri, first.result_id)
        assert moved.kind == "full"
        assert moved.items[0].range.start.line == 2


@pytest.mark.parametrize("name", ["vscode", "helix"])
async def test_a_cause_in_another_file_makes_the_editor_ask_again(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as session:
        first, second = session.open("a.ts", "x"), session.open("b.ts", "y")
        assert list((await session.pull(first)).items) == []
        assert list((await session.pull(second)).items) == []
        session.edit(second, 2, "FAR")
        answer = await session.pull(second)
        if name == "helix":
            assert [d.code for d in answer.related_documents[first].items] == ["far-away"]
            return
        assert answer.related_documents is None
        for _ in range(100):
            if session.client.diagnostic_refresh_count:
                break
            await asyncio.sleep(0.05)
        assert session.client.diagnostic_refresh_count == 1
        assert [d.code for d in (await session.pull(first)).items] == ["far-away"]


async def test_whole_workspace_is_answered_and_then_only_news(tmp_path: Path) -> None:
    (tmp_path / "lib.ts").write_text("TODO")
    async with editor("vscode", tmp_path) as session:
        ask = session.client.workspace_diagnostic_async
        answer = await ask(types.WorkspaceDiagnosticParams([]))
        (report,) = answer.items
        assert report.uri == session.uri("lib.ts")
        assert len(report.items) == 1
        known = [types.PreviousResultId(report.uri, report.result_id)]
        waiting = asyncio.ensure_future(ask(types.WorkspaceDiagnosticParams(known)))
        session.open("lib.ts", "fine")
        (cleared,) = (await asyncio.wait_for(waiting, 10)).items
        assert not cleared.items
        # An answer that still waits for news does not hinder the end.
        known = [types.PreviousResultId(cleared.uri, cleared.result_id)]
        left = asyncio.ensure_future(ask(types.WorkspaceDiagnosticParams(known)))
        await asyncio.sleep(0.2)
        assert not left.done()
    left.cancel()


@pytest.mark.parametrize("name", ["vscode", "emacs"])
async def test_half_typed_code_keeps_what_was_there(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as session:
        uri = session.open("main.ts", "let a = TODO;\nlet b = TODO;\n")
        await session.diagnostics(uri, lambda d: len(d) == 2)
        session.edit(uri, 2, ((0, 0, 0, 0), "call(\n"))
        moved = await session.diagnostics(uri, lambda d: d[0].range.start.line == 1)
        assert [d.range.start.line for d in moved] == [1, 2]
        # An edit inside of a kept place ends it, edits elsewhere do not.
        session.edit(uri, 3, ((1, 9, 1, 10), "x"))
        kept = await session.diagnostics(uri, lambda d: len(d) == 1)
        assert kept[0].range.start.line == 2
        # Once whole again only the fresh check counts.
        session.edit(uri, 4, "let c = 1; TODO\n")
        fresh = await session.diagnostics(uri, lambda d: d[0].range.start.line == 0)
        assert [d.range.start.character for d in fresh] == [11]


async def test_only_the_newest_text_is_checked(tmp_path: Path) -> None:
    async with editor("emacs", tmp_path) as session:
        uri = session.open("main.ts", "SLOW TODO")
        for version in range(2, 12):
            session.edit(uri, version, f"SLOW {version} TODO")
            await asyncio.sleep(0.03)
        session.edit(uri, 12, "\n\nTODO")
        await session.told(uri, bool)
        (params,) = session.published[uri]
        assert params.diagnostics[0].range.start.line == 2


async def test_a_crash_costs_one_check(tmp_path: Path) -> None:
    async with editor("emacs", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        await session.told(uri, bool)
        session.edit(uri, 2, "BOOM")
        assert "the toy went boom" in await session.logged("the check crashed")
        session.edit(uri, 3, "fine")
        await session.told(uri, lambda d: not d)


async def test_progress_while_a_workspace_is_read(tmp_path: Path) -> None:
    (tmp_path / "lib.ts").write_text("SLOW")
    async with editor("vscode", tmp_path) as session:
        await session.pull(session.uri("lib.ts"))
        (reports,) = session.client.progress_reports.values()
        for _ in range(100):
            if isinstance(reports[-1], types.WorkDoneProgressEnd):
                break
            await asyncio.sleep(0.05)
        kinds = [type(r) for r in reports]
        assert kinds[0] is types.WorkDoneProgressBegin
        assert kinds[-1] is types.WorkDoneProgressEnd
        assert set(kinds[1:-1]) == {types.WorkDoneProgressReport}
    async with editor("", tmp_path) as session:
        session.open("main.ts", "TODO")
        await session.told(session.uri("main.ts"), bool)
        assert not session.client.progress_reports
