"""Where the declarations of a package are found by programs: the shape, and what kinds of packages share."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from stackproof.packages.records import NamesRecord, TypeRecord


class Spot(NamedTuple):
    """Where an import leads in a package.

    ``path`` is a module's. ``files`` is a folder or file of the package, when the import goes deeper than modules
    do: names are then those declared in it, and there may be more. ``exists`` is False when there certainly is
    nothing.
    """

    path: str = ""
    files: str = ""
    exists: bool = True


class Namespaces(Protocol):
    """Modules and names of one package, in one language."""

    def spot(self, inner: str) -> Spot:
        """Where an import leads, by what follows the package's name (``aws-ec2``, ``aws_ec2``)."""
        ...

    def child(self, path: str, name: str) -> str | None:
        """The path of a module inside another one."""
        ...

    def key(self, spot: Spot, name: str) -> str | None:
        """The key of a type or function that can be named there."""
        ...

    def nested(self, key: str, name: str) -> str | None:
        """The key of a type that is named inside another one."""
        ...

    def is_complete(self, spot: Spot) -> bool:
        """Whether what `names` lists is all there is."""
        ...

    def lacks(self, spot: Spot, name: str) -> bool:
        """Whether a name that `key` and `child` do not know certainly cannot be imported from there."""
        ...

    def names(self, spot: Spot) -> NamesRecord:
        """All that can be named there; ``others`` holds every name with its key."""
        ...

    def module(self, spot: Spot) -> str:
        """What a program imports to get there."""
        ...

    def spelled(self, key: str, record: TypeRecord) -> tuple[str, str]:
        """What a program imports to get a type, and its name in that."""
        ...

    def simple(self, name: str) -> tuple[str, ...]:
        """The keys of what has this name, wherever it is."""
        ...
