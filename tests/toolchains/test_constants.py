"""The bundled constants are those of the installed library."""

from __future__ import annotations

from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.vocabulary.build.__main__ import _constants
from toolchains import NODE_MODULES, need


def test_bundled_constants_are_real() -> None:
    need(NODE_MODULES / "aws-cdk-lib")
    real = _constants(NODE_MODULES / "aws-cdk-lib")
    assert len(real) > 500
    assert {group: dict(constants_of(group)) for group in real} == real
