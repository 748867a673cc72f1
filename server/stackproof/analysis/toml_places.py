"""Tells where the keys of a TOML text stand, which the standard reader does not."""

from __future__ import annotations

import re
from typing import NamedTuple

from stackproof.text import Span

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'""")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_PLAIN = re.compile(r"[^,\]}#\r\n]*")


class Place(NamedTuple):
    """Where an entry stands, in bytes: its key (the element itself inside an array) and its value."""

    key: Span
    value: Span


def places(text: str) -> dict[Path, Place]:
    """The place of every key and array element by its path; ``text`` is valid TOML.

    Of broken text, what stands before the first fault is found.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[Path, tuple[int, int, int, int]] = {}
        self._tables: dict[Path, int] = {}

    def found(self) -> dict[Path, Place]:
        text = self._text
        offsets = sorted({offset for place in self._places.values() for offset in place})
        in_bytes, done, count = {}, 0, 0
        for offset in offsets:
            count += len(text[done:offset].encode("utf-8", "surrogatepass"))
            done, in_bytes[offset] = offset, count
        return {
            path: Place(Span(in_bytes[a], in_bytes[b]), Span(in_bytes[c], in_bytes[d]))
            for path, (a, b, c, d) in self._places.items()
        }

    def document(self) -> None:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self._at >= len(self._text):
                return
            before = self._at
            if self._text.startswith("[", self._at):
                table = self._header()
                self._skip(_PLAIN)
                self._take("]")
            else:
                self._entry(table)
            if self._at == before:
                return

    def _header(self) -> Path:
        start = self._at
        listed = self._text.startswith("[[", start)
        self._at += 2 if listed else 1
        path = self._keys()
        end = self._at
        self._take("]")
        self._take("]")
        if listed:
            index = self._tables.get(path, 0)
            self._tables[path] = index + 1
            self._places.setdefault(path, (start, end + 1, start, end + 1))
            path = (*path, index)
        self._places.setdefault(path, (start, self._at, start, self._at))
        return path

    def _keys(self) -> Path:
        keys: list[str | int] = []
        while True:
            self._skip(_SPACE)
            match = _KEY.match(self._text, self._at)
            if match is None:
                return tuple(keys)
            self._at = match.end()
            keys.append(next((group for group in match.groups() if group is not None), match[0]))
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(keys)

    def _entry(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._keys())
        end = len(self._text[start : self._at].rstrip()) + start
        if not self._take("="):
            self._at = start
            return
        self._skip(_SPACE)
        value = self._at
        self._value(path)
        stop = value + len(self._text[value : self._at].rstrip())
        # A dotted key also stands for the tables on its way.
        for length in range(len(table) + 1, len(path) + 1):
            self._places.setdefault(path[:length], (start, end, value, stop))

    def _value(self, path: Path) -> None:
        if self._take("["):
            self._elements(path)
        elif self._take("{"):
            while not self._ended("}"):
                before = self._at
                self._entry(path)
                self._skip(_BLANK)
                self._take(",")
                if self._at == before:
                    return
        elif (match := _STRING.match(self._text, self._at)) is not None:
            self._at = match.end()
        else:
            self._skip(_PLAIN)

    def _elements(self, path: Path) -> None:
        index = 0
        while not self._ended("]"):
            start = self._at
            self._value((*path, index))
            end = start + len(self._text[start : self._at].rstrip())
            self._places[(*path, index)] = (start, end, start, end)
            index += 1
            self._skip(_BLANK)
            self._take(",")
            if self._at == start:
                return

    def _ended(self, close: str) -> bool:
        self._skip(_BLANK)
        return self._at >= len(self._text) or self._take(close)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _take(self, mark: str) -> bool:
        if self._text.startswith(mark, self._at):
            self._at += len(mark)
            return True
        return False
