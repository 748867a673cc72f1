"""What the real libraries synthesise from wrong examples has the defect, and from fixed ones it has not.

Rules that read resources run on the synthesised CloudFormation and Terraform instead of the program: they must find
there what they find in the source, and nothing once it is fixed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from example_programs import Case, cases
from realness import Language
from template_programs import as_program, without_helpers
from terraform_resources import resources

from stackproof.analysis.settings import Settings
from stackproof.analysis.workspace import Workspace
from stackproof.model.graph import Graph
from stackproof.model.services import ServiceFacts
from stackproof.rulekit import load_rules, run
from toolchains import Outcome, Program, python, typescript

# Rules about the program itself, of which nothing is left in what is synthesised.
_ROOMS = frozenset({"language", "sdk", "testing"})
_OF_SOURCE = frozenset(
    {
        "hard-coded-region",
        "s3-backend-not-bootstrapped",
        "secret-rotation-lambda-stub",
        "unused-state-configuration",
    }
)
# What the CDK's templates do not say in a way that can be read: that subnets were meant to have a way out, that a
# security group's rule for an address nobody has stands for none, that a text cut out of an ARN is a secret's name.
_LOST = frozenset(
    {"nat-instance-without-route", "security-group-missing-egress", "ecs-secret-valuefrom-invalid"}
)
_RULES = {r.id: r for r in load_rules() if r.room not in _ROOMS and r.id not in _OF_SOURCE}
_PAGES = {rule.page_path for rule in _RULES.values()}


def _settings(case: Case) -> Settings:
    options: dict[str, Any] = dict(case.example.configuration)
    return Settings(
        environment=options.get("environment"),
        compliance=tuple(options["compliance"].split(",")) if "compliance" in options else None,
        today=date.fromisoformat(options["today"]) if "today" in options else None,
    )


# CDKTF writes nothing for stacks without a provider, which short examples leave out.
_PROVIDERS = {
    "typescript": (
        "super(scope, id);",
        " new (require('@cdktf/provider-aws/lib/provider').AwsProvider)(this, 'aws', { region: 'eu-west-1' });",
    ),
    "python": (
        "super().__init__(scope, id)",
        '; __import__("cdktf_cdktf_provider_aws.provider", fromlist=["x"]).AwsProvider(self, "aws", region="eu-west-1")',
    ),
}


def _with_provider(program: Program, language: Language) -> Program:
    if program.framework != "cdktf" or any("AwsProvider" in text for text in program.files.values()):
        return program
    begin, more = _PROVIDERS[language]
    files = {name: text.replace(begin, begin + more) for name, text in program.files.items()}
    return Program(program.name, program.framework, files)


def _programs(language: Language, framework: str) -> Iterator[tuple[Case, str, Program]]:
    """The examples of the rules' pages, each with what was wrong of which it is the cure: the name of that program."""
    for case in cases():
        example = case.example
        if case.path not in _PAGES or (framework == "cdk" and case.rule in _LOST):
            continue
        if (example.language, example.framework) != (language, framework):
            continue
        if not any(e.rule == case.rule for e in example.expected):
            continue
        name = f"{case.path.stem}-{example.line}"
        files = dict(example.files)
        yield case, "", Program(name, framework, files)
        for number, fixed in enumerate(example.fixed):
            repaired = {**files, fixed.file: fixed.text}
            yield case, name, Program(f"{name}-fixed-{number}", framework, repaired)


def _found_in_cloudformation(case: Case, outcome: Outcome, folder: Path) -> Counter[str]:
    """What a rule says of a template, written as a program of CloudFormation's own resources."""
    found: Counter[str] = Counter()
    for number, template in enumerate(outcome.templates):
        place = folder / str(number)
        place.mkdir(parents=True)
        (place / "cdk.json").write_text(json.dumps({"app": "run main.ts"}), encoding="utf-8")
        (place / "main.ts").write_text(as_program(without_helpers(template)), encoding="utf-8")
        report = Workspace([str(place)], _settings(case)).snapshot().check()
        found.update(p.message for p in report.problems if p.rule == case.rule)
    return found


def _found_in_terraform(case: Case, outcome: Outcome, services: ServiceFacts) -> Counter[str]:
    settings, rule = _settings(case), _RULES[case.rule]
    graph = Graph(resources(outcome.templates), services=services, environment=settings.environment)
    graph.today = settings.today or graph.today
    graph.compliance = frozenset(settings.compliance or ())
    return Counter(finding.message for finding in run(rule, graph))


def _wrong(language: Language, framework: str, work: Path) -> list[str]:
    """What does not hold, a line each."""
    programs = list(_programs(language, framework))
    each = [_with_provider(program, language) for _, _, program in programs]
    outcomes = typescript(each, work / "run") if language == "typescript" else python(each, work / "run")
    services = _services(work / "services")
    wrong = []
    said: dict[str, Counter[str]] = {}
    for case, cured, program in programs:
        outcome = outcomes[program.name]
        if outcome.failure or outcome.errors:
            # The compiler or the library itself refuses some wrong programs.
            wrong += [f"{program.name} stops: {outcome.errors} {outcome.failure}"] if cured else []
            continue
        said[program.name] = found = (
            _found_in_cloudformation(case, outcome, work / "templates" / program.name)
            if framework == "cdk"
            else _found_in_terraform(case, outcome, services)
        )
        if not cured and not found:
            wrong.append(f"{program.name}: nothing is wrong with what is synthesised")
        elif cured in said and (found & said[cured]).total() >= said[cured].total():
            wrong.append(f"{program.name}: what is synthesised is as wrong as before: {dict(found)}")
    return wrong


def _services(folder: Path) -> ServiceFacts:
    """What AWS accepts, as every check knows it."""
    folder.mkdir(parents=True)
    (folder / "index.ts").write_text(
        "import * as aws from '@pulumi/aws';\nnew aws.sqs.Queue('q');\n", encoding="utf-8"
    )
    [program] = Workspace([str(folder)]).snapshot().check().programs
    return program.graph.services


@pytest.mark.parametrize("framework", ["cdk", "cdktf"])
@pytest.mark.parametrize("language", ["typescript", "python"])
def test_what_is_synthesised_has_the_defect_until_it_is_fixed(
    language: Language, framework: str, tmp_path: Path
) -> None:
    assert _wrong(language, framework, tmp_path) == []
