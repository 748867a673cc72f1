"""Where the constructions of an evaluation stand in the text, as far as new code needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stackproof.languages.binding import bound_names
from stackproof.languages.places import Line, Places
from stackproof.languages.source import Source
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.program import (
    Assignment,
    Call,
    ForEach,
    ForLoop,
    Function,
    ListPattern,
    Literal,
    Name,
    Node,
    ObjectPattern,
    Template,
    While,
)
from stackproof.model.runtime import Scope
from stackproof.model.values import Origin
from stackproof.text import Span

Sources = Mapping[str, Source]


@dataclass(frozen=True, eq=False)
class Home:
    """The statement behind which a construction surely exists, and the activation it belongs to.

    ``lifted`` when that statement is a loop, or holds a function that is called more than once. ``ahead`` when new
    code is to stand in front of the statement instead.
    """

    line: Line
    scope: Scope
    activation: Scope
    lifted: bool
    ahead: bool = False

    @property
    def place(self) -> int:
        """The offset at which new code stands."""
        return self.line.span.start if self.ahead else self.line.span.end


class Terrain:
    """The texts of a program and the places of its constructions; made for one evaluation, filled when asked."""

    def __init__(self, evaluation: Evaluation, sources: Sources) -> None:
        self.evaluation = evaluation
        self.sources = sources
        self._version = evaluation.version
        self._places: dict[str, Places] = {}
        self._bound: dict[str, set[str]] = {}
        self._twins: dict[Origin, list[Construction]] | None = None

    @property
    def is_current(self) -> bool:
        """Whether the evaluation is still the one for which this was made."""
        return self._version == self.evaluation.version

    def places(self, file: str) -> Places | None:
        """The nodes of a file; None for files without a text."""
        if file not in self._places:
            if file not in self.sources:
                return None
            self._places[file] = Places(self.sources[file].module)
        return self._places[file]

    def bound(self, file: str) -> set[str]:
        """All names which a file binds somewhere."""
        if file not in self._bound:
            places = self.places(file)
            self._bound[file] = set() if places is None else bound_names(places)
        return self._bound[file]

    def text(self, origin: Origin) -> str:
        """The text at a place; empty for files without a text."""
        source = self.sources.get(origin.file)
        return "" if source is None else source.document.text(origin.span)

    def pieces(self, origin: Origin) -> tuple[str | Origin, ...] | None:
        """The literal pieces and the holes of a text that is written out at a place; None for anything else."""
        places = self.places(origin.file)
        if places is None:
            return None
        literal, template = places.at(origin.span, Literal), places.at(origin.span, Template)
        if template is not None:
            node, base = template
            return tuple(
                p if isinstance(p, str) else Origin(origin.file, p.span.shift(base)) for p in node.parts
            )
        return (literal[0].value,) if literal is not None and isinstance(literal[0].value, str) else None

    def twins(self, construction: Construction) -> list[Construction]:
        """All constructions that the same call makes, this one included."""
        if self._twins is None:
            self._twins = defaultdict(list)
            for each in self.evaluation.constructions:
                self._twins[each.origin].append(each)
        return self._twins.get(construction.origin, [construction])

    def call(self, construction: Construction) -> tuple[Call, int] | None:
        """The call that gives a construction its arguments."""
        places = self.places(construction.origin.file)
        if construction.user_class is not None or places is None:
            return None
        return places.at(construction.origin.span, Call)

    def home(self, construction: Construction) -> Home | None:
        """Where the construction stands; None when no one statement makes it."""
        origin, site = construction.origin, construction.site
        places = self.places(origin.file)
        if places is None or site.statement.file != origin.file:
            return None
        twins = self.twins(construction)
        common = _common([_activations(t.site.scope) for t in twins])
        own = _activations(site.scope)
        if common is None:
            return None
        level = len(own) - 1 - own.index(common)
        lifted = len(twins) > 1 or construction.many
        if own[0] is not common and not all(_called_inside(t) for t in twins):
            return None
        lines = [line for line in places.enclosing(origin.span) if _depth(line) == level]
        if not lines:
            return None
        if lifted:
            loops = [line for line in lines if isinstance(line.statement, ForEach | ForLoop | While)]
            line = loops[0] if loops else lines[-1]
            return Home(line, common, common, True)
        return Home(lines[-1], site.scope, common, False)

    def through(self, construction: Construction, near: Construction, home: Home) -> Home | None:
        """The statement around ``home`` that calls what makes the construction, directly or not.

        None when that is not certain: ``near``, which is at home there, must be made once.
        """
        known, stack = near.site.stack, construction.site.stack
        places = self.places(home.scope.file)
        single = len(self.twins(near)) == 1 and not near.many and not home.lifted
        if places is None or not single or len(stack) <= len(known) or stack[: len(known)] != known:
            return None
        call = stack[len(known)]
        function = _function(home.line)
        lines = [
            line
            for line in (places.enclosing(call.span) if call.file == home.scope.file else ())
            if _function(line) is function
        ]
        return Home(lines[0], home.activation, home.activation, False) if lines else None

    def sees(self, home: Home, name: str, at: int) -> bool:
        """Whether a variable bound at offset ``at`` has its value where new code of ``home`` stands."""
        line = home.line
        looped = home.lifted and isinstance(line.statement, ForEach | ForLoop | While)
        if looped and line.span.start < at <= line.span.end:
            # Python's loop variables outlive their loop, but not their meaning.
            return False
        if at <= home.place:
            return True
        # Parameters and loop variables are bound at the end of what they belong to.
        return any(
            node.span.end + base == at and _binds(node, name)
            for node, base in self._around(home.scope.file, line.span)
        )

    def _around(self, file: str, span: Span) -> Iterator[tuple[Node, int]]:
        places = self.places(file)
        for found in () if places is None else places.nodes:
            loops = isinstance(found.node, Function | ForEach | ForLoop)
            if loops and found.span != span and found.span.encloses(span):
                yield found.node, found.base

    def names_in(self, origin: Origin) -> list[tuple[str, Span]]:
        """The variables that the text at a place mentions."""
        places = self.places(origin.file)
        if places is None:
            return []
        return [
            (node.id, node.span.shift(base))
            for node, base in places.of(Name)
            if origin.span.encloses(node.span.shift(base))
        ]

    def method_at(self, file: str, span: Span) -> Span | None:
        """The innermost function with a ``this`` of its own around a place."""
        places = self.places(file)
        if places is None:
            return None
        around = [
            node.span.shift(base)
            for node, base in places.of(Function)
            if not node.arrow and node.span.shift(base).encloses(span)
        ]
        return max(around, key=lambda s: s.start, default=None)


def _activations(scope: Scope) -> list[Scope]:
    """The functions (and the module) around a place as they run, innermost first."""
    found: list[Scope] = []
    current: Scope | None = scope
    while current is not None:
        if current.kind in ("function", "module"):
            found.append(current)
        current = current.parent
    return found


def _common(chains: list[list[Scope]]) -> Scope | None:
    """The innermost activation that all chains have."""
    for scope in chains[0]:
        if all(any(s is scope for s in chain) for chain in chains[1:]):
            return scope
    return None


def _called_inside(construction: Construction) -> bool:
    """Whether the function around the call is called right where it is written (``xs.forEach(x => ...)``)."""
    stack = construction.site.stack
    return bool(stack) and (
        stack[-1].file == construction.origin.file and stack[-1].span.encloses(construction.origin.span)
    )


def _function(line: Line) -> Function | None:
    """The innermost function around a statement."""
    return next((each for each in reversed(line.around) if isinstance(each, Function)), None)


def _depth(line: Line) -> int:
    return sum(isinstance(each, Function) for each in line.around)


def _binds(node: Node, name: str) -> bool:
    """Whether a function has a parameter, or a loop a variable, of this name."""
    match node:
        case Function():
            stack: list[object] = [p.target for p in node.parameters]
        case ForEach():
            stack = [node.target]
        case ForLoop():
            stack = [e.target for e in node.initial if isinstance(e, Assignment)]
        case _:
            return False
    while stack:
        target = stack.pop()
        if isinstance(target, Name) and target.id == name:
            return True
        if isinstance(target, ListPattern | ObjectPattern):
            stack.extend(e.target for e in target.entries if e is not None)
    return False
