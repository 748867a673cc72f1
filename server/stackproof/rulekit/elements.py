"""How programs read elements of computed lists, maps and blocks, as the types of the installed packages allow it.

CDKTF wraps what is known only after deployment in classes of its own, which can be neither called nor indexed nor gone
through; Pulumi's outputs of lists are indexed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stackproof.model.construction import Construction, Operation
from stackproof.model.facts import Fact, Facts, Package
from stackproof.model.graph import Graph
from stackproof.model.runtime import Reference
from stackproof.model.types import Deferred, ListOf, Named, Type, alternatives
from stackproof.model.values import Origin, Value
from stackproof.rulekit.kinds import type_of
from stackproof.text import Span

Manner = Literal["call", "index", "iterate", "method", "length"]
_Kind = Literal["list", "map", "block", "words", "output"]

_KINDS: dict[str, _Kind] = {
    "ComplexList": "list",
    "MapList": "list",
    "ComplexMap": "map",
    "ComplexObject": "block",
    "StringMap": "words",
    "NumberMap": "words",
    "BooleanMap": "words",
    "AnyMap": "words",
}
# What people expect of lists and of maps in either language.
_USUAL = frozenset({
    "forEach", "map", "filter", "find", "some", "every", "reduce", "slice", "includes", "indexOf", "at", "concat",
    "join", "flatMap", "entries", "keys", "values", "append", "extend", "index", "count", "items",
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class Access:
    """One way in which an element is read, or the whole is gone through.

    ``allowed`` when the library has such an operation. ``replacement`` is right source text for ``access``, the same in
    every language, None when there is none. ``block`` when what is read is one block and no list, ``compiled`` when a
    compiler says the same.
    """

    written: str
    manner: Manner
    access: Origin
    allowed: bool
    package: Package
    replacement: str | None = None
    block: bool = False
    compiled: bool = False


def accesses(graph: Graph) -> Iterator[Access]:
    """All that is done to attributes whose types are known."""
    for operation in graph.operations:
        facts = graph.facts.get(operation.site.language)
        found = None if facts is None else _of_operation(operation, facts)
        if found is not None:
            yield found
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        if facts is not None and call.method is not None and isinstance(call.receiver, Reference):
            made = _of_call(call, call.method, call.receiver, facts)
            if made is not None:
                yield made


@dataclass(frozen=True, eq=False)
class _Read:
    """An attribute of a known type: what kind of thing it is by its class (None for anything else)."""

    written: str
    package: Package
    kind: _Kind | None
    fact: Fact | None
    facts: Facts


def _of_operation(operation: Operation, facts: Facts) -> Access | None:
    read = _read(operation.target, facts)
    if read is None or (read.kind == "output" and operation.kind != "call"):
        return None
    allowed = read.kind is None
    replacement = None if allowed else _element(read.kind, operation.kind, operation.arguments)
    return _access(read, operation.kind, operation.access, allowed, replacement)


def _of_call(call: Construction, method: str, receiver: Reference, facts: Facts) -> Access | None:
    given = (*call.arguments.positional, *(e.value for e in call.arguments.keywords.values()))
    called = _read(Reference(receiver.construction, (*receiver.path, method)), facts)
    if called is not None and called.kind is not None:
        access = Origin(call.origin.file, Span(call.callee_origin.span.end, call.origin.span.end))
        return _access(called, "call", access, False, _element(called.kind, "call", given))
    read = _read(receiver, facts)
    if read is None or read.kind is None:
        return None
    if method == "get":
        return _of_get(call, read, given)
    if read.kind != "output" and method in _USUAL and (read.fact is None or method not in read.fact.methods):
        return _access(read, "method", _method(call), False, None)
    return None


def _of_get(call: Construction, read: _Read, given: tuple[Value, ...]) -> Access | None:
    if read.kind == "list" and len(given) == 1:
        index = _whole_number(given)
        wrong = given[0].text() is not None
        return _access(read, "method", _method(call), not wrong, None if index is None else f"get({index})")
    if read.kind in ("block", "output") and given and (read.fact is None or "get" not in read.fact.methods):
        dotted = _dotted(call)
        replacement = None if dotted is None else _element(read.kind, "index", given)
        return _access(read, "method", dotted or _method(call), False, replacement)
    return None


def _read(target: Reference, facts: Facts) -> _Read | None:
    """What is read; None where its type is not known."""
    type_ = type_of(target, facts) if target.path else None
    options = [] if type_ is None else list(alternatives(type_))
    if type_ is None or len(options) != 1:
        return None
    fact = facts.of(options[0]) if isinstance(options[0], Named) else None
    package = _package(target.construction, facts) if fact is None else fact.package
    if package is None or not package.flavour.startswith(("jsii", "pulumi")):
        return None
    written = next((step for step in reversed(target.path) if not step.startswith("[")), "")
    return _Read(written, package, _kind(type_, options[0], fact), fact, facts)


def _kind(type_: Type, option: Type, fact: Fact | None) -> _Kind | None:
    if fact is not None:
        names = [id_.rpartition(".")[2] for id_ in (fact.id, *fact.bases)]
        return next((_KINDS[name] for name in names if name in _KINDS), None)
    is_output = isinstance(type_, Deferred) and type_.how == "output" and isinstance(option, ListOf)
    return "output" if is_output else None


def _package(call: Construction, facts: Facts) -> Package | None:
    return None if call.callee is None else facts.package(call.callee.module)


def _access(read: _Read, manner: Manner, access: Origin, allowed: bool, replacement: str | None) -> Access:
    # Compilers let indexes pass where they are not told to be strict.
    compiled = read.package.is_installed and read.facts.language == "typescript" and manner != "index"
    block = read.kind == "block"
    return Access(read.written, manner, access, allowed, read.package, replacement, block, compiled)


def _element(kind: _Kind | None, manner: Manner, given: tuple[Value, ...]) -> str | None:
    """How the element is read that is meant."""
    if manner in ("iterate", "length"):
        return None
    index, text = _whole_number(given), given[0].text() if len(given) == 1 else None
    match kind:
        case "list" if index is not None:
            return f".get({index})"
        case "output" if index is not None:
            return f"[{index}]"
        case "block" if index == 0:
            return ""
        case "map" | "words" if text is not None and text.replace("-", "").replace("_", "").isalnum():
            return f".{'get' if kind == 'map' else 'lookup'}('{text}')"
    return None


def _whole_number(given: tuple[Value, ...]) -> int | None:
    """The index that is the only argument, be it a number or the text of one."""
    if len(given) != 1:
        return None
    number, text = given[0].number(), given[0].text()
    if isinstance(number, int) and number >= 0:
        return number
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _method(call: Construction) -> Origin:
    """A method's name with its arguments, ``get('0')``, without the dot."""
    return Origin(call.origin.file, Span(call.callee_origin.span.start, call.origin.span.end))


def _dotted(call: Construction) -> Origin | None:
    """The same with its dot; None unless one plain dot stands right after the receiver."""
    before = None if call.receiver is None else call.receiver.origin
    start = call.callee_origin.span.start
    if before is None or before.file != call.origin.file or before.span.end != start - 1:
        return None
    return Origin(call.origin.file, Span(start - 1, call.origin.span.end))
