"""Writes the comment that allows a finding."""

from __future__ import annotations

import re

from stackproof.analysis.report import Problem
from stackproof.analysis.suppression import DIRECTIVE
from stackproof.text import Document, Edit, Span

_NAMED = re.compile(
    rb"[ \t]*[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*(?:[ \t]*,[ \t]*[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)*"
)


def allow_here(problem: Problem, document: Document) -> Edit:
    """The edit that allows ``problem`` with a comment on the line above, in the file's own style.

    A comment that already allows something there takes the id in. Behind a line that goes on with a backslash no
    comment line can stand, so the comment then goes to the end of the problem's own line.
    """
    lines = document.lines
    line = lines.line_of(problem.at.span.start)
    mark = "#" if document.path.endswith(".py") else "//"
    above = lines.content(line - 1) if line else b""
    match = DIRECTIVE.search(above)
    if match is not None and match["verb"].lower() == b"allow" and above.strip().startswith(mark.encode()):
        named = _NAMED.match(match["rest"])
        if named is not None:
            at = lines.start(line - 1) + match.start("rest") + named.end()
            return Edit(Span(at, at), f", {problem.rule}")
    content = lines.content(line)
    if above.rstrip().endswith(b"\\"):
        at = lines.start(line) + len(content)
        return Edit(Span(at, at), f"  {mark} stackproof: allow {problem.rule}")
    indent = content[: len(content) - len(content.lstrip())].decode("utf-8", "replace")
    first_end = document.data[len(lines.content(0)) : lines.start(1)].decode() or "\n"
    at = lines.start(line)
    return Edit(Span(at, at), f"{indent}{mark} stackproof: allow {problem.rule}{first_end}")
