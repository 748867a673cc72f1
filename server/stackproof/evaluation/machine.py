"""The evaluator's state for one program: its modules, its fuel, and what it has recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Sequence as ReadOnly
from contextlib import contextmanager

from stackproof.evaluation import calls, classes, expressions, modules, statements
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.fuel import Fuel, OutOfFuel
from stackproof.evaluation.journal import Journal
from stackproof.evaluation.loading import Loader
from stackproof.model.construction import Construction, Evaluation, Gap
from stackproof.model.program import Block, Expression, Node
from stackproof.model.runtime import (
    Binding,
    ClassValue,
    FunctionValue,
    Instance,
    Invoke,
    Library,
    ModuleValue,
    Passed,
    Reference,
    Scope,
)
from stackproof.model.values import (
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Sequence,
    Template,
    Unknown,
    Value,
)

logger = logging.getLogger(__name__)

_MOST_GAPS = 500


class Machine:
    """Evaluates one program. All methods return what they understood and raise only `OutOfFuel`."""

    def __init__(
        self,
        loader: Loader,
        libraries: Iterable[Library],
        entry: str,
        cancelled: Callable[[], bool] | None = None,
        fuel: int = Fuel.DEFAULT,
    ) -> None:
        self.loader = loader
        self.libraries = tuple(libraries)
        self.evaluation = Evaluation(entry)
        self.fuel = Fuel(fuel, cancelled)
        self.journal = Journal()
        self.modules: dict[str, ModuleValue] = {}
        # Classes in the order of their definition, and which of them were instantiated or derived from.
        self.classes: list[ClassValue] = []
        self.used_classes: set[int] = set()
        # How many functions of the program are under way that a library calls.
        self.called_back = 0
        self._stopped = False

    # --- the rooms of the evaluator, as one another sees them ---

    def evaluate(self, node: Expression, frame: Frame) -> Value:
        """The value of an expression."""
        return expressions.evaluate(self, node, frame)

    def execute(self, block: Block, frame: Frame) -> statements.Flow:
        """Run a block in a frame."""
        return statements.execute(self, block, frame)

    def call(self, function: Value, passed: Passed, frame: Frame, origin: Origin) -> Value:
        """Call any value that code of the program may call."""
        return calls.call_value(self, function, passed, frame, origin)

    def instantiate(self, cls: ClassValue, passed: Passed, frame: Frame, origin: Origin) -> Value:
        """Create an object of a class of the program."""
        return classes.instantiate(self, cls, passed, frame, origin)

    def module(self, path: str) -> ModuleValue | None:
        """A module of the program, evaluated when first asked for."""
        return modules.load(self, path)

    # --- recording ---

    def gap(self, kind: str, detail: str, origin: Origin | None = None) -> Gap:
        """Note that something was not understood."""
        gap = Gap(kind, detail, origin)
        if len(self.evaluation.gaps) < _MOST_GAPS:
            self.evaluation.gaps.append(gap)
        return gap

    def unknown(self, node: Node, frame: Frame, reason: str, *values: Value) -> Unknown:
        """An unknown value at a node."""
        return Unknown(reason, values, origin=frame.origin(node))

    def escape(self, values: Iterable[Value], gap: Gap) -> None:
        """These values went where we cannot follow: the constructions among them are no longer closed."""
        seen: set[int] = set()
        stack = list(values)
        while stack:
            value = stack.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            match value:
                case Reference():
                    _mark(value.construction, gap)
                    if isinstance(value.construction.receiver, Value):
                        stack.append(value.construction.receiver)
                case Instance():
                    if value.construction is not None:
                        _mark(value.construction, gap)
                    value.open = True
                    stack.extend(value.fields.values())
                case Sequence():
                    self.journal.on_list(value)
                    value.open = True
                    stack.extend(value.elements)
                case Mapping():
                    self.journal.on_open(value)
                    value.open = True
                    stack.extend(e.value for e in value.entries.values())
                case Template():
                    # A string made from something cannot be used to change it.
                    pass
                case JsonText():
                    pass
                case Choice():
                    stack.extend(value.options)
                case Unknown():
                    stack.extend(value.mentions)
                case FunctionValue():
                    if value.this is not None and not isinstance(value.this, Instance):
                        stack.append(value.this)
                case _:
                    pass
        # Going through everything that is in reach is work, too: programs that give away large trees again and again
        # must come to an end.
        self.fuel.burn_many(len(seen) // 4)

    def record(self, construction: Construction) -> Reference:
        """Keep a call to the outside; the reference stands for its result."""
        construction.number = len(self.evaluation.constructions)
        self.evaluation.constructions.append(construction)
        if isinstance(construction.receiver, Reference):
            construction.receiver.construction.calls.append(construction)
        return Reference(construction, origin=construction.origin)

    def ask(self, construction: Construction, frame: Frame) -> Value | None:
        """What the libraries say that a call means; a library that fails has nothing to say."""
        invoke = self.invoke(frame, construction.origin)
        for library in self.libraries:
            try:
                value = library.call(construction, invoke)
            except (OutOfFuel, RecursionError):
                raise
            except Exception:
                logger.exception("a framework failed on a call")
                continue
            if value is not None:
                return value
        return None

    def invoke(self, frame: Frame, origin: Origin, many: bool = False) -> Invoke:
        """What libraries use to call back into the program."""

        def run(function: Value, arguments: ReadOnly[Value], /, *, repeated: bool = False) -> Value:
            passed, was = Passed(list(arguments), origin=origin), frame.many
            if not (many or repeated):
                with self.calling_back():
                    return self.call(function, passed, frame, origin)
            frame.many = True
            try:
                with frame.doubting(), self.calling_back():
                    return self.call(function, passed, frame, origin)
            finally:
                frame.many = was

        return run

    @contextmanager
    def calling_back(self) -> Iterator[None]:
        """What runs inside is called by a library: its parameters may hold something else than what was given."""
        self.called_back += 1
        try:
            yield
        finally:
            self.called_back -= 1

    # --- variables and fields, all changes through here so that branches can be undone ---

    def bind(self, scope: Scope, name: str, value: Value, at: int) -> None:
        """Set a variable of a scope."""
        self.journal.on_dict(scope.names, name)  # type: ignore[arg-type]
        scope.names[name] = Binding(value, at)

    def set_field(self, instance: Instance, name: str, value: Value) -> None:
        """Set a field of an object."""
        self.journal.on_dict(instance.fields, name)  # type: ignore[arg-type]
        instance.fields[name] = value

    def set_entry(self, mapping: Mapping, key: str, entry: MapEntry) -> None:
        """Set an entry of a mapping."""
        self.journal.on_dict(mapping.entries, key)  # type: ignore[arg-type]
        mapping.entries[key] = entry

    def set_write(self, construction: Construction, name: str, entry: MapEntry) -> None:
        """Note that an attribute of a library's object is assigned."""
        writes = construction.writes
        given = construction.arguments.named(name)
        if name not in writes and given is not None:
            # So that a branch which does not assign leaves what was given.
            writes[name] = given
        self.journal.on_dict(writes, name)  # type: ignore[arg-type]
        writes[name] = entry

    # --- the way in ---

    def run(self) -> Evaluation:
        """Evaluate the entry module."""
        self._guarded(self._run_entry)
        return self.evaluation

    def run_unused(self, wanted: Collection[Origin]) -> Evaluation:
        """Go on with those `unused` classes whose places are ``wanted``: create each with unknown arguments."""
        if not self._stopped:
            self._guarded(lambda: self._run_classes(wanted))
        return self.evaluation

    def used(self) -> list[ClassValue]:
        """The classes that were instantiated or derived from so far."""
        return [cls for cls in self.classes if id(cls) in self.used_classes]

    def unused(self) -> list[ClassValue]:
        """The stacks and components that nobody in the program used; none when not all of it was evaluated."""
        return [] if self._stopped else [cls for cls in self.classes if self._is_unused(cls)]

    def _is_unused(self, cls: ClassValue) -> bool:
        if id(cls) in self.used_classes or cls.node.abstract or cls.node.name is None:
            return False
        return classes.library_base(cls) is not None

    def _guarded(self, run: Callable[[], None]) -> None:
        try:
            run()
        except OutOfFuel as reason:
            self._stopped = True
            self.gap("out-of-fuel", str(reason))
        except RecursionError:
            self._stopped = True
            self.gap("too-deep", "the program is nested too deeply to be evaluated")
        except Exception:
            # A mistake of the evaluator's costs this program only.
            logger.exception("the evaluation of %s failed", self.evaluation.entry)
            self._stopped = True
            self.gap("crash", "the program could not be evaluated")
        if self._stopped:
            self.evaluation.complete = False
        self.evaluation.files = list(self.modules)

    def _run_entry(self) -> None:
        entry = self.module(self.evaluation.entry)
        if entry is None:
            self.evaluation.complete = False
        else:
            self._run_exported(entry)

    def _run_exported(self, entry: ModuleValue) -> None:
        """A program that is a function, exported by its entry, is called by the framework."""
        exported = entry.exports.get("default")
        program = None if exported is None else modules.settle(self, exported)
        if not isinstance(program, FunctionValue) or program.node.parameters:
            return
        span = program.node.span.shift(program.base)
        if (program.module.path, span.start) not in self.evaluation.entered:
            origin = Origin(program.module.path, span)
            self.call(
                program,
                Passed(),
                Frame(program.module, program.scope, program.base, program.node.span),
                origin,
            )

    def _run_classes(self, wanted: Collection[Origin]) -> None:
        for cls in self.unused():
            # One of those before may have used it.
            if cls.place in wanted and self._is_unused(cls):
                frame = Frame(cls.module, cls.scope, cls.base, cls.node.span)
                passed = Passed(open=True, origin=cls.place, outside=True)
                self.instantiate(cls, passed, frame, cls.place)


def _mark(construction: Construction, gap: Gap) -> None:
    if gap not in construction.escapes and len(construction.escapes) < 8:
        construction.escapes.append(gap)
