"""Caches, search domains, brokers and document databases of CloudFormation."""

from __future__ import annotations

from typing import Any

import pytest
from recognising import plain, recognise

from stackproof.frameworks.cdk.framework import Cdk

_PROGRAM = """
import * as cdk from 'aws-cdk-lib';
import { aws_elasticache, aws_opensearchservice, aws_elasticsearch, aws_amazonmq, aws_docdb, aws_neptune } from 'aws-cdk-lib';
new %s(new cdk.Stack(new cdk.App(), 's'), 'x', %s);
"""


@pytest.mark.parametrize(
    ("name", "given", "kind", "expected"),
    [
        (
            "aws_elasticache.CfnReplicationGroup",
            "{ replicationGroupId: 'g', replicationGroupDescription: 'd', engine: 'redis', engineVersion: '6.2.6', cacheNodeType: 't' }",
            "aws_elasticache_replication_group",
            {"replication_group_id": "g", "description": "d", "engine": "redis", "engine_version": "6.2.6", "node_type": "t"},
        ),
        (
            "aws_elasticache.CfnCacheCluster",
            "{ clusterName: 'c', vpcSecurityGroupIds: ['sg-1'] }",
            "aws_elasticache_cluster",
            {"cluster_id": "c", "security_group_ids": ["sg-1"]},
        ),
        (
            "aws_opensearchservice.CfnDomain",
            "{ domainName: 'd', engineVersion: 'OpenSearch_2.11' }",
            "aws_opensearch_domain",
            {"domain_name": "d", "engine_version": "OpenSearch_2.11"},
        ),
        (
            "aws_elasticsearch.CfnDomain",
            "{ elasticsearchVersion: '7.10', elasticsearchClusterConfig: { instanceType: 't' } }",
            "aws_elasticsearch_domain",
            {"elasticsearch_version": "7.10", "cluster_config": {"instance_type": "t"}},
        ),
        (
            "aws_amazonmq.CfnBroker",
            "{ brokerName: 'b', engineType: 'ActiveMQ', engineVersion: '5.16.7' }",
            "aws_mq_broker",
            {"broker_name": "b", "engine_type": "ActiveMQ", "engine_version": "5.16.7"},
        ),
        (
            "aws_docdb.CfnDBCluster",
            "{ dbClusterIdentifier: 'c', masterUserPassword: 'p', engineVersion: '5.0.0' }",
            "aws_docdb_cluster",
            {"cluster_identifier": "c", "master_password": "p", "engine_version": "5.0.0"},
        ),
        (
            "aws_neptune.CfnDBInstance",
            "{ dbInstanceIdentifier: 'i', dbInstanceClass: 'c' }",
            "aws_neptune_cluster_instance",
            {"identifier": "i", "instance_class": "c"},
        ),
    ],
)  # fmt: skip
def test_stores(name: str, given: str, kind: str, expected: dict[str, Any]) -> None:
    program = recognise(Cdk(), _PROGRAM % (name, given), "ts")
    assert plain(program.one(kind).properties) == expected
    assert program.not_understood() == []
