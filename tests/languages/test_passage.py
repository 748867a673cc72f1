"""Texts as their words tell them, half typed or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.languages.passage import Passage, Wording
from stackproof.languages.python.wording import PYTHON_WORDING
from stackproof.languages.typescript.wording import TYPESCRIPT_WORDING

BOTH = {"python": PYTHON_WORDING, "typescript": TYPESCRIPT_WORDING}


def words(text: str, wording: Wording) -> list[str]:
    return [token.text.decode() for token in Passage(text.encode(), wording).tokens.all]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "a.b(c='d', e=1) # f", ["a", ".", "b", "(", "c", "=", "'d'", ",", "e", "=", "1", ")"]),
        ("python", 'x = """a\n"b""" + rb\'c\'', ["x", "=", '"""a\n"b"""', "+", "rb'c'"]),
        ("python", "x = 'open\ny", ["x", "=", "'open", "y"]),
        ("python", "a == b != c ** d", ["a", "==", "b", "!=", "c", "**", "d"]),
        ("typescript", "a?.b(`x${f(`y${{}}`)}`, /[/\"]'/g)", ["a", "?.", "b", "(", "`x${f(`y${{}}`)}`", ",", " /[/\"]'/g", ")"]),
        ("typescript", "a / b / c // d /* e", ["a", "/", "b", "/", "c"]),
        ("typescript", "x = `open ${a", ["x", "=", "`open ${a"]),
    ],
)  # fmt: skip
def test_words(language: str, text: str, expected: list[str]) -> None:
    assert words(text, BOTH[language]) == expected


@pytest.mark.parametrize(
    ("language", "text", "behind"),
    [
        # The text behind what the first bracket holds.
        ("python", "a = f(b, (c), [d]); e", ";"),
        ("python", "a = f(b,\nc = g(d)\n", "c"),
        ("python", "a = f(\n    b,\n    c\nd = 1", "d"),
        ("python", "if f(a\n        and b):\n    c", ":"),
        ("python", "f(\n    a,\n)\nb", "b"),
        ("python", "f((a]\ndef b(): pass", "def"),
        ("python", "  f(a,\n    b=g(\n    c=1,\n    ),\n  )\n  d", "d"),
        ("typescript", "f({ a: [1 }); b", ";"),
        ("typescript", "f(a, {\nconst b = 1", "const"),
        ("typescript", "f({\n  return: 1,\n  if: 2,\n}); c", ";"),
        ("typescript", "f(() => {\n  const a = 1;\n}); c", ";"),
        ("typescript", "new F(this, {\n  a: 1,\nnew G(this)", "new"),
    ],
)
def test_brackets_that_are_never_closed(language: str, text: str, behind: str) -> None:
    tokens = Passage(text.encode(), BOTH[language]).tokens
    opener = next(n for n in range(len(tokens)) if tokens.text(n) == b"(")
    closer = tokens.closer[opener]
    found = closer + 1 if tokens.text(closer) == b")" else closer
    assert tokens.text(found).decode() == behind


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "import a.b\nimport c.d as e, f", {"a": "a", "e": "c.d", "f": "f"}),
        ("python", "from a.b import (\n  c as d,\n  e,\n)\nx = 1", {"d": "a.b.c", "e": "a.b.e"}),
        ("python", "from ..a import b\nfrom . import c", {"b": "..a.b", "c": "..c"}),
        ("python", "from a import b,\nfrom c import d", {"b": "a.b", "d": "c.d"}),
        ("python", "import a.\nfrom b import c", {"a": "a", "c": "b.c"}),
        ("typescript", "import * as a from 'b';\nimport c, { d as e, type f } from \"g\"",
         {"a": "b", "c": "g.default", "e": "g.d", "f": "g.f"}),
        ("typescript", "import type { a } from 'b'\nimport type from 'c'", {"a": "b.a", "type": "c.default"}),
        ("typescript", "const a = require('b');\nconst { c: d, e } = require('f')\nimport g = require('h')",
         {"a": "b", "d": "f.c", "e": "f.e", "g": "h"}),
        ("typescript", "import { a, \nimport { b } from 'c'", {"b": "c.b"}),
    ],
)  # fmt: skip
def test_imports(language: str, text: str, expected: dict[str, str]) -> None:
    found = Passage(text.encode(), BOTH[language]).imported
    assert {name: symbol.dotted for name, symbol in found.names.items()} == expected


def test_elements() -> None:
    passage = Passage(b"f(a, b=c, *d, {'e': 1, f: 2, **g}, )", PYTHON_WORDING)
    call = [(e.position, e.label, e.spread) for e in passage.elements(1)]
    assert call == [(0, "", False), (1, "b", False), (1, "", True), (2, "", False), (3, "", False)]
    brace = next(n for n in range(len(passage.tokens)) if passage.tokens.text(n) == b"{")
    assert [e.label for e in passage.elements(brace)] == ["e", "f", ""]
    script = Passage(b"f({ a, b: 1, c() {}, ...d, 'e': 2, g", TYPESCRIPT_WORDING)
    assert [e.label for e in script.elements(2)] == ["a", "b", "c", "", "e", ""]


@given(
    text=st.text(alphabet="ab.(){}[],:='\"`$\n #/*<>0\\", max_size=80), language=st.sampled_from(sorted(BOTH))
)
def test_any_text_has_words(text: str, language: str) -> None:
    passage = Passage(text.encode(), BOTH[language])
    tokens = passage.tokens
    assert passage.imported.stars is not None
    assert all(len(passage.unveiled(at).tokens.data) == len(text) for at in range(0, len(text), 7))
    assert all(a.end <= b.start for a, b in zip(tokens.all, tokens.all[1:], strict=False))
    for number in range(len(tokens)):
        if tokens.closer[number] >= 0:
            covered = [t for e in passage.elements(number) for t in range(e.start, e.end)]
            assert covered == sorted(set(covered))
            assert passage.element_at(number, number + 1) is not None


@given(
    before=st.text(alphabet="ab.(){}[],:='\"`$\n #/*<>0\\", max_size=60),
    same=st.integers(0, 60),
    rest=st.text(alphabet="ab.(){}[],:='\"`$\n #/*<>0\\", max_size=30),
    language=st.sampled_from(sorted(BOTH)),
)
def test_an_edit_gives_what_a_new_text_gives(before: str, same: int, rest: str, language: str) -> None:
    after = before[:same] + rest
    earlier = Passage(before.encode(), BOTH[language])
    edited = Passage(after.encode(), BOTH[language], earlier).tokens
    fresh = Passage(after.encode(), BOTH[language]).tokens
    assert edited.all == fresh.all
    assert edited.comments == fresh.comments
    assert (edited.opener, edited.closer) == (fresh.opener, fresh.closer)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("typescript", "`a ${b.c} ${d({e: `${f}`})} \\${g}`", ["b.c", "d({e: `${f}`})"]),
        ("typescript", "'${a}'", []),
        ("typescript", "`a ${b", []),
        ("python", "f'{a.b} {c[0](d)!r} {e:>{f}} {{g}} {h=}'", ["a.b", "c[0](d)", "e", "h"]),
        ("python", 'rF"""{a}\n{b == c}"""', ["a", "b == c"]),
        ("python", "'{a}'", []),
        ("python", "f'{a", []),
    ],
)
def test_code_within_strings(language: str, text: str, expected: list[str]) -> None:
    data = text.encode()
    assert [data[h.start : h.end].decode() for h in BOTH[language].holes(data)] == expected


def test_a_text_seen_from_within_a_string() -> None:
    text = "x = f(`a${b.c}/${`${d}`}`, e)"
    passage = Passage(text.encode(), TYPESCRIPT_WORDING)
    seen = [t.text.decode() for t in passage.unveiled(text.index("b.c")).tokens.all]
    assert seen == ["x", "=", "f", "(", "(", "b", ".", "c", ")", "(", "`${d}`", ")", ",", "e", ")"]
    deeper = [t.text.decode() for t in passage.unveiled(text.index("d}")).tokens.all]
    assert deeper[9:14] == ["(", "(", "d", ")", ")"]
    assert passage.unveiled(0) is passage
    assert passage.unveiled(text.index("a$")) is passage
