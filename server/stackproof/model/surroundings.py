"""What a program's project says outside of its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Surroundings:
    """The settings which a framework's own command hands to the program.

    ``context`` is the CDK's: plain JSON data by key, as the project's files give it, without what a command line may
    add or replace. None when no such file was found, so that nothing is known of it.
    """

    context: Mapping[str, object] | None = None


NO_SURROUNDINGS = Surroundings()
