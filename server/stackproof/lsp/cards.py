"""Says in Markdown what a declared class, argument or member is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from stackproof.analysis.pointing.addresses import addresses
from stackproof.analysis.pointing.allowed import values_of
from stackproof.analysis.pointing.pointed import Pointed
from stackproof.frameworks.tokens import ResourceToken, resource_token
from stackproof.lsp.prose import prose, sentence
from stackproof.model.facts import (
    Deprecation,
    Documentation,
    EnumMember,
    Fact,
    Facts,
    Language,
    Member,
    Method,
    Package,
    Property,
    Signature,
)
from stackproof.model.types import Named, Type
from stackproof.model.typewords import type_words

_MOST: Final = 12
_WORDS: Final = {"true": "True", "false": "False", "null": "None", "undefined": "None"}


def card(pointed: Pointed, rules: Sequence[str] = (), today: date | None = None) -> str:
    """What a hover says of a declared thing. ``rules`` are the ids of those that watch it."""
    return "\n\n".join(_Card(pointed, rules, today or date.today()).parts())


def about(facts: Facts, owner: str, member: str) -> str:
    """What a list of completions says of a type, or of a member by its name in the package's own spelling."""
    fact = facts.get(owner)
    if fact is None or not member:
        return "" if fact is None else prose(documentation(facts, fact, None).text)
    members: tuple[Member, ...] = (*fact.properties.values(), *fact.values.values(), *fact.methods.values())
    found = next((each for each in members if each.source_name == member), None)
    if found is None:
        return ""
    told = documentation(facts, fact, found)
    default = default_of(found, told, facts.language) if isinstance(found, Property) else ""
    parts = [
        deprecation(found.deprecated, told, facts) if found.deprecated is not None else "",
        prose(told.text),
        f"Default: {default}" if default else "",
        f"*{note}*" if (note := origin(fact.package)) else "",
    ]
    return "\n\n".join(part for part in parts if part)


class _Card:
    def __init__(self, pointed: Pointed, rules: Sequence[str], today: date) -> None:
        self.pointed = pointed
        self.facts: Facts = pointed.facts
        self.rules = rules
        self.today = today
        self.told = documentation(pointed.facts, pointed.fact, pointed.member)

    def parts(self) -> Iterator[str]:
        pointed, told = self.pointed, self.told
        language = self.facts.language
        yield f"```{language}\n{headline(pointed)}\n```"
        if status := self._status():
            yield status
        deprecated = pointed.fact.deprecated if pointed.member is None else pointed.member.deprecated
        if deprecated is not None:
            yield deprecation(deprecated, told, self.facts)
        if text := prose(told.text):
            yield text
        if values := self._values():
            yield values
        yield from self._footer()

    def _status(self) -> str:
        member = self.pointed.member
        if not isinstance(member, Property) or not self.pointed.argument:
            return ""
        # What people wrote is the call; the bag behind it they need not know.
        route = self.pointed.route
        of = route.fact if route.fact is not None and len(route.names) == 1 else self.pointed.fact
        status = f"{'Required' if member.required else 'Optional'} argument of `{_short(of)}`"
        default = default_of(member, self.told, self.facts.language)
        return f"{status}; default: {default}" if default else status

    def _values(self) -> str:
        member = self.pointed.member
        if not isinstance(member, Property) or not self.pointed.argument:
            return ""
        values = values_of(member.type, self.pointed.route, self.facts, self.today)
        current = [f"`{v.text}`" for v in values if not v.outdated]
        return f"Values: {_listed(current)}" if current else ""

    def _footer(self) -> Iterator[str]:
        pointed = self.pointed
        of = pointed.route.fact or pointed.fact
        token = resource_token(of.id, of.token)
        names = " · ".join(f"`{name}`" for name in _tokens(token))
        links = " · ".join(f"[{page.title}]({page.url})" for page in addresses(of, token))
        if names or links:
            yield "  \n".join(line for line in (names, links) if line)
        if self.rules:
            yield f"Watched by {_listed([f'`{rule}`' for rule in self.rules])}"
        if note := origin(pointed.fact.package):
            yield f"*{note}*"


def headline(pointed: Pointed) -> str:
    """The declaration in the program's own language."""
    facts, fact, member = pointed.facts, pointed.fact, pointed.member
    python = facts.language == "python"
    if member is None:
        return (
            f"({fact.kind}) {fact.module}.{fact.name}"
            if python
            else f"({fact.kind}) {fact.name}  // {fact.module}"
        )
    if isinstance(member, EnumMember):
        value = "" if member.value is None else f" = {member.value!r}"
        return f"(enum member) {_short(fact)}.{member.name}{value}"
    if isinstance(member, Method):
        return f"(method) {_short(fact)}.{member.name}{_call(member.signature, facts)}"
    words = words_of(member.type, facts)
    if pointed.argument:
        mark = "" if python or member.required else "?"
        return f"(argument) {member.name}{mark}: {words}"
    return f"(member) {_short(fact)}.{member.name}: {words}"


def words_of(type_: Type, facts: Facts) -> str:
    """A type as the program's language spells it."""

    def name(named: Named) -> str:
        fact = facts.of(named)
        return named.id.rpartition(".")[2] if fact is None else _short(fact)

    return type_words(type_, facts.language, name)


def documentation(facts: Facts, fact: Fact, member: Member | None) -> Documentation:
    """The package's own prose; empty where there is none."""
    if member is None:
        found = facts.documentation(fact.id)
    else:
        found = facts.documentation(member.owner, member.source_name)
    return found if found is not None else Documentation()


def default_of(property_: Property, told: Documentation, language: Language) -> str:
    """The default as Markdown: in the package's words, or the literal that it declares."""
    if words := sentence(told.default):
        return words
    literal = property_.default
    if language == "python":
        literal = _WORDS.get(literal, literal)
    return f"`{literal}`" if literal else ""


def deprecation(found: Deprecation, told: Documentation, facts: Facts) -> str:
    """That something is deprecated, and what to use instead."""
    parts = ["**Deprecated**"]
    instead = found.member
    if found.type_id:
        fact = facts.get(found.type_id)
        owner = _short(fact) if fact is not None else found.type_id.rpartition(".")[2]
        instead = f"{owner}.{found.member}" if found.member else owner
    why = sentence(told.deprecated)
    if instead:
        parts.append(f"use `{instead}` instead")
    if why and (not instead or instead.lower().replace("_", "") not in why.lower().replace("_", "")):
        parts.append(why)
    return ": ".join(parts[:2]) + "".join(f". {p}" for p in parts[2:])


def origin(package: Package) -> str:
    """Where facts come from when that is not the very package that the program uses; empty when it is."""
    if package.is_installed:
        return ""
    of = f"{package.stand_in or package.name} {package.version}"
    if package.installed:
        return f"From bundled facts of {of}: {package.name} {package.installed} has not been read yet."
    return f"From bundled facts of {of}: {package.name} is not installed here."


def _listed(words: Sequence[str]) -> str:
    rest = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _short(fact: Fact) -> str:
    """The name within its module; what lies inside of another type keeps that type's name."""
    parts = fact.name.split(".")
    return ".".join(part for part in parts if part[:1].isupper()) or parts[-1]


def _tokens(token: ResourceToken) -> list[str]:
    """The library's own name of the resource first; the neutral one where that is another."""
    found = dict.fromkeys(t for t in (token.own, token.cloudformation, token.terraform) if t)
    return list(found)


def _call(signature: Signature, facts: Facts) -> str:
    python = facts.language == "python"
    parts = []
    for parameter in signature.parameters:
        words = words_of(parameter.type, facts)
        if parameter.variadic:
            parts.append(f"*{parameter.name}: {words}" if python else f"...{parameter.name}: {words}[]")
        elif python:
            parts.append(f"{parameter.name}: {words}" + ("" if parameter.required else " = ..."))
        else:
            parts.append(f"{parameter.name}{'' if parameter.required else '?'}: {words}")
    if python and facts.keywords(signature):
        parts.append("*, ...")
    returns = (
        words_of(signature.returns, facts)
        if signature.returns is not None
        else ("None" if python else "void")
    )
    return f"({', '.join(parts)}){' -> ' if python else ': '}{returns}"
