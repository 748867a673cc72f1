"""``python -m stackproof.packages.build NODE_MODULES SITE_PACKAGES`` writes the bundled facts anew."""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

from stackproof.packages import bundle
from stackproof.packages.index import facts_bytes
from stackproof.packages.installed import Installed, find_pypi, read_npm
from stackproof.packages.reading import read_package
from stackproof.packages.records import Reading


def main(node_modules: Path, site_packages: Path) -> None:
    """Write one file for each bundled package, then say which versions they are and how large."""
    here = Path(bundle.__file__).parent / "bundled"
    total = 0
    for each in bundle.ALL:
        package = _find(each, node_modules, site_packages)
        if package is None:
            raise SystemExit(f"{each.file} is not installed")
        facts = facts_bytes(_plain(read_package(package, lambda done, steps: None)))
        packed = lzma.compress(facts, preset=9 | lzma.PRESET_EXTREME)
        (here / (each.file + bundle.ENDING)).write_bytes(packed)
        total += len(packed)
        print(f"{package.name} {package.version}: {len(packed) // 1000} kB")
    print(f"{total / 1e6:.2f} MB in all")


def _find(each: bundle.Bundled, node_modules: Path, site_packages: Path) -> Installed | None:
    if each.flavour == "pulumi-pypi":
        module = next(m for m, b in bundle.PYPI.items() if b == each)
        return find_pypi(module, (str(site_packages),))
    name = next(n for n, b in bundle.NPM.items() if b == each)
    return read_npm(str(node_modules / name))


def _plain(reading: Reading) -> Reading:
    """The same without prose, in an order that does not change by chance."""
    for record in reading.types.values():
        for each in record.properties:
            # A default that is a text of its own is not repeated.
            if each.default.count(" ") > 2:
                each.default = ""
    return Reading(
        reading.header, dict(sorted(reading.types.items())), dict(sorted(reading.names.items())), {}
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
