"""``python -m stackproof.frameworks.services.build SITE_PACKAGES`` writes the bundled facts anew.

``SITE_PACKAGES`` is a folder in which cfn-lint and botocore are installed (``pip install --target``).
"""

from __future__ import annotations

import sys
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import msgspec

from stackproof.frameworks.services import data
from stackproof.frameworks.services.build.engines import engines, names
from stackproof.frameworks.services.build.limits import Limited, enumerations
from stackproof.frameworks.services.build.models import Models
from stackproof.frameworks.services.build.schemas import Schemas
from stackproof.frameworks.services.data import LimitEntry, RuntimeEntry, ServiceData, Source
from stackproof.frameworks.vocabulary.data import terraform_data

_LICENCES = {"cfn-lint": "MIT-0", "botocore": "Apache-2.0"}


def read(site: Path) -> tuple[ServiceData, dict[str, dict[str, LimitEntry]], list[str]]:
    """The facts in the packages of a folder; the limits readable; what could not be found."""
    schemas = Schemas(site / "cfnlint")
    limited = Limited(schemas, Models(site / "botocore"), terraform_data())
    versions = engines(schemas)
    limited.add_engines("aws_db_instance", names(schemas))
    limits = limited.by_type()
    facts = ServiceData(
        as_of=schemas.day,
        sources=[_source(site, name) for name in _LICENCES],
        lists=limited.lists,
        limits={kind: msgspec.Raw(msgspec.msgpack.encode(own)) for kind, own in limits.items()},
        runtimes=_runtimes(schemas),
        engines=versions,
        retentions=_retentions(schemas),
        fargate=_fargate(schemas),
        reserved_environment=_reserved(schemas),
    )
    return facts, limits, limited.doubts


def _source(site: Path, name: str) -> Source:
    folder = next(site.glob(f"{name.replace('-', '_')}-*.dist-info"))
    described = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
    return Source(name, described["Version"], _LICENCES[name])


def _runtimes(schemas: Schemas) -> dict[str, RuntimeEntry]:
    table: dict[str, dict[str, str | None]] = schemas.additional("LmbdRuntimeLifecycle")
    return {
        name: RuntimeEntry(
            days["deprecated"] or "",
            days["create-block"] or "",
            days["update-block"] or "",
            days["successor"] or "",
        )
        for name, days in sorted(table.items())
    }


def _retentions(schemas: Schemas) -> list[int]:
    found: list[int] = schemas.properties("AWS::Logs::LogGroup")["RetentionInDays"].keywords["enum"]
    return sorted(found)


def _reserved(schemas: Schemas) -> list[str]:
    table = schemas.extension("aws_lambda_function/environment_variable_keys")
    found: list[str] = table["propertyNames"]["not"]["enum"]
    return sorted(found)


def _fargate(schemas: Schemas) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pair in schemas.extension("aws_ecs_taskdefinition/fargate_cpu_memory")["then"]["anyOf"]:
        memory: dict[str, Any] = pair["properties"]["Memory"]["then"]
        sizes = memory.get("enum") or range(memory["minimum"], memory["maximum"] + 1, memory["multipleOf"])
        found[pair["properties"]["Cpu"]["then"]["enum"][0]] = list(sizes)
    return found


def main(site: Path) -> None:
    """Write ``facts.bin`` beside the loader, then say how much is in it."""
    facts, limits, doubts = read(site)
    packed = data.pack(facts)
    Path(data.__file__).with_name("facts.bin").write_bytes(packed)
    own = [entry for entries in limits.values() for entry in entries.values()]
    print(f"{len(packed)} bytes, as of {facts.as_of}, from {facts.sources}")
    print(f"{len(own)} limited arguments of {len(limits)} types")
    print(
        f"{len(list(enumerations(limits)))} enumerations, {sum(e.low is not None or e.high is not None for e in own)} ranges"
    )
    print(f"{sum(e.longest is not None for e in own)} lengths, {sum(bool(e.pattern) for e in own)} patterns")
    print(
        f"{len(facts.runtimes)} runtimes, {sum(len(e.known) for by in facts.engines.values() for e in by.values())} engine versions"
    )
    for doubt in doubts:
        print(doubt)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
