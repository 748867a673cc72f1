"""Makes the prose of packages fit for a hover: short, and nothing in it that an editor would load or run."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 700
_LINK: Final = re.compile(r"\{@link\s+(\S+?)(?:\s+([^}]*?))?\s*\}")
_REGISTRY_ONLY: Final = re.compile(
    r"^(?:Docs at Terraform Registry:|Represents an? )\s*\{@link [^}]*\}\.?\s*$", re.MULTILINE
)
_IMAGE: Final = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_RELATIVE: Final = re.compile(r"\[([^\]]+)\]\((?!https?://)[^)]*\)")
_TAG: Final = re.compile(r"<(?!https?://)(/?[A-Za-z!][^>\n]*)>")
# Examples and lists of parameters are a page of their own.
_END: Final = re.compile(r"^(?:#{1,6}\s|\s*:param\s|\s*:return|```|~~~|\s*<!--)", re.MULTILINE)
# What leads to an example says nothing without it.
_LEADING: Final = re.compile(r"(?:^|\n[ \t]*\n)[^\n]*(?:\n[^\n]+)*:\Z")
_CODE: Final = re.compile(r"(`[^`\n]*`)")


def prose(text: str, longest: int = _LONGEST) -> str:
    """The first paragraphs of a description as safe Markdown; empty when they say nothing."""
    text = _REGISTRY_ONLY.sub("", text.replace("\r\n", "\n")).strip()
    end = _END.search(text)
    if end is not None:
        text = _LEADING.sub("", text[: end.start()].strip()).strip()
    text = _LINK.sub(lambda link: f"[{link[2] or link[1]}]({link[1]})", text)
    return _safe(_first_paragraphs(text, longest)).strip()


def sentence(text: str, longest: int = 200) -> str:
    """A short description on one line."""
    words = " ".join(prose(text.removeprefix("-").strip(), 10 * longest).split())
    return words if len(words) <= longest else _cut(words, longest)


def _first_paragraphs(text: str, longest: int) -> str:
    kept: list[str] = []
    length = 0
    for paragraph in re.split(r"\n\s*\n", text):
        if kept and length + len(paragraph) > longest:
            break
        kept.append(paragraph)
        length += len(paragraph)
    whole = "\n\n".join(kept)
    return whole if len(whole) <= 2 * longest else _cut(whole, 2 * longest)


def _cut(text: str, longest: int) -> str:
    """Up to the last whole word, with no code or link left open."""
    short = text[:longest].rpartition(" ")[0] or text[:longest]
    if short.count("`") % 2:
        short = short[: short.rindex("`")]
    opened = short.rfind("[")
    if opened > short.rfind(")") and ("](" in short[opened:] or "]" not in short[opened:]):
        short = short[:opened]
    return short.rstrip() + " ..."


def _safe(text: str) -> str:
    """Without images, tags and links that lead nowhere; code stays as it is."""
    pieces = _CODE.split(text)
    for number in range(0, len(pieces), 2):
        piece = _IMAGE.sub(r"\1", pieces[number])
        piece = _RELATIVE.sub(r"\1", piece)
        pieces[number] = _TAG.sub(r"\\<\1>", piece)
    return "".join(pieces)
