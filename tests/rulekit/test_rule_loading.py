"""How rules are found, run, and told about."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from graph_builder import UNKNOWN, Builder

from stackproof.model.finding import Severity
from stackproof.model.values import Scalar
from stackproof.rulekit import Answer, all_of, any_of, load_rules, run
from stackproof.rulekit.links import could_be, follow, leads_to, waits_for
from stackproof.rulekit.page import parse_page
from stackproof.rulekit.table import current, location

QUESTIONS = {"is_", "is_not", "is_any_of", "is_absent", "is_present", "is_unknown", "is_empty", "refers_to"}


def rule_files() -> list[Path]:
    return sorted(location().parent.glob("stackproof_rules/**/*.py"))


def test_rules_are_found_by_their_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "made_up_rules" / "storage"
    room.mkdir(parents=True)
    (tmp_path / "made_up_rules" / "__init__.py").write_text("")
    source = (
        "from stackproof.rulekit import Finding, Severity, rule\n"
        "@rule(severity=Severity.HINT)\n"
        "def check(graph):\n"
        "    for bucket in graph.of('aws_s3_bucket'):\n"
        "        yield Finding(bucket, 'found')\n"
        "        raise RuntimeError\n"
    )
    (room / "open_bucket.py").write_text(source)
    (room / "broken_rule.py").write_text("import nothing_like_this\n")
    (room / "open_bucket.md").write_text("# open-bucket\n\nIt is open.\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    rules = load_rules("made_up_rules")
    assert [(r.id, r.room, r.severity) for r in rules] == [("open-bucket", "storage", Severity.HINT)]
    assert rules[0].page.summary == "It is open."
    builder = Builder()
    builder.add("aws_s3_bucket", "b")
    (finding,) = run(rules[0], builder.graph())
    assert (finding.rule, finding.severity) == ("open-bucket", Severity.HINT)
    for name in [n for n in sys.modules if n.startswith("made_up_rules")]:
        del sys.modules[name]


def test_rules_never_turn_not_certain_into_certainly_not() -> None:
    """``not x.is_(1)`` is true for what is unknown: rules ask ``is_not`` instead."""
    wrong = []
    for path in rule_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                asked = [n.attr for n in ast.walk(node.operand) if isinstance(n, ast.Attribute)]
                wrong += [f"{path.name}:{node.lineno}" for name in asked if name in QUESTIONS]
    assert wrong == []


def test_rules_import_the_rulekit_only() -> None:
    for path in rule_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stackproof"):
                assert (node.module or "").startswith("stackproof.rulekit"), path


def test_table_of_rules_is_fresh() -> None:
    path = location()
    message = "rules/README.md is stale: run python -m stackproof.rulekit.table"
    assert path.exists(), message
    assert path.read_text(encoding="utf-8") == current(), message


PAGE = """# a-rule

One line.

## Why

```text
# not a heading
```

## References

- <https://docs.aws.amazon.com/x>.
- [other](https://example.com/y)

## Examples

```python cdk environment=dev
first = 1
wrong = "é" + bad
#             ^^^ a-rule: it is bad
```

```python cdk fixed="Make it"
first = 1
wrong = "é" + good
```

### Several files

```typescript pulumi file=index.ts
import './other';
```

```typescript pulumi file=other.ts
export const x = 1;
```
"""


def test_page_format() -> None:
    page = parse_page(PAGE)
    assert (page.title, page.summary) == ("a-rule", "One line.")
    assert "# not a heading" in page.sections["Why"]
    assert page.references == ("https://docs.aws.amazon.com/x", "https://example.com/y")
    one, two = page.examples
    assert one.configuration == (("environment", "dev"),)
    assert one.files == (("main.py", 'first = 1\nwrong = "é" + bad\n'),)
    (expected,) = one.expected
    assert (expected.line, expected.start, expected.end, expected.message) == (1, 14, 17, "it is bad")
    assert one.fixed[0].title == "Make it"
    assert one.fixed[0].text.endswith("good\n")
    assert [name for name, _ in two.files] == ["index.ts", "other.ts"]
    assert two.expected == ()


def test_hover_shows_the_readers_dialect() -> None:
    page = parse_page(PAGE)
    assert "wrong =" in page.hover("python", "cdk")
    assert "wrong =" not in page.hover("typescript", "pulumi")
    assert "https://docs.aws.amazon.com/x" in page.hover()
    assert "wrong =" not in page.explain()


@pytest.mark.parametrize("cut", range(0, len(PAGE), 7))
def test_half_a_page_is_read(cut: int) -> None:
    parse_page(PAGE[:cut])


def test_answers() -> None:
    yes, no, unknown = Answer.YES, Answer.NO, Answer.UNKNOWN
    assert any_of([no, unknown, yes]) is yes
    assert any_of([no, unknown]) is unknown
    assert any_of([]) is no
    assert all_of([yes, unknown, no]) is no
    assert all_of([yes, unknown]) is unknown
    assert all_of([]) is yes
    with pytest.raises(TypeError):
        bool(yes)


def test_links() -> None:
    b = Builder()
    bucket = b.add("aws_s3_bucket", "b", bucket="name")
    other = b.add("aws_s3_bucket", "o")
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket)
    lb = b.add("aws_lb", "lb", _depends_on=[policy])
    assert follow(b.value((policy, "bucket")), "aws_s3_bucket") is bucket
    assert leads_to(b.value((policy, "bucket")), bucket) is Answer.YES
    assert leads_to(b.value("name"), bucket, "bucket") is Answer.YES
    assert leads_to(b.value("else"), bucket, "bucket") is Answer.NO
    assert leads_to(b.value(("n", UNKNOWN)), bucket, "bucket") is Answer.UNKNOWN
    assert leads_to(b.value(other), bucket, "bucket") is Answer.NO
    assert leads_to(UNKNOWN, bucket) is Answer.UNKNOWN
    assert waits_for(lb, bucket) is Answer.YES
    assert waits_for(bucket, lb) is Answer.NO
    assert could_be(UNKNOWN, 80)
    assert could_be(Scalar(80), 80)
    assert not could_be(Scalar(81), 80)
