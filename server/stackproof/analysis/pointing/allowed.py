"""The values that an argument takes, as far as its type or AWS itself names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stackproof.analysis.pointing.slots import Route
from stackproof.frameworks.services import service_facts
from stackproof.frameworks.tokens import neutral_path, resource_token
from stackproof.model.facts import Facts
from stackproof.model.types import STRING, Constant, Named, Type, alternatives


@dataclass(frozen=True)
class Allowed:
    """One text that is taken. ``outdated`` when it should not be used any more, ``gone`` when AWS refuses it by now."""

    text: str
    outdated: bool = False
    why: str = ""
    gone: bool = False


def takes_text(type_: Type) -> bool:
    """Whether any text may stand in a place of this type as far as the type goes."""
    return any(each == STRING for each in alternatives(type_))


def declared(type_: Type, facts: Facts) -> Iterator[Allowed]:
    """What the type names: constants, and the values of enums whose values are given as they are."""
    for each in alternatives(type_):
        if isinstance(each, Constant):
            yield Allowed(each.value)
        elif isinstance(each, Named) and each.kind == "enum" and each.id.startswith("@pulumi/"):
            fact = facts.of(each)
            for member in () if fact is None else fact.values.values():
                if isinstance(member.value, str):
                    yield Allowed(member.value, member.deprecated is not None)


def by_service(route: Route, today: date) -> tuple[Allowed, ...]:
    """What AWS accepts, by the facts about its services; nothing where they do not tell."""
    if route.fact is None:
        return ()
    token = resource_token(route.fact.id, route.fact.token)
    path = neutral_path(route.fact.id, token, route.names)
    if path is None:
        return ()
    services = service_facts()
    if (token.terraform, path) == ("aws_lambda_function", ("runtime",)):
        return tuple(_runtimes(today))
    limits = services.limits(token.terraform).get(".".join(path))
    return () if limits is None else tuple(Allowed(v) for v in limits.values if isinstance(v, str))


def _runtimes(today: date) -> Iterator[Allowed]:
    """Those of the same language together, newest first."""
    for runtime in reversed(service_facts().runtimes()):
        gone = runtime.no_creation is not None and runtime.no_creation <= today
        old = runtime.deprecated is not None and runtime.deprecated <= today
        why = f"deprecated since {runtime.deprecated}" if old else ""
        yield Allowed(runtime.name, old or gone, why, gone)


def values_of(type_: Type, route: Route, facts: Facts, today: date) -> tuple[Allowed, ...]:
    """All of both, each once. What AWS says of a text counts more than that a type names it."""
    found = {each.text: each for each in declared(type_, facts)}
    for each in by_service(route, today):
        if each.text in found or not each.gone:
            found[each.text] = each
    return tuple(found.values())
