"""Tests of what each output format says, byte for byte where others build on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackproof.cli.main import main


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    main(["check", *arguments])
    return capsys.readouterr().out


def test_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lib").mkdir()
    (folder / "lib/a.ts").write_text("const x = 1\n\tconst 名 = 'e\u0301'; BAD // after\nlast\n")
    text = output(capsys)
    assert text.split("\n")[:14] == [
        "error[bad-word]: the word 'BAD' is here",
        " --> lib/a.ts:2:18",
        "  |",
        "1 | const x = 1",
        "2 |     const 名 = 'e\u0301'; BAD // after",
        "  |                     ^^^",
        "3 | last",
        " ::: lib/a.ts:1:1",
        "  |",
        "1 | const x = 1",
        "  | - the file begins here",
        "  |",
        "  = help: Write 'GOOD' (--fix)",
        "  = docs: https://docs.aws.amazon.com/bad-word",
    ]
    assert "Found 1 error (1 file, 1 program, 3 resources, 0.00 s). Fixable: 1 with --fix." in text


def test_text_neutralises_control_characters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_bytes(b"\x1b[2J \xe2\x80\xae BAD\n")
    text = output(capsys)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "␛[2J" in text


def test_text_of_a_very_long_line_is_cut_around_the_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.ts").write_text("x" * 5000 + "BAD" + "y" * 5000)
    lines = output(capsys).split("\n")
    shown = next(line for line in lines if "BAD" in line and line.startswith("1 |"))
    carets = lines[lines.index(shown) + 1]
    assert len(shown) < 200
    assert shown.index("BAD") == carets.index("^^^")


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lib").mkdir()
    (folder / "lib/a.ts").write_text("x\n'\U0001f600é' BAD RISKY HINT\n")
    content = json.loads(output(capsys, "--format", "json", "--fail-on", "error"))
    assert list(content) == ["version", "root", "files", "diagnostics", "stats"]
    assert content["version"] == 1
    assert content["root"] == str(folder).replace("\\", "/")
    assert content["files"] == 1
    assert [d["severity"] for d in content["diagnostics"]] == ["error", "warning", "hint"]
    place = {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 9}}
    assert content["diagnostics"][0] == {
        "rule": "bad-word",
        "severity": "error",
        "message": "the word 'BAD' is here",
        "file": "lib/a.ts",
        "range": place,
        "related": [
            {
                "file": "lib/a.ts",
                "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}},
                "message": "the file begins here",
            }
        ],
        "fixes": [
            {
                "title": "Write 'GOOD'",
                "safe": True,
                "edits": [{"file": "lib/a.ts", "range": place, "newText": "GOOD"}],
            }
        ],
        "references": ["https://docs.aws.amazon.com/bad-word"],
    }
    assert content["diagnostics"][2]["fixes"] == []
    assert content["stats"] == {
        "programs": 1,
        "resources": 3,
        "constructions": 4,
        "unresolved": 1,
        "milliseconds": 0,
    }


def test_root_of_paths_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("p/one", "p/two", "here"):
        (folder / name).mkdir(parents=True)
    for name in ("p/one/a.ts", "p/two/b.ts"):
        (folder / name).write_text("BAD\n")
    monkeypatch.chdir(folder / "here")
    content = json.loads(output(capsys, "--format", "json", "../p/one", "../p/two/b.ts"))
    assert content["root"] == str(folder / "p").replace("\\", "/")
    assert [d["file"] for d in content["diagnostics"]] == ["one/a.ts", "two/b.ts"]


def test_github(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a,b:c%.ts").write_text("\n  BAD\nRISKY HINT\n")
    assert output(capsys, "--format", "github").splitlines() == [
        "::error file=a%2Cb%3Ac%25.ts,line=2,endLine=2,title=Stackproof (bad-word),col=3,endColumn=5"
        "::the word 'BAD' is here%0Aa,b:c%25.ts:1: the file begins here%0Ahttps://docs.aws.amazon.com/bad-word",
        "::warning file=a%2Cb%3Ac%25.ts,line=3,endLine=3,title=Stackproof (risky-word),col=1,endColumn=5"
        "::the word 'RISKY' is here%0Ahttps://docs.aws.amazon.com/risky-word",
        "::notice file=a%2Cb%3Ac%25.ts,line=3,endLine=3,title=Stackproof (hint-word),col=7,endColumn=10"
        "::the word 'HINT' is here%0Ahttps://docs.aws.amazon.com/hint-word",
    ]


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "über x.ts").write_text("x\n'\U0001f600' BAD HINT\n")
    (folder / "b.ts").write_bytes(b"\0")
    content = json.loads(output(capsys, "--format", "sarif"))
    assert content["version"] == "2.1.0"
    (run,) = content["runs"]
    rules = run["tool"]["driver"]["rules"]
    by_id = {rule["id"]: rule for rule in rules}
    assert by_id["unused-suppression"]["shortDescription"]["text"]
    bad, hint = run["results"]
    assert rules[bad["ruleIndex"]]["id"] == bad["ruleId"] == "bad-word"
    assert (bad["level"], hint["level"]) == ("error", "note")
    assert bad["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%C3%BCber%20x.ts", "uriBaseId": "ROOT"},
        "region": {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9},
    }
    assert run["originalUriBaseIds"]["ROOT"]["uri"].startswith("file:///")
    assert run["originalUriBaseIds"]["ROOT"]["uri"].endswith("/")
    (fix,) = bad["fixes"]
    assert fix["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "GOOD"}
    assert bad["relatedLocations"][0]["message"]["text"] == "the file begins here"
    assert "fixes" not in hint
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert "binary" in notes[0]["message"]["text"]


def test_sarif_fingerprints_survive_moving_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def prints() -> list[object]:
        content = json.loads(output(capsys, "--format", "sarif"))
        return [r["partialFingerprints"] for r in content["runs"][0]["results"]]

    (folder / "a.ts").write_text("BAD\nRISKY\n")
    before = prints()
    (folder / "a.ts").write_text("new\n\nBAD\n  RISKY\n")
    assert prints() == before
    assert before[0] != before[1]


def test_several_lines_are_framed(folder: Path) -> None:
    from stackproof.cli.excerpt import Mark, excerpt
    from stackproof.cli.style import Style
    from stackproof.text import Document, Span

    text = "a\nf({\n" + "".join(f"  k{i}: 1,\n" for i in range(20)) + "})\nz\n"
    document = Document("/a.ts", text.encode())
    span = Span(2, text.index("})") + 2)
    lines = excerpt(document, span, Mark("^", "error"), 2, Style(False), context=1)
    assert lines == [
        "   |",
        " 1 |   a",
        " 2 | / f({",
        " 3 | |   k0: 1,",
        " 4 | |   k1: 1,",
        " 5 | |   k2: 1,",
        "...  |",
        "23 | | })",
        "   | |__^",
        "24 |   z",
    ]
