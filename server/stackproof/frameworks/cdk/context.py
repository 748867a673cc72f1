"""Answers what a program reads from its context: ``node.tryGetContext``.

What stands in cdk.json is what a plain ``cdk deploy`` uses, but ``-c key=value`` goes before it, and real pipelines
deploy with such options all the time: a finding that follows from ``"certificateArn": ""`` alone would be false for
them. Options can only give strings, however, and code that reads an object or a list would fail on a string. So an
object or list from the file is known, and a text, number or boolean is a choice of that and something unknown: it gives
names and mentions, and nothing is certain that rests on it alone.

What the program itself sets (``node.setContext``) is known: it goes before the command line.
"""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMap

from stackproof.frameworks.cdk.around import Level, argument, levels
from stackproof.frameworks.cdk.names import snake
from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference
from stackproof.model.values import (
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)

# In both languages' spellings.
READING = frozenset({"tryGetContext", "try_get_context", "getContext", "get_context"})
# Context is written by hand; deeper or longer data is made by tools and read by nobody.
_DEEPEST = 20


def answer(call: Construction, context: ReadOnlyMap[str, object] | None) -> Value | None:
    """The value of a call of ``tryGetContext`` on a node; None when it is none, or nothing is known of it."""
    owner = _owner(call.receiver)
    given = call.arguments.at(0, "key")
    if owner is None or given is None or call.arguments.open:
        return None
    keys = [k.text() for k in given.alternatives()]
    found = [None if k is None else _look_up(owner, k, context, call.origin) for k in keys]
    known = [f for f in found if f is not None]
    return choice(known, call.origin) if len(known) == len(found) else None


def _owner(receiver: Value | None) -> Value | None:
    """The construct whose node is asked."""
    if isinstance(receiver, Reference) and receiver.path == ("node",):
        return Reference(receiver.construction, origin=receiver.origin)
    return None


def _look_up(
    owner: Value, key: str, context: ReadOnlyMap[str, object] | None, origin: Origin
) -> Value | None:
    for level in levels(owner):
        if level is None:
            return None
        if (value := _set_on(level, key)) is not None:
            return value
        if level.key == "core.App":
            return _at_the_top(level, key, context, origin)
    return None


def _set_on(level: Level, key: str) -> Value | None:
    """What the program itself set on a construct before; unknown when it may have."""
    found: Value | None = None
    for call in level.construction.calls:
        receiver = call.receiver
        is_node = isinstance(receiver, Reference) and receiver.path == ("node",)
        if not is_node or snake(call.method or "") != "set_context":
            continue
        name, value = call.arguments.at(0, "key"), call.arguments.at(1, "value")
        text = None if name is None else name.text()
        if text is None or (text == key and (value is None or call.conditional or call.many)):
            found = Unknown("context which the program may have set", origin=call.origin)
        elif text == key:
            found = value
    return found


def _at_the_top(
    app: Level, key: str, context: ReadOnlyMap[str, object] | None, origin: Origin
) -> Value | None:
    after, certain = argument(app.construction, 0, "post_cli_context")
    if after is not None or not certain:
        return None
    if context is None:
        return None
    if key in context and context[key] is not None:
        return _overridable(_value(context[key], origin), origin)
    before, certain = argument(app.construction, 0, "context")
    if before is None and certain:
        return Unknown(f"context '{key}', which only the command line can give", outside=True, origin=origin)
    default = before.get(key) if isinstance(before, Mapping) and not before.open else None
    return None if default is None or not default.is_present() else _overridable(default, origin)


def _overridable(value: Value, origin: Origin) -> Value:
    if isinstance(value, Scalar):
        return choice(
            [value, Unknown("the command line can give another", outside=True, origin=origin)], origin
        )
    return value


def _value(data: object, origin: Origin, depth: int = 0) -> Value:
    """Plain JSON data as a value that stands where it is read."""
    if depth > _DEEPEST:
        return Unknown("context that is nested too deeply", origin=origin)
    if isinstance(data, dict):
        return Mapping(
            {str(k): MapEntry(_value(v, origin, depth + 1)) for k, v in data.items()}, origin=origin
        )
    if isinstance(data, list):
        return Sequence([_value(v, origin, depth + 1) for v in data], origin=origin)
    if data is None or isinstance(data, str | int | float | bool):
        return Scalar(data, origin=origin)
    return Unknown("context", origin=origin)
