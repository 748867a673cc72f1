"""Reads the interfaces of generated TypeScript declaration files."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NAMESPACE = re.compile(r"\s*export (?:declare )?namespace (\w+) \{")
_OPEN = re.compile(r"\s*(?:export )?(?:declare )?(?:interface|class) (\w+)[^{]*\{")
_MEMBER = re.compile(r"\s*(?:readonly )?(\w+)\??: (.*)")

# Members by name, each with its type as written on one line.
Members = dict[str, str]


def interfaces(text: str) -> Iterator[tuple[str, Members]]:
    """Every interface and class with its dotted name (``ec2.SubnetArgs`` inside namespaces)."""
    namespaces: list[str] = []
    lines = iter(_COMMENT.sub("", text).split("\n"))
    for line in lines:
        if entered := _NAMESPACE.match(line):
            namespaces.append(entered.group(1))
        elif opened := _OPEN.match(line):
            yield ".".join([*namespaces, opened.group(1)]), ({} if line.endswith("}") else _members(lines))
        elif line.strip() == "}" and namespaces:
            namespaces.pop()


def _members(lines: Iterator[str]) -> Members:
    members: Members = {}
    for line in lines:
        if line.strip() == "}":
            return members
        # A type that goes over several lines ends where its braces do.
        while line.count("{") > line.count("}"):
            line += " " + next(lines, "}").strip()
        if (member := _MEMBER.match(line)) is not None:
            members[member.group(1)] = member.group(2)
    return members


def is_map(written: str) -> bool:
    """Whether a type is a map from arbitrary keys."""
    return "[key: string]" in written


def referred(written: str) -> str | None:
    """The nested input or output type that a member's type names."""
    found = re.search(r"\b(?:inputs|outputs)\.([\w.]+)", written)
    return found.group(1) if found else None
