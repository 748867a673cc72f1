"""Reads the members in the bodies of interfaces, classes and enums of TypeScript declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from stackproof.packages.pulumi.declarations import statement_end

_GAP: Final = re.compile(r"\s*(?:/\*(?P<comment>.*?)\*/\s*|//[^\n]*\n\s*)*", re.DOTALL)
_COMMENT: Final = re.compile(r"/\*\*(?P<text>.*?)\*/", re.DOTALL)
# Nearly all members are of this form; a map's braces go three deep at most. Nothing once taken is given back (`++`,
# `*+`): else a text that does not fit in the end would be tried in more ways than there is time for.
_FIELD: Final = re.compile(
    r"(?P<read_only>readonly )?(?P<name>[\w$]+)(?P<optional>\?)?: "
    r"(?P<type>(?:[^;{}()=]++|\{(?:[^{}()]++|\{(?:[^{}()]++|\{[^{}()]*+\})*+\})*+\})*+);"
)
_OTHER: Final = re.compile(
    r"(?P<words>(?:(?:static|readonly|protected|private|public|abstract|declare|async|get|set) )*)"
    r"(?P<name>[\w$]+|\"[^\"]*\"|'[^']*')(?P<optional>\?)?(?:(?P<generic><)|\s*(?P<next>\(|:|$))",
    re.DOTALL,
)
_STAR: Final = re.compile(r"^[ \t]*\*? ?", re.MULTILINE)
_DEPRECATED: Final = re.compile(r"@deprecated[ \t]*(.*?)(?=\n\s*@|\Z)", re.DOTALL)


class BodyMember(NamedTuple):
    """One member as written. ``parameters`` is None for fields; ``comment`` is the raw text before it."""

    name: str
    words: frozenset[str]
    optional: bool
    type: str
    parameters: str | None
    comment: str


_PLAIN: Final[frozenset[str]] = frozenset()
_READ_ONLY: Final = frozenset({"readonly"})


def members(text: str, start: int, end: int) -> Iterator[BodyMember | None]:
    """The members between two places; None stands for one that was not understood."""
    at = start
    while at < end:
        gap = _GAP.match(text, at, end)
        assert gap is not None
        comment = ""
        if gap.end() > at and text.find("/*", at, gap.end()) >= 0:
            for each in _COMMENT.finditer(text, at, gap.end()):
                comment = each["text"]
        at = gap.end()
        if at >= end:
            return
        field = _FIELD.match(text, at, end)
        if field is not None:
            yield BodyMember(
                field["name"],
                _READ_ONLY if field["read_only"] else _PLAIN,
                field["optional"] is not None,
                field["type"],
                None,
                comment,
            )
            at = field.end()
            continue
        stop = min(statement_end(text, at), end)
        yield _other(text[at:stop], comment)
        at = stop + 1


def _other(statement: str, comment: str) -> BodyMember | None:
    if statement.startswith("["):
        # What may be indexed with anything may hold anything.
        return None
    head = _OTHER.match(statement)
    if head is None:
        return None
    name = head["name"].strip("\"'")
    words = frozenset(head["words"].split())
    optional = head["optional"] is not None
    if head["generic"] is not None:
        return BodyMember(name, words, optional, "any", "...any: any", comment)
    if head["next"] == "(":
        closing = matching(statement, head.end() - 1)
        if closing is None:
            return None
        returns = statement[closing + 1 :].strip().removeprefix(":").strip()
        if "get" in words or "set" in words:
            return BodyMember(name, words, False, returns, None, comment)
        return BodyMember(name, words, optional, returns, statement[head.end() : closing], comment)
    return BodyMember(name, words, optional, statement[head.end() :].strip() or "any", None, comment)


def matching(text: str, opening: int) -> int | None:
    """The place of the bracket that closes the one at ``opening``."""
    depth = 0
    for at in range(opening, len(text)):
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            depth -= 1
            if depth == 0:
                return at
    return None


def split(text: str, sign: str = ",") -> list[str]:
    """Parts between signs outside all brackets, arrows not taken for brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "([{<":
            depth += 1
        elif letter in ")]}" or (letter == ">" and text[at - 1] != "="):
            depth -= 1
        elif letter == sign and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [p.strip() for p in parts if p.strip()]


def prose(comment: str) -> str:
    """A comment without its stars and what machines read in it."""
    text = _STAR.sub("", comment).strip()
    return re.split(r"^@(?:param|returns?|deprecated)\b", text, maxsplit=1, flags=re.MULTILINE)[0].strip()


def deprecation(comment: str) -> str | None:
    """The words of a deprecation, None without one."""
    if "@deprecated" not in comment:
        return None
    found = _DEPRECATED.search(_STAR.sub("", comment))
    return found.group(1).strip() if found is not None else ""
