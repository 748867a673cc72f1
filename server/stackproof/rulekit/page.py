"""Reads the page of a rule: what people read about it, which is also its test.

A page is Markdown::

    # the-rule

    One line that says what the rule finds.

    ## Why
    ## Fix
    ## References
    ## Examples

The sections may hold anything; the first address under *References* is the primary one. Under *Examples* every
fence names its language and framework (```` ```typescript cdktf ````), and may go on with

``file=lib/net.ts``
    the file's path; ``main.ts`` or ``main.py`` when it is left out. Fences with ``file=`` that follow each other
    without a heading between them are one program; the first is its entry.
``environment=dev``
    any other ``key=value`` is configuration with which the example is checked.
``fixed`` or ``fixed="Title of the fix"``
    the exact text of the file after the first fix (or the first whose title begins so) of the first finding of the
    page's rule in the example above. Several such fences may follow one example.

An expected finding is a comment line below the guilty line, with carets under the guilty text, the rule's id and the
beginning of the message::

    desiredCount: 1, subnets: [subnet.id],
    //                         ^^^^^^^^^ the-rule: it is wrong

Such lines are no part of the text that is checked. Where the guilty text spans several lines the carets stand under
its first one. An example without carets must be silent.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
_FENCE = re.compile(r"^(`{3,})\s*(.*?)\s*$")
_CARETS = re.compile(r"^\s*(?://|#)\s*(\^+)\s+([a-z0-9-]+)(?::\s*(.*?))?\s*$")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_EXTENSIONS = {"typescript": "ts", "python": "py", "tsx": "tsx"}


@dataclass(frozen=True)
class Expected:
    """A finding that an example announces: zero-based line, columns in characters, the message's beginning."""

    file: str
    line: int
    start: int
    end: int
    rule: str
    message: str


@dataclass(frozen=True)
class Fixed:
    """The text of a file after a fix; ``title`` is the beginning of the fix's title, empty for the first fix."""

    file: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class Example:
    """One program on a page. ``line`` is the one-based line of its first fence; ``marked`` the text as written."""

    language: str
    framework: str
    line: int
    files: tuple[tuple[str, str], ...]
    marked: str
    expected: tuple[Expected, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    configuration: tuple[tuple[str, str], ...] = ()
    heading: str = ""


@dataclass(frozen=True)
class Page:
    """A rule's page. ``sections`` maps the headings of the second level to their Markdown."""

    title: str
    summary: str
    sections: dict[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    def example_for(self, language: str, framework: str) -> Example | None:
        """The example in a dialect, preferably a wrong one; in the other language when there is none."""
        ranked = sorted(
            (e for e in self.examples if e.framework == framework),
            key=lambda e: (e.language != language, not e.expected),
        )
        return ranked[0] if ranked else None

    def explain(self) -> str:
        """The page without its examples, for a terminal."""
        parts = [f"# {self.title}", self.summary]
        for name in ("Why", "Fix", "References"):
            if self.sections.get(name):
                parts.append(f"## {name}\n\n{self.sections[name]}")
        return "\n\n".join(parts) + "\n"

    def hover(self, language: str = "", framework: str = "") -> str:
        """The page as Markdown for a hover, with the wrong example of a dialect."""
        parts = [f"**{self.title}**", self.summary]
        for name in ("Why", "Fix"):
            if self.sections.get(name):
                parts.append(f"**{name}**\n\n{self.sections[name]}")
        example = self.example_for(language, framework)
        if example is not None:
            parts.append(f"**Example**\n\n```{example.language}\n{example.marked}```")
        if self.references:
            parts.append("\n".join(f"- <{address}>" for address in self.references))
        return "\n\n".join(parts) + "\n"


@dataclass
class _Building:
    language: str
    framework: str
    line: int
    heading: str
    named: bool
    configuration: tuple[tuple[str, str], ...]
    files: dict[str, str] = field(default_factory=dict)
    marked: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    fixed: list[Fixed] = field(default_factory=list)

    def finish(self) -> Example:
        return Example(
            self.language,
            self.framework,
            self.line,
            tuple(self.files.items()),
            "\n".join(self.marked),
            tuple(self.expected),
            tuple(self.fixed),
            self.configuration,
            self.heading,
        )


def split_carets(file: str, text: str) -> tuple[str, list[Expected]]:
    """A fence's text without its caret lines, and what they expect."""
    kept: list[str] = []
    expected: list[Expected] = []
    for line in text.splitlines(keepends=True):
        match = _CARETS.match(line)
        if match is None or not kept:
            kept.append(line)
            continue
        start, end = match.span(1)
        expected.append(Expected(file, len(kept) - 1, start, end, match[2], match[3] or ""))
    return "".join(kept), expected


def parse_page(text: str) -> Page:
    """The page in a text; what does not follow the format is left out rather than refused."""
    title = summary = section = heading = ""
    sections: dict[str, list[str]] = {}
    examples: list[Example] = []
    building: _Building | None = None
    lines = text.splitlines(keepends=True)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        fence = _FENCE.match(line)
        if fence is not None:
            body: list[str] = []
            first = index
            while index < len(lines) and not lines[index].startswith(fence[1]):
                body.append(lines[index])
                index += 1
            index += 1
            building = _take_fence(building, fence[2], "".join(body), first, heading, examples)
            if section:
                sections[section].extend(lines[first - 1 : index])
            continue
        matched = _HEADING.match(line)
        if matched is not None:
            if building is not None:
                examples.append(building.finish())
                building = None
            heading = matched[2]
            if len(matched[1]) == 1:
                title = matched[2]
                continue
            if len(matched[1]) == 2:
                section = matched[2]
                sections.setdefault(section, [])
                continue
        if section:
            sections[section].append(line)
        elif title and not summary and line.strip():
            summary = line.strip()
    if building is not None:
        examples.append(building.finish())
    joined = {name: "".join(content).strip() for name, content in sections.items()}
    addresses = tuple(a.rstrip(".,") for a in _ADDRESS.findall(joined.get("References", "")))
    return Page(title, summary, joined, addresses, tuple(examples))


def _take_fence(
    building: _Building | None, info: str, body: str, line: int, heading: str, done: list[Example]
) -> _Building | None:
    try:
        words = shlex.split(info)
    except ValueError:
        return building
    if len(words) < 2 or words[0] not in _EXTENSIONS:
        return building
    options = {w.partition("=")[0]: w.partition("=")[2] for w in words[2:]}
    file = options.pop("file", "")
    name = file or f"main.{_EXTENSIONS[words[0]]}"
    options.pop("config", None)
    if "fixed" in options:
        if building is not None:
            if not file and len(building.files) == 1:
                name = next(iter(building.files))
            building.fixed.append(Fixed(name, split_carets(name, body)[0], options["fixed"]))
        return building
    continues = (
        building is not None and building.named and file and file not in building.files and not building.fixed
    )
    if building is None or not continues:
        if building is not None:
            done.append(building.finish())
        building = _Building(words[0], words[1], line, heading, bool(file), tuple(options.items()))
    text, expected = split_carets(name, body)
    building.files[name] = text
    building.marked.append(body)
    building.expected.extend(expected)
    return building


def read_page(path: Path) -> Page:
    """The page in a file.

    Raises:
        OSError: it cannot be read.
    """
    return parse_page(path.read_text(encoding="utf-8"))
