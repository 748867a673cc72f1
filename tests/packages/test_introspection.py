"""What is read of Python packages is what their classes are when they are imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import shapes
from real_packages import facts_of, introspected, sample, site_packages, source_of

from stackproof.model.facts import Fact, Facts, Signature
from stackproof.model.types import ANY, Named
from stackproof.packages import records
from stackproof.packages.catalogue import Catalogue
from stackproof.packages.installed import find_pypi
from stackproof.packages.reading import read_package

# Modules of the CDK take seconds to import each, so the sample is taken from some.
_CDK_MODULES = (
    "aws_s3.",
    "aws_ecs.",
    "aws_lambda.",
    "aws_elasticache.",
    "aws_iam.",
    "aws_logs.",
    "aws_stepfunctions.",
)
# What the libraries add to every class at run time.
_ADDED = {"pulumi_type"}


def differences(facts: Facts, found: Iterable[Fact], *paths: str) -> list[str]:
    """All that differs, as sentences."""
    wanted = list(found)
    real = introspected([(f.module, f.name) for f in wanted], *paths)
    return [
        f"{fact.id}: {wrong}"
        for fact, described in zip(wanted, real, strict=True)
        for wrong in _compare(facts, fact, described)
    ]


def _compare(facts: Facts, fact: Fact, real: dict[str, Any]) -> Iterable[str]:
    if "error" in real:
        yield real["error"]
    elif fact.kind == "enum":
        ours = {v.name: v.value for v in fact.values.values()}
        # jsii does not tell what a value stands for.
        theirs = {n: ours.get(n) if ours.get(n, "") is None else v for n, v in real["values"].items()}
        if ours != theirs:
            yield f"values {ours} are {theirs}"
    elif fact.kind == "struct":
        parameters = {name: (needed, note) for name, _, needed, note in real["call"]}
        if set(parameters) != set(fact.properties):
            yield f"properties {set(fact.properties) ^ set(parameters)}"
            return
        for name, (needed, note) in parameters.items():
            prop = fact.properties[name]
            # Results of functions are made without saying what is always there.
            if prop.required != needed and note:
                yield f"{name} required: {prop.required}"
            yield from _types(facts, name, prop.type, note)
    else:
        if fact.call is not None and not fact.abstract:
            yield from _signature(facts, "call", fact.call, real["call"])
        yield from _members(facts, fact, real)


def _members(facts: Facts, fact: Fact, real: dict[str, Any]) -> Iterable[str]:
    ours = {
        p.name: "static property" if p.static else "property"
        for p in fact.properties.values()
        if not p.protected
    }
    ours |= {
        m.name: "static method" if m.static else "method" for m in fact.methods.values() if not m.protected
    }
    # Types that are declared inside of others are facts of their own.
    inner = {n for n, k in real["members"].items() if k == "method" and n[:1].isupper() and n not in ours}
    theirs = {n: k for n, k in real["members"].items() if n not in _ADDED | inner}
    if ours != theirs:
        yield f"members {sorted(ours.items() ^ theirs.items())}"
    for name, parameters in real.get("methods", {}).items():
        if name in fact.methods:
            yield from _signature(facts, name, fact.methods[name].signature, parameters)


def _signature(facts: Facts, name: str, ours: Signature, real: list[list[Any]]) -> Iterable[str]:
    keywords = facts.keywords(ours)
    wanted = {p.name: p.required for p in ours.parameters}
    types = {p.name: p.type for p in ours.parameters}
    wanted |= {k: p.required for k, p in keywords.items()}
    types |= {k: p.type for k, p in keywords.items()}
    found = {n: needed and kind != "VAR_POSITIONAL" for n, kind, needed, _ in real if n != "__props__"}
    if set(wanted) != set(found):
        yield f"{name} takes {set(wanted) ^ set(found)}"
        return
    if keywords and ours.options_at >= 0:
        # The overloads that take arguments as a whole make all of them optional here.
        wanted |= dict.fromkeys(keywords, False)
    if wanted != found:
        yield f"{name} requires {wanted.items() ^ found.items()}"
    positional = [p.name for p in ours.parameters]
    real_positional = [n for n, kind, _, _ in real if kind != "KEYWORD_ONLY" and n not in keywords]
    if [n for n in real_positional if n in wanted] != positional:
        yield f"{name} has the order {real_positional}"
    for parameter, kind, _, note in real:
        if kind != "VAR_POSITIONAL" and parameter in types and parameter != "opts":
            yield from _types(facts, f"{name}({parameter})", types[parameter], note)


def _types(facts: Facts, name: str, ours: Any, note: str) -> Iterable[str]:
    def called(named: Named) -> str:
        fact = facts.of(named)
        return (named.id if fact is None else fact.name).rpartition(".")[2]

    if ours == ANY or not note:
        return
    wanted, found = shapes.of_type(ours, called), shapes.of_annotation(note)
    # Pulumi takes what another resource gave out where it takes arguments of the same form.
    found -= {leaf for leaf in found if f"{leaf}Args" in wanted}
    # An intersection is told as one of its parts in Python.
    if wanted != found and not (found and found < wanted and "&" in str(ours)):
        yield f"{name} is {sorted(found)}, not {sorted(wanted)}"


@pytest.fixture(scope="module")
def facts(catalogue: Catalogue) -> Facts:
    return catalogue.facts("python", "/", (site_packages(),))


def test_cdk(catalogue: Catalogue, facts: Facts) -> None:
    source = source_of(catalogue, "aws_cdk", (site_packages(),))
    keys = [k for k in source.all_keys() if k.startswith(_CDK_MODULES)]
    found = list(facts_of(facts, "aws-cdk-lib.", sample(keys, 400)))
    assert "\n".join(differences(facts, found)) == ""
    assert {f.kind for f in found} == {"class", "struct", "interface", "enum"}


def test_cdktf_provider(catalogue: Catalogue, facts: Facts) -> None:
    source = source_of(catalogue, "cdktf_cdktf_provider_aws", (site_packages(),))
    found = list(facts_of(facts, "@cdktf/provider-aws.", sample(source.all_keys(), 300)))
    assert "\n".join(differences(facts, found)) == ""
    assert {f.kind for f in found} == {"class", "struct"}


def test_cdktf(catalogue: Catalogue, facts: Facts) -> None:
    for module, prefix in (("cdktf", "cdktf."), ("constructs", "constructs.")):
        source = source_of(catalogue, module, (site_packages(),))
        found = list(facts_of(facts, prefix, source.all_keys()))
        assert "\n".join(differences(facts, found)) == ""


def test_pulumi(catalogue: Catalogue, facts: Facts) -> None:
    installed = find_pypi("pulumi_aws", (site_packages(),))
    assert installed is not None
    reading = read_package(installed, lambda done, total: None)
    visible = [k for k, r in reading.types.items() if not r.flags & records.HIDDEN]
    found = [f for f in facts_of(facts, "@pulumi/aws.", sample(visible, 400)) if "Awaitable" not in f.name]
    found += facts_of(facts, "@pulumi/aws.", [k for k, r in reading.types.items() if r.letter == "E"])
    assert "\n".join(differences(facts, found)) == ""
    assert {f.kind for f in found} == {"class", "struct", "function", "enum"}
