"""Reads what users decided from configuration files or an editor's settings."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import get_args

from stackproof.analysis.report import Problem
from stackproof.analysis.settings import Environment, Level, Settings
from stackproof.analysis.suggestion import did_you_mean
from stackproof.analysis.suppression import UNUSED_SUPPRESSION
from stackproof.analysis.toml_places import Path, Place, places
from stackproof.model.finding import Severity
from stackproof.model.values import Origin
from stackproof.text import Document, Span

INVALID_CONFIGURATION = "invalid-configuration"
"""The rule id under which complaints are shown."""

FILE_NAMES = ("stackproof.toml", "pyproject.toml")
"""Configuration files in order of precedence within one folder."""

_KEYS = ("environment", "compliance", "exclude", "rules")
_ENVIRONMENTS: tuple[str, ...] = get_args(Environment)
_LEVELS = ("off", *(str(s) for s in reversed(Severity)))
_SYNONYMS = {"warn": "warning", "info": "information", "note": "information", "none": "off", "disable": "off"}
_ERROR_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_SECTION = re.compile(r"^\s*\[\s*tool\s*\.\s*[\"']?stackproof", re.MULTILINE)


@dataclass(frozen=True)
class Complaint:
    """Something in the configuration that was not taken.

    ``span`` (bytes) is where in ``file``; both are None for an editor's settings. ``path`` is the key.
    """

    message: str
    file: str | None = None
    span: Span | None = None
    path: Path = ()

    def problem(self) -> Problem | None:
        """The complaint as a problem of its file, None when it has no file."""
        if self.file is None:
            return None
        at = Origin(self.file, self.span or Span(0, 0))
        return Problem(INVALID_CONFIGURATION, Severity.WARNING, self.message, at)


Loaded = tuple[Settings, list[Complaint], str | None]
"""Settings, what was wrong with them, and the file they are from."""


def load(
    folder: str,
    read: Callable[[str], bytes | None],
    known_rules: Collection[str] | None = None,
) -> Loaded:
    """The settings of the nearest configuration file at or above ``folder``, and that file's path.

    The search ends at the top of the repository or of the file system. ``known_rules`` None leaves rule ids unchecked.
    A broken file is still the one that counts: settings from further up would surprise more than the defaults.
    """
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            data = read(path)
            if data is None:
                continue
            loaded = _load_file(path, data, known_rules)
            if loaded is not None:
                return *loaded, path
        parent = os.path.dirname(folder)
        if parent == folder or _is_repository_top(folder, read):
            return Settings(), [], None
        folder = parent


def _is_repository_top(folder: str, read: Callable[[str], bytes | None]) -> bool:
    # A worktree's `.git` is a file, an ordinary one is a folder with a HEAD.
    return any(read(os.path.join(folder, *marker)) is not None for marker in ((".git", "HEAD"), (".git",)))


def _load_file(
    path: str, data: bytes, known_rules: Collection[str] | None
) -> tuple[Settings, list[Complaint]] | None:
    """The settings in one file; None for a pyproject.toml that says nothing to us."""
    shared = os.path.basename(path) == "pyproject.toml"
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if shared and _SECTION.search(text) is None and "stackproof" not in text:
        return None
    try:
        data.decode("utf-8")
        content: object = tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        span = Span(error.start, error.end)
        return Settings(), [Complaint("not valid TOML: the text is not UTF-8; defaults are used", path, span)]
    except tomllib.TOMLDecodeError as error:
        if shared and _SECTION.search(text) is None:
            return None
        return Settings(), [_broken(error, path, data)]
    except RecursionError:
        return Settings(), [
            Complaint("not valid TOML: nested too deeply; defaults are used", path, Span(0, 0))
        ]
    prefix: Path = ()
    if shared:
        tool = content.get("tool") if isinstance(content, dict) else None
        if not isinstance(tool, dict) or "stackproof" not in tool:
            return None
        content, prefix = tool["stackproof"], ("tool", "stackproof")
    return parse(content, path, data.decode("utf-8"), known_rules, prefix)


def _broken(error: tomllib.TOMLDecodeError, path: str, data: bytes) -> Complaint:
    message = str(error)
    match = _ERROR_PLACE.search(message)
    document = Document(path, data)
    if match is None:
        line = len(document.lines) - 1
        while line > 0 and not document.lines.content(line).strip():
            line -= 1
        start = document.lines.start(line)
        end = start + len(document.lines.content(line))
    else:
        line = int(match[1]) - 1
        content = document.lines.content(line)
        before = content.decode("utf-8", "replace")[: int(match[2]) - 1]
        start = document.lines.start(line) + len(before.encode())
        end = max(start, document.lines.start(line) + len(content))
    what = _ERROR_PLACE.sub("", message).replace("(at end of document)", "at the end").strip()
    return Complaint(
        f"not valid TOML: {what[:1].lower()}{what[1:]}; defaults are used", path, Span(start, end)
    )


def parse(
    data: object,
    source: str | None = None,
    text: str | None = None,
    known_rules: Collection[str] | None = None,
    prefix: Path = (),
) -> tuple[Settings, list[Complaint]]:
    """The settings in ``data``, with a complaint for each key or value that was left out.

    ``source`` is the file that ``text`` was read from, both None for an editor's settings; an editor may send keys
    that are its client's own, so there an unknown key is named only when it looks like one of ours. ``prefix`` is where
    in the text the settings stand.
    """
    reader = _Reader(source, text, known_rules, prefix)
    return reader.settings(data), reader.complaints


class _Reader:
    def __init__(
        self, source: str | None, text: str | None, known_rules: Collection[str] | None, prefix: Path
    ) -> None:
        self._source = source
        self._places: dict[Path, Place] = places(text) if text is not None else {}
        # Findings that come from Stackproof itself can be set like any other.
        own = {INVALID_CONFIGURATION, UNUSED_SUPPRESSION}
        self._known_rules = None if known_rules is None else own.union(known_rules)
        self._prefix = prefix
        self.complaints: list[Complaint] = []

    def settings(self, data: object) -> Settings:
        if data is None:
            return Settings()
        if not isinstance(data, Mapping):
            self._complain((), f"settings must be a table, not {_kind(data)}", value=True)
            return Settings()
        for key in data:
            if key not in _KEYS:
                self._unknown_key(str(key))
        return Settings(
            environment=self._environment(data.get("environment")),
            compliance=self._strings("compliance", data.get("compliance")),
            exclude=self._strings("exclude", data.get("exclude")),
            rules=self._rules(data.get("rules")),
        )

    def _unknown_key(self, key: str) -> None:
        hint = did_you_mean(key, _KEYS)
        if self._known_rules is not None and key in self._known_rules:
            hint = "; severities of rules belong in the table 'rules'"
        if self._source is not None or hint:
            hint = hint or f"; known are {', '.join(_KEYS)}"
            self._complain((key,), f"unknown setting '{key}'{hint}")

    def _environment(self, value: object) -> Environment | None:
        for environment in get_args(Environment):
            if value == environment:
                known: Environment = environment
                return known
        if value is not None:
            if isinstance(value, str):
                found = _one_of(value, _ENVIRONMENTS)
                self._complain(("environment",), f"unknown environment '{value}'{found}", value=True)
            else:
                self._complain(
                    ("environment",), f"'environment' must be a string, not {_kind(value)}", value=True
                )
        return None

    def _strings(self, key: str, value: object) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            hint = f'; write ["{value}"]' if isinstance(value, str) else ""
            self._complain((key,), f"'{key}' must be a list of strings, not {_kind(value)}{hint}", value=True)
            return None
        kept = []
        for index, element in enumerate(value):
            if isinstance(element, str):
                kept.append(element)
            else:
                message = f"'{key}' must be a list of strings, this is {_kind(element)}"
                self._complain((key, index), message, value=True)
        return tuple(kept)

    def _rules(self, value: object) -> dict[str, Level]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._complain(("rules",), f"'rules' must be a table of rule ids, not {_kind(value)}", value=True)
            return {}
        kept: dict[str, Level] = {}
        for rule, level in value.items():
            path = ("rules", str(rule))
            if level is None:
                continue
            if self._known_rules is not None and rule not in self._known_rules:
                hint = did_you_mean(str(rule), self._known_rules)
                self._complain(path, f"unknown rule '{rule}'{hint or '; see `stackproof rules`'}")
                continue
            if level == "off":
                kept[str(rule)] = "off"
            elif isinstance(level, str) and level in _LEVELS:
                kept[str(rule)] = Severity(level)
            elif isinstance(level, str):
                self._complain(path, f"unknown severity '{level}'{_one_of(level, _LEVELS)}", value=True)
            else:
                message = f"the severity of a rule must be a string, not {_kind(level)}{_one_of('', _LEVELS)}"
                self._complain(path, message, value=True)
        return kept

    def _complain(self, path: Path, message: str, value: bool = False) -> None:
        full = (*self._prefix, *path)
        place = self._places.get(full)
        # What has no place of its own (an inner key of something odd) is shown at what holds it.
        while place is None and full:
            full = full[:-1]
            place = self._places.get(full)
        span = None if place is None else place.value if value else place.key
        if self._source is not None and span is None:
            span = Span(0, 0)
        self.complaints.append(Complaint(message, self._source, span, path))


def _one_of(word: str, options: Collection[str]) -> str:
    synonym = _SYNONYMS.get(word.lower())
    hint = f"; did you mean '{synonym}'?" if synonym in options else did_you_mean(word, options)
    return hint or f"; it must be one of {', '.join(options)}"


def _kind(value: object) -> str:
    """What a value of TOML or JSON is called, with its article."""
    if value is None:
        return "null"
    names = ((bool, "a boolean"), (int, "a number"), (float, "a number"), (str, "a string"))
    more: tuple[tuple[type, str], ...] = ((list, "a list"), (Mapping, "a table"))
    return next((name for kind, name in (*names, *more) if isinstance(value, kind)), type(value).__name__)
