"""Finds in the words of a deprecation the one thing that takes the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stackproof.packages.jsii.assembly import Assembly, Declared, EnumValue, Method, Property

_OFFER: Final = re.compile(
    r"\b(?:use|using|replaced (?:by|with)|superseded by|renamed to|in favou?r of|migrate to|moved to|implement)\s+"
    r"(?:the\s+|a\s+|an\s+)?(?:new\s+|static\s+|explicit\s+)*"
    r"(?:property\s+|method\s+|class\s+|constructor\s+)?"
    # A link alone says it too.
    r"|\bsee\s+(?=\{@link)|(?=\{@link [^}]+\}\s+should be used)",
    re.IGNORECASE,
)
# A name in code marks or a link, or a bare one.
_NAME: Final = re.compile(
    r"``(?P<a>[^`\n]+)``|`(?P<b>[^`\n]+)`|\{@link (?P<c>[\w.#]+)[^}\n]*\}|(?P<bare>[A-Za-z_][\w.]*\w)(?:\(\))?"
)
_MORE: Final = re.compile(r"\s*(?:,|/|or\b|and\b)\s*(?:use\s+|the\s+)?")
_MARKED: Final = re.compile(r"`|\{@link|\w*[a-z][A-Z]")
_DOTTED: Final = re.compile(r"(?:new\s+)?(?:this\.)?([A-Za-z_]\w*(?:[.#][A-Za-z_]\w*)*)(?:\(\))?", re.ASCII)

_Member = Property | Method | EnumValue


class Replacements:
    """Names that stand in deprecations, looked up in the assembly: only what exists is offered."""

    def __init__(self, assembly: Assembly) -> None:
        self._types = assembly.types
        self._prefix = assembly.name + "."

    def of(self, told: str | None, owner: Declared, member: str) -> str | None:
        """None for what is not deprecated; else ``sibling``, ``key#member``, ``key#`` or, in doubt, nothing.

        ``member`` is the deprecated member of ``owner``, empty for the type itself.
        """
        if told is None:
            return None
        found = {f for f in (self._resolve(n, owner, member) for n in offered(told)) if f is not None}
        return found.pop() if len(found) == 1 else ""

    def _resolve(self, name: str, owner: Declared, member: str) -> str | None:
        *path, last = name.replace("#", ".").split(".")
        if not member:
            target = self._type([*path, last], owner)
            if target is None or target is owner or _sort(target) != _sort(owner):
                return None
            return f"{target.fqn.removeprefix(self._prefix)}#"
        target = self._type(path, owner) if path else owner
        old = self._member(owner, member)
        if target is None or old is None or last == member:
            return None
        new = self._member(target, last)
        if new is None or type(new) is not type(old):
            return None
        if target is owner:
            return last
        # What belongs to instances cannot be reached through another class.
        if isinstance(new, EnumValue) or (new.static and not isinstance(old, EnumValue) and old.static):
            return f"{target.fqn.removeprefix(self._prefix)}#{last}"
        return None

    def _type(self, path: list[str], near: Declared) -> Declared | None:
        """The type of that name in the same module, around it, or in the module that stands before it."""
        *modules, name = path
        if modules:
            spaces = ([""] if modules == ["cdk"] else []) + [".".join(modules), "aws_" + ".".join(modules)]
            candidates = [
                f"{self._prefix}{space}.{name}" if space else self._prefix + name for space in spaces
            ]
            return next((self._types[c] for c in candidates if c in self._types), None)
        space = near.fqn.rpartition(".")[0]
        while space:
            if (found := self._types.get(f"{space}.{name}")) is not None:
                return found
            space = space.rpartition(".")[0]
        return None

    def _member(self, declared: Declared, name: str) -> _Member | None:
        for each in self._with_bases(declared):
            members: list[_Member] = [*each.properties, *each.methods, *each.members]
            for member in members:
                if member.name == name:
                    return member
        return None

    def _with_bases(self, declared: Declared) -> Iterator[Declared]:
        waiting, seen = [declared], set()
        while waiting:
            each = waiting.pop()
            if each.fqn not in seen:
                seen.add(each.fqn)
                yield each
                bases = (each.base, *each.interfaces)
                waiting.extend(self._types[b] for b in bases if b in self._types)


def _sort(declared: Declared) -> tuple[str, bool]:
    return declared.kind, declared.datatype


def offered(told: str) -> list[str]:
    """The names that a deprecation offers in place; more than one when it leaves the choice."""
    names: list[str] = []
    for offer in _OFFER.finditer(told):
        at = offer.end()
        while (name := _NAME.match(told, at)) is not None:
            written = next(g for g in name.groups() if g is not None)
            dotted = _DOTTED.fullmatch(written.strip())
            if dotted is not None:
                names.append(dotted.group(1))
            more = _MORE.match(told, name.end())
            if more is None:
                break
            at = more.end()
            if _MARKED.match(told, at) is None and name.group("bare") is None:
                break
    return names
