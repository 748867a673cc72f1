"""What a symbol of Pulumi or one of its provider packages is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stackproof.frameworks.vocabulary.names import canonical, snake
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.runtime import Symbol

_CORE = re.compile(r"^(?:@pulumi/pulumi|pulumi)(?:[/.](?P<rest>.*))?$")
_AWS = re.compile(r"^(?:@pulumi/aws|pulumi_aws)(?:[/.](?P<rest>.*))?$")
# Packages of components that make AWS resources out of sight.
_COMPONENTS = re.compile(
    r"^(?:@pulumi/|pulumi_)(?P<name>awsx|eks|aws-apigateway|aws_apigateway|cdk)(?:[/.](?P<rest>.*))?$"
)
# The same clouds seen through another provider: what they do is not followed.
_NATIVE = re.compile(r"^(?:@pulumi/aws-native|pulumi_aws_native)(?:[/.]|$)")
_OTHER = re.compile(r"^(?:@pulumi/|pulumi_|@pulumiverse/|pulumiverse_)")

# Modules that were renamed, to the names of today.
_MODULES = {
    "alb": "lb",
    "applicationloadbalancing": "lb",
    "elasticloadbalancingv2": "lb",
    "elasticloadbalancing": "elb",
}

# Classes that make further resources out of sight.
_MAKERS = frozenset({"lambda.CallbackFunction"})

Role = Literal["resource", "data", "struct", "provider", "static", "core", "component", "native", "other"]


@dataclass(frozen=True)
class Member:
    """A symbol's role, Terraform type (for resources and data sources), dotted name, and what follows the class."""

    role: Role
    kind: str
    name: str
    rest: tuple[str, ...] = ()


def member(symbol: Symbol, vocabulary: Vocabulary) -> Member | None:
    """What the symbol is; None when it belongs to another library."""
    names = tuple(n for n in symbol.names if n != "default")
    if (core := _CORE.match(symbol.module)) is not None:
        steps = (*_split(core.group("rest")), *names)
        return Member("core", "", steps[0] if steps else "", steps[1:])
    if (aws := _AWS.match(symbol.module)) is not None:
        return _provided((*_split(aws.group("rest")), *names), vocabulary)
    if (made := _COMPONENTS.match(symbol.module)) is not None:
        steps = (made.group("name"), *_split(made.group("rest")), *names)
        return Member("component", "", ".".join(steps))
    if _NATIVE.match(symbol.module):
        return Member("native", "", symbol.dotted)
    return Member("other", "", symbol.dotted) if _OTHER.match(symbol.module) else None


def _split(path: str | None) -> tuple[str, ...]:
    return tuple(p for p in re.split(r"[/.]", path or "") if p not in ("", "index", "js", "bin"))


def _provided(steps: tuple[str, ...], vocabulary: Vocabulary) -> Member | None:
    at = next((i for i, step in enumerate(steps) if step[:1].isupper()), None)
    if at is None:
        return _function(steps, vocabulary) if steps else None
    name, rest = steps[at], steps[at + 1 :]
    modules = [_MODULES.get(m.rstrip("_"), m.rstrip("_")) for m in steps[:at]]
    if name == "Provider" and not modules:
        return Member("provider", "provider.aws", name, rest)
    dotted = ".".join((*modules, name))
    # A deep import names the file as well (`ec2/vpc`).
    for candidate in (dotted, ".".join((*modules[:-1], name))):
        kind = vocabulary.pulumi_class(candidate)
        if kind is not None:
            return Member("resource", kind, candidate, rest)
    if dotted in _MAKERS:
        return Member("component", "", f"aws.{dotted}", rest)
    if name.endswith(("Args", "ArgsDict")):
        return Member("struct", "", dotted, rest)
    if rest or not modules:
        return Member("static", "", dotted, rest)
    return Member("resource", f"aws_{'_'.join(modules)}_{snake(name)}", dotted, rest)


def _function(steps: tuple[str, ...], vocabulary: Vocabulary) -> Member | None:
    modules = [_MODULES.get(m.rstrip("_"), m.rstrip("_")) for m in steps[:-1]]
    name = re.sub(r"_?[oO]utput$", "", steps[-1])
    for path in (modules, modules[:-1]):
        kind = vocabulary.pulumi_function(".".join((*path, name)))
        if kind is not None:
            return Member("data", kind, ".".join((*path, name)))
    if canonical(name).startswith("get") and name != "get":
        return Member("data", "data.aws_" + snake(name).removeprefix("get_"), ".".join((*modules, name)))
    return Member("static", "", ".".join((*modules, steps[-1])))
