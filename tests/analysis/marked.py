"""Texts with a cursor in them, and what is known at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stackproof.analysis.pointing.lookup import Lookup
from stackproof.model.facts import Language
from stackproof.packages import Catalogue, Store
from stackproof.text import Document

CURSOR = "|"


def lookup(cache: Path, folder: Path, sites: tuple[str, ...] = (), **more: Any) -> Lookup:
    """Answers by what is installed in a folder, and by bundled facts for all else."""
    catalogue = Catalogue(Store(cache), patient=True)

    def installed(language: Language, root: str) -> Any:
        return catalogue.facts(language, str(folder), sites)

    return Lookup(installed, lambda: (str(folder),), **more)


def marked(path: str, text: str) -> tuple[Document, int]:
    """The text without its cursor, and where that was."""
    before, after = text.split(CURSOR)
    return Document(f"/program/{path}", (before + after).encode()), len(before.encode())
