"""What the server knows and does for one editor, free of the wire."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from lsprotocol import types

from stackproof.analysis import configuration as analysis_configuration
from stackproof.analysis.report import Report
from stackproof.analysis.settings import Settings
from stackproof.lsp import configuration, positions, uris, wishes
from stackproof.lsp.actions import Actions, Offer
from stackproof.lsp.asker import Asker
from stackproof.lsp.client import Client
from stackproof.lsp.completion import Completion
from stackproof.lsp.diagnostics import Publisher, Puller, Translator
from stackproof.lsp.documents import Documents, OpenDocument
from stackproof.lsp.echoes import Echoes
from stackproof.lsp.editor import Editor
from stackproof.lsp.folders import Folders
from stackproof.lsp.hover import Hover, rule_pages, told_of
from stackproof.lsp.progress import Reading
from stackproof.lsp.session import Outcome, Session, Workspace
from stackproof.lsp.sticky import Display
from stackproof.lsp.symbols import Symbols

log = logging.getLogger("stackproof")
# From the roots, the settings, whom to call when a check may have a better outcome now, and whom to tell how far the
# reading of packages has come; both may be called on any thread.
Factory = Callable[
    [tuple[str, ...], Settings, Callable[[], None], Callable[[str, int, int], None]], Workspace
]

# How long an answer waits for the newest text to be checked before it is given without.
_HOVER_SECONDS = 2.0
_ACTION_SECONDS = 10.0


class Service:
    """The state behind one connection; every method runs on the event loop."""

    def __init__(self, factory: Factory, editor: Editor, params: types.InitializeParams) -> None:
        self.client = Client.of(params.capabilities)
        self._editor = editor
        self._documents = Documents(self.client.encoding)
        self._folders = Folders()
        self._folders.begin(params)
        self._settings = Settings()
        self._complaints = configuration.Complaints()
        self._display = Display()
        self._report: Report | None = None
        self._elapsed = 0
        self._translator = Translator(self.client, self._documents)
        self._publisher = Publisher(self.client, self._documents, editor.publish)
        self._puller = Puller(self.client, self._documents)
        self._actions = Actions(self.client, self._documents, self._translator)
        self._hover = Hover(self.client, rule_pages())
        self._symbols = Symbols(self.client)
        self._reading = Reading("Reading infrastructure code", editor.create_progress, editor.progress)
        self._learning = Reading("Reading installed packages", editor.create_progress, editor.progress)
        self._news = asyncio.Event()
        self._wishes = wishes.Wishes()
        self._echoes = Echoes(self._wishes.compiler_errors)
        self._session = Session(
            lambda: factory(self._roots, self._settings, self._check_again, self._learn),
            self._deliver,
            self._progress if self.client.shows_progress else lambda message, done, total: None,
            self._echoes.without,
        )
        self._asker = Asker(lambda: self._session.lookup)
        self.completion = Completion(self.client, self._documents, self._asker)
        self._roots = self._folders.roots()
        self._initial = configuration.own(params.initialization_options)
        self._configure(None)

    # --- life ------------------------------------------------------------------------------------

    async def start(self) -> None:
        """The editor is ready: begin to check, and ask for what it can tell."""
        self._session.start()
        if self.client.registers_watchers:
            await self._editor.watch_files()
        if self.client.registers_configuration:
            await self._editor.watch_configuration()
        await self.reconfigure(None)

    def _check_again(self) -> None:
        # Called on any thread.
        self._session.record(lambda workspace: None)
        self._session.call(self._learning.end)

    def _learn(self, package: str, done: int, total: int) -> None:
        # Called on any thread.
        if self.client.shows_progress:
            self._session.call(lambda: self._editor.later(self._learning.step(package, done, total)))

    def stop(self) -> None:
        """The end: cancel what runs."""
        self._session.stop()
        self._asker.stop()
        self._news.set()

    async def reconfigure(self, payload: Any) -> None:
        """Settings changed: the editor's answer counts, or else what it sent along."""
        settings = configuration.own(payload)
        if self.client.configures:
            settings = configuration.own(await self._editor.settings()) or settings
        if settings is not None or payload is not None:
            self._configure(settings)

    def _configure(self, data: Any) -> None:
        chosen = self._initial if data is None else data
        settings, _ = analysis_configuration.parse(chosen)
        wished, _ = wishes.read(chosen)
        self._editor.later(self._complain(chosen))
        if settings != self._settings:
            self._settings = settings
            self._display.clear()
            self._session.record(lambda workspace: workspace.configure(settings))
        if wished != self._wishes:
            self._wishes = wished
            self._echoes.choice = wished.compiler_errors
            self._display.clear()
            self._session.record(lambda workspace: workspace.use_python(wished.python))

    async def _complain(self, data: Any) -> None:
        """Name what is wrong with settings. Which rules there are is known to the worker, who needs them anyway."""
        complaints = await self._session.run(lambda: configuration.complaints(data))
        for message in self._complaints.news(complaints):
            self._editor.warn(f"Stackproof settings: {message}")

    # --- texts and files -------------------------------------------------------------------------

    def open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text is now the editor's."""
        opened = self._documents.open(params.text_document)
        path, document = opened.path, opened.document
        if path is None:
            return
        self._folders.opened(path)
        self._follow_folders()
        self._session.record(lambda workspace: workspace.open(document))

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text changed."""
        identifier = params.text_document
        changed = self._documents.change(identifier.uri, identifier.version, params.content_changes)
        if changed is None:
            log.warning("ignored an edit of %s, which is not open", identifier.uri)
            return
        opened, splices = changed
        document = opened.document
        if opened.path is not None:
            self._display.edited(opened.path, splices, document)
            self._session.record(lambda workspace: workspace.open(document))

    def close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text is the disk's again."""
        closed = self._documents.close(params.text_document.uri)
        if closed is None or closed.path is None:
            return
        path = closed.path
        self._puller.closed(path)
        self._folders.closed(path)
        self._follow_folders()
        self._session.record(lambda workspace: workspace.close(path))

    def touch(self, addresses: list[str]) -> None:
        """Files changed on disk."""
        paths = [path for uri in addresses if (path := uris.to_path(uri)) is not None]
        for path in paths:
            if self._documents.at(path) is None:
                self._display.forget(path)
        if paths:
            self._session.record(lambda workspace: workspace.touch(paths))

    def change_folders(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Folders came or went."""
        self._folders.remove(folder.uri for folder in event.removed)
        self._folders.add(folder.uri for folder in event.added)
        self._follow_folders()

    def _follow_folders(self) -> None:
        roots = self._folders.roots()
        if roots != self._roots:
            self._roots = roots
            self._session.record(lambda workspace: workspace.set_roots(roots))

    # --- results ---------------------------------------------------------------------------------

    def _progress(self, message: str, done: int, total: int) -> None:
        self._editor.later(self._reading.step(message, done, total))

    def _deliver(self, outcome: Outcome) -> None:
        self._reading.end()
        if outcome.report is None:
            return
        self._report, self._elapsed = outcome.report, outcome.milliseconds
        self._display.update(outcome.report)
        self._translator.texts = outcome.report.documents
        current = {path: self._translator.all(file) for path, file in self._display.files.items()}
        if not self.client.pulls:
            self._publisher.publish(current)
        elif self._puller.update(current) and self.client.refreshes_diagnostics:
            self._editor.later(self._editor.refresh_diagnostics())
        self._news.set()
        self._news = asyncio.Event()

    def status(self) -> dict[str, object]:
        """Facts for people who want to see whether it works."""
        statistics = self._report.statistics if self._report else None
        return {
            "busy": not self._session.is_settled,
            "programs": statistics.programs if statistics else 0,
            "resources": statistics.resources if statistics else 0,
            "problems": sum(len(file.shown) for file in self._display.files.values()),
            "milliseconds": self._elapsed,
            "roots": list(self._roots),
        }

    # --- questions -------------------------------------------------------------------------------

    async def diagnostics(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        """The diagnostics of one file, on its newest text."""
        path = uris.to_path(params.text_document.uri)
        if path is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        asking = self._puller.asking
        asking[path] = asking.get(path, 0) + 1
        try:
            await self._session.settled()
        finally:
            asking[path] -= 1
        return self._puller.document(path, params.previous_result_id)

    async def all_diagnostics(
        self, params: types.WorkspaceDiagnosticParams
    ) -> types.WorkspaceDiagnosticReport:
        """The diagnostics of all files. The answer waits until there is something new, as the protocol suggests."""
        previous = {
            path: p.value for p in params.previous_result_ids if (path := uris.to_path(p.uri)) is not None
        }
        await self._session.settled()
        while True:
            news = self._news
            items = self._puller.workspace(previous)
            if items or news.is_set():
                return types.WorkspaceDiagnosticReport(list(items))
            await news.wait()

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done about the problems in a range."""
        offer = await self._offer(params.text_document.uri)
        if offer is None:
            return []
        found = await self._session.run(lambda: self._actions.at(offer, params))
        # Edits of a text that changed meanwhile would hit the wrong places.
        return found if self._session.is_settled else []

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        """The edit of an action that was offered without."""
        data = configuration.plain(action.data)
        uri = data.get("fixAll") if isinstance(data, dict) else None
        offer = await self._offer(uri) if isinstance(uri, str) else None
        if offer is not None:
            edit = await self._session.run(lambda: self._actions.everything(offer))
            action.edit = edit if self._session.is_settled else None
        return action

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is under the mouse."""
        # In the beginning there is nobody to ask yet.
        begun = self._session.lookup is not None
        settled = await self._session.settled(_HOVER_SECONDS if begun else _ACTION_SECONDS)
        opened = self._documents.get(params.text_document.uri)
        if opened is None or opened.path is None:
            return None
        document = opened.document
        offset = positions.to_offset(document, params.position, self.client.encoding)
        file = self._display.files.get(opened.path)
        report = self._report_on(opened) if settled else None
        told = await self._asker.ask(lambda lookup: told_of(lookup, document, offset))
        # A check that takes long is not waited for; it might be busy with what a report holds.
        run = self._session.run if settled else self._asker.run
        return await run(lambda: self._hover.at(document, offset, file, report, told))

    async def symbols(
        self, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        """The outline of a file."""
        await self._session.settled(_ACTION_SECONDS)
        opened = self._documents.get(params.text_document.uri)
        report = self._report_on(opened) if opened is not None else None
        if opened is None or report is None:
            return None
        return self._symbols.of(opened.document, opened.uri, report)

    def _report_on(self, opened: OpenDocument) -> Report | None:
        """The newest report, when it is about the text that the editor has now."""
        text = self._report.documents.get(opened.path) if self._report and opened.path else None
        return self._report if text is not None and text.data == opened.document.data else None

    async def _offer(self, uri: str) -> Offer | None:
        if not await self._session.settled(_ACTION_SECONDS):
            return None
        opened = self._documents.get(uri)
        file = self._display.files.get(opened.path) if opened is not None and opened.path else None
        if opened is None or file is None or file.document.data != opened.document.data:
            return None
        return Offer(file, self._report.documents if self._report else {})
