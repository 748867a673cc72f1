"""Compares the graph of a CDKTF program with the Terraform that the real library synthesises from it.

Every resource is compared, with everything that is said of it, references included. What the synthesised text leaves to
Terraform's own functions counts as unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from realness import Language
from shown_resources import Shown, matched
from strange_names import strange_names
from terraform_resources import META, resources

from stackproof.analysis.workspace import Workspace
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty
from toolchains import Outcome, Program, python, typescript

# A program in TypeScript, and the same in Python: what stands behind the imports.
Cases = Mapping[str, tuple[str, str]]

_CORE = (
    "App", "Fn", "S3Backend", "TerraformIterator", "TerraformLocal", "TerraformOutput", "TerraformStack", "TerraformCount",
    "TerraformVariable", "Token", "DataTerraformRemoteStateS3", "TerraformSelf",
)  # fmt: skip
_NAME = re.compile(r"\b([A-Z]\w+)\b")


def terraform_differences(cases: Cases, language: Language, work: Path) -> dict[str, list[str]]:
    """What the graph of each program has otherwise than its Terraform; programs without differences are left out."""
    programs = [program(name, pair[language == "python"], language) for name, pair in cases.items()]
    outcomes = typescript(programs, work) if language == "typescript" else python(programs, work)
    found: dict[str, list[str]] = {}
    for each in programs:
        graph = terraform_graph(each, work / "programs" / each.name)
        wrong = _compared(graph, _real(each.name, outcomes[each.name]))
        if wrong:
            found[each.name] = wrong
    return found


def terraform_graph(program: Program, folder: Path) -> list[Resource]:
    """The resources that a program makes, as its graph has them."""
    folder.mkdir(parents=True)
    for name, text in program.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cdktf.json").write_text(f'{{"app": "run {program.main}"}}', encoding="utf-8")
    [found] = Workspace([str(folder)]).snapshot().check().programs
    return found.graph.resources


def _real(name: str, outcome: Outcome) -> list[Resource]:
    assert (outcome.errors, outcome.failure) == ([], ""), name
    return resources(outcome.templates)


def _compared(graph: list[Resource], real: list[Resource]) -> list[str]:
    kinds = [Counter(r.type for r in side) for side in (graph, real)]
    wrong = [
        f"{kind}: {kinds[0][kind]}, not {kinds[1][kind]}"
        for kind in sorted(kinds[0] | kinds[1])
        if kinds[0][kind] != kinds[1][kind]
    ]
    wrong += [
        f"{strange} is not Terraform's"
        for resource in graph
        if not resource.type.startswith(("provider.", "backend."))
        for strange in strange_names(resource)
        if strange.rpartition(".")[2] not in META
    ]
    pairs = matched(graph, real)
    ours, theirs = Shown(), Shown({id(b): a for a, b in pairs})
    for mine, other in pairs:
        left, right = _written(mine, ours), theirs.arguments(other)
        for name in sorted(left.keys() | right.keys()):
            if not ours.same(left.get(name), right.get(name)):
                wrong.append(f"{mine.type} {mine.name}.{name}: {left.get(name)}, not {right.get(name)}")
        if mine.many != other.many:
            wrong.append(f"{mine.type} {mine.name}: many is {mine.many}, not {other.many}")
        waits = [sorted(shown.value(v) for v in r.depends_on) for r, shown in ((mine, ours), (other, theirs))]
        if waits[0] != waits[1]:
            wrong.append(f"{mine.type} {mine.name} waits for {waits[0]}, not {waits[1]}")
    return wrong


def _written(resource: Resource, shown: Shown) -> dict[str, Any]:
    """The arguments, without the defaults which the graph says out loud and Terraform does not."""
    entries = resource.properties.entries
    return {
        name: value
        for name, value in shown.arguments(resource).items()
        if name not in META and entries[name].value.certainty is not Certainty.DEFAULT
    }


def program(name: str, body: str, language: Language) -> Program:
    """A whole program, with the classes that its body uses."""
    used = dict.fromkeys(_NAME.findall(body))
    core = [n for n in used if n in _CORE]
    modules = {n: m for n in used if n not in core and (m := _module(n)) is not None}
    if language == "typescript":
        lines = [f"import {{ {', '.join(core)} }} from 'cdktf';", "import { Construct } from 'constructs';"]
        lines += [
            f"import {{ {n} }} from '@cdktf/provider-aws/lib/{m.replace('_', '-')}';"
            for n, m in modules.items()
        ]
        return Program(name, "cdktf", {"main.ts": "\n".join([*lines, body, ""])})
    lines = [f"from cdktf import {', '.join(core)}", "from constructs import Construct"]
    lines += [f"from cdktf_cdktf_provider_aws.{m} import {n}" for n, m in modules.items()]
    return Program(name, "cdktf", {"main.py": "\n".join([*lines, body, ""])})


def _module(name: str) -> str | None:
    """The module of a class, or of the class to whose name a struct's name adds something."""
    if name.startswith("AwsProvider"):
        return "provider"
    known = vocabulary()
    for end in range(len(name), 1, -1):
        kind = known.type_of_class(name[:end]) or known.type_of_class(name[:end] + "A")
        if kind is not None:
            return kind.replace("data.aws_", "data_aws_").removeprefix("aws_")
    return None
