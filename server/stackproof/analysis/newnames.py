"""Finds names for what new code makes, in the pattern of its neighbours."""

from __future__ import annotations

import re

from stackproof.analysis.patterns import SEPARATORS, name_pieces, pattern_of, renamed, split_words
from stackproof.analysis.spot import Spot
from stackproof.model.code import Code, Constant, Interpolation, Invocation, Verbatim
from stackproof.model.construction import Construction
from stackproof.model.program import Call, Expression
from stackproof.model.values import Origin, Scalar
from stackproof.model.values import Template as TemplateValue


class NewNames(Spot):
    """Names of variables and resources that are not taken yet."""

    def local(self, stem: str) -> str:
        """A fresh local variable name from words."""
        words = split_words(self._without_values(stem, self._near, self._name_pieces(self._near))) or ["item"]
        if self.language == "typescript":
            name = words[0].lower() + "".join(w.capitalize() for w in words[1:])
        else:
            name = "_".join(w.lower() for w in words)
        taken = self._terrain.bound(self._file) | self._taken
        fresh, number = name, 2
        while fresh in taken:
            fresh = f"{name}{number}" if self.language == "typescript" else f"{name}_{number}"
            number += 1
        self._taken.add(fresh)
        return fresh

    def logical(self, stem: str, near: Construction) -> Code:
        """A logical name for a new resource from words, in the pattern of its neighbour's name."""
        pieces = self._name_pieces(near)
        words = [
            *self._house_words(pieces, near, stem),
            *split_words(self._without_values(stem, near, pieces)),
        ]
        number = 1
        maker, around = self._name_maker(near)
        while True:
            made = renamed(pieces, words if number == 1 else [*words, str(number)], near)
            if not self._is_taken([around[0], *made, around[1]]):
                break
            number += 1
        self._taken.add("name:" + pattern_of([around[0], *made, around[1]]))
        if all(isinstance(p, str) for p in made):
            name: Code = Constant("".join(p for p in made if isinstance(p, str)))
        else:
            name = Interpolation(
                tuple(p if isinstance(p, str) else Verbatim(self._terrain.text(p)) for p in made)
            )
        return name if maker is None else Invocation(maker, (name,))

    def _without_values(self, stem: str, near: Construction, pieces: list[str | Origin]) -> str:
        """Words that hold a name of the program hold only its literal part: the holes are in the pattern already."""
        literal = "".join(p for p in pieces if isinstance(p, str)).strip(SEPARATORS)
        texts = [value.text() for value in near.arguments.positional[:2]]
        if self._home.ahead and not any(text and text in stem for text in texts):
            # The words are about something else than the neighbour.
            literal, texts = self._named_in(stem)
        for text in texts:
            if text and literal:
                stem = stem.replace(text, literal)
        return stem

    def _named_in(self, stem: str) -> tuple[str, list[str | None]]:
        """The literal part of the longest of the program's names in the words, with that name."""
        best, literal = "", ""
        for construction in self._terrain.evaluation.constructions:
            for number, value in enumerate(construction.arguments.positional[:2]):
                text = value.text() or ""
                found = self._argument(construction, (number,))
                if len(text) <= len(best) or text not in stem or found is None:
                    continue
                pieces = name_pieces(*found, construction.origin.file) or []
                kept = SEPARATORS[0].join(p.strip(SEPARATORS) for p in pieces if isinstance(p, str))
                best, literal = text, kept.strip(SEPARATORS)
        return literal, [best]

    def _house_words(self, pieces: list[str | Origin], near: Construction, stem: str) -> list[str]:
        """The word with which the program's names begin, where the neighbour's name and enough others do."""
        first = pieces[0] if pieces and isinstance(pieces[0], str) else ""
        found = re.match(r"([A-Za-z0-9]+)[-_](?=[A-Za-z])", first)
        if found is None or stem.lower().startswith(found[1].lower()):
            return []
        kind = near.callee.names[-1] if near.callee is not None and near.callee.names else ""
        if found[1].lower() in {w.lower() for w in split_words(kind)}:
            return []
        alike = {
            c.origin
            for c in self._terrain.evaluation.constructions
            for v in c.arguments.positional[:2]
            if ((v.literal() if isinstance(v, TemplateValue) else v.text()) or "").startswith(found[0])
        }
        return [found[1]] if len(alike) > 2 else []

    def _name_pieces(self, near: Construction) -> list[str | Origin]:
        given = near.arguments.positional[:2]
        for number, value in enumerate(given):
            if isinstance(value, Scalar | TemplateValue) and (found := self._argument(near, (number,))):
                node, base = found
                pieces = name_pieces(node, base, near.origin.file)
                if pieces is not None:
                    return self._nameable(pieces)
                inner = _made_from(node)
                if inner is not None and self._name_maker(near)[0] is not None:
                    return self._nameable(name_pieces(inner, base, near.origin.file) or [])
                return []
        return []

    def _name_maker(self, near: Construction) -> tuple[Code | None, tuple[str | Origin, str | Origin]]:
        """The function that makes the neighbour's name from words, and what it puts around them."""
        for number, value in enumerate(near.arguments.positional[:2]):
            if (
                not isinstance(value, Scalar | TemplateValue)
                or (found := self._argument(near, (number,))) is None
            ):
                continue
            node, base = found
            inner = _made_from(node)
            if inner is None or not isinstance(node, Call):
                continue
            origin = Origin(near.origin.file, node.callee.span.shift(base))
            if self._means_the_same(origin):
                return Verbatim(self._terrain.text(origin)), (origin, origin)
        return None, ("", "")

    def _nameable(self, pieces: list[str | Origin]) -> list[str | Origin]:
        """The pieces without holes that mean nothing here (the counter of a loop), with one separator for each."""
        kept: list[str | Origin] = []
        for piece in pieces:
            if isinstance(piece, str):
                if kept and isinstance(kept[-1], str):
                    piece = kept.pop().rstrip(SEPARATORS) + piece  # type: ignore[union-attr]
                kept.append(piece)
            elif self._means_the_same(piece):
                kept.append(piece)
        if kept and len(kept) < len(pieces) and isinstance(kept[-1], str):
            kept[-1] = kept[-1].rstrip(SEPARATORS)
        return kept

    def _is_taken(self, made: list[str | Origin]) -> bool:
        pattern = pattern_of(made)
        if "name:" + pattern in self._taken:
            return True
        expression = re.compile(".*".join(re.escape(p) for p in pattern.split("\0")), re.DOTALL)
        for construction in self._terrain.evaluation.constructions:
            for value in construction.arguments.positional[:2]:
                text = value.text()
                if isinstance(value, TemplateValue):
                    text = value.literal()
                if text is not None and expression.fullmatch(text):
                    return True
        return False


def _made_from(node: Expression) -> Expression | None:
    """The only argument of a plain call."""
    if not isinstance(node, Call) or node.new or node.tagged or node.optional or len(node.arguments) != 1:
        return None
    given = node.arguments[0]
    return given.value if given.name is None and not given.spread else None
