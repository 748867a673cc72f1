"""Which types of values are certainly refused where others are wanted."""

from __future__ import annotations

import pytest

from stackproof.model.facts import Facts, Language
from stackproof.model.types import read_type
from stackproof.packages import Catalogue, Store
from stackproof.rulekit.fitting import Fitting

_BUCKET, _QUEUE = "Caws-cdk-lib.aws_s3.Bucket", "Caws-cdk-lib.aws_sqs.Queue"
_I_BUCKET, _BASE = "Iaws-cdk-lib.aws_s3.IBucket", "Caws-cdk-lib.aws_s3.BucketBase"
_DURATION, _REMOVAL = "Caws-cdk-lib.Duration", "Eaws-cdk-lib.RemovalPolicy"
_BILLING, _PUBLIC = "Eaws-cdk-lib.aws_dynamodb.BillingMode", "Caws-cdk-lib.aws_s3.BlockPublicAccess"
_RULE, _LATER = "Saws-cdk-lib.aws_s3.LifecycleRule", "Iaws-cdk-lib.IResolvable"


@pytest.fixture(scope="module")
def facts() -> dict[Language, Facts]:
    catalogue = Catalogue(Store(None))
    return {
        "typescript": catalogue.facts("typescript", "/nowhere"),
        "python": catalogue.facts("python", "/nowhere"),
    }


@pytest.mark.parametrize(
    ("wanted", "given", "typescript", "python"),
    [
        ("s", "n", True, True),
        ("n", "i", False, False),
        ("n", "b", True, True),
        ("(s|n)", "n", False, False),
        ("a", "[a", False, False),
        ("s", "a", False, False),
        ("[s", "s", True, True),
        ("[s", "[a", False, False),
        ("[s", "[n", True, True),
        ("{s", "[a", True, True),
        # What is known only later may be anything; what only stands for it does not widen the rest.
        (f"(b|{_LATER})", "s", True, True),
        (f"(b|{_LATER})", _LATER, False, False),
        ("s", ">s", False, False),
        ("<n", ">s", True, True),
        ("<[<s", ">s", True, True),
        # Objects: what the compiler takes by its shape, Python takes by its class.
        (_DURATION, "n", True, True),
        (_DURATION, "{a", True, True),
        (_PUBLIC, "{a", False, True),
        (_PUBLIC, "s", True, True),
        (_I_BUCKET, "s", True, True),
        (_I_BUCKET, "{a", False, True),
        (_I_BUCKET, _BUCKET, False, False),
        (_I_BUCKET, _QUEUE, False, False),
        (_BASE, _BUCKET, False, False),
        (_BUCKET, _QUEUE, True, True),
        (_BUCKET, _BASE, True, False),
        ("s", _BUCKET, True, True),
        (_RULE, "{a", False, False),
        (_RULE, "[a", True, True),
        (f"[{_RULE}", "{a", True, True),
        # In TypeScript, members of enums are the texts or numbers that they stand for.
        (_REMOVAL, "s", True, True),
        (_REMOVAL, "n", False, True),
        (_REMOVAL, _BILLING, True, True),
        ("s", _REMOVAL, False, True),
        ("b", _REMOVAL, True, True),
    ],
)
def test_what_is_refused(
    facts: dict[Language, Facts], wanted: str, given: str, typescript: bool, python: bool
) -> None:
    for language, refused in (("typescript", typescript), ("python", python)):
        fitting = Fitting(facts[language], bridged=True)  # type: ignore[index]
        assert fitting.refuses(read_type(wanted), read_type(given)) == refused, language


def test_pulumis_enums_are_their_texts(facts: dict[Language, Facts]) -> None:
    for language in ("typescript", "python"):
        fitting = Fitting(facts[language], bridged=False)
        enum = read_type("E@pulumi/aws.types.enums.ec2.InstanceType")
        assert not fitting.refuses(enum, read_type("s"))
        assert not fitting.refuses(read_type("<s"), enum)
        assert fitting.refuses(enum, read_type("[a"))
