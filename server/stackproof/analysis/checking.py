"""Does one check: reads, evaluates and judges what changed since the last one."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from threading import Lock

from stackproof.analysis import configuration, suppression, surroundings
from stackproof.analysis.adoption import adopt
from stackproof.analysis.beside import Beside
from stackproof.analysis.bindings import Bindings, is_generated
from stackproof.analysis.discovery import Entry, discover
from stackproof.analysis.files import Overlay
from stackproof.analysis.libraries import NOTHING, Libraries
from stackproof.analysis.pipeline import ProgramResult, Run, evaluate, judge, judge_again
from stackproof.analysis.programs import Imports, is_test, loose_entries, mentions_sdk
from stackproof.analysis.renewal import remembers, renew
from stackproof.analysis.report import Problem, ProgramReport, Report, Statistics
from stackproof.analysis.repository import top_of
from stackproof.analysis.settings import Settings
from stackproof.analysis.sources import Sources, View
from stackproof.analysis.survey.account import Account
from stackproof.analysis.survey.leftout import left_out
from stackproof.analysis.survey.sites import Resolve
from stackproof.analysis.survey.survey import survey
from stackproof.analysis.walking import walk
from stackproof.analysis.watch import Read, Remembered, Watch
from stackproof.frameworks import all_frameworks
from stackproof.languages.hcl import HclExpressions
from stackproof.languages.source import Names, Source
from stackproof.model.ports import Framework
from stackproof.model.surroundings import Surroundings
from stackproof.model.values import Origin
from stackproof.packages import Catalogue
from stackproof.rulekit import Rule, load_rules
from stackproof.text import Document

# Each unreached root file is a program of its own; a folder of thousands of scripts is no infrastructure.
_MOST_PROGRAMS = 400


class Cancelled(Exception):
    """Raised out of a check whose result nobody wants any more."""


class Store:
    """What checks hand on to each other; one check at a time uses it."""

    def __init__(self, catalogue: Catalogue | None, live: bool) -> None:
        self.live = live
        self.lock = Lock()
        self.libraries = Libraries(catalogue) if catalogue is not None else None
        # The interpreter that an editor has chosen.
        self.python: str | None = None
        self.watch = Watch()
        self.disk = self.watch.disk
        self.sources = Sources()
        self.frameworks: tuple[Framework, ...] = all_frameworks(HclExpressions())
        self.rules: tuple[Rule, ...] = load_rules()
        self.runs: dict[str, Run] = {}
        self.results: dict[str, ProgramResult] = {}
        self.configurations: Remembered[configuration.Loaded] = Remembered(self.watch)
        self.surroundings: Remembered[Surroundings] = Remembered(self.watch)
        self.entries: Remembered[list[Entry]] = Remembered(self.watch)
        self.imports = Imports()
        # All below hold while no file comes or goes and no manifest changes.
        self.names: dict[tuple[str, str], Names] = {}
        self.bindings = Bindings(self.disk)
        self.tops: dict[str, str] = {}
        self.files: list[str] | None = None
        self.listed: frozenset[str] = frozenset()
        self.tests: dict[str, tuple[str, ...]] = {}
        self.shape: object = None


class Check:
    """One check under way."""

    def __init__(
        self,
        store: Store,
        roots: tuple[str, ...],
        documents: dict[str, Document],
        settings: Settings,
        cancelled: Callable[[], bool],
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._store = store
        self._roots = roots
        self._settings = settings
        self._cancelled = cancelled
        self._progress = progress
        self._overlay = Overlay(store.disk, documents)
        self._documents = documents
        self._rule_ids = {r.id for r in store.rules}
        self._complaints: dict[str, list[Problem]] = {}
        self._folders: dict[str, Settings] = {}
        # The folder of the configuration file that counts for a folder: its patterns are relative to that.
        self._bases: dict[str, str | None] = {}
        self._results: list[ProgramResult] = []
        # Files that would be programs of their own, beyond the number that is looked at.
        self._too_many: list[str] = []

    def run(self, shape: object) -> None:
        """Check what changed, take over the rest."""
        store = self._store
        if store.shape != shape:
            store.shape, store.files = shape, None
            store.names.clear()
            store.bindings = Bindings(self._overlay)
            store.tops.clear()
            store.tests.clear()
            if store.libraries is not None:
                store.libraries.forget()
            store.imports.clear()
        if store.files is None:
            self._progress("reading the workspace", 0, 0)
            store.files = self._list_files()
            store.listed = frozenset(store.files)
        files = store.files
        entries = store.entries.get(
            "manifests",
            (self._roots, files),
            self._overlay.read,
            lambda read: discover(self._roots, files, read),
        )
        runs = self._run_entries(entries)
        reached = {path for r in runs for path in r.view.used}
        loose = store.entries.get(
            "loose",
            (self._roots, files, shape, reached),
            self._overlay.read,
            lambda read: self._loose(reached, read),
        )
        self._too_many = [e.path for e in loose[_MOST_PROGRAMS:]]
        runs += self._run_entries(loose[:_MOST_PROGRAMS], offset=len(runs))
        self._results = [self._judge(run, share) for run, share in zip(runs, adopt(runs), strict=True)]
        store.results = {r.entry.path: r for r in self._results}
        store.runs = {path: store.runs[path] for path in store.results}
        store.sources.keep({path for r in self._results for path in (*r.used, *r.beside.seen)})

    def _list_files(self) -> list[str]:
        found: dict[str, None] = {}
        for root in self._roots:
            folder = root if self._overlay.is_dir(root) else os.path.dirname(root)
            exclude = self._settings_for(folder).exclude or ()
            for number, path in enumerate(walk(root, exclude, self._overlay, self._bases.get(folder))):
                found[path] = None
                if number % 256 == 0:
                    self._stop_if_unwanted()
        return list(found)

    def _settings_for(self, folder: str) -> Settings:
        if folder not in self._folders:
            loaded, complaints, path = self._store.configurations.get(
                folder,
                None,
                self._overlay.read,
                lambda read: configuration.load(folder, read, self._rule_ids),
            )
            if path is not None:
                self._complaints[path] = [p for c in complaints if (p := c.problem()) is not None]
            self._folders[folder] = self._settings.over(loaded)
            from_file = path is not None and self._settings.exclude is None
            self._bases[folder] = os.path.dirname(path) if from_file and path is not None else None
        return self._folders[folder]

    def _stop_if_unwanted(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _run_entries(self, entries: list[Entry], offset: int = 0) -> list[Run]:
        runs = []
        for number, entry in enumerate(entries):
            self._stop_if_unwanted()
            self._progress(os.path.basename(entry.path), offset + number, offset + len(entries))
            runs.append(self._run_entry(entry))
        return runs

    def _run_entry(self, entry: Entry) -> Run:
        settings = self._settings_for(entry.root)
        around = self._store.surroundings.get(
            entry.root, None, self._overlay.read, partial(surroundings.read, entry.root)
        )
        old = self._store.runs.get(entry.path)
        same = old is not None and (old.entry, old.settings, old.surroundings) == (entry, settings, around)
        if old is not None and same and self._is_current(old):
            return old
        return self._evaluate(entry, settings, around, old)

    def _evaluate(self, entry: Entry, settings: Settings, around: Surroundings, old: Run | None) -> Run:
        store = self._store
        run = None
        if old is not None and self._can_be_renewed(old, entry, around):
            run = renew(old, self._view(entry.root), settings, self._cancelled)
        if run is None:
            edited = self._documents if store.live else ()
            remember = remembers(old, entry.path, edited, store.runs.values())
            view = self._view(entry.root)
            run = evaluate(entry, view, store.frameworks, settings, around, self._cancelled, remember)
        run.shape, run.state, run.abandoned = store.shape, store.watch.now, self._cancelled()
        # What was done counts even when nobody waits for the whole.
        store.results.pop(entry.path, None)
        store.runs[entry.path] = run
        self._stop_if_unwanted()
        return run

    def _can_be_renewed(self, old: Run, entry: Entry, around: Surroundings) -> bool:
        """Whether nothing but the texts of its files may be different for a program."""
        if old.machine.history is None or (old.entry, old.surroundings) != (entry, around):
            return False
        others = old.view.asked - old.view.used.keys()
        return self._store.watch.is_unchanged(others, old.state) and self._has_its_files(old)

    def _view(self, root: str) -> View:
        tops = self._store.tops
        if root not in tops:
            folders = [r if self._overlay.is_dir(r) else os.path.dirname(r) for r in self._roots]
            tops[root] = top_of(root, folders, self._overlay)
        store = self._store
        return View(root, tops[root], store.sources, self._overlay, store.names, store.bindings, store.python)

    def _is_current(self, run: Run) -> bool:
        """Whether nothing changed that the evaluation rests on."""
        if run.abandoned or not self._store.watch.is_unchanged(run.view.asked, run.state):
            return False
        return self._has_its_files(run)

    def _has_its_files(self, run: Run) -> bool:
        """Whether its imports still mean what they meant."""
        if run.shape != self._store.shape:
            if not self._view(run.entry.root).agrees(run.view.resolved):
                return False
            run.shape = self._store.shape
        return True

    def _judge(self, run: Run, adopted: frozenset[Origin]) -> ProgramResult:
        known = self._store.results.get(run.entry.path)
        libraries = self._store.libraries
        facts = libraries.of(run.entry.root) if libraries is not None else NOTHING
        tests = self._tests(run.entry.root)
        same = known is not None and known.adopted == adopted and known.facts is facts
        if known is not None and same and known.tests == tests and known.beside.is_current(self._read):
            return known
        self._stop_if_unwanted()
        rules, frameworks = self._store.rules, self._store.frameworks
        if known is not None and same:
            beside = Beside(self._read)
            result = judge_again(known, run.settings, frameworks, rules, self._cancelled, beside, tests)
        else:
            if run.finished:
                run = self._evaluate(run.entry, run.settings, run.surroundings, run)
            beside = Beside(self._read)
            result = judge(run, adopted, frameworks, rules, self._cancelled, facts, beside, tests)
        self._stop_if_unwanted()
        self._store.results[run.entry.path] = result
        return result

    def _read(self, path: str) -> Source | None:
        return self._store.sources.read(path, self._overlay)

    def _tests(self, root: str) -> tuple[str, ...]:
        """The files of tests in the folder of a program."""
        store = self._store
        if root not in store.tests:
            below = os.path.join(root, "")
            found = (p for p in store.files or () if p.startswith(below) and is_test(p, root))
            store.tests[root] = tuple(found)
        return store.tests[root]

    def _loose(self, reached: set[str], read: Read) -> list[Entry]:
        """The entries that no manifest names."""
        assert self._store.files is not None
        entries: list[Entry] = []
        for root in self._roots:
            folder = root if self._overlay.is_dir(root) else os.path.dirname(root)
            view = self._view(folder)
            below = os.path.join(folder, "")
            candidates = [
                p
                for p in self._store.files
                if p not in reached
                and (p == root or (p.startswith(below) and not is_test(p, folder)))
                and (data := read(p)) is not None
                and mentions_sdk(data)
                and not is_generated(data)
            ]
            entries += loose_entries(candidates, folder, view, self._store.imports)
        return list({e.path: e for e in entries}.values())

    # --- the report ---

    def report(self) -> Report:
        """What was found."""
        results = self._results
        used: dict[str, Source] = {path: s for r in results for path, s in r.beside.sources.items()}
        used.update((path, s) for r in results for path, s in r.used.items())
        problems = self._unique([p for r in results for p in r.problems])
        broken = frozenset(path for path, s in used.items() if s.module.broken)
        kept, hints = suppression.apply(
            problems,
            [a for s in used.values() for a in suppression.parse(s.module.directives, s.document)],
            self._rule_ids,
            {rule for s in self._folders.values() for rule, level in s.rules.items() if level == "off"},
            broken,
        )
        complaints = [p for ps in self._complaints.values() for p in ps]
        notes = [*(h for h in hints if self._is_asked_for(h.at.file)), *complaints]
        everything = [*(p for p in kept if self._is_asked_for(p.at.file)), *self._levelled(notes)]
        everything.sort(key=lambda p: (p.at.file, p.at.span.start, p.severity.rank, p.rule))
        documents = {path: s.document for path, s in used.items()}
        for complaint in complaints:
            document = self._overlay.document(complaint.at.file)
            if document is not None:
                documents[complaint.at.file] = document
        return Report(
            problems=everything,
            documents=documents,
            programs=[ProgramReport(r.entry.path, r.graph) for r in results if _is_program(r)],
            broken=broken,
            skipped=self._overlay.skipped(),
            statistics=_statistics(results),
        )

    def account(self) -> Account:
        """What was understood."""
        missing = left_out(
            self._roots,
            lambda root: self._settings_for(root).exclude or (),
            self._overlay,
            [r.entry for r in self._results],
        )
        missing.update(dict.fromkeys(self._too_many, "one program too many in this workspace"))
        return survey(self._results, self._store.frameworks, self._resolver, missing)

    def _resolver(self, result: ProgramResult) -> Callable[[str], Resolve]:
        view = self._view(result.entry.root)
        return lambda path: lambda specifier: view.resolve(specifier, path)

    def _levelled(self, problems: list[Problem]) -> list[Problem]:
        """Our own remarks at the level that is wished for them."""
        kept = []
        for problem in problems:
            level = self._settings_for(os.path.dirname(problem.at.file)).rules.get(problem.rule)
            if level != "off":
                problem.severity = level or problem.severity
                kept.append(problem)
        return kept

    def _is_asked_for(self, path: str) -> bool:
        return any(path == r or path.startswith(os.path.join(r, "")) for r in self._roots)

    def _unique(self, problems: list[Problem]) -> list[Problem]:
        """Programs share files, and loops repeat places: each problem once, the worst of equal ones."""
        seen: dict[tuple[object, ...], Problem] = {}
        for problem in problems:
            key = (problem.rule, problem.at, problem.message)
            if key not in seen or problem.severity.rank < seen[key].severity.rank:
                seen[key] = problem
        return list(seen.values())


def _is_program(result: ProgramResult) -> bool:
    return result.entry.framework is not None or bool(result.graph.resources)


def _statistics(results: list[ProgramResult]) -> Statistics:
    programs = [r for r in results if _is_program(r)]
    unrecognised = sum(r.unrecognised for r in programs)
    return Statistics(
        programs=len(programs),
        resources=sum(len(r.graph.resources) for r in programs),
        constructions=sum(r.recognised for r in programs) + unrecognised,
        unresolved=unrecognised,
    )
