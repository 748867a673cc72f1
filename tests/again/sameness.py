"""Compares what two evaluations left behind: every value, every place, every order, and what is shared with what."""

from __future__ import annotations

import dataclasses
import enum
from collections import deque
from typing import Any

import msgspec

from stackproof.evaluation import Machine

# What says how evaluation was done, not what came of it.
_LEFT_OUT = frozenset({"module", "version"})


def difference(first: Machine, second: Machine) -> str | None:
    """Where two machines differ, as a path; None when nobody could tell them apart.

    Lowered code is compared by its content; the module of a function or frame only by its path.
    """
    return _Comparison().differs(_state(first), _state(second))


def _state(machine: Machine) -> dict[str, Any]:
    order = {id(cls): number for number, cls in enumerate(machine.classes)}
    return {
        "evaluation": machine.evaluation,
        "modules": machine.modules,
        "classes": machine.classes,
        "used": sorted(order[i] for i in machine.used_classes if i in order),
        "strangers": sum(i not in order for i in machine.used_classes),
        "fuel": machine.fuel.left,
    }


class _Comparison:
    """Walks through both at once. Objects correspond one to one."""

    def __init__(self) -> None:
        self._pairs: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self._kept: list[Any] = []
        self._waiting: deque[tuple[str, Any, Any]] = deque()

    def differs(self, first: Any, second: Any) -> str | None:
        self._waiting.append(("", first, second))
        while self._waiting:
            path, a, b = self._waiting.popleft()
            found = self._differ(path, a, b)
            if found is not None:
                return found
        return None

    def _differ(self, path: str, a: Any, b: Any) -> str | None:
        if type(a) is not type(b):
            return f"{path}: {a!r:.200} is not {b!r:.200}"
        if a is None or isinstance(a, str | int | float | bool | bytes | enum.Enum | msgspec.Struct):
            # NaN is not equal to itself.
            return None if a == b or (a != a and b != b) else f"{path}: {a!r:.300} is not {b!r:.300}"
        if isinstance(a, set | frozenset):
            return None if a == b else f"{path}: {a ^ b}"
        if isinstance(a, tuple):
            return self._list(path, a, b)
        if id(a) in self._pairs or id(b) in self._back:
            if self._pairs.get(id(a)) == id(b) and self._back.get(id(b)) == id(a):
                return None
            return f"{path}: is shared with something else"
        self._pairs[id(a)], self._back[id(b)] = id(b), id(a)
        self._kept += [a, b]
        if isinstance(a, dict):
            if list(a) != list(b):
                return f"{path}: keys {list(a)} are not {list(b)}"
            for key in a:
                self._waiting.append((f"{path}[{key!r}]", a[key], b[key]))
            return None
        if isinstance(a, list | deque):
            return self._list(path, a, b)
        if dataclasses.is_dataclass(a):
            for field in dataclasses.fields(a):
                if field.name in _LEFT_OUT and not isinstance(getattr(a, field.name), str):
                    continue
                self._waiting.append((f"{path}.{field.name}", getattr(a, field.name), getattr(b, field.name)))
            return None
        return (
            None
            if a is b or (type(a).__eq__ is not object.__eq__ and a == b)
            else f"{path}: {type(a)} cannot be compared"
        )

    def _list(self, path: str, a: Any, b: Any) -> str | None:
        if len(a) != len(b):
            return f"{path}: {len(a)} things are not {len(b)}: {a!r:.200} / {b!r:.200}"
        for number, (x, y) in enumerate(zip(a, b, strict=True)):
            self._waiting.append((f"{path}[{number}]", x, y))
        return None


class Picture:
    """The state of a machine at some moment, as text: each object once, later by its number."""

    def __init__(self, machine: Machine) -> None:
        self._numbers: dict[int, int] = {}
        self.lines: list[str] = []
        waiting: deque[Any] = deque([_state(machine) | {"libraries": machine.libraries}])
        while waiting:
            self.lines.append(self._line(waiting.popleft(), waiting))
        # Numbers are not needed any more, and objects may go.
        self._numbers = {}

    def difference(self, other: Picture) -> str | None:
        """The first thing that is different, None when nothing is."""
        for mine, its in zip(self.lines, other.lines, strict=False):
            if mine != its:
                return f"{mine:.400} is not {its:.400}"
        return None if len(self.lines) == len(other.lines) else "there is more of one"

    def _line(self, value: Any, waiting: deque[Any]) -> str:
        if isinstance(value, dict):
            return f"dict {[(k, self._name(v, waiting)) for k, v in value.items()]}"
        if isinstance(value, list | tuple | deque):
            return f"{type(value).__name__} {[self._name(v, waiting) for v in value]}"
        fields = (
            [f.name for f in dataclasses.fields(value)]
            if dataclasses.is_dataclass(value)
            else [*getattr(value, "__dict__", ())]
        )
        # The files of a program are listed at the end.
        left_out = {*_LEFT_OUT, "files"}
        shown = [(f, self._name(getattr(value, f), waiting)) for f in fields if f not in left_out]
        return f"{type(value).__name__} {shown}"

    def _name(self, value: Any, waiting: deque[Any]) -> str:
        if isinstance(value, msgspec.Struct):
            # Lowered code does not change.
            return f"{type(value).__name__}@{getattr(value, 'span', value)}"
        if value is None or isinstance(value, str | int | float | bool | bytes | enum.Enum):
            return repr(value)
        if isinstance(value, set | frozenset):
            return f"set {sorted(map(repr, value))}"
        if (
            not isinstance(value, dict | list | tuple | deque)
            and type(value).__module__.split(".")[0] != "stackproof"
        ):
            return type(value).__name__
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._numbers)
            waiting.append(value)
        return f"#{self._numbers[id(value)]}"
