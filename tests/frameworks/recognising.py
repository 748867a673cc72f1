"""Recognises programs given as texts, and shows graph values as plain data, for the tests of frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evaluating import run

from stackproof.model.construction import Evaluation
from stackproof.model.graph import Resource
from stackproof.model.ports import Framework, Recognition
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Value,
)


@dataclass
class Recognised:
    """A program, what was evaluated of it, what the framework made of that."""

    text: str
    evaluation: Evaluation
    recognition: Recognition

    def one(self, kind: str, name: str | None = None) -> Resource:
        """The only resource of a type (and name)."""
        found = [r for r in self.recognition.resources if r.type == kind and name in (None, r.name)]
        assert len(found) == 1, [(r.type, r.name) for r in self.recognition.resources]
        return found[0]

    def at(self, origin: Any) -> str:
        """The text of a place."""
        return self.text.encode()[origin.span.start : origin.span.end].decode()

    def not_understood(self) -> list[str]:
        """What was called and is not understood."""
        return [
            c.callee.dotted if c.callee is not None else f".{c.method}"
            for c in self.evaluation.constructions
            if c.number not in self.recognition.understood
        ]


def recognise(
    framework: Framework, text: str, language: str = "ts", surroundings: Surroundings = NO_SURROUNDINGS
) -> Recognised:
    """Evaluate one file with the framework's library, then recognise."""
    evaluation = run({f"main.{language}": text}, [framework.library(surroundings)])
    return Recognised(text, evaluation, framework.recognise(evaluation, surroundings))


def plain(value: Value) -> Any:
    """A graph value as plain data: ``?`` for what is unknown, ``type.attribute`` for references."""
    match value:
        case Scalar():
            return value.data
        case Template():
            return "".join(p if isinstance(p, str) else f"{{{plain(p)}}}" for p in value.parts)
        case Sequence():
            return [*(plain(e) for e in value.elements), *(["..."] if value.open else [])]
        case Mapping():
            return {
                **{k: plain(e.value) for k, e in value.entries.items()},
                **({"...": True} if value.open else {}),
            }
        case JsonText():
            return {"json": plain(value.content)}
        case ResourceReference():
            return f"{value.resource.name}.{value.attribute}".rstrip(".")
        case Choice():
            return {"either": [plain(o) for o in value.options]}
        case Absent():
            return None if value.closed else "?"
        case _:
            return "?"
