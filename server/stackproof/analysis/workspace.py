"""What is open and on disk, from which checks are made."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from stackproof.analysis.checking import Cancelled, Check, Store
from stackproof.analysis.pointing.lookup import Lookup
from stackproof.analysis.report import Report
from stackproof.analysis.settings import Settings
from stackproof.analysis.survey.account import Account
from stackproof.packages import Catalogue
from stackproof.rulekit import load_rules
from stackproof.text import Document


@contextmanager
def _without_collection() -> Iterator[None]:
    """Holds the garbage collector back: a check allocates much and drops nearly nothing before its end."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Snapshot:
    """An immutable view of the workspace; checks of it may run on another thread."""

    def __init__(
        self,
        store: Store,
        roots: tuple[str, ...],
        documents: dict[str, Document],
        settings: Settings,
        generation: int,
        told: int,
    ) -> None:
        self._store = store
        self._roots = roots
        self._documents = documents
        self._settings = settings
        self._generation = generation
        self._told = told

    def check(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[str, int, int], None] = lambda message, done, total: None,
    ) -> Report:
        """Check all programs below the roots. Raises `Cancelled` when told so."""
        started = time.perf_counter()
        with self._store.lock, _without_collection():
            report = self._check(cancelled, progress).report()
        report.statistics.milliseconds = round((time.perf_counter() - started) * 1000)
        return report

    def survey(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[str, int, int], None] = lambda message, done, total: None,
    ) -> tuple[Report, Account]:
        """Check all programs, and count what of them was understood. Raises `Cancelled` when told so."""
        with self._store.lock, _without_collection():
            check = self._check(cancelled, progress)
            return check.report(), check.account()

    def _check(self, cancelled: Callable[[], bool], progress: Callable[[str, int, int], None]) -> Check:
        self._store.watch.advance(self._documents, self._told)
        check = Check(self._store, self._roots, self._documents, self._settings, cancelled, progress)
        unsaved = frozenset(p for p in self._documents if not self._store.disk.is_file(p))
        check.run((self._generation, unsaved))
        return check


class Workspace:
    """The mutable side, used from one thread: which files are open with what text, what changed on disk."""

    def __init__(
        self,
        roots: Iterable[str],
        settings: Settings | None = None,
        catalogue: Catalogue | None = None,
        *,
        live: bool = False,
    ) -> None:
        """``roots`` are absolute folders or files. ``settings`` go before those of configuration files.

        Without a ``catalogue`` nothing is known of the libraries that programs use. In a ``live`` workspace, programs
        with open files are evaluated from where an edit can first be felt. Reports are then good until the next check:
        the repairs of earlier ones have no edits any more.
        """
        self._roots = tuple(dict.fromkeys(os.path.normpath(r) for r in roots))
        self._settings = settings or Settings()
        self._store = Store(catalogue, live)
        self._documents: dict[str, Document] = {}
        # Counts what may bring files or take them away; and all that was said to have changed on disk.
        self._generation = 0
        self._told = 0

    def open(self, document: Document) -> None:
        """Take this text in place of the file's own, newest wins."""
        self._documents = {**self._documents, document.path: document}

    def close(self, path: str) -> None:
        """Go back to what is on disk."""
        self._documents = {p: d for p, d in self._documents.items() if p != path}
        self._store.disk.forget(path)
        self._told += 1

    def touch(self, paths: Iterable[str]) -> None:
        """Files were created, changed or deleted on disk."""
        for path in paths:
            self._store.disk.forget(path)
            if path not in self._store.listed or not self._store.disk.is_file(path):
                self._generation += 1
        self._told += 1

    def set_roots(self, roots: Iterable[str]) -> None:
        """Workspace folders changed."""
        self._roots = tuple(dict.fromkeys(os.path.normpath(r) for r in roots))
        self._told += 1
        self._generation += 1

    def configure(self, settings: Settings) -> None:
        """The editor's settings changed."""
        self._settings = settings
        self._told += 1
        self._generation += 1

    def use_python(self, python: str | None) -> None:
        """The editor chose the interpreter (or environment) of the programs; None to find one for each."""
        if python == self._store.python:
            return
        self._store.python = python
        if self._store.libraries is not None:
            self._store.libraries.choose(python)
        self._told += 1
        self._generation += 1

    def lookup(self) -> Lookup | None:
        """Questions about places of texts, for a thread of its own; None where nothing is known of libraries."""
        libraries = self._store.libraries
        return None if libraries is None else Lookup(libraries.aside, lambda: self._roots, load_rules)

    def snapshot(self) -> Snapshot:
        """The workspace as it is now; sharing all that did not change with earlier snapshots."""
        return Snapshot(
            self._store, self._roots, self._documents, self._settings, self._generation, self._told
        )


__all__ = ["Cancelled", "Snapshot", "Workspace"]
