"""The bundled constants and metrics are those of the installed library."""

from __future__ import annotations

from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.cdk.watching.metricdata import described_metrics
from stackproof.frameworks.vocabulary.build.__main__ import _told
from toolchains import NODE_MODULES, need


def test_bundled_constants_are_real() -> None:
    need(NODE_MODULES / "aws-cdk-lib")
    real = _told("constants.js", NODE_MODULES / "aws-cdk-lib")
    assert len(real) > 500
    assert {group: dict(constants_of(group)) for group in real} == real


def test_bundled_metrics_are_real() -> None:
    need(NODE_MODULES / "aws-cdk-lib")
    real = _told("metrics.js", NODE_MODULES / "aws-cdk-lib")
    assert len(real) > 90
    assert {group: dict(described_metrics(group)) for group in real} == real
