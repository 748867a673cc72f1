"""Findings for people: message, place, source excerpt, related places, ways out."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.analysis.report import Problem
from stackproof.cli.excerpt import Mark, excerpt
from stackproof.cli.style import Style, visible
from stackproof.cli.view import View
from stackproof.model.finding import Severity
from stackproof.model.values import Origin
from stackproof.text import Encoding


def render_text(view: View, style: Style, quiet: bool = False) -> str:
    """All findings, then one line that sums them up; ``quiet`` leaves the sum out."""
    blocks = ["\n".join(_problem(problem, view, style)) for problem in view.problems]
    if not quiet:
        blocks.append(summary(view, style))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _problem(problem: Problem, view: View, style: Style) -> Iterator[str]:
    head = style.severity(problem.severity, f"{problem.severity}[{problem.rule}]")
    yield f"{head}{style.paint('bold', ': ' + visible(problem.message))}"
    places = [problem.at, *(note.at for note in problem.notes)]
    gutter = max(len(str(view.positions(p, Encoding.UTF32)[1].line + 2)) for p in places)
    yield f"{' ' * gutter}{style.paint('frame', '-->')} {_place(problem.at, view)}"
    mark = Mark("^", str(problem.severity))
    yield from excerpt(view.document(problem.at.file), problem.at.span, mark, gutter, style, context=1)
    for note in problem.notes:
        yield f"{' ' * gutter}{style.paint('frame', ':::')} {_place(note.at, view)}"
        lines = excerpt(
            view.document(note.at.file), note.at.span, Mark("-", "frame", note.message), gutter, style
        )
        yield from lines or [f"{' ' * gutter} {style.paint('frame', '=')} {visible(note.message)}"]
    footer = list(_footer(problem, view, style))
    if footer:
        yield style.paint("frame", f"{' ' * gutter} |")
    for line in footer:
        yield f"{' ' * gutter} {style.paint('frame', '=')} {line}"


def _footer(problem: Problem, view: View, style: Style) -> Iterator[str]:
    for repair, _ in view.repairs(problem):
        how = "--fix" if repair.safe else "--fix --unsafe-fixes"
        caution = "" if repair.safe or not repair.why_unsafe else f" - {repair.why_unsafe}"
        yield f"{style.paint('help', 'help')}: {visible(repair.title)} ({how}){visible(caution)}"
    if problem.references:
        yield f"{style.paint('bold', 'docs')}: {visible(problem.references[0])}"


def _place(at: Origin, view: View) -> str:
    """``file:line:column`` as editors count: from one, in characters."""
    start, _ = view.positions(at, Encoding.UTF32)
    return f"{visible(view.shown(at.file))}:{start.line + 1}:{start.character + 1}"


def summary(view: View, style: Style) -> str:
    """How many findings of each severity, in how much code, what can be fixed."""
    statistics = view.report.statistics
    looked = (
        f"{_plural(len(view.report.documents), 'file')}, {_plural(statistics.programs, 'program')}, "
        f"{_plural(statistics.resources, 'resource')}, {statistics.milliseconds / 1000:.2f} s"
    )
    counts = [
        style.severity(
            severity, _plural(count, str(severity)) if severity != "information" else f"{count} information"
        )
        for severity in Severity
        if (count := view.count(severity))
    ]
    fixed = f"{_plural(view.fixed, 'problem')} fixed. " if view.fixed else ""
    if not counts:
        return f"{fixed}{style.paint('help', 'No problems found')} ({looked})."
    repairs = [[repair for repair, _ in view.repairs(p)] for p in view.problems]
    safe = sum(1 for group in repairs if any(r.safe for r in group))
    more = sum(1 for group in repairs if group) - safe
    ways = [f"{safe} with --fix"] if safe else []
    ways += [f"{more} with --fix --unsafe-fixes"] if more else []
    hint = f" Fixable: {', '.join(ways)}." if ways else ""
    return f"{fixed}Found {', '.join(counts)} ({looked}).{hint}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
