"""What editors are offered to do about problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor_session import CLIENTS, EditorSession, capabilities, editor
from lsprotocol import types

TEXT = "const a = 1;\n  let b = '😀' + TODO;\n"


def text_edits(session: EditorSession, edit: types.WorkspaceEdit, uri: str) -> list[types.TextEdit]:
    """The edits of a file in either form; only the announced one may be there."""
    announced = session.announced.get("workspace", {}).get("workspaceEdit", {})
    if announced.get("documentChanges"):
        assert edit.changes is None
        (change,) = edit.document_changes
        assert change.text_document.uri == uri
        return list(change.edits)
    assert edit.document_changes is None
    return list(edit.changes[uri])


@pytest.mark.parametrize("name", CLIENTS)
async def test_quick_fix_removes_the_problem(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as session:
        uri = session.open("main.ts", TEXT, version=4)
        (problem,) = await session.diagnostics(uri, bool)
        start = problem.range.start
        place = (start.line, start.character, start.line, start.character)
        offered = await session.actions(uri, place, [problem], ["quickfix"])
        assert [a.title for a in offered] == [
            "Do it",
            "Drop it (loses the reminder)",
            "Allow left-undone here",
        ]
        assert [bool(a.is_preferred) for a in offered] == [True, False, False]
        assert all(a.kind == "quickfix" and list(a.diagnostics) == [problem] for a in offered)
        (edit,) = text_edits(session, offered[0].edit, uri)
        assert (edit.range, edit.new_text) == (problem.range, "DONE")
        if offered[0].edit.document_changes:
            assert offered[0].edit.document_changes[0].text_document.version == 4
        r = edit.range
        session.edit(uri, 5, ((r.start.line, r.start.character, r.end.line, r.end.character), edit.new_text))
        assert await session.diagnostics(uri, lambda d: not d) == []


async def test_allow_comments(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        await session.diagnostics(uri, bool)
        (allow,) = [a for a in await session.actions(uri, (1, 17, 1, 17)) if a.title.startswith("Allow")]
        (edit,) = text_edits(session, allow.edit, uri)
        assert edit.range.start == edit.range.end == types.Position(1, 0)
        assert edit.new_text == "  // stackproof: allow left-undone\n"
        python = session.open("main.py", "x = 1\n\ty = TODO\n", language="python")
        await session.diagnostics(python, bool)
        (allow,) = [a for a in await session.actions(python, (1, 6, 1, 6)) if a.title.startswith("Allow")]
        assert text_edits(session, allow.edit, python)[0].new_text == "\t# stackproof: allow left-undone\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.ts", "let a = `one\nTODO ${b}`;\n"),
        ("main.ts", "let a = `one ${f({a: `x\ny`})}\nTODO`;\n"),
        ("main.py", 'a = """one\nTODO"""\n'),
        ("main.py", "a = f'''one\nTODO\n'''\n"),
    ],
)
async def test_no_comment_inside_of_a_text(name: str, text: str, tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open(name, text)
        (problem,) = await session.diagnostics(uri, bool)
        line = problem.range.start.line
        titles = [a.title for a in await session.actions(uri, (line, 0, line, 9))]
        assert "Do it" in titles
        assert not any(t.startswith("Allow") for t in titles)


@pytest.mark.parametrize(
    "text",
    ["let a = `one\n`; // `\nTODO\n", "let a = `one ${ {b: '`'} }`;\nTODO\n", 'let a = "`"; /* ` */\nTODO\n'],
)
async def test_a_comment_after_a_text(text: str, tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", text)
        (problem,) = await session.diagnostics(uri, bool)
        line = problem.range.start.line
        assert "Allow left-undone here" in [a.title for a in await session.actions(uri, (line, 0, line, 1))]


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source"], {"source.fixAll.stackproof"}),
        (["source.fixAll"], {"source.fixAll.stackproof"}),
        (["source.fixAll.stackproof"], {"source.fixAll.stackproof"}),
        (["source.fixAll.eslint"], set()),
        (["refactor"], set()),
        ([""], {"quickfix", "source.fixAll.stackproof"}),
        (None, {"quickfix", "source.fixAll.stackproof"}),
    ],
)
async def test_only_what_is_wanted(only: list[str] | None, kinds: set[str], tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        await session.diagnostics(uri, bool)
        assert {a.kind for a in await session.actions(uri, (1, 0, 1, 30), only=only)} == kinds


@pytest.mark.parametrize("resolves", [True, False])
async def test_fix_all(resolves: bool, tmp_path: Path) -> None:
    announced = capabilities("vscode")
    if not resolves:
        del announced["textDocument"]["codeAction"]["resolveSupport"]
    async with editor(announced, tmp_path) as session:
        uri = session.open("main.ts", "TODO\nTODO TODO\n")
        await session.diagnostics(uri, bool)
        (action,) = await session.actions(uri, (0, 0, 0, 0), only=["source.fixAll"])
        assert (action.edit is None) == resolves
        if resolves:
            action = await session.client.code_action_resolve_async(action)
        edits = text_edits(session, action.edit, uri)
        assert [(e.range.start.line, e.range.start.character, e.new_text) for e in edits] == [
            (0, 0, "DONE"),
            (1, 0, "DONE"),
            (1, 5, "DONE"),
        ]


async def test_a_problem_on_the_line_is_found_by_what_the_editor_sends(tmp_path: Path) -> None:
    async with editor("nvim-trixie", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        (problem,) = await session.diagnostics(uri, bool)
        assert await session.actions(uri, (1, 0, 1, 0), only=["quickfix"]) == []
        assert len(await session.actions(uri, (1, 0, 1, 0), [problem], ["quickfix"])) == 3


async def test_kept_problems_offer_no_stale_fix(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        await session.diagnostics(uri, bool)
        session.edit(uri, 2, ((0, 0, 0, 0), "f(\n"))
        (problem,) = await session.diagnostics(uri, bool)
        offered = await session.actions(uri, (2, 0, 2, 30), [problem])
        assert [a.title for a in offered] == ["Allow left-undone here"]
        assert text_edits(session, offered[0].edit, uri)[0].range.start.line == 2


async def test_nothing_is_offered_to_editors_that_want_commands(tmp_path: Path) -> None:
    async with editor("", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        await session.diagnostics(uri, bool)
        assert await session.actions(uri, (1, 0, 1, 30)) == []
