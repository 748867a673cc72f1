"""Opens packages for programs: at once what is at hand, the rest when another process has read it."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from stackproof.model.facts import Facts, Knowledge, Language, Package
from stackproof.packages import bundle
from stackproof.packages.bundle import Bundle, Bundled
from stackproof.packages.indexing import index
from stackproof.packages.installed import Installed, find_npm, find_pypi, plug_and_play
from stackproof.packages.part import Opened
from stackproof.packages.reading import open_lazily, with_prose
from stackproof.packages.source import Source
from stackproof.packages.store import Store
from stackproof.packages.unreadable import Unreadable
from stackproof.packages.view import View

_log = logging.getLogger(__name__)

# How long "not installed" is believed: nobody tells when it changes.
_ABSENCE_SECONDS: Final = 3.0


def _nobody(*what: object) -> None:
    return None


@dataclass(frozen=True)
class Listener:
    """Who wants to know. All are called from the catalogue's own thread, but when it waits.

    ``changed``: answers may be better now. ``progress``: what is read, and how much of how much is done. ``told``:
    a sentence about what could not be read, once for each.
    """

    changed: Callable[[], None] = _nobody
    progress: Callable[[str, int, int], None] = _nobody
    told: Callable[[str], None] = _nobody


@dataclass
class _Known:
    """A program's view with what it rests on."""

    view: View
    packages: _Surroundings
    generation: int
    at: float = field(default_factory=time.monotonic)

    def is_good(self, generation: int) -> bool:
        if self.generation != generation:
            return False
        if any(not p.is_current() for p in self.packages.found.values() if p is not None):
            return False
        missing = any(p is None for p in self.packages.found.values())
        return not missing or time.monotonic() - self.at < _ABSENCE_SECONDS


class Catalogue:
    """All packages that a server or a check knows. May be used from several threads.

    ``patient`` waits for packages to be read (the command line); else bundled facts stand in until they are.
    """

    def __init__(self, store: Store, *, patient: bool = False, listener: Listener | None = None) -> None:
        self._store = store
        self._patient = patient
        self._listener = listener or Listener()
        self._bundle = Bundle(store)
        self._lock = threading.RLock()
        self._sources: dict[Installed, Source | None] = {}
        self._asked: set[Installed] = set()
        self._told: set[str] = set()
        self._views: dict[tuple[Language, str, tuple[str, ...], bool], _Known] = {}
        self._generation = 0
        self._jobs: queue.Queue[Installed | None] = queue.Queue()
        self._worker: threading.Thread | None = None
        self._closed = False

    @property
    def generation(self) -> int:
        """Counts how often answers may have changed because a package was read."""
        return self._generation

    def facts(
        self, language: Language, folder: str, sites: tuple[str, ...] = (), *, apart: bool = False
    ) -> Facts:
        """What the packages installed for a program in ``folder`` say.

        ``sites`` are the folders of installed packages of its Python environment. The same object comes back while
        nothing has changed. One thread may use it; a second one asks for facts ``apart``.
        """
        key = language, os.path.normpath(folder), sites, apart
        with self._lock:
            known = self._views.get(key)
            if known is None or not known.is_good(self._generation):
                surroundings = _Surroundings(self, folder, sites)
                known = _Known(View(language, surroundings), surroundings, self._generation)
                self._views[key] = known
            return known.view

    def tell(self, sentence: str) -> None:
        """Pass on what could not be read, once."""
        with self._lock:
            if sentence in self._told:
                return
            self._told.add(sentence)
        self._listener.told(sentence)

    def close(self) -> None:
        """Read nothing more."""
        self._closed = True
        self._jobs.put(None)

    # --- sources ---

    def open(self, installed: Installed | None, name: str, bundled: Bundled | None) -> Opened | None:
        """A package as good as it can be had now. ``name`` is what the program imports."""
        with self._lock:
            source = None if installed is None else self._source(installed)
            if source is not None and installed is not None:
                return Opened(_installed(installed, source), source, installed.module)
            standing_in = None if bundled is None else self._bundle.open(bundled)
            if standing_in is None:
                return None
            return Opened(_standing_in(standing_in, name, installed, bundled), standing_in, name)

    def _source(self, installed: Installed) -> Source | None:
        if installed in self._sources:
            return self._sources[installed]
        try:
            found = self._at_once(installed)
        except Unreadable as error:
            self.tell(str(error))
            self._sources[installed] = None
            return None
        if found is not None:
            self._sources[installed] = found
        return found

    def _at_once(self, installed: Installed) -> Source | None:
        kept = self._store.open(installed)
        if kept is not None:
            return with_prose(kept, installed)
        found = open_lazily(installed)
        if not self._patient:
            self._ask(installed)
        elif found is None:
            return self._index(installed)
        return found

    def _index(self, installed: Installed) -> Source:
        def progress(done: int, total: int) -> None:
            self._listener.progress(f"{installed.name} {installed.version}", done, total)

        return with_prose(index(installed, self._store, progress, gently=not self._patient), installed)

    # --- in the background ---

    def _ask(self, installed: Installed) -> None:
        if installed in self._asked or self._closed:
            return
        self._asked.add(installed)
        self._jobs.put(installed)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="packages", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        while (installed := self._jobs.get()) is not None and not self._closed:
            try:
                found: Source | None = self._index(installed)
            except Unreadable as error:
                self.tell(str(error))
                found = None
            except Exception:
                _log.exception("reading %s failed", installed.folder)
                found = None
            with self._lock:
                if found is not None or self._sources.get(installed) is None:
                    self._sources[installed] = found
                self._forget_old(installed)
                self._generation += 1
            self._listener.changed()

    def _forget_old(self, new: Installed) -> None:
        """A package that was installed anew in the same folder takes its former self with it."""
        for old in [p for p in self._sources if p.folder == new.folder and p != new]:
            del self._sources[old]


class _Surroundings:
    """What is installed around one program: `view.Packages`."""

    def __init__(self, catalogue: Catalogue, folder: str, sites: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._folder = folder
        # Generated bindings lie beside the program.
        self._roots = (folder, *sites)
        self.found: dict[str, Installed | None] = {}

    def open_npm(self, name: str) -> Opened | None:
        if name not in self.found:
            self.found[name] = find_npm(name, self._folder) or self._beside(name)
            if self.found[name] is None and name in bundle.NPM:
                self._say_why(name)
        return self._catalogue.open(self.found[name], name, bundle.NPM.get(name))

    def _say_why(self, name: str) -> None:
        packed = plug_and_play(self._folder)
        if packed is not None:
            self._catalogue.tell(
                f"{packed} keeps {name} in an archive, which is not read: bundled facts are used"
            )

    def _beside(self, name: str) -> Installed | None:
        """A package that another one brought along where the program itself cannot see it."""
        for other in list(self.found.values()):
            if other is not None:
                found = find_npm(name, os.path.dirname(other.folder))
                if found is not None:
                    return found
        return None

    def open_pypi(self, module: str) -> Opened | None:
        if module not in self.found:
            self.found[module] = find_pypi(module, self._roots)
        found = self.found[module]
        if found is not None:
            return self._catalogue.open(found, found.module, bundle.PYPI.get(found.module))
        steps = module.split(".")
        for count in range(len(steps), 0, -1):
            around = ".".join(steps[:count])
            if around in bundle.PYPI:
                return self._catalogue.open(None, around, bundle.PYPI[around])
        return None


def _installed(installed: Installed, source: Source) -> Package:
    return Package(
        name=source.header.distribution if installed.flavour == "jsii-pypi" else installed.name,
        version=installed.version,
        flavour=installed.flavour,
        knowledge=Knowledge.INSTALLED,
        installed=installed.version,
        folder=installed.folder,
        provider=source.header.provider,
    )


def _standing_in(source: Source, name: str, installed: Installed | None, bundled: Bundled | None) -> Package:
    header = source.header
    assert bundled is not None
    return Package(
        name=installed.name if installed is not None else name,
        version=header.version,
        flavour=installed.flavour if installed is not None else bundled.flavour,
        knowledge=Knowledge.BUNDLED,
        installed=installed.version if installed is not None else "",
        folder=installed.folder if installed is not None else "",
        provider=header.provider,
        stand_in="" if name in (header.package, header.python) else header.package,
    )
