"""Compares versions of engines with those that a service offers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from stackproof.model.services import EngineVersions

Judgement = Literal["offered", "withdrawn", "never offered", "not known"]

_TOKEN = re.compile(r"\d+|[A-Za-z]+")
_WHOLE = re.compile(r"\d+(?:[.-][0-9A-Za-z_]+)*")
_MOST_SUGGESTED = 3

Tokens = tuple[int | str, ...]


def tokens(version: str) -> Tokens:
    """The numbers and words of a version: ``8.0.mysql_aurora.3.04.0`` is 8, 0, mysql, aurora, 3, 4, 0."""
    return tuple(int(t) if t.isdigit() else t.lower() for t in _TOKEN.findall(version))


def judge(version: str, versions: EngineVersions) -> Judgement:
    """What is known of creating something with a version.

    A version that is newer than all known ones of its line is not known: the facts are older than it may be. Wildcards
    (``6.x``) and beginnings (``16``) stand for what is offered under them.
    """
    if not _WHOLE.fullmatch(version) or version.endswith((".x", ".X")):
        return "not known"
    if version in versions.known:
        return "withdrawn" if version in versions.withdrawn else "offered"
    own = tokens(version)
    if any(own[: len(line)] == line for line in map(tokens, versions.removed_lines)):
        return "withdrawn"
    below = [v for v in versions.known if _is_line(tokens(v), own)]
    if below:
        return "withdrawn" if all(v in versions.withdrawn for v in below) else "offered"
    return "not known" if _may_be_newer(own, [tokens(v) for v in versions.known]) else "never offered"


def _is_line(version: Tokens, beginning: Tokens) -> bool:
    """Whether a version stands under a beginning; what only adds words to it is another product."""
    rest = version[len(beginning) :]
    return version[: len(beginning)] == beginning and bool(rest) and rest[0] != "limitless"


def _may_be_newer(version: Tokens, known: Iterable[Tokens]) -> bool:
    """Whether a version comes after all known ones with which it has most in common."""
    known = list(known)
    if not known:
        return True
    for depth in range(len(version) - 1, -1, -1):
        near = [k for k in known if k[:depth] == version[:depth]]
        if not near:
            continue
        step = version[depth]
        steps = [k[depth] for k in near if len(k) > depth]
        if not isinstance(step, int):
            # A suffix that no known version has may be a new kind of release.
            return bool(depth)
        numbers = [s for s in steps if isinstance(s, int)]
        # A known version with nothing behind it has no such places.
        return bool(numbers) and step > max(numbers)
    return False


def nearest(version: str, versions: EngineVersions) -> tuple[str, ...]:
    """Versions that are offered, those most like it first: the newest of its own line, of the next ones, of all."""
    offered = [v for v in versions.known if v not in versions.withdrawn and "limitless" not in v]
    own = tokens(version)
    found: list[str] = []
    for line in _lines(own, offered):
        # A plain version is easier to read than one of its builds.
        newest = next((v for v in reversed(line) if "-" not in v), line[-1])
        if newest not in found and newest != version:
            found.append(newest)
    return tuple(found[:_MOST_SUGGESTED])


def _lines(version: Tokens, offered: list[str]) -> Iterable[list[str]]:
    """The lines of versions, from the one nearest to a version upwards; the last is that of the newest."""
    depth = max((_common(version, tokens(v)) for v in offered), default=0)
    by_line: dict[Tokens, list[str]] = {}
    for v in offered:
        by_line.setdefault(tokens(v)[: _major(v)], []).append(v)
    same = [v for v in offered if depth and tokens(v)[:depth] == version[:depth]]
    if same:
        yield same
    later = [own for line, own in by_line.items() if _after(line, version)]
    yield from later[:1]
    yield from later[-1:]
    yield from list(by_line.values())[-1:]


def _major(version: str) -> int:
    """How many numbers make a line: two where the product counts so (``8.0``, ``5.7``), else one."""
    return 2 if len(tokens(version.partition("-")[0])) > 2 else 1


def _common(one: Tokens, other: Tokens) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _after(line: Tokens, version: Tokens) -> bool:
    for a, b in zip(line, version, strict=False):
        if a != b:
            return isinstance(a, int) and isinstance(b, int) and a > b
    return False
