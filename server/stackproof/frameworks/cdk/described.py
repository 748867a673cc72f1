"""Makes Terraform's resources from the arguments of CloudFormation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.cloudformation import by_cloudformation_type
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import settled
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Construction
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, Scalar, Unknown, Value


@dataclass(eq=False)
class Described:
    """A resource, and what Terraform keeps in resources of their own beside it."""

    resource: Resource
    beside: list[Resource] = field(default_factory=list)

    def of(self, kind: str) -> Resource | None:
        """The first of the resources beside it that has a type."""
        return next((r for r in self.beside if r.type == kind), None)


class Arranged:
    """The arguments of a CloudFormation resource while a construct puts them together from its own.

    ``props`` are the construct's arguments; each argument keeps its place in the program.
    """

    def __init__(self, props: Arguments) -> None:
        self.props = props
        self.entries: dict[str, MapEntry] = {}
        self.kept: dict[str, MapEntry] = {}

    def copy(self, *names: str, **others: str) -> None:
        """Take over arguments under their own names, and others (theirs: CloudFormation's) under another one."""
        for name, target in [*((n, n) for n in names), *others.items()]:
            value = self.props.get(name)
            if not (isinstance(value, Absent) and value.closed):
                self.put(target, value, name)

    def put(self, target: str, value: Value | str | int | bool | None, source: str | None = None) -> None:
        """Set an argument, which comes from an argument of the construct; nothing is set for None."""
        if value is None:
            return
        made = value if isinstance(value, Value) else default(value)
        entry = self.props.entry(source) if source is not None else None
        self.entries[target] = MapEntry(
            made, entry.key_origin if entry else None, entry.origin if entry else None
        )

    def keep(self, target: str, value: Value, source: str | None = None) -> None:
        """Set an argument under Terraform's name, to a value that is added to later."""
        entry = self.props.entry(source) if source is not None else None
        self.kept[target] = MapEntry(
            value, entry.key_origin if entry else None, entry.origin if entry else None
        )

    def otherwise(self, target: str, data: str | int | bool) -> None:
        """What holds when an argument is not given."""
        entry = self.entries.get(target)
        if entry is None:
            self.entries[target] = MapEntry(default(data))
        elif isinstance(entry.value, Absent):
            entry.value = Unknown(f"given or {data!r}", origin=entry.value.origin)


def describe(
    world: World,
    type_name: str,
    name: str,
    entries: Mapping[str, MapEntry] | Arranged,
    *,
    implied: bool = False,
    role: str = "",
    construction: Construction | None = None,
) -> Described:
    """The resource of a CloudFormation type, whose arguments are given in snake case."""
    kind = by_cloudformation_type(type_name)
    assert kind is not None, type_name
    before = len(world.recognition.resources)
    resource = world.add(kind.type, name, implied=implied, role=role, construction=construction)
    given: Mapping[str, MapEntry] = entries.entries if isinstance(entries, Arranged) else entries
    if isinstance(entries, Arranged):
        # An argument that nobody has read may mean anything.
        resource.properties.open = entries.props.open or bool(entries.props.unread())
        resource.properties.origin = entries.props.origin
    kept = {k: e for k, e in given.items() if not e.value.is_(None)}
    translated = kind.translate(world, kept)
    for entry in translated.values():
        entry.value = settled(entry.value)
    resource.properties.entries.update(translated)
    if isinstance(entries, Arranged):
        resource.properties.entries.update(entries.kept)
    if kind.finish is not None:
        kind.finish(world, resource)
    return Described(resource, world.recognition.resources[before + 1 :])


def construct(call: Call, type_name: str, arranged: Arranged) -> Described:
    """The main resource of a construct."""
    return describe(call.world, type_name, call.world.name(call), arranged)


def entry_of(value: Value | str | int | bool) -> MapEntry:
    """An argument that the library gives by itself."""
    return MapEntry(value if isinstance(value, Value) else Scalar(value))
