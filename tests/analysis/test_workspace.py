"""Checks through a workspace: edits, deletions, settings, and everything that people's folders contain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackproof.analysis.report import Report
from stackproof.analysis.settings import Settings
from stackproof.analysis.workspace import Cancelled, Workspace
from stackproof.text import Document

LISTENER = """import { App, TerraformStack } from 'cdktf';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { helper } from './lib/helper';

class Web extends TerraformStack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new LbListener(this, 'https', {
      loadBalancerArn: helper('lb'),
      port: 443,
      protocol: 'HTTPS',
      defaultAction: [{ type: 'forward', targetGroupArn: 'arn:aws:x' }],
    });
  }
}
const app = new App();
new Web(app, 'web');
app.synth();
"""
HELPER = "export function helper(name: string) { return `arn-${name}`; }\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "main.ts").write_text(LISTENER)
    (tmp_path / "lib" / "helper.ts").write_text(HELPER)
    (tmp_path / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    return tmp_path


def seen(report: Report) -> list[tuple[str, str, int, str]]:
    return [(p.rule, os.path.basename(p.at.file), p.at.span.start, p.message) for p in report.problems]


def rules(report: Report) -> list[str]:
    return [p.rule for p in report.problems]


def test_a_program_is_found_and_judged(program: Path) -> None:
    report = Workspace([str(program)]).snapshot().check()
    assert rules(report) == ["https-listener-without-certificate"]
    assert report.statistics.programs == 1
    assert set(map(os.path.basename, report.documents)) == {"main.ts", "helper.ts"}


def test_open_text_goes_before_the_disk_and_back(program: Path) -> None:
    workspace = Workspace([str(program)])
    path = str(program / "main.ts")
    workspace.open(Document.from_text(path, LISTENER.replace("'HTTPS'", "'HTTP'"), 1))
    assert rules(workspace.snapshot().check()) == []
    workspace.close(path)
    assert rules(workspace.snapshot().check()) == ["https-listener-without-certificate"]


def test_files_that_come_and_go(program: Path) -> None:
    workspace = Workspace([str(program)])
    workspace.snapshot().check()
    (program / "main.ts").unlink()
    workspace.touch([str(program / "main.ts")])
    assert rules(workspace.snapshot().check()) == []
    (program / "main.ts").write_text(LISTENER)
    workspace.touch([str(program / "main.ts")])
    assert rules(workspace.snapshot().check()) == ["https-listener-without-certificate"]


def test_settings_change_severity_and_switch_off(program: Path) -> None:
    workspace = Workspace([str(program)])
    workspace.configure(Settings(rules={"https-listener-without-certificate": "off"}))
    assert rules(workspace.snapshot().check()) == []
    (program / "stackproof.toml").write_text('[rules]\nhttps-listener-without-certificate = "hint"\n')
    workspace.configure(Settings())
    assert [p.severity.value for p in workspace.snapshot().check().problems] == ["hint"]


def test_suppression_comment_and_its_unused_kin(program: Path) -> None:
    text = LISTENER.replace(
        "      protocol:",
        "      // stackproof: allow https-listener-without-certificate - tested elsewhere\n      protocol:",
    )
    (program / "main.ts").write_text(text)
    workspace = Workspace([str(program)])
    assert rules(workspace.snapshot().check()) == []
    (program / "main.ts").write_text(text.replace("'HTTPS'", "'HTTP'"))
    workspace.touch([str(program / "main.ts")])
    assert rules(workspace.snapshot().check()) == ["unused-suppression"]


def test_an_unchanged_program_is_not_evaluated_again(program: Path) -> None:
    other = program / "other"
    other.mkdir()
    (other / "main.ts").write_text(LISTENER.replace("./lib/helper", "../lib/helper"))
    (other / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    workspace = Workspace([str(program)])
    before = {r.entry: r.graph for r in workspace.snapshot().check().programs}
    workspace.open(Document.from_text(str(program / "main.ts"), LISTENER + "// more\n", 1))
    after = {r.entry: r.graph for r in workspace.snapshot().check().programs}
    assert after[str(other / "main.ts")] is before[str(other / "main.ts")]
    assert after[str(program / "main.ts")] is not before[str(program / "main.ts")]


def test_a_check_that_nobody_wants_ends(program: Path) -> None:
    with pytest.raises(Cancelled):
        Workspace([str(program)]).snapshot().check(cancelled=lambda: True)


@pytest.mark.parametrize("language", ["typescript", "python"])
def test_classes_without_entry_are_read_with_unknown_parameters(tmp_path: Path, language: str) -> None:
    if language == "typescript":
        body = (
            LISTENER.split("const app")[0]
            .replace("import { helper } from './lib/helper';\n", "")
            .replace("helper('lb')", "id")
        )
        (tmp_path / "stack.ts").write_text(body)
    else:
        (tmp_path / "stack.py").write_text(
            "from cdktf import TerraformStack\nfrom cdktf_cdktf_provider_aws.lb_listener import LbListener\n\n\n"
            "class Web(TerraformStack):\n    def __init__(self, scope, id, arn):\n        super().__init__(scope, id)\n"
            '        LbListener(self, "https", load_balancer_arn=arn, port=443, protocol="HTTPS", default_action=[])\n'
        )
    assert rules(Workspace([str(tmp_path)]).snapshot().check()) == ["https-listener-without-certificate"]


BAD_FILES: dict[str, bytes] = {
    "binary.ts": b"\x00\x01\x02" * 50,
    "latin.py": b"name = 'caf\xe9'\nimport aws_cdk\n",
    "bom.ts": b"\xef\xbb\xbfimport * as aws from '@pulumi/aws';\r\nnew aws.s3.Bucket('b');\r",
    "endless.ts": b"import 'cdktf'; while (true) { }",
    "recursive.py": b"import pulumi_aws\ndef f(x): return f(x)\nf(1)\n",
    "cycle_a.ts": b"import { b } from './cycle_b'; import 'cdktf'; export const a = b;",
    "cycle_b.ts": b"import { a } from './cycle_a'; export const b = a;",
    "separators.ts": "import 'cdktf'; const s = '\u2028 \u0085 \x0b';\r\rconst t = 1;\n".encode(),
    "deep.py": b"import pulumi_aws\nx = " + b"(" * 5000 + b"1" + b")" * 5000,
    "long.ts": b"import 'cdktf'; const x = " + b"1 + " * 20000 + b"1;",
    "huge.ts": b"// cdktf\n" + b"const a = 1;\n" * 450_000,
    "null.py": b"import pulumi\n\x00\x00",
    "half.ts": b"import { App } from 'cdktf'; class A extends App { constructor() { super(",
}


def test_bad_files_cost_only_themselves(program: Path) -> None:
    for name, data in BAD_FILES.items():
        (program / name).write_bytes(data)
    (program / "loop").symlink_to(program, target_is_directory=True)
    (program / "dangling.ts").symlink_to(program / "nowhere.ts")
    (program / "stackproof.toml").write_text("[rules\nbroken")
    report = Workspace([str(program)]).snapshot().check()
    assert "https-listener-without-certificate" in rules(report)
    assert "invalid-configuration" in rules(report)
    assert {os.path.basename(p) for p in report.skipped} >= {"binary.ts", "huge.ts"}


def test_a_folder_without_programs_is_clean(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    report = Workspace([str(tmp_path)]).snapshot().check()
    assert report.problems == []
    assert report.statistics.programs == 0


@pytest.mark.parametrize("end", range(0, len(LISTENER), 7))
def test_text_cut_anywhere_is_read(end: int, tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    (tmp_path / "main.ts").write_text(LISTENER[:end])
    report = Workspace([str(tmp_path)]).snapshot().check()
    assert set(rules(report)) <= {"https-listener-without-certificate"}


_SNIPPETS = st.sampled_from(
    ["", "x", "'", "{", "}", "(", "\n", "// c\n", "protocol: 'HTTP',", "new ", "é", "\u2028", "\r\n"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), _SNIPPETS), max_size=6))
def test_edits_end_equal_to_a_fresh_analysis(program: Path, edits: list[tuple[float, int, str]]) -> None:
    path = str(program / "main.ts")
    workspace, text = Workspace([str(program)]), LISTENER
    workspace.snapshot().check()
    for version, (where, removed, added) in enumerate(edits):
        at = int(where * len(text))
        text = text[:at] + added + text[at + removed :]
        workspace.open(Document.from_text(path, text, version))
        edited = workspace.snapshot().check()
        fresh = Workspace([str(program)])
        fresh.open(Document.from_text(path, text))
        assert seen(edited) == seen(fresh.snapshot().check())
