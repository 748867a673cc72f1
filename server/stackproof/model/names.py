"""What the files of a program import, and which names they use, as it stands in their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stackproof.model.facts import Language
from stackproof.model.values import Origin


@dataclass(frozen=True, eq=False)
class Taken:
    """One name that an import takes out of a module, and the ``alias`` under which the file knows it.

    ``at`` is where the name stands.
    """

    name: str
    alias: str
    at: Origin


@dataclass(frozen=True, eq=False)
class ImportLine:
    """One import, its parts as in `program.Import`. ``at`` is where the module stands, without quotes.

    ``guarded`` where the program may be ready for its failure, or may never come there: inside of a ``try`` or an
    ``if``.
    """

    module: str
    at: Origin
    statement: Origin
    taken: tuple[Taken, ...] = ()
    namespace: str | None = None
    default: str | None = None
    star: bool = False
    path_binding: bool = False
    guarded: bool = False

    @property
    def bound(self) -> frozenset[str]:
        """The names that it makes known in its file."""
        whole = {name for name in (self.namespace, self.default) if name is not None}
        return frozenset({*whole, *(each.alias for each in self.taken)})


@dataclass(frozen=True, eq=False)
class Mention:
    """A place where a file says a name, and the ``members`` that are read from it there (``ec2.Vpc.fromLookup``).

    ``annotation`` where it stands in a type that is written down, which need not exist when the program runs.
    ``keywords`` are the named arguments of the call in which it is called itself, ``positional`` counts the others: -1
    where it is not called, or where they cannot be counted.
    """

    name: str
    at: Origin
    members: tuple[str, ...] = ()
    annotation: bool = False
    keywords: tuple[str, ...] = ()
    positional: int = -1


@dataclass(frozen=True, eq=False)
class FileNames:
    """One file: what it imports, and the names it says by these.

    ``bound`` are the names that are certainly or perhaps bound anywhere in it, ``open`` when names may be bound
    by means that do not show (``from m import *``, ``globals()``, ``declare``). ``is_ambient`` tells whether other files
    may bind a name for this one. ``outside`` are the modules among its imports that are not the program's own.
    """

    file: str
    language: Language
    imports: tuple[ImportLine, ...] = ()
    mentions: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    open: bool = False
    outside: frozenset[str] = frozenset()
    text: bytes = field(default=b"", repr=False)
    is_ambient: Callable[[str], bool] = lambda name: False

    def said(self, name: str) -> int:
        """How often a name stands in the text, be it as a word of a comment."""
        return len(re.findall(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])", self.text))

    def unbound(self) -> list[tuple[str, tuple[Mention, ...]]]:
        """The names that nothing in the file binds, in order of their first mention, with their mentions."""
        if self.open:
            return []
        return [(name, places) for name, places in self.mentions.items() if name not in self.bound]
