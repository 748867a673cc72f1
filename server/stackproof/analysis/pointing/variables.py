"""Where the variables of a text get their values, as far as its words tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from stackproof.languages.passage import Passage

# What a name has, and the last token of the chain that says so: its annotation, or its value.
Giving = tuple[str, int]
_ENDS = frozenset((b";", b",", b")", b"]", b"}", b""))
_MODIFIERS = frozenset((b"readonly", b"private", b"public", b"protected", b"static", b"declare", b"override"))
# The type of an annotation stands in front of the equals sign, too.
_BEFORE_TYPE = frozenset((b":", b"|", b"&"))
_BEFORE_CHAIN = frozenset((b"new", b"await"))


class Variables:
    """Assignments and annotations of one text."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._python = passage.language == "python"

    def of(self, name: str, at: int) -> list[Giving]:
        """What the variable ``name`` has at a token: the nearest assignment before it that it can see."""
        places = self._names.get(name, ())
        for place in reversed([p for p in places if p < at]):
            if self._is_visible(place, at):
                giving = self._giving(place)
                return [] if giving is None else [giving]
        return []

    def attributes(self, owner: str, name: str) -> list[Giving]:
        """All that ``self.name`` or ``this.name`` is given in the text; also what declares it."""
        found: list[Giving] = []
        for place in self._attributes.get(name, ()):
            if self._tokens.text(place - 2).decode() == owner:
                giving = self._giving(place)
                found.append(giving if giving is not None else ("value", -1))
        if not self._python and (declared := list(self._declared(name))):
            return declared
        return found

    def base_of_class(self, number: int) -> int | None:
        """The last token of the name of the base of the class around a token."""
        tokens = self._tokens
        if not self._python:
            for opener in tokens.around(number):
                if tokens.text(opener) == b"{":
                    base = self._extended(opener)
                    if base is not None:
                        return base
            return None
        indent = tokens.indent(number)
        for each in range(number, -1, -1):
            if tokens[each].first and tokens.opener[each] < 0 and tokens.indent(each) < indent:
                indent = tokens.indent(each)
                if tokens.text(each) == b"class":
                    end = tokens.closer[each + 2] if tokens.text(each + 2) == b"(" else -1
                    # One base, or nothing is said.
                    plain = all(tokens.text(t) not in (b",", b"(") for t in range(each + 3, end))
                    return end - 1 if end > each + 3 and plain else None
        return None

    def _extended(self, brace: int) -> int | None:
        tokens = self._tokens
        for each in range(brace - 1, max(brace - 30, -1), -1):
            text = tokens.text(each)
            if text == b"extends":
                last = each + 1
                while tokens.text(last + 1) == b".":
                    last += 2
                return last
            if text in (b"{", b"}", b";", b")"):
                return None
        return None

    # --- where names stand ---

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        """The places where variables and parameters are bound, by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for place in self._bound():
            if self._tokens.text(place - 1) not in (b".", b"?."):
                found[self._tokens.text(place).decode("utf-8", "replace")].append(place)
        return found

    @cached_property
    def _attributes(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place in self._bound():
            if self._tokens.text(place - 1) == b"." and self._tokens.text(place - 2) in (b"self", b"this"):
                found[self._tokens.text(place).decode("utf-8", "replace")].append(place)
        return found

    def _bound(self) -> Iterator[int]:
        tokens = self._tokens
        for number, token in enumerate(tokens.all):
            if token.text in (b"=", b":") and tokens.kind(number - 1) == "name":
                place = number - 1
                opener = tokens.opener[place]
                if token.text == b":":
                    if self._is_annotated(place, opener):
                        yield place
                elif tokens.text(place - 1) in _BEFORE_TYPE:
                    continue
                elif opener < 0 or tokens.text(opener) == b"{" or self._is_parameter(opener):
                    yield place

    def _is_annotated(self, place: int, opener: int) -> bool:
        tokens = self._tokens
        if self._python:
            return (opener < 0 and tokens[place].first) or self._is_parameter(opener)
        if opener >= 0 and tokens.text(opener) == b"(":
            return self._is_parameter(opener)
        before = tokens.text(place - 1)
        declared = before in _MODIFIERS or before in (b"const", b"let", b"var")
        return declared or (opener >= 0 and tokens[place].first and not self._passage.is_object(opener))

    def _is_parameter(self, opener: int) -> bool:
        tokens = self._tokens
        if opener < 0 or tokens.text(opener) != b"(":
            return False
        if self._python:
            return tokens.text(opener - 2) == b"def"
        behind = tokens.text(tokens.closer[opener] + 1)
        return tokens.text(opener - 1) == b"constructor" or behind in (b"{", b"=>", b":")

    def _declared(self, name: str) -> Iterator[Giving]:
        """Fields and constructor parameters of TypeScript classes that say their type."""
        for place in self._names.get(name, ()):
            opener = self._tokens.opener[place]
            modified = self._tokens.text(place - 1) in _MODIFIERS
            field = opener >= 0 and self._tokens.text(opener) == b"{" and self._tokens[place].first
            if (modified or field) and self._tokens.text(place + 1) == b":":
                giving = self._giving(place)
                if giving is not None:
                    yield giving

    def _is_visible(self, place: int, at: int) -> bool:
        tokens = self._tokens
        opener = tokens.opener[place]
        if not self._python:
            around = set(tokens.around(at))
            if opener >= 0 and tokens.text(opener) == b"(":
                body = next(
                    (n for n in range(tokens.closer[opener], len(tokens)) if tokens.text(n) == b"{"), -1
                )
                return opener in around or body in around
            return opener < 0 or opener in around
        level = tokens.indent(place)
        parameter = opener >= 0
        for each in range(tokens.closer[opener] + 1 if parameter else place + 1, at + 1):
            if tokens[each].first and tokens.opener[each] < 0:
                indent = tokens.indent(each)
                if indent < level or (parameter and indent <= tokens.indent(opener)):
                    return False
        return True

    # --- what they are given ---

    def _giving(self, place: int) -> Giving | None:
        tokens = self._tokens
        number = place + 1
        if tokens.text(number) == b":":
            last = self._chain_end(number + 1)
            if last is not None and self._is_whole_type(last):
                return "type", last
            number = last + 1 if last is not None else number
        if tokens.text(number) != b"=":
            return None
        number += 1
        while tokens.text(number) in _BEFORE_CHAIN:
            number += 1
        last = self._chain_end(number)
        return ("value", last) if last is not None and self._is_whole(last) else None

    def _is_whole_type(self, last: int) -> bool:
        return self._is_whole(last) or self._tokens.text(last + 1) == b"="

    def _chain_end(self, number: int) -> int | None:
        """The last token of the chain of names, calls and indexes that begins at a token."""
        tokens = self._tokens
        if tokens.kind(number) != "name":
            return None
        while True:
            following = tokens.text(number + 1)
            if following in (b".", b"?.") and tokens.kind(number + 2) == "name":
                number += 2
            elif following in (b"(", b"["):
                closer = tokens.closer[number + 1]
                if tokens.text(closer) not in (b")", b"]"):
                    return None
                number = closer
            elif following == b"!" and not self._python:
                number += 1
            else:
                return number

    def _is_whole(self, last: int) -> bool:
        """Whether nothing more of an expression follows a token."""
        tokens = self._tokens
        following = tokens.text(last + 1)
        return following in _ENDS or (last + 1 < len(tokens) and tokens[last + 1].first and following != b".")
