"""Collects the versions of engines."""

from __future__ import annotations

import re
from typing import Any

from stackproof.frameworks.services.build import reviewed
from stackproof.frameworks.services.build.schemas import Schemas
from stackproof.frameworks.services.data import EngineEntry

_TABLES = {
    "aws_db_instance": "aws_rds_dbinstance",
    "aws_rds_cluster": "aws_rds_dbcluster",
    "aws_elasticache_cluster": "aws_elasticache_cachecluster",
}
_TOKEN = re.compile(r"\d+|[a-z]+", re.IGNORECASE)


def engines(schemas: Schemas) -> dict[str, dict[str, EngineEntry]]:
    """By Terraform's type and the engine's name."""
    found: dict[str, dict[str, EngineEntry]] = {}
    for kind, table in _TABLES.items():
        known = _by_engine(schemas.extension(f"{table}/engine_version"))
        gone = _by_engine(_optional(schemas, f"{table}/engine_version_deprecated"))
        found[kind] = {e: _entry(versions, gone.get(e, ())) for e, versions in known.items()}
    for kind, own in reviewed.ENGINES.items():
        for engine, (versions, lines) in own.items():
            found.setdefault(kind, {})[engine] = EngineEntry(sorted(versions, key=order), [], list(lines))
    return found


def names(schemas: Schemas) -> tuple[str, ...]:
    """All engines of single databases, those without a list of versions included."""
    for branch in schemas.extension("aws_rds_dbinstance/engine_version")["allOf"]:
        then = branch.get("then", {})
        found = then.get("properties", {}).get("Engine", {}).get("enum") if isinstance(then, dict) else None
        if found is not None:
            return tuple(found)
    return ()


def _optional(schemas: Schemas, name: str) -> Any:
    try:
        return schemas.extension(name)
    except OSError:
        return {}


def _by_engine(table: Any) -> dict[str, tuple[str, ...]]:
    """The lists of a table of conditions: for this engine, one of these versions."""
    found: dict[str, tuple[str, ...]] = {}
    for branch in table.get("allOf", ()):
        condition = branch.get("if", {}).get("properties", {})
        engine = condition.get("Engine", {}).get("const")
        then = branch.get("then")
        allowed = then.get("properties", {}) if isinstance(then, dict) else condition
        versions = allowed.get("EngineVersion", {}).get("enum")
        if engine is not None and versions is not None:
            found[engine] = tuple(map(str, versions))
    return found


def _entry(known: tuple[str, ...], gone: tuple[str, ...]) -> EngineEntry:
    """Beginnings of other versions (``13``) are left out: they stand for whatever is offered under them."""
    whole = [v for v in known if not any(_begins(other, v) for other in known)]
    # What is only called withdrawn is known as well.
    whole += [v for v in gone if v not in known and not any(_begins(other, v) for other in known)]
    return EngineEntry(sorted(whole, key=order), sorted((v for v in gone if v in whole), key=order), [])


def _begins(version: str, beginning: str) -> bool:
    return version.startswith(beginning + ".")


def order(version: str) -> list[tuple[int, int, str]]:
    """A key by which versions are in the order of their appearance."""
    return [(1, int(t), "") if t.isdigit() else (0, 0, t) for t in _TOKEN.findall(version)]
