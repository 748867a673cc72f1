"""Finds the declarations in a TypeScript declaration file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_HEAD: Final = re.compile(
    r"^(?P<indent> *)(?P<export>export )?(?:default )?(?:declare )?(?:abstract )?"
    r"(?P<sort>interface|class|namespace|function|const|let|var|type|enum) (?P<name>[\w$]+)",
    re.MULTILINE,
)
_IMPORT: Final = re.compile(
    r"^import (?:type )?(?:\* as (?P<space>\w+)|(?P<default>\w+)|\{(?P<names>[^}]*)\})\s*(?:,[^;]*)?"
    r" from [\"'](?P<from>[^\"']+)[\"'];",
    re.MULTILINE,
)
_FROM: Final = re.compile(
    r"^export (?:type )?(?:\{(?P<names>[^}]*)\}|(?P<star>\*)(?: as (?P<as>\w+))?) from [\"'](?P<from>[^\"']+)[\"'];",
    re.MULTILINE,
)
_LIST: Final = re.compile(r"^export (?:type )?\{(?P<names>[^}]*)\};", re.MULTILINE)
_LOADED: Final = re.compile(
    r"^export (?:declare const|type) (?P<name>[\w$]+)(?:: typeof| =) import\([\"'](?P<from>[^\"']+)[\"']\)\.[\w$]+;",
    re.MULTILINE,
)


_MODULE: Final = re.compile(r"^declare module [\"'](?P<from>\.[^\"']+)[\"'] \{", re.MULTILINE)


class Declaration(NamedTuple):
    """One declaration: its dotted name (namespaces before it), and where its head, body and end are in the text.

    The body of interfaces, classes and namespaces is what stands between the braces; else it is empty.
    """

    name: str
    sort: str
    exported: bool
    start: int
    body: int
    end: int


def declarations(text: str) -> Iterator[Declaration]:
    """All declarations in the order of the text, namespaces before what is in them."""
    spaces: list[tuple[str, int]] = []
    done = 0
    others = [(m.start(), text.find("\n}", m.end())) for m in _MODULE.finditer(text)]
    for head in _HEAD.finditer(text):
        start = head.start()
        if start < done or any(first < start < last for first, last in others):
            continue
        while spaces and start > spaces[-1][1]:
            spaces.pop()
        sort, indent = head["sort"], head["indent"]
        name = ".".join((*(s for s, _ in spaces), head["name"]))
        exported = head["export"] is not None or bool(spaces)
        if sort in ("interface", "class", "namespace", "enum"):
            body, end = _braces(text, head.end(), indent)
            yield Declaration(name, sort, exported, start, body, end)
            if sort == "namespace":
                spaces.append((head["name"], end))
            else:
                done = end
        else:
            done = statement_end(text, head.end())
            yield Declaration(name, sort, exported, start, done, done)


def additions(text: str) -> Iterator[Declaration]:
    """Interfaces whose members a file adds to classes of other files."""
    for module in _MODULE.finditer(text):
        end = text.find("\n}", module.end())
        inner = text[module.end() : end if end >= 0 else len(text)]
        for each in declarations(inner):
            if each.sort == "interface":
                at = module.end()
                yield each._replace(start=each.start + at, body=each.body + at, end=each.end + at)


def outline(text: str) -> Iterator[Declaration]:
    """`declarations` of a file that holds nothing but interfaces, in namespaces or not; ten times as fast."""
    space, until = "", -1
    for head in _OUTLINE.finditer(text):
        if head["sort"] == "namespace":
            space = head["name"] + "."
            until = text.find("\n}", head.end())
            continue
        start = head.start()
        if start > until:
            space = ""
        body = head.end()
        # An interface without members ends on the line of its head.
        end = body if text.startswith("}", body) else text.find("\n    }" if space else "\n}", body)
        yield Declaration(
            space + head["name"], "interface", True, start, body, end if end >= 0 else len(text)
        )


_OUTLINE: Final = re.compile(
    r"(?<=\n)(?:export declare |export |    )(?P<sort>interface|namespace) (?P<name>\w+)[^{\n]*\{"
)


def _braces(text: str, at: int, indent: str) -> tuple[int, int]:
    opening = text.find("{", at)
    if opening < 0:
        return len(text), len(text)
    # One that closes on its own line has nothing in it.
    line = text.find("\n", opening)
    closing = text.find("}", opening, line if line >= 0 else len(text))
    if closing >= 0:
        return opening + 1, closing
    end = text.find(f"\n{indent}}}", opening)
    return opening + 1, end if end >= 0 else len(text)


def statement_end(text: str, at: int) -> int:
    """Where a statement ends: at the semicolon outside all brackets, or at the closing bracket around it."""
    depth = 0
    for sign in _SIGN.finditer(text, at):
        letter = sign.group()
        if letter in "({[":
            depth += 1
        elif letter in ")}]":
            depth -= 1
            if depth < 0:
                return sign.start()
        elif letter == ";" and depth == 0:
            return sign.start()
    return len(text)


_SIGN: Final = re.compile(r"[(){}\[\];]|(?:\"(?:[^\"\\\n]|\\.)*\")|/\*.*?\*/", re.DOTALL)


class Exported(NamedTuple):
    """``names`` (all of them when empty) are exported from another file; ``space`` when under one name."""

    names: tuple[tuple[str, str], ...]
    source: str
    space: str = ""


def exports(text: str) -> Iterator[Exported]:
    """What a file exports from others, as pairs of the name there and the name here."""
    for found in _FROM.finditer(text):
        names = () if found["star"] else tuple(_pairs(found["names"]))
        if found["star"] or names:
            yield Exported(names, found["from"], found["as"] or "")
    for found in _LOADED.finditer(text):
        yield Exported(((found["name"], found["name"]),), found["from"])
    spaces = {m["space"]: m["from"] for m in _IMPORT.finditer(text) if m["space"]}
    for found in _LIST.finditer(text):
        for name, here in _pairs(found["names"]):
            if name in spaces:
                yield Exported((), spaces[name], here)


def imports(text: str) -> Iterator[tuple[str, str, str]]:
    """Names that a file's imports bind: the name here, the module, the name there (empty for the whole module)."""
    for found in _IMPORT.finditer(text):
        if found["space"]:
            yield found["space"], found["from"], ""
        elif found["names"] is not None:
            for name, here in _pairs(found["names"]):
                yield here, found["from"], name


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    for each in names.split(","):
        there, _, here = each.strip().removeprefix("type ").partition(" as ")
        if there:
            yield there.strip(), (here or there).strip()
