"""What Pulumi's outputs and helpers mean while a program is evaluated."""

from __future__ import annotations

import re

from stackproof.frameworks.common.strings import string
from stackproof.frameworks.pulumi.symbols import Member, member
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction
from stackproof.model.runtime import ClassValue, FunctionValue, Invoke, ModuleValue, Reference, Symbol
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Pending,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

_SAME = frozenset(
    {"output", "secret", "unsecret", "outputfrominput", "outputcreate", "outputsecret", "outputunsecret"}
)
_CONCAT = frozenset({"concat", "outputconcat"})
_TO_JSON = frozenset({"jsonstringify", "outputjsondumps", "jsondumps"})
_FROM_JSON = frozenset({"jsonparse", "outputjsonloads", "jsonloads"})
_SURROUNDINGS = frozenset(
    {"getstack", "getproject", "getorganization", "runtimegetstack", "runtimegetproject"}
)
# Merged options are kept as the list of what was merged.
_MERGED = frozenset({"mergeoptions", "resourceoptionsmerge"})
_OUTPUTS = frozenset({"getoutput", "requireoutput"})
_HOLE = re.compile(r"\{(\w*)\}")


class PulumiLibrary:
    """`Library` for ``apply``, ``all``, ``interpolate``, JSON helpers and configuration."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """The value of a call: outputs stand for what they will hold."""
        if call.callee is not None:
            found = member(call.callee, self._vocabulary)
            if found is None:
                return None
            return self._core(found, call) if found.role == "core" else self._aws(found, call)
        if call.receiver is not None and call.method is not None:
            return self._method(call.receiver, canonical(call.method), call, invoke)
        return None

    def attribute(self, target: Value, name: str) -> Value | None:
        """Attributes keep their ordinary meaning: access to outputs is lifted."""
        return None

    def _core(self, found: Member, call: Construction) -> Value | None:
        name = canonical("".join((found.name, *found.rest)))
        given = call.arguments.positional
        first = call.arguments.at(0, "val")
        if name == "outputall":
            return self._all(call)
        if name in _SURROUNDINGS:
            return Unknown("known only when the program is deployed", outside=True, origin=call.origin)
        if name == "outputformat":
            return _format(call)
        if name in _MERGED and not call.arguments.open:
            return Sequence(list(call.arguments.positional), origin=call.origin)
        if first is None:
            return None
        if name == "all":
            return first if isinstance(first, Sequence | Mapping) else None
        if name in _SAME:
            return first
        if name == "interpolate":
            return _lifted(first) if first.pieces() else None
        if name in _CONCAT:
            parts = [piece for value in given for piece in (value.pieces() or (value,))]
            return None if call.arguments.open else _lifted(string(list(parts), call.origin))
        if name in _TO_JSON:
            return JsonText(first, origin=call.origin)
        if name in _FROM_JSON:
            return first.content if isinstance(first, JsonText) else None
        return None

    def _all(self, call: Construction) -> Value:
        """Python's ``Output.all`` takes its parts one by one."""
        if call.arguments.keywords:
            return call.arguments.as_mapping()
        return Sequence(list(call.arguments.positional), open=call.arguments.open, origin=call.origin)

    def _aws(self, found: Member, call: Construction) -> Value | None:
        if canonical(found.name) != "iam.assumerolepolicyforprincipal" or not call.arguments.positional:
            return None
        return _trust(call.arguments.positional[0], call.origin)

    def _method(self, receiver: Value, method: str, call: Construction, invoke: Invoke) -> Value | None:
        if not self._is_output(receiver):
            return None
        if method in ("apply", "then"):
            function = call.arguments.at(0, "func")
            if not isinstance(function, FunctionValue):
                return _made_from(receiver, call)
            result = invoke(function, [receiver])
            return _lifted(result) if method == "apply" else result
        if method == "get" and not call.arguments.positional and not call.arguments.keywords:
            # Reading an output in a callback. A resource has no such method.
            return receiver if not isinstance(receiver, Reference) or receiver.path else None
        if not isinstance(receiver, Reference) or receiver.path or receiver.construction.callee is None:
            return None
        source = member(receiver.construction.callee, self._vocabulary)
        if source is not None and source.role == "core" and method.startswith(("get", "require")):
            if source.name == "Config":
                kind = Pending if "secret" in method else Unknown
                return kind("a value of the configuration", outside=True, origin=call.origin)
            if source.name == "StackReference":
                kind = Pending if method in _OUTPUTS else Unknown
                return kind("an output of another stack", outside=True, origin=call.origin)
        return None

    def _is_output(self, value: Value) -> bool:
        if isinstance(value, FunctionValue | ClassValue | ModuleValue | Symbol):
            return False
        if not isinstance(value, Reference):
            return True
        call: Construction | None = value.construction
        for _ in range(20):
            if call is None:
                return False
            if call.callee is not None:
                return member(call.callee, self._vocabulary) is not None
            call = call.receiver.construction if isinstance(call.receiver, Reference) else None
        return False


def _lifted(value: Value) -> Value:
    """A text that outputs are part of is an output itself."""
    return (
        Template(value.parts, True, origin=value.origin, certainty=value.certainty)
        if isinstance(value, Template)
        else value
    )


def _made_from(receiver: Value, call: Construction) -> Value:
    return Unknown("computed by a function that is not known", (receiver,), origin=call.origin)


def _trust(principal: Value, origin: Origin) -> Value:
    """The trust policy that ``assumeRolePolicyForPrincipal`` returns."""
    statement = Mapping(
        {
            "Sid": MapEntry(Scalar("", origin=origin)),
            "Effect": MapEntry(Scalar("Allow", origin=origin)),
            "Principal": MapEntry(principal, None, principal.origin),
            "Action": MapEntry(Scalar("sts:AssumeRole", origin=origin)),
        },
        origin=origin,
    )
    content = {
        "Version": MapEntry(Scalar("2012-10-17", origin=origin)),
        "Statement": MapEntry(Sequence([statement], origin=origin)),
    }
    return JsonText(Mapping(content, origin=origin), origin=origin)


def _format(call: Construction) -> Value | None:
    """``Output.format("{0}-{name}", a, name=b)`` where the pattern is plain."""
    given = call.arguments
    pattern = given.at(0, "format_string")
    text = None if pattern is None else pattern.text()
    if text is None or given.open or "{{" in text or "}}" in text:
        return None
    parts: list[str | Value] = []
    done = 0
    for number, hole in enumerate(_HOLE.finditer(text)):
        parts.append(text[done : hole.start()])
        done = hole.end()
        name = hole.group(1)
        value = (
            given.at(-1, name)
            if name and not name.isdigit()
            else given.at(1 + (int(name) if name else number))
        )
        if value is None:
            return None
        parts.extend(value.pieces() or (value,))
    parts.append(text[done:])
    # A pattern with format specifications was not read to its end.
    if any(isinstance(p, str) and ("{" in p or "}" in p) for p in parts):
        return None
    return _lifted(string([p for p in parts if p != ""], call.origin))
