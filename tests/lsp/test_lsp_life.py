"""Beginning, settings, folders and the end of a conversation."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from editor_session import TOY, capabilities, editor
from lsprotocol import types
from pygls.exceptions import JsonRpcException


async def test_settings_from_the_beginning_and_later(tmp_path: Path) -> None:
    async with editor("", tmp_path, options={"environment": "dev"}) as session:
        uri = session.open("main.ts", "TODO")
        await session.told(uri, lambda d: bool(d) and d[0].severity == types.DiagnosticSeverity.Warning)
        change = session.client.workspace_did_change_configuration
        change(types.DidChangeConfigurationParams({"stackproof": {"rules": {"left-undone": "off"}}}))
        await session.told(uri, lambda d: not d)
        change(types.DidChangeConfigurationParams({"stackproof": {}}))
        await session.told(uri, lambda d: bool(d) and d[0].severity == types.DiagnosticSeverity.Warning)


async def test_settings_are_asked_for(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path, initialize=False) as session:
        session.client.set_configuration({"environment": "dev"}, section="stackproof")
        await session.initialize()
        uri = session.open("main.ts", "TODO")
        await session.diagnostics(uri, lambda d: d[0].severity == types.DiagnosticSeverity.Warning)
        assert types.WORKSPACE_DID_CHANGE_CONFIGURATION in session.registered
        watchers = session.registered[types.WORKSPACE_DID_CHANGE_WATCHED_FILES]["watchers"]
        assert "ts" in watchers[0]["globPattern"]
        session.client.set_configuration({"rules": {"left-undone": "off"}}, section="stackproof")
        session.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await session.diagnostics(uri, lambda d: not d)


async def test_wrong_settings_are_named_once_and_the_rest_counts(tmp_path: Path) -> None:
    wrong = {"environment": "produktion", "compliance": ["x"], "rules": {"left-undone": "off"}}
    async with editor("", tmp_path, options=wrong) as session:
        uri = session.open("main.ts", "TODO FAR")
        other = session.open("other.ts", "")
        await session.told(other, bool)
        assert not session.client.diagnostics.get(uri)
        session.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(wrong))
        session.client.workspace_did_change_configuration(types.DidChangeConfigurationParams([1]))
        session.edit(other, 2, "TODO")
        await session.told(other, bool)
        await asyncio.sleep(0.2)
        messages = [m.message for m in session.client.messages]
        assert sum("produktion" in m for m in messages) == 1
        assert sum("left-undone" in m for m in messages) == 1
        assert len(messages) == 3


async def test_misspelt_rules_are_named(tmp_path: Path) -> None:
    wrong = {"rules": {"private-subnet-without-egres": "off", "private-subnet-without-egress": "warning"}}
    async with editor("", tmp_path, options=wrong) as session:
        for _ in range(100):
            if session.client.messages:
                break
            await asyncio.sleep(0.05)
        (message,) = session.client.messages
        assert "did you mean 'private-subnet-without-egress'" in message.message


async def test_folders_come_and_go(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "main.ts").write_text("TODO")
    async with editor("emacs", one) as session:
        await session.told((one / "main.ts").as_uri(), bool)
        assert (two / "main.ts").as_uri() not in session.client.diagnostics
        added, removed = (types.WorkspaceFolder(f.as_uri(), f.name) for f in (two, one))
        event = types.WorkspaceFoldersChangeEvent([added], [removed])
        session.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        await session.told((two / "main.ts").as_uri(), bool)
        await session.told((one / "main.ts").as_uri(), lambda d: not d)


async def test_a_file_outside_of_all_folders_brings_its_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "lib").mkdir(parents=True)
    (project / "cdk.json").write_text("{}")
    (project / "bin.ts").write_text("TODO")
    (project / "lib" / "stack.ts").write_text("fine")
    async with editor("emacs", tmp_path, folders=False) as session:
        session.open((project / "lib" / "stack.ts").as_uri(), "fine")
        await session.told((project / "bin.ts").as_uri(), bool)


async def test_requests_out_of_turn_are_refused(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path, initialize=False) as session:
        session.client.capabilities = types.ClientCapabilities()
        hover = types.HoverParams(types.TextDocumentIdentifier("file:///x"), types.Position(0, 0))
        with pytest.raises(JsonRpcException) as early:
            await session.client.text_document_hover_async(hover)
        assert early.value.code == -32002
        await session.initialize()
        with pytest.raises(JsonRpcException) as twice:
            await session.client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        assert twice.value.code == -32600
        with pytest.raises(JsonRpcException) as unknown:
            await session.client.protocol.send_request_async("stackproof/nothing", {})
        assert unknown.value.code == -32601
        status = await session.client.protocol.send_request_async("stackproof/status", {})
        assert status.roots == [str(tmp_path)]
        await session.client.shutdown_async(None)
        with pytest.raises(JsonRpcException) as late:
            await session.client.text_document_hover_async(hover)
        assert late.value.code == -32600
        session.client.exit(None)
        assert await asyncio.wait_for(session.client._server.wait(), 10) == 0


def frame(method: str, params: Any = None, number: int | None = None) -> bytes:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    body = json.dumps(message if number is None else {**message, "id": number}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def talk(*frames: bytes, command: tuple[str, ...] = TOY) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=b"".join(frames), capture_output=True, timeout=60, check=False)


BEGIN = frame("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)


def test_exit_codes() -> None:
    orderly = talk(BEGIN, frame("initialized", {}), frame("shutdown", None, 2), frame("exit"))
    assert orderly.returncode == 0
    assert talk(BEGIN, frame("exit")).returncode == 1
    assert talk(frame("exit")).returncode == 1
    assert talk(BEGIN).returncode == 1
    assert talk().returncode == 1


def test_messages_that_make_no_sense_are_survived() -> None:
    nonsense = b"Content-Length: 5\r\n\r\n{oops"
    odd = frame("textDocument/hover", {"textDocument": 7}, 2)
    missing = frame("textDocument/didChange", {"textDocument": {"uri": 1}})
    cancel = frame("$/cancelRequest", {"id": 99})
    status = frame("stackproof/status", {}, 3)
    done = talk(
        BEGIN,
        frame("initialized", {}),
        nonsense,
        odd,
        missing,
        cancel,
        status,
        frame("shutdown", None, 4),
        frame("exit"),
    )
    assert done.returncode == 0
    assert b'"id": 2, "jsonrpc": "2.0"' in done.stdout or b'"id": 2' in done.stdout
    assert b"-32602" in done.stdout
    assert b'"busy"' in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="the process tree is made with POSIX means")
def test_the_server_goes_when_its_editor_is_gone(tmp_path: Path) -> None:
    # The wire is held open by this test, so that only the editor's death can end the server.
    editor_process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    begin = frame("initialize", {"processId": editor_process.pid, "rootUri": None, "capabilities": {}}, 1)
    server = subprocess.Popen(TOY, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        server.stdin.write(begin)
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length")
        editor_process.kill()
        editor_process.wait()
        assert server.wait(30) == 1
    finally:
        editor_process.kill()
        server.kill()


def test_the_command_line_does_not_load_the_protocol() -> None:
    code = "import stackproof.cli.main, sys; sys.exit('lsprotocol' in sys.modules)"
    if subprocess.run(
        [sys.executable, "-c", "import stackproof.cli.main"], capture_output=True, check=False
    ).returncode:
        pytest.skip("the command line is not there")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_first_answer_does_not_wait_for_the_analysis() -> None:
    code = (
        "import stackproof.lsp.server, sys;"
        "heavy = {'tree_sitter', 'jedi', 'hcl2', 'stackproof.analysis.workspace', 'stackproof_rules'};"
        "sys.exit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_capabilities_of_captured_editors_are_understood() -> None:
    for name in ("vscode", "nvim-trixie", "nvim-sid", "emacs", "helix"):
        assert "textDocument" in capabilities(name)
