"""``python -m stackproof.frameworks.vocabulary.build NODE_MODULES`` writes the bundled data anew."""

from __future__ import annotations

import sys
from pathlib import Path

from stackproof.frameworks.vocabulary import data
from stackproof.frameworks.vocabulary.build import pulumi, terraform


def main(node_modules: Path) -> None:
    """Write ``terraform.bin`` and ``pulumi.bin`` beside the loaders, then say how much is in them."""
    here = Path(data.__file__).parent
    schema = terraform.read(node_modules / "@cdktf" / "provider-aws")
    (here / "terraform.bin").write_bytes(data.pack(schema))
    names, doubts = pulumi.read(node_modules / "@pulumi" / "aws", schema)
    (here / "pulumi.bin").write_bytes(data.pack(names))
    print(f"{len(schema.types)} types with {len(schema.structs)} structs")
    print(f"{len(names.resources)} Pulumi classes, {len(names.functions)} functions")
    for doubt in doubts:
        print(doubt)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
