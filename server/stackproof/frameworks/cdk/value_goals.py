"""Writes other values where the CDK's own constants stand for them."""

from __future__ import annotations

import re

from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.cdk.words import At, Construct
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Change, RemoveKey, ReplaceSource
from stackproof.model.fix import Fix, RemoveArgument, ReplaceValue
from stackproof.model.runtime import Reference
from stackproof.model.values import Mapping, Origin, Value
from stackproof.text import Span

_RUNTIME = re.compile(r"(?:\w+\.)*Runtime\.(?P<member>[A-Z]\w*)")
# A version as a member of its class, or as a call of its own.
_VERSION = re.compile(r"(?P<cls>(?:\w+\.)*\w*EngineVersion)\.(?P<member>VER_\w+|of\(.*\))", re.DOTALL)
_DURATION = re.compile(r"(?:\w+\.)*Duration\.[a-z]+\((?P<member>\d+\))")
_SEARCH = re.compile(r"(?P<cls>(?:\w+\.)*EngineVersion)\.(?P<member>(?:OPENSEARCH|ELASTICSEARCH)_\w+)")


def _place(fix: Fix, at: At, pattern: re.Pattern[str]) -> tuple[Origin, re.Match[str], str]:
    """Where the member stands, how it is written, and the value that is wanted instead."""
    if len(fix.intents) != 1 or not isinstance(fix.intents[0], ReplaceValue):
        raise Declined
    intent = fix.intents[0]
    origin = intent.value.origin
    match = None if origin is None else pattern.fullmatch(at(intent.resource).source(origin))
    if origin is None or match is None:
        raise Declined
    start = origin.span.start + len(match.string[: match.start("member")].encode())
    return Origin(origin.file, Span(start, origin.span.end)), match, str(intent.data)


def runtime(fix: Fix, at: At) -> list[Change]:
    """Another member of ``lambda.Runtime``."""
    origin, _, wanted = _place(fix, at, _RUNTIME)
    members = [m for m, v in constants_of("aws-lambda.Runtime").items() if v == wanted]
    member = next((m for m in members if not m.endswith("LATEST")), None)
    if member is None:
        raise Declined
    return [ReplaceSource(origin, member)]


def engine_version(fix: Fix, at: At) -> list[Change]:
    """The version in full, which works in releases of the library that do not list it."""
    typescript = at(fix.subjects[0]).language == "typescript"
    quote = "'" if typescript else '"'
    try:
        origin, _, wanted = _place(fix, at, _SEARCH)
    except Declined:
        origin, match, wanted = _place(fix, at, _VERSION)
        major = _major(match["cls"].rpartition(".")[2], wanted)
        return [ReplaceSource(origin, f"of({quote}{wanted}{quote}, {quote}{major}{quote})")]
    product, _, version = wanted.partition("_")
    method = {
        "OpenSearch": ("openSearch", "open_search"),
        "Elasticsearch": ("elasticsearch", "elasticsearch"),
    }
    if product not in method:
        raise Declined
    return [ReplaceSource(origin, f"{method[product][not typescript]}({quote}{version}{quote})")]


def _major(cls: str, version: str) -> str:
    """What the library calls the major version: one number of PostgreSQL, two of others."""
    parts = version.partition("-")[0].split(".")
    count = 1 if "Postgres" in cls and int(parts[0]) >= 10 else 2
    if "Oracle" in cls or "SqlServer" in cls:
        raise Declined
    return ".".join(parts[:count])


def duration(fix: Fix, at: At) -> list[Change]:
    """Another amount of time in the unit that is written."""
    origin, match, wanted = _place(fix, at, _DURATION)
    intent = fix.intents[0]
    old = intent.value.number() if isinstance(intent, ReplaceValue) else None
    if not old:
        raise Declined
    amount = float(wanted) * int(match["member"].removesuffix(")")) / old
    if not amount.is_integer():
        raise Declined
    return [ReplaceSource(origin, f"{int(amount)})")]


def no_variable(fix: Fix, at: At) -> list[Change]:
    """The environment of a function without one of its variables."""
    gone = next((i for i in fix.intents if isinstance(i, RemoveArgument)), None)
    if gone is None:
        raise Declined
    construct = Construct(gone.resource, at)
    environment, name = construct.given("environment"), str(gone.path[-1])
    path = _path_to(environment, name, ()) or _path_to(_inside(environment), name, ("variables",))
    if path is None:
        raise Declined
    return [RemoveKey(construct.call, (construct.words.word("environment"), *path))]


def _path_to(value: Value | None, name: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The keys that lead to a variable where they are all written out."""
    return (*path, name) if isinstance(value, Mapping) and name in value.entries else None


def _inside(environment: Value | None) -> Value | None:
    """The variables inside the object or struct that CloudFormation has around them."""
    if isinstance(environment, Mapping) and "variables" in environment.entries:
        return environment.entries["variables"].value
    if isinstance(environment, Reference) and not environment.path:
        entry = environment.construction.arguments.keywords.get("variables")
        return None if entry is None else entry.value
    return None
