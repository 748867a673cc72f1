"""Finds what the libraries that are installed for a program say about themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.languages.python import find_environment
from stackproof.model.facts import Facts, Language
from stackproof.packages import Catalogue, Listener, Store, cache_folder

# How long an answer counts: asking looks at the disk, and people install packages less often than they type.
_GOOD_SECONDS = 2.0

NOTHING: Mapping[Language, Facts] = MappingProxyType({})


def patient_catalogue() -> Catalogue:
    """What is kept for this user, for those who rather wait for an answer than get a worse one."""
    return Catalogue(Store(cache_folder()), patient=True)


def prompt_catalogue(changed: Callable[[], None]) -> Catalogue:
    """The same for those who cannot wait: ``changed`` is called, on another thread, when there is a better answer."""
    return Catalogue(Store(cache_folder()), listener=Listener(changed=changed))


class Libraries:
    """The libraries of all programs of a workspace. Without a catalogue nothing is known of any."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self._catalogue = catalogue
        self._answers: dict[str, tuple[float, int, Mapping[Language, Facts]]] = {}

    def of(self, root: str) -> Mapping[Language, Facts]:
        """The facts for a program in the folder ``root``; the same object while nothing has changed."""
        if self._catalogue is None:
            return NOTHING
        generation, now = self._catalogue.generation, time.monotonic()
        known = self._answers.get(root)
        if known is not None and known[1] == generation and now - known[0] < _GOOD_SECONDS:
            return known[2]
        environment = find_environment(root)
        sites = environment.site_packages if environment is not None else ()
        found: dict[Language, Facts] = {
            "typescript": self._catalogue.facts("typescript", root),
            "python": self._catalogue.facts("python", root, sites),
        }
        if known is not None and all(known[2][language] is facts for language, facts in found.items()):
            self._answers[root] = (now, generation, known[2])
            return known[2]
        self._answers[root] = (now, generation, MappingProxyType(found))
        return self._answers[root][2]
