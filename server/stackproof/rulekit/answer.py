"""Answers to questions that cannot always be answered."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Answer(Enum):
    """Certainly yes, certainly no, or not known. Compare with ``is``: an answer has no truth value."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("an Answer is not true or false; compare it with Answer.YES or Answer.NO")

    def __and__(self, other: Answer) -> Answer:
        if self is Answer.NO or other is Answer.NO:
            return Answer.NO
        return Answer.YES if self is Answer.YES and other is Answer.YES else Answer.UNKNOWN

    def __or__(self, other: Answer) -> Answer:
        if self is Answer.YES or other is Answer.YES:
            return Answer.YES
        return Answer.NO if self is Answer.NO and other is Answer.NO else Answer.UNKNOWN


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes when one is, no when all are no (or there is none)."""
    result = Answer.NO
    for answer in answers:
        result = result | answer
    return result


def all_of(answers: Iterable[Answer]) -> Answer:
    """No when one is, yes when all are yes (or there is none)."""
    result = Answer.YES
    for answer in answers:
        result = result & answer
    return result
