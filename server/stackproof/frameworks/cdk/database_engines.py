"""``rds.DatabaseInstanceEngine.postgres(...)`` and its like: engines of databases with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Node, Opaque, put
from stackproof.model.graph import Resource
from stackproof.model.values import Scalar, Unknown, Value

# Methods of the two classes, and the engines that they stand for.
_INSTANCES = {
    "maria_db": "mariadb", "mysql": "mysql", "postgres": "postgres", "oracle_ee": "oracle-ee", "oracle_ee_cdb": "oracle-ee-cdb",
    "oracle_se2": "oracle-se2", "oracle_se2_cdb": "oracle-se2-cdb", "sql_server_ee": "sqlserver-ee", "sql_server_ex": "sqlserver-ex",
    "sql_server_se": "sqlserver-se", "sql_server_web": "sqlserver-web",
}  # fmt: skip
_CLUSTERS = {"aurora": "aurora", "aurora_mysql": "aurora-mysql", "aurora_postgres": "aurora-postgresql"}
_VERSIONS = (
    "AuroraMysqlEngineVersion", "AuroraPostgresEngineVersion", "MariaDbEngineVersion", "MysqlEngineVersion", "OracleEngineVersion",
    "PostgresEngineVersion", "SqlServerEngineVersion",
)  # fmt: skip


class Engine(Opaque):
    """An engine and, as far as it is known, its version."""

    def __init__(self, name: str, version: Value) -> None:
        super().__init__((version,))
        self.name = name
        self.version = version


def _engine(name: str) -> Recipe:
    def recipe(call: Call) -> Node:
        return Engine(name, call.props(0).get("version"))

    return recipe


def _version(call: Call) -> Node:
    """``PostgresEngineVersion.of("16.4", "16")``, as one value that stands where the call stands."""
    full = call.folded(0, _first_name(call))
    text = None if full is None else full.text()
    origin = call.construction.origin
    return Unknown("a version", origin=origin) if text is None else Scalar(text, origin=origin)


def _first_name(call: Call) -> str:
    located = call.located
    product = located.names[0].removesuffix("EngineVersion") if located is not None else ""
    words = {
        "AuroraMysql": "aurora_mysql",
        "AuroraPostgres": "aurora_postgres",
        "MariaDb": "maria_db",
        "SqlServer": "sql_server",
    }
    return f"{words.get(product, product.lower())}_full_version"


def put_engine(props: Arguments, resource: Resource) -> None:
    """Set the engine of a database and its version."""
    engine, entry = props.node("engine"), props.entry("engine")
    if isinstance(engine, Engine):
        put(resource, "engine", Scalar(engine.name, origin=entry.value.origin if entry else None), entry)
        put(resource, "engine_version", engine.version, entry)
    elif props.raw("engine") is not None:
        value = props.get("engine")
        put(resource, "engine", value, entry)
        if value.text() is None:
            put(resource, "engine_version", Unknown("the version of an engine", (value,)), entry)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"aws-rds.DatabaseInstanceEngine.{method}": _engine(name) for method, name in _INSTANCES.items()},
        **{f"aws-rds.DatabaseClusterEngine.{method}": _engine(name) for method, name in _CLUSTERS.items()},
        **{f"aws-rds.{cls}.of": _version for cls in _VERSIONS},
    }
)
