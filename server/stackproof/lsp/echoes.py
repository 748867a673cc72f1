"""Leaves out what the editor's own compiler says already."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from stackproof.analysis.report import Problem, Report
from stackproof.lsp.wishes import CompilerErrors


class Echoes:
    """Judges reports on the worker's thread, where fixes may be tried.

    ``choice`` says which problems are shown that a compiler tells, too: ``all``, those with a fix that is possible
    (``fixable``: the compiler has none), or ``none``.
    """

    def __init__(self, choice: CompilerErrors) -> None:
        self.choice: CompilerErrors = choice
        # Programs that did not change bring the same problems again.
        self._cured: WeakKeyDictionary[Problem, bool] = WeakKeyDictionary()

    def without(self, report: Report) -> Report:
        """The report without the problems that would only be said twice."""
        if self.choice == "all":
            return report
        kept = [p for p in report.problems if not p.told_by_compiler or self._brings_a_fix(p)]
        return report if len(kept) == len(report.problems) else replace(report, problems=kept)

    def _brings_a_fix(self, problem: Problem) -> bool:
        if self.choice == "none":
            return False
        if problem not in self._cured:
            self._cured[problem] = any(repair.edits() is not None for repair in problem.repairs)
        return self._cured[problem]
