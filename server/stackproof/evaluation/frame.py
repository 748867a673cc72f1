"""The state of one activation of a function or module while it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from stackproof.model.construction import Site
from stackproof.model.program import Module, Node
from stackproof.model.runtime import ClassValue, Scope
from stackproof.model.values import Origin, Value
from stackproof.text import Span


@dataclass(slots=True, eq=False)
class Frame:
    """One activation. ``base`` is where the current statement begins in the file; spans are relative to it."""

    module: Module
    scope: Scope
    base: int
    statement: Span
    conditional: bool = False
    many: bool = False
    stack: tuple[Origin, ...] = ()
    # The functions under way (their files, and where they begin there), each with the number of doubts under which it was entered.
    functions: tuple[tuple[tuple[str, int], int], ...] = ()
    # The class in which the running method is defined, for ``super``; the class under instantiation.
    owner: ClassValue | None = None
    returns: list[Value] = field(default_factory=list)
    # A return that may or may not have happened: what follows is conditional.
    maybe_returned: bool = False
    # How many unknown conditions must hold for this to be reached.
    doubts: int = 0
    # Whether the program has asked for the type of something whose type is not known: what follows may depend on it.
    types_asked: bool = False
    _site: Site | None = None

    @property
    def typescript(self) -> bool:
        """Whether the code under evaluation is TypeScript."""
        return self.module.language == "typescript"

    def origin(self, node: Node) -> Origin:
        """Where a node of the current statement stands in the file."""
        span, base = node.span, self.base
        return Origin(self.module.path, Span(span.start + base, span.end + base))

    def at(self, span: Span) -> Origin:
        """Where a span of the current statement stands in the file."""
        return Origin(self.module.path, span.shift(self.base))

    def enter(self, base: int, span: Span) -> None:
        """Go to a statement."""
        self.base = base
        self.statement = span
        self._site = None

    @contextmanager
    def doubting(self) -> Iterator[None]:
        """What runs inside is only reached if something unknown holds."""
        was = self.certainty
        self.conditional, self.doubts = True, self.doubts + 1
        try:
            yield
        finally:
            self.conditional, self.doubts = was

    @property
    def certainty(self) -> tuple[bool, int]:
        """Whether what runs now is conditional, and on how many doubts."""
        return self.conditional, self.doubts

    def leave_loop(self, certainty: tuple[bool, int]) -> None:
        """Go on behind a loop: what made a round uncertain is over, unless the function may have returned in it."""
        if not self.maybe_returned:
            self.conditional, self.doubts = certainty
        else:
            self.conditional = True

    @property
    def current_site(self) -> Site | None:
        """The `site`, if anybody asked for it in this statement."""
        return self._site

    def at_site(self, site: Site | None) -> None:
        """Take up a statement again whose `site` somebody has asked for."""
        self._site = site

    def with_scope(self, scope: Scope) -> None:
        """Go on in another scope of the same activation."""
        self.scope = scope
        self._site = None

    def site(self) -> Site:
        """The place of the current statement, shared by all calls in it."""
        if self._site is None:
            self._site = Site(
                Origin(self.module.path, self.statement.shift(self.base)),
                self.scope,
                self.module.language,
                self.stack,
            )
        return self._site
