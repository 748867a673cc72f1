"""Writes what is believed of TypeScript declarations as a program that compiles only when it is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackproof.model.facts import Fact, Facts, Signature
from stackproof.model.types import ANY, Named, Type, named, takes_anything
from stackproof.model.typewords import type_words

_HEAD = """
import * as pulumi from '@pulumi/pulumi';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Names<Of extends string, A, B> = Same<A, B> extends true ? true : [Of, 'only real', Exclude<A, B>, 'only ours', Exclude<B, A>];
type Needed<T> = { [K in keyof T]-?: {} extends Pick<T, K> ? never : K }[keyof T];
type IsAny<T> = 0 extends 1 & T ? true : false;
// Optional inputs may be given as something that becomes undefined: what is said lies between both readings.
type In<T> = pulumi.Input<T>;
type InLoose<T> = pulumi.Input<T | undefined>;
type Out<T> = pulumi.Output<T>;
type OutLoose<T> = pulumi.Output<T | undefined>;
type Type<Of extends string, Real, Ours, Loose> =
  IsAny<Real> extends true ? [Of, 'is any'] :
  // Assemblies do not tell which strings are meant.
  [Exclude<Real, undefined>, Ours] extends [string, string] ? true :
  [Ours] extends [Exclude<Real, undefined>] ? ([Exclude<Real, undefined>] extends [Loose] ? true : [Of, 'is more', Real])
  : [Of, 'is less', Real];
"""


class Assertions:
    """Collects lines about facts, and the imports that they need."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._modules: dict[str, str] = {"@pulumi/pulumi": "pulumi"}
        self._lines: list[str] = []

    def text(self) -> str:
        """The whole program."""
        imports = [
            f"import * as {alias} from '{module}';"
            for module, alias in self._modules.items()
            if alias != "pulumi"
        ]
        return "\n".join([_HEAD, *imports, *self._lines, ""])

    def add(self, fact: Fact) -> None:
        """All that is believed of one thing."""
        self._lines += [
            f"const c{len(self._lines) + n}: {line} = true;" for n, line in enumerate(self._claims(fact))
        ]

    def _claims(self, fact: Fact) -> Iterator[str]:
        name = self._name(Named(fact.id, "unknown"))
        if fact.kind in ("enum",):
            yield self._names(fact.id, f"keyof typeof {name}", fact.values)
            for member in fact.values.values():
                if isinstance(member.value, str):
                    yield f"Names<'{fact.id}', (typeof {name})['{member.name}'], {member.value!r}>"
        elif fact.kind in ("struct", "interface"):
            if fact.complete:
                public = f"Omit<{name}, `_${{string}}`>"
                yield self._names(fact.id, f"keyof {public}", [*fact.properties, *fact.methods])
                # Everything has this one.
                needed = [n for n in (*fact.required, *fact.methods) if n != "toString"]
                yield self._names(f"{fact.id} needs", f"Exclude<Needed<{public}>, 'toString'>", needed)
            yield from self._members(fact, name)
        elif fact.kind == "class":
            yield from self._class(fact, name)
        elif fact.kind == "function" and fact.call is not None and fact.call.parameters_known:
            yield from self._signature(fact.id, f"typeof {name}", fact.call)

    def _class(self, fact: Fact, name: str) -> Iterator[str]:
        own = [m for m in (*fact.properties.values(), *fact.methods.values()) if not m.protected]
        if fact.complete:
            yield self._names(
                fact.id, f"Exclude<keyof {name}, `_${{string}}`>", [m.name for m in own if not m.static]
            )
            statics = f"Exclude<keyof typeof {name}, 'prototype' | `_${{string}}`>"
            yield self._names(f"{fact.id} statics", statics, [m.name for m in own if m.static])
        yield from self._members(fact, name)
        if fact.call is not None and fact.is_constructible and fact.call.parameters_known:
            yield from self._parameters(fact.id, f"ConstructorParameters<typeof {name}>", fact.call)

    def _members(self, fact: Fact, name: str) -> Iterator[str]:
        for prop in fact.properties.values():
            if not prop.protected and not takes_anything(prop.type) and self._can_name(prop.type):
                place = f"(typeof {name})" if prop.static else name
                real = f"{place}['{prop.name}']"
                # A constant's type may be its very value.
                yield self._type(f"{fact.id}.{prop.name}", real, prop.type, real if prop.static else "")
        for method in fact.methods.values():
            if not method.protected and method.signature.parameters_known:
                place = f"(typeof {name})" if method.static else name
                real = f"NonNullable<{place}['{method.name}']>"
                yield from self._signature(f"{fact.id}.{method.name}", real, method.signature)

    def _signature(self, of: str, real: str, ours: Signature) -> Iterator[str]:
        yield from self._parameters(of, f"Parameters<{real}>", ours)
        if ours.returns is not None and not takes_anything(ours.returns) and self._can_name(ours.returns):
            yield self._type(f"{of} returns", f"ReturnType<{real}>", ours.returns)

    def _parameters(self, of: str, real: str, ours: Signature) -> Iterator[str]:
        fixed = [p for p in ours.parameters if not p.variadic]
        needed = sum(p.required for p in fixed)
        if len(fixed) == len(ours.parameters):
            lengths = " | ".join(str(n) for n in range(needed, len(fixed) + 1))
            yield f"Names<'{of} takes', Required<{real}>['length'], {len(fixed)}>"
            # Where undefined must be written out, jsii and other languages may leave it out.
            yield f"Names<'{of} needs', Exclude<{real}['length'], {lengths}>, never>"
        for number, parameter in enumerate(fixed):
            if not takes_anything(parameter.type) and self._can_name(parameter.type):
                yield self._type(f"{of}({parameter.name})", f"{real}[{number}]", parameter.type)

    def _names(self, of: str, real: str, names: Iterable[str]) -> str:
        return f"Names<'{of}', {real}, {' | '.join(repr(n) for n in names) or 'never'}>"

    def _type(self, of: str, real: str, ours: Type, least: str = "") -> str:
        words = type_words(ours, "typescript", self._name)
        strict = least or words.replace("pulumi.Input<", "In<").replace("pulumi.Output<", "Out<")
        loose = words.replace("pulumi.Input<", "InLoose<").replace("pulumi.Output<", "OutLoose<")
        return f"Type<'{of}', {real}, {strict}, {loose}>"

    def _can_name(self, type_: Type) -> bool:
        """Whether all that a type mentions can be imported and tells something."""
        for each in named(type_):
            fact = self._facts.of(each)
            if fact is None or not fact.importable or (fact.kind in ("alias", "value") and fact.type == ANY):
                return False
        return True

    def _name(self, mentioned: Named) -> str:
        fact = self._facts.get(mentioned.id)
        assert fact is not None, mentioned
        alias = self._modules.setdefault(fact.module, f"m{len(self._modules)}")
        return f"{alias}.{fact.name}"
