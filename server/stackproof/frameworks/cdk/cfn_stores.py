"""Caches, search domains, brokers and document databases of CloudFormation, as Terraform says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind

_CACHE = {
    "cache_node_type": "node_type",
    "cache_subnet_group_name": "subnet_group_name",
    "cache_parameter_group_name": "parameter_group_name",
    "preferred_maintenance_window": "maintenance_window",
}
_SEARCH = {
    "advanced_security_options": "advanced_security_options",
    "encryption_at_rest_options": "encrypt_at_rest",
    "node_to_node_encryption_options": "node_to_node_encryption",
}
_CLUSTER = {
    "db_cluster_identifier": "cluster_identifier",
    "master_user_password": "master_password",
    "db_subnet_group_name": "db_subnet_group_name",
}
_INSTANCE = {
    "db_cluster_identifier": "cluster_identifier",
    "db_instance_class": "instance_class",
    "db_instance_identifier": "identifier",
}

KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::ElastiCache::ReplicationGroup",
        "aws_elasticache_replication_group",
        {**_CACHE, "replication_group_description": "description"},
    ),
    Kind(
        "AWS::ElastiCache::CacheCluster",
        "aws_elasticache_cluster",
        {**_CACHE, "cluster_name": "cluster_id", "vpc_security_group_ids": "security_group_ids"},
    ),
    Kind(
        "AWS::ElastiCache::SubnetGroup",
        "aws_elasticache_subnet_group",
        {"cache_subnet_group_name": "name"},
        ref="name",
    ),
    Kind("AWS::OpenSearchService::Domain", "aws_opensearch_domain", _SEARCH, ref="domain_name"),
    Kind(
        "AWS::Elasticsearch::Domain",
        "aws_elasticsearch_domain",
        {**_SEARCH, "elasticsearch_cluster_config": "cluster_config"},
        ref="domain_name",
    ),
    Kind("AWS::AmazonMQ::Broker", "aws_mq_broker", {"users": "user"}),
    Kind("AWS::DocDB::DBCluster", "aws_docdb_cluster", _CLUSTER),
    Kind("AWS::DocDB::DBInstance", "aws_docdb_cluster_instance", _INSTANCE),
    Kind("AWS::Neptune::DBCluster", "aws_neptune_cluster", _CLUSTER),
    Kind("AWS::Neptune::DBInstance", "aws_neptune_cluster_instance", _INSTANCE),
)
