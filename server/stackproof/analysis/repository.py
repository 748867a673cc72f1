"""Finds the folder of the repository in which a program lies."""

from __future__ import annotations

import os
from collections.abc import Iterable

from stackproof.analysis.storage import Storage


def is_top(folder: str, disk: Storage) -> bool:
    """Whether a folder is a repository's own."""
    marker = os.path.join(folder, ".git")
    return disk.is_dir(marker) or disk.is_file(marker)


def top_of(root: str, opened: Iterable[str], disk: Storage) -> str:
    """The folder around ``root`` that holds all which its program may share with others.

    That is the repository's; without one, the widest of the ``opened`` folders that hold the root.
    """
    folder = root
    while not is_top(folder, disk):
        parent = os.path.dirname(folder)
        if parent == folder:
            holding = [o for o in opened if root == o or root.startswith(os.path.join(o, ""))]
            return min(holding, key=len, default=root)
        folder = parent
    return folder
