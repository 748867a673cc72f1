"""Takes one program from its entry file to problems."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial

from stackproof.analysis import fixing, graphs
from stackproof.analysis.beside import Beside
from stackproof.analysis.declared import is_declared_plainly, is_waived
from stackproof.analysis.discovery import Entry
from stackproof.analysis.filenames import said_in
from stackproof.analysis.handlers import Handlers
from stackproof.analysis.report import Note, Problem
from stackproof.analysis.settings import Settings
from stackproof.analysis.sources import View
from stackproof.analysis.terrain import Terrain
from stackproof.analysis.testfiles import test_files
from stackproof.analysis.unread import unread
from stackproof.evaluation import Machine
from stackproof.frameworks.services import service_facts
from stackproof.languages.source import Source
from stackproof.model.construction import Evaluation
from stackproof.model.facts import Facts, Language
from stackproof.model.finding import Finding, Severity, place
from stackproof.model.graph import Graph
from stackproof.model.ports import Framework
from stackproof.model.surroundings import Surroundings
from stackproof.model.values import Origin
from stackproof.rulekit import Rule, run

logger = logging.getLogger(__name__)

# The evaluator follows the nesting of the program; Python's own calls cost no C stack here.
_RECURSION_LIMIT = 20_000
# How many things are said of one related place.
_MOST_AT_ONE_PLACE = 3


@dataclass(eq=False)
class Run:
    """One program evaluated on its own.

    ``used`` and ``unused`` are the places of its classes, those of stacks and components only for ``unused``. ``view``
    tells what was asked of the files.
    """

    entry: Entry
    settings: Settings
    surroundings: Surroundings
    view: View
    machine: Machine
    used: frozenset[Origin] = frozenset()
    unused: tuple[Origin, ...] = ()
    # The states of the file tree and of the contents in which the files answered.
    shape: object = None
    state: int = 0
    # Whether the machine has gone on, which it does once.
    finished: bool = False
    # Whether it was stopped because nobody wanted the result any more.
    abandoned: bool = False

    @staticmethod
    def of(entry: Entry, settings: Settings, surroundings: Surroundings, view: View, machine: Machine) -> Run:
        """The run of a machine that has evaluated the entry."""
        used = frozenset(cls.place for cls in machine.used())
        unused = tuple(cls.place for cls in machine.unused())
        return Run(entry, settings, surroundings, view, machine, used, unused)


@dataclass(eq=False)
class ProgramResult:
    """Everything about one program, and the sources on which it rests.

    ``adopted`` are the places of the classes that were read with it although nobody uses them. ``beside`` are files
    that are no part of it, ``tests`` those of them that may hold its tests.
    """

    entry: Entry
    evaluation: Evaluation
    graph: Graph
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, Source] = field(default_factory=dict)
    adopted: frozenset[Origin] = frozenset()
    facts: Mapping[Language, Facts] = field(default_factory=dict)
    beside: Beside = field(default_factory=lambda: Beside(lambda path: None))
    tests: tuple[str, ...] = ()

    def knows(self, file: str) -> bool:
        """Whether a file's text is at hand."""
        return file in self.used or self.beside.seen.get(file) is not None

    @cached_property
    def recognised(self) -> int:
        """How many constructions of the program are resources."""
        return len({id(r.construction) for r in self.graph.resources})

    @cached_property
    def unrecognised(self) -> int:
        """How many constructions nobody knew."""
        return sum(1 for g in self.graph.gaps if g.kind == "unrecognised")


def evaluate(
    entry: Entry,
    view: View,
    frameworks: Sequence[Framework],
    settings: Settings,
    surroundings: Surroundings,
    cancelled: Callable[[], bool],
    remember: bool = False,
) -> Run:
    """Evaluate a program from its entry. With ``remember`` it can be renewed after an edit."""
    if sys.getrecursionlimit() < _RECURSION_LIMIT:
        sys.setrecursionlimit(_RECURSION_LIMIT)
    libraries = [f.library(surroundings) for f in frameworks]
    machine = Machine(view, libraries, entry.path, cancelled, remember=remember)
    machine.run()
    return Run.of(entry, settings, surroundings, view, machine)


def judge(
    program: Run,
    adopted: frozenset[Origin],
    frameworks: Sequence[Framework],
    rules: Sequence[Rule],
    cancelled: Callable[[], bool],
    facts: Mapping[Language, Facts],
    beside: Beside,
    tests: Sequence[str] = (),
) -> ProgramResult:
    """Read the adopted classes, too; then build the graph and run the rules on it. ``tests`` are files beside it."""
    program.finished = True
    settings, surroundings = program.settings, program.surroundings
    evaluation = program.machine.run_unused(adopted)
    # When nobody wants the result any more, its graph and findings are not worth the time.
    graph = Graph([]) if cancelled() else graphs.build(evaluation, frameworks, surroundings)
    graph.environment = settings.environment
    graph.compliance = frozenset(settings.compliance or ())
    graph.services = service_facts()
    graph.today = settings.today or graph.today
    graph.calls, graph.facts = evaluation.constructions, facts
    terrain = Terrain(evaluation, program.view.used)
    graph.excerpt, graph.unread = terrain.text, partial(unread, terrain)
    graph.plain, graph.waived = partial(is_declared_plainly, terrain), partial(is_waived, terrain)
    graph.names = said_in(evaluation.files, program.view)
    result = ProgramResult(
        program.entry, evaluation, graph, used=program.view.used, adopted=adopted, facts=facts
    )
    return judge_again(result, settings, frameworks, rules, cancelled, beside, tests)


def judge_again(
    known: ProgramResult,
    settings: Settings,
    frameworks: Sequence[Framework],
    rules: Sequence[Rule],
    cancelled: Callable[[], bool],
    beside: Beside,
    tests: Sequence[str],
) -> ProgramResult:
    """Run the rules on a graph: all that has to be done when only files beside the program are others."""
    graph, root = known.graph, known.entry.root
    graph.tests = cache(partial(test_files, tests, root, beside))
    graph.handler_code = Handlers(root, beside).code
    result = replace(known, problems=[], beside=beside, tests=tuple(tests))
    for rule in rules:
        level = settings.rules.get(rule.id)
        if level == "off" or cancelled():
            continue
        for finding in run(rule, graph):
            problem = _problem(finding, rule, level, result, frameworks)
            if problem is not None:
                result.problems.append(problem)
    return result


def _problem(
    finding: Finding,
    rule: Rule,
    level: Severity | None,
    result: ProgramResult,
    frameworks: Sequence[Framework],
) -> Problem | None:
    at = place(finding.at)
    if at is None or not result.knows(at.file):
        logger.warning("rule %s found something without a place: %s", rule.id, finding.message)
        return None
    notes = _notes(finding, result)
    try:
        references = tuple(rule.page.references)
    except OSError:
        references = ()
    return Problem(
        rule=rule.id,
        severity=level if level is not None else finding.severity or rule.severity,
        message=finding.message,
        at=at,
        notes=notes,
        repairs=fixing.repairs_for(finding, frameworks, result.evaluation, result.used),
        references=references,
        tags=finding.tags,
        told_by_compiler=finding.told_by_compiler,
    )


def _notes(finding: Finding, result: ProgramResult) -> tuple[Note, ...]:
    """The related places, each once: a construct that implies many resources is one place."""
    messages: dict[Origin, list[str]] = {}
    for related in finding.related:
        origin = place(related.at)
        if origin is None or not result.knows(origin.file):
            continue
        known = messages.setdefault(origin, [])
        if related.message not in known:
            known.append(related.message)
    return tuple(
        Note(
            origin,
            "; ".join(texts[:_MOST_AT_ONE_PLACE]) + ("; ..." if len(texts) > _MOST_AT_ONE_PLACE else ""),
        )
        for origin, texts in messages.items()
    )
