"""Fits the blocks of CloudFormation's arguments into those of Terraform's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from stackproof.frameworks.vocabulary.data import NESTED, terraform_data
from stackproof.frameworks.vocabulary.names import singulars
from stackproof.model.values import Choice, MapEntry, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Where the keys of a block go up, into the block around it; where such a block says all that there is to say; and keys
# that Terraform has nothing for.
UP, WHOLE, NOTHING = "^", "^^", "-"
Change = Callable[[Value], Value]


class Fit:
    """What the blocks of one Terraform type need beyond Terraform's own names.

    ``names`` map paths of CloudFormation's keys in snake case (``rules.destination.bucket``) to what Terraform calls the last
    key, to `UP` or to `NOTHING`. ``changes`` are made to the values at such paths. Keys without an entry keep
    their name, or get the singular that Terraform has for it.
    """

    def __init__(
        self, kind: str, names: Mapping[str, str] | None = None, changes: Mapping[str, Change] | None = None
    ) -> None:
        self.kind = kind
        self._names = names or {}
        self._changes = changes or {}

    def entries(self, entries: Mapping[str, MapEntry]) -> dict[str, MapEntry]:
        """Folded arguments of a resource under Terraform's names."""
        return self._entries(entries, _arguments(self.kind), "")

    def _entries(self, entries: Mapping[str, MapEntry], struct: int | None, path: str) -> dict[str, MapEntry]:
        fields = {} if struct is None else terraform_data().structs[struct]
        found: dict[str, MapEntry] = {}
        for key, entry in entries.items():
            here = f"{path}.{key}" if path else key
            name = self._names.get(here) or _fitting(key, fields)
            if name == NOTHING:
                continue
            if name in (UP, WHOLE):
                value = self._value(entry.value, struct, here)
                if isinstance(value, MappingValue):
                    found |= value.entries
                if not isinstance(value, MappingValue) or value.open:
                    _doubt(found, value, self._told(here, name, fields), entry)
                continue
            code = fields.get(name, 0)
            value = self._value(entry.value, (code - NESTED) // 2 if code >= NESTED else None, here)
            found[name] = MapEntry(value, entry.key_origin, entry.origin)
        return found

    def _told(self, path: str, name: str, fields: Mapping[str, int]) -> Iterable[str]:
        """What a block whose keys go up may say: what is listed of it; everything where nothing is listed."""
        depth = path.count(".") + 1
        listed = [
            target
            for known, target in self._names.items()
            if known.startswith(f"{path}.") and known.count(".") == depth and target not in (UP, NOTHING)
        ]
        return fields if name == WHOLE or not listed else listed

    def _value(self, value: Value, struct: int | None, path: str) -> Value:
        change = self._changes.get(path)
        return self._inside(value if change is None else change(value), struct, path)

    def _inside(self, value: Value, struct: int | None, path: str) -> Value:
        match value:
            case MappingValue() if struct is not None or self._is_named_below(path):
                entries = self._entries(value.entries, struct, path)
                return MappingValue(entries, open=value.open, origin=value.origin, certainty=value.certainty)
            case Sequence():
                elements = [self._inside(e, struct, path) for e in value.elements]
                return Sequence(elements, open=value.open, origin=value.origin, certainty=value.certainty)
            case Choice():
                return Choice(
                    tuple(self._inside(o, struct, path) for o in value.options), origin=value.origin
                )
            case _:
                return value

    def _is_named_below(self, path: str) -> bool:
        return any(p.startswith(path + ".") for p in (*self._names, *self._changes))


def _doubt(found: dict[str, MapEntry], value: Value, names: Iterable[str], entry: MapEntry) -> None:
    """What a block whose keys go up may say, where it is not known, is not known either."""
    if value.is_absent():
        return
    for name in names:
        unclear = Unknown("part of a block that is not known", (value,), origin=value.origin)
        found.setdefault(name, MapEntry(unclear, entry.key_origin, entry.origin))


@lru_cache(maxsize=512)
def _arguments(kind: str) -> int | None:
    entry = terraform_data().types.get(kind)
    return None if entry is None else entry.arguments


def _fitting(key: str, fields: Mapping[str, int]) -> str:
    """Terraform's name of a key: its own, or a singular of it."""
    if key in fields:
        return key
    return next((word for word in singulars(key) if word in fields), key)
