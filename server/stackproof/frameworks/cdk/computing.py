"""Calls and attributes of the core module with whose outcome programs go on to compute."""

from __future__ import annotations

from stackproof.frameworks.cdk.amounts import MEBIBYTES, SECONDS, iso_seconds
from stackproof.frameworks.cdk.around import argument, construct, levels
from stackproof.frameworks.cdk.names import Located, locate, snake
from stackproof.model.construction import Construction
from stackproof.model.runtime import FunctionValue, Invoke, Reference, Symbol
from stackproof.model.values import Mapping, Scalar, Sequence, Template, Unknown, Value

_CONVERSIONS = frozenset({"as_any", "as_list", "as_number", "as_string"})
_LAZY = frozenset(
    {"string", "number", "list", "any", "uncached_string", "uncached_number", "uncached_list", "uncached_any"}
)
# What the library answers with yes or no, which a program may branch on; the answer is mostly not known.
_QUESTIONS = ("is_", "has_")


def static(call: Construction, located: Located, invoke: Invoke) -> Value | None:
    """The value of a static method of the core module; None when it is recognised afterwards."""
    name = located.names[-1]
    group = located.names[:-1]
    given = call.arguments.at(0, "value")
    if group == ("Token",) and name in _CONVERSIONS and given is not None:
        return given
    if group == ("Token",) and name in ("is_unresolved", "is_resolved"):
        answer = None if given is None else _is_token(call.arguments.positional[0])
        if answer is not None:
            return Scalar(answer == (name == "is_unresolved"), origin=call.origin)
    if group == ("Lazy",) and name in _LAZY:
        return _lazy(call, invoke)
    if name.startswith(_QUESTIONS):
        return Unknown(f"'{located.key}' is known only when the program runs", origin=call.origin)
    return None


def _is_token(value: Value) -> bool | None:
    """Whether a value stands for something that the deployment fills in; None when that is not certain."""
    answers = {_is_token_alone(v) for v in value.alternatives()}
    return answers.pop() if len(answers) == 1 else None


def _is_token_alone(value: Value) -> bool | None:
    match value:
        case Scalar():
            return False
        case Sequence() if not value.open and all(isinstance(e, Scalar) for e in value.elements):
            return False
        case Template():
            parts = [_is_token(p) for p in value.parts if isinstance(p, Value)]
            return True if True in parts else None
        case Symbol():
            located = locate(value)
            return True if located is not None and located.names[:1] == ("Aws",) else None
        case Reference():
            return _is_attribute(value)
    return None


def _is_attribute(value: Reference) -> bool | None:
    """Attributes of L1 resources and values of parameters are filled in by the deployment."""
    made = value.construction
    located = None if made.callee is None else locate(made.callee)
    if located is None or len(value.path) != 1 or len(located.names) != 1:
        return None
    name = snake(value.path[0])
    if located.key == "core.CfnParameter":
        return True if name.startswith("value_as") else None
    return True if located.names[0].startswith("Cfn") and name.startswith(("attr_", "ref")) else None


def _lazy(call: Construction, invoke: Invoke) -> Value:
    """What is produced later may differ from what would be produced now; only what goes into it is known."""
    producer = call.arguments.at(0, "producer")
    entry = producer.entries.get("produce") if isinstance(producer, Mapping) else None
    function = entry.value if entry is not None else None
    made = invoke(function, []) if isinstance(function, FunctionValue) else None
    return Unknown("a lazy value", () if made is None else (made,), origin=call.origin)


def converted(call: Construction) -> Value | None:
    """``Duration.minutes(5).toSeconds()`` and its like for sizes, where the amount is written out."""
    receiver, method = call.receiver, snake(call.method or "")
    if not method.startswith("to_") or not isinstance(receiver, Reference) or receiver.path:
        return None
    made = receiver.construction
    located = None if made.callee is None else locate(made.callee)
    if located is None or located.module != "core" or len(located.names) != 2:
        return None
    units = {"Duration": SECONDS, "Size": MEBIBYTES}.get(located.names[0])
    wanted = (
        None if units is None else units.get(method.removeprefix("to_").replace("milliseconds", "millis"))
    )
    given = made.arguments.at(0, "amount", "duration")
    if units is None or wanted is None or given is None:
        return None
    unit, number, text = units.get(located.names[1]), given.number(), given.text()
    base = None if unit is None or number is None else number * unit
    if located.names[1] == "parse" and text is not None:
        base = iso_seconds(text)
    if base is None:
        return None
    result = round(base / wanted, 9)
    return Scalar(int(result) if float(result).is_integer() else result, origin=call.origin)


def of_node(target: Reference, name: str) -> Value | None:
    """``node.id`` and ``node.scope`` of a construct."""
    made = target.construction
    if made.callee is None or locate(made.callee) is None:
        return None
    if name == "id":
        return made.arguments.at(1, "id")
    return made.arguments.at(0, "scope") if name == "scope" else None


def stack_name(stack: Value) -> Value | None:
    """The name that a stack has in the cloud, where it stands directly in an app or in a stage of one."""
    made = construct(stack)
    if made is None:
        return None
    given, certain = argument(made, 2, "stack_name")
    if given is not None or not certain:
        return given if certain else None
    around = list(levels(stack))
    keys = [level.key if level is not None else None for level in around]
    if keys == ["core.Stack", "core.App"]:
        return made.arguments.at(1, "id")
    if keys == ["core.Stack", "core.Stage", "core.App"] and around[1] is not None:
        names = [around[1].construction.arguments.at(1, "id"), made.arguments.at(1, "id")]
        texts = [n.text() if n is not None else None for n in names]
        return None if None in texts else Scalar("-".join(t for t in texts if t), origin=made.origin)
    return None
