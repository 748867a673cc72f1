"""Modules of the program: loading, importing, exporting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackproof.evaluation import statements
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.history import Module
from stackproof.model.program import Export, Import
from stackproof.model.runtime import ClassValue, FunctionValue, ModuleValue, Scope, Symbol
from stackproof.model.values import Scalar, Unknown, Value
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


@dataclass(slots=True, eq=False)
class Lazy(Value):
    """A name imported from a module of the program, looked up when it is used (import cycles are common)."""

    module: ModuleValue
    name: str


_STAR = "*"


def load(machine: Machine, path: str) -> ModuleValue | None:
    """The module at ``path``; while it is being evaluated, what it has so far."""
    if (known := machine.modules.get(path)) is not None:
        return known
    lowered = machine.loader.load(path)
    if lowered is None:
        return None
    scope = Scope(path, kind="module")
    module = ModuleValue(path, scope, {})
    machine.modules[path] = module
    is_entry = path == machine.evaluation.entry
    if lowered.language == "python":
        machine.bind(scope, "__name__", Scalar("__main__" if is_entry else "module"), 0)
    frame = Frame(lowered, scope, 0, Span(0, 0))
    door = None if machine.history is None else Module(path, is_entry)
    statements.execute(machine, lowered.body, frame, door)
    return module


def member(
    machine: Machine, module: ModuleValue, name: str, seen: frozenset[tuple[str, str]] = frozenset()
) -> Value | None:
    """What a module offers under a name; None when it offers no such thing."""
    key = (module.path, name)
    if key in seen:
        return None
    value = module.exports.get(name)
    if value is None and (binding := module.scope.names.get(name)) is not None:
        value = binding.value
    if isinstance(value, Lazy):
        return member(machine, value.module, value.name, seen | {key}) if value.name else value.module
    if value is not None:
        return value
    for star in module.stars.values():
        if isinstance(star, ModuleValue) and name != "default":
            # Of hundreds of modules behind one, most can be seen not to have the name.
            if not star.stars and name not in star.exports and name not in star.scope.names:
                continue
            found = member(machine, star, name, seen | {key})
            if found is not None:
                return found
        if isinstance(star, Symbol):
            return Symbol(star.module, (*star.names, name))
    return None


def settle(machine: Machine, value: Value) -> Value:
    """The value behind a lazily imported name."""
    if not isinstance(value, Lazy):
        return value
    found = member(machine, value.module, value.name)
    if found is None:
        return Unknown(f"{value.name} is not defined in the imported module", origin=value.origin)
    return found


def _target(machine: Machine, node: Import | Export, specifier: str, frame: Frame) -> ModuleValue | Symbol:
    found = machine.loader.resolve(specifier, frame.module.path)
    if found.kind == "file" and found.path is not None:
        module = load(machine, found.path)
        if module is not None:
            return module
        machine.gap("unreadable-module", f"{specifier} could not be read", frame.origin(node))
    elif found.kind == "missing":
        machine.gap("missing-module", f"{specifier} is not there", frame.origin(node))
    return Symbol(found.module or specifier)


def run_import(machine: Machine, node: Import, frame: Frame) -> None:
    """Bind what an import statement names."""
    if node.type_only:
        return
    scope, at, here = frame.scope, frame.base + node.span.end, frame.origin(node)
    target = _target(machine, node, node.module, frame)
    if node.namespace is not None:
        _bind_namespace(machine, node, target, frame)
    if node.default is not None:
        value: Value = (
            Symbol(target.module, ("default",))
            if isinstance(target, Symbol)
            else Lazy(target, "default", origin=here)
        )
        machine.bind(scope, node.default, value, at)
    for name in node.names:
        machine.bind(scope, name.alias, _imported(machine, node, name.name, target, frame), at)
    if node.star:
        _import_star(machine, target, scope, at)


def _bind_namespace(machine: Machine, node: Import, target: ModuleValue | Symbol, frame: Frame) -> None:
    assert node.namespace is not None
    at = frame.base + node.span.end
    if not node.path_binding:
        machine.bind(frame.scope, node.namespace, target, at)
        return
    # `import a.b` binds `a`; a library's `a.b` is reached as a name inside it.
    top = node.module.split(".")[0]
    found = machine.loader.resolve(top, frame.module.path)
    if found.kind == "file" and found.path is not None:
        package = load(machine, found.path)
        if package is not None:
            if isinstance(target, ModuleValue):
                _attach(machine, package, node.module.split(".")[1:], frame)
            machine.bind(frame.scope, node.namespace, package, at)
            return
    machine.bind(frame.scope, node.namespace, Symbol(top), at)


def _attach(machine: Machine, package: ModuleValue, names: list[str], frame: Frame) -> None:
    """Make submodules reachable as attributes of their package."""
    path, current = package.path, package
    for name in names:
        found = machine.loader.resolve_member(".", name, path)
        if found is None or found.path is None or (module := load(machine, found.path)) is None:
            return
        if name not in current.exports:
            machine.set_export(current, name, module)
        path, current = module.path, module


def _imported(machine: Machine, node: Import, name: str, target: ModuleValue | Symbol, frame: Frame) -> Value:
    here = frame.origin(node)
    submodule = None
    if frame.module.language == "python" and (
        isinstance(target, Symbol) or member(machine, target, name) is None
    ):
        submodule = machine.loader.resolve_member(node.module, name, frame.module.path)
    if submodule is not None and submodule.kind == "file" and submodule.path is not None:
        module = load(machine, submodule.path)
        if module is not None:
            return module
    if isinstance(target, Symbol):
        return Symbol(target.module, (*target.names, name), origin=here)
    return Lazy(target, name, origin=here)


def _import_star(machine: Machine, target: ModuleValue | Symbol, scope: Scope, at: int) -> None:
    if isinstance(target, ModuleValue):
        for name in list(target.scope.names):
            if not name.startswith("_"):
                machine.bind(scope, name, Lazy(target, name), at)
    else:
        # Any name that is found nowhere else may come from there.
        machine.bind(scope, f"{_STAR}{target.module}", target, at)


def run_export(machine: Machine, node: Export, frame: Frame) -> None:
    """Note what an export statement offers."""
    module = machine.modules.get(frame.module.path)
    if module is None:
        return
    if node.default is not None:
        value = machine.evaluate(node.default, frame)
        if machine.history is not None and not isinstance(value, ClassValue | FunctionValue):
            machine.history.keep(frame.module.path, frame.base + node.span.end)
        machine.set_export(module, "default", value)
    if node.module is None:
        for name in node.names:
            if name.alias != name.name:
                machine.set_export(module, name.alias, Lazy(module, name.name))
        return
    target = _target(machine, node, node.module, frame)
    if node.namespace is not None:
        machine.set_export(module, node.namespace, target)
    elif node.star:
        machine.journal.on_entry(module.stars, node.module)
        module.stars[node.module] = target
    for name in node.names:
        if isinstance(target, Symbol):
            machine.set_export(module, name.alias, Symbol(target.module, (*target.names, name.name)))
        else:
            machine.set_export(module, name.alias, Lazy(target, name.name))
