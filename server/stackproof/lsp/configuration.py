"""The editor's settings, from wherever it gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackproof.lsp import wishes

SECTION = "stackproof"


def plain(value: Any) -> Any:
    """The JSON behind a value that the protocol library may have made objects of."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def own(value: Any) -> Any:
    """Our own part of a settings payload: what stands under our name, or all of it where it has no such name.

    None for what says nothing (null, an empty object).
    """
    settings = plain(value)
    if isinstance(settings, Mapping) and SECTION in settings:
        settings = settings[SECTION]
    return None if settings is None or settings == {} else settings


def complaints(data: Any) -> list[str]:
    """What is wrong with settings, misspelt rules included; slow at first, because it loads the rules."""
    from stackproof.analysis.configuration import parse
    from stackproof.rulekit.registry import load_rules

    about_checks = parse(data, known_rules={r.id for r in load_rules()})[1]
    return [*(complaint.message for complaint in about_checks), *wishes.read(data)[1]]


class Complaints:
    """Wrong settings that the user was told of, so that nobody is told twice."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def news(self, messages: list[str]) -> list[str]:
        """Those of the messages that are new; what is put right may be wrong again later."""
        fresh = [message for message in dict.fromkeys(messages) if message not in self._told]
        self._told = set(messages)
        return fresh
