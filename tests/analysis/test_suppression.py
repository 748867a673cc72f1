"""Tests of comments that allow findings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.analysis.allowing import allow_here
from stackproof.analysis.report import Problem
from stackproof.analysis.suppression import UNUSED_SUPPRESSION, apply, parse
from stackproof.model.finding import Severity, Tag
from stackproof.model.program import Comment
from stackproof.model.values import Origin
from stackproof.text import Document, Span, apply_edits

KNOWN = {"rule-one", "rule-two", "private-subnet-without-egress"}


def outcome(
    text: str, path: str = "/w/a.ts", **options: set[str]
) -> tuple[list[str], list[Problem], Document]:
    """What is left of the findings (``<1`` and ``<2`` are places of rule-one and rule-two), and the hints."""
    document = Document(path, text.encode())
    comments = [
        Comment(span=Span(m.start(), m.end()), text=m[0].decode())
        for m in re.finditer(rb"/\*.*?\*/|//[^\r\n]*|#[^\r\n]*", document.data, re.DOTALL)
        if b"stackproof:" in m[0]
    ]
    names = {b"1": "rule-one", b"2": "rule-two"}
    problems = [
        Problem(names[m[1]], Severity.ERROR, "bad", Origin(path, Span(m.start(), m.end())))
        for m in re.finditer(rb"<([12])", document.data)
    ]
    kept, hints = apply(problems, parse(comments, document), KNOWN, **options)
    return [k.rule for k in kept], hints, document


def repaired(text: str) -> str:
    _, hints, document = outcome(text)
    (repair,) = hints[0].repairs
    edits = repair.edits()
    assert edits is not None
    return apply_edits(document.data, edits[document.path]).decode()


@pytest.mark.parametrize(
    "text",
    [
        "<1 // stackproof: allow rule-one\n",
        "// stackproof: allow rule-one - it is meant so\n<1\n",
        "// stackproof: allow rule-one — it is meant so\n<1\n",
        "  // stackproof: allow rule-one\n  // more words\n\n  <1\n",
        "/* stackproof: allow rule-one */\n<1",
        "/* stackproof: allow rule-one */ <1",
        "/**\n * stackproof: allow rule-one\n */\n<1",
        "// stackproof: allow rule-one\n/* a\n b */\n<1",
        "// stackproof:allow rule-two,rule-one\n<1 <2\n",
        "# stackproof: allow rule-one, rule-two - both\n<1 <2\n",
        "# noqa  # stackproof: allow rule-one\n<1\n",
        "<1\n// stackproof: allow-file rule-one - old\n",
        "x\r\n// stackproof: allow rule-one\r<1\r",
        "ü = 'ü' // stackproof: allow rule-one\n".replace("ü =", "<1 ü ="),
    ],
)
def test_allowed(text: str) -> None:
    kept, hints, _ = outcome(text)
    assert kept == []
    assert hints == []


@pytest.mark.parametrize(
    "text",
    [
        "x // stackproof: allow rule-one\n<1\n",
        "// stackproof: allow rule-one\nx\n<1\n",
        "<1\n// stackproof: allow rule-one\n",
        "// stackproof: allow rule-two\n<1\n",
        "// the stackproof: allow rule-one\n<1\n",
    ],
)
def test_not_allowed(text: str) -> None:
    assert outcome(text)[0] == ["rule-one"]


def test_unused_is_a_hint_whose_repair_removes_it() -> None:
    text = "a\n  // stackproof: allow rule-one - why\nb\n"
    _, (hint,), document = outcome(text)
    assert hint.rule == UNUSED_SUPPRESSION
    assert hint.severity is Severity.HINT
    assert hint.tags == {Tag.UNNECESSARY}
    assert document.text(hint.at.span) == "// stackproof: allow rule-one - why"
    assert repaired(text) == "a\nb\n"
    assert repaired("a  # stackproof: allow-file rule-one\nb") == "a\nb"
    assert repaired("/* stackproof: allow rule-one */ b\n") == "b\n"


def test_one_unused_of_two_is_taken_out_alone() -> None:
    assert (
        repaired("// stackproof: allow rule-one, rule-two - x\n<1") == "// stackproof: allow rule-one - x\n<1"
    )
    assert (
        repaired("// stackproof: allow rule-two, rule-one - x\n<1") == "// stackproof: allow rule-one - x\n<1"
    )


def test_a_comment_that_says_more_is_not_removed() -> None:
    _, (hint,), _ = outcome(
        "/* words\n stackproof: allow rule-one\n words */\n".replace(" stack", " * stack")
    )
    assert hint.repairs == ()


def test_unknown_rule() -> None:
    text = "// stackproof: allow rule-on\n<1\n"
    kept, (hint,), document = outcome(text)
    assert kept == ["rule-one"]
    assert hint.severity is Severity.WARNING
    assert hint.message == "unknown rule 'rule-on'; did you mean 'rule-one'?"
    assert document.text(hint.at.span) == "rule-on"
    assert repaired(text) == "// stackproof: allow rule-one\n<1\n"


def test_misspelt_verbs_and_missing_ids_are_named() -> None:
    assert outcome("// stackproof: alow rule-one\n")[1][0].message.endswith("did you mean 'allow'?")
    assert "names no rule" in outcome("// stackproof: allow\n")[1][0].message
    assert "names no rule" in outcome("// stackproof: allow - because\n")[1][0].message
    assert outcome("// stackproof: is a tool\n")[1] == []


def test_silence_about_what_was_not_looked_for() -> None:
    text = "// stackproof: allow rule-one\nx\n"
    assert outcome(text, silent_rules={"rule-one"})[1] == []
    assert outcome(text, unsure_files={"/w/a.ts"})[1] == []


def test_the_hint_itself_can_be_allowed() -> None:
    text = "// stackproof: allow-file unused-suppression\n// stackproof: allow rule-one\nx\n"
    assert outcome(text)[1] == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/w/a.ts", "f({\r\n\tx: <1,\r\n})", "f({\r\n\t// stackproof: allow rule-one\r\n\tx: <1,\r\n})"),
        ("/w/a.py", "<1", "# stackproof: allow rule-one\n<1"),
        ("/w/a.py", "a = \\\n  <1\n", "a = \\\n  <1  # stackproof: allow rule-one\n"),
        (
            "/w/a.ts",
            "// stackproof: allow rule-two - y\n<1",
            "// stackproof: allow rule-two, rule-one - y\n<1",
        ),
    ],
)
def test_allow_here(path: str, text: str, expected: str) -> None:
    document = Document(path, text.encode())
    at = text.index("<1")
    edit = allow_here(Problem("rule-one", Severity.ERROR, "", Origin(path, Span(at, at + 2))), document)
    assert apply_edits(document.data, [edit]).decode() == expected
    if "\\" not in text:
        assert outcome(expected, path)[0] == []


@given(st.text(alphabet="/#*\n stackproof:,-low12<é", max_size=60))
def test_any_comment_is_harmless(text: str) -> None:
    whole = f"# stackproof: allow {text}"
    document = Document("/w/a.py", whole.encode())
    comment = Comment(span=Span(0, len(document.data)), text=whole)
    _, hints = apply([], parse([comment], document), KNOWN)
    for hint in hints:
        assert 0 <= hint.at.span.start <= hint.at.span.end <= len(document.data)
        for repair in hint.repairs:
            edits = repair.edits()
            assert edits is not None
            apply_edits(document.data, edits[document.path])
