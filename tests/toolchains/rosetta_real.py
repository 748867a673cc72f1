"""Compares the graphs of the rosetta programs with what the real libraries make of the same programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rosetta_differences import ARGUMENTS, EVERYWHERE, NAMELESS
from rosetta_shapes import Leaf, canonical, reference_to

from stackproof.frameworks.cdk.cloudformation import by_cloudformation_type
from stackproof.frameworks.vocabulary.names import neutral_type
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.graph import Graph
from toolchains import Outcome

# Type and name of a resource, with what its arguments say.
Facts = Mapping[tuple[str, str], set[Leaf]]

_REFERENCE = re.compile(r"\$\{((?:data\.)?aws_\w+)\.([\w-]+)\.([\w.\[\]]+)\}")
_ACROSS = re.compile(r"\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.cross-stack-output-([\w-]+)\}")
_ELEMENT = re.compile(r"\$\{tolist\((aws_\w+)\.([\w-]+)\.(\w+)\)\.(\d+)\.(\w+)\}")
_OWN = ("//", "provider", "depends_on", "count", "for_each")


def differences(dialect: str, graph: Graph, outcome: Outcome) -> list[str]:
    """What the real program has otherwise, a line each."""
    match dialect.split("-")[0]:
        case "cdktf":
            return _arguments(_understood(graph), Synthesised(outcome.templates).facts())
        case "pulumi":
            return _counts(Counter(_understood_names(graph)), Counter(_registered(outcome.templates)))
        case _:
            # What has no name is said inside another resource by CloudFormation.
            mine = Counter(r.type for r in graph.resources if not r.external and r.type not in NAMELESS)
            return _counts(mine, Counter(k for k in _declared(outcome.templates) if k not in NAMELESS))


def _counts(mine: Counter[Any], real: Counter[Any]) -> list[str]:
    wrong = sorted((mine - real) + (real - mine))
    return [f"{what}: {mine[what]}, not {real[what]}" for what in wrong]


def _understood(graph: Graph) -> Facts:
    """The resources of a graph under their own names, those included that are not compared between dialects."""
    found: dict[tuple[str, str], set[Leaf]] = {}
    for resource in graph.resources:
        if resource.external or not resource.type.startswith("aws_"):
            continue
        leaves = {
            leaf
            for name, entry in resource.properties.entries.items()
            if name not in EVERYWHERE and name not in ARGUMENTS.get(resource.type, {})
            for leaf in canonical(entry.value, name)
        }
        found[resource.type, resource.name.rsplit("/", 1)[-1]] = leaves
    return found


def _arguments(mine: Facts, real: Facts) -> list[str]:
    wrong = [f"{kind} {name} is not there" for kind, name in sorted(real.keys() - mine.keys())]
    wrong += [f"{kind} {name} is too much" for kind, name in sorted(mine.keys() - real.keys())]
    for key in sorted(mine.keys() & real.keys()):
        # What the library leaves to Terraform's functions says nothing here.
        open_paths = {path for path, leaf in real[key] if "${" in leaf}
        for path, leaf in sorted(mine[key] ^ real[key]):
            if not any(path.startswith(p) or p.startswith(path) for p in open_paths):
                wrong.append(
                    f"{' '.join(key)}: {path}={leaf} is {'' if (path, leaf) in real[key] else 'not '}real"
                )
    return wrong


class Synthesised:
    """What CDKTF synthesised for all stacks of a program."""

    def __init__(self, templates: list[dict[str, Any]]) -> None:
        self._blocks: dict[str, tuple[str, str, dict[str, Any]]] = {}
        for template in templates:
            for kind, blocks in template.get("resource", {}).items():
                for unique, block in blocks.items():
                    name = block["//"]["metadata"]["path"].rsplit("/", 1)[-1]
                    self._blocks[unique] = (neutral_type(kind), name, block)

    def facts(self) -> Facts:
        """The arguments of all resources, leaf by leaf."""
        found: dict[tuple[str, str], set[Leaf]] = {}
        for kind, name, block in self._blocks.values():
            left_out = {*_OWN, *EVERYWHERE, *ARGUMENTS.get(kind, {})}
            found[kind, name] = {
                leaf
                for argument, value in block.items()
                if argument not in left_out
                for leaf in self._leaves(value, argument)
            }
        return found

    def _leaves(self, value: Any, path: str) -> Iterator[Leaf]:
        match value:
            case dict():
                for key, inner in value.items():
                    yield from self._leaves(inner, f"{path}.{key}")
            case list():
                for index, inner in enumerate(value):
                    yield from self._leaves(inner, path if len(value) == 1 else f"{path}[{index}]")
            case None:
                return
            case bool():
                yield path, str(value).lower()
            case str() if value.lstrip().startswith(("{", "[")):
                yield from self._document(value, path)
            case _:
                yield path, self._text(str(value))

    def _document(self, text: str, path: str) -> Iterator[Leaf]:
        try:
            content = json.loads(text)
        except ValueError:
            yield path, self._text(text)
        else:
            yield from self._leaves(content, path if "{" in path else path + "{}")

    def _text(self, text: str) -> str:
        text = _ELEMENT.sub(lambda m: f"${{{m[1]}.{m[2]}.{m[3]}[{m[4]}].{m[5]}}}", text)
        text = _ACROSS.sub(self._across, text)
        return _REFERENCE.sub(self._reference, text)

    def _across(self, found: re.Match[str]) -> str:
        """A reference into another stack, whose name is type, resource and attribute in one."""
        for unique, (kind, _, _) in self._blocks.items():
            for known in (kind, kind.replace("aws_lb", "aws_alb")):
                if found[1].startswith(known + unique):
                    return f"${{{known}.{unique}.{found[1].removeprefix(known + unique)}}}"
        return found[0]

    def _reference(self, found: re.Match[str]) -> str:
        known = self._blocks.get(found[2])
        kind, attribute = neutral_type(found[1]), found[3]
        if kind == "data.aws_iam_policy_document":
            return found[0]
        if known is None:
            return reference_to(kind, "", attribute, lambda: found[0])
        _, name, block = known
        return reference_to(kind, name, attribute, lambda: self._text(str(block.get(attribute))))


def _understood_names(graph: Graph) -> Iterator[tuple[str, str]]:
    for resource in graph.resources:
        if not resource.external and resource.type.startswith("aws_"):
            yield resource.type, resource.name


def _registered(templates: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What a Pulumi program registered with its engine."""
    for registered in templates[0]["registered"]:
        package, module, name = registered["type"].split(":")
        if package == "aws":
            kind = vocabulary().pulumi_class(f"{module.split('/')[0]}.{name}")
            yield kind or registered["type"], registered["name"].removesuffix("-dev")


def _declared(templates: list[dict[str, Any]]) -> Iterator[str]:
    """The types of what a CDK program declares."""
    for template in templates:
        for declared in template["Resources"].values():
            kind = by_cloudformation_type(declared["Type"])
            if declared["Type"] != "AWS::CDK::Metadata":
                yield kind.type if kind is not None else "cfn:Cfn" + declared["Type"].rsplit("::", 1)[-1]
