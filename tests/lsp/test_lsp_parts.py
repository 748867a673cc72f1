"""The server's parts by themselves, over open inputs."""

from __future__ import annotations

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types

from stackproof.analysis.report import Problem, ProgramReport, Report
from stackproof.lsp import positions, uris
from stackproof.lsp.documents import Documents, Splice
from stackproof.lsp.folders import Folders
from stackproof.lsp.sticky import Display
from stackproof.model.finding import Severity
from stackproof.model.graph import Graph
from stackproof.model.values import Origin
from stackproof.text import Document, Encoding, Span

CHARACTERS = st.sampled_from("ab \t\n\r\u2028\x0b\x0c\x1c\x85é漢😀")
TEXTS = st.lists(CHARACTERS, max_size=30).map("".join)
ENCODINGS = st.sampled_from(list(Encoding))
EDITS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 12), st.integers(0, 8), st.integers(0, 12), TEXTS), max_size=6
)


def width(character: str, encoding: Encoding) -> int:
    """The units of a character, by Python's own codecs."""
    sizes = {Encoding.UTF8: ("utf-8", 1), Encoding.UTF16: ("utf-16-le", 2), Encoding.UTF32: ("utf-32-le", 4)}
    codec, size = sizes[encoding]
    return len(character.encode(codec)) // size


def plain_index(text: str, line: int, character: int, encoding: Encoding) -> int:
    """Where a position is in a text, walking through it one character after the other."""
    index = 0
    while line and index < len(text):
        if text.startswith("\r\n", index):
            index += 2
            line -= 1
        elif text[index] in "\r\n":
            index += 1
            line -= 1
        else:
            index += 1
    if line:
        return len(text)
    units = 0
    while index < len(text) and text[index] not in "\r\n" and units < character:
        units += width(text[index], encoding)
        index += 1
    return index


@given(TEXTS, EDITS, ENCODINGS)
@example("\r\n", [(1, 0, 0, 0, "")], Encoding.UTF16)
def test_edits_equal_a_plain_reference(
    text: str, edits: list[tuple[int, int, int, int, str]], encoding: Encoding
) -> None:
    documents = Documents(encoding)
    documents.open(types.TextDocumentItem("file:///a.ts", "typescript", 1, text))
    for version, (a, b, c, d, new) in enumerate(edits, start=2):
        place = types.Range(types.Position(a, b), types.Position(c, d))
        change = types.TextDocumentContentChangePartial(place, new)
        changed = documents.change("file:///a.ts", version, [change])
        first, last = sorted((plain_index(text, a, b, encoding), plain_index(text, c, d, encoding)))
        before = text.encode()
        text = text[:first] + new + text[last:]
        assert changed is not None
        opened, (splice,) = changed
        assert opened.document.data == text.encode()
        assert opened.document.version == version
        # The splice says the same, as small as possible.
        removed, after = splice.removed, opened.document.data
        middle = after[removed.start : removed.start + splice.inserted]
        assert before[: removed.start] + middle + before[removed.end :] == after


@given(TEXTS, ENCODINGS)
def test_every_character_comes_back_from_its_position(text: str, encoding: Encoding) -> None:
    document = Document.from_text("/a.ts", text)
    offset = 0
    for index, character in enumerate(text):
        end = offset + len(character.encode())
        place = positions.to_range(document, Span(offset, end), encoding)
        inside_line_end = character == "\n" and index and text[index - 1] == "\r"
        if character not in "\r\n":
            assert positions.to_span(document, place, encoding) == Span(offset, end)
            assert place.end.character - place.start.character == width(character, encoding)
        elif not inside_line_end:
            assert positions.to_offset(document, place.start, encoding) == offset
        offset = end


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_posix_paths_come_back(name: str) -> None:
    path = "/base/" + name.replace("/", "_").strip(".") + "x"
    uri = uris.to_uri(path, windows=False)
    assert uri.isascii()
    assert uris.to_path(uri, windows=False) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Code/a%20b.ts", r"C:\Code\a b.ts"),
        ("file:///C:/Code/a b.ts", r"C:\Code\a b.ts"),
        ("FILE:///c:/x", r"C:\x"),
        ("file:///c%3A", "C:\\"),
        ("file://server/share/%C3%BC.ts", "\\\\server\\share\\ü.ts"),
        ("file://localhost/d:/x.py", r"D:\x.py"),
        ("file:///c:/a#b?c.ts", r"C:\a#b?c.ts"),
        ("untitled:Untitled-1", None),
        ("c:\\x", None),
        ("", None),
    ],
)
def test_windows_addresses(uri: str, path: str | None) -> None:
    assert uris.to_path(uri, windows=True) == path
    if path is not None:
        assert uris.to_path(uris.to_uri(path, windows=True), windows=True) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/%E6%BC%A2/x.ts", "/a/漢/x.ts"),
        ("file:///a/../b//c.ts", "/b/c.ts"),
        ("file:/a.ts", "/a.ts"),
        ("file:///bad%ff.ts", "/bad\udcff.ts"),
        ("file://elsewhere/a.ts", None),
        ("file:///a%00b", None),
        ("file:relative.ts", None),
        ("git:/a.ts", None),
    ],
)
def test_posix_addresses(uri: str, path: str | None) -> None:
    assert uris.to_path(uri, windows=False) == path


def problem(start: int, end: int, rule: str = "r", file: str = "/a.ts") -> Problem:
    return Problem(rule, Severity.ERROR, "m", Origin(file, Span(start, end)))


def report(
    text: bytes, *problems: Problem, broken: bool = False, files: tuple[str, ...] = ("/a.ts",)
) -> Report:
    program = ProgramReport("/a.ts", Graph([], files=files))
    documents = {path: Document(path, text) for path in files}
    return Report(list(problems), documents, [program], frozenset({"/a.ts"} if broken else ()))


@given(st.binary(min_size=12, max_size=20), st.data())
def test_kept_problems_point_at_the_same_bytes(text: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 10))
    end = data.draw(st.integers(start + 1, 12))
    removed_start = data.draw(st.integers(0, len(text)))
    removed_end = data.draw(st.integers(removed_start, len(text)))
    new = data.draw(st.binary(max_size=5))
    display = Display()
    display.update(report(text, problem(start, end)))
    after = text[:removed_start] + new + text[removed_end:]
    splice = Splice(Span(removed_start, removed_end), len(new))
    display.edited("/a.ts", [splice], Document("/a.ts", after))
    display.update(report(after, broken=True))
    kept = [s.span for f in display.files.values() for s in f.shown]
    touched = removed_start < end and removed_end > start
    assert bool(kept) != touched
    assert all(after[k.start : k.end] == text[start:end] for k in kept)


def test_a_fresh_problem_takes_the_place_of_a_kept_one() -> None:
    display = Display()
    display.update(report(b"abcdef", problem(0, 3), problem(4, 5, "other")))
    display.update(report(b"abcdef", problem(0, 2), broken=True))
    assert [(s.problem.rule, s.span, s.kept) for s in display.files["/a.ts"].shown] == [
        ("r", Span(0, 2), False),
        ("other", Span(4, 5), True),
    ]
    display.update(report(b"abcdef"))
    assert not display.files


def test_a_broken_entry_keeps_the_problems_of_its_whole_program() -> None:
    display = Display()
    display.update(report(b"abcdef", problem(0, 3, file="/b.ts"), files=("/a.ts", "/b.ts")))
    # The broken entry no longer leads to the other file, twice in a row.
    for _ in range(2):
        display.update(report(b"abcdef", broken=True))
        assert [s.span for s in display.files["/b.ts"].shown] == [Span(0, 3)]
    display.forget("/b.ts")
    display.update(report(b"abcdef", broken=True))
    assert not display.files


@pytest.mark.skipif(os.name == "nt", reason="the paths are POSIX ones")
def test_roots_of_files_outside_of_all_folders() -> None:
    there = {"/home/me/a.ts", "/projects/app/cdk.json", "/projects/.git"}
    folders = Folders(there.__contains__)
    folders.add(["file:///folder", "untitled:x"])
    folders.opened("/folder/lib/a.ts")
    assert folders.roots() == ("/folder",)
    folders.opened("/projects/app/lib/stack.ts")
    folders.opened("/home/me/a.ts")
    folders.opened("/projects/other/b.ts")
    # One project inside of another is looked at with it.
    assert folders.roots() == ("/folder", "/home/me/a.ts", "/projects")
    folders.closed("/projects/other/b.ts")
    folders.closed("/home/me/a.ts")
    assert folders.roots() == ("/folder", "/projects/app")
    folders.remove(["file:///folder"])
    assert folders.roots() == ("/folder/lib/a.ts", "/projects/app")
