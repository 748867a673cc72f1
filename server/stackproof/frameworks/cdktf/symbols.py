"""What a symbol of CDKTF or one of its provider packages is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from stackproof.frameworks.vocabulary.names import cdktf_pascal, neutral_type, snake
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.runtime import Symbol

# The core library under its names before and after it changed hands, deep imports included.
_CORE = re.compile(r"^(cdktf|cdktn)(?:[/.](?P<rest>.*))?$")
# Published provider packages, and those generated beside the program.
_AWS = re.compile(
    r"^(?:@cdkt[fn]/provider-aws(?:/lib)?|(?:.*/)?\.gen/providers/aws(?:/lib)?"
    r"|cdktf_cdktf_provider_aws|cdktn_provider_aws|(?:.*\.)?imports\.aws)(?:[/.](?P<rest>.*))?$"
)
_OTHER = re.compile(
    r"^(?:@cdkt[fn]/provider-|(?:.*/)?\.gen/providers/|cdktf_cdktf_provider_|cdktn_provider_|(?:.*\.)?imports\.)"
    r"[\w-]+(?:[/.](?P<rest>.*))?$"
)

Role = Literal["resource", "data", "struct", "provider", "core", "other"]


@dataclass(frozen=True)
class Member:
    """A symbol's role, Terraform type (for resources and data sources), class, and what follows the class."""

    role: Role
    kind: str
    name: str
    rest: tuple[str, ...] = ()


def member(symbol: Symbol, vocabulary: Vocabulary) -> Member | None:
    """What the symbol is; None when it belongs to another library."""
    return _member(symbol.module, symbol.names, vocabulary)


# Programs name the same few classes again and again.
@lru_cache(maxsize=4096)
def _member(module: str, symbols: tuple[str, ...], vocabulary: Vocabulary) -> Member | None:
    if (core := _CORE.match(module)) is not None:
        names = [n for n in (*_split(core.group("rest")), *symbols) if n not in ("lib", "default")]
        # Deep imports name a file first (`cdktf/lib/terraform-stack`).
        while len(names) > 1 and not names[0][:1].isupper():
            names.pop(0)
        return Member("core", "", names[0], tuple(names[1:])) if names else None
    if (aws := _AWS.match(module)) is not None:
        return _provided([*_split(aws.group("rest")), *(n for n in symbols if n != "default")], vocabulary)
    if _OTHER.match(module):
        return Member("other", "", symbols[-1] if symbols else "")
    return None


def steps_of_other(symbol: Symbol) -> tuple[str, ...]:
    """What leads to a symbol inside another provider's package: ``("compute-instance", "ComputeInstance")``."""
    other = _OTHER.match(symbol.module)
    rest = _split(other.group("rest")) if other is not None else []
    return (*rest, *(n for n in symbol.names if n != "default"))


def _split(path: str | None) -> list[str]:
    parts = re.split(r"[/.]", path or "")
    return [p for p in parts if p not in ("", "index", "js", "ts", "lib")]


def _provided(steps: list[str], vocabulary: Vocabulary) -> Member | None:
    at = next((i for i, step in enumerate(steps) if step[:1].isupper()), None)
    if at is None:
        return None
    name, rest = steps[at], tuple(steps[at + 1 :])
    if name == "AwsProvider":
        return Member("provider", "provider.aws", name, rest)
    stem = steps[at - 1] if at else None
    kind = vocabulary.type_of_stem(stem) if stem is not None else None
    if kind is None:
        kind = vocabulary.type_of_class(name)
        if (
            kind is None
            and stem is not None
            and name in (cdktf_pascal(snake(stem)), cdktf_pascal(snake(stem)) + "A")
        ):
            # Newer than the vocabulary, yet named by the rule.
            kind = _derived(snake(stem))
    elif name != vocabulary.class_name(kind):
        kind = None
    if kind is None:
        return Member("struct", "", name, rest)
    return Member("data" if kind.startswith("data.") else "resource", neutral_type(kind), name, rest)


def _derived(stem: str) -> str:
    return "data.aws_" + stem.removeprefix("data_aws_") if stem.startswith("data_aws_") else "aws_" + stem
