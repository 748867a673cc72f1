"""How the CDK's modules, classes and members are called, made equal for all import forms and both languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from stackproof.frameworks.recognition import VERBATIM, Shape
from stackproof.model.runtime import Symbol

_ABBREVIATION = re.compile(r"([KMG])iB|ARNs")
_LOWER_UPPER = re.compile(r"([a-z0-9])([A-Z])")
_UPPER_WORD = re.compile(r"([A-Z]+)([A-Z][a-z])")

# Python modules of the core package which do not begin with "aws_".
_SPECIAL_MODULES = frozenset(
    {
        "alexa_ask",
        "assertions",
        "cloudformation_include",
        "custom_resources",
        "cx_api",
        "lambda_layer_awscli",
        "lambda_layer_kubectl",
        "lambda_layer_node_proxy_agent",
        "pipelines",
        "region_info",
        "triggers",
    }
)

# Under these arguments, keys are the author's own words and must not be respelled.
_DATA_KEYS = frozenset(
    {
        "assume_role_policy_document",
        "conditions",
        "container_labels",
        "context",
        "docker_labels",
        "environment",
        "environment_variables",
        "inline_policies",
        "key_policy",
        "labels",
        "mappings",
        "options",
        "parameters",
        "policy_document",
        "request_parameters",
        "secrets",
        "tags",
    }
)


class Located(NamedTuple):
    """A member of the CDK: ``module`` is ``core``, ``constructs`` or like ``aws-ec2``; ``names`` lead to the member.

    The last name is in snake case for functions; classes and constants are as they are.
    """

    module: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """``aws-ec2.Vpc``, ``aws-ec2.Vpc.from_lookup``."""
        return ".".join((self.module, *self.names))


# Programs name the same few members again and again.
@lru_cache(maxsize=8192)
def snake(name: str) -> str:
    """The Python spelling of a member, as jsii makes it: ``memoryLimitMiB`` is ``memory_limit_mib``.

    Names that hold anything but letters, digits and underscores are data and stay as they are.
    """
    if not name.isidentifier() or name.isupper():
        return name
    name = _ABBREVIATION.sub(lambda m: m.group(0).capitalize(), name)
    return _UPPER_WORD.sub(r"\1_\2", _LOWER_UPPER.sub(r"\1_\2", name)).lower()


def locate(symbol: Symbol) -> Located | None:
    """Where a symbol stands in the CDK; None for other libraries."""
    return _locate(symbol.module, symbol.names)


@lru_cache(maxsize=8192)
def _locate(module: str, names: tuple[str, ...]) -> Located | None:
    if names[:1] == ("default",):
        names = names[1:]
    home, rest = _home(module)
    if home is None:
        return None
    if home == "" and rest == "" and names:
        first = names[0]
        if first.startswith("aws_") or first in _SPECIAL_MODULES:
            rest, names = first, names[1:]
    place = home or (rest.replace("_", "-") if rest not in ("", "core") else "core")
    if names and names[-1][:1].islower():
        names = (*names[:-1], snake(names[-1]))
    return Located(place, names)


def _home(module: str) -> tuple[str | None, str]:
    """A fixed module name (empty when it follows from the rest) and the rest of the module's path."""
    if module == "constructs" or module.startswith(("constructs/", "constructs.")):
        return "constructs", ""
    for package, separator in (("aws-cdk-lib", "/"), ("aws_cdk", "."), ("@aws-cdk", "/"), ("monocdk", "/")):
        if module == package:
            return "", ""
        if module.startswith(package + separator):
            return "", module[len(package) + 1 :].split(separator)[0]
    return None, ""


class _SnakeKeys:
    """Arguments of the CDK: keys become snake case, except where they are data."""

    def entry(self, written: str) -> tuple[str, Shape]:
        name = snake(written)
        return name, (VERBATIM if name in _DATA_KEYS else self)


SNAKE: Shape = _SnakeKeys()
