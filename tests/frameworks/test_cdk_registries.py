"""Repositories of images of the CDK: what is not known of them stays open."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_E = "const ecr = cdk.aws_ecr; "
_X = "JSON.parse('x')"


def _repository(options: str, after: str = "") -> Recognised:
    return ts(f"{_E}const r = new ecr.Repository(this, 'R', {{ {options} }}); {after}")


def _all(program: Recognised, kind: str) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == kind]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (f"imageScanOnPush: {_X}", "image_scanning_configuration"),
        (f"encryption: {_X}", "encryption_configuration"),
        (f"encryptionKey: {_X}", "encryption_configuration"),
        (f"emptyOnDelete: {_X}", "force_delete"),
        (f"imageTagMutability: {_X}", "image_tag_mutability"),
        (f"...{_X}", "encryption_configuration"),
        (f"...{_X}", "force_delete"),
    ],
)
def test_options_that_are_not_known(options: str, name: str) -> None:
    assert _repository(options).one("aws_ecr_repository")[name].is_unknown()


@pytest.mark.parametrize(
    ("options", "after"),
    [
        (f"lifecycleRules: {_X}", ""),
        (f"...{_X}", ""),
        ("", "if (process.env.X) r.addLifecycleRule({ maxImageCount: 1 });"),
    ],
)
def test_rules_that_there_may_be(options: str, after: str) -> None:
    policy = _repository(options, after).one("aws_ecr_lifecycle_policy")
    assert policy.conditional
    assert not policy["policy"].get("rules").is_closed()


def test_without_rules_images_are_kept() -> None:
    assert _all(_repository(""), "aws_ecr_lifecycle_policy") == []


def test_an_order_that_is_not_known() -> None:
    rules = f"lifecycleRules: [{{ maxImageCount: 1, tagPrefixList: ['a'], rulePriority: {_X} }}, {{ maxImageCount: {_X} }}]"
    policy = _repository(rules).one("aws_ecr_lifecycle_policy")
    assert not policy.conditional
    listed = policy["policy"].get("rules")
    assert [plain(r.get("rulePriority")) for r in listed.items()] == ["?", "?"]
    assert plain(listed.get(1, "selection", "countNumber")) == "?"


def test_a_rule_of_which_nothing_is_known() -> None:
    listed = _repository(f"lifecycleRules: [{_X}]").one("aws_ecr_lifecycle_policy")["policy"].get("rules")
    assert plain(listed) == ["?"]


def test_whoever_is_not_known_may_be_in_the_policy() -> None:
    policy = _repository("", f"r.grantPull({_X});").one("aws_ecr_repository_policy")
    assert not policy["policy"].get("Statement").is_closed()


def test_the_address_of_an_image() -> None:
    program = _repository(
        "",
        "new cdk.CfnOutput(this, 'O', { value: r.repositoryUriForTag('v1') });"
        "const t = new ecs.FargateTaskDefinition(this, 'T'); t.addContainer('c', { image: ecs.ContainerImage.fromRegistry(r.repositoryUriForTag('v1')) });",
    )
    definitions = program.one("aws_ecs_task_definition")["container_definitions"]
    assert plain(definitions.get(0, "image")) == "{R.repository_url}:v1"
