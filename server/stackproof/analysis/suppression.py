"""Findings that a comment in the program allows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from stackproof.analysis.report import Problem, Repair
from stackproof.analysis.suggestion import closest, did_you_mean
from stackproof.model.finding import Severity, Tag
from stackproof.model.program import Comment
from stackproof.model.values import Origin
from stackproof.text import Document, Edit, Span

UNUSED_SUPPRESSION = "unused-suppression"
"""The rule id under which suppressions that do nothing are shown."""

DIRECTIVE = re.compile(
    rb"(?:^|#|//|\*)[ \t]*stackproof[ \t]*:[ \t]*(?P<verb>[\w-]+)(?P<rest>[^\r\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_RULE = re.compile(rb"[ \t]*(?P<comma>,?)[ \t]*(?P<id>[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)")
_REASON = re.compile(
    rb"[ \t]*(?:-+|\xe2\x80\x93|\xe2\x80\x94|:)[ \t]*(?P<reason>.*?)[ \t]*(?:\*/[ \t]*)?$", re.DOTALL
)
_VERBS = ("allow", "allow-file")


@dataclass(frozen=True, eq=False)
class Allowance:
    """One comment that allows findings.

    ``rules`` are the ids with their places, ``covers`` the bytes (whole lines) in which a finding must begin; None for
    the whole file. ``comment`` is what to remove to be rid of it, None when more is said in the same comment.
    ``fault`` says why the comment was not understood.
    """

    document: Document
    rules: tuple[tuple[str, Span], ...]
    covers: Span | None
    at: Span
    comment: Span | None
    reason: str = ""
    fault: str = ""

    def allows(self, problem: Problem) -> str | None:
        """The id by which this comment allows the problem, None when it does not."""
        if problem.at.file != self.document.path:
            return None
        start = problem.at.span.start
        if self.covers is not None and not self.covers.start <= start < self.covers.end:
            return None
        return next((rule for rule, _ in self.rules if rule == problem.rule), None)


def parse(directives: Iterable[Comment], document: Document) -> list[Allowance]:
    """What the comments of one file allow; those that say something else to Stackproof are left out."""
    found = []
    for comment in directives:
        span = Span(max(0, comment.span.start), min(comment.span.end, len(document.data)))
        for match in DIRECTIVE.finditer(document.data[span.start : span.end]):
            allowance = _read(match, span, document)
            if allowance is not None:
                found.append(allowance)
    return found


def _read(match: re.Match[bytes], comment: Span, document: Document) -> Allowance | None:
    verb = match["verb"].decode().lower()
    whole = Span(comment.start + match.start("verb"), comment.start + match.end())
    if verb not in _VERBS:
        # Only what looks like a misspelling is ours to judge.
        if closest(verb, _VERBS) is None:
            return None
        fault = f"'stackproof: {verb}' is not understood{did_you_mean(verb, _VERBS)}"
        return Allowance(document, (), None, whole, None, fault=fault)
    rest, base = match["rest"], comment.start + match.start("rest")
    rules: list[tuple[str, Span]] = []
    at = 0
    while (item := _RULE.match(rest, at)) is not None and bool(item["comma"]) == bool(rules):
        rules.append((item["id"].decode().lower(), Span(base + item.start("id"), base + item.end("id"))))
        at = item.end()
    reason = _REASON.match(rest, at)
    whole = Span(whole.start, rules[-1][1].end if rules else base)
    text = document.data[comment.start : comment.end]
    before = re.sub(rb"stackproof[ \t]*:[ \t]*$", b"", text[: match.start("verb")], flags=re.IGNORECASE)
    alone = not before.strip(b" \t#/*") and not text[match.end() :].strip(b" \t\r\n*/")
    return Allowance(
        document,
        tuple(rules),
        None if verb == "allow-file" else _covered(comment, document),
        whole,
        comment if alone else None,
        reason["reason"].decode("utf-8", "replace") if reason is not None else "",
        "" if rules else f"'stackproof: {verb}' names no rule; write 'stackproof: {verb} rule-id - reason'",
    )


def _covered(comment: Span, document: Document) -> Span:
    """The line of code that a comment speaks of: its own, or the next one when it stands alone."""
    lines = document.lines
    first, last = lines.line_of(comment.start), lines.line_of(max(comment.start, comment.end - 1))
    if document.data[lines.start(first) : comment.start].strip():
        return _line(first, document)
    if document.data[comment.end : lines.start(last + 1)].strip():
        return _line(last, document)
    line, in_block = last + 1, False
    while line < len(lines):
        content = lines.content(line).strip()
        if in_block or content.startswith(b"/*"):
            in_block = b"*/" not in content
            if not in_block and content.rpartition(b"*/")[2].strip():
                break
        elif content and not content.startswith((b"//", b"#")):
            break
        line += 1
    return _line(line, document)


def _line(line: int, document: Document) -> Span:
    start = document.lines.start(line)
    end = document.lines.start(line + 1)
    # A finding may point at the very end of the text.
    return Span(start, end + 1 if line + 1 >= len(document.lines) else end)


def apply(
    problems: Iterable[Problem],
    allowances: Sequence[Allowance],
    known_rules: Collection[str],
    silent_rules: Collection[str] = (),
    unsure_files: Collection[str] = (),
) -> tuple[list[Problem], list[Problem]]:
    """The problems that no comment allows, and hints at comments that do nothing.

    ``silent_rules`` did not run (they are off) and ``unsure_files`` were not wholly understood: allowing what was not
    looked for is not called unused.
    """
    kept: list[Problem] = []
    used: set[tuple[int, str]] = set()
    by_file: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        by_file.setdefault(allowance.document.path, []).append(allowance)
    for problem in problems:
        allowed = False
        for allowance in by_file.get(problem.at.file, ()):
            rule = allowance.allows(problem)
            if rule is not None:
                used.add((id(allowance), rule))
                allowed = True
        if not allowed:
            kept.append(problem)
    hints: list[Problem] = []
    for allowance in allowances:
        hints.extend(_hints(allowance, used, known_rules, silent_rules, unsure_files))
    return kept, [h for h in hints if not any(a.allows(h) for a in by_file.get(h.at.file, ()))]


def _hints(
    allowance: Allowance,
    used: set[tuple[int, str]],
    known: Collection[str],
    silent: Collection[str],
    unsure: Collection[str],
) -> Iterable[Problem]:
    path = allowance.document.path
    if allowance.fault:
        yield Problem(UNUSED_SUPPRESSION, Severity.WARNING, allowance.fault, Origin(path, allowance.at))
        return
    useless = []
    for index, (rule, span) in enumerate(allowance.rules):
        if rule == UNUSED_SUPPRESSION or (id(allowance), rule) in used:
            continue
        if rule not in known:
            better = closest(rule, known)
            repairs = () if better is None else (_replacement(path, span, better),)
            hint = did_you_mean(rule, known) or "; see `stackproof rules`"
            message = f"unknown rule '{rule}'{hint}"
            yield Problem(UNUSED_SUPPRESSION, Severity.WARNING, message, Origin(path, span), repairs=repairs)
        elif rule not in silent and path not in unsure:
            useless.append(index)
    everything = len(useless) == len(allowance.rules)
    for index in useless:
        rule, span = allowance.rules[index]
        where = "in this file" if allowance.covers is None else "here"
        repair = _removal(allowance, None if everything else index)
        yield Problem(
            UNUSED_SUPPRESSION,
            Severity.HINT,
            f"'{rule}' finds nothing {where}; this comment is not needed for it",
            Origin(path, allowance.comment if everything and allowance.comment is not None else span),
            repairs=() if repair is None else (repair,),
            tags=frozenset({Tag.UNNECESSARY}),
        )


def _replacement(path: str, span: Span, rule: str) -> Repair:
    return Repair(f"Change to '{rule}'", False, True, "", lambda: {path: (Edit(span, rule),)})


def _removal(allowance: Allowance, index: int | None) -> Repair | None:
    """Takes one id out of the comment, or with None the comment out of the file."""
    document = allowance.document
    if index is None:
        if allowance.comment is None:
            return None
        gone, title = _with_its_line(allowance.comment, document), "Remove the unused suppression"
    else:
        # The comma goes with the id: the one before it, or for the first id the one after.
        spans = [span for _, span in allowance.rules]
        gone = Span(spans[index - 1].end, spans[index].end) if index else Span(spans[0].start, spans[1].start)
        title = f"Remove '{allowance.rules[index][0]}' from the suppression"
    return Repair(title, True, True, "", lambda: {document.path: (Edit(gone, ""),)})


def _with_its_line(comment: Span, document: Document) -> Span:
    """The comment with the blanks before it, and with its line when nothing else stands there."""
    lines, data = document.lines, document.data
    first, last = lines.line_of(comment.start), lines.line_of(max(comment.start, comment.end - 1))
    start, end = lines.start(first), lines.start(last + 1)
    before, after = data[start : comment.start], data[comment.end : end]
    if not before.strip() and not after.strip():
        return Span(start, end)
    if not after.strip():
        return Span(start + len(before.rstrip()), comment.end)
    return Span(comment.start, comment.end + len(after) - len(after.lstrip(b" \t")))
