"""Writes what a package names in the place of something deprecated, where that is the same in all but its name."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.model.facts import EnumMember, Fact, Facts, Member, Method, Property, Signature
from stackproof.model.fix import Fix, ReplaceText
from stackproof.model.runtime import Symbol
from stackproof.model.types import Deferred, ListOf, MapOf, Named, Type
from stackproof.model.values import Origin
from stackproof.rulekit.bags import Bag
from stackproof.rulekit.installed import InstalledCall
from stackproof.rulekit.reads import Read
from stackproof.rulekit.renaming import renamed

_DEEPEST = 12
_WHY_UNSAFE = "It is the package that says so; what is deployed may be another thing."


def successor(old: Member, owner: Fact) -> Member | None:
    """The member of the same type that takes the place of another one; None where none is named, or none is left."""
    told = old.deprecated
    if told is None or not told.member or told.type_id not in ("", owner.id):
        return None
    new = owner.member(told.member)
    return new if new is not None and new.deprecated is None else None


def is_alike(old: Member, new: Member) -> bool:
    """Whether one can be written for the other, and nothing else need be changed."""
    match old, new:
        case EnumMember(), EnumMember():
            return True
        case Property(), Property():
            return old.type == new.type and old.static == new.static
        case Method(), Method():
            return old.static == new.static and _takes_the_same(old.signature, new.signature)
        case _:
            return False


def _takes_the_same(old: Signature, new: Signature) -> bool:
    """Whether what is given to one function can be given to another, with the same outcome."""
    before, after = (
        [(p.type, p.required, p.variadic) for p in signature.parameters] for signature in (old, new)
    )
    same = (old.options, old.options_at, old.returns) == (new.options, new.options_at, new.returns)
    more = new.parameters[len(before) :]
    fits = after[: len(before)] == before and not any(p.required or p.variadic for p in more)
    return same and fits and old.parameters_known and new.parameters_known


def another_name(at: Origin, name: str) -> Fix:
    """The fix that writes another name in the place of one."""
    return Fix(
        title=f"Replace it with '{name}'",
        goal="replace-deprecated",
        intents=(ReplaceText(at, name),),
        safe=False,
        why_unsafe=_WHY_UNSAFE,
        preferred=True,
    )


def another_member(read: Read, new: Member) -> Fix | None:
    """The fix that names the member that takes the place; None where more would have to be changed."""
    old = read.member
    return another_name(read.at, new.name) if old is not None and is_alike(old, new) else None


def another_argument(bag: Bag, old: Property, new: Property, written: str) -> Fix | None:
    """The fix that gives the same value under another name; None where that would be of the wrong type."""
    if old.type != new.type or new.name not in bag.free():
        return None
    return renamed(written, bag.given.entries[written], bag.spelled(new.name), safe=False)


def another_class(call: InstalledCall, read: Read) -> Fix | None:
    """The fix that makes an object of the class that takes the place; None where that takes other arguments.

    ``read`` is where the class is named, as a member of its module.
    """
    told, target = call.fact.deprecated, read.mention.target
    new = call.facts.get(told.type_id) if told is not None and told.type_id else None
    if new is None or new.deprecated is not None or new.call is None or not isinstance(target, Symbol):
        return None
    name = new.name.rpartition(".")[2]
    found = call.facts.find(Symbol(target.module, (*target.names, name)))
    if found is None or found.fact is not new or not _takes(call, new, call.facts):
        return None
    return another_name(read.at, name)


def _takes(call: InstalledCall, new: Fact, facts: Facts) -> bool:
    """Whether a class takes what the call of another one gives."""
    assert new.call is not None
    old = call.signature
    before = [(p.type, p.required) for p in old.parameters if p.type is not None]
    after = [(p.type, p.required) for p in new.call.parameters if p.type is not None]
    if old.options_at >= 0 and call.call.site.language == "typescript":
        # The bags themselves are of two types; what they hold is compared.
        before = [p for n, p in enumerate(before) if n != old.options_at]
        after = [p for n, p in enumerate(after) if n != new.call.options_at]
    given = call.given
    if before != after or old.options_at != new.call.options_at or given is None or not given.closed:
        return False
    accepted: Mapping[str, Property] = facts.keywords(new.call)
    if any(p.required and name not in given.entries for name, p in accepted.items()):
        return False
    # Objects are of any type that has the same entries; Python's typed bags are of one.
    structural = call.call.site.language == "typescript"
    return all(
        name in accepted
        and name in call.accepted
        and _is_same(call.accepted[name].type, accepted[name].type, facts if structural else None, 0)
        for name in given.entries
    )


def _is_same(old: Type, new: Type, facts: Facts | None, depth: int) -> bool:
    """Whether two types are the same; with ``facts``, structs are when they hold the same."""
    if old == new:
        return True
    if facts is None or depth > _DEEPEST:
        return False
    match old, new:
        case Deferred(), Deferred():
            return old.how == new.how and _is_same(old.item, new.item, facts, depth + 1)
        case ListOf(), ListOf():
            return _is_same(old.item, new.item, facts, depth + 1)
        case MapOf(), MapOf():
            return _is_same(old.item, new.item, facts, depth + 1)
        case Named(kind="struct"), Named(kind="struct"):
            one, other = facts.of(old), facts.of(new)
            return one is not None and other is not None and _hold_the_same(one, other, facts, depth + 1)
    return False


def _hold_the_same(old: Fact, new: Fact, facts: Facts, depth: int) -> bool:
    if not (old.complete and new.complete) or old.properties.keys() != new.properties.keys():
        return False
    pairs = [(p, new.properties[name]) for name, p in old.properties.items()]
    return all(a.required == b.required and _is_same(a.type, b.type, facts, depth) for a, b in pairs)
