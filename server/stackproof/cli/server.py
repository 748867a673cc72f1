"""The command that starts the language server."""

from __future__ import annotations

import argparse
import importlib


def server(options: argparse.Namespace) -> int:
    """Serve one editor over standard input, output until it says goodbye."""
    # Named at run time: this room does not know the other, it only opens its door.
    status: int = importlib.import_module("stackproof.lsp.server").serve()
    return status
