"""What becomes of any dict is what the real libraries make of it, key by key."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from random_dicts import Maker, Written, without

from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from toolchains import PYTHON, Outcome, Program, need, python

RULE = "jsii-dict-for-struct"
_QUOTED = re.compile(r"'([^']+)'")
_SEEDS = range(40)
_CDKTF = """from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.{module} import {name}
from cdktf_cdktf_provider_aws.provider import AwsProvider

app = App()
stack = TerraformStack(app, "stack")
AwsProvider(stack, "aws")
{name}(stack, "it", {others}{argument}={value})
app.synth()
"""
_CDK = """from aws_cdk import App, Stack
from aws_cdk import {module} as module

app = App()
stack = Stack(app, "stack")
module.{name}(stack, "it", {others}{argument}={value})
app.synth()
"""
# The framework, a class, what it needs besides, the argument, whether that is a list, and the id of the struct.
_PLACES = (
    ("cdktf", "lb_listener", "LbListener", 'load_balancer_arn="x", ', "default_action", True,
     "@cdktf/provider-aws.lbListener.LbListenerDefaultAction"),
    ("cdktf", "ecs_service", "EcsService", 'name="x", ', "service_connect_configuration", False,
     "@cdktf/provider-aws.ecsService.EcsServiceServiceConnectConfiguration"),
    ("cdk", "aws_ecs", "CfnTaskDefinition", "", "container_definitions", True,
     "aws-cdk-lib.aws_ecs.CfnTaskDefinition.ContainerDefinitionProperty"),
    ("cdk", "aws_s3", "CfnBucket", "", "lifecycle_configuration", False,
     "aws-cdk-lib.aws_s3.CfnBucket.LifecycleConfigurationProperty"),
)  # fmt: skip


def _deployed(value: Any) -> Counter[str]:
    """All keys with what they hold, bare of their spelling; what is empty or nothing left out."""
    return Counter(_pairs(value))


def _pairs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is None:
                continue
            bare = key.replace("_", "").lower()
            yield bare if isinstance(inner, dict | list) else f"{bare}={json.dumps(inner)}"
            yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


def _made(outcome: Outcome, framework: str, argument: str) -> Any:
    """What was synthesised for the argument."""
    wanted = argument.replace("_", "")
    for template in outcome.templates:
        resources = template.get("resource" if framework == "cdktf" else "Resources", {})
        for each in resources.values():
            held = each["it"] if framework == "cdktf" else each.get("Properties", {})
            for key, value in held.items():
                if key.replace("_", "").lower() == wanted:
                    return value
    return None


def test_each_dict_is_lost_as_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(PYTHON)
    monkeypatch.setenv("VIRTUAL_ENV", str(PYTHON.parents[1]))
    catalogue = Catalogue(Store(tmp_path / "facts"), patient=True)
    sites = tuple(map(str, PYTHON.parents[1].glob("lib/python*/site-packages")))
    facts = catalogue.facts("python", str(tmp_path), sites)
    programs: list[Program] = []
    said: dict[str, list[str]] = {}
    written: dict[str, tuple[str, str, Written]] = {}
    for number, (framework, module, name, others, argument, listed, struct) in enumerate(_PLACES):
        fact = facts.get(struct)
        assert fact is not None
        for seed in _SEEDS:
            held = Maker(facts, seed * len(_PLACES) + number).make(fact)
            text = (_CDKTF if framework == "cdktf" else _CDK).format(
                module=module,
                name=name,
                others=others,
                argument=argument,
                value=repr([held] if listed else held),
            )
            key = f"{name}-{seed}".lower()
            folder = tmp_path / "checked" / key
            folder.mkdir(parents=True)
            (folder / "main.py").write_text(text)
            (folder / f"{framework}.json").write_text('{"language": "python", "app": "python main.py"}')
            report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
            said[key] = [p.message for p in report.problems if p.rule == RULE]
            written[key] = framework, argument, held
            programs.append(Program(key, framework, {"main.py": text}))
    outcomes = python(programs, tmp_path / "run")
    wrong: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for key, messages in said.items():
        framework, argument, held = written[key]
        outcome = outcomes[key]
        stops = any("the program stops here" in m for m in messages)
        if stops != bool(outcome.failure):
            wrong[key] = held, messages, outcome.failure[-400:]
            continue
        seen["stops" if stops else "lost" if messages else "whole"] += 1
        if stops or any(" more are dropped" in m for m in messages):
            continue
        dropped = {
            k for m in messages if " dropped: " in m for k in _QUOTED.findall(m.partition(" dropped: ")[0])
        }
        left = without(held, dropped)
        if _deployed(_made(outcome, framework, argument)) != _deployed(left):
            wrong[key] = held, messages, _made(outcome, framework, argument)
    assert wrong == {}, json.dumps(wrong, indent=1, default=str)
    assert min(seen.values()) > 5, seen
    assert len(seen) == 3
