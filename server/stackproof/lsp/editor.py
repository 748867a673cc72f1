"""What the server says to the editor of its own accord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from stackproof.lsp.configuration import SECTION
from stackproof.lsp.progress import Progress

log = logging.getLogger("stackproof")
_WATCHED = "**/*.{ts,tsx,mts,cts,js,py,json,toml,yaml,yml}"


class Editor:
    """Sends requests and messages; refusals are logged and change nothing."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[Any]] = set()

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something after what is being done now; the loop alone would not keep it alive."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("something in the background failed", exc_info=error)

    def publish(self, params: types.PublishDiagnosticsParams) -> None:
        """Push diagnostics."""
        self._server.text_document_publish_diagnostics(params)

    def warn(self, message: str) -> None:
        """Tell the user something that needs a change."""
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    async def create_progress(self, token: str) -> None:
        """Ask for a progress to report to.

        Raises:
            Exception: the editor refuses.
        """
        await self._server.window_work_done_progress_create_async(types.WorkDoneProgressCreateParams(token))

    def progress(self, token: str, value: Progress) -> None:
        """Report to a progress."""
        self._server.progress(types.ProgressParams(token, value))

    async def refresh_diagnostics(self) -> None:
        """Have the editor ask for diagnostics again."""
        try:
            await self._server.workspace_diagnostic_refresh_async(None)
        except Exception as error:
            log.debug("the editor does not refresh diagnostics: %s", error)

    async def settings(self) -> Any:
        """The editor's settings for us, None when it gives none."""
        item = types.ConfigurationItem(section=SECTION)
        try:
            answer = await self._server.workspace_configuration_async(types.ConfigurationParams([item]))
        except Exception as error:
            log.debug("the editor does not give settings: %s", error)
            return None
        return answer[0] if answer else None

    async def watch_files(self) -> None:
        """Have the editor tell of files that change on disk."""
        watchers = [types.FileSystemWatcher(_WATCHED)]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        await self._register("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)

    async def watch_configuration(self) -> None:
        """Have the editor tell of changed settings."""
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        await self._register("configuration", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options)

    async def _register(self, name: str, method: str, options: Any) -> None:
        registration = types.Registration(f"stackproof-{name}", method, options)
        try:
            await self._server.client_register_capability_async(types.RegistrationParams([registration]))
        except Exception as error:
            log.debug("the editor does not watch %s: %s", name, error)
