"""Finds databases, caches, search domains and brokers with a version of their engine that is not offered."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    EngineVersions,
    Finding,
    Fix,
    Graph,
    Related,
    Resource,
    Severity,
    Value,
    anchor,
    follow,
    rule,
)
from stackproof.rulekit.scalars import instead, scalars
from stackproof.rulekit.versions import Judgement, judge, nearest

# Type; argument with the engine (or the engine itself behind "="); argument with the version.
_PLACES = (
    ("aws_db_instance", "engine", "engine_version"),
    ("aws_rds_cluster", "engine", "engine_version"),
    ("aws_rds_cluster_instance", "engine", "engine_version"),
    ("aws_rds_global_cluster", "engine", "engine_version"),
    ("aws_elasticache_cluster", "engine", "engine_version"),
    ("aws_elasticache_replication_group", "engine", "engine_version"),
    ("aws_opensearch_domain", "", "engine_version"),
    ("aws_elasticsearch_domain", "=Elasticsearch", "elasticsearch_version"),
    ("aws_mq_broker", "engine_type", "engine_version"),
    ("aws_docdb_cluster", "=docdb", "engine_version"),
    ("aws_neptune_cluster", "=neptune", "engine_version"),
)
# Engines of the types that do not want to be told.
_DEFAULTS = {"aws_elasticache_replication_group": "redis"}
# What is made from something that exists has its version.
_SOURCES = (
    "snapshot_identifier", "restore_to_point_in_time", "replicate_source_db", "replication_source_identifier", "s3_import",
    "source_region", "snapshot_arns", "snapshot_name", "global_replication_group_id", "source_db_cluster_identifier",
)  # fmt: skip

_SAYS: dict[Judgement, str] = {
    "withdrawn": "can no longer be created",
    "never offered": "is not offered",
}


def _engine(resource: Resource, argument: str) -> str | None:
    """The engine of a resource, where that is certain."""
    if argument.startswith("="):
        return argument[1:]
    value = resource[argument]
    if value.is_absent():
        return _DEFAULTS.get(resource.type)
    cluster = follow(value, "aws_rds_cluster")
    return value.text() if cluster is None else cluster["engine"].text()


def _split(engine: str | None, version: str) -> tuple[str | None, str, str]:
    """The engine, the version, and what stands in front of it (``OpenSearch_2.11``)."""
    if engine is not None:
        return engine, version, ""
    name, _, bare = version.partition("_")
    return name, bare, f"{name}_"


def _versions(graph: Graph, resource: Resource, engine: str) -> EngineVersions | None:
    """The versions of an engine, whose name may be written in any case of letters."""
    found = graph.services.engine_versions(resource.type, engine)
    return found if found is not None else graph.services.engine_versions(resource.type, engine.lower())


def _fixes(resource: Resource, value: Value, lead: str, versions: tuple[str, ...]) -> Iterator[Fix]:
    for number, version in enumerate(versions):
        yield instead(
            resource,
            value,
            lead + version,
            goal="set-engine-version",
            title=f"Use version {version}",
            why_unsafe="Look at what the other version changes, and at the family of parameter groups.",
            preferred=number == 0,
        )


def _found(graph: Graph, resource: Resource, value: Value, engine: str | None) -> Finding | None:
    versions = {str(v.data) for v in scalars(value)}
    if len(versions) != 1:
        return None
    engine, version, lead = _split(engine, versions.pop())
    known = _versions(graph, resource, engine or "")
    says = None if known is None or not version else _SAYS.get(judge(version, known))
    if known is None or says is None:
        return None
    options = nearest(version, known)
    also = f" (as of {graph.services.as_of})"
    return Finding(
        at=anchor(value, resource),
        message=f"version {version} of {engine} {says}; there is {', '.join(options)}{also}"
        if options
        else f"version {version} of {engine} {says}{also}",
        fixes=list(_fixes(resource, value, lead, options)),
        related=[Related(resource["engine"], "the engine")] if resource["engine"].is_present() else [],
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for kind, engine_argument, argument in _PLACES:
        for resource in graph.of(kind):
            value = resource[argument]
            made = any(resource[source].is_present() or resource[source].is_unknown() for source in _SOURCES)
            engine = _engine(resource, engine_argument) if engine_argument else None
            if resource.external or made or (engine_argument and engine is None):
                continue
            found = _found(graph, resource, value, engine)
            if found is not None:
                yield found
