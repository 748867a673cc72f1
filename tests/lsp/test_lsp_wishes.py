"""What users may decide for an editor alone, and what it tells about packages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from editor_session import editor
from lsprotocol import types

from stackproof.lsp import wishes

TEXT = "TYPO CRIME TODO"


def _lines(found: list[types.Diagnostic]) -> list[str]:
    return [TEXT[d.range.start.character : d.range.end.character] for d in found]


@pytest.mark.parametrize("name", ["vscode", "emacs"])
async def test_what_a_compiler_tells_is_left_to_it_unless_it_can_be_mended(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path, initialize=False) as session:
        change = session.client.workspace_did_change_configuration
        await session.initialize()
        uri = session.open("main.ts", TEXT)
        assert _lines(await session.diagnostics(uri, bool)) == ["TYPO", "TODO"]
        for choice, expected in (
            ("all", ["TYPO", "CRIME", "TODO"]),
            ("none", ["TODO"]),
            ("fixable", ["TYPO", "TODO"]),
        ):
            session.client.set_configuration({"compilerErrors": choice}, section="stackproof")
            change(types.DidChangeConfigurationParams({"stackproof": {"compilerErrors": choice}}))
            await session.diagnostics(uri, lambda d, wanted=expected: _lines(d) == wanted)  # type: ignore[misc]


async def test_the_python_of_the_programs_may_be_chosen_and_chosen_anew(tmp_path: Path) -> None:
    async with editor("", tmp_path, options={"python": " /opt/one/bin/python "}) as session:
        uri = session.open("main.py", "PYTHON", language="python")
        await session.told(uri, lambda d: bool(d) and d[0].message == "programs run with /opt/one/bin/python")
        change = session.client.workspace_did_change_configuration
        change(types.DidChangeConfigurationParams({"stackproof": {"python": "/opt/two"}}))
        await session.told(uri, lambda d: bool(d) and d[0].message == "programs run with /opt/two")
        change(types.DidChangeConfigurationParams({"stackproof": {"python": ""}}))
        await session.told(uri, lambda d: bool(d) and d[0].message == "programs run with None")


async def test_progress_while_a_package_is_read(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", "LEARN TODO")
        await session.diagnostics(uri, bool)
        reports: list[
            types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd
        ] = []
        while not reports or not isinstance(reports[-1], types.WorkDoneProgressEnd):
            await asyncio.sleep(0.05)
            begun = [r for r in session.client.progress_reports.values() if r and r[0].message == "toys 1.0"]
            reports = begun[0] if begun else []
        assert isinstance(reports[0], types.WorkDoneProgressBegin)
        assert reports[0].title == "Reading installed packages"
        shares = [
            r.percentage
            for r in reports[1:-1]
            if isinstance(r, types.WorkDoneProgressReport) and r.percentage
        ]
        assert shares == sorted(shares)
        assert shares[-1] >= 50


def test_odd_wishes_are_named_and_left_out() -> None:
    wished, complaints = wishes.read({"compilerErrors": "loud", "python": 3, "other": 1})
    assert wished == wishes.Wishes()
    assert complaints == [
        "'compilerErrors' must be one of all, fixable, none, not 'loud'",
        "'python' must be the path of a Python interpreter",
    ]
    assert wishes.read(None) == wishes.read([1]) == (wishes.Wishes(), [])
