"""The state of one activation of a function or module while it is evaluated."""

from __future__ import annotations

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
    functions: tuple[int, ...] = ()
    # The class in which the running method is defined, for ``super``; the class under instantiation.
    owner: ClassValue | None = None
    returns: list[Value] = field(default_factory=list)
    # A return that may or may not have happened: what follows is conditional.
    maybe_returned: bool = False
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
