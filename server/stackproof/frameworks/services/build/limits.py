"""Turns what the sources say about a property into what Stackproof keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackproof.frameworks.services.build import reviewed
from stackproof.frameworks.services.build.matching import Matching
from stackproof.frameworks.services.build.models import Models
from stackproof.frameworks.services.build.names import NAMES
from stackproof.frameworks.services.build.schemas import Schemas
from stackproof.frameworks.services.data import LimitEntry
from stackproof.frameworks.vocabulary.data import NESTED, TerraformData

Key = tuple[str, str]


class Limited:
    """All limits, with the lists that they share."""

    def __init__(self, schemas: Schemas, models: Models, terraform: TerraformData) -> None:
        self._models = models
        self._terraform = terraform
        self.lists: list[list[str | int | float]] = []
        self._numbers: dict[tuple[str | int | float, ...], int] = {}
        self._found: dict[Key, LimitEntry] = {}
        # Reviewed arguments that the described provider does not have.
        self.doubts: list[str] = []
        matching = Matching(terraform)
        for name in schemas.types():
            for kind, path, node in matching.arguments(name, schemas.properties(name)):
                self._add(name.split("::")[1], (kind, path), node.keywords)
        self._reviewed()

    def by_type(self) -> dict[str, dict[str, LimitEntry]]:
        """The limits by type and dotted path, in order."""
        found: dict[str, dict[str, LimitEntry]] = {}
        for (kind, path), entry in sorted(self._found.items()):
            if entry != LimitEntry():
                found.setdefault(kind, {})[path] = entry
        return found

    def _add(self, service: str, key: Key, keywords: dict[str, Any]) -> None:
        last = key[1].rpartition(".")[2]
        values = tuple(keywords.get("enum") or keywords.get("enumCaseInsensitive") or ())
        any_case = "enum" not in keywords or _any_case(key)
        if len(values) > reviewed.LONGEST_LIST or last in reviewed.DROPPED:
            values = ()
        if values and all(isinstance(v, str) for v in values):
            values = self._models.widened(service, values)
        number = keywords.get("type") in ("integer", "number")
        entry = LimitEntry(
            values=self._list(values),
            any_case=bool(values) and any_case,
            low=keywords.get("minimum") if number else None,
            high=keywords.get("maximum") if number else None,
            longest=keywords.get("maxLength") if keywords.get("type") == "string" else None,
        )
        known = self._found.get(key)
        # A property that two types of CloudFormation make of one argument is limited by neither.
        self._found[key] = entry if known is None or known == entry else LimitEntry()

    def _list(self, values: tuple[str | int | float, ...]) -> int:
        if not values:
            return -1
        if values not in self._numbers:
            self._numbers[values] = len(self.lists)
            self.lists.append(list(values))
        return self._numbers[values]

    def _reviewed(self) -> None:
        for key, (service, shape, more) in reviewed.ENUMERATIONS.items():
            own = self._models.enumerations(service).get(shape, ()) if service else ()
            if service and not own:
                self.doubts.append(f"no enumeration {service}.{shape}")
                continue
            values = (*own, *(v for v in more if v not in own))
            self._put(key, values=self._list(values), any_case=_any_case(key))
        for key, (low, high) in reviewed.NUMBERS.items():
            self._put(key, low=low, high=high)
        for key, (shortest, longest, pattern, words) in NAMES.items():
            self._put(key, shortest=shortest, longest=longest, pattern=pattern, words=words)

    def add_engines(self, kind: str, names: tuple[str, ...]) -> None:
        """The engines which a type offers."""
        self._put((kind, "engine"), values=self._list(names), any_case=True)

    def _put(self, key: Key, **changes: Any) -> None:
        if not self._exists(*key):
            self.doubts.append(f"no argument {'.'.join(key)}")
            return
        known = self._found.get(key, LimitEntry())
        kept = {name: getattr(known, name) for name in LimitEntry.__struct_fields__}
        self._found[key] = LimitEntry(**{**kept, **changes})

    def _exists(self, kind: str, path: str) -> bool:
        entry = self._terraform.types.get(kind)
        if entry is None:
            return False
        code = NESTED + 2 * entry.arguments
        for step in path.split("."):
            fields = self._terraform.structs[(code - NESTED) // 2] if code >= NESTED else {}
            if step not in fields:
                return False
            code = fields[step]
        return True


def _any_case(key: Key) -> bool:
    kind, path = key
    return path.rpartition(".")[2] in reviewed.ANY_CASE or kind.startswith(reviewed.ANY_CASE_TYPES)


def enumerations(entries: dict[str, dict[str, LimitEntry]]) -> Iterator[LimitEntry]:
    """All limits that are lists of values."""
    for own in entries.values():
        yield from (e for e in own.values() if e.values >= 0)
