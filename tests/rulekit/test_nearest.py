"""Names that are meant where others are written."""

from __future__ import annotations

import pytest

from stackproof.rulekit.nearest import Near, nearest, words_of


@pytest.mark.parametrize(
    ("written", "options", "around", "near"),
    [
        ("bucketName", ["bucket_name", "bucket"], "", Near("bucket_name", "spelling")),
        ("VPCId", ["vpcId"], "", Near("vpcId", "spelling")),
        ("artifactStore", ["artifactStores", "name"], "", Near("artifactStores", "number")),
        ("policy", ["policies"], "", Near("policies", "number")),
        ("ciderBlocks", ["cidr_blocks", "ipv6_cidr_blocks"], "", Near("cidr_blocks", "slip")),
        ("desciption", ["description"], "", Near("description", "slip")),
        ("subnet_group_name", ["name", "id"], "elasticache subnet group", Near("name", "meaning")),
        ("name", ["cacheSubnetGroupName", "tags"], "elasti cache subnet group", Near("cacheSubnetGroupName", "meaning")),
        ("bucket_name", ["bucket", "tags"], "s3 bucket", Near("bucket", "meaning")),
        ("enable_deletion_protection", ["deletion_protection"], "", Near("deletion_protection", "words")),
        # Alike, and not the same.
        ("ingress", ["egress"], "", None),
        ("min_size", ["max_size"], "", None),
        ("engine", ["engine_version"], "", None),
        ("vpc", ["domain"], "eip", None),
        # More than one may be meant.
        ("security_groups", ["security_group_ids", "security_group_names"], "", None),
        ("name", ["cluster_name", "service_name"], "cluster service", None),
    ],
)  # fmt: skip
def test_the_nearest_name(written: str, options: list[str], around: str, near: Near | None) -> None:
    assert nearest(written, options, frozenset(around.split())) == near


def test_words_of_names_in_any_style() -> None:
    assert words_of("AWS::ElastiCache::SubnetGroup") == ("aws", "elasti", "cache", "subnet", "group")
    assert words_of("min_ttl2") == ("min", "ttl", "2")
    assert words_of("") == ()
