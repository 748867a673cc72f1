"""Tells the editor how far something that takes long has come."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Awaitable, Callable

from lsprotocol import types

log = logging.getLogger("stackproof")

# Checks while typing are over before anybody could read a message about them.
_PATIENCE_SECONDS = 0.5
_REPORT_SECONDS = 0.1

Progress = types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd


class Reading:
    """One progress at a time, from the first long step to the end. ``title`` says of what."""

    def __init__(
        self,
        title: str,
        create: Callable[[str], Awaitable[object]],
        send: Callable[[str, Progress], None],
    ) -> None:
        self._title = title
        self._create = create
        self._send = send
        self._token: str | None = None
        self._begun = False
        self._since: float | None = None
        self._reported = 0.0
        self._patience = 0.0

    async def step(self, message: str, done: int, total: int) -> None:
        """It has come one step further."""
        now = time.monotonic()
        self._since = self._since if self._since is not None else now
        if now - self._since < self._patience:
            return
        if self._token is None:
            token = self._token = str(uuid.uuid4())
            try:
                await self._create(token)
            except Exception:
                # An editor may refuse to show progress; the work goes on without.
                self._token = None
                self._patience = float("inf")
                return
            if self._token != token:
                # The work ended while the editor answered; a token that never begins is no harm.
                return
            self._begun = True
            # Without a percentage at the beginning, editors ignore those that follow.
            self._send(token, types.WorkDoneProgressBegin(self._title, message=message, percentage=0))
        elif self._begun and now - self._reported >= _REPORT_SECONDS:
            self._reported = now
            share = min(100, 100 * done // total) if total > 0 else None
            self._send(self._token, types.WorkDoneProgressReport(message=message, percentage=share))

    def end(self) -> None:
        """It is over."""
        if self._token is not None and self._begun:
            self._send(self._token, types.WorkDoneProgressEnd())
        self._token, self._begun, self._since = None, False, None
        self._patience = max(self._patience, _PATIENCE_SECONDS)
