"""Feature flags of the library: what a program's manifest switches on, and what it gives to its app."""

from __future__ import annotations

from stackproof.frameworks.cdk.names import locate
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.runtime import Reference
from stackproof.model.values import Mapping, Scalar, Value


class Flags:
    """The flags of one program."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._manifest = evaluation.flags
        self._given: dict[str, bool | None] = {}
        # Whether all that the program itself gives is known.
        self._closed = True
        for call in evaluation.constructions:
            if call.method in ("setContext", "set_context") and isinstance(call.receiver, Reference):
                self._set(call)
            elif call.callee is not None and (located := locate(call.callee)) and located.key == "core.App":
                self._app(call)

    def __call__(self, name: str) -> bool | None:
        """Whether a flag is on; None when that is not known."""
        if name in self._given:
            return self._given[name]
        if self._manifest is not None and name in self._manifest:
            return True
        return None if self._manifest is None or not self._closed else False

    def _set(self, call: Construction) -> None:
        key = call.arguments.at(0, "key")
        name = None if key is None else key.text()
        if name is None:
            self._closed = False
        else:
            self._given[name] = None if call.conditional else _switch(call.arguments.at(1, "value"))

    def _app(self, call: Construction) -> None:
        for name in ("context", "postCliContext", "post_cli_context"):
            given = call.arguments.at(-1, name)
            if given is None and call.arguments.positional:
                given = call.arguments.positional[0].get(name)
            if isinstance(given, Mapping):
                self._given.update({k: _switch(e.value) for k, e in given.entries.items()})
                self._closed = self._closed and not given.open
            elif given is not None and not given.is_absent():
                self._closed = False


def _switch(value: Value | None) -> bool | None:
    return bool(value.data) if isinstance(value, Scalar) else None
