"""Reads the type descriptions that packages made with jsii carry."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any


def types(package: Path) -> dict[str, Any]:
    """The described types of ``package`` (a folder with a ``.jsii`` file) by their full names."""
    described: dict[str, Any] = json.loads((package / ".jsii").read_bytes())
    if described.get("schema") == "jsii/file-redirect":
        described = json.loads(gzip.decompress((package / described["filename"]).read_bytes()))
    found: dict[str, Any] = described["types"]
    return found
