"""Rewrites the ``fixed`` fences of the rules' pages to what the fixes do now: read the difference before you keep it.

Run ``python tests/rules/record_fixed.py [--add] [word ...]``: pages whose name holds one of the words, all without
words. ``--add`` gives a first fence to marked examples that have none.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from example_programs import Case, apply, cases, check, found


def fixed_text(case: Case, title: str, file: str | None) -> str | None:
    """The text of a file after the first fix with that title; None when there is no such fix."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve() / "program"
        files = dict(case.example.files)
        report = check(case, folder, files)
        problems = [p for p in report.problems if p.rule == case.rule]
        for problem in sorted(problems, key=lambda p: found(p, report, folder)):
            for repair in problem.repairs:
                # A fix that declines is not shown, so it is not the first one either.
                if repair.title.startswith(title) and (edits := repair.edits()) is not None:
                    return apply(files, edits, folder)[file or next(iter(files))]
    return None


def closing(lines: list[str], opening: int) -> int:
    """The number of the line that closes the fence opened at ``opening``."""
    return next(n for n in range(opening + 1, len(lines)) if lines[n].startswith("```"))


def rewrite(case: Case, lines: list[str], add: bool) -> None:
    """Replace what stands after the case's example; cases of a page must come from its end to its beginning."""
    info = f"```{case.example.language} {case.example.framework} fixed"
    end = closing(lines, case.example.line - 1)
    if add and not case.example.fixed and len(case.example.files) == 1:
        text = fixed_text(case, "", None)
        if text is not None:
            lines[end + 1 : end + 1] = ["\n", f"{info}\n", *text.splitlines(keepends=True), "```\n"]
        return
    at = end + 1
    for fixed in case.example.fixed:
        at = next(n for n in range(at, len(lines)) if lines[n].startswith(info))
        stop = closing(lines, at)
        text = fixed_text(case, fixed.title, fixed.file)
        if text is None:
            print(f"{case.path}:{at + 1}: there is no such fix any more")
        else:
            lines[at + 1 : stop] = text.splitlines(keepends=True)
        at = closing(lines, at) + 1


def main(arguments: list[str]) -> None:
    """Rewrite the chosen pages in place."""
    add = "--add" in arguments
    words = [a for a in arguments if not a.startswith("--")]
    chosen: dict[Path, list[Case]] = {}
    for case in cases():
        marked = any(e.rule == case.rule for e in case.example.expected)
        if marked and (not words or any(word in case.path.name for word in words)):
            chosen.setdefault(case.path, []).append(case)
    for path, own in chosen.items():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for case in sorted(own, key=lambda c: -c.example.line):
            rewrite(case, lines, add)
        path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
