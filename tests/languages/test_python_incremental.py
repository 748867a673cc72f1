"""Re-reading an edited Python file gives what reading it afresh gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stackproof.languages.python import Python
from stackproof.text import Document

PROGRAM = b'''\
import pulumi
import pulumi_aws as aws
from components.network import Network  # stackproof: allow x

STAGE = pulumi.get_stack()


class Service(pulumi.ComponentResource):
    def __init__(self, name: str, vpc: Network, opts=None):
        super().__init__("acme:Service", name, None, opts)
        self.bucket = aws.s3.Bucket(
            f"{name}-data-{STAGE}",
            tags={"Stage": STAGE, **vpc.tags},
            opts=pulumi.ResourceOptions(parent=self),
        )
        for index, subnet in enumerate(vpc.subnets):
            if index > 0:
                self.subnet(subnet, index)
            else:
                x = """a
  b"""
        self.register_outputs({"bucket": self.bucket.id})

    @staticmethod
    def subnet(subnet, index=0):
        return [s.id for s in subnet if s] or None


service = Service("api", vpc=Network("net"))
pulumi.export("url", service.bucket.id.apply(lambda id: "s3://" + id))
'''

SNIPPETS = [
    b"",
    b"x",
    b" ",
    b"\n",
    b"\n    ",
    b"(",
    b")",
    b"[",
    b"{",
    b"}",
    b'"',
    b"'''",
    b".",
    b"=",
    b":",
    b",",
    b"#",
    b"\\",
    b"\r",
    b"\r\n",
    b"\xe9",
    b"def ",
    b"if x:\n",
    b"self.\n",
    b"lambda",
    b"x = f(\n",
    b"# stackproof: y",
]

edits = st.lists(
    st.tuples(
        st.integers(0, len(PROGRAM)), st.sampled_from([0, 0, 1, 2, 5, 40, 300]), st.sampled_from(SNIPPETS)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=250, deadline=None)
@given(edits)
def test_incremental_equals_fresh(changes: list[tuple[int, int, bytes]]) -> None:
    language = Python()
    data = PROGRAM
    source = language.read(Document("/app.py", data))
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
        source = language.read(Document("/app.py", data), source)
        assert source.document.data == data
        assert source.module == Python().read(Document("/app.py", data)).module


def test_typing_a_program_from_nothing() -> None:
    language = Python()
    source = None
    for end in range(0, len(PROGRAM), 7):
        document = Document("/app.py", PROGRAM[:end])
        source = language.read(document, source)
        assert source.module == language.read(document).module


def test_unchanged_statements_are_taken_over() -> None:
    language = Python()
    first = language.read(Document("/app.py", PROGRAM))
    second = language.read(Document("/app.py", b"import os\n" + PROGRAM), first)
    assert [each.statement for each in second.module.body.statements[1:]] == [
        each.statement for each in first.module.body.statements
    ]
    assert second.module.body.statements[-1].statement is first.module.body.statements[-1].statement


def test_a_source_of_another_language_is_no_help() -> None:
    source = Python().read(Document("/app.py", PROGRAM))
    source.language = "typescript"
    again = Python().read(Document("/app.py", PROGRAM), source)
    assert again.module == Python().read(Document("/app.py", PROGRAM)).module
