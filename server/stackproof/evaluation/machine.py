"""The evaluator's state for one program: its modules, its fuel, and what it has recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Sequence as ReadOnly
from contextlib import contextmanager

from stackproof.evaluation import calls, classes, expressions, modules, statements
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.fuel import Fuel, OutOfFuel
from stackproof.evaluation.history import Called, History
from stackproof.evaluation.journal import Journal
from stackproof.evaluation.loading import Loader
from stackproof.model.construction import Construction, Evaluation, Gap, Site
from stackproof.model.program import Block, Expression, Field, Node
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
        remember: bool = False,
    ) -> None:
        """With ``remember``, evaluation can go on `again` from where a change of the program begins to matter."""
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
        # How many blocks are under way in which the program is prepared for mistakes.
        self.tried = 0
        self._stopped = False
        self.history = History(self) if remember else None

    # --- the rooms of the evaluator, as one another sees them ---

    def evaluate(self, node: Expression, frame: Frame) -> Value:
        """The value of an expression."""
        return expressions.evaluate(self, node, frame)

    def execute(self, block: Block, frame: Frame) -> statements.Flow:
        """Run a block in a frame."""
        return statements.execute(self, block, frame)

    def call(
        self, function: Value, passed: Passed, frame: Frame, origin: Origin, door: Called | None = None
    ) -> Value:
        """Call any value that code of the program may call."""
        return calls.call_value(self, function, passed, frame, origin, door)

    def instantiate(
        self, cls: ClassValue, passed: Passed, frame: Frame, origin: Origin, door: Called | None = None
    ) -> Value:
        """Create an object of a class of the program."""
        return classes.instantiate(self, cls, passed, frame, origin, door)

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
                    self._mark(value.construction, gap)
                    if isinstance(value.construction.receiver, Value):
                        stack.append(value.construction.receiver)
                case Instance():
                    if value.construction is not None:
                        self._mark(value.construction, gap)
                    self.journal.on_attribute(value, "open")
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

    def _mark(self, construction: Construction, gap: Gap) -> None:
        if gap not in construction.escapes and len(construction.escapes) < 8:
            self.journal.on_growth(construction.escapes)
            construction.escapes.append(gap)

    def use(self, cls: ClassValue) -> None:
        """Note that a class is instantiated or derived from."""
        if self.history is not None:
            self.history.use(cls)
        self.journal.on_addition(self.used_classes, id(cls))
        self.used_classes.add(id(cls))

    def site(self, frame: Frame) -> Site:
        """The place of the current statement: where it ends has an effect."""
        if self.history is not None:
            self.history.touch(frame.module.path, frame.base + frame.statement.end)
        return frame.site()

    def hold(self, function: FunctionValue, called: bool) -> None:
        """Note that a method may be kept, unless it is only called."""
        if self.history is not None and not called:
            self.history.hold(function)

    def read_field(self, cls: ClassValue, field: Field) -> None:
        """Note that the value of a field of a class is about to be evaluated."""
        if self.history is not None:
            self.history.touch(cls.module.path, cls.base + field.span.end)

    def enter(self, function: FunctionValue) -> None:
        """Note that a function of the program runs."""
        place = (function.module.path, function.base + function.node.span.start)
        self.journal.on_addition(self.evaluation.entered, place)
        self.evaluation.entered.add(place)

    def record(self, construction: Construction) -> Reference:
        """Keep a call to the outside; the reference stands for its result."""
        construction.number = len(self.evaluation.constructions)
        self.evaluation.constructions.append(construction)
        if isinstance(construction.receiver, Reference):
            calls_of = construction.receiver.construction.calls
            self.journal.on_growth(calls_of)
            calls_of.append(construction)
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

    def bind(self, scope: Scope, name: str, value: Value, at: int) -> Binding:
        """Set a variable of a scope."""
        self.journal.on_dict(scope.names, name)  # type: ignore[arg-type]
        binding = scope.names[name] = Binding(value, at)
        return binding

    def set_field(self, instance: Instance, name: str, value: Value) -> None:
        """Set a field of an object."""
        self.journal.on_dict(instance.fields, name)  # type: ignore[arg-type]
        instance.fields[name] = value

    def set_entry(self, mapping: Mapping, key: str, entry: MapEntry) -> None:
        """Set an entry of a mapping."""
        self.journal.on_dict(mapping.entries, key)  # type: ignore[arg-type]
        mapping.entries[key] = entry

    def set_arguments(self, construction: Construction, passed: Passed) -> None:
        """Note which arguments the library's constructor gets in the end."""
        self.journal.on_attribute(construction, "arguments")
        construction.arguments = passed

    def set_export(self, module: ModuleValue, name: str, value: Value) -> None:
        """Offer something under a name."""
        self.journal.on_entry(module.exports, name)
        module.exports[name] = value

    def set_write(self, construction: Construction, name: str, entry: MapEntry) -> None:
        """Note that an attribute of a library's object is assigned."""
        writes = construction.writes
        given = construction.arguments.named(name)
        if name not in writes and given is not None:
            # So that a branch which does not assign leaves what was given.
            self.journal.on_entry(writes, name)
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

    def go_on(self, run: Callable[[], None]) -> None:
        """Evaluate the entry module from where it stands: ``run`` does so."""
        self._stopped = False
        self._guarded(run)

    def _run_entry(self) -> None:
        if self.module(self.evaluation.entry) is None:
            self.evaluation.complete = False
        else:
            self.finish_entry()

    def finish_entry(self) -> None:
        """What there is to do behind the last statement of the entry module."""
        self._run_exported(self.modules[self.evaluation.entry])
        if self.history is not None:
            self.history.mark()

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
