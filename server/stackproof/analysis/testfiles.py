"""Reads what the tests beside a program hold it to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from stackproof.analysis.asserting import Asserting
from stackproof.analysis.beside import Beside
from stackproof.analysis.programs import mentions_sdk
from stackproof.languages.places import Places
from stackproof.languages.source import Source
from stackproof.model.graph import TestCase, TestFile
from stackproof.model.program import Call, Function, Import, Literal, Member, Name
from stackproof.model.values import Origin
from stackproof.text import Span

# A folder of more tests than that belongs to something else than one program.
_MOST_FILES = 60
_LARGEST = 300_000

_INTEGRATION = re.compile(
    r"(?:^|[/\\_.-])(?:integration|integ|int|e2e|end-to-end)(?:[/\\_.-]|$)", re.IGNORECASE
)
_OUT = re.compile(
    r"^(?:boto3|botocore|aiobotocore|moto|@aws-sdk/.*|aws-sdk.*|requests|httpx|urllib.*|urllib3|socket|ssl|axios|got"
    r"|node-fetch|undici|supertest|https?|node:https?|subprocess|child_process|node:child_process|pulumi\.automation"
    r"|@pulumi/pulumi/automation|@aws-cdk/integ-.*|psycopg2?|pymysql|redis|ioredis|pg|mysql2?)$"
)
_OUT_CALLS = frozenset({"fetch", "urlopen", "exec", "execSync", "readFileSync", "open", "LocalWorkspace"})
_SYNTHESIS = frozenset(
    {
        "synth",
        "synthScope",
        "synth_scope",
        "fromStack",
        "from_stack",
        "fullSynth",
        "full_synth",
        "setMocks",
        "set_mocks",
    }
)
_TESTS = frozenset({"test", "it"})


def test_files(paths: Iterable[str], root: str, beside: Beside) -> tuple[TestFile, ...]:
    """The files of tests among ``paths``, as the program in ``root`` sees them."""
    found: list[TestFile] = []
    for path in paths:
        source = beside.source(path)
        if source is None or len(source.document.data) > _LARGEST or source.module.broken:
            continue
        if not mentions_sdk(source.document.data):
            # A test of something else that lies in the same folder.
            continue
        read = _read(path, os.path.relpath(path, root), source)
        if read.cases:
            found.append(read)
            if len(found) == _MOST_FILES:
                break
    return tuple(found)


def _read(path: str, relative: str, source: Source) -> TestFile:
    places = Places(source.module)
    imports = [node.module for node, _ in places.of(Import)]
    called = {name for call, _ in places.of(Call) if (name := _name(call)) is not None}
    asserting = Asserting(places, source.document)
    cases = tuple(
        TestCase(name, Origin(path, at), asserting.of(body)) for name, at, body in _tests(places, source)
    )
    return TestFile(
        path,
        cases,
        integrates=_INTEGRATION.search(relative) is not None,
        synthesizes=bool(called & _SYNTHESIS),
        reaches_out=any(_OUT.match(m) for m in imports) or bool(called & _OUT_CALLS),
    )


def _name(call: Call) -> str | None:
    match call.callee:
        case Name(id=name) | Member(name=name):
            return name
        case _:
            return None


def _tests(places: Places, source: Source) -> Iterator[tuple[str, Span, Span]]:
    """The name of each test, where that stands, and its body."""
    if source.module.language == "python":
        for function, base in places.of(Function):
            if function.name is not None and function.name.startswith("test"):
                span = function.span.shift(base)
                at = source.document.text(span).find(f"def {function.name}")
                if at >= 0:
                    start = span.start + len(source.document.text(span)[: at + 4].encode())
                    yield function.name, Span(start, start + len(function.name.encode())), span
        return
    for call, base in places.of(Call):
        title = call.arguments[0].value if len(call.arguments) > 1 else None
        body = call.arguments[1].value if len(call.arguments) > 1 else None
        named = isinstance(call.callee, Name) and call.callee.id in _TESTS
        if (
            named
            and isinstance(title, Literal)
            and isinstance(title.value, str)
            and isinstance(body, Function)
        ):
            yield title.value, title.span.shift(base), body.span.shift(base)
