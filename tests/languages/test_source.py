"""The stretch in which two texts differ, the memory of lowered pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stackproof.languages.lowering import Memory
from stackproof.languages.source import change_window

texts = st.text(alphabet="ab\n", max_size=30).map(str.encode)


@given(texts, texts)
def test_the_window_is_what_differs(old: bytes, new: bytes) -> None:
    start, old_end, new_end = change_window(old, new)
    assert 0 <= start <= old_end <= len(old)
    assert start <= new_end <= len(new)
    assert old[:start] + new[start:new_end] + old[old_end:] == new


@given(texts, texts, texts, texts)
def test_the_window_is_no_larger_than_the_edit(before: bytes, old: bytes, new: bytes, after: bytes) -> None:
    start, old_end, new_end = change_window(before + old + after, before + new + after)
    assert start >= len(before) or old_end == start
    assert old_end - start <= len(old)
    assert new_end - start <= len(new)


def test_equal_texts_have_no_window() -> None:
    assert change_window(b"abc", b"abc") == (3, 3, 3)


def test_memory_tells_node_types_apart() -> None:
    memory: Memory[int] = Memory()
    memory.remember("a", b"x", 1)
    assert memory.recall("a", b"x") == 1
    assert memory.recall("b", b"x") is None


def test_memory_forgets_what_is_not_used() -> None:
    memory: Memory[int] = Memory()
    memory.remember("kept", b"x", 1)
    memory.remember("dropped", b"x", 1)
    for number in range(40):
        memory.begin(10)
        assert memory.recall("kept", b"x") == 1
        memory.remember("big", b"%d" % number + b" " * 200_000, number)
    assert memory.recall("dropped", b"x") is None
    assert len(memory) < 20
