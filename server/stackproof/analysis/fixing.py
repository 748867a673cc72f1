"""Turns the fixes of findings into edits of files."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeGuard

from stackproof.analysis import signatures
from stackproof.analysis.entries import entry_changes
from stackproof.analysis.literals import is_literal
from stackproof.analysis.naming import Names
from stackproof.analysis.report import FileEdits, Repair
from stackproof.analysis.terrain import Sources, Terrain
from stackproof.languages.python import Python
from stackproof.languages.python.write import Writer as PythonWriter
from stackproof.languages.typescript import TypeScript
from stackproof.languages.typescript.write import Writer as TypeScriptWriter
from stackproof.model.code import (
    AddItem,
    AddParameter,
    AppendItem,
    Change,
    Constant,
    InsertStatements,
    RemoveItem,
    ReplaceCode,
    ReplaceSource,
    Retype,
    Rewrite,
    SetKey,
)
from stackproof.model.construction import Evaluation
from stackproof.model.finding import Finding
from stackproof.model.fix import (
    AddDependency,
    AddResources,
    AmendText,
    AppendToList,
    Fix,
    PutInText,
    RemoveArgument,
    ReplaceText,
    ReplaceValue,
    SetArgument,
    TakeAttribute,
    WriteAt,
)
from stackproof.model.graph import Resource
from stackproof.model.importing import AddImport, DropNames
from stackproof.model.ports import Framework, Naming, NoPlace
from stackproof.model.values import Data, Scalar
from stackproof.text import Document, Edit, apply_edits

_log = logging.getLogger(__name__)


def _is_number(data: Data) -> TypeGuard[str]:
    """Whether a text is nothing but a whole number."""
    return isinstance(data, str) and data.isdecimal() and data.isascii()


class Spelled:
    """The edits of one fix, worked out once when they are first asked for.

    ``claims`` are what the fix makes or sets (names, keys, places); two fixes with a claim in common do not go together.
    """

    def __init__(self, fix: Fix, frameworks: Mapping[str, Framework], terrain: Terrain) -> None:
        self.fix = fix
        self._frameworks = frameworks
        self._terrain = terrain
        self._done = False
        self._edits: FileEdits | None = None
        self.claims: frozenset[str] = frozenset()

    def __call__(self) -> FileEdits | None:
        """The edits by file, None when the fix is not possible here."""
        if not self._done:
            self._done = True
            try:
                self._edits = self._carry_out(self.fix)
            except Exception:
                # A fix that fails is no fix; the finding stands without it.
                _log.exception("the fix '%s' failed", self.fix.title)
        return self._edits

    def _carry_out(self, fix: Fix) -> FileEdits | None:
        if not self._terrain.is_current:
            return None
        taken: set[str] = set()
        changes = self._changes(fix, taken)
        if not changes:
            return None
        by_file: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            by_file[_file(change)].append(change)
        found: dict[str, tuple[Edit, ...]] = {}
        for file, own in by_file.items():
            edits = self._write(file, own)
            if not edits:
                return None
            found[file] = tuple(edits)
        self.claims = frozenset({*taken, *(_claim(c) for c in changes)})
        return found

    def _changes(self, fix: Fix, taken: set[str]) -> list[Change] | None:
        texts = [i for i in fix.intents if isinstance(i, ReplaceText)]
        if texts and len(texts) == len(fix.intents):
            return [ReplaceSource(i.at, i.text) for i in texts]
        if (literals := self._literals(fix)) is not None:
            return literals
        if (own := signatures.changes(fix) or entry_changes(fix)) is not None:
            return own
        resources = list(_resources(fix))
        names = {r.framework for r in resources}
        if len(names) != 1:
            return None
        framework = self._frameworks.get(names.pop())
        known: dict[int, Names] = {}

        def naming(resource: Resource) -> Naming:
            key = resource.construction.number
            if key not in known:
                known[key] = Names(resource.construction, self._terrain, taken)
            return known[key]

        try:
            return None if framework is None else framework.spell(fix, naming)
        except NoPlace:
            return None

    def _literals(self, fix: Fix) -> list[Change] | None:
        """The changes where all that is to be replaced is written out as literals, which no framework spells."""
        changes: list[Change] = []
        for intent in fix.intents:
            if not isinstance(intent, ReplaceValue):
                return None
            at, old = intent.value.origin, intent.value
            data = old.data if isinstance(old, Scalar) else None
            text = "" if at is None else self._terrain.text(at)
            if at is None or data is None:
                return None
            if text == data and isinstance(intent.data, str) and intent.data.isidentifier():
                # A key that needs no quotes.
                changes.append(ReplaceSource(at, intent.data))
            elif is_literal(text, data):
                changes.append(ReplaceCode(at, Constant(intent.data)))
            elif _is_number(data) and _is_number(intent.data) and is_literal(text, int(data)):
                # The program writes a number, which the resource has as text.
                changes.append(ReplaceCode(at, Constant(int(intent.data))))
            else:
                return None
        return changes or None

    def _write(self, file: str, changes: list[Change]) -> list[Edit] | None:
        source = self._terrain.sources.get(file)
        if source is None:
            return None
        document, module = source.document, source.module
        typescript = module.language == "typescript"
        writer = TypeScriptWriter() if typescript else PythonWriter()
        edits = writer.write(document, module, changes)
        if edits is None:
            return None
        if not module.broken:
            # The last safeguard: no fix may break a file that was sound.
            language = TypeScript() if typescript else Python()
            fixed = Document(document.path, apply_edits(document.data, edits))
            if language.read(fixed).module.broken:
                _log.error("the fix '%s' would break %s", self.fix.title, file)
                return None
        return edits


def repairs_for(
    finding: Finding,
    frameworks: Iterable[Framework],
    evaluation: Evaluation,
    sources: Sources,
    terrain: Terrain | None = None,
) -> tuple[Repair, ...]:
    """What can be done about a finding. Edits are computed when asked for.

    ``sources`` are all files of the program by absolute path. ``terrain`` may be given to share its work between
    the findings of one evaluation.
    """
    ground = terrain if terrain is not None else Terrain(evaluation, sources)
    by_name = {framework.name: framework for framework in frameworks}
    return tuple(
        Repair(fix.title, fix.safe, fix.preferred, fix.why_unsafe, Spelled(fix, by_name, ground))
        for fix in finding.fixes
    )


def combine(repairs: Iterable[Repair]) -> FileEdits:
    """The edits of as many repairs as go together, earlier ones first; what is left out needs another check first."""
    claimed: set[str] = set()
    chosen: dict[str, list[Edit]] = {}
    for repair in repairs:
        edits = repair.edits()
        if not edits:
            continue
        claims = repair.edits.claims if isinstance(repair.edits, Spelled) else frozenset()
        if claims & claimed:
            continue
        merged = {file: _merged(chosen.get(file, []), own) for file, own in edits.items()}
        if any(m is None for m in merged.values()):
            continue
        claimed |= claims
        chosen.update({file: m for file, m in merged.items() if m is not None})
    return {file: tuple(sorted(edits, key=_place)) for file, edits in chosen.items()}


def _place(edit: Edit) -> tuple[int, int, bool]:
    """What goes on with a line comes before what begins another one."""
    return edit.span.start, edit.span.end, edit.new_text[:1] in ("\r", "\n")


def _merged(old: list[Edit], new: Iterable[Edit]) -> list[Edit] | None:
    """Both sets of edits, equal ones once; None where they get in each other's way."""
    result = list(old)
    for edit in new:
        if edit in old:
            continue
        for other in old:
            insertions = edit.span.start == edit.span.end == other.span.start == other.span.end
            if not insertions and edit.span.overlaps(other.span):
                return None
        result.append(edit)
    return result


def _file(change: Change) -> str:
    match change:
        case InsertStatements() | ReplaceCode() | ReplaceSource() | Rewrite():
            return change.at.file
        case Retype():
            return change.objects[0].at.file
        case AppendItem():
            return change.list_origin.file
        case AddItem() | RemoveItem():
            return change.holder.file
        case AddParameter():
            return change.function.file
        case AddImport():
            return change.file
        case DropNames():
            return change.statement.file
        case _:
            return change.construction.origin.file


def _claim(change: Change) -> str:
    match change:
        case InsertStatements():
            return f"{change.at}{change.where}"
        case ReplaceCode() | ReplaceSource() | Rewrite():
            return str(change.at)
        case Retype():
            return str(change.objects[0].at)
        case AppendItem():
            return str(change.list_origin)
        case AddItem() | RemoveItem():
            return str(change.holder)
        case AddParameter():
            return f"{change.function}{change.name}"
        case AddImport():
            return f"import {change.alias} {change.file}"
        case DropNames():
            return f"{change.statement}{change.numbers}"
        case SetKey() if len(change.path) > 1:
            return f"{change.construction.origin}{change.path[:1]}"
        case _:
            return str(change.construction.origin)


def _resources(fix: Fix) -> Iterable[Resource]:
    for intent in fix.intents:
        match intent:
            case AddResources():
                yield intent.near
            case (
                SetArgument()
                | RemoveArgument()
                | ReplaceValue()
                | PutInText()
                | AppendToList()
                | AddDependency()
            ):
                yield intent.resource
            case TakeAttribute() | AmendText() | WriteAt():
                yield intent.resource
            case _:
                pass
    yield from fix.subjects
