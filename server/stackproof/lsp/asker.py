"""Asks what texts mean on a thread of its own, so that no check has to end first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from stackproof.analysis.pointing.lookup import Lookup

T = TypeVar("T")


class Asker:
    """``lookup`` gives whom to ask; None while nobody is there yet."""

    def __init__(self, lookup: Callable[[], Lookup | None]) -> None:
        self._lookup = lookup
        self._thread = ThreadPoolExecutor(1, "stackproof-asker")

    async def ask(self, question: Callable[[Lookup], T]) -> T | None:
        """The answer to a question; None when nobody can be asked."""
        lookup = self._lookup()
        if lookup is None:
            return None
        return await self.run(lambda: question(lookup))

    async def run(self, job: Callable[[], T]) -> T:
        """Do something on that thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def stop(self) -> None:
        """Answer nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)
