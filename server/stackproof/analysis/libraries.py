"""Connects programs with what their installed libraries say."""

from __future__ import annotations

import os

from stackproof.languages.python import find_sites
from stackproof.model.facts import Facts, Language
from stackproof.packages import Catalogue


class Libraries:
    """The facts for each program of a workspace. Used by one check at a time.

    ``interpreter`` is the Python that an editor has chosen for the workspace.
    """

    def __init__(self, catalogue: Catalogue, interpreter: str | None = None) -> None:
        self._catalogue = catalogue
        self._interpreter = interpreter
        self._sites: dict[str, tuple[str, ...]] = {}

    @property
    def generation(self) -> int:
        """Counts how often answers may have changed: a result that rests on facts is as old as this."""
        return self._catalogue.generation

    def facts(self, language: Language, root: str) -> Facts:
        """What the packages say that are installed for a program whose own folder is ``root``."""
        root = os.path.normpath(root)
        return self._catalogue.facts(language, root, self._found(root) if language == "python" else ())

    def _found(self, root: str) -> tuple[str, ...]:
        if root not in self._sites:
            sites = find_sites(root, self._interpreter)
            if sites.complaint:
                self._catalogue.tell(sites.complaint)
            self._sites[root] = sites.folders
        return self._sites[root]

    def choose(self, interpreter: str | None) -> None:
        """The editor chose another Python."""
        if interpreter != self._interpreter:
            self._interpreter = interpreter
            self._sites.clear()

    def forget(self) -> None:
        """Files came or went: environments are looked for anew."""
        self._sites.clear()
