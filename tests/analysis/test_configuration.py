"""Tests of configuration files: what is taken, what is complained of, where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.analysis.configuration import Complaint, load, parse
from stackproof.analysis.settings import Settings
from stackproof.analysis.toml_places import places
from stackproof.model.finding import Severity

RULES = {"https-listener-without-certificate", "private-subnet-without-egress"}


def loaded(text: str | bytes, name: str = "stackproof.toml") -> tuple[Settings, list[Complaint]]:
    data = text if isinstance(text, bytes) else text.encode()
    settings, complaints, path = load("/w", {"/w/" + name: data}.get, RULES)
    assert path == "/w/" + name
    return settings, complaints


def pointed(text: str) -> list[tuple[str, str]]:
    """Each complaint with the text it points at."""
    data = text.encode()
    return [
        (c.message, data[c.span.start : c.span.end].decode()) for c in loaded(text)[1] if c.span is not None
    ]


def test_everything_that_can_be_set() -> None:
    settings, complaints = loaded(
        'environment = "dev"\ncompliance = ["pci-dss"]\nexclude = ["legacy/"]\n'
        '[rules]\nprivate-subnet-without-egress = "off"\n"https-listener-without-certificate" = "hint"\n'
    )
    assert complaints == []
    assert settings.environment == "dev"
    assert settings.compliance == ("pci-dss",)
    assert settings.exclude == ("legacy/",)
    assert settings.rules == {
        "private-subnet-without-egress": "off",
        "https-listener-without-certificate": Severity.HINT,
    }


def test_pyproject_table() -> None:
    settings, complaints = loaded('[tool.stackproof]\nenvironment = "prod"\nexlude = []\n', "pyproject.toml")
    assert settings.environment == "prod"
    assert [c.message for c in complaints] == ["unknown setting 'exlude'; did you mean 'exclude'?"]
    assert complaints[0].span is not None
    assert complaints[0].span.start == 39


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ('enviroment = "dev"\n', "unknown setting 'enviroment'; did you mean 'environment'?", "enviroment"),
        ('# ü\nenvironment = "production"\n', "unknown environment 'production'", '"production"'),
        ("environment = 3\n", "'environment' must be a string, not a number", "3"),
        ('exclude = "legacy"\n', "'exclude' must be a list of strings, not a string; write [\"legacy\"]", '"legacy"'),
        ('compliance = ["a", # b, c\n  7 ]\n', "'compliance' must be a list of strings, this is a number", "7"),
        ("rules = 5\n", "'rules' must be a table of rule ids, not a number", "5"),
        ('[rules]\nprivate-subnet-without-egres = "off"\n', "did you mean 'private-subnet-without-egress'?", "private-subnet-without-egres"),
        ('rules = { private-subnet-without-egress = "warn" }\n', "unknown severity 'warn'; did you mean 'warning'?", '"warn"'),
        ('rules.private-subnet-without-egress = "loud"\n', "it must be one of off, hint", '"loud"'),
        ("[rules]\nprivate-subnet-without-egress = true\n", "must be a string, not a boolean", "true"),
        ('private-subnet-without-egress = "off"\n', "severities of rules belong in the table 'rules'", "private-subnet-without-egress"),
        ('[rule]\nx = "off"\n', "unknown setting 'rule'; did you mean 'rules'?", "[rule]"),
    ],
)  # fmt: skip
def test_complaints_point_at_their_cause(text: str, message: str, at: str) -> None:
    ((said, where),) = pointed(text)
    assert message in said
    assert where == at


def test_a_wrong_key_costs_only_itself() -> None:
    settings, complaints = loaded('environment = "nowhere"\nexclude = ["a", 1, "b"]\n')
    assert len(complaints) == 2
    assert settings == Settings(exclude=("a", "b"))


@pytest.mark.parametrize(
    ("text", "at"),
    [("environment = dev\n", 14), ('exclude = ["a"\n', 10), ("[rules\nx = 1", 6), ('a = "\n', 5)],
)
def test_broken_toml_keeps_defaults(text: str, at: int) -> None:
    settings, (complaint,) = loaded(text)
    assert settings == Settings()
    assert complaint.message.startswith("not valid TOML: ")
    assert "line" not in complaint.message
    assert complaint.span is not None
    assert complaint.span.start <= len(text)
    assert text.count("\n", 0, complaint.span.start) in (0, 1)
    problem = complaint.problem()
    assert problem is not None
    assert problem.severity is Severity.WARNING
    assert problem.rule == "invalid-configuration"


def test_not_utf8() -> None:
    settings, (complaint,) = loaded(b'environment = "\xff"\n')
    assert settings == Settings()
    assert "UTF-8" in complaint.message


def test_byte_order_mark_and_windows_line_ends() -> None:
    settings, complaints = loaded(b'\xef\xbb\xbfenvironment = "dev"\r\n[rules]\r\n')
    assert settings.environment == "dev"
    assert complaints == []


def test_the_nearest_file_counts_up_to_the_repository() -> None:
    files = {
        "/w/stackproof.toml": b'environment = "prod"',
        "/w/repo/.git/HEAD": b"",
        "/w/repo/a/pyproject.toml": b'[tool.stackproof]\nenvironment = "test"',
        "/w/repo/a/b/pyproject.toml": b"[tool.other]\nx = 1",
        "/w/repo/a/c/pyproject.toml": b"[tool.stackproof]\nenvironment = ",
        "/w/repo/a/d/pyproject.toml": b"[tool.other]\nx = ",
    }
    assert load("/w/repo/a/b", files.get)[2] == "/w/repo/a/pyproject.toml"
    assert load("/w/repo/a/d", files.get)[2] == "/w/repo/a/pyproject.toml"
    assert load("/w/repo", files.get) == (Settings(), [], None)
    assert load("/w/other/place", files.get)[0].environment == "prod"
    settings, complaints, path = load("/w/repo/a/c", files.get)
    assert (settings, len(complaints), path) == (Settings(), 1, "/w/repo/a/c/pyproject.toml")


def test_stackproof_toml_before_pyproject() -> None:
    files = {"/w/stackproof.toml": b"", "/w/pyproject.toml": b'[tool.stackproof]\nenvironment = "test"'}
    assert load("/w", files.get) == (Settings(), [], "/w/stackproof.toml")


def test_editor_settings() -> None:
    data = {"environment": "dev", "rules": None, "trace": {"server": "off"}, "enviroment": "x", "exclude": {}}
    settings, complaints = parse(data, known_rules=RULES)
    assert settings == Settings(environment="dev")
    assert [c.message.split(";")[0] for c in complaints] == [
        "unknown setting 'enviroment'",
        "'exclude' must be a list of strings, not a table",
    ]
    assert all(c.file is None and c.problem() is None for c in complaints)


@pytest.mark.parametrize("data", [[], "x", 3, True])
def test_editor_settings_of_another_kind(data: object) -> None:
    settings, complaints = parse(data)
    assert settings == Settings()
    assert len(complaints) == 1


def test_places_of_nested_keys() -> None:
    text = 'a.b = """\n[x]\n"""\n[[t]]\nk = [1, {q = "]"}]\n[[t]]\nk = \'#\' # c\n[ "u v" . w ]\nz=1979-05-27T07:32:00Z\n'
    found = places(text)
    by_path = {path: text[p.value.start : p.value.end] for path, p in found.items()}
    assert by_path["a", "b"] == '"""\n[x]\n"""'
    assert by_path["t", 0, "k", 1, "q"] == '"]"'
    assert by_path["t", 1, "k"] == "'#'"
    assert by_path["u v", "w", "z"] == "1979-05-27T07:32:00Z"


@given(st.text(alphabet="[]{}=\"'#\\,.\n ab1é", max_size=60))
def test_any_text_is_harmless(text: str) -> None:
    places(text)
    settings, complaints, _ = load("/w", {"/w/stackproof.toml": text.encode()}.get, RULES)
    assert isinstance(settings, Settings)
    assert all(c.span is not None and 0 <= c.span.start <= c.span.end for c in complaints)


def test_own_rules_can_be_set_too() -> None:
    settings, complaints = loaded('[rules]\nunused-suppression = "off"\ninvalid-configuration = "error"\n')
    assert complaints == []
    assert settings.rules == {"unused-suppression": "off", "invalid-configuration": Severity.ERROR}
