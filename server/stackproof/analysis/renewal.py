"""Evaluates a program anew after an edit, from where the edit can first be felt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable

from stackproof.analysis.pipeline import Run
from stackproof.analysis.settings import Settings
from stackproof.analysis.sources import View
from stackproof.evaluation.again import evaluate_again

logger = logging.getLogger(__name__)

# How many programs remember how they were evaluated: those that somebody edits, which are few at a time.
_MOST_REMEMBERED = 8


def remembers(old: Run | None, entry: str, edited: Collection[str], others: Iterable[Run]) -> bool:
    """Whether a program should remember its evaluation: some of its files are open in an editor."""
    if not edited:
        return False
    if old is not None and old.machine.history is not None:
        return True
    mine = entry in edited or (old is not None and any(path in edited for path in old.view.used))
    return mine and sum(run.machine.history is not None for run in others) < _MOST_REMEMBERED


def renew(old: Run, view: View, settings: Settings, cancelled: Callable[[], bool]) -> Run | None:
    """The run of the newest version of a program; None when it has to be evaluated from its beginning.

    The evaluation of ``old`` goes over into the new run; its result is no longer valid.
    """
    changed = {}
    for path, source in old.view.used.items():
        newer = view.newest(path)
        if newer is None:
            return None
        if newer is not source:
            changed[path] = (source.module, newer.module)
    try:
        if not evaluate_again(old.machine, view, changed, cancelled):
            return None
    except Exception:
        # Then it is done in the long way.
        logger.exception("evaluating %s again failed", old.entry.path)
        return None
    view.take_over(old.view, old.machine.modules)
    return Run.of(old.entry, settings, old.surroundings, view, old.machine)
