"""Reads what a project's files say to its program besides the program's own code."""

from __future__ import annotations

import os

from stackproof.analysis.discovery import Read
from stackproof.analysis.manifests import json_object
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings


def read(root: str, read: Read) -> Surroundings:
    """The surroundings of a program that is run in the folder ``root``."""
    manifest = json_object(read(os.path.join(root, "cdk.json")))
    if manifest is None:
        return NO_SURROUNDINGS
    remembered = json_object(read(os.path.join(root, "cdk.context.json"))) or {}
    own = manifest.get("context")
    # What people wrote goes before what the command line tool remembers of look-ups.
    return Surroundings(context={**remembered, **(own if isinstance(own, dict) else {})})
