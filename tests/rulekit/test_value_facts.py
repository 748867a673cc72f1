"""Texts against what they may be, sizes of tasks, runtimes, words that were meant."""

from __future__ import annotations

from datetime import date

import pytest

from stackproof.frameworks.services import service_facts
from stackproof.model.graph import Graph
from stackproof.model.services import Limits
from stackproof.model.values import Data, Scalar, Template, Unknown, Value
from stackproof.rulekit.fargate import cpu_units, mebibytes
from stackproof.rulekit.runtimes import is_newer, runtime_like, successors
from stackproof.rulekit.scalars import closest
from stackproof.rulekit.texts import allowed, bad_characters, least_length, mended

BUCKET = service_facts().limits("aws_s3_bucket")["bucket"]
BALANCER = service_facts().limits("aws_lb")["name"]
ALIAS = service_facts().limits("aws_kms_alias")["name"]
QUEUE = service_facts().limits("aws_sqs_queue")["name"]
HOLE = Unknown("somewhere")


@pytest.mark.parametrize(
    ("value", "length"),
    [
        (Scalar("abc"), 3),
        (Template(("abc-", HOLE, "-de")), 7),
        (Scalar("${aws_vpc.a.id}"), None),
        (Template(("abc-${", HOLE)), None),
        (Scalar("{{resolve:ssm:name}}"), None),
        (Scalar(5), None),
        (HOLE, None),
    ],
)
def test_least_length(value: Value, length: int | None) -> None:
    assert least_length(value) == length


@pytest.mark.parametrize(
    ("value", "limits", "bad"),
    [
        (Scalar("my_Bucket"), BUCKET, ("_", "B")),
        (Template(("my_bucket-", HOLE)), BUCKET, ("_",)),
        (Scalar("my-bucket.com"), BUCKET, ()),
        (Scalar("web_alb"), BALANCER, ("_",)),
        (Scalar("alias/my key"), ALIAS, (" ",)),
        (Scalar("anything goes"), Limits(), ()),
        # A dot is taken where it begins the ending that is allowed, and nowhere else.
        (Template((HOLE, ".fifo")), QUEUE, ()),
        (Template(("jobs.", HOLE)), QUEUE, (".",)),
    ],
)
def test_bad_characters(value: Value, limits: Limits, bad: tuple[str, ...]) -> None:
    assert bad_characters(value, limits) == bad


@pytest.mark.parametrize(
    ("text", "limits", "fine"),
    [
        ("my-bucket", BUCKET, True),
        ("-bucket", BUCKET, False),
        ("my..bucket", BUCKET, False),
        ("192.168.0.1", BUCKET, False),
        ("internal-web", BALANCER, False),
        ("web-", BALANCER, False),
        ("alias/aws/mine", ALIAS, False),
        ("mine", ALIAS, False),
    ],
)
def test_allowed(text: str, limits: Limits, fine: bool) -> None:
    assert allowed(text, limits) is fine


@pytest.mark.parametrize(
    ("text", "limits", "better"),
    [
        ("My_Bucket", BUCKET, "my-bucket"),
        ("web_alb", BALANCER, "web-alb"),
        ("production-web-application-load-balancer", BALANCER, "production-web-application-load"),
        ("mine", ALIAS, None),
        ("_", BUCKET, None),
    ],
)
def test_mended(text: str, limits: Limits, better: str | None) -> None:
    assert mended(text, limits) == better


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("256", 256),
        (512, 512),
        (".25 vCPU", 256),
        ("1 vcpu", 1024),
        ("0.3 vCPU", None),
        ("1 GB", None),
        (True, None),
    ],
)
def test_cpu_units(written: Data, units: int | None) -> None:
    assert cpu_units(Scalar(written)) == units


@pytest.mark.parametrize(
    ("written", "size"),
    [("512", 512), ("0.5GB", 512), ("2 GB", 2048), ("2 vCPU", None), (None, None), ("big", None)],
)
def test_mebibytes(written: Data, size: int | None) -> None:
    assert mebibytes(Scalar(written)) == size


def graph(day: str = "2026-10-01") -> Graph:
    return Graph([], services=service_facts(), today=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("nodejs14.x", ("nodejs22.x", "nodejs24.x")),
        ("python3.7", ("python3.11", "python3.14")),
        ("nodejs22.x", ("nodejs24.x",)),
        ("java8", ("java11", "java25")),
        ("dotnetcore3.1", ("dotnet10",)),
        ("ruby2.7", ("ruby3.3", "ruby4.0")),
        # Programs in Go run on the bare system now.
        ("go1.x", ("provided.al2023",)),
        ("provided", ("provided.al2023",)),
    ],
)
def test_successors(name: str, after: tuple[str, ...]) -> None:
    assert successors(graph(), name) == after


@pytest.mark.parametrize(
    ("name", "newer"),
    [
        ("nodejs26.x", True),
        ("python3.15", True),
        ("nodejs26", False),
        ("nodejs13.x", False),
        ("rust1.x", False),
        ("dotnet12", True),
    ],
)
def test_runtimes_that_may_have_come_since(name: str, newer: bool) -> None:
    assert is_newer(graph(), name) is newer


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("nodejs22", "nodejs22.x"),
        ("node22.x", "nodejs22.x"),
        ("nodejs-22", "nodejs22.x"),
        ("NodeJS22.x", "nodejs22.x"),
        ("Python3.12", "python3.12"),
        ("py3.12", "python3.12"),
        ("cobol", None),
    ],
)
def test_runtimes_that_were_meant(name: str, meant: str | None) -> None:
    assert runtime_like(graph(), name) == meant


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("pay_per_request", ("PROVISIONED", "PAY_PER_REQUEST"), "PAY_PER_REQUEST"),
        ("PayPerRequest", ("PROVISIONED", "PAY_PER_REQUEST"), "PAY_PER_REQUEST"),
        ("PROVISONED", ("PROVISIONED", "PAY_PER_REQUEST"), "PROVISIONED"),
        ("ON_DEMAND", ("PROVISIONED", "PAY_PER_REQUEST"), None),
    ],
)
def test_words_that_were_meant(word: str, options: tuple[str, ...], meant: str | None) -> None:
    assert closest(word, options) == meant
