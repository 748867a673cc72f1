"""How one name is written in the different languages."""

from __future__ import annotations

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_AFTER_DIGIT = re.compile(r"(?<=[0-9])[a-z]")


def canonical(name: str) -> str:
    """The letters and digits of a name alone: equal for ``cidrBlock``, ``cidr_block`` and ``cidr-block``."""
    return name.replace("_", "").replace("-", "").lower()


def snake(name: str) -> str:
    """``cidrBlock`` as ``cidr_block``, ``nat-gateway`` as ``nat_gateway``; snake case stays as it is."""
    return _HUMP.sub("_", name).replace("-", "_").lower()


def camel(name: str) -> str:
    """``cidr_block`` as ``cidrBlock``."""
    first, *rest = name.replace("-", "_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def cdktf_camel(name: str) -> str:
    """``m2ts_settings`` as ``m2TsSettings``: a letter after a digit begins a word there."""
    return _AFTER_DIGIT.sub(lambda m: m.group().upper(), camel(name))


def cdktf_pascal(name: str) -> str:
    """``s3tables_table`` as ``S3TablesTable``."""
    written = cdktf_camel(name)
    return written[:1].upper() + written[1:]


def plural(word: str) -> str:
    """The plural that the Pulumi bridge makes of a name in any casing."""
    if word.endswith("s"):
        # Of all words with a double s, `ingress` and `egress` alone stay as they are.
        return word + "es" if word.endswith("ss") and not word.endswith("gress") else word
    if word.endswith(("x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def singulars(word: str) -> tuple[str, ...]:
    """What a canonical name may be the plural of, likeliest first."""
    found = []
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("es"):
        found.append(word[:-2])
    if word.endswith("s"):
        found.append(word[:-1])
    if word.endswith("indices"):
        found.append(word[:-4] + "ex")
    return tuple(found)


def neutral_type(kind: str) -> str:
    """The one name of types that the provider registers twice (``aws_alb`` is ``aws_lb``)."""
    head, dot, name = kind.rpartition(".")
    if name == "aws_alb" or name.startswith("aws_alb_"):
        return head + dot + "aws_lb" + name.removeprefix("aws_alb")
    return kind
