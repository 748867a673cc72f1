"""Resources of all dialects in a form that can be compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from rosetta_differences import (
    ARGUMENTS,
    ATTACHMENTS,
    ATTRIBUTES,
    EVERYWHERE,
    MADE_OF,
    NAMELESS,
    REPEATED,
    TYPES,
)
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import (
    Absent,
    Certainty,
    Choice,
    JsonText,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

Leaf = tuple[str, str]
# Type, name, whether it is closed, whether it is conditional or many, what its arguments say.
Shape = tuple[str, str, bool, bool, frozenset[Leaf]]


def named(kind: str, name: str) -> str:
    """A name without what dialects add: paths of scopes, capitals, separators."""
    if kind in NAMELESS or kind.startswith("data."):
        return ""
    return re.sub(r"[^a-z0-9]", "", name.rsplit("/", 1)[-1].lower())


def name_of(resource: Resource) -> str:
    """The name of a resource as it is compared."""
    return named(resource.type, resource.name)


def reference_to(kind: str, name: str, attribute: str, repeated: Callable[[], str]) -> str:
    """An attribute of a resource; ``repeated`` gives what the argument says that the attribute repeats."""
    bare = kind.removeprefix("data.")
    attribute = ATTRIBUTES.get(bare, {}).get(attribute or "id", attribute or "id")
    if (bare, attribute) in REPEATED:
        return repeated()
    before, attribute, after = MADE_OF.get((bare, attribute), ("", attribute, ""))
    return f"{before}<{' '.join(filter(None, (kind, named(kind, name))))}.{attribute}>{after}"


def _reference(value: ResourceReference) -> str:
    target = value.resource
    return reference_to(target.type, target.name, value.attribute, lambda: _text(target[value.attribute]))


def _text(value: Value) -> str:
    """A part of a template."""
    return "".join(leaf for _, leaf in canonical(value, ""))


def canonical(value: Value, path: str) -> Iterator[Leaf]:
    """What a value says, leaf by leaf: scalars as text, references as their target with the attribute.

    A block that is written alone equals a list of one; `Absent` and ``None`` say nothing, nor do a library's defaults
    for arguments. What a library puts into a JSON text is said there.
    """
    if value.certainty is Certainty.DEFAULT and "{" not in path:
        return
    match value:
        case Absent(closed=True):
            return
        case Scalar():
            # An empty name of a statement, which one of Pulumi's helpers writes, names nothing.
            if value.data is not None and not (value.data == "" and path.endswith(".Sid")):
                yield path, str(value.data).lower() if isinstance(value.data, bool) else str(value.data)
        case ResourceReference():
            yield path, _reference(value)
        case Template():
            yield path, "".join(p if isinstance(p, str) else _text(p) for p in value.parts)
        case Mapping():
            for key, entry in value.entries.items():
                yield from canonical(entry.value, f"{path}.{key}")
        case Sequence():
            for index, element in enumerate(value.elements):
                yield from canonical(element, path if len(value.elements) == 1 else f"{path}[{index}]")
        case JsonText():
            yield from canonical(value.content, path if "{" in path else path + "{}")
        case Choice():
            yield path, " | ".join(sorted({_text(option) for option in value.alternatives()}))
        case Unknown() | Absent():
            yield path, "<?>"
        case _:
            raise AssertionError(f"{path} is {value!r}")
    if isinstance(value, Mapping | Sequence) and not value.is_closed():
        yield path, "..."


def shape(resource: Resource) -> Shape:
    """One resource."""
    left_out = EVERYWHERE | ARGUMENTS.get(resource.type, {})
    leaves = {
        leaf
        for name, entry in resource.properties.entries.items()
        if name not in left_out and ":" not in name
        for leaf in canonical(entry.value, name)
    }
    if not resource.properties.is_closed():
        leaves.add(("", "..."))
    uncertain = resource.conditional or resource.many
    return resource.type, name_of(resource), resource.is_closed(), uncertain, frozenset(leaves)


def _attached(graph: Graph) -> dict[int, list[tuple[str, Value]]]:
    """What resources of their own say about others: by resource, the arguments that it may have by itself."""
    found: dict[int, list[tuple[str, Value]]] = defaultdict(list)
    for attachment in graph.of(*ATTACHMENTS):
        link, own, argument = ATTACHMENTS[attachment.type]
        found[id(attachment[link].target())].append((argument, attachment[own]))
    return found


def shapes(graph: Graph) -> Counter[Shape]:
    """The resources which a program makes."""
    attached = _attached(graph)
    found: Counter[Shape] = Counter()
    for resource in graph.resources:
        if resource.external or resource.type in TYPES or resource.type in ATTACHMENTS:
            continue
        kind, name, *flags, leaves = shape(resource)
        added = attached.get(id(resource), [])
        for number, (argument, value) in enumerate(added):
            leaves |= set(canonical(value, f"{argument}[{number}]" if len(added) > 1 else argument))
        found[kind, name, *flags, leaves] += 1
    return found


def waits(graph: Graph) -> set[tuple[str, str]]:
    """Who explicitly waits for whom; to wait for what has no name in some dialect is to wait for its owner."""
    found: set[tuple[str, str]] = set()
    for resource in graph.resources:
        for value in resource.depends_on:
            for target in [v.target() for v in value.items() or (value,)]:
                owner = None if target is None else _owner(target, graph)
                if owner is not None:
                    found.add((f"{resource.type} {name_of(resource)}", f"{owner.type} {name_of(owner)}"))
    return found


def _owner(target: Resource, graph: Graph) -> Resource | None:
    if target.type in ATTACHMENTS:
        return target[ATTACHMENTS[target.type][0]].target()
    if target.type == "aws_api_gateway_integration":
        arguments = ("resource_id", "http_method")
        wanted = [_text(target[name]) for name in arguments]
        methods = graph.of("aws_api_gateway_method")
        return next((m for m in methods if [_text(m[name]) for name in arguments] == wanted), None)
    return target


def readable(shape: Shape) -> str:
    """A shape in one line, for messages."""
    kind, name, closed, uncertain, leaves = shape
    flags = ("" if closed else " open") + (" uncertain" if uncertain else "")
    return f"{kind} {name}{flags}: " + ", ".join(f"{path}={leaf}" for path, leaf in sorted(leaves))


def differences(first: Graph, other: Graph) -> list[str]:
    """What the second graph has and the first has not (``+``), and what it lacks (``-``), argument by argument."""
    return differing(shapes(first), shapes(other))


def differing(expected: Counter[Shape], found: Counter[Shape]) -> list[str]:
    """The same for shapes."""
    more, less = found - expected, expected - found
    lines: list[str] = []
    for missing in less.elements():
        near = [s for s in more.elements() if s[:2] == missing[:2]]
        if not near:
            lines.append(f"- {readable(missing)}")
            continue
        best = max(near, key=lambda s: len(s[4] & missing[4]))
        more[best] -= 1
        label = f"{missing[0]} {missing[1]}"
        lines += [f"- {label}: {path}={leaf}" for path, leaf in sorted(missing[4] - best[4])]
        lines += [f"+ {label}: {path}={leaf}" for path, leaf in sorted(best[4] - missing[4])]
        if best[2:4] != missing[2:4]:
            lines.append(f"~ {label}: closed, uncertain = {best[2:4]}, not {missing[2:4]}")
    lines += [f"+ {readable(s)}" for s in (+more).elements()]
    return lines
