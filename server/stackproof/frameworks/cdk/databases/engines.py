"""``rds.DatabaseInstanceEngine.postgres(...)`` and its like: engines of databases with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.values import Absent, Scalar, Unknown, Value

# Methods of the two classes, and the engines that they stand for.
_INSTANCES = {
    "maria_db": "mariadb", "mysql": "mysql", "postgres": "postgres", "oracle_ee": "oracle-ee", "oracle_ee_cdb": "oracle-ee-cdb",
    "oracle_se2": "oracle-se2", "oracle_se2_cdb": "oracle-se2-cdb", "sql_server_ee": "sqlserver-ee", "sql_server_ex": "sqlserver-ex",
    "sql_server_se": "sqlserver-se", "sql_server_web": "sqlserver-web",
}  # fmt: skip
_CLUSTERS = {"aurora": "aurora", "aurora_mysql": "aurora-mysql", "aurora_postgres": "aurora-postgresql"}
_VERSIONS = (
    "AuroraEngineVersion", "AuroraMysqlEngineVersion", "AuroraPostgresEngineVersion", "MariaDbEngineVersion",
    "MysqlEngineVersion", "OracleEngineVersion", "PostgresEngineVersion", "SqlServerEngineVersion",
)  # fmt: skip
# Engines of clusters that have a version even where none is given, but do not say it.
_ASSUMED = {"aurora": "5.6", "aurora-mysql": "5.7"}


class Version(Thing):
    """A version that is put together: ``PostgresEngineVersion.of("16.4", "16")``."""

    def __init__(self, full: Value, major: Value | None) -> None:
        self.full = full
        self.major = major

    def value(self) -> Value:
        return self.full

    def attribute(self, name: str) -> Node | None:
        if name.endswith("_full_version"):
            return self.full
        return self.major if name.endswith("_major_version") else None


class Engine(Opaque):
    """An engine and, as far as they are known, its version and the first part of it."""

    def __init__(self, name: str, version: Value, major: Value | None = None) -> None:
        super().__init__((version,))
        self.name = name
        self.version = version
        self.major = major

    def attribute(self, name: str) -> Node | None:
        match name:
            case "engine_type":
                return Scalar(self.name)
            case "parameter_group_family":
                return Engine.family(self)
            case "engine_family":
                return Scalar(self.kind)
            case _:
                return self

    @property
    def kind(self) -> str:
        """What proxies call the engine."""
        if "postgres" in self.name:
            return "POSTGRESQL"
        return "SQLSERVER" if self.name.startswith("sqlserver") else "MYSQL"

    @property
    def user(self) -> str:
        """Who is the master where nobody is named."""
        return "postgres" if "postgres" in self.name else "admin"

    @property
    def combined(self) -> bool:
        """Whether one role serves both for what comes from buckets and for what goes there."""
        if self.name == "aurora-mysql":
            return not self.version.is_absent() and not self.first().is_("5.7")
        return self.name.startswith(("oracle-", "sqlserver-"))

    def first(self) -> Value:
        """The first part of the version; absent when the engine has none."""
        if self.major is not None:
            return self.major
        if self.version.is_absent():
            known = _ASSUMED.get(self.name)
            return self.version if known is None else Scalar(known)
        text = self.version.text()
        return (
            Unknown("the version of an engine", (self.version,))
            if text is None
            else Scalar(_major(self.name, text))
        )

    def family(self) -> Value:
        """The family of its groups of parameters."""
        first = self.first()
        text = first.text()
        if text is None:
            return Unknown("a family of parameters", (first,))
        if self.name.startswith("oracle-"):
            return Scalar(f"{self.name}-{text}")
        if self.name.startswith("sqlserver-"):
            return Scalar(f"{self.name}-{text.removesuffix('0')}")
        return Scalar(f"{self.name}{text}")


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a construct was given as its engine: the engine if it is known, and what to say of it."""

    engine: Engine | None
    name: Value
    version: Value


def _major(name: str, version: str) -> str:
    parts = version.split(".")
    number = int(parts[0]) if parts[0].isdigit() else 0
    single = ("postgres" in name and number >= 10) or (name.startswith("oracle") and number >= 18)
    return parts[0] if single else ".".join(parts[:2])


def engine_of(props: Arguments, name: str = "engine") -> Chosen:
    """The engine that is given."""
    node, written = props.node(name), props.raw(name)
    origin = written.origin if written is not None else None
    if not isinstance(node, Engine) and written is not None:
        # Engines without a version are constants.
        text = props.get(name).text()
        node = Engine(text, Absent()) if text is not None and not props.open else node
    if isinstance(node, Engine):
        return Chosen(node, Scalar(node.name, origin=origin), node.version)
    value = props.get(name)
    return Chosen(None, value, Unknown("the version of an engine", (value,), origin=origin))


def _engine(name: str) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props(0)
        version = props.node("version")
        return Engine(name, props.get("version"), version.major if isinstance(version, Version) else None)

    return recipe


def _version(call: Call) -> Node:
    """``PostgresEngineVersion.of("16.4", "16")``."""
    lead = _lead(call)
    full = call.folded(0, f"{lead}_full_version")
    text = None if full is None else full.text()
    origin = call.construction.origin
    said = Unknown("a version", origin=origin) if text is None else Scalar(text, origin=origin)
    return Version(said, call.folded(1, f"{lead}_major_version"))


def _lead(call: Call) -> str:
    located = call.located
    product = located.names[0].removesuffix("EngineVersion") if located is not None else ""
    words = {
        "AuroraMysql": "aurora_mysql",
        "AuroraPostgres": "aurora_postgres",
        "MariaDb": "maria_db",
        "SqlServer": "sql_server",
    }
    return words.get(product, product.lower())


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"aws-rds.DatabaseInstanceEngine.{method}": _engine(name) for method, name in _INSTANCES.items()},
        **{f"aws-rds.DatabaseClusterEngine.{method}": _engine(name) for method, name in _CLUSTERS.items()},
        **{f"aws-rds.{cls}.of": _version for cls in _VERSIONS},
    }
)
