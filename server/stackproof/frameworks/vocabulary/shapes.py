"""How the keys of a resource's arguments become Terraform's names, block by block."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMap

from stackproof.frameworks.recognition import VERBATIM, Shape
from stackproof.frameworks.vocabulary.data import LIST, NESTED, TerraformData
from stackproof.frameworks.vocabulary.names import canonical, singulars, snake

# Words that Terraform uses and the constructs library may not, with what it says in their place.
_RENAMED = {"equalto": "equals", "fetchpassworddata": "get_password_data", "fetchuserdata": "get_user_data"}
# Arguments that hold free-form maps wherever they occur.
_FREE = frozenset({"tags", "tags_all", "variables", "labels", "default_tags", "context", "triggers"})


class Guessed:
    """Blocks that the vocabulary does not describe: names follow the common rule."""

    def entry(self, written: str) -> tuple[str, Shape]:
        """The key in snake case."""
        name = snake(written)
        return name, VERBATIM if name in _FREE else self


GUESSED: Shape = Guessed()


class BlockShape:
    """A described block. ``plural`` also takes Pulumi's plurals, ``irregular`` its reviewed exceptions."""

    def __init__(self, book: ShapeBook, struct: int, irregular: ReadOnlyMap[str, str]) -> None:
        self._book = book
        self._fields = book.data.structs[struct]
        self._names = {canonical(name): name for name in self._fields}
        self._irregular = irregular
        self._known: dict[str, tuple[str, Shape]] = {}

    def entry(self, written: str) -> tuple[str, Shape]:
        """Terraform's name of a key, and what may stand under it."""
        known = self._known.get(written)
        if known is None:
            known = self._entry(written)
            # Keys come from programs; a program that makes them up must not fill the memory.
            if len(self._known) < 1000:
                self._known[written] = known
        return known

    def _entry(self, written: str) -> tuple[str, Shape]:
        name = self._name(written)
        if name is None:
            return snake(written), GUESSED
        code = self._fields.get(name, LIST)
        if code < NESTED:
            return name, VERBATIM
        return name, self._book.block((code - NESTED) // 2, self._irregular)

    def _name(self, written: str) -> str | None:
        own = canonical(written)
        candidates = [own, own.removesuffix("attribute"), canonical(_RENAMED.get(own, ""))]
        if self._book.plural:
            candidates.extend(singulars(own))
            if (name := self._irregular.get(own)) is not None and own not in self._names:
                return name
        return next((self._names[c] for c in candidates if c in self._names), None)


class ShapeBook:
    """The shapes of all blocks in one framework's spelling; each is made once."""

    def __init__(self, data: TerraformData, plural: bool) -> None:
        self.data = data
        self.plural = plural
        self._blocks: dict[tuple[int, int], BlockShape] = {}

    def block(self, struct: int, irregular: ReadOnlyMap[str, str]) -> Shape:
        """The shape of a block by the number of its struct."""
        key = (struct, id(irregular))
        if key not in self._blocks:
            self._blocks[key] = BlockShape(self, struct, irregular)
        return self._blocks[key]
