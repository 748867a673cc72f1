"""Remembers what is changed, so that it can be undone: by a branch that is tried, or since an earlier moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

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
class Since(Changes):
    """What was changed since a moment to which evaluation may go back, besides what branches undo."""

    attributes: dict[tuple[int, str], tuple[object, str, object]] = field(default_factory=dict)
    lengths: dict[int, tuple[list[Any], int]] = field(default_factory=dict)
    wholes: dict[int, tuple[dict[str, object], dict[str, object]]] = field(default_factory=dict)
    added: list[tuple[set[Any], object]] = field(default_factory=list)

    def undo(self) -> None:
        """Make everything as it was, the order in mappings included."""
        for target, entries in self.wholes.values():
            target.clear()
            target.update(entries)
        for change in reversed(self.dicts.values()):
            if change.old is _MISSING:
                change.target.pop(change.key, None)
            else:
                change.target[change.key] = change.old
        for entry in self.lists.values():
            entry.target.elements[:] = entry.elements
            entry.target.open = entry.open
        for opened in self.opens.values():
            opened.target.open = opened.open
        for owner, name, old in self.attributes.values():
            setattr(owner, name, old)
        for items, length in self.lengths.values():
            del items[length:]
        for members, element in self.added:
            members.discard(element)


@dataclass(slots=True, eq=False)
class Outcome:
    """The state which a branch left behind, after it was undone."""

    dicts: dict[tuple[int, str], tuple[_DictChange, object]] = field(default_factory=dict)
    lists: dict[int, tuple[_ListChange, list[Value], bool]] = field(default_factory=dict)
    opens: dict[int, tuple[_OpenChange, bool]] = field(default_factory=dict)


class Journal:
    """A stack of branches under way; every change is noted in the innermost one.

    Below them lies what was changed since the last `mark`, once there was one: that includes what branches do not undo.
    """

    def __init__(self) -> None:
        self._stack: list[Changes] = []
        self._since: Since | None = None

    def mark(self) -> Since | None:
        """A moment to which evaluation may go back; what was changed since the moment before. Never in a branch."""
        before, self._since = self._since, Since()
        self._stack = [self._since]
        return before

    def go_back(self, sinces: Iterable[Since]) -> None:
        """Undo what was changed since the last mark, then since the marks before it, latest first."""
        for since in (self._since, *sinces):
            if since is not None:
                since.undo()
        self._since = Since()
        self._stack = [self._since]

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

    def on_removal(self, target: dict[str, Any]) -> None:
        """An entry of ``target`` is about to go, and with it its place among the others."""
        if self._since is not None:
            self._since.wholes.setdefault(id(target), (target, dict(target)))

    def on_attribute(self, owner: object, name: str) -> None:
        """An attribute is about to change that no branch undoes."""
        if self._since is not None:
            self._since.attributes.setdefault((id(owner), name), (owner, name, getattr(owner, name)))

    def on_entry(self, target: dict[str, Any], key: str) -> None:
        """``target[key]`` is about to change, which no branch undoes."""
        if self._since is not None and (id(target), key) not in self._since.dicts:
            change = _DictChange(target, key, target.get(key, _MISSING))
            self._since.dicts[id(target), key] = change

    def on_growth(self, items: list[Any]) -> None:
        """A list that only grows is about to grow."""
        if self._since is not None:
            self._since.lengths.setdefault(id(items), (items, len(items)))

    def on_addition(self, members: set[Any], element: object) -> None:
        """An element is about to be added to a set."""
        if self._since is not None and element not in members:
            self._since.added.append((members, element))

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
