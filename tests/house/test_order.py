"""Every file says what it is for, and certain questions are never negated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for folder in ("server", "rules") for p in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_first_line_is_a_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        pytest.skip("an empty package file")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring is not None
    first = docstring.split("\n\n")[0]
    assert first.endswith("."), first


NEGATED = re.compile(
    r"\bnot\s+[\w.\[\]\"'()]+\.(is_|is_not|is_absent|is_present|is_any_of|refers_to|is_empty)\("
)


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.py")), ids=lambda p: p.name)
def test_rules_never_negate_certainty(path: Path) -> None:
    found = NEGATED.search(path.read_text(encoding="utf-8"))
    assert found is None, (
        f"{found.group(0)!r} means 'not certainly', unknown included; ask the opposite question"
    )


def test_no_mutable_state_in_modules() -> None:
    """Module-level lists, sets and dicts are constants by name; `global` is not used at all."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Global), path
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(
                statement.value, ast.List | ast.Set | ast.ListComp
            ):
                names = [t.id for t in statement.targets if isinstance(t, ast.Name)]
                assert all(n.strip("_").isupper() or n == "__all__" for n in names), (path, names)
