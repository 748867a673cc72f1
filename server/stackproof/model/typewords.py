"""Writes types as the author of a program would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from stackproof.model.types import Constant, Deferred, ListOf, MapOf, Named, Primitive, Type, Union

_TYPESCRIPT: Final = {"integer": "number", "date": "Date", "json": "any"}
_PYTHON: Final = {
    "string": "str", "number": "float", "integer": "int", "boolean": "bool", "any": "Any", "date": "datetime",
    "json": "Mapping[Any, Any]", "void": "None",
}  # fmt: skip
_LIFTED: Final = {"input": "pulumi.Input", "output": "pulumi.Output", "promise": "Promise"}


def _last(named: Named) -> str:
    return named.id.rpartition(".")[2]


def type_words(
    type_: Type, language: Literal["typescript", "python"], name: Callable[[Named], str] = _last
) -> str:
    """``string[]`` or ``Sequence[str]``. ``name`` says how declared types are called; by their last name if not given."""
    return (_Python(name) if language == "python" else _TypeScript(name)).write(type_)


class _TypeScript:
    def __init__(self, name: Callable[[Named], str]) -> None:
        self._name = name

    def write(self, type_: Type) -> str:
        if isinstance(type_, Primitive):
            return _TYPESCRIPT.get(type_.name, type_.name)
        if isinstance(type_, Constant):
            return f"'{type_.value}'"
        if isinstance(type_, Named):
            return self._name(type_)
        if isinstance(type_, ListOf):
            inner = self.write(type_.item)
            return f"({inner})[]" if isinstance(type_.item, Union) else f"{inner}[]"
        if isinstance(type_, MapOf):
            return f"{{ [key: string]: {self.write(type_.item)} }}"
        if isinstance(type_, Deferred):
            return f"{_LIFTED[type_.how]}<{self.write(type_.item)}>"
        parts = [f"({self.write(o)})" if isinstance(o, Union) else self.write(o) for o in type_.options]
        return (" & " if type_.every else " | ").join(parts)


class _Python:
    def __init__(self, name: Callable[[Named], str]) -> None:
        self._name = name

    def write(self, type_: Type) -> str:
        if isinstance(type_, Primitive):
            return _PYTHON[type_.name]
        if isinstance(type_, Constant):
            return f'Literal["{type_.value}"]'
        if isinstance(type_, Named):
            return self._name(type_)
        if isinstance(type_, ListOf):
            return f"Sequence[{self.write(type_.item)}]"
        if isinstance(type_, MapOf):
            return f"Mapping[str, {self.write(type_.item)}]"
        if isinstance(type_, Deferred):
            around = "Awaitable" if type_.how == "promise" else _LIFTED[type_.how]
            return f"{around}[{self.write(type_.item)}]"
        return " | ".join(map(self.write, type_.options))
