"""The real server over real programs, from the text to the squiggle."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from editor_session import CLIENTS, editor
from lsprotocol import types

REAL = (sys.executable, "-m", "stackproof.lsp")

MAIN_TS = """\
import { App } from 'cdktf';
import { CertStack } from './lib/stack';

const app = new App();
new CertStack(app, 'cert');
app.synth();
"""

STACK_TS = """\
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';

export class CertStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const cert = new AcmCertificate(this, 'cert', { domainName: 'example.com', validationMethod: 'DNS' });
    new Route53Record(this, 'record', {
      zoneId: 'Z123',
      type: 'CNAME',
      ttl: 60,
      name: cert.domainValidationOptions('0').resourceRecordName,
      records: [cert.domainValidationOptions.get(0).resourceRecordValue],
    });
  }
}
"""

MAIN_PY = """\
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.lb import Lb
from constructs import Construct


class WebStack(TerraformStack):
    def __init__(self, scope: Construct, id: str, environment: str):
        super().__init__(scope, id)
        Lb(self, "alb", enable_deletion_protection=True, tags={"Environment": environment})


app = App()
WebStack(app, "web", "dev")
app.synth()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "cdktf.json").write_text('{"language": "typescript", "app": "npx ts-node main.ts"}')
    (tmp_path / "main.ts").write_text(MAIN_TS)
    (tmp_path / "lib" / "stack.ts").write_text(STACK_TS)
    return tmp_path


@pytest.mark.parametrize("name", CLIENTS)
async def test_from_squiggle_to_fix(name: str, project: Path) -> None:
    async with editor(name, project, command=REAL) as session:
        uri = session.open("lib/stack.ts", STACK_TS)
        (problem,) = await session.diagnostics(uri, bool)
        assert problem.code == "complex-list-called-as-function"
        start, end = problem.range.start, problem.range.end
        assert STACK_TS.splitlines()[start.line][start.character : end.character] == "('0')"
        page = await session.hover(uri, start.line, start.character + 1)
        assert "complex-list-called-as-function" in page
        assert "aws_cdk" not in page
        place = (start.line, start.character, start.line, start.character)
        fix = (await session.actions(uri, place, [problem], ["quickfix"]))[0]
        change = fix.edit.document_changes[0].edits if fix.edit.document_changes else fix.edit.changes[uri]
        assert [e.new_text for e in change] == [".get(0)"]
        session.edit(uri, 2, STACK_TS.replace("Options('0')", "Options.get(0)"))
        assert await session.diagnostics(uri, lambda d: not d) == []


async def test_half_typed_code_keeps_its_squiggle(project: Path) -> None:
    async with editor("emacs", project, command=REAL) as session:
        uri = session.open("lib/stack.ts", STACK_TS)
        (before,) = await session.told(uri, bool)
        session.edit(uri, 2, ((0, 0, 0, 0), "const half = foo({ bar: [\n"))
        (after,) = await session.told(uri, lambda d: bool(d) and d[0].range != before.range)
        assert after.range.start.line == before.range.start.line + 1


async def test_resources_in_outline_and_hover(project: Path) -> None:
    async with editor("vscode", project, command=REAL) as session:
        uri = session.open("lib/stack.ts", STACK_TS)
        (stack,) = await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        )
        assert (stack.name, stack.kind) == ("CertStack", types.SymbolKind.Class)
        assert stack.selection_range.start == types.Position(5, 13)
        assert [(c.name, c.detail) for c in stack.children] == [
            ("cert", "aws_acm_certificate"),
            ("record", "aws_route53_record"),
        ]
        assert stack.children[0].range.start == types.Position(8, 4)
        text = await session.hover(uri, 9, 12)
        assert "docs/resources/route53_record" in text
        assert "Refers to: `aws_acm_certificate` cert" in text


async def test_the_example_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text('{"language": "python", "app": "python main.py"}')
    async with editor("vscode", tmp_path, command=REAL) as session:
        uri = session.open("main.py", MAIN_PY, language="python")
        (problem,) = await session.diagnostics(uri, bool)
        assert problem.code == "deletion-protection-in-ephemeral-environment"
        page = await session.hover(uri, problem.range.start.line, problem.range.start.character)
        assert "```python" in page
        assert "from cdktf" in page
        change = session.client.workspace_did_change_configuration
        session.client.set_configuration(
            {"rules": {"deletion-protection-in-ephemeral-environment": "off"}}, section="stackproof"
        )
        change(types.DidChangeConfigurationParams(None))
        await session.diagnostics(uri, lambda d: not d)


async def test_an_allowed_problem_goes(project: Path) -> None:
    async with editor("vscode", project, command=REAL) as session:
        uri = session.open("lib/stack.ts", STACK_TS)
        (problem,) = await session.diagnostics(uri, bool)
        line = problem.range.start.line
        offered = await session.actions(uri, (line, 0, line, 60), [problem], ["quickfix"])
        (allow,) = [a for a in offered if a.title == "Allow complex-list-called-as-function here"]
        (edit,) = allow.edit.document_changes[0].edits
        at = edit.range.start
        session.edit(uri, 2, ((at.line, at.character, at.line, at.character), edit.new_text))
        assert await session.diagnostics(uri, lambda d: not d) == []


async def test_every_beginning_of_a_program_is_survived(project: Path) -> None:
    async with editor("vscode", project, command=REAL) as session:
        uri = session.open("lib/stack.ts", "")
        for version, end in enumerate(range(0, len(STACK_TS), 97), start=2):
            session.edit(uri, version, STACK_TS[:end])
            await session.pull(uri)
        session.edit(uri, 999, STACK_TS)
        assert len((await session.pull(uri)).items) == 1
        assert session.client.log_messages == []
