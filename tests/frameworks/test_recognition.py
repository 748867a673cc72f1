"""Folding of evaluation values into graph values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from recognising import plain

from stackproof.frameworks.recognition import Folder, Shape, readable_name
from stackproof.model.construction import Construction, Site
from stackproof.model.graph import Resource
from stackproof.model.runtime import Passed, Reference, Scope, Symbol
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
    walk,
)
from stackproof.text import Span


def place(start: int) -> Origin:
    return Origin("/p/main.ts", Span(start, start + 1))


def called(number: int, name: str, passed: Passed | None = None) -> Construction:
    site = Site(place(number), Scope("/p/main.ts"), "typescript")
    symbol = Symbol("lib", (name,))
    return Construction(number, place(number), place(number), passed or Passed(), site, callee=symbol)


class Upper:
    def entry(self, written: str) -> tuple[str, Shape]:
        return written.upper(), self


class Library:
    """`Thing` is a resource, `Bag` a struct, `Color.RED` an enum member."""

    def __init__(self) -> None:
        self.resources: dict[int, Resource] = {}

    def add(self, call: Construction) -> Resource:
        resource = Resource("aws_thing", "thing", Mapping({}), call.origin, call)
        self.resources[call.number] = resource
        return resource

    def reference(self, reference: Reference) -> Value | None:
        resource = self.resources.get(reference.construction.number)
        if resource is None:
            return None
        return ResourceReference(resource, ".".join(reference.path), origin=reference.origin)

    def symbol(self, symbol: Symbol) -> Value | None:
        return Scalar("red") if symbol.names == ("Color", "RED") else None

    def struct(self, construction: Construction) -> bool:
        return construction.callee is not None and construction.callee.names == ("Bag",)

    def text(self, value: Scalar) -> Value:
        return value


def entry(value: Value) -> MapEntry:
    return MapEntry(value, place(1), place(2))


def test_a_reference_to_a_resource_keeps_its_place_and_attribute() -> None:
    library = Library()
    call = called(1, "Thing")
    resource = library.add(call)
    folded = Folder(library).fold(Reference(call, ("id",), origin=place(7)))
    assert isinstance(folded, ResourceReference)
    assert (folded.resource, folded.attribute, folded.origin) == (resource, "id", place(7))


def test_keys_are_renamed_by_shape_but_not_inside_json() -> None:
    value = Mapping({"a": entry(Mapping({"b": entry(JsonText(Mapping({"c": entry(Scalar(1))})))}))})
    folded = Folder(Library()).fold(value, Upper())
    assert plain(folded) == {"A": {"B": {"json": {"c": 1}}}}
    assert isinstance(folded, Mapping)
    assert folded.entries["A"].key_origin == place(1)


def test_openness_survives() -> None:
    folder = Folder(Library())
    open_list = folder.fold(Sequence([Scalar(1), Symbol("lib", ("Color", "RED"))], open=True))
    assert plain(open_list) == [1, "red", "..."]
    assert not folder.fold(Mapping({}, open=True), Upper()).is_closed()


def test_a_struct_becomes_a_mapping_with_the_origins_of_its_keywords() -> None:
    call = called(1, "Bag", Passed(keywords={"port": entry(Scalar(443))}))
    folded = Folder(Library()).fold(Reference(call), Upper())
    assert plain(folded) == {"PORT": 443}
    assert folded.origin == call.origin
    assert folded.is_closed()


def test_the_result_of_an_unknown_call_mentions_what_was_given_to_it() -> None:
    library = Library()
    call = called(1, "Thing")
    resource = library.add(call)
    other = library.add(called(3, "Thing"))
    wrapped = called(2, "wrap", Passed([Sequence([Reference(call, ("id",))])]))
    folded = Folder(library).fold(Reference(wrapped, ("name",)))
    assert folded.is_unknown()
    assert folded.may_refer_to(resource)
    assert [r.resource for r in folded.references()] == [resource]
    assert not folded.refers_to(other)


def test_a_value_that_holds_itself_comes_to_an_end() -> None:
    loop = Sequence([Scalar(1)])
    loop.elements.append(loop)
    folded = Folder(Library()).fold(loop)
    assert folded.items()[0].is_(1)
    assert folded.has_unknown()


def test_a_construction_that_reaches_itself_comes_to_an_end() -> None:
    call = called(1, "wrap")
    call.arguments.positional.append(Sequence([Reference(call)]))
    assert Folder(Library()).fold(Reference(call)).is_unknown()


def test_the_same_value_is_folded_once() -> None:
    shared = Mapping({"a": entry(Symbol("lib", ("Color", "RED")))})
    folder = Folder(Library())
    both = folder.fold(Sequence([shared, shared]))
    assert both.items()[0] is both.items()[1]


def test_what_needs_no_change_stays_itself() -> None:
    value = Sequence([Scalar("a"), Template(("a", Unknown("why")))])
    assert Folder(Library()).fold(value) is value


def test_names_are_readable() -> None:
    assert readable_name(Template(("vpc-", Unknown()))) == "vpc"
    assert readable_name(Template(("a-", Unknown(), "-b"))) == "a-*-b"
    assert readable_name(Template((Unknown(), "-", Scalar(2)))) == "2"
    assert readable_name(Unknown()) is None
    assert readable_name(None) is None


_LIBRARY = Library()
_THING = called(1, "Thing")
_LIBRARY.add(_THING)
_WRAP = called(2, "wrap", Passed([Reference(_THING)]))
_LEAVES = st.one_of(
    st.builds(Scalar, st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5))),
    st.builds(Absent, closed=st.booleans()),
    st.just(Symbol("lib", ("Color", "RED"))),
    st.just(Symbol("lib", ("Nothing",))),
    st.builds(Reference, st.sampled_from([_THING, _WRAP]), st.tuples(st.sampled_from(["id", "arn"]))),
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(Sequence, st.lists(inner, max_size=3), st.booleans()),
        st.builds(lambda d, o: Mapping({k: MapEntry(v) for k, v in d.items()}, o), st.dictionaries(st.text(max_size=3), inner, max_size=3), st.booleans()),
        st.builds(lambda o: Choice(tuple(o)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(JsonText, inner),
        st.builds(lambda p: Template(tuple(p)), st.lists(st.one_of(st.text(max_size=3), inner), min_size=1, max_size=3)),
        st.builds(lambda m: Unknown("x", tuple(m)), st.lists(inner, max_size=2)),
    ),
    max_leaves=12,
)  # fmt: skip


@given(_VALUES)
def test_nothing_of_the_evaluation_is_left(value: Value) -> None:
    folded = Folder(_LIBRARY).fold(value)
    left: list[Value] = []
    walk(folded, lambda v: left.append(v) if isinstance(v, Reference | Symbol) else None)
    assert left == []
    # What was closed and known does not become open, and the other way round.
    assert folded.is_closed() == value.is_closed()
