"""Remembers what a branch changes, so that both sides of an unknown condition can be tried and merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from stackproof.model.runtime import Binding
from stackproof.model.values import MapEntry, Mapping, Scalar, Sequence, Unknown, Value, choice

_MISSING = object()


@dataclass(slots=True, eq=False)
class _DictChange:
    target: dict[str, object]
    key: str
    old: object


@dataclass(slots=True, eq=False)
class _ListChange:
    target: Sequence
    elements: list[Value]
    open: bool


@dataclass(slots=True, eq=False)
class _OpenChange:
    target: Mapping
    open: bool


@dataclass(slots=True, eq=False)
class Changes:
    """What one branch changed: the first old state of everything touched."""

    dicts: dict[tuple[int, str], _DictChange] = field(default_factory=dict)
    lists: dict[int, _ListChange] = field(default_factory=dict)
    opens: dict[int, _OpenChange] = field(default_factory=dict)

    def rollback(self) -> Outcome:
        """Undo the branch; the result tells what it had made."""
        made = Outcome()
        for key, change in self.dicts.items():
            made.dicts[key] = (change, change.target.get(change.key, _MISSING))
            if change.old is _MISSING:
                change.target.pop(change.key, None)
            else:
                change.target[change.key] = change.old
        for number, entry in self.lists.items():
            made.lists[number] = (entry, list(entry.target.elements), entry.target.open)
            entry.target.elements[:] = entry.elements
            entry.target.open = entry.open
        for number, opened in self.opens.items():
            made.opens[number] = (opened, opened.target.open)
            opened.target.open = opened.open
        return made


@dataclass(slots=True, eq=False)
class Outcome:
    """The state which a branch left behind, after it was undone."""

    dicts: dict[tuple[int, str], tuple[_DictChange, object]] = field(default_factory=dict)
    lists: dict[int, tuple[_ListChange, list[Value], bool]] = field(default_factory=dict)
    opens: dict[int, tuple[_OpenChange, bool]] = field(default_factory=dict)


class Journal:
    """A stack of branches under way; every change is noted in the innermost one."""

    def __init__(self) -> None:
        self._stack: list[Changes] = []

    def begin(self) -> None:
        """Start noting changes."""
        self._stack.append(Changes())

    def end(self) -> Changes:
        """Stop noting; the changes stay in effect and count for the branch around, too."""
        changes = self._stack.pop()
        if self._stack:
            outer = self._stack[-1]
            for key, change in changes.dicts.items():
                outer.dicts.setdefault(key, change)
            for number, entry in changes.lists.items():
                outer.lists.setdefault(number, entry)
            for number, opened in changes.opens.items():
                outer.opens.setdefault(number, opened)
        return changes

    def on_dict(self, target: dict[str, object], key: str) -> None:
        """``target[key]`` is about to change."""
        if self._stack:
            changes = self._stack[-1].dicts
            if (id(target), key) not in changes:
                changes[id(target), key] = _DictChange(target, key, target.get(key, _MISSING))

    def on_list(self, target: Sequence) -> None:
        """The elements of ``target`` are about to change."""
        if self._stack:
            changes = self._stack[-1].lists
            if id(target) not in changes:
                changes[id(target)] = _ListChange(target, list(target.elements), target.open)

    def on_open(self, target: Mapping) -> None:
        """``target`` is about to be opened."""
        if self._stack:
            changes = self._stack[-1].opens
            if id(target) not in changes:
                changes[id(target)] = _OpenChange(target, target.open)


def merge(outcomes: list[Outcome]) -> None:
    """Put the merged state of alternative branches (all undone before) into effect.

    A branch that does nothing is an empty `Outcome`.
    """
    for key in {k: None for o in outcomes for k in o.dicts}:
        change = next(o.dicts[key][0] for o in outcomes if key in o.dicts)
        states = [o.dicts[key][1] if key in o.dicts else change.old for o in outcomes]
        change.target[change.key] = _merge_state(states)
        if change.target[change.key] is _MISSING:
            del change.target[change.key]
    for number in {n: None for o in outcomes for n in o.lists}:
        entry = next(o.lists[number][0] for o in outcomes if number in o.lists)
        versions = [
            o.lists[number][1:] if number in o.lists else (entry.elements, entry.open) for o in outcomes
        ]
        _merge_list(entry.target, versions)
    for number in {n: None for o in outcomes for n in o.opens}:
        opened = next(o.opens[number][0] for o in outcomes if number in o.opens)
        opened.target.open = opened.open or any(o.opens[number][1] for o in outcomes if number in o.opens)


def _merge_state(states: list[object]) -> object:
    if all(s is states[0] for s in states):
        return states[0]
    first = next(s for s in states if s is not _MISSING)
    if isinstance(first, Binding):
        values = [s.value if isinstance(s, Binding) else Unknown("not set on every branch") for s in states]
        return Binding(choice(values), first.at)
    if isinstance(first, MapEntry):
        entries = [s.value if isinstance(s, MapEntry) else Scalar(None) for s in states]
        return MapEntry(choice(entries), first.key_origin, first.origin)
    if isinstance(first, Value):
        return choice([s if isinstance(s, Value) else Scalar(None) for s in states])
    return first


def _merge_list(target: Sequence, versions: list[tuple[list[Value], bool]]) -> None:
    common = list(versions[0][0])
    # Values are equal only to themselves.
    if all(elements == common for elements, _ in versions):
        target.elements[:] = common
        target.open = any(v[1] for v in versions)
        return
    target.elements[:] = dict.fromkeys(chain.from_iterable(elements for elements, _ in versions))
    target.open = True
