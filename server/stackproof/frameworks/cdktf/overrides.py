"""``addOverride``: writing into a resource's rendered arguments by path."""

from __future__ import annotations

from stackproof.model.values import MapEntry, Mapping, Origin, Sequence, Value


def apply(properties: Mapping, path: Value | None, value: Value | None, origin: Origin) -> None:
    """Set what stands at a dotted path of Terraform names; the mapping becomes open where that is not plain."""
    text = None if path is None else path.text()
    if text is None or value is None or not text:
        properties.open = True
        return
    steps = text.split(".")
    _set(properties, steps, value, origin)


def _set(into: Value, steps: list[str], value: Value, origin: Origin) -> None:
    step, *rest = steps
    if isinstance(into, Mapping):
        if step.isdigit() and rest:
            # A single block written as an object is rendered as a list of one.
            _set(into, rest, value, origin)
            return
        known = into.entries.get(step)
        if not rest:
            into.entries[step] = MapEntry(value, known.key_origin if known else None, origin)
            return
        inner = _copy(known.value) if known else Mapping({}, origin=origin)
        into.entries[step] = MapEntry(
            inner, known.key_origin if known else None, known.origin if known else origin
        )
        if isinstance(inner, Mapping | Sequence):
            _set(inner, rest, value, origin)
        else:
            into.open = True
    elif isinstance(into, Sequence):
        if not step.isdigit():
            if len(into.elements) == 1 and not into.open:
                into.elements[0] = _copy(into.elements[0])
                _set(into.elements[0], steps, value, origin)
            else:
                into.open = True
            return
        index = int(step)
        if index >= len(into.elements):
            into.open = True
        elif rest:
            into.elements[index] = _copy(into.elements[index])
            _set(into.elements[index], rest, value, origin)
        else:
            into.elements[index] = value


def _copy(value: Value) -> Value:
    """A shallow copy, since folded values are shared by all who mention them."""
    if isinstance(value, Mapping):
        return Mapping(dict(value.entries), open=value.open, origin=value.origin, certainty=value.certainty)
    if isinstance(value, Sequence):
        return Sequence(list(value.elements), open=value.open, origin=value.origin, certainty=value.certainty)
    return value
