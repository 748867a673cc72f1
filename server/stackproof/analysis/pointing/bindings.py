"""Where the names of a text are bound, with or without a value that its words tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from stackproof.languages.passage import Passage

MODIFIERS: Final = frozenset(
    (b"readonly", b"private", b"public", b"protected", b"static", b"declare", b"override")
)
_DECLARES: Final = frozenset((b"const", b"let", b"var"))
# The type of an annotation stands in front of the equals sign, too.
_BEFORE_TYPE: Final = frozenset((b":", b"|", b"&"))
_BEFORE_NAME: Final = MODIFIERS | {b"function", b"async", b"get", b"set", b"{", b"}", b";"}
_CONTROLS: Final = frozenset((b"if", b"while", b"switch", b"with", b"return"))
_BETWEEN: Final = frozenset((b",", b")", b"]", b"}", b"=", b"?"))
_OPENS: Final = frozenset((b"(", b"[", b"{", b",", b"*", b"**", b"..."))


class Bindings:
    """The places of one text in which names are bound; what is bound without a plain value counts as well."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._python = passage.language == "python"

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """The tokens that bind variables and parameters, in order, by name."""
        found: dict[str, set[int]] = defaultdict(set)
        for place in (
            *self._assigned,
            *(self._hidden_python() if self._python else self._hidden_typescript()),
        ):
            if self._tokens.text(place - 1) not in (b".", b"?."):
                found[self._tokens.text(place).decode("utf-8", "replace")].add(place)
        return {name: sorted(places) for name, places in found.items()}

    @cached_property
    def attributes(self) -> dict[str, list[int]]:
        """The tokens of attributes of ``self`` and ``this`` that are assigned, by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for place in self._assigned:
            if self._tokens.text(place - 1) == b"." and self._tokens.text(place - 2) in (b"self", b"this"):
                found[self._tokens.text(place).decode("utf-8", "replace")].append(place)
        return found

    @cached_property
    def comprehended(self) -> dict[int, set[str]]:
        """The names that comprehensions bind, by the bracket around them."""
        found: dict[int, set[str]] = defaultdict(set)
        tokens = self._tokens
        for number, token in enumerate(tokens.all if self._python else ()):
            if token.text == b"for" and tokens.opener[number] >= 0 and tokens.kind(number) == "name":
                for place in self._until(number + 1, b"in"):
                    found[tokens.opener[number]].add(tokens.text(place).decode("utf-8", "replace"))
        return found

    def is_parameter(self, opener: int) -> bool:
        """Whether a parenthesis holds the parameters of a function."""
        tokens = self._tokens
        if opener < 0 or tokens.text(opener) != b"(":
            return False
        if self._python:
            return tokens.text(opener - 2) == b"def"
        behind = tokens.text(tokens.closer[opener] + 1)
        if tokens.text(opener - 1) in _CONTROLS:
            return False
        if behind == b":":
            # The type of what comes back; or the rest of a choice, behind the call in its middle.
            named = tokens.kind(opener - 1) == "name" and not tokens[opener - 1].first
            return not named or tokens.text(opener - 2) in _BEFORE_NAME
        return tokens.text(opener - 1) == b"constructor" or behind in (b"{", b"=>")

    @cached_property
    def _assigned(self) -> list[int]:
        return list(self._assignments())

    def _assignments(self) -> Iterator[int]:
        tokens = self._tokens
        for number, token in enumerate(tokens.all):
            if token.text in (b"=", b":") and tokens.kind(number - 1) == "name":
                place = number - 1
                opener = tokens.opener[place]
                if token.text == b":":
                    if self._is_annotated(place, opener):
                        yield place
                elif tokens.text(place - 1) in _BEFORE_TYPE and not tokens[place].first:
                    continue
                elif opener < 0 or tokens.text(opener) == b"{" or self.is_parameter(opener):
                    yield place

    def _is_annotated(self, place: int, opener: int) -> bool:
        tokens = self._tokens
        if self._python:
            return (opener < 0 and tokens[place].first) or self.is_parameter(opener)
        if opener >= 0 and tokens.text(opener) == b"(":
            return self.is_parameter(opener)
        before = tokens.text(place - 1)
        declared = before in MODIFIERS or before in _DECLARES
        return declared or (opener >= 0 and tokens[place].first and not self._passage.is_object(opener))

    def _hidden_python(self) -> Iterator[int]:
        tokens = self._tokens
        for number, token in enumerate(tokens.all):
            if token.kind != "name":
                continue
            following = tokens.text(number + 1)
            if token.text == b"lambda":
                yield from self._until(number + 1, b":")
            elif token.text == b"for" and tokens.opener[number] < 0:
                yield from self._until(number + 1, b"in")
            elif following == b":=" or (tokens.text(number - 1) == b"as" and not self._is_import(number)):
                yield number
            elif following in (b",", b")") and self.is_parameter(tokens.opener[number]):
                if tokens.text(number - 1) in _OPENS:
                    yield number
            elif token.first and following == b"," and tokens.opener[number] < 0:
                yield from self._targets(number)

    def _hidden_typescript(self) -> Iterator[int]:
        tokens = self._tokens
        for number, token in enumerate(tokens.all):
            if token.kind != "name":
                continue
            before, following, opener = (
                tokens.text(number - 1),
                tokens.text(number + 1),
                tokens.opener[number],
            )
            plain = (before in _OPENS or before == b":") and following in _BETWEEN
            if (
                following == b"=>"
                or (before in _DECLARES and following != b"=")
                or (plain and before != b":" and self._holds_parameters(opener))
            ):
                yield number
            elif plain and opener >= 0 and tokens.text(opener) in (b"{", b"["):
                outer = tokens.opener[opener]
                if tokens.text(opener - 1) in _DECLARES or self._holds_parameters(outer):
                    yield number

    def _holds_parameters(self, opener: int) -> bool:
        return self.is_parameter(opener) or (opener >= 0 and self._tokens.text(opener - 1) == b"catch")

    def _until(self, number: int, end: bytes) -> Iterator[int]:
        """The names in front of a word on the same level."""
        tokens = self._tokens
        level = tokens.opener[number - 1]
        while number < len(tokens) and tokens.text(number) != end and tokens.opener[number] >= level:
            if tokens.kind(number) == "name" and tokens.text(number - 1) != b"=":
                yield number
            number += 1

    def _targets(self, number: int) -> Iterator[int]:
        """The names of ``a, b = ...``; nothing where that is no assignment."""
        tokens, names = self._tokens, [number]
        while tokens.text(number + 1) == b"," and tokens.kind(number + 2) == "name":
            number += 2
            names.append(number)
        if tokens.text(number + 1) == b"=":
            yield from names

    def _is_import(self, number: int) -> bool:
        tokens = self._tokens
        opener = tokens.opener[number]
        number = opener if opener >= 0 else number
        while number > 0 and not tokens[number].first:
            number -= 1
        return tokens.text(number) in (b"import", b"from")
