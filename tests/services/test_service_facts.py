"""The bundled facts about services: their shape, samples of every kind, and where they come from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stackproof.frameworks.services import data as services_data
from stackproof.frameworks.services import service_facts
from stackproof.frameworks.services.data import service_data
from stackproof.frameworks.vocabulary.data import NESTED, terraform_data
from stackproof.model.services import NoFacts

ROOT = Path(__file__).parents[2]
FACTS = service_facts()


def test_one_small_file_with_its_sources() -> None:
    file = Path(services_data.__file__).with_name("facts.bin")
    assert file.stat().st_size < 1_000_000
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    sources = service_data().sources
    assert {s.name: s.licence for s in sources} == {"cfn-lint": "MIT-0", "botocore": "Apache-2.0"}
    for source in sources:
        assert re.fullmatch(r"\d+\.\d+\.\d+", source.version)
        assert f"- {source.name} {source.version} ({source.licence})" in notice
    assert FACTS.as_of.isoformat() in notice
    assert FACTS.as_of > date(2026, 1, 1)


def test_every_limited_argument_is_one_of_terraform() -> None:
    terraform = terraform_data()
    for kind in service_data().limits:
        for path in FACTS.limits(kind):
            code = NESTED + 2 * terraform.types[kind].arguments
            for step in path.split("."):
                code = terraform.structs[(code - NESTED) // 2][step]
            assert code < NESTED, f"{kind}.{path} is a block"


def test_every_limit_limits_something_and_its_pattern_is_one() -> None:
    for kind in service_data().limits:
        for path, limits in FACTS.limits(kind).items():
            where = f"{kind}.{path}"
            bounds = (limits.low, limits.high, limits.shortest, limits.longest)
            assert limits.values or limits.pattern or any(b is not None for b in bounds), where
            assert len(set(limits.values)) == len(limits.values), where
            if limits.low is not None and limits.high is not None:
                assert limits.low <= limits.high, where
            if limits.pattern:
                re.compile(limits.pattern)
                assert limits.words, where


@pytest.mark.parametrize(
    ("kind", "path", "values"),
    [
        ("aws_dynamodb_table", "billing_mode", {"PAY_PER_REQUEST", "PROVISIONED"}),
        ("aws_s3_bucket_versioning", "versioning_configuration.status", {"Enabled", "Suspended", "Disabled"}),
        # CloudFormation cannot make secure strings, the service can.
        ("aws_ssm_parameter", "type", {"String", "StringList", "SecureString"}),
        ("aws_lambda_function", "runtime", None),
        ("aws_cloudfront_distribution", "viewer_certificate.minimum_protocol_version", None),
        ("aws_rds_cluster", "engine", {"aurora-mysql", "aurora-postgresql", "mysql", "postgres"}),
        ("aws_elasticache_replication_group", "engine", {"redis", "valkey"}),
        ("aws_lambda_function", "tracing_config.mode", {"Active", "PassThrough"}),
    ],
)
def test_enumerations(kind: str, path: str, values: set[str] | None) -> None:
    known = FACTS.limits(kind)[path].values if path in FACTS.limits(kind) else None
    assert (None if known is None else set(known)) == values


def test_ranges_lengths_and_patterns() -> None:
    function = FACTS.limits("aws_lambda_function")
    assert (function["memory_size"].low, function["memory_size"].high) == (128, 10240)
    assert function["function_name"].longest == 64
    bucket = FACTS.limits("aws_s3_bucket")["bucket"]
    assert (bucket.shortest, bucket.longest) == (3, 63)
    assert re.fullmatch(bucket.pattern, "media.example.com")
    assert not re.fullmatch(bucket.pattern, "Media")
    assert not re.fullmatch(bucket.pattern, "10.0.0.1")


def test_what_grows_faster_than_the_facts_is_not_enumerated() -> None:
    for kind in service_data().limits:
        for path, limits in FACTS.limits(kind).items():
            last = path.rpartition(".")[2]
            assert last not in ("instance_type", "engine_version", "region") or not limits.values, kind


def test_runtimes_have_days_and_successors_that_live_longer() -> None:
    old = FACTS.runtime("nodejs14.x")
    assert old is not None
    assert (old.deprecated, old.successor) == (date(2023, 12, 4), "nodejs24.x")
    assert FACTS.runtime("nodejs99.x") is None
    for runtime in FACTS.runtimes():
        if runtime.successor is not None:
            successor = FACTS.runtime(runtime.successor)
            assert successor is not None
            assert runtime.deprecated is not None
            assert successor.deprecated is None or successor.deprecated >= runtime.deprecated


@pytest.mark.parametrize(
    ("kind", "engine", "offered", "withdrawn"),
    [
        ("aws_db_instance", "postgres", "16.13", "13.1"),
        ("aws_db_instance", "mysql", "8.0.46", "8.0.23"),
        ("aws_db_instance", "mariadb", "11.8.6", None),
        ("aws_rds_cluster", "aurora-mysql", "8.0.mysql_aurora.3.10.0", "8.0.mysql_aurora.3.02.0"),
        ("aws_rds_cluster_instance", "aurora-postgresql", "16.13", "13.7"),
    ],
)
def test_engine_versions(kind: str, engine: str, offered: str, withdrawn: str | None) -> None:
    versions = FACTS.engine_versions(kind, engine)
    assert versions is not None
    assert offered in versions.known
    assert offered not in versions.withdrawn
    assert withdrawn is None or withdrawn in versions.withdrawn
    assert versions.withdrawn <= set(versions.known)


def test_engines_of_caches_and_searches() -> None:
    redis = FACTS.engine_versions("aws_elasticache_replication_group", "redis")
    search = FACTS.engine_versions("aws_opensearch_domain", "OpenSearch")
    assert redis is not None
    assert search is not None
    assert "7.1" in redis.known
    assert "2.11" in search.known
    assert FACTS.engine_versions("aws_db_instance", "oracle") is None


def test_other_facts() -> None:
    assert 2557 in FACTS.log_retentions()
    assert 2555 not in FACTS.log_retentions()
    assert FACTS.fargate_memory()[256] == (512, 1024, 2048)
    assert FACTS.fargate_memory()[4096][-1] == 30720
    assert "AWS_REGION" in FACTS.reserved_environment()


def test_nothing_is_known_of_what_is_not_there() -> None:
    nothing = NoFacts()
    assert nothing.limits("aws_lambda_function") == {} == FACTS.limits("aws_nothing")
    assert nothing.runtime("nodejs14.x") is None
    assert nothing.engine_versions("aws_db_instance", "postgres") is None
