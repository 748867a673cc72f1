"""The protocol's rules of conduct, where pygls keeps them differently."""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol, lsp_method

log = logging.getLogger("stackproof")
_NOT_INITIALIZED = -32002
_INVALID_REQUEST = -32600


class Protocol(LanguageServerProtocol):
    """Keeps no texts of its own, answers out of turn requests as the specification wants, and survives odd messages.

    pygls splits lines where the protocol does not, which puts edits into wrong places; so its own text
    store is never filled.
    """

    initialized = False
    exited = False

    @property
    def exit_code(self) -> int:
        """0 after an orderly end, 1 otherwise."""
        return 0 if self.exited and self._shutdown else 1

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Make a message of JSON; a request that cannot be understood is answered before it is given up."""
        if data.get("jsonrpc") is None:
            return data
        if data.get("method") == "initialize":
            _accept_singular(data)
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                wrong = JsonRpcInvalidParams(f"the parameters of {data['method']} are not understood")
                self._send_response(data["id"], error=wrong.to_response_error())
            raise error

    def handle_message(self, message: Any) -> None:
        """Let through what is in turn."""
        method = getattr(message, "method", None)
        if method is not None and method != types.EXIT:
            if self._shutdown:
                return self._refuse(message, _INVALID_REQUEST, "the server has been shut down")
            if not self.initialized and method != types.INITIALIZE:
                return self._refuse(message, _NOT_INITIALIZED, "the server has not been initialized")
            if self.initialized and method == types.INITIALIZE:
                return self._refuse(message, _INVALID_REQUEST, "the server has been initialized already")
            self.initialized = True
        super().handle_message(message)
        return None

    def _refuse(self, message: Any, code: int, reason: str) -> None:
        if getattr(message, "id", None) is not None:
            self._send_response(message.id, error=types.ResponseError(code=code, message=reason))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Generator[Any, Any, None]:
        """Note that the end was wanted, for the exit code."""
        self.exited = True
        yield from super().lsp_exit(*args)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand over to our own store."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand over to our own store."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand over to our own store."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(
        self, params: types.DidChangeWorkspaceFoldersParams
    ) -> Generator[Any, Any, None]:
        """Hand over to our own folders."""
        yield self.fm.features[types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS], (params,), None

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Notebooks are no programs."""

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Notebooks are no programs."""

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """Notebooks are no programs."""


def _accept_singular(data: dict[str, Any]) -> None:
    """Editors announce refreshes under ``diagnostics``, as the specification's types say, or under ``diagnostic``."""
    params = data.get("params")
    capabilities = params.get("capabilities") if isinstance(params, dict) else None
    workspace = capabilities.get("workspace") if isinstance(capabilities, dict) else None
    if isinstance(workspace, dict) and "diagnostic" in workspace:
        workspace.setdefault("diagnostics", workspace["diagnostic"])
