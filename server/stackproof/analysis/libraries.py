"""Connects programs with what their installed libraries say."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.languages.python import find_sites
from stackproof.model.facts import Facts, Language
from stackproof.packages import Catalogue, Listener, Store, cache_folder

_log = logging.getLogger(__name__)

# How long an answer counts: asking looks at the disk, and people install packages less often than they type.
_GOOD_SECONDS = 2.0

NOTHING: Mapping[Language, Facts] = MappingProxyType({})


def patient_catalogue(
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
    told: Callable[[str], None] = _log.warning,
) -> Catalogue:
    """What is kept for this user, for those who rather wait for an answer than get a worse one.

    ``told`` gets a sentence about each thing that could not be read, once.
    """

    def reading(what: str, done: int, total: int) -> None:
        progress(f"reading {what}", done, total)

    return Catalogue(Store(cache_folder()), patient=True, listener=Listener(progress=reading, told=told))


def prompt_catalogue(
    changed: Callable[[], None],
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Catalogue:
    """The same for those who cannot wait: ``changed`` is called, on another thread, when there is a better answer.

    So is ``progress``, with what is being read meanwhile.
    """

    def reading(what: str, done: int, total: int) -> None:
        if done == 0:
            _log.info("reading %s", what)
        progress(what, done, total)

    return Catalogue(Store(cache_folder()), listener=Listener(changed, reading, _log.warning))


class Libraries:
    """The facts for each program of a workspace. Used by one check at a time.

    ``interpreter`` is the Python that an editor has chosen for the workspace.
    """

    def __init__(self, catalogue: Catalogue, interpreter: str | None = None) -> None:
        self._catalogue = catalogue
        self._interpreter = interpreter
        self._sites: dict[str, tuple[str, ...]] = {}
        self._answers: dict[str, tuple[float, int, Mapping[Language, Facts]]] = {}
        self._asides: dict[tuple[Language, str], tuple[float, int, Facts]] = {}

    def of(self, root: str) -> Mapping[Language, Facts]:
        """The facts for a program by its language; the same object while nothing has changed."""
        generation, now = self._catalogue.generation, time.monotonic()
        known = self._answers.get(root)
        if known is not None and known[1] == generation and now - known[0] < _GOOD_SECONDS:
            return known[2]
        found: dict[Language, Facts] = {
            "typescript": self.facts("typescript", root),
            "python": self.facts("python", root),
        }
        same = known is not None and all(known[2][language] is facts for language, facts in found.items())
        answer = known[2] if known is not None and same else MappingProxyType(found)
        self._answers[root] = (now, generation, answer)
        return answer

    def facts(self, language: Language, root: str) -> Facts:
        """What the packages say that are installed for a program whose own folder is ``root``."""
        root = os.path.normpath(root)
        return self._catalogue.facts(language, root, self._found(root) if language == "python" else ())

    def aside(self, language: Language, root: str) -> Facts:
        """The same for a thread of its own, which asks while checks are under way."""
        # Each look at the disk lets a check go on, for longer than the look takes.
        generation, now = self._catalogue.generation, time.monotonic()
        known = self._asides.get((language, root))
        if known is not None and known[1] == generation and now - known[0] < _GOOD_SECONDS:
            return known[2]
        sites = self._found(os.path.normpath(root)) if language == "python" else ()
        facts = self._catalogue.facts(language, root, sites, apart=True)
        self._asides[language, root] = (now, generation, facts)
        return facts

    def _found(self, root: str) -> tuple[str, ...]:
        # Another thread may ask at the same time, or forget.
        folders = self._sites.get(root)
        if folders is None:
            sites = find_sites(root, self._interpreter)
            if sites.complaint:
                self._catalogue.tell(sites.complaint)
            folders = self._sites[root] = sites.folders
        return folders

    def choose(self, interpreter: str | None) -> None:
        """The editor chose another Python."""
        if interpreter != self._interpreter:
            self._interpreter = interpreter
            self._sites.clear()
            self._answers.clear()
            self._asides.clear()

    def forget(self) -> None:
        """Files came or went: environments are looked for anew."""
        self._sites.clear()
        self._answers.clear()
        self._asides.clear()
