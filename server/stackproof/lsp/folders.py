"""The folders in which programs are looked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from lsprotocol import types

from stackproof.lsp import uris

# What stands at the top of a project; the nearest one above a file counts.
_MARKERS = (
    "cdk.json",
    "cdktf.json",
    "Pulumi.yaml",
    "Pulumi.yml",
    "stackproof.toml",
    "package.json",
    "pyproject.toml",
    ".git",
)


class Folders:
    """The editor's folders, with a root of its own for each open file outside of them."""

    def __init__(self, exists: Callable[[str], bool] = os.path.exists) -> None:
        self._exists = exists
        self._folders: dict[str, None] = {}
        self._alone: dict[str, str] = {}

    def begin(self, params: types.InitializeParams) -> None:
        """Take the folders that the editor names at the beginning, in any of three ways."""
        if params.workspace_folders:
            self.add(folder.uri for folder in params.workspace_folders)
        elif params.root_uri:
            self.add([params.root_uri])
        elif params.root_path:
            self.add([uris.to_uri(params.root_path)])

    def add(self, addresses: Iterable[str]) -> None:
        """More folders; those that are not on this machine's disk are left out."""
        self._folders.update((path, None) for uri in addresses if (path := uris.to_path(uri)) is not None)

    def remove(self, addresses: Iterable[str]) -> None:
        """Folders that are closed."""
        for uri in addresses:
            self._folders.pop(uris.to_path(uri) or "", None)

    def opened(self, path: str) -> None:
        """A file was opened; it brings its project along when it is outside of all folders."""
        self._alone[path] = self._root_of(path)

    def closed(self, path: str) -> None:
        """A file was closed."""
        self._alone.pop(path, None)

    def roots(self) -> tuple[str, ...]:
        """All folders to look in, none inside of another."""
        alone = [root for path, root in self._alone.items() if not self._has(path)]
        found = list(dict.fromkeys([*self._folders, *alone]))
        return tuple(r for r in found if not any(r != other and uris.is_below(r, other) for other in found))

    def _has(self, path: str) -> bool:
        return any(uris.is_below(path, folder) for folder in self._folders)

    def _root_of(self, path: str) -> str:
        folder = os.path.dirname(path)
        while True:
            if any(self._exists(os.path.join(folder, marker)) for marker in _MARKERS):
                return folder
            parent = os.path.dirname(folder)
            if parent == folder:
                # A file that belongs to no project is looked at alone: its folder may be someone's whole home.
                return path
            folder = parent
