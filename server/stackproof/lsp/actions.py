"""What the editor offers to do about problems: quick fixes, allowing, fixing all at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lsprotocol import types

from stackproof.analysis.report import FileEdits, Problem, Repair
from stackproof.lsp import positions
from stackproof.lsp.allow import allow
from stackproof.lsp.client import Client
from stackproof.lsp.diagnostics import SOURCE, Translator
from stackproof.lsp.documents import Documents
from stackproof.lsp.edits import workspace_edit
from stackproof.lsp.sticky import FileProblems, Shown
from stackproof.text import Document

FIX_ALL = "source.fixAll.stackproof"
KINDS: tuple[types.CodeActionKind | str, ...] = (types.CodeActionKind.QuickFix, FIX_ALL)
log = logging.getLogger("stackproof")


@dataclass(frozen=True)
class Offer:
    """The problems of a file as shown, and the texts on which their repairs rely."""

    file: FileProblems
    texts: Mapping[str, Document]


class Actions:
    """Makes code actions for one editor."""

    def __init__(self, client: Client, documents: Documents, translator: Translator) -> None:
        self._client = client
        self._documents = documents
        self._translator = translator

    def at(self, offer: Offer, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The actions for a range of a file, preferred ones first. Computes edits, so it belongs on the worker."""
        if not self._client.takes_literal_actions:
            return []
        wanted = _filter(params.context.only)
        actions: list[types.CodeAction] = []
        if wanted("quickfix"):
            chosen = self._chosen(offer.file, params)
            links = [self._link(offer.file.document, shown, params.context.diagnostics) for shown in chosen]
            for shown, link in zip(chosen, links, strict=True):
                actions.extend(self._repairs(offer, shown, link))
            for shown, link in zip(chosen, links, strict=True):
                actions.extend(self._allow(offer, shown, link))
            actions.sort(key=lambda action: not action.is_preferred)
        if wanted(FIX_ALL) and (fix_all := self._fix_all(offer, params.text_document.uri)) is not None:
            actions.append(fix_all)
        return actions

    def everything(self, offer: Offer) -> types.WorkspaceEdit | None:
        """The edit that makes all safe repairs of a file."""
        # Imported here because it brings the parsers along, for which the editor's first answer should not wait.
        from stackproof.analysis.fixing import combine

        return self._edit(combine(_safe_repairs(offer.file.shown)), offer)

    def _chosen(self, file: FileProblems, params: types.CodeActionParams) -> list[Shown]:
        """The problems in the range, and those which the editor says it means (some ask for whole lines)."""
        place = positions.to_span(file.document, params.range, self._client.encoding)
        meant = {_key(d) for d in params.context.diagnostics} - {None}
        # A cursor behind the last character of a squiggle is still at it.
        return [
            s
            for s in file.shown
            if (s.span.start <= place.end and place.start <= s.span.end) or s.key in meant
        ]

    def _link(self, document: Document, shown: Shown, given: Sequence[types.Diagnostic]) -> types.Diagnostic:
        """The editor's own copy of the diagnostic where it sent one, so that it recognises it."""
        ours = self._translator.one(document, shown)
        for diagnostic in given:
            if _key(diagnostic) == shown.key or (
                diagnostic.source == SOURCE
                and diagnostic.code == ours.code
                and diagnostic.range == ours.range
                and diagnostic.message == ours.message
            ):
                return diagnostic
        return ours

    def _repairs(self, offer: Offer, shown: Shown, link: types.Diagnostic) -> Iterable[types.CodeAction]:
        for repair in () if shown.kept else shown.problem.repairs:
            edits = compute(repair, shown.problem)
            edit = self._edit(edits, offer) if edits else None
            if edit is not None:
                preferred = repair.safe and repair.preferred
                yield types.CodeAction(
                    _title(repair),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[link],
                    is_preferred=True if preferred and self._client.takes_preferred else None,
                    edit=edit,
                )

    def _allow(self, offer: Offer, shown: Shown, link: types.Diagnostic) -> Iterable[types.CodeAction]:
        document = offer.file.document
        edit = allow(document, shown)
        # The shown text is the newest one even where the problem was kept from an older text.
        whole = edit and workspace_edit(
            {document.path: (edit,)}, {document.path: document}, self._documents, self._client
        )
        if whole:
            yield types.CodeAction(
                f"Allow {shown.problem.rule} here",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[link],
                edit=whole,
            )

    def _fix_all(self, offer: Offer, uri: str) -> types.CodeAction | None:
        if not any(r.safe for s in offer.file.shown if not s.kept for r in s.problem.repairs):
            return None
        action = types.CodeAction("Fix all safe problems", kind=FIX_ALL)
        if self._client.resolves_edit:
            action.data = {"fixAll": uri}
            return action
        action.edit = self.everything(offer)
        return action if action.edit else None

    def _edit(self, edits: FileEdits, offer: Offer) -> types.WorkspaceEdit | None:
        return workspace_edit(edits, offer.texts, self._documents, self._client)


def compute(repair: Repair, problem: Problem) -> FileEdits | None:
    """The edits of a repair; one that crashes is logged and not offered."""
    try:
        return repair.edits()
    except Exception:
        log.exception("the fix %r of %s crashed", repair.title, problem.rule)
        return None


def _safe_repairs(shown: Iterable[Shown]) -> Iterable[Repair]:
    """The first safe repair of each problem that is possible, the preferred one before others."""
    for one in shown:
        if one.kept:
            continue
        for repair in sorted((r for r in one.problem.repairs if r.safe), key=lambda r: not r.preferred):
            if compute(repair, one.problem):
                yield repair
                break


def _title(repair: Repair) -> str:
    return repair.title if repair.safe or not repair.why_unsafe else f"{repair.title} ({repair.why_unsafe})"


def _filter(only: Sequence[types.CodeActionKind | str] | None) -> Callable[[str], bool]:
    """Whether the editor wants actions of a kind: kinds are paths, the empty one holds all."""
    kinds = None if only is None else [str(getattr(kind, "value", kind)) for kind in only]

    def wanted(kind: str) -> bool:
        return kinds is None or any(k == "" or kind == k or kind.startswith(k + ".") for k in kinds)

    return wanted


def _key(diagnostic: types.Diagnostic) -> str | None:
    data = diagnostic.data
    key = data.get("key") if isinstance(data, dict) else getattr(data, "key", None)
    return key if isinstance(key, str) else None
