"""Outputs inside of texts, as far as it depends on how they are written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity
from stackproof.text import apply_edits

HEAD = 'import pulumi\nimport pulumi_aws as aws\n\nqueue = aws.sqs.Queue("jobs")\n'


def fixed(folder: Path, text: str) -> str | None:
    """What the first fix of the one finding makes of the last lines of a program; None when it declines."""
    (folder / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    file = folder / "__main__.py"
    file.write_text(HEAD + text)
    (problem,) = Workspace([str(folder)]).snapshot().check().problems
    assert problem.rule == "pulumi-output-stringified"
    edits = problem.repairs[0].edits()
    if edits is None:
        return None
    return apply_edits(file.read_bytes(), edits[str(file)]).decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("print(f'{queue.arn}')\n", Severity.INFORMATION),
        ("pulumi.log.info(f'{queue.arn}')\n", Severity.INFORMATION),
        ("pulumi.export('arn', f'{queue.arn}')\n", Severity.ERROR),
        ("x = f'{queue.arn}'\nprint(x)\n", Severity.ERROR),
    ],
)
def test_what_is_only_read_by_people_is_less_bad(tmp_path: Path, text: str, severity: Severity) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(HEAD + text)
    (problem,) = Workspace([str(tmp_path.resolve())]).snapshot().check().problems
    assert problem.severity is severity


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("x = f'{queue.arn}/{{a}}'\n", 'x = pulumi.Output.concat(queue.arn, "/{a}")\n'),
        ("x = f'{ queue.arn }'\n", "x = pulumi.Output.concat(queue.arn)\n"),
        ("x = ('a'\n     f'{queue.arn}')\n", 'x = (pulumi.Output.concat("a", queue.arn))\n'),
        ("x = '{}/{}'.format(queue.arn, 'a')\n", "x = pulumi.Output.format('{}/{}', queue.arn, 'a')\n"),
        ("x = 'a' + queue.arn + 'b'\n", "x = pulumi.Output.concat('a', queue.arn, 'b')\n"),
        # How the value is to be formatted is not said to what would wait for it.
        ("x = f'{queue.arn:>30}'\n", None),
        ("x = f'{queue.arn!r}'\n", None),
        ("x = f'{queue.arn=}'\n", None),
    ],
)
def test_python_texts_are_rewritten(tmp_path: Path, written: str, after: str | None) -> None:
    assert fixed(tmp_path.resolve(), written) == after
