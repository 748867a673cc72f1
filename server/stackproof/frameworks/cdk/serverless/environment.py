"""The environment of a function, to which variables are added one by one."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.thing import given
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, Choice, MapEntry, Origin, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Environment:
    """The variables of one function; its ``environment`` block is there as soon as there may be one."""

    def __init__(self, resource: Resource, props: Arguments) -> None:
        self._resource = resource
        self._entry = props.entry("environment")
        written = props.get("environment", VERBATIM)
        self._variables: Value = MappingValue({}, origin=resource.properties.origin)
        # Whether there is a block for certain.
        self._given = isinstance(written, MappingValue)
        if isinstance(written, MappingValue):
            # Copied, since more may be added to it than its author wrote there.
            self._variables = MappingValue(dict(written.entries), open=written.open, origin=written.origin)
            self._given = not written.is_empty()
        elif isinstance(written, Absent):
            self._variables = MappingValue({}, open=not written.closed, origin=resource.properties.origin)
        elif not written.is_absent():
            self._variables = Unknown("environment variables", (written,), origin=written.origin)
        if self._given or not (written.is_absent() or written.is_empty()):
            self._show()

    def set(self, name: str, value: Value, *, key: Origin | None = None, certain: bool = True) -> None:
        """Set one variable; ``key`` is where its name stands."""
        if isinstance(self._variables, MappingValue):
            held = value if certain else Choice((value, self._variables.get(name)))
            self._variables.entries[name] = MapEntry(held, key, value.origin)
            self._given = self._given or certain
        self._show()

    def open(self) -> None:
        """There may be more variables than are seen."""
        if isinstance(self._variables, MappingValue):
            self._variables.open = True
        self._show()

    def add(self, call: Call) -> None:
        """``addEnvironment(key, value)``."""
        key = call.folded(0, "key")
        name = key.text() if key is not None else None
        value = given(call.folded(1, "value"), "a value")
        if name is None:
            self.open()
        else:
            self.set(name, value, key=key.origin if key is not None else None, certain=call.certain)

    def _show(self) -> None:
        entry = self._entry
        block: Value = Unknown("environment variables", (self._variables,), origin=self._variables.origin)
        if self._given:
            block = MappingValue({"variables": MapEntry(self._variables)}, origin=self._variables.origin)
        self._resource.properties.entries["environment"] = MapEntry(
            block, entry.key_origin if entry else None, entry.origin if entry else None
        )
