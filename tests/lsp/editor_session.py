"""A conversation with a real server process, as one of the captured editors would have it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_lsp
from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp.client import make_test_lsp_client

HERE = Path(__file__).parent
CLIENTS = ("vscode", "nvim-trixie", "nvim-sid", "emacs", "helix")
PUSHED = ("emacs",)
TOY = (sys.executable, str(HERE / "toy_server.py"))


def capabilities(client: str) -> dict[str, Any]:
    """What an editor announces; an empty name for one that announces nothing."""
    if not client:
        return {}
    found: dict[str, Any] = json.loads((HERE / "clients" / f"{client}.json").read_text())["capabilities"]
    return found


class EditorSession:
    """The editor's side: what it has open, and what it was told."""

    def __init__(self, client: pytest_lsp.LanguageClient, root: Path, announced: dict[str, Any]) -> None:
        self.client = client
        self.root = root
        self.announced = announced
        self.result: types.InitializeResult | None = None
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}

        self.registered: dict[str, Any] = {}

        def register(params: types.RegistrationParams) -> None:
            self.registered.update({r.method: r.register_options for r in params.registrations})

        client.protocol.fm.features[types.CLIENT_REGISTER_CAPABILITY] = register

        def publish(params: types.PublishDiagnosticsParams) -> None:
            client.diagnostics[params.uri] = params.diagnostics
            self.published.setdefault(params.uri, []).append(params)

        client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = publish

    @property
    def pulls(self) -> bool:
        """Whether this editor asks for diagnostics."""
        return "diagnostic" in self.announced.get("textDocument", {})

    def uri(self, name: str) -> str:
        """The address of a file below the root."""
        return (self.root / name).as_uri()

    async def initialize(self, folders: bool = True, options: Any = None, **more: Any) -> None:
        """Introduce ourselves."""
        converter: Converter = default_converter()
        folder = types.WorkspaceFolder(self.root.as_uri(), self.root.name)
        parameters = types.InitializeParams(
            capabilities=converter.structure(self.announced, types.ClientCapabilities),
            workspace_folders=[folder] if folders else None,
            initialization_options=options,
            **more,
        )
        self.result = await self.client.initialize_session(parameters)

    def open(self, name: str, text: str, version: int = 1, language: str = "typescript") -> str:
        """Open a text."""
        uri = name if ":" in name else self.uri(name)
        item = types.TextDocumentItem(uri, language, version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def close(self, uri: str) -> None:
        """Close it."""
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def edit(self, uri: str, version: int, *changes: tuple[tuple[int, int, int, int], str] | str) -> None:
        """Edits: ``((line, character, line, character), text)``, or a whole new text."""
        events: list[types.TextDocumentContentChangeEvent] = []
        for change in changes:
            if isinstance(change, str):
                events.append(types.TextDocumentContentChangeWholeDocument(change))
            else:
                (a, b, c, d), text = change
                place = types.Range(types.Position(a, b), types.Position(c, d))
                events.append(types.TextDocumentContentChangePartial(place, text))
        identifier = types.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    async def pull(self, uri: str, previous: str | None = None) -> Any:
        """Ask for diagnostics."""
        identifier = types.TextDocumentIdentifier(uri)
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(identifier, previous_result_id=previous)
        )

    async def diagnostics(
        self, uri: str, until: Callable[[list[types.Diagnostic]], bool] = lambda found: True
    ) -> list[types.Diagnostic]:
        """The diagnostics of a file in the way this editor gets them, as soon as they satisfy ``until``."""
        if self.pulls:
            for _ in range(100):
                found = list((await self.pull(uri)).items)
                if until(found):
                    return found
                await asyncio.sleep(0.05)
            raise AssertionError(f"still {found}")
        return await self.told(uri, until)

    async def told(
        self, uri: str, until: Callable[[list[types.Diagnostic]], bool] = lambda found: True
    ) -> list[types.Diagnostic]:
        """Wait for published diagnostics."""
        for _ in range(200):
            if uri in self.client.diagnostics and until(list(self.client.diagnostics[uri])):
                return list(self.client.diagnostics[uri])
            await asyncio.sleep(0.05)
        raise AssertionError(f"published: {self.client.diagnostics}")

    async def actions(
        self,
        uri: str,
        place: tuple[int, int, int, int],
        diagnostics: list[types.Diagnostic] | None = None,
        only: list[str] | None = None,
    ) -> list[types.CodeAction]:
        """The actions offered at a place."""
        a, b, c, d = place
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(types.Position(a, b), types.Position(c, d)),
                types.CodeActionContext(diagnostics or [], only=only),
            )
        )
        return list(found or ())

    async def hover(self, uri: str, line: int, character: int) -> str | None:
        """The text of a hover."""
        identifier = types.TextDocumentIdentifier(uri)
        found = await self.client.text_document_hover_async(
            types.HoverParams(identifier, types.Position(line, character))
        )
        return found.contents.value if found else None

    async def logged(self, part: str) -> str:
        """Wait for a log message that contains ``part``."""
        for _ in range(200):
            for message in self.client.log_messages:
                if part in message.message:
                    return str(message.message)
            await asyncio.sleep(0.05)
        raise AssertionError(f"logged: {[m.message for m in self.client.log_messages]}")


@asynccontextmanager
async def editor(
    client: str | dict[str, Any], root: Path, command: tuple[str, ...] = TOY, **options: Any
) -> AsyncIterator[EditorSession]:
    """A started conversation; ``initialize=False`` leaves the introduction to the test."""
    announced = capabilities(client) if isinstance(client, str) else client
    wire = make_test_lsp_client()
    await wire.start_io(*command)
    session = EditorSession(wire, root, announced)
    try:
        if options.pop("initialize", True):
            await session.initialize(**options)
        yield session
        if wire.capabilities is not None and wire._server is not None and wire._server.returncode is None:
            await asyncio.wait_for(wire.shutdown_session(), 10)
            assert wire._server.returncode == 0
    finally:
        server = wire._server
        if server is not None and server.returncode is None:
            server.kill()
        await wire.stop()
