"""The facts of the packages that one program imports, in its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from stackproof.model.facts import (
    Documentation,
    Exports,
    Fact,
    Found,
    Language,
    Member,
    Package,
    Property,
    Signature,
)
from stackproof.model.runtime import Symbol
from stackproof.model.types import Named
from stackproof.packages import records
from stackproof.packages.installed import npm_name
from stackproof.packages.making import Maker
from stackproof.packages.namespaces import Spot
from stackproof.packages.part import Opened, Packages, Part, prefix_of, python_module

_NOTHING: Final[Mapping[str, Property]] = MappingProxyType({})
# Bindings that `cdktf get` writes beside the program.
_GENERATED: Final = re.compile(r"(?:^|.*/)\.gen/providers/(?P<name>[\w-]+)(?:/(?P<inner>.*))?$")
_SCOPED: Final = re.compile(r"(@[^/]+/)?[^.]+")


class View:
    """`Facts` for one program. Good for one state of the packages; answers are remembered."""

    def __init__(self, language: Language, packages: Packages) -> None:
        self.language: Language = language
        self._packages = packages
        self._parts: dict[str, Part | None] = {}
        self._by_id: dict[str, Part | None] = {}
        self._facts: dict[str, Fact | None] = {}
        self._making: set[str] = set()
        self._found: dict[tuple[str, tuple[str, ...]], Found | None] = {}
        self._letters: dict[str, str] = {}
        self._exported: dict[tuple[str, Spot], Exports] = {}

    # --- by what programs import ---

    def find(self, symbol: Symbol) -> Found | None:
        """Where a symbol leads; None when nothing is known about its package."""
        key = symbol.module, symbol.names
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def package(self, module: str) -> Package | None:
        """The package that an import's module belongs to."""
        located = self._locate(module, ())
        return None if located is None else located[0].package

    def exports(self, module: str) -> Exports | None:
        """What an import's module offers."""
        located = self._locate(module, ())
        if located is None:
            return None
        part, inner, _ = located
        spot = part.namespaces.spot(inner)
        return self._exports(part, spot) if spot.exists else None

    def named(self, name: str, modules: tuple[str, ...]) -> tuple[Fact, ...]:
        """All importable types and functions with this simple name in the packages of these modules."""
        found: dict[str, Fact] = {}
        for module in modules:
            located = self._locate(module, ())
            if located is None:
                continue
            for key in located[0].namespaces.simple(name):
                fact = self.get(located[0].prefix + key)
                if fact is not None and fact.importable:
                    found[fact.id] = fact
        return tuple(found.values())

    def _locate(self, module: str, names: tuple[str, ...]) -> tuple[Part, str, tuple[str, ...]] | None:
        """The package, what follows its name in the module, and the names that are left."""
        if self.language == "python":
            return self._locate_python(module, names)
        generated = _GENERATED.match(module)
        if generated is not None:
            name = f"@cdktf/provider-{generated['name']}"
            inner = f"lib/{generated['inner'] or ''}".removesuffix("/lib").rstrip("/")
        else:
            if not module or module.startswith((".", "/")):
                return None
            name, inner = npm_name(module)
        part = self._part(name)
        return None if part is None else (part, inner, names)

    def _locate_python(self, module: str, names: tuple[str, ...]) -> tuple[Part, str, tuple[str, ...]] | None:
        # Packages of their own lie inside of others: `from aws_cdk import aws_lambda_python_alpha`.
        steps = [s for s in module.split(".") if s]
        if not steps:
            return None
        more = [n for n in names[:2] if not n[:1].isupper()]
        part = self._part(".".join((*steps, *more[:1]))) or self._part(module)
        if part is None:
            return None
        own = part.opened.module.split(".")
        path = [*steps, *names]
        if path[: len(own)] != own:
            return None
        if len(own) > len(steps):
            return part, "", names[len(own) - len(steps) :]
        return part, ".".join(steps[len(own) :]), names

    def _part(self, module: str) -> Part | None:
        if module not in self._parts:
            python = self.language == "python"
            opened = self._packages.open_pypi(module) if python else self._packages.open_npm(module)
            self._parts[module] = None if opened is None else self._take(opened)
        return self._parts[module]

    def _take(self, opened: Opened) -> Part:
        known = self._by_id.get(prefix_of(opened))
        if known is not None and known.source is opened.source and known.opened.module == opened.module:
            return known
        part = Part(opened, self.language)
        part.maker = Maker(
            part.package,
            part.prefix,
            part.spelling,
            part.namespaces,
            self.get,
            self._letter,
            part.inherits_calls,
        )
        # Facts that stand in for a package do not take the ids of one that is there.
        if known is None or not known.package.is_installed:
            self._by_id[part.prefix] = part
        return part

    def _find(self, module: str, names: tuple[str, ...]) -> Found | None:
        located = self._locate(module, names)
        if located is None:
            return None
        part, inner, names = located
        if names[:1] == ("default",):
            names = names[1:]
        spot = part.namespaces.spot(inner)
        if not spot.exists:
            return Found(part.package, rest=names, missing=inner)
        while names and not spot.files:
            below = part.namespaces.child(spot.path, names[0])
            if below is None or part.namespaces.key(spot, names[0]) is not None:
                break
            spot, names = Spot(below), names[1:]
        exports = self._exports(part, spot)
        if not names:
            return Found(part.package, exports)
        key = part.namespaces.key(spot, names[0])
        if key is None:
            lacking = exports.complete and part.namespaces.lacks(spot, names[0])
            missing = names[0] if lacking else ""
            return Found(part.package, exports, rest=names, missing=missing)
        return self._within(part, exports, key, names[1:])

    def _within(self, part: Part, exports: Exports, key: str, names: tuple[str, ...]) -> Found:
        while names and (inner := part.namespaces.nested(key, names[0])) is not None:
            key, names = inner, names[1:]
        fact = self.get(part.prefix + key)
        if fact is None or not names:
            return Found(part.package, exports, fact, rest=names)
        member: Member | None = fact.member(names[0])
        if member is None:
            missing = names[0] if fact.complete and fact.kind not in ("value", "alias", "function") else ""
            return Found(part.package, exports, fact, rest=names, missing=missing)
        return Found(part.package, exports, fact, member, names[1:])

    def _exports(self, part: Part, spot: Spot) -> Exports:
        key = part.prefix, spot
        if key not in self._exported:
            spaces, prefix = part.namespaces, part.prefix
            self._exported[key] = Exports(
                part.package,
                spaces.module(spot),
                _Listed(lambda: {n: prefix + k for n, k in spaces.names(spot).others.items()}),
                _Listed(lambda: spaces.names(spot).modules),
                spaces.is_complete(spot),
            )
        return self._exported[key]

    # --- by id ---

    def get(self, id: str) -> Fact | None:
        """The type or function with this id."""
        if id not in self._facts:
            if id in self._making:
                # A type that is its own base is nobody's.
                return None
            self._making.add(id)
            try:
                self._facts[id] = self._make(id)
            finally:
                self._making.discard(id)
        return self._facts[id]

    def of(self, type_: Named) -> Fact | None:
        """The declared type that another one mentions."""
        return self.get(type_.id)

    def _make(self, id_: str) -> Fact | None:
        part = self._part_of(id_)
        if part is None or part.maker is None:
            return None
        key = id_[len(part.prefix) :]
        record = part.source.get(key)
        return None if record is None else part.maker.make(key, record)

    def _part_of(self, id_: str) -> Part | None:
        """The package in whose id an id begins."""
        scoped = _SCOPED.match(id_)
        if scoped is None or scoped.end() == len(id_):
            return None
        name = scoped.group()
        prefix = name + "."
        if prefix not in self._by_id:
            module = python_module(name) if self.language == "python" else name
            part = self._part(module)
            self._by_id[prefix] = part if part is not None and part.prefix == prefix else None
        return self._by_id[prefix]

    def _letter(self, id_: str) -> str:
        """What kind of type an id is: its letter, the text of an alias, nothing when it is not known."""
        if id_ not in self._letters:
            part = self._part_of(id_)
            record = None if part is None else part.source.get(id_[len(part.prefix) :])
            if record is None or part is None:
                found = ""
            elif record.letter == "A":
                found = "=" + record.token.replace(records.OWN, part.prefix)
            else:
                found = record.letter if record.letter in "CSIE" else "U"
            self._letters[id_] = found
        return self._letters[id_]

    def keywords(self, signature: Signature) -> Mapping[str, Property]:
        """The named arguments of a call, from its options."""
        fact = self.get(signature.options) if signature.options else None
        return _NOTHING if fact is None else fact.properties

    def documentation(self, id: str, member: str = "") -> Documentation | None:
        """The prose of the user's own package about a type, or a member by its ``source_name``."""
        waiting, seen = [id], set()
        while waiting:
            each = waiting.pop(0)
            if each in seen:
                continue
            seen.add(each)
            part = self._part_of(each)
            if part is None or not part.package.is_installed:
                continue
            told = part.source.documents(each[len(part.prefix) :])
            if told is not None and not member:
                found = told.own
            elif told is not None and member in told.members:
                found = told.members[member]
            else:
                fact = self.get(each)
                waiting.extend(fact.bases if fact is not None and member else ())
                continue
            return Documentation(found.text, found.default, found.deprecated, found.see)
        return None


class _Listed(Mapping[str, str]):
    """Names that are listed only when somebody looks at them: most are never looked at."""

    def __init__(self, make: Callable[[], Mapping[str, str]]) -> None:
        self._make = make
        self._made: Mapping[str, str] | None = None

    def _names(self) -> Mapping[str, str]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, name: str) -> str:
        return self._names()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())
