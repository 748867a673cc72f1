"""Where facts are kept on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(variables: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path | None:
    """The user's folder for things that can be made again; None when the system names none."""
    variables = os.environ if variables is None else variables
    told = variables.get("STACKPROOF_CACHE")
    if told:
        return Path(told)
    if platform == "win32":
        base = variables.get("LOCALAPPDATA")
        return Path(base, "stackproof", "Cache") if base else None
    base = variables.get("XDG_CACHE_HOME")
    if base and os.path.isabs(base):
        return Path(base, "stackproof")
    home = variables.get("HOME")
    if not home:
        return None
    if platform == "darwin":
        return Path(home, "Library", "Caches", "stackproof")
    return Path(home, ".cache", "stackproof")
