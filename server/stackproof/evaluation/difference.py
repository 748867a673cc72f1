"""Finds where two versions of a file begin to differ for evaluation, and what of them corresponds."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackproof.model.program import (
    Block,
    ClassDefinition,
    Export,
    Function,
    FunctionDefinition,
    If,
    Import,
    Module,
    Name,
    Placed,
    Statement,
)


@dataclass(slots=True, eq=False)
class Difference:
    """What is different in the newer version of a file.

    Before byte ``start`` of the older version, both mean the same and stand at the same place. ``index`` is the first
    statement of the file that differs; from there up to ``alike`` the statements of both are definitions that differ
    inside or in their place only, and so are all functions of the file if ``functions``. ``around`` holds the newer
    versions of functions and conditions with the difference in them, by the byte at which they begin.
    """

    old: Module
    new: Module
    start: int = 0
    index: int = 0
    alike: int = 0
    functions: bool = False
    around: dict[int, Function | If] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all statements of both versions correspond."""
        return self.alike == len(self.old.body.statements) == len(self.new.body.statements)


def compare(old: Module, new: Module) -> Difference | None:
    """The difference between two versions of a file; None when evaluation cannot tell them apart."""
    found = Difference(old, new)
    if old.broken != new.broken:
        # What is said of a sound file may be withheld of a broken one, wherever it is said.
        return found
    index = _block(found, old.body, new.body, 0, 0)
    if index is None:
        return None
    found.index = found.alike = index
    pairs = zip(old.body.statements[index:], new.body.statements[index:], strict=False)
    for before, after in pairs:
        if not corresponds(before.statement, after.statement):
            break
        found.alike += 1
    found.functions = _functions(old.body) == _functions(new.body)
    return found


def defines(node: Statement) -> bool:
    """Whether a statement at the top of a file does nothing but define something that may be exchanged for another."""
    match node:
        case FunctionDefinition() | ClassDefinition():
            return True
        case Export(module=None, default=default):
            # A class or function; anything else would be evaluated.
            return default is None or isinstance(default, Name)
        case Import():
            return node.type_only
        case _:
            return False


def corresponds(old: Statement, new: Statement) -> bool:
    """Whether two definitions are the same, seen from outside: what they do when used may differ."""
    match old, new:
        case FunctionDefinition(), FunctionDefinition():
            return _signature(old) == _signature(new)
        case ClassDefinition(), ClassDefinition():
            return _shape(old) == _shape(new)
        case Export(), Export():
            return defines(old) and defines(new) and _exported(old) == _exported(new)
        case Import(), Import():
            return old.type_only and new.type_only
        case _:
            return False


def _signature(node: FunctionDefinition) -> tuple[object, ...]:
    return node.exported, node.default, _shell(node.function)


def _shell(function: Function) -> tuple[object, ...]:
    """Everything about a function except its statements and its length."""
    return (
        function.span.start,
        function.name,
        function.parameters,
        function.receiver,
        function.arrow,
        function.decorators,
        function.generator,
    )


def _shape(node: ClassDefinition) -> tuple[object, ...]:
    """What can be seen of a class without instantiating it or calling its methods."""
    return (
        node.name,
        node.bases,
        node.decorators,
        node.dataclass,
        node.abstract,
        node.exported,
        node.default,
        # Its statements run where the class is defined.
        None if node.body is None else len(node.body.statements),
        tuple((m.name, m.kind, m.function.receiver, m.function.decorators) for m in node.methods),
        tuple((f.name, f.annotation, f.static, f.optional, f.value is None) for f in node.fields),
    )


def _exported(node: Export) -> tuple[object, ...]:
    default = node.default.id if isinstance(node.default, Name) else None
    return default, tuple((n.name, n.alias) for n in node.names)


def _functions(body: Block) -> list[tuple[object, ...]]:
    return [_signature(p.statement) for p in body.statements if isinstance(p.statement, FunctionDefinition)]


# --- the place of the first difference ---


def _block(found: Difference, old: Block, new: Block, base: int, empty: int) -> int | None:
    """The number of the first statement that differs, None when all are the same.

    The statements are counted from byte ``base``. ``empty`` is where the difference begins when there are none.
    """
    if old is new:
        return None
    if old.scoped != new.scoped:
        found.start = empty
        return 0
    for index in range(max(len(old.statements), len(new.statements))):
        before = old.statements[index] if index < len(old.statements) else None
        after = new.statements[index] if index < len(new.statements) else None
        if before is not None and after is not None and before.at == after.at:
            if _same(before.statement, after.statement):
                continue
            if _inside(found, before, after, base + before.at):
                return index
        if before is None:
            found.start = _end(old, base, empty)
        else:
            found.start = base + (before.at if after is None else min(before.at, after.at))
        return index
    return None


def _end(block: Block, base: int, empty: int) -> int:
    if not block.statements:
        return empty
    last = block.statements[-1]
    return base + last.at + last.statement.span.end


def _same(old: Statement | Function, new: Statement | Function) -> bool:
    return old is new or old == new


def _inside(found: Difference, old: Placed, new: Placed, base: int) -> bool:
    """Go into two statements that differ; False when the whole of them counts as different."""
    match old.statement, new.statement:
        case FunctionDefinition() as before, FunctionDefinition() as after:
            if _signature(before) != _signature(after):
                return False
            _function(found, before.function, after.function, base)
            return True
        case ClassDefinition() as before, ClassDefinition() as after:
            return _shape(before) == _shape(after) and _class(found, before, after, base)
        case If() as before, If() as after:
            return _sides(found, before, after, base)
        case _:
            return False


def _function(found: Difference, old: Function, new: Function, base: int) -> None:
    """Two functions with the same shell; a difference of nothing but their length is at their end."""
    found.around[base + old.span.start] = new
    end = base + old.span.end
    index = _block(found, old.body, new.body, base, end)
    if index is None:
        found.start = end
    elif _hoists(found, new.body, index):
        found.start = base + old.span.start


def _hoists(found: Difference, block: Block, index: int) -> bool:
    """Whether functions that stand behind a difference are known from the beginning of the block."""
    return found.new.language == "typescript" and any(
        isinstance(p.statement, FunctionDefinition) for p in block.statements[index:]
    )


def _class(found: Difference, old: ClassDefinition, new: ClassDefinition, base: int) -> bool:
    for field_before, field_after in zip(old.fields, new.fields, strict=True):
        if field_before != field_after and (
            field_before.span == field_after.span or not _moved(old, new, field_before.span.start)
        ):
            return False
    if old.name_span != new.name_span or (old.body != new.body):
        return False
    for before, after in zip(old.methods, new.methods, strict=True):
        if before.at == after.at and _same(before.function, after.function):
            continue
        if before.at != after.at or _shell(before.function) != _shell(after.function):
            found.start = base + min(before.at, after.at)
        else:
            _function(found, before.function, after.function, base + before.at)
        return True
    found.start = base + old.span.end
    return True


def _moved(old: ClassDefinition, new: ClassDefinition, start: int) -> bool:
    """Whether a method before a byte of a class differs, so that what follows stands elsewhere."""
    return any(
        before.at < start and not (before.at == after.at and _same(before.function, after.function))
        for before, after in zip(old.methods, new.methods, strict=True)
    )


def _sides(found: Difference, old: If, new: If, base: int) -> bool:
    if not _same(old.test, new.test) or (old.otherwise is None) != (new.otherwise is None):  # type: ignore[arg-type]
        return False
    found.around[base] = new
    for before, after in ((old.then, new.then), (old.otherwise, new.otherwise)):
        if before is None or after is None:
            continue
        if not before.statements and before != after:
            return False
        index = _block(found, before, after, base, base)
        if index is not None:
            return not _hoists(found, after, index)
    found.start = base + old.span.end
    return True
