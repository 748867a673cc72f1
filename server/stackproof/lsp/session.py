"""The worker that checks the newest state of the workspace, away from the event loop."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    # The analysis is heavy to import; only the worker needs it, and only after the editor had its answer.
    from stackproof.analysis.pointing.lookup import Lookup
    from stackproof.analysis.report import Report
    from stackproof.analysis.settings import Settings
    from stackproof.analysis.workspace import Snapshot
    from stackproof.text import Document

T = TypeVar("T")
log = logging.getLogger("stackproof")

# Editors send bursts (a completion is three edits) that arrive together; a later edit cancels the check anyway.
_QUIET_SECONDS = 0.0005
# Garbage is collected when nobody types, or after this many checks without such a pause.
_IDLE_SECONDS = 0.3
_MOST_CHECKS = 24


class Workspace(Protocol):
    """What the session needs of `stackproof.analysis.workspace.Workspace`."""

    def open(self, document: Document) -> None: ...
    def close(self, path: str) -> None: ...
    def touch(self, paths: Iterable[str]) -> None: ...
    def set_roots(self, roots: Iterable[str]) -> None: ...
    def configure(self, settings: Settings) -> None: ...
    def use_python(self, python: str | None) -> None: ...
    def snapshot(self) -> Snapshot: ...
    def lookup(self) -> Lookup | None: ...


@dataclass(frozen=True)
class Outcome:
    """The result of the newest check; ``report`` is None when it crashed."""

    generation: int
    report: Report | None
    milliseconds: int


class Session:
    """Records changes on the event loop and checks them on one thread of its own; the newest state wins.

    Every change makes a new generation, which cancels the check of the one before. ``deliver`` and ``progress`` are
    called on the event loop, ``deliver`` only for the newest generation. The workspace is made by ``factory`` on the
    worker's thread and used nowhere else; ``refine`` is called there, too, with each report.
    """

    def __init__(
        self,
        factory: Callable[[], Workspace],
        deliver: Callable[[Outcome], None],
        progress: Callable[[str, int, int], None] = lambda message, done, total: None,
        refine: Callable[[Report], Report] = lambda report: report,
    ) -> None:
        self._factory = factory
        self._deliver = deliver
        self._progress = progress
        self._refine = refine
        self._wake = threading.Condition()
        self._changes: deque[Callable[[Workspace], None]] = deque()
        self._jobs: deque[Callable[[], None]] = deque()
        self._stopped = False
        self._waiting: list[asyncio.Future[None]] = []
        self.generation = 0
        self.delivered = 0
        # For questions on another thread, as soon as the workspace is there.
        self.lookup: Lookup | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to check; what was recorded before counts."""
        self._loop = asyncio.get_running_loop()
        self.record(lambda workspace: None)
        threading.Thread(target=self._work, name="stackproof-worker", daemon=True).start()

    def stop(self) -> None:
        """End the worker as soon as it notices; nothing is delivered any more."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        self._release()

    def record(self, change: Callable[[Workspace], None]) -> None:
        """Note a change of the workspace; it is made and checked by the worker."""
        with self._wake:
            self._changes.append(change)
            self.generation += 1
            self._wake.notify_all()

    @property
    def is_settled(self) -> bool:
        """Whether the newest state has been checked."""
        return self.delivered == self.generation

    async def settled(self, timeout: float | None = None) -> bool:
        """Wait until the newest state is checked; False when that takes longer than ``timeout`` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self.is_settled and not self._stopped:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            try:
                await asyncio.wait_for(waiter, None if deadline is None else deadline - time.monotonic())
            except TimeoutError:
                return False
            finally:
                if waiter in self._waiting:
                    self._waiting.remove(waiter)
        return self.is_settled

    async def run(self, job: Callable[[], T]) -> T:
        """Do something with the results of a check on the worker's thread, where they were made."""
        outcome: Future[T] = Future()

        def task() -> None:
            if not outcome.set_running_or_notify_cancel():
                return
            try:
                outcome.set_result(job())
            except Exception as error:
                outcome.set_exception(error)

        with self._wake:
            self._jobs.append(task)
            self._wake.notify_all()
        return await asyncio.wrap_future(outcome)

    def _work(self) -> None:
        workspace: Workspace | None = None
        checked = unswept = 0
        # A collection stops every thread, for longer than a keystroke may take.
        gc.disable()
        while not self._stopped:
            with self._wake:
                has_work = self._wake.wait_for(
                    lambda known=checked: bool(self._stopped or self._jobs or self.generation != known),  # type: ignore[misc]
                    _IDLE_SECONDS if unswept else None,
                )
                job = self._jobs.popleft() if self._jobs else None
            if not has_work or unswept >= _MOST_CHECKS:
                gc.collect()
                unswept = 0
                if not has_work:
                    continue
            if job is not None:
                job()
                continue
            unswept += 1
            generation = self._quiet()
            if self._stopped:
                return
            started = time.monotonic()
            report: Report | None = None
            late = partial(self._is_late, generation)
            try:
                if workspace is None:
                    workspace = self._factory()
                    self.lookup = workspace.lookup()
                self._apply(workspace)
                report = self._refine(workspace.snapshot().check(late, self._report_progress))
            except Exception as error:
                # By name, because importing the class would make the first answer wait for the analysis.
                if type(error).__name__ != "Cancelled":
                    log.exception("the check crashed")
            checked = generation
            if not self._is_late(generation):
                elapsed = int((time.monotonic() - started) * 1000)
                self.call(self._finish, Outcome(generation, report, elapsed))

    def _quiet(self) -> int:
        """Wait for the end of a burst of changes, and say which generation it led to."""
        with self._wake:
            while True:
                generation = self.generation
                self._wake.wait_for(partial(self._is_late, generation), _QUIET_SECONDS)
                if self._stopped or self.generation == generation:
                    return generation

    def _apply(self, workspace: Workspace) -> None:
        while True:
            with self._wake:
                if not self._changes:
                    return
                change = self._changes.popleft()
            try:
                change(workspace)
            except Exception:
                log.exception("a change of the workspace was not understood")

    def _is_late(self, generation: int) -> bool:
        return self._stopped or self.generation != generation

    def _report_progress(self, message: str, done: int, total: int) -> None:
        self.call(self._progress, message, done, total)

    def call(self, function: Callable[..., None], *arguments: object) -> None:
        """Call something on the event loop, from any thread, as long as the session lasts."""
        try:
            if self._loop is not None and not self._stopped:
                self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            # The loop has ended between the question and the call: nobody is there to be told.
            self._stopped = True

    def _finish(self, outcome: Outcome) -> None:
        if self._is_late(outcome.generation):
            return
        try:
            self._deliver(outcome)
        except Exception:
            log.exception("the result of a check could not be shown")
        self.delivered = outcome.generation
        self._release()

    def _release(self) -> None:
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)
