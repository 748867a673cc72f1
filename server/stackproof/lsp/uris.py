"""Conversion between the addresses of an editor's documents and file paths."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote

_DRIVE = re.compile(r"^/?([A-Za-z]):(?=/|$)")
# What may stand unescaped in a path of an address; the colon too, where it is not a drive's.
_PLAIN = "/-._~!$&'()*+,;=@"


def scheme(uri: str) -> str:
    """The scheme of an address in lower case, empty when there is none."""
    head, colon, _ = uri.partition(":")
    return head.lower() if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", head) else ""


def to_path(uri: str, windows: bool = os.name == "nt") -> str | None:
    """The absolute path of a ``file:`` address, None for everything else.

    Undecodable bytes survive as lone surrogates, as Python's own file functions have them. Drive letters become
    upper case, so that ``c%3A`` and ``C:`` are one file. ``?`` and ``#`` are taken literally: an editor that forgets
    to escape them still means a file name.
    """
    if scheme(uri) != "file":
        return None
    rest = uri[len("file:") :]
    authority = ""
    if rest.startswith("//"):
        authority, slash, tail = rest[2:].partition("/")
        rest = slash + tail
    path = unquote(rest, errors="surrogateescape")
    if not path.startswith("/") or "\0" in path:
        return None
    if not windows:
        return os.path.normpath(path) if authority in ("", "localhost") else None
    if authority not in ("", "localhost"):
        return rf"\\{unquote(authority)}" + path.replace("/", "\\")
    drive = _DRIVE.match(path)
    if drive is None:
        return path.replace("/", "\\")
    return f"{drive[1].upper()}:" + (path[drive.end() :] or "/").replace("/", "\\")


def to_uri(path: str, windows: bool = os.name == "nt") -> str:
    """The ``file:`` address of an absolute path, in the spelling most editors use (``file:///c%3A/x``)."""
    if not windows:
        return "file://" + _escape(path)
    slashed = path.replace("\\", "/")
    if slashed.startswith("//"):
        return "file://" + _escape(slashed[2:])
    drive = _DRIVE.match(slashed)
    if drive is None:
        return "file://" + _escape(slashed)
    return f"file:///{drive[1].lower()}%3A" + _escape(slashed[drive.end() :])


def is_below(path: str, root: str) -> bool:
    """Whether ``path`` is ``root`` or lies in it."""
    path, root = os.path.normcase(path), os.path.normcase(root)
    return path == root or path.startswith(root.rstrip("/\\") + os.sep)


def _escape(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe=_PLAIN)
