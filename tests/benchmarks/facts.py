"""Measures how long the facts of real packages take to be read, opened and asked, and how large they are.

usage: python tests/benchmarks/facts.py [--write]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from stackproof.model.runtime import Symbol
from stackproof.packages import Catalogue, Store
from stackproof.packages.bundle import ALL, ENDING
from stackproof.packages.indexing import index
from stackproof.packages.installed import Installed, find_npm, find_pypi
from stackproof.packages.reading import open_lazily

HERE = Path(__file__).parent
TOOLCHAINS = HERE.parents[1] / ".cache" / "toolchains"
NODE = TOOLCHAINS / "node"
_TITLE = "## Package facts"

_PACKAGES = {
    # What is asked for when the package is opened lazily and when it is whole.
    "aws-cdk-lib": ("typescript", "aws-cdk-lib/aws-s3", "Bucket"),
    "aws_cdk": ("python", "aws_cdk.aws_s3", "Bucket"),
    "@cdktf/provider-aws": ("typescript", "@cdktf/provider-aws/lib/s3-bucket", "S3Bucket"),
    "cdktf_cdktf_provider_aws": ("python", "cdktf_cdktf_provider_aws.s3_bucket", "S3Bucket"),
    "@pulumi/aws": ("typescript", "@pulumi/aws/s3", "BucketArgs"),
    "pulumi_aws": ("python", "pulumi_aws.s3", "BucketArgs"),
}


def site_packages() -> str:
    """Where the toolchains' Python has its packages."""
    return str(next((TOOLCHAINS / "python").glob("lib/python3*/site-packages")))


def found(module: str) -> Installed:
    """The package of the toolchains."""
    package = (
        find_npm(module, str(NODE))
        if "-" in module or "@" in module
        else find_pypi(module, (site_packages(),))
    )
    if package is None:
        raise SystemExit(f"{module} is not installed: run tests/toolchains/install.sh")
    return package


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median time of a piece of work, in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def children_seconds() -> float:
    """The processor time of all processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(module: str, folder: Path) -> str:
    """One row of the table."""
    package = found(module)
    store = Store(folder / module.replace("/", "+"))
    before, started = children_seconds(), time.perf_counter()
    index(package, store, lambda done, total: None)
    wall, processor = time.perf_counter() - started, children_seconds() - before
    path = store.path(package)
    assert path is not None
    prose = path.with_suffix(".prose")
    size = path.stat().st_size + (prose.stat().st_size if prose.exists() else 0)
    opened = median_ms(lambda: store.open(package), 9)
    kept = store.open(package)
    assert kept is not None
    keys = [k for k in kept.all_keys() if "." in k][:: max(1, sum(1 for _ in kept.all_keys()) // 300)]
    record = median_ms(lambda: [kept.get(key) for key in keys], 9) / len(keys) * 1000
    language, imported, name = _PACKAGES[module]
    symbol = Symbol(imported, (name,))
    catalogue = Catalogue(store, patient=True)
    facts = catalogue.facts(
        "typescript" if language == "typescript" else "python", str(NODE), (site_packages(),)
    )
    found_first = facts.find(symbol)
    assert found_first is not None
    assert found_first.fact is not None
    prefix = kept.header.package + "."
    made = median_ms(lambda: [facts.get(prefix + key) for key in keys], 1) / len(keys) * 1000
    again = median_ms(lambda: [facts.find(symbol) for _ in range(1000)], 9)
    lazily = "" if open_lazily(package) is None else f"{lazy_ms(package, name):.1f} ms"
    return (
        f"| {package.name} {package.version} | {wall:.1f} s ({processor:.1f} s) | {size / 1e6:.0f} MB | {opened:.0f} ms |"
        f" {record:.0f} µs | {made:.0f} µs | {again:.1f} µs | {lazily} |"
    )


def lazy_ms(package: Installed, name: str) -> float:
    """How long one module takes that is read from the package itself."""
    source = open_lazily(package)
    assert source is not None
    source.names("")
    return median_ms(lambda: source.get(f"ecr.Repository{name.removeprefix('Bucket')}"), 1)


def load() -> None:
    """Open all packages as a server does, and say what that takes in memory."""
    import stackproof.lsp.server  # noqa: F401

    alone = resident_mb()
    catalogue = Catalogue(Store(Path(sys.argv[2])), patient=True)
    for language, imported, name in _PACKAGES.values():
        facts = catalogue.facts(
            "typescript" if language == "typescript" else "python", str(NODE), (site_packages(),)
        )
        assert facts.find(Symbol(imported, (name,))) is not None
    print(f"{alone:.0f} MB without, {resident_mb():.0f} MB with all of them open")


def resident_mb() -> float:
    """The memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="record the table in RESULTS.md")
    options = parser.parse_args()
    bundled = files("stackproof.packages.bundled")
    size = sum(len(bundled.joinpath(each.file + ENDING).read_bytes()) for each in ALL)
    lines = [
        _TITLE,
        "",
        "Made with `python tests/benchmarks/facts.py --write`. Packages are read once for each version, in a process of",
        "their own: elapsed time, and processor time in brackets. A module is what is read of Pulumi's packages until then.",
        "",
        "| package | read | kept on disk | opened | a record | a fact made of it | a remembered answer | one module |",
        "|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for module in _PACKAGES:
            lines.append(measure(module, Path(folder)))
            print(lines[-1], flush=True)
        memory = subprocess.run(
            [sys.executable, __file__, "--memory", str(Path(folder, "all"))],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    lines += ["", f"Memory of a server: {memory}. Facts bundled with Stackproof: {size / 1e6:.1f} MB."]
    print(lines[-1])
    if options.write:
        results = HERE / "RESULTS.md"
        above, _, rest = results.read_text().partition(_TITLE)
        # What others measure stands above and below.
        below = "".join(rest.partition("\n## ")[1:])
        results.write_text("\n".join([above.rstrip(), "", *lines, ""]) + below)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        load()
        sys.exit(0)
    sys.exit(main())
