"""The attributes that a program names although the installed libraries have none of that name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stackproof.model.facts import EnumMember, Fact, Facts, Member, Method, Property
from stackproof.model.graph import Graph
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import Origin
from stackproof.rulekit.nearest import Near, nearest, words_of
from stackproof.rulekit.own_members import own_members
from stackproof.rulekit.reads import Read, reads
from stackproof.rulekit.typed import Typed

# What every class, enum, object or module of a language has.
_OF_ANYTHING = {
    "typescript": frozenset({
        "apply", "bind", "call", "constructor", "default", "hasOwnProperty", "isPrototypeOf", "length", "name",
        "propertyIsEnumerable", "prototype", "toLocaleString", "toString", "valueOf",
    }),
    "python": frozenset({"mro", "name", "register", "value"}),
}  # fmt: skip
_OF_OBJECTS = {
    "typescript": _OF_ANYTHING["typescript"] - {"apply", "bind", "call", "default", "length", "name", "prototype"},
    "python": frozenset[str](),
}  # fmt: skip
_OF_OUTPUTS = frozenset({
    "allResources", "all_resources", "apply", "future", "get", "isKnown", "isSecret", "is_known", "is_secret", "length",
    "promise", "resources", "toJSON", "toString",
})  # fmt: skip
_OF_PROMISES = frozenset({"catch", "finally", "then"})
_Kind = Literal["module", "static", "object", "own"]


@dataclass(frozen=True, eq=False)
class Absent:
    """One attribute that is not there. ``owner`` is what has none of that name, ``near`` the one that may be meant.

    ``own`` are objects of the program's classes, which have the members of a library's besides their own.
    ``vouched`` when it is certain without ``near``: of what is only declared, an object may be more than that.
    """

    read: Read
    kind: _Kind
    owner: str
    near: Near | None
    vouched: bool
    # Where the class of the program stands.
    defined: Origin | None = None


def absent(graph: Graph) -> Iterator[Absent]:
    """All attributes that are certainly not there by what is known of the library."""
    patched = _patched(graph)
    for read in reads(graph):
        mention = read.mention
        if read.fact is not None or read.member is not None or not mention.sure or mention.how == "write":
            continue
        if mention.name.startswith(("_", "$", "#")) or _is_patched(read, patched) or _is_assigned(read):
            continue
        if isinstance(mention.target, Instance):
            found = _of_own(read, mention.target, graph)
        else:
            found = _of_module(read) if read.owner is None else _of_type(read, read.owner)
        if found is not None:
            yield found


def _of_module(read: Read) -> Absent | None:
    exports, name = read.exports, read.mention.name
    if exports is None or not exports.complete or not exports.names or name in _OF_ANYTHING[_language(read)]:
        return None
    if name in exports.modules:
        return None
    around = words_of(exports.module)
    called = read.mention.how == "call"
    near = nearest(name, exports.names if called else (*exports.names, *exports.modules), around)
    if near is not None and near.how == "words":
        # With one word more or less, a function or class is another one.
        near = None
    # Python's modules have those of their own files, and of other packages that are installed into them.
    function = called and read.package.flavour.startswith("pulumi")
    vouched = _language(read) == "typescript" or name[:1].isupper() or function
    if not vouched and near is not None and near.how == "spelling" and name.islower():
        return None
    return Absent(read, "module", exports.module, near, vouched)


def _of_type(read: Read, owner: Fact) -> Absent | None:
    language, name = _language(read), read.mention.name
    known = read.object
    if not owner.complete or name in (_OF_ANYTHING if known is None else _OF_OBJECTS)[language]:
        return None
    if known is None:
        if owner.kind not in ("class", "enum"):
            return None
        return Absent(read, "static", owner.name, _nearest(read, owner, static=True), vouched=True)
    if owner.kind not in ("class", "struct") or _is_of_what_is_lifted(read, known):
        return None
    if not known.made and owner.abstract:
        return None
    # Structs are what they are declared to be.
    vouched = known.made or owner.kind == "struct"
    return Absent(read, "object", _shown(owner), _nearest(read, owner, static=False), vouched)


def _of_own(read: Read, instance: Instance, graph: Graph) -> Absent | None:
    """What is missing from an object of a class of the program."""
    name, owner = read.mention.name, read.owner
    own = own_members(instance, graph, read.facts)
    if owner is None or not owner.complete or own is None or name in own | _OF_OBJECTS[_language(read)]:
        return None
    near = nearest(name, own) or _nearest(read, owner, static=False)
    return Absent(read, "own", instance.cls.node.name or "the class", near, True, instance.cls.place)


def _is_of_what_is_lifted(read: Read, known: Typed) -> bool:
    """Whether an attribute belongs, or may belong, to an output or promise in which the object is.

    What callbacks answer is wrapped, and a program may wrap any object, so that this is not seen in its type.
    """
    name = read.mention.name
    if known.lifted == "promise" or name in _OF_PROMISES:
        return True
    if known.lifted == "output" and read.mention.how == "call":
        return True
    return read.package.flavour.startswith("pulumi") and name in _OF_OUTPUTS


def _shown(fact: Fact) -> str:
    return fact.name.removeprefix("types.input.").removeprefix("types.output.")


def _language(read: Read) -> Literal["typescript", "python"]:
    return read.mention.language


def _nearest(read: Read, owner: Fact, *, static: bool) -> Near | None:
    """The member that is meant: of those that are used in the same way."""
    called = read.mention.how == "call"
    every: tuple[Member, ...] = (
        *owner.values.values(), *owner.properties.values(), *owner.methods.values(),
    )  # fmt: skip
    fitting = [m for m in every if _fits(m, called=called, static=static)]
    options = [m.name for m in fitting if m.deprecated is None] or [m.name for m in fitting]
    around = words_of(owner.name) + words_of(owner.token) + words_of(owner.module.rpartition("/")[2])
    near = nearest(read.mention.name, options, around)
    if near is None and read.mention.name == "name":
        # What is called `name` everywhere else is often called as the thing itself.
        own = words_of(owner.name.rpartition(".")[2])
        near = next((Near(o, "meaning") for o in options if words_of(o) == own), None)
    return near


def _fits(member: Member, *, called: bool, static: bool) -> bool:
    match member:
        case EnumMember():
            return static and not called
        case Property():
            return member.static == static and not called and not member.protected
        case Method():
            return member.static == static and called and not member.protected
    return False


# --- what programs add to libraries ---


def _patched(graph: Graph) -> frozenset[str]:
    """The types and modules to which the program adds members of its own."""
    found: set[str] = set()
    for mention in graph.mentions:
        target, facts = mention.target, graph.facts.get(mention.language)
        if facts is None or not isinstance(target, Symbol):
            continue
        if mention.how == "write" or mention.name == "prototype":
            known = facts.find(target)
            if known is not None and known.fact is not None:
                found.add(known.fact.id)
            elif known is not None and known.exports is not None:
                found.add(known.exports.module)
    return frozenset(found)


def _is_assigned(read: Read) -> bool:
    """Whether the program gives this very object such an attribute."""
    target = read.mention.target
    if not isinstance(target, Reference):
        return False
    return ".".join((*target.path, read.mention.name)) in target.construction.writes


def _is_patched(read: Read, patched: frozenset[str]) -> bool:
    if not patched:
        return False
    if read.owner is None:
        return read.exports is not None and read.exports.module in patched
    return any(id_ in patched for id_ in _with_bases(read.owner, read.facts))


def _with_bases(fact: Fact, facts: Facts) -> Iterator[str]:
    waiting, seen = [fact.id], set[str]()
    while waiting:
        id_ = waiting.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        yield id_
        found = facts.get(id_)
        waiting.extend(found.bases if found is not None else ())
