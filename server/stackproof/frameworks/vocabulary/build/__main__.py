"""``python -m stackproof.frameworks.vocabulary.build NODE_MODULES`` writes the bundled data anew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from stackproof.frameworks.vocabulary import data
from stackproof.frameworks.vocabulary.build import cdk, pulumi, terraform


def main(node_modules: Path) -> None:
    """Write the ``.bin`` files that are bundled, then say how much is in them."""
    here = Path(data.__file__).parent
    schema = terraform.read(node_modules / "@cdktf" / "provider-aws")
    (here / "terraform.bin").write_bytes(data.pack(schema))
    names, doubts = pulumi.read(node_modules / "@pulumi" / "aws", schema)
    (here / "pulumi.bin").write_bytes(data.pack(names))
    constants = _told("constants.js", node_modules / "aws-cdk-lib")
    (here.parent / "cdk" / "constants.bin").write_bytes(data.pack(constants))
    metrics = _told("metrics.js", node_modules / "aws-cdk-lib")
    (here.parent / "cdk" / "watching" / "metrics.bin").write_bytes(data.pack(metrics))
    print(f"{len(schema.types)} types with {len(schema.structs)} structs")
    print(f"{len(names.resources)} Pulumi classes, {len(names.functions)} functions")
    print(f"{len(constants)} groups of constants and {len(metrics)} classes with metrics of the CDK")
    classes = cdk.read(node_modules / "aws-cdk-lib", node_modules / "constructs")
    (here / "cdk.bin").write_bytes(data.pack(classes))
    print(f"{sum(map(len, classes.modules.values()))} CDK classes in {len(classes.modules)} modules")
    for doubt in doubts:
        print(doubt)


def _told(script: str, package: Path) -> dict[str, dict[str, Any]]:
    """What a script reads from the CDK that only its own code knows."""
    path = Path(__file__).with_name(script)
    done = subprocess.run(["node", str(path), str(package)], check=True, capture_output=True, text=True)
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
