"""The type language: its text, its questions, its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    INTEGER,
    JSON,
    NUMBER,
    STRING,
    VOID,
    Constant,
    Deferred,
    ListOf,
    MapOf,
    Named,
    Type,
    Union,
    alternatives,
    named,
    read_type,
    takes_anything,
    union_of,
    write_type,
)
from stackproof.model.typewords import type_words

IDS = st.from_regex(r"@?[a-z][a-z0-9/-]{0,6}(\.[A-Za-z_]\w{0,5}){1,3}", fullmatch=True)
TYPES: st.SearchStrategy[Type] = st.recursive(
    st.one_of(
        st.sampled_from([STRING, NUMBER, INTEGER, BOOLEAN, ANY, DATE, JSON, VOID]),
        st.builds(Constant, st.text(max_size=8)),
        st.builds(Named, IDS, st.sampled_from(["class", "struct", "interface", "enum", "unknown"])),
    ),
    lambda inner: st.one_of(
        st.builds(ListOf, inner),
        st.builds(MapOf, inner),
        st.builds(Deferred, inner, st.sampled_from(["input", "output", "promise"])),
        st.builds(Union, st.lists(inner, min_size=2, max_size=4).map(tuple), st.booleans()),
    ),
    max_leaves=8,
)


@given(TYPES)
def test_what_is_written_is_read(type_: Type) -> None:
    assert read_type(write_type(type_)) == type_


@given(st.text(alphabet="snbad[]{}()<>^|&SCIEU.~'\\x", max_size=30))
def test_any_text_is_read(text: str) -> None:
    found = read_type(text)
    assert found == ANY or write_type(found) is not None


def test_equal_texts_give_one_object() -> None:
    assert read_type("[Sa.B") is read_type("[Sa.B")


def test_deep_nonsense_is_anything() -> None:
    assert read_type("[" * 5000 + "s") == ANY


def test_alternatives() -> None:
    type_ = read_type("<(s|[n|<b)")
    assert list(alternatives(type_)) == [STRING, ListOf(NUMBER), BOOLEAN]
    assert not takes_anything(type_)
    assert takes_anything(read_type("(s|a)"))
    # What is not known at all may be anything.
    assert takes_anything(read_type("<Ua.B"))


def test_named() -> None:
    type_ = read_type("(Sa.B|[Ea.C|{<Ia.D)")
    assert [n.id for n in named(type_)] == ["a.B", "a.C", "a.D"]
    assert [n.id for n in named(type_, "enum", "interface")] == ["a.C", "a.D"]


def test_union_of() -> None:
    assert union_of([STRING, STRING]) is STRING
    assert union_of([STRING, NUMBER]) == Union((STRING, NUMBER))


@pytest.mark.parametrize(
    ("text", "typescript", "python"),
    [
        ("s", "string", "str"),
        ("i", "number", "int"),
        ("[(s|n)", "(string | number)[]", "Sequence[str | float]"),
        ("{<s", "{ [key: string]: pulumi.Input<string> }", "Mapping[str, pulumi.Input[str]]"),
        ("^Sa.b.C", "Promise<C>", "Awaitable[C]"),
        ("'x'", "'x'", 'Literal["x"]'),
        ("(Ia.B&Ia.C)", "B & C", "B | C"),
        ("d", "Date", "datetime"),
    ],
)
def test_words(text: str, typescript: str, python: str) -> None:
    assert type_words(read_type(text), "typescript") == typescript
    assert type_words(read_type(text), "python") == python


def test_words_with_names() -> None:
    assert type_words(read_type("[Sa.B"), "python", lambda named: f"s3.{named.id[-1]}") == "Sequence[s3.B]"
