"""Notes calls whose arguments a constructor of the program certainly does not take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackproof.evaluation import classes
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.standard import is_standard
from stackproof.evaluation.typetexts import properties
from stackproof.model.construction import Misfit
from stackproof.model.program import Call, Function, Literal, Name, ObjectDisplay, Parameter
from stackproof.model.runtime import (
    Binding,
    ClassValue,
    FunctionValue,
    Instance,
    ModuleValue,
    Passed,
    Scope,
    Symbol,
)
from stackproof.model.values import Mapping, Origin
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

_TYPED_SCRIPTS = (".ts", ".tsx", ".mts", ".cts")
# Parameters of such types may be left out, or their types say nothing.
_VAGUE = frozenset({"any", "unknown", "void", "never"})


@dataclass(slots=True, eq=False)
class _Case:
    """One call, held against one constructor."""

    cls: ClassValue
    node: Function
    passed: Passed
    call: Call
    # The base of the call's spans, and where the call stands.
    base: int
    origin: Origin
    constructor: Origin
    scope: Scope

    def at(self, span: Span) -> Origin:
        return Origin(self.origin.file, span.shift(self.base))

    @property
    def head(self) -> Origin:
        """What stands before the parentheses."""
        start = self.origin.span.start
        return Origin(self.origin.file, Span(start, self.base + self.call.arguments_span.start))

    def misfit(self, at: Origin, holder: Origin | None = None) -> Misfit:
        """The beginnings of a misfit."""
        name = self.cls.node.name or "the class"
        return Misfit(
            "unknown",
            name,
            (),
            at,
            holder or self.origin,
            self.constructor,
            definition=self.cls.place,
            compiled=self.origin.file.endswith(_TYPED_SCRIPTS),
        )


def judge(
    machine: Machine,
    instance: Instance,
    cls: ClassValue,
    function: FunctionValue,
    passed: Passed,
    frame: Frame,
    origin: Origin,
) -> None:
    """Record what ``passed`` has in excess of, or lacks for, the constructor of ``cls``: nothing in case of doubt."""
    call, node = passed.call, function.node
    if call is None or passed.origin is None or origin.file != passed.origin.file:
        return
    if not _is_judged(instance, cls, node, frame):
        return
    case = _Case(
        cls,
        node,
        passed,
        call,
        passed.origin.span.start - call.arguments_span.start,
        origin,
        Origin(cls.module.path, node.span.shift(function.base)),
        frame.scope,
    )
    known = machine.evaluation.misfits
    for misfit in _script(case) if frame.typescript else _python(case):
        if not any((m.kind, m.names, m.at) == (misfit.kind, misfit.names, misfit.at) for m in known):
            if machine.history is not None:
                # It holds where the constructor ends, and where the class stands.
                machine.history.hold(function)
            known.append(misfit)


def _is_judged(instance: Instance, cls: ClassValue, node: Function, frame: Frame) -> bool:
    """Whether this constructor certainly is what a construct's call runs, and all that it takes is listed."""
    made, typescript = instance.construction, frame.typescript
    if made is None or made.callee is None or is_standard(made.callee, typescript):
        return False
    modules = (cls.module, frame.module)
    if any(m.broken or (m.language == "typescript") != typescript for m in modules):
        return False
    if typescript:
        return all(m.path.endswith(_TYPED_SCRIPTS) for m in modules)
    if node.receiver is None or node.decorators or classes.find(instance.cls, "__new__") is not None:
        return False
    inherited = list(classes.ancestors(instance.cls))
    if any(c.node.decorators or c.node.dataclass for c in inherited):
        return False
    # With several bases it is not the text alone that says whose constructor is next.
    return cls is instance.cls or all(len(c.bases) == 1 for c in inherited)


def _name(parameter: Parameter) -> str | None:
    return parameter.target.id if isinstance(parameter.target, Name) else None


def _python(case: _Case) -> Iterator[Misfit]:
    parameters, passed = case.node.parameters, case.passed
    plain = [p for p in parameters if not p.rest]
    names = [_name(p) for p in plain]
    if None in names:
        return
    rests = {p.rest for p in parameters}
    positions = [n for n, p in zip(names, plain, strict=True) if not p.keyword_only and n is not None]
    given = set(positions[: len(passed.positional)]) | set(passed.keywords)
    free = tuple(n for n in names if n is not None and n not in given)
    positional = 0
    for number, argument in enumerate(case.call.arguments):
        span = argument.name_span
        positional += argument.name is None
        if argument.name is None or span is None:
            continue
        misfit = case.misfit(case.at(span))
        misfit.names, misfit.number, misfit.free = (argument.name,), number, free
        misfit.value = passed.keywords[argument.name].value
        if argument.name not in names and "**" not in rests:
            misfit.extensible = bool(plain)
            yield misfit
        elif not passed.open and argument.name in positions[: len(passed.positional)]:
            misfit.kind = "twice"
            yield misfit
    if passed.open:
        return
    surplus = len(passed.positional) - len(positions)
    if surplus > 0 and "*" not in rests and len(passed.positional) == positional:
        yield _surplus(case, len(positions), free)
    missing = [
        n for n, p in zip(names, plain, strict=True) if p.default is None and n is not None and n not in given
    ]
    if missing:
        yield _missing(case, missing)


def _surplus(case: _Case, most: int, free: tuple[str, ...] = ()) -> Misfit:
    """The first argument behind the last position."""
    places = [n for n, a in enumerate(case.call.arguments) if a.name is None]
    # Whatever its value: it is the call that is wrong, not what is said there.
    misfit = case.misfit(case.head)
    misfit.kind, misfit.number, misfit.most, misfit.free = "surplus", places[most], most, free
    misfit.surplus = case.at(case.call.arguments[places[most]].span)
    return misfit


def _missing(case: _Case, names: list[str], at: Origin | None = None) -> Misfit:
    misfit = case.misfit(at or case.head, at)
    misfit.kind, misfit.names = "missing", tuple(names)
    reached = [n for n in names if _is_within_reach(case, n)]
    misfit.within_reach = tuple(reached) if len(reached) == len(names) else ()
    return misfit


def _is_within_reach(case: _Case, name: str) -> bool:
    """Whether a variable of that name holds data where the call stands."""
    binding: Binding | None = case.scope.find(name)
    if binding is None or case.scope.file != case.origin.file or binding.at > case.origin.span.start:
        return False
    return not isinstance(binding.value, ClassValue | FunctionValue | ModuleValue | Symbol)


def _script(case: _Case) -> Iterator[Misfit]:
    parameters, passed, arguments = case.node.parameters, case.passed, case.call.arguments
    if passed.open or any(a.spread or a.name is not None for a in arguments):
        return
    if any(p.rest for p in parameters):
        return
    if len(arguments) > len(parameters):
        yield _surplus(case, len(parameters))
    missing = [p for p in parameters[len(arguments) :] if _is_required(p)]
    if missing:
        names = [_name(p) or "an object" for p in missing]
        misfit = _missing(case, names)
        # By position, nothing may be left out between them.
        if parameters[len(arguments) : len(arguments) + len(missing)] != tuple(missing):
            misfit.within_reach = ()
        yield misfit
    for number, parameter in enumerate(parameters[: len(arguments)]):
        yield from _object(case, number, parameter)


def _is_required(parameter: Parameter) -> bool:
    written = parameter.annotation
    if written is None or parameter.optional or parameter.default is not None:
        return False
    return not _VAGUE & {word.strip() for word in written.split("|")}


def _object(case: _Case, number: int, parameter: Parameter) -> Iterator[Misfit]:
    """An object written out where the parameter's type is written out, too."""
    display, value = case.call.arguments[number].value, case.passed.positional[number]
    known = properties(parameter.annotation or "")
    if known is None or not isinstance(display, ObjectDisplay) or not isinstance(value, Mapping):
        return
    holder = case.at(display.span)
    free = tuple(name for name in known if name not in value.entries)
    for place, entry in enumerate(display.entries):
        key = entry.key.value if isinstance(entry.key, Literal) else None
        if entry.key is None or not isinstance(key, str) or key in known:
            continue
        misfit = case.misfit(case.at(entry.key.span), holder)
        misfit.names, misfit.number = (key,), place
        # What is written once for key and value cannot be renamed alone.
        misfit.free = () if entry.shorthand else free
        yield misfit
    missing = [name for name in free if known[name]]
    if missing and not value.open and value.origin == holder:
        yield _missing(case, missing, holder)
