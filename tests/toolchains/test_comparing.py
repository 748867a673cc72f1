"""The comparison with real templates notices what is wrong, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from realness import compared, understood
from template_programs import as_program

from toolchains import Program

_GROUP = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "a", "RetentionInDays": 7}}
_KEY = {"Type": "AWS::KMS::Key"}


def _differences(folder: Path, mine: dict[str, Any], real: dict[str, Any]) -> list[str]:
    sides = [
        understood(Program(name, "cdk", {"main.ts": as_program({"Resources": resources})}), folder / name)
        for name, resources in (("mine", mine), ("real", real))
    ]
    return compared(*sides)


def _group(**changed: Any) -> dict[str, Any]:
    properties = {**_GROUP["Properties"], **changed}  # type: ignore[dict-item]
    return {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {k: v for k, v in properties.items() if v is not None},
    }


def test_the_same_resources_are_the_same(tmp_path: Path) -> None:
    resources = {"K": _KEY, "A": _group(KmsKeyId={"Fn::GetAtt": ["K", "Arn"]})}
    renamed = {"B": _group(KmsKeyId={"Fn::GetAtt": ["L", "Arn"]}), "L": _KEY}
    assert _differences(tmp_path, resources, renamed) == []


@pytest.mark.parametrize(
    ("mine", "wrong"),
    [
        ({}, "aws_cloudwatch_log_group: 0, not 1"),
        ({"A": _GROUP, "B": _GROUP}, "aws_cloudwatch_log_group: 2, not 1"),
        ({"A": _group(RetentionInDays=1)}, "aws_cloudwatch_log_group A.retention_in_days: 1, not 7"),
        ({"A": _group(RetentionInDays=None)}, "aws_cloudwatch_log_group A.retention_in_days: None, not 7"),
        ({"A": _group(KmsKeyId="k")}, "aws_cloudwatch_log_group A.kms_key_id: k, not None"),
        (
            {"A": _group(LogGroupName={"Fn::ImportValue": "x"})},
            "aws_cloudwatch_log_group A.name: ?, not a",
        ),
    ],
)
def test_a_difference_is_found(tmp_path: Path, mine: dict[str, Any], wrong: str) -> None:
    assert _differences(tmp_path, mine, {"A": _GROUP}) == [wrong]


def test_a_reference_to_another_resource_is_found(tmp_path: Path) -> None:
    keys = {
        "K": {**_KEY, "Properties": {"Description": "k"}},
        "L": {**_KEY, "Properties": {"Description": "l"}},
    }
    mine = {**keys, "A": _group(KmsKeyId={"Fn::GetAtt": ["K", "Arn"]})}
    real = {**keys, "A": _group(KmsKeyId={"Fn::GetAtt": ["L", "Arn"]})}
    assert _differences(tmp_path, mine, real) == [
        "aws_cloudwatch_log_group A.kms_key_id: <aws_kms_key K.arn>, not <aws_kms_key L.arn>"
    ]


def test_what_is_not_known_of_the_real_one_may_be_anything(tmp_path: Path) -> None:
    real = {"A": _group(LogGroupName={"Fn::Join": ["", ["a", {"Fn::ImportValue": "x"}]]})}
    assert _differences(tmp_path, {"A": _group(LogGroupName="abc")}, real) == []
    assert _differences(tmp_path / "2", {"A": _group(LogGroupName="bc")}, real) != []


def test_texts_are_joined_from_their_parts(tmp_path: Path) -> None:
    real = {"A": _group(LogGroupName={"Fn::Join": ["", ["/`$/", {"Ref": "AWS::Region"}]]})}
    assert _differences(tmp_path, {"A": _group(LogGroupName="/`$/eu-west-1")}, real) == []
    sub = {"A": _group(LogGroupName={"Fn::Sub": "/x/${AWS::Region}"})}
    assert _differences(tmp_path / "2", {"A": _group(LogGroupName="/x/eu-west-1")}, sub) == []


def test_names_must_be_terraforms(tmp_path: Path) -> None:
    mine = {"A": _group(RetentionDays=7)}
    assert _differences(tmp_path, mine, mine) == 2 * [
        "aws_cloudwatch_log_group.retention_days is not Terraform's"
    ]
