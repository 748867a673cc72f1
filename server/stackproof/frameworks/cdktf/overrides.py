"""``addOverride``: what is merged into a resource's rendered arguments at last, as the library merges it.

Overrides of one resource are gathered first, later ones replacing earlier ones at the same path. Then objects are
merged, lists are added to lists, and anything else takes the place of what was there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from stackproof.model.values import MapEntry, Mapping, Origin, Scalar, Sequence, Unknown, Value


@dataclass(eq=False)
class Leaf:
    """A value that was set at the end of a path, and by which call."""

    value: Value
    origin: Origin


Tree: TypeAlias = "dict[str, Tree | Leaf]"


@dataclass(eq=False)
class Overrides:
    """All overrides of one resource. ``unclear`` when one was made at a path that is not known."""

    tree: Tree = field(default_factory=dict)
    unclear: bool = False

    def add(self, path: Value | None, value: Value | None, origin: Origin) -> None:
        """Note one override at a dotted path of Terraform's names."""
        text = None if path is None else path.text()
        if not text or value is None:
            self.unclear = True
            return
        *steps, last = text.split(".")
        current = self.tree
        for step in steps:
            inner = current.get(step)
            if not isinstance(inner, dict):
                inner = current[step] = {}
            current = inner
        current[last] = _tree(value, origin)

    def doubt(self, path: Value | None, value: Value | None, origin: Origin) -> None:
        """Note one override that may not be made."""
        text = None if path is None else path.text()
        if not text:
            self.unclear = True
            return
        unclear = Unknown("overridden in some cases", () if value is None else (value,), origin=origin)
        self.tree[text.split(".")[0]] = Leaf(unclear, origin)

    def apply(self, properties: Mapping) -> None:
        """Merge them into the arguments."""
        if self.unclear:
            properties.open = True
        _into(properties, self.tree)


def _tree(value: Value, origin: Origin) -> Tree | Leaf:
    if isinstance(value, Mapping) and not value.open:
        return {key: _tree(entry.value, origin) for key, entry in value.entries.items()}
    return Leaf(value, origin)


def _into(target: Mapping, tree: Tree) -> None:
    for key, node in tree.items():
        known = target.entries.get(key)
        merged = _merged(None if known is None else known.value, node)
        if merged.is_(None):
            target.entries.pop(key, None)
            continue
        origin = node.origin if isinstance(node, Leaf) else (known.origin if known else merged.origin)
        target.entries[key] = MapEntry(merged, known.key_origin if known else None, origin)


def _merged(target: Value | None, node: Tree | Leaf) -> Value:
    if isinstance(node, Leaf):
        return _replaced(target, node)
    if isinstance(target, Sequence):
        return _in_list(target, node)
    if target is None or isinstance(target, Mapping | Scalar):
        inner = Mapping({}, origin=_origin(node))
        if isinstance(target, Mapping):
            # Folded values are shared by all who mention them.
            inner = Mapping(dict(target.entries), open=target.open, origin=target.origin)
            if any(key.isdigit() for key in node):
                return _unclear(target, node)
        _into(inner, node)
        return inner
    return _unclear(target, node)


def _replaced(target: Value | None, leaf: Leaf) -> Value:
    if not isinstance(leaf.value, Sequence) or target is None or isinstance(target, Mapping | Scalar):
        if isinstance(leaf.value, Mapping) and isinstance(target, Mapping):
            entries = {**target.entries, **leaf.value.entries}
            return Mapping(entries, open=True, origin=leaf.origin)
        return leaf.value
    if isinstance(target, Sequence):
        elements = [*target.elements, *leaf.value.elements]
        return Sequence(elements, open=target.open or leaf.value.open, origin=leaf.origin)
    return Unknown("overridden in part", (target, leaf.value), origin=leaf.origin)


def _in_list(target: Sequence, tree: Tree) -> Value:
    elements = list(target.elements)
    for key, node in tree.items():
        # A list has no other names, and none between its end and a place beyond.
        if not key.isdigit() or int(key) > len(elements) or target.open:
            return _unclear(target, tree)
        if int(key) == len(elements):
            elements.append(_merged(None, node))
        else:
            elements[int(key)] = _merged(elements[int(key)], node)
    return Sequence(elements, origin=target.origin)


def _unclear(target: Value, tree: Tree) -> Value:
    return Unknown("overridden in part", (target, *_values(tree)), origin=_origin(tree))


def _values(tree: Tree) -> list[Value]:
    found: list[Value] = []
    for node in tree.values():
        found += [node.value] if isinstance(node, Leaf) else _values(node)
    return found


def _origin(tree: Tree) -> Origin | None:
    for node in tree.values():
        return node.origin if isinstance(node, Leaf) else _origin(node)
    return None
