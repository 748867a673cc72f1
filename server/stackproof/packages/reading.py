"""Reads a package of any flavour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stackproof.packages.installed import Installed
from stackproof.packages.jsii import assembly
from stackproof.packages.jsii.reading import read as read_assembly
from stackproof.packages.pulumi.core import PythonCore
from stackproof.packages.pulumi.npm import NpmPackage
from stackproof.packages.pulumi.pypi import PypiPackage
from stackproof.packages.records import Reading
from stackproof.packages.source import Source

Progress = Callable[[int, int], None]
"""Told how many steps of how many are done."""


class WithProse:
    """A `Source` over an index, with the prose read from the package itself when it is asked."""

    def __init__(self, index: Source, package: Source) -> None:
        self.header = index.header
        self.get = index.get
        self.has = index.has
        self.names = index.names
        self.all_keys = index.all_keys
        self.documents = package.documents


def read_package(package: Installed, progress: Progress) -> Reading:
    """All that a package tells. Raises `Unreadable`."""
    if package.flavour == "jsii-npm":
        progress(0, 2)
        found = assembly.of_npm(Path(package.folder))
        progress(1, 2)
        return read_assembly(found, package.folder)
    if package.flavour == "jsii-pypi":
        progress(0, 2)
        found = assembly.of_archive(Path(package.described))
        progress(1, 2)
        return read_assembly(found)
    source = open_lazily(package)
    assert source is not None
    return source.read_all(progress)


def open_lazily(package: Installed) -> NpmPackage | PypiPackage | PythonCore | None:
    """A source that reads only what it is asked for; None for packages that are read as a whole. Raises `Unreadable`."""
    folder = Path(package.folder)
    if package.flavour == "pulumi-npm":
        return NpmPackage(folder)
    if package.flavour == "pulumi-pypi":
        if package.name == "pulumi":
            return PythonCore(folder, package.version)
        return PypiPackage(folder, version=package.version)
    return None


def with_prose(index: Source, package: Installed) -> Source:
    """The same facts; prose that is not in the index comes from the package. Raises `Unreadable`."""
    lazy = open_lazily(package)
    return index if lazy is None else WithProse(index, lazy)


__all__ = ["Progress", "open_lazily", "read_package", "with_prose"]
