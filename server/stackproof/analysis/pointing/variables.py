"""Where the variables of a text get their values, as far as its words tell."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.analysis.pointing.bindings import MODIFIERS, Bindings
from stackproof.languages.passage import Passage

# What a name has, and the last token of the chain that says so: its annotation, or its value.
Giving = tuple[str, int]
_ENDS = frozenset((b";", b",", b")", b"]", b"}", b""))
_BEFORE_CHAIN = frozenset((b"new", b"await"))


class Variables:
    """Assignments and annotations of one text."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._tokens = passage.tokens
        self._python = passage.language == "python"
        self._bindings = Bindings(passage)

    def of(self, name: str, at: int) -> list[Giving] | None:
        """All that the variable ``name`` may have at a token; None when the text binds no such name there.

        That is the nearest value before the token which it certainly sees, and those of blocks in between, which may
        have run. Nothing is in the list when one of them is not told by words.
        """
        tokens = self._tokens
        if any(name in self._bindings.comprehended.get(opener, ()) for opener in tokens.around(at)):
            return []
        found: list[Giving | None] = []
        for place in reversed([p for p in self._bindings.names.get(name, ()) if p < at]):
            found.append(self._giving(place))
            if self._is_visible(place, at):
                return [] if None in found else [giving for giving in found if giving is not None]
        return None

    def attributes(self, owner: str, name: str) -> list[Giving]:
        """All that ``self.name`` or ``this.name`` is given in the text; also what declares it."""
        found: list[Giving] = []
        for place in self._bindings.attributes.get(name, ()):
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

    def _declared(self, name: str) -> Iterator[Giving]:
        """Fields and constructor parameters of TypeScript classes that say their type."""
        for place in self._bindings.names.get(name, ()):
            opener = self._tokens.opener[place]
            modified = self._tokens.text(place - 1) in MODIFIERS
            field = opener >= 0 and self._tokens.text(opener) == b"{" and self._tokens[place].first
            if (modified or field) and self._tokens.text(place + 1) == b":":
                giving = self._giving(place)
                if giving is not None:
                    yield giving

    def _is_visible(self, place: int, at: int) -> bool:
        return self._python_sees(place, at) if self._python else self._typescript_sees(place, at)

    def _typescript_sees(self, place: int, at: int) -> bool:
        tokens = self._tokens
        around = set(tokens.around(at))
        opener = tokens.opener[place]
        if tokens.text(place + 1) == b"=>":
            return self._is_in_body(place + 2, opener, at, around)
        while opener >= 0 and (tokens.text(opener) == b"[" or self._passage.is_object(opener)):
            # Names that are taken out of an object belong to what is around it.
            opener = tokens.opener[opener]
        while (
            opener >= 0
            and tokens.text(opener) == b"{"
            and tokens.text(opener - 1) in (b"const", b"let", b"var")
        ):
            opener = tokens.opener[opener]
        if opener < 0 or tokens.text(opener) != b"(":
            return opener < 0 or opener in around
        behind = tokens.closer[opener] + 1
        if tokens.text(behind) == b"=>":
            return opener in around or self._is_in_body(behind + 1, tokens.opener[opener], at, around)
        body = next((n for n in range(behind, len(tokens)) if tokens.text(n) == b"{"), -1)
        return opener in around or body in around

    def _is_in_body(self, begin: int, outer: int, at: int, around: set[int]) -> bool:
        """Whether a token is in the body of an arrow function that begins at another one."""
        if self._tokens.text(begin) == b"{":
            return begin in around
        end = self._tokens.closer[outer] if outer >= 0 else len(self._tokens)
        return begin <= at < end

    def _python_sees(self, place: int, at: int) -> bool:
        tokens = self._tokens
        opener = tokens.opener[place]
        if opener >= 0 and not self._bindings.is_parameter(opener):
            # A lambda, or an assignment within an expression.
            return opener in tokens.around(at)
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
        if self._python and tokens.text(place - 1) == b"," and tokens.opener[place] < 0:
            # One of several targets.
            return None
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
