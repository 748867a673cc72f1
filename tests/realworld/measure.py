"""``python tests/realworld/measure.py NAME@COMMIT=FOLDER ...`` prints what Stackproof makes of public programs.

A row of a Markdown table for each repository and dialect, then the totals, then the errors and warnings found.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter

from stackproof.analysis.report import Report
from stackproof.analysis.survey.account import Dialect
from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity

_ARGUMENT = re.compile(r"^(?P<name>[^@=]+)@(?P<commit>[0-9a-f]+)=(?P<folder>.+)$")
_HEAD = (
    "| repository | commit | dialect | programs | lines | seen | reached | recognised | arguments certain "
    "| decided outside | references resolved | errors | warnings | seconds |"
)


def main(arguments: list[str]) -> int:
    """Measure the given checkouts."""
    print(_HEAD)
    print("|" + "---|" * (_HEAD.count("|") - 1))
    totals: dict[str, Dialect] = {}
    found: list[str] = []
    for argument in arguments:
        match = _ARGUMENT.match(argument)
        if match is None:
            print(f"not NAME@COMMIT=FOLDER: {argument}", file=sys.stderr)
            return 2
        started = time.perf_counter()
        report, account = Workspace([match["folder"]]).snapshot().survey()
        seconds = time.perf_counter() - started
        counts = Counter(p.severity for p in report.problems)
        for number, (name, dialect) in enumerate(sorted(account.dialects.items())):
            whole = f"{counts[Severity.ERROR]} | {counts[Severity.WARNING]} | {seconds:.1f}"
            shown = whole if number == 0 else " | | "
            print(f"| {match['name']} | {match['commit'][:10]} | {_row(name, dialect)} | {shown} |")
            _add(totals.setdefault(name, Dialect()), dialect)
        found += _findings(match["name"], match["folder"], report)
    for name, dialect in sorted(totals.items()):
        print(f"| **all** | | {_row(name, dialect)} | | | |")
    print("\n".join(["", *found]))
    return 0


def _row(name: str, d: Dialect) -> str:
    seen, reached = d.seen.total(), d.reached.total()
    arguments, references = d.certain + d.outside + d.lost, d.resolved + d.unresolved
    cells = [
        name,
        d.programs,
        d.lines,
        seen,
        _share(reached, seen),
        _share(d.recognised, reached),
        _share(d.certain, arguments),
        _share(d.outside, arguments),
        _share(d.resolved, references),
    ]
    return " | ".join(str(cell) for cell in cells)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _add(total: Dialect, dialect: Dialect) -> None:
    for name in (
        "programs",
        "files",
        "lines",
        "recognised",
        "certain",
        "outside",
        "lost",
        "resolved",
        "unresolved",
    ):
        setattr(total, name, getattr(total, name) + getattr(dialect, name))
    total.seen.update(dialect.seen)
    total.reached.update(dialect.reached)


def _findings(name: str, folder: str, report: Report) -> list[str]:
    rows = []
    for problem in report.problems:
        if problem.severity in (Severity.ERROR, Severity.WARNING):
            line = report.documents[problem.at.file].data.count(b"\n", 0, problem.at.span.start) + 1
            place = f"{name}/{problem.at.file.removeprefix(folder).lstrip('/')}:{line}"
            rows.append(f"- {problem.severity} {problem.rule} {place} {problem.message}")
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
