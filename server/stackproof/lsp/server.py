"""The language server's process: its wire, its handlers, its end."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from stackproof import __version__
from stackproof.lsp import parent
from stackproof.lsp.completion import options as completion_options
from stackproof.lsp.editor import Editor
from stackproof.lsp.protocol import Protocol
from stackproof.lsp.service import Factory, Service

if TYPE_CHECKING:
    from stackproof.analysis.settings import Settings
    from stackproof.lsp.session import Workspace

log = logging.getLogger("stackproof")
_TURN_SECONDS = 0.0005


def serve(argv: Sequence[str] = ()) -> int:
    """Talk to an editor over standard input and output until it ends; the process's exit code.

    ``argv`` may hold ``--stdio``, which editors add; there is no other way to talk, so nothing depends on it.
    """
    return run(_workspace)


def run(factory: Factory) -> int:
    """`serve` with workspaces from ``factory`` (see `service.Factory`), which is called on the worker's thread."""
    wire = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A stray print of any library would break the protocol for good; it goes where editors show logs.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # A check computes all the time; answers to what people type must not wait for long turns of it.
    sys.setswitchinterval(_TURN_SECONDS)
    server = Server(factory)
    server.start_io(sys.stdin.buffer, wire)
    server.end()
    return server.protocol.exit_code


def _workspace(
    roots: tuple[str, ...],
    settings: Settings,
    news: Callable[[], None],
    reading: Callable[[str, int, int], None],
) -> Workspace:
    from stackproof.analysis.libraries import prompt_catalogue
    from stackproof.analysis.workspace import Workspace

    return Workspace(roots, settings, prompt_catalogue(news, reading), live=True)


class Server(LanguageServer):
    """Connects the protocol's methods with a `Service`."""

    protocol: Protocol

    def __init__(self, factory: Factory) -> None:
        super().__init__(
            "stackproof",
            __version__,
            protocol_cls=Protocol,
            converter_factory=default_converter,
            max_workers=2,
        )
        self._factory = factory
        self._service: Service | None = None
        self._editor = Editor(self)

        # pygls marks what it registers, which functions let it do and methods do not.
        async def initialize(params: types.InitializeParams) -> None:
            await self._initialize(params)

        self.feature(types.INITIALIZE)(initialize)
        for method, handler in _HANDLERS.items():
            self.feature(method)(self._guarded(handler))

    @property
    def service(self) -> Service:
        """What there is once the editor has introduced itself."""
        if self._service is None:
            raise RuntimeError("the server has not been initialized")
        return self._service

    def end(self) -> None:
        """Stop what still runs."""
        if self._service is not None:
            self._service.stop()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls would show in a window."""
        log.error("%s", error)

    async def _initialize(self, params: types.InitializeParams) -> None:
        log.addHandler(_WindowLog(self, asyncio.get_running_loop()))
        log.setLevel(logging.INFO)
        log.propagate = False
        self._service = Service(self._factory, self._editor, params)
        if self.service.client.pulls:
            options = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=True, identifier="stackproof"
            )
            self.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(self._guarded(Service.diagnostics, None))
            self.feature(types.WORKSPACE_DIAGNOSTIC)(self._guarded(Service.all_diagnostics, None))
        if self.service.client.completes:
            self.feature(types.TEXT_DOCUMENT_COMPLETION, completion_options())(self._guarded(_complete))
            self.feature(types.COMPLETION_ITEM_RESOLVE)(self._guarded(_explain_item))
        from stackproof.lsp.actions import KINDS

        resolves = self.service.client.resolves_edit
        actions = types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=resolves)
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, actions)(self._guarded(Service.actions))
        if params.process_id is not None:
            parent.watch(params.process_id, lambda: os._exit(1))

    def _guarded(self, handler: Callable[..., Any], fallback: Any = ...) -> Callable[[Any], Any]:
        """The handler as pygls wants it. One that crashes is logged, and answered with nothing where that is an answer."""

        async def answer(params: Any) -> Any:
            try:
                result = handler(self.service, params)
                return await result if inspect.isawaitable(result) else result
            except Exception:
                if fallback is None:
                    raise
                log.exception("%s crashed", getattr(handler, "__name__", "a handler"))
                return None

        def note(params: Any) -> Any:
            try:
                return handler(self.service, params)
            except Exception:
                log.exception("%s crashed", getattr(handler, "__name__", "a handler"))
                return None

        # Changes of a text must be made in the order in which they come, so they never wait for a turn of the loop.
        return answer if inspect.iscoroutinefunction(handler) else note


class _WindowLog(logging.Handler):
    """Sends log records to the editor's log window, from any thread."""

    _TYPES = (
        (logging.ERROR, types.MessageType.Error),
        (logging.WARNING, types.MessageType.Warning),
        (logging.INFO, types.MessageType.Info),
    )

    def __init__(self, server: LanguageServer, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._server = server
        self._loop = loop

    def emit(self, record: logging.LogRecord) -> None:
        kind = next((t for level, t in self._TYPES if record.levelno >= level), types.MessageType.Log)
        params = types.LogMessageParams(kind, self.format(record))
        try:
            self._loop.call_soon_threadsafe(self._server.window_log_message, params)
        except RuntimeError:
            # The loop has ended; standard error is still there.
            print(params.message, file=sys.stderr)


async def _initialized(service: Service, params: types.InitializedParams) -> None:
    await service.start()


async def _reconfigure(service: Service, params: types.DidChangeConfigurationParams) -> None:
    await service.reconfigure(params.settings)


def _saved(service: Service, params: types.DidSaveTextDocumentParams) -> None:
    service.touch([params.text_document.uri])


def _watched(service: Service, params: types.DidChangeWatchedFilesParams) -> None:
    service.touch([change.uri for change in params.changes])


def _folders(service: Service, params: types.DidChangeWorkspaceFoldersParams) -> None:
    service.change_folders(params.event)


async def _complete(service: Service, params: types.CompletionParams) -> types.CompletionList:
    return await service.completion.complete(params)


async def _explain_item(service: Service, item: types.CompletionItem) -> types.CompletionItem:
    return await service.completion.explain(item)


def _shutdown(service: Service, params: None) -> None:
    service.stop()


def _status(service: Service, params: Any) -> dict[str, object]:
    return service.status()


_HANDLERS: dict[str, Callable[..., Any]] = {
    types.INITIALIZED: _initialized,
    types.SHUTDOWN: _shutdown,
    types.TEXT_DOCUMENT_DID_OPEN: Service.open,
    types.TEXT_DOCUMENT_DID_CHANGE: Service.change,
    types.TEXT_DOCUMENT_DID_CLOSE: Service.close,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: _reconfigure,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: _folders,
    types.CODE_ACTION_RESOLVE: Service.resolve,
    types.TEXT_DOCUMENT_HOVER: Service.hover,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Service.symbols,
    "stackproof/status": _status,
}
