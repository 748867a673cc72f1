"""Adds arguments that are missing, with what is in reach or with something to be filled in."""

from __future__ import annotations

from collections.abc import Sequence

from stackproof.model.facts import Property
from stackproof.model.fix import AddEntry, Fix, Plain
from stackproof.model.types import BOOLEAN, STRING, Constant, ListOf, alternatives
from stackproof.model.values import Scalar
from stackproof.rulekit.bags import Bag

_LATER = "TODO"


def completed(bag: Bag, missing: Sequence[Property]) -> Fix | None:
    """The fix that adds the arguments; None where one of them has a type for which nothing can be made up."""
    found = [_entry(bag, property_) for property_ in missing]
    intents = tuple(intent for intent in found if intent is not None)
    if len(intents) < len(found):
        return None
    names = ", ".join(f"'{bag.spelled(p.name)}'" for p in missing)
    return Fix(
        title=f"Add {names}",
        goal="add-argument",
        intents=intents,
        why_unsafe="What is added is only a stand-in for what you want there.",
        preferred=True,
    )


def _entry(bag: Bag, property_: Property) -> AddEntry | None:
    name = bag.spelled(property_.name)
    call, path = bag.call.call, (*bag.path, name)
    position = bag.call.signature.options_at
    binding = call.site.scope.find(name)
    statement = call.site.statement
    if binding is not None and statement.file == call.site.scope.file and binding.at < statement.span.start:
        return AddEntry(call, path, variable=name, position=position)
    options = list(alternatives(property_.type))
    constant = next((t.value for t in options if isinstance(t, Constant)), None)
    if constant is not None:
        return AddEntry(call, path, Plain(constant), position=position)
    # Texts inside of blocks are mostly one of a few words.
    if STRING in options and bag.owner.kind != "struct":
        return AddEntry(call, path, Plain(_text(bag, property_)), position=position)
    if BOOLEAN in options:
        return AddEntry(call, path, Plain(False), position=position)
    if any(isinstance(t, ListOf) for t in options):
        return AddEntry(call, path, position=position)
    return None


def _text(bag: Bag, property_: Property) -> str:
    """The construct's own name for names, a word to be replaced for all else."""
    named = [v for v in bag.call.call.arguments.positional if isinstance(v, Scalar)]
    if property_.name == "name" and named and isinstance(named[0].data, str):
        return named[0].data
    return _LATER
