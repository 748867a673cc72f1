"""Makes of a value that does not fit the one that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.code import Constant, ReplaceCode
from stackproof.model.facts import Fact
from stackproof.model.fix import Fix, ReplaceText
from stackproof.model.program import Call, ListDisplay, Member, Name
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import BOOLEAN, INTEGER, NUMBER, STRING, ListOf, Named, Type, alternatives
from stackproof.model.values import Data, Mapping, Scalar, Sequence
from stackproof.rulekit.attributes import attribute_for
from stackproof.rulekit.expressions import is_literal
from stackproof.rulekit.fitting import wanted_options
from stackproof.rulekit.kinds import type_of
from stackproof.rulekit.mismatches import Mismatch
from stackproof.rulekit.objects import as_duration, as_made, as_member, respelled
from stackproof.text import Span


def cures(found: Mismatch) -> list[Fix]:
    """The fixes for a mismatch, the likeliest first."""
    ways = (
        _as_literal,
        _out_of_list,
        _into_list,
        _as_attribute,
        _as_object,
        as_member,
        as_duration,
        as_made,
    )
    return [fix for way in ways for fix in way(found)]


# --- literals ------------------------------------------------------------------------------------


def written_as(found: Mismatch, data: Data, *, safe: bool, why_unsafe: str = "") -> Fix:
    """The fix that writes a scalar in the place of a literal."""
    word = (
        str(data).lower() if isinstance(data, bool) and found.call.facts.language != "python" else repr(data)
    )
    return respelled(
        f"Write {word}",
        "convert-argument",
        ReplaceCode(found.at, Constant(data)),
        safe=safe,
        why_unsafe=why_unsafe,
    )


def _as_literal(found: Mismatch) -> Iterator[Fix]:
    if not is_literal(found.written) or not isinstance(found.value, Scalar):
        return
    data = found.value.data
    converted: Data = None
    if isinstance(data, bool) and STRING in found.options:
        yield written_as(
            found, str(data).lower(), safe=False, why_unsafe="It is for you to say which word is meant."
        )
        return
    if isinstance(data, int) and not isinstance(data, bool) and STRING in found.options:
        converted = str(data)
    elif isinstance(data, str) and BOOLEAN in found.options and data.lower() in ("true", "false"):
        converted = data.lower() == "true"
    elif isinstance(data, str) and (NUMBER in found.options or INTEGER in found.options):
        converted = _number(data)
    if converted is not None:
        yield written_as(found, converted, safe=True)


def _number(text: str) -> int | float | None:
    """The number that a text is as a person would write it."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return None
    number = float(text) if "." in text else int(text)
    return number if str(number) == text else None


# --- lists ---------------------------------------------------------------------------------------


def _into_list(found: Mismatch) -> Iterator[Fix]:
    lists = [t for t in found.options if isinstance(t, ListOf)]
    if (
        len(lists) != 1
        or isinstance(found.given, ListOf)
        or found.fitting.refuses(lists[0].item, found.given)
    ):
        return
    if isinstance(found.value, Mapping) and not _is_one_of(found, lists[0].item):
        return
    text = found.value.text()
    sure = found.call.package.is_installed and (text is None or ("," not in text and text.strip() != ""))
    yield Fix(
        title="Put it into a list",
        goal="wrap-argument",
        intents=(
            ReplaceText(found.written.place_at(found.written.node.span.start), "["),
            ReplaceText(found.written.place_at(found.written.node.span.end), "]"),
        ),
        safe=sure,
        why_unsafe="" if sure else f"Look whether '{found.name}' takes a list in the version that you use.",
        preferred=True,
    )


def _is_one_of(found: Mismatch, item: Type) -> bool:
    """Whether an object has nothing but arguments of the one structure that it may be."""
    facts, value = found.call.facts, found.value
    structs = [facts.of(t) for t in wanted_options(item) if isinstance(t, Named) and t.kind == "struct"]
    if len(structs) != 1 or structs[0] is None or not isinstance(value, Mapping):
        return False
    accepted = structs[0].properties
    return set(value.entries) <= {*accepted, *(p.source_name for p in accepted.values())}


def _out_of_list(found: Mismatch) -> Iterator[Fix]:
    node, value = found.written.node, found.value
    if not isinstance(node, ListDisplay) or not isinstance(value, Sequence) or len(node.items) != 1:
        return
    item = node.items[0]
    inner = type_of(value.elements[0], found.call.facts) if len(value.elements) == 1 else None
    if item.spread or inner is None or found.fitting.refuses(found.wanted, inner):
        return
    sure = found.call.package.is_installed
    yield Fix(
        title="Take it out of the list",
        goal="unwrap-argument",
        intents=(
            ReplaceText(found.written.place(Span(node.span.start, item.span.start)), ""),
            ReplaceText(found.written.place(Span(item.span.end, node.span.end)), ""),
        ),
        safe=sure,
        why_unsafe="" if sure else f"Look whether '{found.name}' takes a list in the version that you use.",
        preferred=True,
    )


# --- resources and their attributes ----------------------------------------------------------------


def _as_attribute(found: Mismatch) -> Iterator[Fix]:
    """An attribute of a resource where the resource itself is given."""
    node, fact = found.written.node, _declared(found)
    if not isinstance(node, Name | Member | Call) or STRING not in found.options or fact is None:
        return
    is_whole = isinstance(found.value, Instance) or (
        isinstance(found.value, Reference) and not found.value.path
    )
    chosen = attribute_for(found.name, fact) if is_whole and fact.kind == "class" else None
    if chosen is None:
        return
    yield Fix(
        title=f"Give its '{chosen.name}'",
        goal="use-attribute",
        intents=(ReplaceText(found.written.place_at(node.span.end), f".{chosen.name}"),),
        safe=chosen.sure,
        why_unsafe="" if chosen.sure else "It is for you to say which of its attributes is meant.",
        preferred=True,
    )


def _as_object(found: Mismatch) -> Iterator[Fix]:
    """A resource where an attribute of it is given."""
    node, value = found.written.node, found.value
    if not isinstance(node, Member) or not isinstance(value, Reference) or len(value.path) != 1:
        return
    owner = type_of(Reference(value.construction), found.call.facts)
    wanted = [t for t in found.options if isinstance(t, Named)]
    if not isinstance(owner, Named) or not any(found.fitting.is_kind_of(owner, t) for t in wanted):
        return
    yield Fix(
        title="Give the object itself",
        goal="use-object",
        intents=(ReplaceText(found.written.place(Span(node.object.span.end, node.span.end)), ""),),
        safe=True,
        preferred=True,
    )


def _declared(found: Mismatch) -> Fact | None:
    options = list(alternatives(found.given))
    return found.call.facts.of(options[0]) if len(options) == 1 and isinstance(options[0], Named) else None
