"""The command line's door: finds the command, turns every way to fail into a message with an exit status."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Callable

from stackproof.cli.arguments import parser
from stackproof.cli.errors import UsageError

_FAILED = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 clean, 1 findings, 2 wrong usage or internal error."""
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Nobody reads on. What Python still holds must not be written at exit, where it would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE


def _run(argv: list[str] | None) -> int:
    grammar = parser()
    try:
        options = grammar.parse_args(argv)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else _FAILED
    if options.command is None:
        grammar.print_help(sys.stderr)
        return _FAILED
    _log_briefly()
    try:
        return _command(options.command)(options)
    except UsageError as error:
        return _complain(str(error))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if _debugging():
            raise
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return _complain(f"internal error: {what} (set STACKPROOF_DEBUG=1 to see where)")


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    # Loaded on demand: `--version` and `explain` should not wait for what only `check` needs.
    command: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"stackproof.cli.{name}"), name
    )
    return command


def _complain(message: str) -> int:
    sys.stderr.write(f"stackproof: error: {message}\n")
    return _FAILED


def _debugging() -> bool:
    return os.environ.get("STACKPROOF_DEBUG", "0") not in ("", "0")


def _log_briefly() -> None:
    """Show warnings as one line each; tracebacks are for those who look for them."""
    if logging.getLogger().handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Brief(_debugging()))
    logging.basicConfig(handlers=[handler], level=logging.DEBUG if _debugging() else logging.WARNING)


class _Brief(logging.Formatter):
    def __init__(self, full: bool) -> None:
        super().__init__("stackproof: %(levelname)s: %(message)s")
        self._full = full

    def format(self, record: logging.LogRecord) -> str:
        if self._full:
            return super().format(record)
        cause = record.exc_info[1] if record.exc_info else None
        text = f"stackproof: {record.levelname.lower()}: {record.getMessage()}"
        return f"{text} ({type(cause).__name__}: {cause})" if cause is not None else text
